"""Filling the page of what contradicts itself in the layers, its map and its file."""

from urllib.parse import urlencode

import orjson
from starlette.responses import Response

from gis_cas.api.gis.asked_findings import ON_A_PAGE, FindingsAsked
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.geo.position import Box
from gis_cas.geocoding.findings import FindingKind
from gis_cas.store.locator_findings import findings_in, findings_layer, standing_counts, standing_findings
from map_ui.finding_views import FindingCount, FindingRow, FindingsView

HERE = "/gis/findings"
ON_THE_MAP = 500


def findings_page(sheet: DeskSheet, asked: FindingsAsked) -> str:
    """The list of one kind, or of all, and the map that goes with it."""
    before = asked.first - 1
    with sheet.reading() as conn:
        counts = standing_counts(conn)
        found = standing_findings(conn, kind=asked.kind, limit=ON_A_PAGE + 1, offset=before)
    kind = {"kind": asked.kind} if asked.kind else {}
    view = FindingsView(
        counts=tuple(FindingCount(kind=one.value, count=counts.get(one.value, 0)) for one in FindingKind),
        kind=asked.kind,
        findings=tuple(
            FindingRow(
                number=before + place,
                kind=row.kind,
                sentence=row.sentence,
                keys=tuple(row.feature_keys),
                layer=f"{row.title} v{row.version_number}",
                lat=row.lat,
                long=row.lon,
            )
            for place, row in enumerate(found[:ON_A_PAGE], start=1)
        ),
        data_url=f"{HERE}/features?{urlencode(kind | {'page': asked.page})}",
        list_url=f"{HERE}?{urlencode(kind)}" if kind else HERE,
        a_page=ON_A_PAGE,
        page=asked.page,
        more=len(found) > ON_A_PAGE,
        **framed(sheet, here="findings"),
    )
    return sheet.wired.pages.findings(view, nonce=sheet.nonce)


def findings_features(sheet: DeskSheet, asked: FindingsAsked, box: Box) -> bytes:
    """Those in the box as GeoJSON, EPSG:4326; `more` where there are too many for a map."""
    with sheet.reading() as conn:
        found = findings_in(
            conn, box, kind=asked.kind, first=asked.first, last=asked.first + ON_A_PAGE - 1, limit=ON_THE_MAP + 1
        )
    features = [
        {
            "type": "Feature",
            "geometry": row.shape,
            "properties": {
                "number": row.number,
                "kind": row.kind,
                "sentence": row.sentence,
                "features": row.feature_keys,
                "spot": [row.lon, row.lat],
            },
        }
        for row in found[:ON_THE_MAP]
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features, "more": len(found) > ON_THE_MAP})


def findings_file(sheet: DeskSheet) -> Response:
    """All of them as a GeoJSON file."""
    with sheet.reading() as conn:
        document = findings_layer(conn)
    saved = {"Content-Disposition": 'attachment; filename="findings.geojson"'}
    return Response(orjson.dumps(document), media_type="application/geo+json", headers=saved)
