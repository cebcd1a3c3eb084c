"""Filling the page of what contradicts itself in the layers."""

import orjson
from starlette.responses import Response

from gis_cas.api.reading import Fields
from gis_cas.api.staff.framed import framed
from gis_cas.api.staff.sheet import LAST_PAGE, DeskSheet
from gis_cas.geocoding.findings import FindingKind
from gis_cas.store.locator_findings import findings_layer, standing_counts, standing_findings
from map_ui.finding_views import FindingCount, FindingRow, FindingsView

ON_A_PAGE = 50
KINDS = {one.value: one.value for one in FindingKind}


def findings_page(sheet: DeskSheet, fields: Fields) -> str:
    """The list of one kind, or of all; raises BadInput for a kind or page that is none."""
    kind = fields.one_of("kind", KINDS, called="The kind")
    page = fields.whole("page", least=1, most=LAST_PAGE, default=1, called="The page")
    fields.done()
    with sheet.reading() as conn:
        counts = standing_counts(conn)
        found = standing_findings(conn, kind=kind, limit=ON_A_PAGE + 1, offset=(page - 1) * ON_A_PAGE)
    view = FindingsView(
        counts=tuple(FindingCount(kind=one.value, count=counts.get(one.value, 0)) for one in FindingKind),
        kind=kind,
        findings=tuple(
            FindingRow(
                kind=row.kind,
                sentence=row.sentence,
                keys=tuple(row.feature_keys),
                layer=f"{row.title} v{row.version_number}",
                lat=row.lat,
                long=row.lon,
            )
            for row in found[:ON_A_PAGE]
        ),
        page=page,
        more=len(found) > ON_A_PAGE,
        **framed(sheet, here="findings"),
    )
    return sheet.wired.pages.findings(view, nonce=sheet.nonce)


def findings_file(sheet: DeskSheet) -> Response:
    """All of them as a GeoJSON file."""
    with sheet.reading() as conn:
        document = findings_layer(conn)
    saved = {"Content-Disposition": 'attachment; filename="findings.geojson"'}
    return Response(orjson.dumps(document), media_type="application/geo+json", headers=saved)
