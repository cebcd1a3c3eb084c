"""`gis-cas layers`: what is on file, what is in force, and how a new version comes into force."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
import shapely.geometry
import typer
from numpy.typing import NDArray

from gis_cas.commands.layer_database import day_in, layer_connection, layer_engine, today
from gis_cas.commands.layer_moves import move_requests, preview, reroute_requests
from gis_cas.errors import BadInput, Misconfigured
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.findings import Finding
from gis_cas.geocoding.findings import findings as contradictions
from gis_cas.store import layers as store
from gis_cas.store.city import load_city
from gis_cas.store.locator import all_addresses, all_segments
from layers.city_folder import read_city_folder
from layers.gate import check_version, refuse_faults
from layers.publish import publish as publish_version
from layers.seed import load_layer

MOST_LOOKED_AT = 5_000_000
"""Address points; more than any county has."""

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
    if loaded.new:
        print(f"{found[0].layer} v{loaded.number} is version {loaded.id}, with {loaded.feature_count} features.")
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
    """What contradicts itself in the streets and address points in force: overlaps, parities, sides, duplicates."""
    with layer_connection() as connection:
        city = load_city(connection)
        if city is None:
            raise Misconfigured("No city is loaded; run gis-cas city load first.")
        projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
        points = all_addresses(connection, most=MOST_LOOKED_AT) or []
        found = list(contradictions(all_segments(connection), points))
    document = findings_document(found, projection=projection)
    out.write_bytes(orjson.dumps(document))
    for kind, count in sorted(Counter(one.kind.value for one in found).items()):
        print(f"{kind}: {count:,}")
    print(f"{len(found):,} findings in {out}.")


def findings_document(found: Iterable[Finding], *, projection: Projection) -> dict[str, Any]:
    """The findings as a GeoJSON layer, EPSG:4326."""

    def degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        spots = [projection.to_position(x_ft=x_ft, y_ft=y_ft) for x_ft, y_ft in xy]
        return np.array([(round(spot.lon, 7), round(spot.lat, 7)) for spot in spots])

    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": one.kind.value, "features": list(one.keys), "sentence": one.sentence},
                "geometry": shapely.geometry.mapping(shapely.transform(one.shape, degrees)),
            }
            for one in found
        ],
    }
