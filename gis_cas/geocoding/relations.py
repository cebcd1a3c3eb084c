"""Words that place something by something else: "behind the library", "enfrente de", "dèyè"."""

import re

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import NearbyRead

_REACHES_FT = {
    100.0: "BESIDE|NEXT TO|NEXT DOOR TO|AL LADO DEL?|BO KOTE|A KOTE|KOTE",
    150.0: "IN FRONT OF|EN FRENTE DEL?|FRENTE AL?|DEVAN",
    250.0: "ACROSS FROM|ACROSS THE STREET FROM|ACROSS|OPPOSITE|ENFRENTE DEL?|ANFAS",
    300.0: "BEHIND|IN BACK OF|DETRAS DEL?|ATRAS DEL?|DEYE",
    500.0: "NEAR|CLOSE TO|CERCA DEL?|TOUPRE",
    800.0: "(?:NORTH|SOUTH|EAST|WEST) OF|(?:AL )?(?:NORTE|SUR|ESTE|OESTE) DEL?",
}
"""How far, in feet, each kind of relation reaches from the edge of what it speaks of."""

_WORDS = "|".join(f"(?P<r{int(reach)}>{words})" for reach, words in _REACHES_FT.items())
_RELATION = re.compile(rf"^(?P<front>.*?[\s,])?(?:{_WORDS})\s+(?P<what>.+)$")
_ON_STREET = re.compile(r"^(?P<what>.+?)\s+(?:ON|EN(?: LA| EL)?|SOU|NAN)\s+(?P<street>[A-Z0-9].+)$")
_ARTICLE = re.compile(r"^(?:THE|EL|LA|LOS|LAS|L)\s+")


def relation(body: str) -> tuple[str, NearbyRead] | None:
    """What stands in front of a relation, and what the words place something by; `body` in capitals, without town."""
    match = _RELATION.match(body)
    if match is None:
        return None
    reach_ft = next(reach for reach in _REACHES_FT if match[f"r{int(reach)}"])
    what, street = _ARTICLE.sub("", match["what"].strip(" ,.")), None
    on_street = _ON_STREET.match(what)
    if on_street:
        what, street = on_street["what"], street_key(on_street["street"])
    if not street_key(what):
        return None
    return match["front"] or "", NearbyRead(
        relation=match[f"r{int(reach_ft)}"], what=what, street=street, reach_ft=reach_ft
    )
