# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""Streets of the beach towns and of the neighbours north and south."""

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat, from_ft, to_ft
from layers.boynton_beach.demo.road import Road, road

# Stubs off Ocean Boulevard: name, latitude, feet west (negative) or east (positive) of it.
_STUBS = (
    ("Cordova Ave", 26.5093, -500), ("Ruthmary Ave", 26.5072, -180), ("Banyan St", 26.5086, -500),
    ("Bristol Dr", 26.5055, -500), ("St Andrews Club Dr", 26.5037, -600),
    ("Osprey Ct", 26.5110, -700), ("Thompson St", 26.5120, 320), ("Edith St", 26.5150, 320), ("Anna St", 26.5165, -700),
    ("Corrine St", 26.5180, 320), ("Adams Rd", 26.5195, -900), ("Hersey Dr", 26.5210, 320),
    ("Coconut Ln", 26.5222, -900),
    ("Hibiscus Way", 26.5237, -900), ("Ridge Blvd", 26.5248, 320), ("Hudson Ave", 26.5292, -900),
    ("Tropical Dr", 26.5310, -900), ("Beachway N", 26.5325, 320), ("Island Dr", 26.5345, -1000),
    ("Inlet Cay Dr", 26.5375, -1000), ("Sabal Island Dr", 26.5400, -1000), ("Spanish River Dr", 26.5418, -800),
    ("Harbour Dr N", 26.5432, -800),
    ("Golfview Dr", 26.4990, -700), ("Polo Dr", 26.4965, -700), ("Sea Rd", 26.4940, 330), ("Banyan Rd", 26.4915, -700),
    ("Palm Way", 26.4880, -700), ("Lakeview Dr", 26.4850, -600), ("Old School Rd", 26.4820, -500),
    ("Pelican Ln", 26.4795, 330), ("Andrews Ave", 26.4670, -600),
)  # fmt: skip
_MANALAPAN = (("Lands End Rd", 26.5520, -400), ("Point Manalapan Dr", 26.5620, -500), ("Curlew Rd", 26.5720, -500),
              ("Audubon Cswy", 26.5820, -500))  # fmt: skip


def beach_streets() -> list[Road]:
    """Short streets between Ocean Boulevard and the channel or the sea."""
    found = []
    for name, lat, reach_ft in (*_STUBS, *_MANALAPAN):
        start = at.A1A.at(lat)
        x, y = to_ft(start)
        found.append(road(name, [start, from_ft(x + reach_ft, y)], first_number=1))
    return found


def _off(line: at.Meridian, lat: float, reach_ft: float) -> list[LonLat]:
    start = line.at(lat)
    x, y = to_ft(start)
    return [start, from_ft(x + reach_ft, y)]


def neighbour_streets() -> list[Road]:
    """A few streets of Gulf Stream's mainland, Hypoluxo, Lantana and Delray Beach."""
    us1, swinton = at.US1, at.SEACREST
    found = [road("Avenue Au Soleil", _off(us1, 26.4875, 560), first_number=900)]
    names = ("Neptune Dr", "Hypoluxo Harbor Dr", "Barefoot Ln", "Mariners Way", "Periwinkle Dr")
    found += [road(n, _off(us1, 26.5590 + 0.0028 * k, 800), first_number=100) for k, n in enumerate(names)]
    found.append(road("Greynolds Cir", at.east_west(26.5840, us1.lon_at(26.5840), -80.0640), first_number=400))
    found.append(road("W Lantana Rd", at.east_west(26.5860, us1.lon_at(26.5860), -80.0680), first_number=100))
    found.append(road("Gator Dr", at.east_west(26.5815, us1.lon_at(26.5815), -80.0640), first_number=100))
    for k, lat in enumerate((26.4652, 26.4675, 26.4698, 26.4742, 26.4765, 26.4788, 26.4811, 26.4833)):
        name = f"NE {4 + 2 * k}th St" if k < 3 else f"NE {7 + 2 * k}th St"
        found.append(road(name, at.east_west(lat, swinton.lon_at(lat), us1.lon_at(lat)), first_number=1))
    return found
