"""What `gis-cas route` adds to a row, as text."""

from typing import Final

from gis_cas.domain.decision import Decision, OwnerCandidate
from gis_cas.policy.responsibility.sides import WHICH_SIDE

ANSWERS: Final = (
    *("kind", "owner", "owner_name", "owner_phone", "certain", "rule"),
    *("beside", "question", "candidates", "reason", "error"),
)
"""Columns added to each row; docs/bulk.md says what stands in them."""

TRACE: Final = "trace"

BEFORE, AFTER = ",", "\n"
"""What the added columns stand between."""

SIDE: Final = f',"{WHICH_SIDE}: '.encode()
"""Stands in the words of a row that is asked on which side of a border it lies."""

_QUOTED: Final = frozenset(',"\r\n')


def told(decision: Decision, *, trace: bool) -> str:
    """The added columns of a decided row."""
    owner = decision.owner
    question = decision.question
    candidates = " | ".join(_candidate(one) for one in decision.candidates)
    fields = [
        decision.kind.value,
        field(owner.slug if owner else ""),
        field(owner.name if owner else ""),
        field((owner.phone or "") if owner else ""),
        "yes" if decision.certain else "no",
        field(decision.rule_id or ""),
        field(" | ".join(one.slug for one in decision.beside)),
        quoted(f"{question.code}: {question.text}") if question else "",
        quoted(candidates),
        quoted(decision.reason),
        "",
    ]
    if trace:
        lines = (f"{line.rule_id} {line.outcome.value}: {line.detail}" for line in decision.trace)
        fields.append(quoted(" | ".join(lines)))
    return ",".join(fields)


def refused(sentence: str, *, trace: bool) -> str:
    """The added columns of a row that cannot be decided."""
    return "," * (len(ANSWERS) - 1) + quoted(sentence) + "," * int(trace)


def whole(words: str) -> bytes:
    """The added columns with what they stand between."""
    return f"{BEFORE}{words}{AFTER}".encode()


def added(*, trace: bool) -> tuple[str, ...]:
    """The names of the added columns."""
    return (*ANSWERS, TRACE) if trace else ANSWERS


def quoted(text: str) -> str:
    """A field in quotation marks, whatever it holds; nothing stays nothing."""
    return '"' + text.replace('"', '""') + '"' if text else ""


def field(text: str) -> str:
    """A field, in quotation marks where it must be."""
    return quoted(text) if _QUOTED.intersection(text) else text


def _candidate(one: OwnerCandidate) -> str:
    slug = one.owner.slug if one.owner else "nobody"
    return slug if one.share is None else f"{slug} {one.share:.6f}"
