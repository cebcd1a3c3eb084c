# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""Some three hundred demonstration requests: where people stand, what they say, how long ago, seeded and fixed."""

import csv
import random
from dataclasses import dataclass
from pathlib import Path

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.addresses import Address
from layers.boynton_beach.demo.city import DemoCity
from layers.boynton_beach.demo.frame import LonLat, beside
from layers.boynton_beach.demo.outlines import CITY, ENCLAVES
from layers.boynton_beach.demo.phrases import CREOLE, ENGLISH, SPANISH, TAILS
from layers.boynton_beach.demo.streets import Segment

COUNT = 300
SEED = 1926
COLUMNS = (
    "seq", "hours_before_now", "service_code", "channel", "lon", "lat", "address", "accuracy_ft", "description",
    "answered_after_hours", "closed_after_hours", "language",
)  # fmt: skip
# How many requests stand in each kind of place; they add up to COUNT.
AREAS = {"city": 204, "sr804": 24, "enclave": 14, "oceanfront": 9, "neighbour": 26, "county": 23}
ON_ROAD = ("pothole", "road_drainage", "speeding", "storm_drain", "fallen_tree")
BESIDE_ROAD = ("sidewalk_damage", "street_sign", "street_light_out", "litter", "tree_trimming", "bus_stop", "graffiti",
               "illegal_dumping")  # fmt: skip
AT_CORNER = ("traffic_signal",)
AT_DOOR = ("missed_garbage", "missed_recycling", "bulk_trash", "water_leak", "low_water_pressure", "sewer_backup",
           "overgrown_lot", "junk_vehicle", "noise", "work_without_permit", "stray_animal", "mosquitoes",
           "power_outage")  # fmt: skip
IN_PARK = ("park_maintenance", "playground_damage")
AT_CANAL = ("canal_bank", "aquatic_weeds")
NO_PLACE = ("general_question",)
CITY_MIX = (*ON_ROAD, *ON_ROAD, *BESIDE_ROAD, *BESIDE_ROAD, *AT_CORNER, *AT_DOOR, *AT_DOOR, *AT_CANAL, *IN_PARK,
            "pothole", "missed_garbage", "missed_garbage", "water_leak", "abandoned_boat", *NO_PLACE)  # fmt: skip
SERVICES_BY_AREA = {
    "city": CITY_MIX,
    "sr804": ("pothole", "sidewalk_damage", "street_light_out", "traffic_signal", "road_drainage", "litter",
              "street_sign", "bus_stop"),
    "enclave": ("missed_garbage", "pothole", "overgrown_lot", "stray_animal", "water_leak", "noise"),
    "oceanfront": ("park_maintenance", "playground_damage", "graffiti"),
    "neighbour": ("pothole", "water_leak", "missed_garbage", "street_light_out", "noise", "overgrown_lot"),
    "county": ("pothole", "missed_garbage", "street_sign", "overgrown_lot", "water_leak", "mosquitoes"),
}  # fmt: skip
# What the drawing by chance does not show: blocks along the limits, of which `demo_corrections.csv` puts some right,
# and two leaks under the State's road. Place, service, hours before now, hours to the answer and to the end, words.
STORY: tuple[tuple[str | LonLat, str, float, float | None, float | None, str], ...] = (
    ("333 Neptune Way", "missed_garbage", 700.0, 31.0, 90.0, "The truck passed our house again."),
    ("445 Neptune Way", "bulk_trash", 520.0, 20.0, None, "An old sofa has been at the curb for two weeks."),
    ("385 Neptune Way", "missed_recycling", 300.0, 12.0, 60.0, "The blue bin was not emptied."),
    ("386 Neptune Way", "overgrown_lot", 200.0, 26.0, None, "The lot behind us has become a jungle."),
    ("446 Neptune Way", "noise", 150.0, 9.0, None, "Somebody repairs engines there every night."),
    ("640 Gulfstream Blvd", "missed_garbage", 610.0, 40.0, 130.0, "Our cart is full since Tuesday."),
    ("576 Gulfstream Blvd", "bulk_trash", 420.0, 22.0, 70.0, "Branches and a broken fence to be picked up."),
    ("512 Gulfstream Blvd", "missed_recycling", 260.0, 15.0, None, "Nobody takes our paper any more."),
    ("3218 Golf Rd", "missed_garbage", 480.0, 18.0, 66.0, "Garbage has not been picked up this week."),
    ("3282 Golf Rd", "overgrown_lot", 340.0, 33.0, None, "Tall weeds at the corner, you cannot see the cars."),
    ("1208 SW 25th Pl", "noise", 240.0, 11.0, None, "A dog barks from midnight to morning."),
    ("1158 SW 25th Pl", "missed_garbage", 100.0, 14.0, None, "They took the neighbour's cart and not ours."),
    ((-80.0700, 26.5280), "water_leak", 210.0, 8.0, None, "Water comes up through the pavement of the boulevard."),
    ((-80.0862, 26.5280), "water_leak", 30.0, None, None, "A puddle on the road that never dries."),
)
CHANNELS = (*("web",) * 12, *("call",) * 5, "walk_in", "fax_or_email", "fax_or_email", "letter_to_staff",
            "commissioner", "letter_to_commissioner")  # fmt: skip
