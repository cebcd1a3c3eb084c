"""The page of what contradicts itself in the layers, at both sizes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from gis_cas.policy.access import Role
from gis_cas.store.embedded import EmbeddedCluster
from tests.browser.conftest import Watched
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.database import open_database

SENTENCES = {
    "overlapping ranges": "NE 3rd St: 100 to 198 and 150 to 248 share numbers.",
    "fishbone": "117 E Ocean Ave lies on the other side of the street than its number, which is left.",
}


@pytest.fixture(scope="module")
def editor(cluster: EmbeddedCluster, live_server: str) -> Iterator[str]:
    assert live_server
    database = open_database(cluster, "test_browser")
    with database.app.begin() as conn:
        an_account(conn, "findings-editor", Role.GIS_EDITOR)
        for kind, sentence in SENTENCES.items():
            conn.execute(
                text("""
                    INSERT INTO cas.locator_finding (layer_version_id, kind, feature_keys, sentence, geom)
                    SELECT max(v.id), :kind, ARRAY['S1', 'S2'], :said, ST_SetSRID(ST_MakePoint(-80.064, 26.5262), 4326)
                      FROM cas.layer_version AS v JOIN cas.layer AS l ON l.slug = v.layer_slug
                     WHERE l.locator IN ('streets', 'address_points')
                """),
                {"kind": kind, "said": sentence},
            )
    yield "findings-editor"
    with database.owner.begin() as conn:
        conn.execute(text("DELETE FROM cas.locator_finding"))
    database.dispose()


@pytest.fixture
def workshop(browsing: Watched, editor: str) -> Page:
    page = browsing.goto("/staff/login")
    page.fill("#login", editor)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("login"))
    return browsing.goto("/gis/findings")


def test_findings_are_read_by_kind_and_downloaded(workshop: Page) -> None:
    for sentence in SENTENCES.values():
        expect(workshop.get_by_text(sentence)).to_be_visible()
    assert workshop.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    with workshop.expect_download() as download:
        workshop.get_by_role("link", name="Download as a map layer").click()
    assert download.value.suggested_filename == "findings.geojson"
    workshop.get_by_role("link", name=re.compile("^Points that disagree")).click()
    expect(workshop.get_by_text(SENTENCES["fishbone"])).to_be_visible()
    expect(workshop.get_by_text(SENTENCES["overlapping ranges"])).to_have_count(0)
