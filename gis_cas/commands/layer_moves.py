"""`gis-cas layers preview` and `reroute`: which open requests a changed layer moves, and moving them."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typer
from sqlalchemy import Engine

from gis_cas.commands.layer_database import day_in, layer_engine, today
from gis_cas.errors import WrongState
from gis_cas.policy.tracking_number import grouped
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.reroute import Change, Move, moves, reroute
from layers.draft import Comparison, compared

_SAID_AT_MOST: Final = 20

_VERSION = typer.Argument(..., help="The version's id, as layers list prints it.")


def preview(
    version: int = _VERSION,
    on: str = typer.Option("", "--on", help="The day it would count from; today if left out."),
    out: Path | None = typer.Option(None, "--out", help="A CSV file to write every one of them to."),
) -> None:
    """Say which open requests would move to another desk if this version counted; nothing is changed."""
    with layer_engine() as engine:
        office = open_office(engine=engine, public_engine=engine)
        with engine.connect() as connection:
            day = day_in("on", on) if on else today(connection)
            with compared(connection, version, day=day, now=datetime.now(UTC)) as comparison:
                found = moves(office, connection, _change(comparison)) if comparison.routed else []
            connection.rollback()
    _say(office, comparison, found)
    if out is not None:
        _write(out, office, found)
        print(f"All of them are in {out}.")


def reroute_requests(
    version: int = _VERSION,
    by: str = typer.Option(..., "--by", help="Who moves them; it stands in each one's history."),
) -> None:
    """Move the open requests that a version in force today puts on another desk, but for those somebody has begun with.

    No clock changes. Those in somebody's hands are named, to be moved by that person or not.
    """
    with layer_engine() as engine:
        move_requests(engine, version, by=by)


def move_requests(engine: Engine, version: int, *, by: str) -> None:
    """Move them, and say what was done."""
    office = open_office(engine=engine, public_engine=engine)
    now = datetime.now(UTC)
    with engine.connect() as connection:
        day = today(connection)
        with compared(connection, version, day=day, now=now) as comparison:
            if comparison.draft:
                raise WrongState(
                    f"{comparison.layer} v{comparison.number} is not in force today. Publish it first; until then "
                    "gis-cas layers preview says what it would move."
                )
            change = _change(comparison)
            found = moves(office, connection, change) if comparison.routed else []
        connection.rollback()
    moved = reroute(office, found, change, by=by, now=now)
    _say(office, comparison, found)
    left = sum(not move.in_hand for move in found) - len(moved)
    print(f"{len(moved):,} moved by {by}." + (f" {left:,} were changed by somebody meanwhile." if left else ""))


def _change(comparison: Comparison) -> Change:
    return Change(
        layer=comparison.layer,
        before=comparison.before,
        after=comparison.after,
        valid_on=comparison.day,
        publications=comparison.publications,
    )


def _say(office: Office, comparison: Comparison, found: Sequence[Move]) -> None:
    free = [move for move in found if not move.in_hand]
    held = [move for move in found if move.in_hand]
    what = f"{comparison.layer} v{comparison.number} on {comparison.day}"
    print(f"{what}: {_counted(len(free), 'open request moves', 'open requests move')}.")
    for (before, after), count in Counter(_from_to(office, move) for move in free).most_common():
        print(f"  {count:>6,}  {before} → {after}")
    if held:
        said = (
            "1 more is in somebody's hands and stays"
            if len(held) == 1
            else f"{len(held):,} more are in somebody's hands and stay"
        )
        print(f"{said} there until moved by hand:")
        for move in held[:_SAID_AT_MOST]:
            print("  {}  {} → {}".format(grouped(move.number), *_from_to(office, move)))
        if len(held) > _SAID_AT_MOST:
            print(f"  … and {len(held) - _SAID_AT_MOST:,} more; --out writes them all.")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _from_to(office: Office, move: Move) -> tuple[str, str]:
    directory, slug = office.reference.directory, move.waiting.owner_slug
    before = directory.departments.get(slug) or directory.agencies.get(slug)
    name = before.name if before else slug.replace("-", " ").capitalize()
    after = tuple(part.name for part in move.decided.decision.beside)
    return _with(name, move.beside_before), _with(move.desk.name, after)


def _with(name: str, beside: Sequence[str]) -> str:
    return " with ".join((name, *beside))


def _write(out: Path, office: Office, found: Sequence[Move]) -> None:
    with out.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("number", "service", "from", "to", "in_hand", "reason"))
        for move in found:
            decision = move.decided.decision
            in_hand = "yes" if move.in_hand else "no"
            rows.writerow((move.number, move.waiting.service_code, *_from_to(office, move), in_hand, decision.reason))
