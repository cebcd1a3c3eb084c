"""Every text can be filled from what `tell` offers, and falls back to English."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_cas.notify import templates
from gis_cas.notify.message import Medium, Message
from gis_cas.notify.senders import MailFileSender
from gis_cas.notify.tell import promised
from tests.unit.service_requests.test_geocode import CITY

OFFERED = {
    *("number", "service", "to_name", "owner", "agency_name", "agency_address", "agency_phone"),
    *("due", "link", "text", "city"),
}
VALUES = {name: f"<{name}>" for name in OFFERED}
FOLDER = Path(templates.__file__).parent / "messages"


@pytest.mark.parametrize("name", templates.NAMES)
def test_every_template_asks_only_for_what_is_offered(name: str) -> None:
    asked = templates.placeholders(name, "en")
    assert {"number"} <= asked <= OFFERED


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_file_is_a_known_template_with_a_subject(path: Path) -> None:
    assert path.stem in templates.NAMES
    subject, body = templates.render(path.stem, language=path.parent.name, values=VALUES)
    assert subject
    assert "\n" not in subject
    assert "$" not in subject + body


def test_r11_the_referral_names_agency_address_and_phone() -> None:
    _, body = templates.render("referral", language="en", values=VALUES)
    for fact in ("agency_name", "agency_address", "agency_phone"):
        assert f"<{fact}>" in body


@pytest.mark.parametrize("language", ["xx", "../en", "", "ht"])
def test_a_language_without_texts_gets_english(language: str) -> None:
    assert templates.render("receipt", language=language, values=VALUES) == templates.render(
        "receipt", language="en", values=VALUES
    )


def test_an_unknown_template_is_a_fault() -> None:
    with pytest.raises(KeyError):
        templates.render("../../settings", language="en", values=VALUES)


def test_a_promise_is_said_in_the_citys_time() -> None:
    assert promised(datetime(2026, 11, 26, 19, 10, tzinfo=UTC), CITY) == "Thursday 26 Nov, 2:10 pm"
    assert promised(datetime(2026, 7, 1, 4, 5, tzinfo=UTC), CITY) == "Wednesday 1 Jul, 12:05 am"


def test_a_message_sent_again_leaves_one_file(tmp_path: Path) -> None:
    message = Message(key="k", medium=Medium.EMAIL, to="a@b.org", subject="S", body="B", language="en")
    sender = MailFileSender(tmp_path / "outbox")
    sender.send(message)
    sender.send(message)
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["k.eml"]
