"""Words or a position, as the geocoding doors read them."""

from typing import Any

from gis_cas.api.dependencies import described
from gis_cas.api.reading import Fields
from gis_cas.api.stated_place import LONGEST_WORDS, position_in
from gis_cas.domain.city import City
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position

NO_WORDS = "Say what to look for: q is an address, a crossing or a street."
NO_SPOT = "Say where: lat and long in degrees, such as lat 26.5262, long -80.0640."
_FORMATS = {"json": "json", "geocodejson": "geocodejson"}
MOST_CANDIDATES = 25


WORDS_DESCRIBED = described(
    q="An address, a crossing or a street", limit="At most so many candidates, 1 to 25", format="json or geocodejson"
)
SPOT_DESCRIBED = described(lat="Degrees, EPSG:4326", long="Degrees, EPSG:4326")
NEARBY_DESCRIBED = described(
    lat="Degrees, EPSG:4326", long="Degrees, EPSG:4326", service_code="Only requests of this service's group"
)


def words(fields: Fields) -> tuple[str, int, str]:
    """What to look for, how many at most, in which format; raises BadInput."""
    wanted = fields.text("q", longest=LONGEST_WORDS, called="q", needed=NO_WORDS)
    most = fields.whole("limit", least=1, most=MOST_CANDIDATES, default=10, called="limit")
    shape = fields.one_of("format", _FORMATS, called="format") or "json"
    fields.done()
    return wanted or "", most, shape


def spot(fields: Fields, *, city: City) -> Position:
    """The position asked about; raises BadInput."""
    position = position_in(fields, city)
    if position is None:
        fields.refuse("lat", NO_SPOT)
    fields.done()
    if position is None:  # unreachable: refused above
        raise BadInput({"lat": NO_SPOT})
    return position


def asked_nearby(fields: Fields, *, city: City) -> dict[str, Any]:
    """The arguments of `PublicReads.nearby`; raises BadInput."""
    code = fields.text("service_code", longest=80, called="service_code")
    return {"position": spot(fields, city=city), "service_code": code}
