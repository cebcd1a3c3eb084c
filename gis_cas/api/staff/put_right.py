"""Carrying out what a department says is wrong with a decision: the owner, or the place."""

from gis_cas.api.staff.carry_out import Deed
from gis_cas.api.stated_place import stated_place
from gis_cas.service_requests.correct import not_ours
from gis_cas.service_requests.correct_place import wrong_place

LONGEST_REASON = 1000


def not_ours_it_is(deed: Deed) -> None:
    """Send it on to the owner chosen, `type:slug`, or to the administrator when none was."""
    owner = deed.fields.text("owner", longest=120, called="The choice")
    reason = deed.fields.text("reason", longest=LONGEST_REASON, called="The reason") or ""
    deed.fields.done()
    not_ours(deed.office, deed.number, to=owner, actor=deed.actor, reason=reason, now=deed.now)


def put_in_its_place(deed: Deed) -> None:
    """Decide it again at the place given, or let the administrator find one when none was."""
    stated = stated_place(deed.fields, deed.office.city)
    reason = deed.fields.text("reason", longest=LONGEST_REASON, called="The reason") or ""
    deed.fields.done()
    wrong_place(deed.office, deed.number, stated=stated, actor=deed.actor, reason=reason, now=deed.now)
