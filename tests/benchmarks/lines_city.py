"""A city folder of streets with rights-of-way, parks and districts, from open data that is kept outside the project.

Streets of a state class (`sha_class`) are the State's; each class has its half-width. Twenty-four services over every
locus; each names the request types (by their beginning) of the city's own request system that it stands for.
"""

from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from tests.benchmarks.city_writer import LayerFile, begin, toml, write_city, write_layer
from tests.benchmarks.county_city import write_agencies, write_departments
from tests.benchmarks.measured_city import CITY, read_named, read_streets

STATE: Final = "state-highways"
PARTNERS: Final = "park-partners"
STATE_CLASSES: Final = frozenset({"INT", "FWY", "PART"})
HALF_WIDTH_FT: Final = {"INT": 75.0, "FWY": 60.0, "PART": 50.0, "MART": 40.0, "COLL": 33.0}
OTHER_STREET_FT: Final = 25.0
ALLEY_FT: Final = 8.0
ROAD_REACH_FT: Final = 150.0
ACCURACY_FT: Final = {"streets": 5.0, "parks": 10.0, "limits": 5.0, "council": 6.56, "police": 6.56}
"""Districts are taken to be accurate to 2 m."""
DISTRICTS: Final = frozenset({"council", "police"})


class Kind(NamedTuple):
    """One service of the folder."""

    code: str
    department: str
    locus: str
    types: tuple[str, ...] = ()


KINDS: Final = (
    Kind("pothole", "streets", "roadway", ("TRM-Pothole", "TRM-Pickup", "TRM-Street Repair")),
    Kind("snow", "streets", "roadway", ("TRM-Snow",)),
    Kind("street_sweeping", "solid-waste", "roadway", ("SW-Dirty Street",)),
    Kind("abandoned_vehicle", "streets", "roadway", ("TRS-Abandoned", "TTR-")),
    Kind("road_drainage", "water", "roadway", ("WW-Storm",)),
    Kind("sidewalk", "streets", "roadside", ("TEC-Footways", "TEC-")),
    Kind("street_sign", "streets", "roadside", ("TRT-Sign", "TRT-Street")),
    Kind("parking", "streets", "roadside", ("TRS-Parking", "TRS-48", "TRS-")),
    Kind("litter", "solid-waste", "roadside", ("SW-Cleaning", "SW-Dirty Alley", "SW-HGW")),
    Kind("dumping", "solid-waste", "roadside", ("HCD-Illegal",)),
    Kind("graffiti", "solid-waste", "roadside", ("SW-Graffiti",)),
    Kind("tree", "recreation", "roadside", ("FOR-",)),
    Kind("traffic_signal", "streets", "signal", ("TRT-Traffic Signal",)),
    Kind("street_light", "streets", "city_asset", ("BGE-",)),
    Kind("park_care", "recreation", "city_asset", ("RP-",)),
    Kind("bulk_trash", "solid-waste", "parcel", ("SW-Bulk", "SW-Mixed", "SW-Municipal", "SW-Recycling", "SW-App")),
    Kind("rats", "health", "parcel", ("SW-Rat",)),
    Kind("unclean_lot", "housing", "parcel", ("HCD-Sanitation", "SW-Boarding")),
    Kind("vacant_building", "housing", "parcel", ("HCD-",)),
    Kind("water_leak", "water", "area", ("WW-",)),
    Kind("fire_safety", "fire", "area", ("FIR-",)),
    Kind("noise", "police", "area", ("HLTH-", "POL")),
    Kind("council_member", "mayor", "area", ("MAYOR",)),
    Kind("shore_debris", "water", "water", ("WW-Harbor",)),
    Kind("question", "mayor", "none", ("ECC-", "FC")),
)
IN_PARKS: Final = ("park_care", "litter", "dumping", "graffiti", "tree")


class Frames(NamedTuple):
    """The layers in EPSG:4326, each with `key`, `name` and `owner`."""

    streets: gpd.GeoDataFrame
    parks: gpd.GeoDataFrame
    limits: gpd.GeoDataFrame
    council: gpd.GeoDataFrame
    police: gpd.GeoDataFrame


