"""What a proof found, as a table to read, a table to sort and a layer to look at."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import orjson

from gis_cas.policy.responsibility.verdict import Alike, Standing
from layers.proof import Fault, Proof

LAYER_FILE: Final = "city-check.geojson"
TABLE_FILE: Final = "city-check.csv"

_CODES_SHOWN: Final = 2
_FAULTS_SHOWN: Final = 20
_KINDS: Final = {"address": "address points", "centreline": "centrelines", "grid": "grid", "border": "border spots"}


def lines(proof: Proof) -> Iterator[str]:
    """The summary: spots by kind, a row for each group of services, each reason with its count, the first faults."""
    kinds = ", ".join(f"{count:,} {_KINDS.get(kind, kind)}" for kind, count in sorted(proof.spots.items()))
    services = sum(len(group.services) for group in proof.groups)
    yield f"{proof.spots.total():,} spots ({kinds}), {services} services in {len(proof.groups)} groups"
    yield f"{'services':48} {'one owner':>10} {'named':>9} {'orphans':>8} {'doubles':>8}"
    for group, counts in zip(proof.groups, proof.counts, strict=True):
        by = Counter[Standing]()
        for (standing, _), count in counts.items():
            by[standing] += count
        numbers = (by[Standing.ONE_OWNER], by[Standing.EXPLAINED], by[Standing.ORPHAN], by[Standing.DOUBLE])
        yield "{:48} {:>10,} {:>9,} {:>8,} {:>8,}".format(_named(group), *numbers)
    yield "named reasons:"
    for reason, count in _reasons(proof).most_common():
        yield f"  {count:>10,}  {reason}"
    yield from sorted({_sentence(fault) for fault in proof.faults})[:_FAULTS_SHOWN]


def write(proof: Proof, folder: Path) -> list[Path]:
    """Write the faults as GeoJSON (EPSG:4326) and as CSV, and name the files; without faults they hold none."""
    folder.mkdir(parents=True, exist_ok=True)
    layer, table = folder / LAYER_FILE, folder / TABLE_FILE
    layer.write_bytes(orjson.dumps(_layer(proof.faults)))
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("fault", "spot", "key", "lat", "long", "services", "sentence"))
        for fault in proof.faults:
            at = (fault.spot.position.lat, fault.spot.position.lon) if fault.spot else ("", "")
            kind, key = (fault.spot.kind, fault.spot.key) if fault.spot else ("anywhere", "")
            codes = " ".join(fault.services)
            rows.writerow((fault.verdict.standing.value, kind, key, *at, codes, fault.verdict.sentence))
    return [layer, table]


def _layer(faults: Sequence[Fault]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "fault": fault.verdict.standing.value,
                    "spot": fault.spot.kind,
                    "key": fault.spot.key,
                    "services": list(fault.services),
                    "sentence": fault.verdict.sentence,
                },
                "geometry": {
                    "type": "Point",
                    "coordinates": [round(fault.spot.position.lon, 7), round(fault.spot.position.lat, 7)],
                },
            }
            for fault in faults
            if fault.spot is not None
        ],
    }


def _named(group: Alike) -> str:
    codes = [service.code for service in group.services]
    more = len(codes) - _CODES_SHOWN
    return ", ".join(codes[:_CODES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _reasons(proof: Proof) -> Counter[str]:
    found = Counter[str]()
    for counts in proof.counts:
        for (standing, reason), count in counts.items():
            if standing is Standing.EXPLAINED:
                found[reason] += count
    return found


def _sentence(fault: Fault) -> str:
    where = "anywhere" if fault.spot is None else f"{fault.spot.kind} {fault.spot.key}"
    codes = ", ".join(fault.services[:_CODES_SHOWN])
    return f"{fault.verdict.standing.value} at {where} ({codes}): {fault.verdict.sentence}"
