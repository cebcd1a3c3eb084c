"""An empty database becomes the city that its folder describes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from gis_cas.errors import WrongState
from gis_cas.store.city import load_city, load_ruleset
from layers.check import check
from layers.city_diff import apply, diff
from layers.city_folder import CityFolder, read_city_folder
from layers.load import LoadedVersion, load_version
from layers.manifest import Manifest
from layers.problem import refuse
from layers.publish import publish
from layers.read import read

BY = "city folder"
APPROVED_BY = "seed"
"""The one publication that no two people stand behind: the first, from the folder."""

Progress = Callable[[Iterable[Manifest]], Iterable[Manifest]]


def seed(connection: Connection, *, folder: Path, now: datetime, progress: Progress | None = None) -> CityFolder:
    """Load the folder's directory, services, rules and layers, and publish every layer from its manifest's day on.

    Raises WrongState when a city is loaded already, BadInput for a faulty folder; the caller's transaction is all or
    nothing. `progress` wraps the manifests as they are gone through.
    """
    if load_city(connection) is not None:
        raise WrongState("A city is loaded already; a folder seeds an empty database once.")
    city_folder = read_city_folder(folder)
    apply(connection, city_folder, diff(connection, city_folder))
    load_ruleset(connection)
    manifests = sorted(
        city_folder.manifests, key=lambda manifest: (manifest.locator == "intersections", manifest.layer)
    )
    for manifest in progress(manifests) if progress is not None else manifests:
        loaded = load_layer(connection, city_folder, manifest, by=BY)
        publish(
            connection,
            loaded.id,
            effective_from=manifest.effective_from,
            by=BY,
            approved_by=APPROVED_BY,
            now=now,
        )
    return city_folder


def load_layer(connection: Connection, folder: CityFolder, manifest: Manifest, *, by: str) -> LoadedVersion:
    """Read a layer's file, check it against the city, and put it on file; raises BadInput with every fault."""
    frame = read(manifest)
    refuse(check(frame, manifest, owners=folder.owner_values, surroundings=folder.city.surroundings))
    return load_version(connection, manifest=manifest, frame=frame, city=folder.city, by=by)
