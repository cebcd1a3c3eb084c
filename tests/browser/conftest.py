"""A real server with the demonstration city behind it, and Chromium in front of it."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from gis_cas.app import create_app
from gis_cas.commands.demo import fill
from gis_cas.store.embedded import EmbeddedCluster
from tests.browser.told import find_some, tell_some
from tests.fixtures.database import open_database
from tests.fixtures.own_service import free_port
from tests.fixtures.web import settings_for

CHROMIUM = "/usr/bin/chromium"
PATIENCE_S = 30.0
SIZES = {"phone": (390, 844), "desktop": (1280, 800)}

_WATCH_POLICY = """
window.policyBreaches = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.policyBreaches.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def live_server(
    cluster: EmbeddedCluster, template_database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the web application over the demonstration city, in a thread of its own."""
    name = "test_browser"
    cluster.create_database(name, template=template_database)
    database = open_database(cluster, name)
    port = free_port()
    settings = settings_for(database, tmp_path_factory.mktemp("browser"), port=port)
    fill(settings)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started:
        assert thread.is_alive(), "the server ended before it began"
        assert time.monotonic() < deadline, "the server did not begin in time"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=PATIENCE_S)
    database.dispose()


@pytest.fixture(scope="session")
def told(cluster: EmbeddedCluster, live_server: str) -> str:
    """The same address when some messages were sent, decisions put right and findings made: each page has something."""
    tell_some(cluster)
    find_some(cluster)
    return live_server


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; it has no sandbox to offer when the tests run as root.

    One for each file: while Playwright is open its event loop is the running one, and no other test may start its own.
    """
    assert Path(CHROMIUM).exists(), "install Debian's chromium to run the browser tests"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Watched:
    """One page and everything about it that must stay empty."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def goto(self, path: str) -> Page:
        """Open one of our pages."""
        self.page.goto(self.address + path)
        return self.page

    def check(self) -> None:
        """No policy breach, no script error, no foreign host."""
        with suppress(Exception):  # a page that is just being left has nothing to say
            self.faults += self.page.evaluate("window.policyBreaches ?? []")
        assert self.faults == []


def is_fault(said: ConsoleMessage) -> bool:
    """Chromium also reports every refused form and missing page as an error; those have their own tests."""
    return said.type == "error" and not said.text.startswith("Failed to load resource")


def watched(context: BrowserContext, address: str) -> Watched:
    """A new page in the context, listened to from its first byte."""
    context.add_init_script(_WATCH_POLICY)
    context.set_default_timeout(15_000)
    page = context.new_page()
    mine = Watched(page=page, address=address)
    page.on("pageerror", lambda error: mine.faults.append(f"script: {error}"))
    page.on("console", lambda said: mine.faults.append(f"console: {said.text}") if is_fault(said) else None)
    page.on(
        "response", lambda answer: mine.faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
    )
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((address, "data:", "blob:")) else mine.faults.append(f"host: {asked.url}")
        ),
    )
    return mine


@pytest.fixture(params=list(SIZES))
def browsing(request: pytest.FixtureRequest, chromium: Browser, live_server: str) -> Iterator[Watched]:
    """A page at 390 px and again at 1280 px, watched for breaches, errors and foreign hosts."""
    width, height = SIZES[request.param]
    context = chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=request.param == "phone", locale="en-US"
    )
    mine = watched(context, live_server)
    yield mine
    mine.check()
    context.close()


@pytest.fixture
def without_scripts(chromium: Browser, live_server: str) -> Iterator[Watched]:
    """A page in a browser that runs no scripts."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    mine = Watched(page=page, address=live_server)
    page.on(
        "request", lambda asked: None if asked.url.startswith(live_server) else mine.faults.append(f"host: {asked.url}")
    )
    yield mine
    assert mine.faults == []
    context.close()
