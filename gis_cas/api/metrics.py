"""What this process counted since it started, and what the database says waits, in Prometheus' text format.

The counting lies in the path of every request, so a request's series is looked up in a dictionary of ours: the
library's own look-up by label costs several times as much as the counting itself.
"""

import threading
from collections.abc import Iterable
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from gis_cas.store.operations import Figure

MEDIA_TYPE = CONTENT_TYPE_PLAIN_0_0_4
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """Requests by method, route template and status, and the seconds they took; safe to use from several threads."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # a second series for each, saying when it began
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "gis_cas_http_requests",
            "Requests answered, by method, route template and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "gis_cas_http_request_seconds",
            "Seconds from a request's first byte to its answer's last, by route template.",
            ["route"],
            registry=self._registry,
            buckets=BUCKETS_S,
        )
        Info("gis_cas_build", "The program that runs.", registry=self._registry).info({"version": version("gis-cas")})
        ProcessCollector(registry=self._registry)
        self._lock = threading.Lock()
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Note one answered request; `route` is the template, so that no number or address is kept."""
        series = self._series.get((method, route, status))
        if series is None:
            series = self._new(method, route, status)
        series[0].inc()
        series[1].observe(seconds)

    def text(self, figures: Iterable[Figure]) -> bytes:
        """Everything counted here, and the figures of this moment."""
        return generate_latest(self._registry) + generate_latest(_Moment(figures))

    def _new(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        with self._lock:
            made = (self._requests.labels(method, route, str(status)), self._seconds.labels(route))
            self._series[method, route, status] = made
        return made


class _Moment:
    """Figures that were just taken, as a registry that is asked once."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = figures

    def collect(self) -> Iterable[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            family = families.get(figure.name)
            if family is None:
                family = GaugeMetricFamily(f"gis_cas_{figure.name}", figure.about, labels=tuple(figure.labels))
                families[figure.name] = family
            family.add_metric(tuple(figure.labels.values()), figure.value)
        return families.values()