def read(source: Path) -> Frames:
    """Everything the folder is made of; streets outside the limits are left out."""
    limits = read_named(source, "baltimore_city_detailed", name="name", key="name").assign(owner="city")
    streets = read_streets(source)
    inside = streets.intersects(limits.geometry.iloc[0])
    streets = streets[inside.to_numpy()].reset_index(drop=True)
    streets["half_width_ft"] = streets["sha_class"].map(HALF_WIDTH_FT).fillna(OTHER_STREET_FT)
    streets.loc[streets["subtype"] == "STRALY", "half_width_ft"] = ALLEY_FT
    streets["owner"] = np.where(streets["sha_class"].isin(STATE_CLASSES), STATE, "city")
    parks = read_named(source, "parks", name="name", key="operator")
    parks["owner"] = np.where(parks["said_key"].str.startswith("Baltimore City"), "recreation", PARTNERS)
    council = read_named(source, "council_districts", name="name", key="id")
    council["owner"] = council["name"].str.lower().str.replace(" ", "-")
    police = read_named(source, "police_districts", name="name", key="number")
    police["owner"] = "police-" + police["name"].str.lower()
    return Frames(streets, parks, limits, council, police)


def build(source: Path, folder: Path) -> Frames:
    """Write the folder; whatever was there before goes. The layers as they were written."""
    begin(folder)
    frames = read(source)
    for layer, frame in zip(("streets", "parks", "limits", "council", "police"), frames, strict=True):
        line = layer == "streets"
        write_layer(
            folder,
            LayerFile(
                layer=layer,
                frame=frame,
                geometry="LineString" if line else "Polygon",
                owner_column="owner",
                routing=True,
                accuracy_ft=ACCURACY_FT[layer],
                locator="streets" if line else None,
                district=layer in DISTRICTS,
                columns=("from_left", "to_left", "from_right", "to_right", "half_width_ft") if line else (),
            ),
        )
    west, south, east, north = (float(edge) for edge in frames.streets.total_bounds)
    values = CITY | {"owner_slug": "city", "administrator_queue": "mayor", "road_reach_ft": ROAD_REACH_FT}
    write_city(folder, bounds=(west, south, east, north), around=0.3, values=values)
    (folder / "services.toml").write_text("\n".join(_service(kind) for kind in KINDS), encoding="utf-8")
    (folder / "responsibility.toml").write_text(_RULES, encoding="utf-8")
    write_departments(folder, sorted({kind.department for kind in KINDS}))
    districts = dict.fromkeys([*frames.council["owner"], *frames.police["owner"]], "district")
    write_agencies(folder, {STATE: "state", PARTNERS: "partner", "the-county": "county"} | districts)
    return frames


def kind_of(request_type: str) -> Kind:
    """The service that a request type means: the longest beginning that fits, else a question."""
    fits = [(len(start), kind) for kind in KINDS for start in kind.types if request_type.startswith(start)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else KINDS[-1]


def _service(kind: Kind) -> str:
    values: dict[str, Any] = {
        "code": kind.code,
        "name": kind.code,
        "group": "All",
        "description": kind.code,
        "department": kind.department,
        "county_agency": "the-county",
        "locus": kind.locus,
        "location": "none" if kind.locus == "none" else "required",
        "urgency": "normal",
        "publication": "exact",
    }
    return "\n".join(["[[service]]", *(f"{name} = {toml(value)}" for name, value in values.items()), ""])


def whole_degrees(frame: pd.DataFrame) -> pd.Series:
    """The rows whose latitude and longitude are whole degrees."""
    lat, lon = frame["Latitude"].astype(float), frame["Longitude"].astype(float)
    return (lat == lat.round()) & (lon == lon.round())


def _rule(**values: Any) -> str:
    return "\n".join(["[[rule]]", *(f"{name} = {toml(value)}" for name, value in values.items()), ""])


def _road(name: str, *loci: str, owner_class: str | None = None) -> str:
    where = {"where": {"owner_class": [owner_class]}} if owner_class else {}
    return _rule(
        id=name, relation="on_road", layer="streets", locus=list(loci), owner="feature", reason="On {road}.", **where
    )


def _area(name: str, layer: str, owner: str, **more: Any) -> str:
    return _rule(id=name, relation="within", layer=layer, owner=owner, reason="In {name}.", **more)


_RULES: Final = "\n".join(
    [
        'road_precedence = ["state", "department"]\n',
        _road("signals", "signal"),
        _road("state-road", "roadway", "roadside", owner_class="state"),
        _road("city-street", "roadway", "roadside", owner_class="department"),
        _area("park", "parks", "feature", services=list(IN_PARKS)),
        _area("council", "council", "feature", services=["council_member"]),
        _area("police", "police", "feature", services=["noise"]),
        _area("no-road", "limits", "nobody", locus=["roadway", "signal"]),
        _area("limits", "limits", "department"),
    ]
)
