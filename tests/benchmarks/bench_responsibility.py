"""The figures of responsibility, one after the other, as one report; ends with what was not met.

    make bench-responsibility

Needs the open data in ../shared/data; `--share 0.05` asks about one probe and one street in twenty.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import (
    bench_decision,
    bench_http,
    bench_responsibility_districts,
    bench_responsibility_limits,
    bench_responsibility_lines,
)

DATA = Path("../shared/data")


def main(data: Path, *, share: float) -> int:
    """Run every part; the number of parts whose bars are not met."""
    towns, streets, requests = data / "boynton_area.gpkg", data / "baltimore.gpkg", data / "baltimore_requests.csv"
    parts: dict[str, Callable[[], bool]] = {
        "Limits: silent and doubtful as the oracle": lambda: bench_responsibility_limits.main(towns, share=share),
        "Lines and loci: no silent misroute, few questions": lambda: bench_responsibility_lines.main(
            streets, requests, share=share
        ),
        "Districts of real requests": lambda: bench_responsibility_districts.main(streets, requests),
        "One decision in SQL, one and ten versions on file": lambda: bench_decision.main((1, 10)),
        "Over HTTP at 16 clients": bench_http.main,
    }
    met = {}
    for title, part in parts.items():
        print(f"\n=== {title}", flush=True)
        met[title] = part()
    print("\n=== In short")
    for title, good in met.items():
        print(f"  {'met     ' if good else 'NOT MET '} {title}")
    return sum(not good for good in met.values())


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("--data", type=Path, default=DATA)
    given.add_argument("--share", type=float, default=1.0)
    wanted = given.parse_args()
    sys.exit(main(wanted.data, share=wanted.share))
