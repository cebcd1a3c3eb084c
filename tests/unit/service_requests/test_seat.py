"""R17, R53: a Commissioner's seat goes with a Commissioner's request or letter, and is one of the city's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gis_cas.domain.request import Channel, NewServiceRequest
from gis_cas.errors import BadInput
from gis_cas.service_requests.check_new import check_new
from tests.unit.service_requests.test_geocode import CITY

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
SEATED = replace(CITY, seats={"mayor": "Mayor"})


def _new(channel: Channel, seat: str | None) -> NewServiceRequest:
    return NewServiceRequest(service_code="pothole", description="A hole.", channel=channel, seat=seat)


@pytest.mark.parametrize("channel", [Channel.COMMISSIONER, Channel.LETTER_TO_COMMISSIONER])
def test_a_seat_of_the_city_is_taken(channel: Channel) -> None:
    check_new(_new(channel, "mayor"), city=SEATED, now=NOW)


@pytest.mark.parametrize(
    ("channel", "seat"), [(Channel.WEB, "mayor"), (Channel.CALL, "mayor"), (Channel.COMMISSIONER, "district-9")]
)
def test_any_other_is_refused_by_its_field(channel: Channel, seat: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_new(_new(channel, seat), city=SEATED, now=NOW)
    assert list(refused.value.fields) == ["seat"]


def test_without_a_seat_any_channel_is_taken() -> None:
    for channel in Channel:
        check_new(_new(channel, None), city=SEATED, now=NOW)
