"""Filling the page of misroutes, its map and its file."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from gis_cas.api.gis.asked_misroutes import MisroutesAsked
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.geo.position import Box
from gis_cas.policy.access import Door
from gis_cas.store import misroutes
from map_ui.misroute_views import MisrouteCase, MisroutesView, ServiceRate, StretchRow

HERE = "/gis/misroutes"
ON_A_PAGE = 25
CASES_SHOWN = 12
ON_THE_MAP = 500
_COLUMNS = (
    *("number", "kind", "service_code", "decided_at", "corrected_at", "had", "rightful", "rule", "layer"),
    *("layer_version", "name", "other_name", "street", "distance_ft"),
)


def misroutes_page(sheet: DeskSheet, asked: MisroutesAsked) -> str:
    """The rates by service, and one page of the stretches with the cases behind each."""
    with sheet.reading() as conn:
        rates = misroutes.by_service(conn, asked.period)
        found = misroutes.by_stretch(
            conn, asked.period, by_rate=asked.by_rate, how_many=ON_A_PAGE + 1, skip=(asked.page - 1) * ON_A_PAGE
        )
        shown = found[:ON_A_PAGE]
        cases = _cases(sheet, misroutes.of_stretches(conn, asked.period, [row.id for row in shown]))
    services = sheet.wired.office.reference.ruleset.services
    sort = "rate" if asked.by_rate else "most"
    view = MisroutesView(
        from_on=asked.from_on,
        until_on=asked.until_on,
        service=asked.period.service_code or "",
        services=tuple((code, service.name) for code, service in services.items()),
        by_rate=asked.by_rate,
        rates=tuple(_rate(row, _service_name(sheet, row.service_code)) for row in rates),
        stretches=tuple(_stretch(row, cases[row.id]) for row in shown),
        data_url=asked.link(f"{HERE}/features"),
        csv_url=asked.link(f"{HERE}.csv"),
        sort_url=asked.link(HERE, sort="most" if asked.by_rate else "rate"),
        page_url=asked.link(HERE, sort=sort),
        page=asked.page,
        more=len(found) > ON_A_PAGE,
        **framed(sheet, here="misroutes"),
    )
    return sheet.wired.pages.misroutes(view, nonce=sheet.nonce)


def misroutes_features(sheet: DeskSheet, asked: MisroutesAsked, box: Box) -> bytes:
    """Stretches and spots in the box as GeoJSON, EPSG:4326."""
    projection = sheet.wired.office.projection
    feet = misroutes.feet_box(box, projection)

    def degrees(outline: Any) -> Any:
        if isinstance(outline[0], list):
            return [degrees(part) for part in outline]
        at = projection.to_position(x_ft=outline[0], y_ft=outline[1])
        return [round(at.lon, 7), round(at.lat, 7)]

    with sheet.reading() as conn:
        stretches = misroutes.by_stretch(conn, asked.period, box=feet, how_many=ON_THE_MAP)
        spots = misroutes.spots(conn, asked.period, feet, how_many=ON_THE_MAP)
    features = []
    for row in stretches:
        outline = orjson.loads(row.outline)
        same = ("line", "name", "other_name", "street", "corrected", "decisions", "median_ft")
        properties = {name: getattr(row, name) for name in same}
        geometry = {"type": outline["type"], "coordinates": degrees(outline["coordinates"])}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    for row in spots:
        properties = {
            "number": row.number,
            "service": _service_name(sheet, row.service_code),
            "kind": row.kind,
            "distance_ft": row.distance_ft,
            "href": _href(sheet, row.number),
        }
        geometry = {"type": "Point", "coordinates": [row.lon, row.lat]}
        features.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return orjson.dumps({"type": "FeatureCollection", "features": features})


def misroutes_file(sheet: DeskSheet, asked: MisroutesAsked) -> str:
    """Every misroute of the period as CSV: what was decided wrong, by which rule, how far from which edge; no words."""
    with sheet.reading() as conn:
        rows = misroutes.every_misroute(conn, asked.period)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        at = (row.decided_at.isoformat(), row.at.isoformat())
        feet = "" if row.distance_ft is None else f"{row.distance_ft:.1f}"
        edge = (row.layer_slug, row.layer_version, row.name, row.other_name, row.street, feet)
        writer.writerow(
            (row.number, row.kind, row.service_code, *at, row.had_slug, row.rightful_slug, row.rule_id, *edge)
        )
    return out.getvalue()


def _cases(sheet: DeskSheet, rows: Iterable[Row[Any]]) -> Mapping[int, Sequence[MisrouteCase]]:
    cases: dict[int, list[MisrouteCase]] = defaultdict(list)
    for row in rows:
        if len(cases[row.stretch_id]) >= CASES_SHOWN:
            continue
        cases[row.stretch_id].append(
            MisrouteCase(
                number=row.number,
                service_name=_service_name(sheet, row.service_code),
                at=row.at,
                distance_ft=row.distance_ft,
                had=_owner_name(sheet, row.had_slug),
                rightful=_owner_name(sheet, row.rightful_slug) if row.rightful_slug else None,
                words=None if row.erased_at else row.words,
                href=_href(sheet, row.number),
            )
        )
    return cases


def _stretch(row: Row[Any], cases: Sequence[MisrouteCase]) -> StretchRow:
    same = ("layer", "line", "name", "other_name", "street", "corrected", "decisions", "median_ft")
    return StretchRow(**{name: getattr(row, name) for name in same}, cases=tuple(cases))


def _rate(row: Row[Any], name: str) -> ServiceRate:
    same = ("decisions", "corrected", "wrong_place", "near_no_edge")
    return ServiceRate(name=name, **{column: getattr(row, column) for column in same})


def _href(sheet: DeskSheet, number: str) -> str | None:
    """Where the request stands, for who may read the desk; the GIS division sees where and why, never who."""
    return f"/staff/requests/{number}" if sheet.account.may(Door.DESK) else None


def _service_name(sheet: DeskSheet, code: str) -> str:
    service = sheet.wired.office.reference.ruleset.services.get(code)
    return service.name if service else code


def _owner_name(sheet: DeskSheet, slug: str) -> str:
    directory = sheet.wired.office.reference.directory
    owner = directory.departments.get(slug) or directory.agencies.get(slug)
    return owner.name if owner else slug.replace("-", " ").capitalize()
