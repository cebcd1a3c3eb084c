"""Every page in every width, language and theme: WCAG 2.1 AA by axe, nothing cut off, small, or left in English.

`make test` looks at each page once; `make test-all` at all of them.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from gis_cas.accounts.demonstration import PASSWORD
from gis_cas.api.doors import doors
from gis_cas.app import create_app
from tests.browser.conftest import Watched, watched
from tests.browser.matrix import (
    LANGUAGES,
    NOT_PAGES,
    PAGES,
    THEMES,
    WIDTHS,
    Look,
    axe_faults,
    cut_off,
    left_in_english,
    looks,
    small_targets,
)
from tests.fixtures.database import Database
from tests.fixtures.web import settings_for

CELLS = list(itertools.product(WIDTHS, LANGUAGES))
"""Every width in every language; the themes are looked at one after the other on the same page."""

Opened = Callable[[Look, int, str], Watched]


def _thin(look_number: int) -> tuple[int, str, str]:
    """How `make test` looks at a page: in one width, a language that is longer, and one theme beside the light one."""
    others = THEMES[1:]
    return (390, 1280)[look_number % 2], ("es", "ht")[look_number // 2 % 2], others[look_number % len(others)]


ONCE = [pytest.param(look, *_thin(number), id=look.name) for number, look in enumerate(looks())]
ALL = [
    pytest.param(look, width, language, id=f"{look.name}-{width}-{language}")
    for look in looks()
    for width, language in CELLS
]


@pytest.fixture(scope="module")
def opened(chromium: Browser, told: str) -> Iterator[Opened]:
    """Opens a page; one browser context for each width and account, kept while the file runs."""
    kept: dict[tuple[int, str | None], BrowserContext] = {}

    def open_page(look: Look, width: int, language: str) -> Watched:
        key = (width, look.login)
        context = kept.get(key)
        if context is None:
            size = {"width": width, "height": WIDTHS[width]}
            context = chromium.new_context(viewport=size, has_touch=width < 1000, reduced_motion="reduce")  # type: ignore[arg-type] # playwright's own type of a size
            kept[key] = context
            if look.login:
                _sign_in(watched(context, told), look.login)
        mine = watched(context, told)
        _go(mine, look, language)
        return mine

    yield open_page
    for context in kept.values():
        context.close()


def _sign_in(desk: Watched, login: str) -> None:
    page = desk.goto("/staff/login?lang=en")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.close()


def _go(mine: Watched, look: Look, language: str) -> None:
    path = look.path
    if look.found_on:
        html = mine.page.request.get(f"{mine.address}{look.found_on}").text()
        found = next(iter(re.findall(f'href="({look.link})"', html)), None)
        assert found, f"no page like {look.link} is linked on {look.found_on}"
        path = found + look.ending
    joined = "&" if "?" in path else "?"
    answer = mine.page.goto(f"{mine.address}{path}{joined}lang={language}")
    assert answer is not None
    assert answer.status == look.status
    mine.page.wait_for_load_state("networkidle")
    if look.act is not None:
        look.act(mine.page)
        mine.page.wait_for_load_state("networkidle")


def test_every_page_of_the_program_is_in_the_table(shared_database: Database, tmp_path: Path) -> None:
    app = create_app(settings_for(shared_database, tmp_path))
    asked = {address.partition(" ")[2] for address, _ in doors(app) if address.startswith("GET ")}
    routes = {path for path in asked if not NOT_PAGES.fullmatch(path)}
    assert routes - set(PAGES) == set(), "add a row to tests/browser/matrix.py"
    assert set(PAGES) - routes == set(), "these pages are gone"


@pytest.mark.parametrize(("look", "width", "language", "theme"), ONCE)
def test_each_page_once(opened: Opened, look: Look, width: int, language: str, theme: str) -> None:
    _everything_holds(opened(look, width, language), language, themes=[theme])


@pytest.mark.slow
@pytest.mark.parametrize(("look", "width", "language"), ALL)
def test_each_page_in_every_width_and_language(opened: Opened, look: Look, width: int, language: str) -> None:
    _everything_holds(opened(look, width, language), language, themes=THEMES[1:])


def _everything_holds(mine: Watched, language: str, *, themes: Sequence[str]) -> None:
    page = mine.page
    mine.check()
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title().endswith(" · Boynton Beach")
    assert page.locator("h1").count() == 1
    assert page.locator(".machine").count() == (language != "en")
    assert cut_off(page) == []
    assert small_targets(page) == []
    assert axe_faults(page) == []
    if language != "en":
        assert left_in_english(page) == []
    for theme in themes:
        _wear(page, theme)
        assert cut_off(page) == [], theme
        if theme != "forced colours":  # there the reader's own colours are shown, which axe does not know
            assert axe_faults(page, only=["color-contrast"]) == [], theme
    page.close()


def _wear(page: Page, theme: str) -> None:
    page.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        contrast="more" if theme == "more contrast" else "no-preference",
        forced_colors="active" if theme == "forced colours" else "none",
    )
