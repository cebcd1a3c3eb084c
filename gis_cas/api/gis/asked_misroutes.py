"""Which misroutes are asked for: a period of city days, a service, an order, a page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from gis_cas.api.dependencies import Now, QueryFields, Wired, at_the_door
from gis_cas.api.public.asked_list import box_in
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import LAST_PAGE
from gis_cas.geo.position import Box
from gis_cas.store.misroutes import Period

USUAL_DAYS = 90
TURNED = "The first day must not come after the last."
NO_DAY = "Please choose a day between 1900 and 2999, such as 2026-11-23."
_YEARS = range(1900, 3000)


@dataclass(frozen=True, slots=True, kw_only=True)
class MisroutesAsked:
    """The first and the last city day of the decisions that count, and how the list is ordered."""

    from_on: date
    until_on: date
    by_rate: bool
    page: int
    period: Period

    def link(self, path: str, **more: object) -> str:
        """The same question at this path."""
        days = {"from": self.from_on.isoformat(), "until": self.until_on.isoformat()}
        asked = days | ({"service": self.period.service_code} if self.period.service_code else {}) | more
        return f"{path}?{urlencode(asked)}"


def _asked(fields: QueryFields, wired: Wired, now: Now) -> MisroutesAsked:
    reference = wired.office.reference
    zone = reference.city.time_zone
    today = now.astimezone(zone).date()
    until_on = _day(fields, "until", "The last day", today)
    from_on = _day(fields, "from", "The first day", until_on - timedelta(days=USUAL_DAYS))
    if from_on > until_on:
        fields.refuse("from", TURNED)
    known = {code: code for code in reference.ruleset.services}
    service_code = fields.one_of("service", known, called="service")
    by_rate = fields.one_of("sort", {"most": False, "rate": True}, called="sort") or False
    page = fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page")
    fields.done()
    begins, ends = (datetime.combine(day, time.min, zone) for day in (from_on, until_on + timedelta(days=1)))
    period = Period(from_at=begins, until_at=ends, service_code=service_code)
    return MisroutesAsked(from_on=from_on, until_on=until_on, by_rate=by_rate, page=page, period=period)


def _day(fields: Fields, name: str, called: str, usual: date) -> date:
    day = fields.day(name, called=called)
    if day is not None and day.year not in _YEARS:
        fields.refuse(name, NO_DAY)
        return usual
    return day or usual


def _box(fields: QueryFields) -> Box:
    box = box_in(fields)
    fields.done()
    return box


Asked = Annotated[MisroutesAsked, at_the_door(_asked)]
BoxAsked = Annotated[Box, at_the_door(_box)]
