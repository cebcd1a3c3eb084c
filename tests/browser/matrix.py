"""The table of pages, and what must hold on each in every width, language and theme.

A page that is not in the table fails `test_matrix`: whoever adds a page adds its row, and with it all these looks.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = {390: 844, 768: 1024, 1280: 800}
LANGUAGES = ("en", "es", "ht")
THEMES = ("light", "dark", "more contrast", "forced colours")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SMALLEST_TARGET = 44
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")

Act = Callable[[Page], None]


@dataclass(frozen=True, kw_only=True)
class Look:
    """One page as somebody sees it: its address, who is signed in, and what they did on it before we look.

    `found_on` and `link`: the page is the first one that the link's pattern finds there, with `ending` behind it.
    """

    name: str
    path: str = ""
    login: str | None = None
    status: int = 200
    act: Act | None = None
    found_on: str = ""
    link: str = ""
    ending: str = ""


def _send_empty(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#report button[type=submit]").click()


def _place_the_pin(page: Page) -> None:
    page.locator("#service_code").select_option("pothole")
    page.locator("#q").fill("100 E Ocean Ave")
    page.locator("#find").click()
    page.locator("#owner-card[data-state=known], #owner-card[data-state=question]").wait_for()


def _open_a_mark(page: Page) -> None:
    page.locator("[data-show=list]").first.evaluate("button => button.click()")


def _show_the_first(page: Page) -> None:
    page.locator("button[data-number]").first.click()
    page.locator(".leaflet-popup").wait_for()


def _open_all(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('details').forEach((one) => { one.removeAttribute('name'); one.open = true })"
    )


PAGES: dict[str, tuple[Look, ...]] = {
    "/": (Look(name="home", path="/"),),
    "/report": (
        Look(name="report", path="/report"),
        Look(name="report with places to choose from", path="/report?q=130+3rd+St"),
        Look(name="report refused", path="/report", act=_send_empty),
        Look(name="report with its owner", path="/report", act=_place_the_pin),
        Look(name="report with everything open", path="/report", act=_open_all),
    ),
    "/map": (Look(name="map", path="/map"), Look(name="map as a list", path="/map", act=_open_a_mark)),
    "/requests": (
        Look(name="list", path="/requests"),
        Look(name="list with nothing in it", path="/requests?q=xyzzy"),
        Look(name="list of the closed", path="/requests?state=closed&page=2"),
    ),
    "/requests/{number}": (
        Look(name="request", found_on="/requests", link=r"/requests/\d{9}"),
        Look(name="request referred", found_on="/requests?state=referred", link=r"/requests/\d{9}"),
        Look(name="request past its promise", found_on="/requests?state=long_past", link=r"/requests/\d{9}"),
        Look(name="request closed", found_on="/requests?state=closed", link=r"/requests/\d{9}"),
        Look(name="request not on file", path="/requests/123456789", status=400),
    ),
    "/find": (
        Look(name="find", path="/find"),
        Look(name="find a wrong number", path="/find?q=123456789"),
        Look(name="find near an address", path="/find?q=100+E+Ocean+Ave"),
    ),
    "/staff": (
        Look(name="desk", path="/staff", login="admin"),
        Look(name="desk of a department", path="/staff", login="public-works"),
        Look(name="desk with nothing found", path="/staff?q=xyzzy", login="admin"),
    ),
    "/staff/api-clients": (
        Look(name="client programs", path="/staff/api-clients", login="admin"),
        Look(name="client programs with everything open", path="/staff/api-clients", login="admin", act=_open_all),
    ),
    "/staff/accounts": (
        Look(name="accounts", path="/staff/accounts", login="admin"),
        Look(name="accounts, nobody found", path="/staff/accounts?q=xyzzy", login="admin"),
    ),
    "/staff/accounts/new": (Look(name="new account", path="/staff/accounts/new", login="admin"),),
    "/staff/accounts/{account_id}": (
        Look(name="account", found_on="/staff/accounts", link=r"/staff/accounts/\d+", login="admin", act=_open_all),
    ),
    "/staff/account": (Look(name="own account", path="/staff/account", login="admin", act=_open_all),),
    "/gis/locator-gaps": (Look(name="places not found", path="/gis/locator-gaps", login="gis", act=_open_all),),
    "/gis/misroutes": (
        Look(name="misroutes", path="/gis/misroutes", login="gis", act=_open_all),
        Look(name="misroutes, none", path="/gis/misroutes?from=2020-01-01&until=2020-01-02", login="admin"),
    ),
    "/gis/findings": (
        Look(name="layer findings", path="/gis/findings", login="gis"),
        Look(name="layer findings, one of them shown", path="/gis/findings", login="gis", act=_show_the_first),
        Look(name="layer findings of a kind", path="/gis/findings?kind=wrong+parity", login="gis"),
        Look(name="layer findings, past the last", path="/gis/findings?page=9", login="gis"),
    ),
    "/staff/login": (Look(name="sign in", path="/staff/login"),),
    "/staff/forgotten": (Look(name="forgotten password", path="/staff/forgotten"),),
    "/staff/password": (Look(name="a link that is over", path="/staff/password?link=x", status=410),),
    "/staff/second-factor": (),
    "/staff/second-factor/new": (Look(name="new app", path="/staff/second-factor/new", login="admin"),),
    "/staff/second-factor/own": (Look(name="own second step", path="/staff/second-factor/own", login="admin"),),
    "/staff/login/city": (Look(name="no city sign-in", path="/staff/login/city", status=404),),
    "/staff/login/city/back": (),
    "/staff/outbox": (
        Look(name="outbox", path="/staff/outbox?show=all", login="admin"),
        Look(name="outbox with nothing in it", path="/staff/outbox?show=held", login="admin"),
    ),
    "/staff/outbox/{message_id}": (
        Look(name="message", found_on="/staff/outbox?show=all", link=r"/staff/outbox/\d+", login="admin"),
    ),
    "/staff/outbox/{message_id}/letter": (
        Look(
            name="letter",
            found_on="/staff/outbox?show=letters",
            link=r"/staff/outbox/\d+",
            ending="/letter",
            login="admin",
        ),
    ),
    "/staff/messages": (Look(name="texts", path="/staff/messages", login="admin"),),
    "/staff/messages/{name}/{language}": (
        Look(name="text", path="/staff/messages/receipt/es", login="admin"),
        Look(name="text in English", path="/staff/messages/referral/en", login="admin"),
    ),
    "/staff/requests/{number}": (
        Look(name="case", found_on="/staff", link=r"/staff/requests/\d{9}", login="admin", act=_open_all),
    ),
}
"""By route; one without a look only leads on to another. What a program reads, and files, stand in NOT_PAGES."""

NOT_PAGES = re.compile(
    r"/api/.*|/tiles/.*|/map/features|/gis/misroutes/features|/gis/misroutes\.csv|/gis/findings/features|/gis/findings\.geojson|/static.*|/healthz|/readyz|/metrics|/robots.txt|/\.well-known/.*|/photos/.*|/staff/.*/attachments.*|/staff/attachments.*"
)

NOWHERE = Look(name="nowhere", path="/nowhere", status=404)


def looks() -> list[Look]:
    """Every look at every page."""
    return [*(look for rows in PAGES.values() for look in rows), NOWHERE]


def axe_faults(page: Page, *, only: list[str] | None = None) -> list[str]:
    """What breaks WCAG 2.1 A or AA on the page as it stands, by axe's own rules; nothing is fetched."""
    run = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
    found = Axe().run(page, options={"runOnly": run, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:160]}"
        for fault in found
        for node in fault["nodes"]
    ]


def cut_off(page: Page) -> list[str]:
    """Words that do not fit into what holds them, and a page that is wider than its window."""
    return _asked(page, "cutOff()")


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links of the frame that a finger would miss."""
    return _asked(page, f"smallTargets({SMALLEST_TARGET})")


def left_in_english(page: Page) -> list[str]:
    """English words outside of what is marked as English; names of offices and streets have none of these."""
    return _asked(page, "leftInEnglish()")


def _asked(page: Page, question: str) -> list[str]:
    found: list[str] = page.evaluate(f"{{ {LOOKS}; {question} }}")
    return found
