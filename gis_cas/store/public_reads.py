"""Every read of a public surface: through the public_read role, from schema `published`, and from nowhere else."""

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from math import cos, log, pi, radians, tan
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from gis_cas.geo.position import Box, Position
from gis_cas.store.answer_state import CLOSED, WORST_FIRST, edges, state_at
from gis_cas.store.prepared import prepared
from gis_cas.store.public_rows import (
    Counts,
    ListedRequest,
    ListPage,
    PublicEvent,
    PublicRequest,
    PublicService,
    ReleasedPhoto,
)
from gis_cas.store.statements import Statements
from gis_cas.store.tables.attachments import published_attachment as photo
from gis_cas.store.tables.published import published_event, published_service
from gis_cas.store.tables.published import published_request as request

MOST_FEATURES = 2000
PAGE_ROWS = 25
HALF_A_MILE_FT = 2640.0

_CELL_PIXELS = 64
_CELLS_ACROSS = 40  # 41 x 41 cells at most, so that clusters too stay under MOST_FEATURES
_EARTH_M = 6_378_137.0
_MEDIAN_DAYS = 90


class PublicReads:
    """Reads for pages, lists, the map and the public half of the API."""

    def __init__(self, engine: Engine) -> None:
        self._statements = Statements(engine)

    def map_features(
        self, *, box: Box, zoom: float, now: datetime, states: Collection[str] = (), groups: Collection[str] = ()
    ) -> str:
        """Open requests in the box as GeoJSON text: at most MOST_FEATURES of them, above that clusters by a grid.

        A cluster has `count` and `worst`, the worst state in it; a cell with one request holds the request itself.
        """
        west, south = _to_web(Position(lon=box.west, lat=box.south))
        east, north = _to_web(Position(lon=box.east, lat=box.north))
        pixel_m = 2 * pi * _EARTH_M / 256 / 2**zoom
        cell_m = max(pixel_m * _CELL_PIXELS, (east - west) / _CELLS_ACROSS, (north - south) / _CELLS_ACROSS)
        values: dict[str, Any] = {**edges(now), "west": west, "south": south, "east": east, "north": north}
        values |= {"cell_m": cell_m, "most": MOST_FEATURES, "states": list(states), "groups": list(groups)}
        with self._connect() as conn:
            return str(prepared("public_map_features").run(conn, values).scalar_one())

    def requests(
        self, *, now: datetime, states: Collection[str] = (), group: str | None = None, words: str = "", page: int = 1
    ) -> ListPage:
        """One page of the list, the longest overdue first; without states, everything open."""
        state = state_at(now)
        wanted = _listed(state).where(
            state.in_(states) if states else request.c.status != CLOSED,
        )
        if group is not None:
            wanted = wanted.where(request.c.group_name == group)
        if words:
            wanted = wanted.where(_mentions(words))
        wanted = (
            wanted.order_by(
                request.c.status.desc(),
                request.c.due_at.asc().nulls_last(),
                request.c.received_at.desc(),
                request.c.number,
            )
            .limit(PAGE_ROWS + 1)
            .offset((page - 1) * PAGE_ROWS)
        )
        with self._connect() as conn:
            rows = tuple(_listed_request(row) for row in conn.execute(wanted))
        return ListPage(rows=rows[:PAGE_ROWS], more=len(rows) > PAGE_ROWS)

    def request(self, number: str, *, now: datetime) -> PublicRequest | None:
        """One request with its public events, or None when nothing public is on file under the number."""
        columns = [column for column in request.c if column.name not in {"geom", "geom_web"}]
        position = (func.ST_X(request.c.geom).label("lon"), func.ST_Y(request.c.geom).label("lat"))
        wanted = select(*columns, *position, state_at(now).label("state")).where(request.c.number == number)
        happened = (
            select(published_event.c.at, published_event.c.kind, published_event.c.facts)
            .where(published_event.c.number == number)
            .order_by(published_event.c.id)
        )
        with self._connect() as conn:
            row = conn.execute(wanted).one_or_none()
            if row is None:
                return None
            events = tuple(PublicEvent(at=e.at, kind=e.kind, facts=e.facts) for e in conn.execute(happened))
        facts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
        return PublicRequest(position=_position(facts.pop("lon"), facts.pop("lat")), events=events, **facts)

    def nearby(
        self,
        position: Position,
        *,
        now: datetime,
        service_code: str | None = None,
        within_ft: float = HALF_A_MILE_FT,
        most: int = 10,
    ) -> tuple[ListedRequest, ...]:
        """Open requests around a position, nearest first, in true feet; with a service, those of its group.

        Web metres choose (they stretch by 1/cos latitude, evenly enough over half a mile), the spheroid measures.
        """
        x, y = _to_web(position)
        here_web = func.ST_SetSRID(func.ST_MakePoint(x, y), 3857)
        here = func.geography(func.ST_SetSRID(func.ST_MakePoint(position.lon, position.lat), 4326))
        distance = (func.ST_Distance(func.geography(request.c.geom), here) * (3937 / 1200)).label("distance_ft")
        reach_m = within_ft * (1200 / 3937) / cos(radians(position.lat)) * 1.02
        wanted = (
            _listed(state_at(now))
            .add_columns(distance)
            .where(request.c.status != CLOSED, func.ST_DWithin(request.c.geom_web, here_web, reach_m))
            .order_by(request.c.geom_web.op("<->")(here_web))
            .limit(most * 2)
        )
        if service_code is not None:
            same = select(published_service.c.group_name).where(published_service.c.code == service_code)
            wanted = wanted.where(request.c.group_name == same.scalar_subquery())
        with self._connect() as conn:
            rows = [_listed_request(row) for row in conn.execute(wanted)]
        near = sorted(
            (row for row in rows if (row.distance_ft or 0) <= within_ft), key=lambda row: row.distance_ft or 0
        )
        return tuple(near[:most])

    def counts(self, *, now: datetime, with_median: bool = False) -> Counts:
        """Open requests by state; the median time to a first answer when asked for."""
        state = state_at(now).label("state")
        wanted = select(state, func.count().label("n")).where(request.c.status != CLOSED).group_by(state)
        taken = func.extract("epoch", request.c.first_answered_at - request.c.received_at) / 3600
        median = select(func.percentile_cont(0.5).within_group(taken)).where(
            request.c.first_answered_at.is_not(None), request.c.received_at > now - timedelta(days=_MEDIAN_DAYS)
        )
        with self._connect() as conn:
            by_state = {row.state: row.n for row in conn.execute(wanted)}
            hours = conn.execute(median).scalar_one() if with_median else None
        ordered = {name: by_state.get(name, 0) for name in WORST_FIRST}
        return Counts(by_state=ordered, median_answer_hours=None if hours is None else float(hours))

    def services(self) -> tuple[PublicService, ...]:
        """Every service, in the city's order."""
        columns = [column for column in published_service.c if column.name != "position"]
        with self._connect() as conn:
            rows = conn.execute(select(*columns).order_by(published_service.c.position)).mappings().all()
        return tuple(PublicService(**{**row, "keywords": tuple(row["keywords"])}) for row in rows)

    def photos(self, number: str) -> tuple[ReleasedPhoto, ...]:
        """The photos of a request that everybody may see, in the order they were released."""
        columns = (photo.c.sha256, photo.c.small_sha256, photo.c.width, photo.c.height)
        wanted = select(*columns).where(photo.c.number == number).order_by(photo.c.released_at, photo.c.sha256)
        with self._connect() as conn:
            return tuple(ReleasedPhoto(**row) for row in conn.execute(wanted).mappings())

    def is_released(self, sha256: str) -> bool:
        """Whether a photo's copy may be seen by everybody, now."""
        wanted = select(photo.c.number).where(or_(photo.c.sha256 == sha256, photo.c.small_sha256 == sha256)).limit(1)
        with self._connect() as conn:
            return conn.execute(wanted).first() is not None

    def _connect(self) -> AbstractContextManager[Connection]:
        return self._statements.connect()