PHONE_ACCURACY_FT = (16, 16, 26, 33, 33, 49, 65)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one request lies: a pin, or the words of an address, or neither."""

    pin: LonLat | None
    address: str


class Sampler:
    """Draws places of each kind from the finished city."""

    def __init__(self, city: DemoCity, dice: random.Random) -> None:
        self._dice = dice
        self._doors: dict[str, list[Address]] = {name: [] for name in AREAS}
        for door in city.addresses:
            self._doors[self._area(door)].append(door)
        self._segments: dict[str, list[Segment]] = {name: [] for name in AREAS}
        roads = sorted({(d.segment.segment_id, area) for area, doors in self._doors.items() for d in doors})
        by_id = {segment.segment_id: segment for segment in city.segments}
        for segment_id, area in roads:
            self._segments[area].append(by_id[segment_id])
        self._segments["sr804"] = [
            s for s in city.segments if "SR 804" in s.piece.road.aliases and s.place_left == CITY
        ]
        self._layers = city.layers

    @staticmethod
    def _area(door: Address) -> str:
        if door.place == CITY:
            return "city"
        if door.place is not None:
            return "neighbour"
        inside = any(w < door.point[0] < e and s < door.point[1] < n for _, (w, s, e, n) in ENCLAVES.values())
        return "enclave" if inside else "county"

    def spot(self, area: str, service: str, *, as_words: bool) -> Spot:
        """A place of the right kind: on the road, beside it, at a corner, a door, a park or a canal."""
        if service in NO_PLACE:
            return Spot(None, "")
        if area == "oceanfront" or service in IN_PARK:
            return Spot(self._in_park(ocean=area == "oceanfront"), "")
        if service in AT_CANAL or service == "abandoned_boat":
            return Spot(self._on_water(boat=service == "abandoned_boat"), "")
        if service in AT_CORNER or (area != "sr804" and as_words) or service in AT_DOOR:
            return self._corner(area) if service in AT_CORNER else self._door(area, as_words=as_words)
        segment = self._dice.choice(self._segments[area])
        reach_ft = 9.0 if service in ON_ROAD else segment.piece.road.half_width_ft * 0.75
        side = self._dice.choice((-1, 1)) * reach_ft
        share = self._dice.uniform(0.15, 0.85)
        if as_words and segment.left.first is not None and segment.left.last is not None:
            number = segment.left.first + 2 * int(share * (segment.left.last - segment.left.first) / 2)
            return Spot(None, f"{number} {segment.name}")
        return Spot(beside(list(segment.piece.path), share, side), "")

    def _door(self, area: str, *, as_words: bool) -> Spot:
        door = self._dice.choice(self._doors[area])
        words = f"{door.number} {door.segment.name}" + (f" {door.unit}" if door.unit else "")
        return Spot(None, words) if as_words else Spot(door.point, "")

    def _corner(self, area: str) -> Spot:
        roads = [s for s in self._segments[area] if s.piece.road.kind in {"arterial", "collector"}]
        corners = [s.piece.path for s in roads if abs(s.piece.path[0][0] - at.I95.lon_at(s.piece.path[0][1])) > 0.0005]
        return Spot(beside(list(self._dice.choice(corners)), 0.0, 5.0), "")

    def _in_park(self, *, ocean: bool) -> LonLat:
        parks = [f for f in self._layers["parks"] if f.attributes["owner"] == "recreation-parks"]
        park = parks[0] if ocean else self._dice.choice(parks[1:26])
        middle, box = park.shape.representative_point(), park.shape.bounds
        wander = 0.15 * min(box[2] - box[0], box[3] - box[1])
        return (round(middle.x + self._dice.uniform(-wander, wander), 7),
                round(middle.y + self._dice.uniform(-wander, wander), 7))  # fmt: skip

    def _on_water(self, *, boat: bool) -> LonLat:
        if boat:
            return round(-80.0533 + self._dice.uniform(-0.0001, 0.0001), 7), round(self._dice.uniform(26.53, 26.538), 7)
        e4 = round(-80.083 + self._dice.choice((-1, 1)) * 0.00008, 7), round(self._dice.uniform(26.487, 26.57), 7)
        c16 = round(self._dice.uniform(-80.082, -80.0792), 7), round(26.54 + self._dice.choice((-1, 1)) * 0.0001, 7)
        return self._dice.choice((e4, e4, c16))


def _age(dice: random.Random) -> float:
    """Hours before now: a third under three days, a third around the promise, a third up to seven weeks."""
    low, high = dice.choice(((0.5, 60.0), (48.0, 96.0), (96.0, 1200.0)))
    return round(dice.uniform(low, high), 1)


def _answers(age: float, dice: random.Random) -> tuple[str, str]:
    """Hours until the answer and until the end; empty while they have not come."""
    late = dice.random() < 0.08
    answered = round(dice.uniform(74.0, 130.0) if late else 70.0 * dice.betavariate(1.6, 2.6), 1)
    if answered >= age or dice.random() < (0.12 if age < 240.0 else 0.02):
        return "", ""
    closed = round(answered + dice.uniform(3.0, 420.0), 1)
    return f"{answered}", "" if closed >= age or dice.random() < 0.15 else f"{closed}"


def _words(service: str, dice: random.Random) -> tuple[str, str]:
    draw = dice.random()
    for language, book, limit in (("ht", CREOLE, 0.12), ("es", SPANISH, 0.23)):
        if draw < limit and service in book:
            return dice.choice(book[service]), language
    return dice.choice(ENGLISH[service]) + dice.choice(TAILS), "en"


def rows(city: DemoCity) -> list[dict[str, str]]:
    """All demonstration requests, the oldest first."""
    dice = random.Random(SEED)  # noqa: S311
    sampler = Sampler(city, dice)
    found = []
    for area, count in AREAS.items():
        services = list(SERVICES_BY_AREA[area])
        dice.shuffle(services)
        for index in range(count):
            service = services[index % len(services)]
            channel = dice.choice(CHANNELS)
            spot = sampler.spot(area, service, as_words=dice.random() < (0.3 if channel == "web" else 0.75))
            found.append(_row(service, channel, spot, dice))
    found.sort(key=lambda row: -float(row["hours_before_now"]))
    found += [_told(*one, channel=CHANNELS[number % 15]) for number, one in enumerate(STORY)]
    return [{**row, "seq": str(seq)} for seq, row in enumerate(found, start=1)]


def _told(
    place: str | LonLat,
    service: str,
    age: float,
    answered: float | None,
    closed: float | None,
    text: str,
    *,
    channel: str,
) -> dict[str, str]:
    pin = place if isinstance(place, tuple) else None
    return {
        "hours_before_now": f"{age}",
        "service_code": service,
        "channel": channel,
        "lon": f"{pin[0]:.7f}" if pin else "",
        "lat": f"{pin[1]:.7f}" if pin else "",
        "address": "" if isinstance(place, tuple) else place,
        "accuracy_ft": "16" if pin else "",
        "description": text,
        "answered_after_hours": "" if answered is None else f"{answered}",
        "closed_after_hours": "" if closed is None else f"{closed}",
        "language": "en",
    }


def _row(service: str, channel: str, spot: Spot, dice: random.Random) -> dict[str, str]:
    age = _age(dice)
    answered, closed = _answers(age, dice)
    text, language = _words(service, dice)
    pin = spot.pin
    accuracy = dice.choice(PHONE_ACCURACY_FT)
    return {
        "hours_before_now": f"{age}",
        "service_code": service,
        "channel": channel,
        "lon": f"{pin[0]:.7f}" if pin else "",
        "lat": f"{pin[1]:.7f}" if pin else "",
        "address": spot.address,
        "accuracy_ft": f"{accuracy}" if pin and channel == "web" else "",
        "description": text,
        "answered_after_hours": answered,
        "closed_after_hours": closed,
        "language": language,
    }


def write_requests(path: Path, city: DemoCity) -> int:
    """Write the demonstration requests; returns how many."""
    found = rows(city)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    return len(found)
