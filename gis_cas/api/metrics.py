"""What this process counted since it started, as plain Prometheus text."""

import threading
from collections import Counter
from collections.abc import Mapping


class Metrics:
    """Requests by method, route and status, and the seconds they took; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, float] = {}

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answered request; `route` is the template, so that no number or address is kept."""
        with self._lock:
            self._requests[(method, route, status)] += 1
            self._seconds[route] = self._seconds.get(route, 0.0) + seconds

    def text(self, gauges: Mapping[str, int]) -> str:
        """Every figure in Prometheus' text format; `gauges` are what the database counts."""
        with self._lock:
            requests = sorted(self._requests.items())
            seconds = sorted(self._seconds.items())
        lines = ["# TYPE gis_cas_http_requests_total counter"]
        lines += [
            f'gis_cas_http_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
            for (method, route, status), count in requests
        ]
        lines.append("# TYPE gis_cas_http_seconds_total counter")
        lines += [f'gis_cas_http_seconds_total{{route="{route}"}} {total:.6f}' for route, total in seconds]
        for name, value in gauges.items():
            lines += [f"# TYPE gis_cas_{name} gauge", f"gis_cas_{name} {value}"]
        return "\n".join(lines) + "\n"
