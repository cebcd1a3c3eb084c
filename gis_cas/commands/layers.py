"""`gis-cas layers`: what is on file, what is in force, and how a new version comes into force."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import typer

from gis_cas.commands.found import print_findings
from gis_cas.commands.layer_database import day_in, layer_connection, layer_engine, today
from gis_cas.commands.layer_moves import move_requests, preview, reroute_requests
from gis_cas.errors import BadInput
from gis_cas.store import layers as store
from gis_cas.store.locator_findings import counts_of, findings_layer, standing_counts
from layers.city_folder import read_city_folder
from layers.gate import check_version, refuse_faults
from layers.publish import publish as publish_version
from layers.seed import load_layer

app = typer.Typer(help="List, load and publish jurisdiction layers.", no_args_is_help=True)
app.command("preview")(preview)
app.command("reroute")(reroute_requests)


@app.command("list")
def list_layers() -> None:
    """Every version on file, and on which days it is in force."""
    with layer_connection() as connection:
        counting = store.publications_in_force(connection, valid_on=today(connection))
        published = store.publications(connection)
        for version in store.versions(connection):
            print(f"{version.layer} v{version.number}  (version {version.id}, {version.feature_count} features)")
            for publication in published:
                if publication.version_id != version.id:
                    continue
                until = f"before {publication.effective_until}" if publication.effective_until else "no end"
                now = "  IN FORCE TODAY" if counting.get(version.layer) == publication.id else ""
                print(
                    f"    publication {publication.id}: from {publication.effective_from}, {until}; "
                    f"{publication.published_by}, approved by {publication.approved_by}, "
                    f"{publication.known_at:%Y-%m-%d %H:%M} UTC{now}"
                    + (f"; accepted: {publication.accepted}" if publication.accepted else "")
                )


@app.command()
def load(
    manifest: Path = typer.Argument(..., help="The layer's manifest, in the manifests folder of its city."),
    by: str = typer.Option(..., "--by", help="Who loads it."),
) -> None:
    """Check a layer's file and put it on file as the next version; nothing is in force before it is published."""
    folder = read_city_folder(manifest.resolve().parent.parent)
    found = [entry for entry in folder.manifests if entry.path.resolve() == manifest.resolve()]
    if not found:
        raise BadInput({"manifest": f"{manifest} is not in the manifests folder of a city."})
    with layer_connection() as connection:
        loaded = load_layer(connection, folder, found[0], by=by)
        counts = counts_of(connection, loaded.id) if loaded.new else {}
    if loaded.new:
        print(f"{found[0].layer} v{loaded.number} is version {loaded.id}, with {loaded.feature_count} features.")
        print_findings(counts)
    else:
        print(f"{found[0].layer} v{loaded.number} (version {loaded.id}) already says exactly this.")


@app.command()
def publish(
    version: int = typer.Argument(..., help="The version's id, as list and load print it."),
    effective: str = typer.Option(..., "--effective", help="First day in force in the city, such as 2026-01-31."),
    by: str = typer.Option(..., "--by", help="Who publishes it."),
    approved_by: str = typer.Option(..., "--approved-by", help="The second person, who looked at it."),
    until: str = typer.Option("", "--until", help="First day on which it is no longer in force, if it has an end."),
    accept: str = typer.Option(
        "", "--accept", help="Why it is right although it leaves spots to nobody or to two owners; kept."
    ),
    move: bool = typer.Option(False, "--reroute", help="Then move the open requests that it puts on another desk."),
) -> None:
    """Put a version in force from a day on; a correction or a rollback is one more publication."""
    now, day = datetime.now(UTC), day_in("effective", effective)
    with layer_connection() as connection:
        checked = check_version(connection, version, day=day, now=now)
        if not accept.strip():
            refuse_faults(checked)
        past = day < today(connection)
        made = publish_version(
            connection,
            version,
            effective_from=day,
            effective_until=day_in("until", until) if until else None,
            by=by,
            approved_by=approved_by,
            now=now,
            accepted=accept.strip() or None,
        )
    print(f"{checked.spots:,} spots looked at on changed ground; {len(checked.faults):,} orphans and doubles accepted.")
    end = f" up to, not including, {made.effective_until}" if made.effective_until else ""
    print(f"{made.layer} v{made.version_number} is in force from {made.effective_from}{end} (publication {made.id}).")
    if past:
        print("That day has passed: what was decided since stays as it was; --reroute moves the open requests.")
    if move:
        with layer_engine() as engine:
            move_requests(engine, version, by=by)


@app.command()
def findings(
    out: Path = typer.Argument(..., help="The GeoJSON file to write, for a look in any GIS."),
) -> None:
    """What contradicts itself in the streets and address points loaded last: overlaps, parities, sides, duplicates."""
    with layer_connection() as connection:
        document = findings_layer(connection)
        counts = standing_counts(connection)
    out.write_bytes(orjson.dumps(document))
    print_findings(counts, indent="")
    print(f"{len(document['features']):,} findings in {out}.")
