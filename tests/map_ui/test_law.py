"""R51: beside every field for an e-mail address stands what Florida law says about it (s. 668.6076 F.S.)."""

from pathlib import Path

import pytest

from map_ui.page import TEMPLATES

FORMS = [path for path in TEMPLATES.rglob("*.html") if 'type="email"' in path.read_text(encoding="utf-8")]


def test_there_are_such_forms() -> None:
    assert len(FORMS) >= 2


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_each_form_says_that_e_mail_addresses_are_public_records(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("{{ email_notice() }}") == text.count('type="email"')


def test_r51_the_notice_is_on_the_public_form_and_the_address_may_be_left_out(rendered: dict[str, str]) -> None:
    page = rendered["report"]
    assert "e-mail addresses are public records" in page
    field = page[page.index('id="email"') :].partition(">")[0]
    assert "required" not in field
    assert "email-notice" in field
