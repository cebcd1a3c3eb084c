"""Carrying out the verbs of one part of a split."""

from collections.abc import Callable

from gis_cas.api.staff.carry_out import LONGEST, Deed
from gis_cas.api.staff.put_right import LONGEST_REASON
from gis_cas.domain.request import AnswerChannel
from gis_cas.service_requests.part_done import part_done
from gis_cas.service_requests.part_not_ours import part_not_ours
from gis_cas.service_requests.respond import WRITTEN, respond

Doing = Callable[[Deed], None]


def refer_it(part_id: int) -> Doing:
    """Record what was written about it."""

    def do(deed: Deed) -> None:
        ways = {one.value: one for one in AnswerChannel if one in WRITTEN}
        channel = deed.fields.one_of("channel", ways, called="How")
        if channel is None:
            deed.fields.refuse("channel", "Please choose how it was written.")
        text = deed.fields.text("text", longest=LONGEST, called="The letter") or ""
        deed.fields.done()
        respond(deed.office, deed.number, actor=deed.actor, channel=channel, text=text, now=deed.now, part_id=part_id)

    return do


def do_it(part_id: int) -> Doing:
    """Note what the helper did."""

    def do(deed: Deed) -> None:
        text = deed.fields.text("text", longest=LONGEST, called="The text") or ""
        deed.fields.done()
        part_done(deed.office, deed.number, part_id, actor=deed.actor, text=text, now=deed.now)

    return do


def move_it(part_id: int) -> Doing:
    """Give it to the owner chosen, `type:slug`, to nobody, or to the administrator when none was chosen."""

    def do(deed: Deed) -> None:
        owner = deed.fields.text("owner", longest=120, called="The choice")
        reason = deed.fields.text("reason", longest=LONGEST_REASON, called="The reason") or ""
        deed.fields.done()
        part_not_ours(deed.office, deed.number, part_id, to=owner, actor=deed.actor, reason=reason, now=deed.now)

    return do