def _listed(state: ColumnElement[str]) -> Select[Any]:
    return select(
        request.c.number,
        request.c.service_code,
        request.c.service_name,
        state.label("state"),
        request.c.received_at,
        request.c.due_at,
        request.c.owner_name,
        request.c.place_label,
        func.ST_X(request.c.geom).label("lon"),
        func.ST_Y(request.c.geom).label("lat"),
    )


def _listed_request(row: Row[Any]) -> ListedRequest:
    facts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    kept = {name: value for name, value in facts.items() if name not in {"lon", "lat"}}
    return ListedRequest(position=_position(facts["lon"], facts["lat"]), **kept)


def _mentions(words: str) -> ColumnElement[bool]:
    digits = "".join(character for character in words if character.isdigit())
    found = (
        request.c.service_name.icontains(words, autoescape=True)
        | request.c.place_label.icontains(words, autoescape=True)
        | request.c.owner_name.icontains(words, autoescape=True)
    )
    return found | (request.c.number == digits) if digits else found


def _position(lon: float | None, lat: float | None) -> Position | None:
    return None if lon is None or lat is None else Position(lon=lon, lat=lat)


def _to_web(position: Position) -> tuple[float, float]:
    """EPSG:3857 metres; latitudes beyond the web map's rim are brought to it."""
    lat = max(-85.05112878, min(85.05112878, position.lat))
    return _EARTH_M * radians(position.lon), _EARTH_M * log(tan(pi / 4 + radians(lat) / 2))
