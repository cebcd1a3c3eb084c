"""What holds for every page: our own host only, the nonce everywhere, nothing of a citizen's text but text."""

import re
from pathlib import Path

import pytest

from map_ui.assets import STATIC
from map_ui.page import Pages
from tests.map_ui.account_samples import account_pages
from tests.map_ui.documents import parsed
from tests.map_ui.samples import HOSTILE, NONCE, every_page
from tests.map_ui.sign_in_samples import sign_in_pages

REMOTE = re.compile(r"""(?:src|href|action|url)\s*[=(]\s*["']?\s*(?:https?:)?//""", re.IGNORECASE)
PAGES = ["home", "report", "map", "requests", "request", "find", "error", "login", "staff", "staff_request"]
PAGES += ["accounts", "no_accounts", "new_account", "account", "own_account"]
PAGES += ["second_factor", "new_app", "recovery_codes", "own_factor", "no_factor", "forgotten", "asked_for_link"]
PAGES += ["new_password", "first_password", "stopped", "unknown", "link_over"]
NAMED_CONTROLS = {"input", "select", "textarea"}
VENDOR = STATIC / "vendor"


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_another_host(rendered: dict[str, str], name: str) -> None:
    assert REMOTE.search(rendered[name]) is None
    for element in parsed(rendered[name]).elements:
        for attribute in ("src", "href", "action"):
            value = element.attributes.get(attribute) or "/"
            assert value.startswith(("/", "?", "#", "tel:", "otpauth:")), value
            assert not value.startswith("//"), value


@pytest.mark.parametrize("name", PAGES)
def test_every_script_and_style_carries_the_nonce_and_nothing_is_inline(rendered: dict[str, str], name: str) -> None:
    for element in parsed(rendered[name]).elements:
        if element.tag in {"script", "style"} or element.attributes.get("rel") == "stylesheet":
            assert element.attributes.get("nonce") == NONCE
        handlers = [attribute for attribute in element.attributes if attribute.startswith("on")]
        assert handlers == []
        assert "style" not in element.attributes


@pytest.mark.parametrize("name", PAGES)
def test_citizen_text_stays_text(rendered: dict[str, str], name: str) -> None:
    page = rendered[name]
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    document = parsed(page)
    assert [element for element in document.all("img") if element.attributes.get("src") == "x"] == []
    assert len(document.all("textarea")) == page.count("<textarea")


@pytest.mark.parametrize("name", ["home", "report", "map", "requests", "request", "find", "staff", "staff_request"])
def test_hostile_text_is_shown_as_it_was_typed(rendered: dict[str, str], name: str) -> None:
    seen = parsed(rendered[name])
    shown = [element.text for element in seen.elements] + [
        element.attributes.get("value") or "" for element in seen.elements
    ]
    assert any(HOSTILE in text for text in shown)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_can_be_read_without_seeing_it(rendered: dict[str, str], name: str) -> None:
    document = parsed(rendered[name])
    assert document.all("html")[0].attributes["lang"] == "en"
    assert document.all("title")[0].text.strip()
    assert "user-scalable" not in rendered[name]
    assert len(document.all("h1")) == 1
    assert len(document.all("main")) == 1
    assert document.all("body")
    skip = next(element for element in document.all("a") if element.attributes.get("class") == "skip")
    assert skip.attributes["href"] == "#main"
    ids = [element.attributes["id"] for element in document.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), "an id stands twice"


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_reference_its_target(rendered: dict[str, str], name: str) -> None:
    document = parsed(rendered[name])
    ids = {element.attributes.get("id") for element in document.elements}
    labelled = {element.attributes.get("for") for element in document.all("label")}
    for element in document.elements:
        for attribute in ("aria-describedby", "aria-labelledby"):
            for target in (element.attributes.get(attribute) or "").split():
                assert target in ids, f"{attribute}={target}"
        if element.tag in NAMED_CONTROLS and element.attributes.get("type") not in {"hidden", "radio", "checkbox"}:
            assert element.attributes["id"] in labelled


@pytest.mark.parametrize("name", PAGES)
def test_the_ribbon_is_on_every_page_of_a_demonstration_and_on_no_other(pages: Pages, name: str) -> None:
    shown, real = (
        every_page(pages, demo=demo) | account_pages(pages, demo=demo) | sign_in_pages(pages, demo=demo)
        for demo in (True, False)
    )
    assert "Demonstration data" in shown[name]
    plain = parsed(real[name])
    assert [element for element in plain.elements if element.attributes.get("class") == "ribbon"] == []


def test_scripts_and_styles_that_pages_name_are_there(rendered: dict[str, str]) -> None:
    named = set(re.findall(r"""["'](/static/[^"'?]+)""", "".join(rendered.values())))
    assert "/static/js/request-marks.js" in named
    for path in named:
        assert (STATIC / path.removeprefix("/static/")).is_file(), path


def test_our_scripts_never_write_html(subtests: pytest.Subtests) -> None:
    forbidden = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://")
    for script in sorted((STATIC / "js").glob("*.js")):
        with subtests.test(script.name):
            assert forbidden.search(script.read_text(encoding="utf-8")) is None


def test_what_is_vendored_brings_its_licence_and_no_source_map() -> None:
    for folder in VENDOR.iterdir():
        assert (folder / "LICENSE").is_file()
    assert list(VENDOR.rglob("*.map")) == []
    assert [path for path in VENDOR.rglob("*.js") if "sourceMappingURL" in path.read_text(encoding="utf-8")] == []


def test_templates_hold_no_inline_style_or_handler() -> None:
    for template in (Path(STATIC).parent / "templates").rglob("*.html"):
        assert re.search(r"\s(style|on[a-z]+)=", template.read_text(encoding="utf-8")) is None, template
