"""Words for a mile post or an exit: "I-95 mile 59", "Turnpike MP 86", "salida 57"."""

import re

from gis_cas.geocoding.names import split_key, street_key
from gis_cas.geocoding.readings import MarkerRead, Tail

_MILE = r"(?:MILE(?:[ -]?(?:POST|MARKER|MRKR))?|M\.?P\.?|M\.?M\.?|MILLA|POTO MIL|MIL)"
_EXIT = r"(?:EXIT|SALIDA|SOTI|SORTIE)"
_NUMBER = r"(?:NUMBER |NUMERO |NO\.? ?|# ?)?"
_MARK = (
    rf"(?:{_MILE}\s*{_NUMBER}(?P<mile>\d{{1,4}}(?:\.\d{{1,3}})?)"
    rf"|(?P<before>\d{{1,5}}(?:\.\d{{1,3}})?)[ -]MILE[ -]?(?:POST|MARKER)"
    rf"|{_EXIT}\s*{_NUMBER}(?P<exit>\d{{1,4}}[ -]?[A-Z]?))"
)
_LINK = r"(?:\s*[,@&]\s*|\s+(?:ON|OF|OFF|FROM|AT|NEAR|ALONG|AND|DE LA|DEL|DE|EN LA|EN|SOU|NAN)\s+(?:THE |LA |EL )?|\s+)"
_MARK_FIRST = re.compile(rf"^(?:THE |LA |EL )?{_MARK}(?:{_LINK}(?P<route>.+))?$")
_ROUTE_FIRST = re.compile(rf"^(?:THE |LA |EL )?(?P<route>.+?){_LINK}{_MARK}$")
_BOUND = re.compile(r"\b(?:[NSEW]B|(?:NORTH|SOUTH|EAST|WEST)[ -]?BOUND)\b")


def marker(body: str, *, tail: Tail) -> MarkerRead | None:
    """The post or exit that the words name, if they name one; `body` in capitals, without town and ZIP code."""
    text = re.sub(r"\s+", " ", _BOUND.sub(" ", body)).strip(" ,.")
    match = _MARK_FIRST.match(text) or _ROUTE_FIRST.match(text)
    if match is None:
        return None
    route = street_key(match["route"]) if match["route"] else None
    mile = match["mile"] or match["before"]
    number = mile or re.sub(r"[ -]", "", match["exit"])
    return MarkerRead(kind="mile" if mile else "exit", number=number, route=route, tail=tail)


def surely(read: MarkerRead) -> bool:
    """Whether nothing else can be meant: no road is named, or one by its number."""
    return read.route is None or split_key(read.route).is_route
