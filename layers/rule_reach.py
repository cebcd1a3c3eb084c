"""Whether a rule can ever hold, seeing the rules before it."""

from collections.abc import Sequence

from gis_cas.domain.rules import Relation, Rule
from gis_cas.domain.service import Service
from layers.problem import Fields

_OF_THE_FEATURE = "feature"
_OF_WHAT_IS_LEFT = "county"


def reachable(fields: Fields, rule: Rule, before: Sequence[Rule], services: Sequence[Service]) -> None:
    """A rule must be for some service for which no earlier rule takes everything that it could claim."""
    concerned = [service for service in services if rule.is_for(service)]
    if not concerned:
        fields.wrong("services", "This rule is for no service at all: its selectors exclude each other.")
        return
    if rule.beside:
        return
    taken = [next((other for other in before if _takes_all(other, rule, service)), None) for service in concerned]
    first = taken[0]
    if first is None or None in taken:
        return
    how = "always holds" if first.relation is Relation.ALWAYS else "holds wherever it would"
    fields.wrong("id", f"It can never be reached: before it, rule {first.id!r} {how}. Move it up or take it out.")


def _takes_all(other: Rule, rule: Rule, service: Service) -> bool:
    """Whether an earlier rule holds for the service wherever and whenever the later one would."""
    if other.beside or not other.is_for(service) or not _waits_for_no_more(other, rule):
        return False
    if other.relation is Relation.ALWAYS:
        return True
    return (
        (other.relation, other.layer) == (rule.relation, rule.layer)
        and all(name in rule.where and set(rule.where[name]) <= set(words) for name, words in other.where.items())
        and (other.owner == rule.owner or other.owner.partition(":")[0] not in (_OF_THE_FEATURE, _OF_WHAT_IS_LEFT))
    )


def _waits_for_no_more(other: Rule, rule: Rule) -> bool:
    """Whether the earlier rule's days, season and answers hold whenever the later one's do."""
    days = (other.valid_from or rule.valid_from) == rule.valid_from and (
        other.valid_until or rule.valid_until
    ) == rule.valid_until
    answers = all(
        code in rule.answers and set(rule.answers[code]) <= set(options) for code, options in other.answers.items()
    )
    return days and (other.season is None or other.season == rule.season) and answers
