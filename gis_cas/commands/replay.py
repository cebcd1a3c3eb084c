"""`gis-cas replay`: decide a request again from what was stored, and say whether it comes out the same."""

import typer

from gis_cas.commands.database import running_database
from gis_cas.domain.decision import Decision
from gis_cas.domain.district import District
from gis_cas.policy.tracking_number import grouped, parse_number
from gis_cas.service_requests.office import open_office
from gis_cas.service_requests.replay import replay
from gis_cas.settings import load_settings
from gis_cas.store.engine import create_engine_for


def command(number: str = typer.Argument(..., help="The nine digits, with or without spaces.")) -> None:
    """Decide a request again from its stored place, answers, rules and layers; status 1 when it comes out otherwise."""
    digits = parse_number(number)
    with running_database(load_settings()) as ready:
        engine = create_engine_for(ready.database.url or "", pool_size=2, application_name="gis_cas replay")
        try:
            replayed = replay(open_office(engine=engine, public_engine=engine), digits)
        finally:
            engine.dispose()
    print(f"Request {grouped(digits)}: {'same' if replayed.same else 'DIFFERENT'}")
    for name, decision in (("on file", replayed.stored), ("now", replayed.fresh)):
        print(f"\n{name}:")
        for line in _lines(decision):
            print(f"  {line}")
    if not replayed.same:
        raise typer.Exit(1)


def _lines(decision: Decision) -> list[str]:
    owner = f"{decision.owner.name} ({decision.owner.slug})" if decision.owner else "nobody yet"
    layers = ", ".join(f"{slug} {publication}" for slug, publication in sorted(decision.publications.items()))
    return [
        f"{decision.kind.value}{', proposed' if decision.proposed else ''}: {owner}",
        f"{'certain' if decision.certain else 'not certain'}: {decision.reason}",
        f"rule {decision.rule_id}; rules {decision.ruleset_id[:12]}; algorithm {decision.algorithm_version}",
        f"locator {decision.locator_version}",
        f"layers {layers}",
        *(f"district {_district(one)}" for one in decision.districts),
        *(f"{line.outcome.value:8} {line.rule_id}: {line.detail}" for line in decision.trace),
    ]


def _district(district: District) -> str:
    others = f" ({', '.join(district.others)})" if district.others else ""
    standing = ", on the line" if district.on_the_line else ", not beyond doubt" if district.others else ""
    return f"{district.layer} {district.key}{standing}{others}"
