"""Draw the demonstration city: `python -m layers.boynton_beach.make_demo [FOLDER]` writes the same bytes each time."""

import sys
from pathlib import Path

from layers.boynton_beach.demo.city import build
from layers.boynton_beach.demo.requests import write_requests
from layers.boynton_beach.demo.write import write_layer

HERE = Path(__file__).resolve().parent


def write_city(folder: Path) -> dict[str, int]:
    """Write `data/*.geojson` and `demo_requests.csv` into a folder; returns the rows written by file."""
    city = build()
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for slug, features in city.layers.items():
        write_layer(folder / "data" / f"{slug}.geojson", features)
    counts = {slug: len(features) for slug, features in city.layers.items()}
    counts["demo_requests"] = write_requests(folder / "demo_requests.csv", city)
    return counts


def main() -> None:
    """Write into the folder named on the command line, or into this one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, count in write_city(folder).items():
        sys.stdout.write(f"{name:22} {count:6}\n")


if __name__ == "__main__":
    main()
