"""The stages for a house number on a street: address points first, then the centreline's ranges."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import ranges, scoring
from gis_cas.geocoding.filing import Numbers
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.nearness import central, clusters
from gis_cas.geocoding.readings import AddressRead
from gis_cas.geocoding.units import shown_unit, unit_key
from gis_cas.store.locator_rows import AddressRow, SegmentRow

ONE_SITE_FT = 600.0
"""Address points of one number and street within this are units of one site; farther apart they are namesakes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A candidate and what tells whether a range would only repeat it."""

    candidate: Candidate
    own_key: str
    zip: str | None
    mailed_here: bool = False


def exact(ground: Ground, read: AddressRead) -> list[Candidate]:
    """The number on streets that answer to the whole key, as their own name or as an alias on that segment."""
    streets = ground.gazetteer.of_names(names=[read.street])
    points, segments = on_file(ground, streets, read, names=[read.street])
    return weigh(ground, read, points, segments, whole=True)


def repaired(ground: Ground, read: AddressRead) -> list[Candidate]:
    """The number on every street of that name, whatever its directional and type; each difference costs.

    An alias that fits with its segment's directional ("100 E SR 804") fits whole, and then nothing else is meant.
    """
    bases = scoring.wanted(read.street).bases
    streets = ground.gazetteer.of_names(bases=bases)
    points, segments = on_file(ground, streets, read, bases=bases)
    whole = weigh(ground, read, points, segments, whole=True)
    if whole:
        return whole
    found = weigh(ground, read, points, segments, whole=False)
    return [*found, *_as_likely(ground, read, points, segments, as_=found)]


def of_another_type(ground: Ground, read: AddressRead, *, as_: Sequence[Candidate]) -> list[Candidate]:
    """The number on streets of that name and another type, no less likely than what was found in another way."""
    bases = scoring.wanted(read.street).bases
    points, segments = on_file(ground, ground.gazetteer.of_names(bases=bases), read, bases=bases)
    return _as_likely(ground, read, points, segments, as_=as_)


def _as_likely(
    ground: Ground,
    read: AddressRead,
    points: Sequence[AddressRow],
    segments: Sequence[SegmentRow],
    *,
    as_: Sequence[Candidate],
) -> list[Candidate]:
    """Those that differ from the words in their type alone, brought up beside the best that differs in something else.

    Where no street is called as the words say, "817 Washington St" may be N Washington St without its directional, and
    may as well be Washington Blvd: people slip in the one as in the other, so both are answers.
    """
    best = max((one.score for one in as_), default=0.0)
    if best == 0.0:
        return []
    other_points = [row for row in points if _of_another_type(read, row)]
    other_segments = [row for row in segments if _of_another_type(read, row)]
    rivals = weigh(ground, read, other_points, other_segments, whole=False)
    return [replace(one, score=max(one.score, best - scoring.WITHIN)) for one in rivals]


def _of_another_type(read: AddressRead, row: AddressRow | SegmentRow) -> bool:
    return any(scoring.other_type_only(read.street, key) for key in row.keys)


def on_file(
    ground: Ground, streets: Numbers, read: AddressRead, *, names: Sequence[str] = (), bases: Sequence[str] = ()
) -> tuple[list[AddressRow], list[SegmentRow]]:
    """The address points with the number on these streets, or of these keys, and the segments that span it."""
    points = ground.points(streets, number=read.number, names=names, bases=bases)
    return points, ground.gazetteer.spanning(streets, read.number)


def weigh(
    ground: Ground, read: AddressRead, points: Sequence[AddressRow], segments: Sequence[SegmentRow], *, whole: bool
) -> list[Candidate]:
    """The candidates that rows on file make for an address: every point, and each range that no point stands for."""
    fitting_points = list(_fitting(read, points, whole=whole))
    fitting_segments = list(_fitting(read, segments, whole=whole))
    found = [_on_its_street(read, one, fitting_segments) for one in _from_points(ground, read, fitting_points)]
    for parity_kept in (True, False):
        if parity_kept or not any(one.candidate.score >= scoring.SURE for one in found):
            found += _from_ranges(ground, read, fitting_segments, known=found, parity_kept=parity_kept)
    return [one.candidate for one in found]


Row = AddressRow | SegmentRow


def _fitting(read: AddressRead, rows: Iterable[Row], *, whole: bool) -> Iterable[tuple[Row, float]]:
    for row in rows:
        cost = scoring.best_cost(read.street, row.keys, own_name=row.street)
        if cost is not None and (cost <= scoring.MOVED_DIRECTIONAL or not whole):
            yield row, cost


def _repeats(segment: SegmentRow, known: _Found) -> bool:
    """Whether what is known is the address meant, so that the place on the segment's range adds nothing.

    Neighbouring towns repeat whole street names with their numbers (Federal Hwy). An address point mailed to this city
    beats a mere range of the same full name in another town; a range here is never beaten by a point elsewhere.
    """
    if segment.segment_key == known.candidate.segment_key:
        return True
    return street_key(segment.street) == known.own_key and (segment.zip == known.zip or known.mailed_here)


def _from_points(ground: Ground, read: AddressRead, fitting: Sequence[tuple[Row, float]]) -> list[_Found]:
    by_street: dict[tuple[str, float], list[AddressRow]] = {}
    for row, cost in fitting:
        if isinstance(row, AddressRow):
            by_street.setdefault((street_key(row.street), cost), []).append(row)
    found = []
    for (own_key, cost), rows in by_street.items():
        for site in clusters(_points_before_parcels(rows), reach_ft=ONE_SITE_FT):
            candidate = _site(ground, read, site, cost=cost)
            if candidate is not None:
                mailed_here = street_key(site[0].postal_city or "") == street_key(ground.city.short_name)
                mailed_here = mailed_here or (candidate.match_type is MatchType.PARCEL and site[0].zip is None)
                found.append(_Found(candidate=candidate, own_key=own_key, zip=site[0].zip, mailed_here=mailed_here))
    return found


def _on_its_street(read: AddressRead, known: _Found, fitting: Sequence[tuple[Row, float]]) -> _Found:
    """A parcel with the segment whose range holds its number, if only one does: an address is on its street."""
    if known.candidate.match_type is not MatchType.PARCEL:
        return known
    holding = [
        row.segment_key
        for row, _ in fitting
        if isinstance(row, SegmentRow)
        and street_key(row.street) == known.own_key
        and any(side.holds(read.number) for side in _ranges(row))
    ]
    segment_key = holding[0] if len(holding) == 1 else None
    return replace(known, candidate=replace(known.candidate, segment_key=segment_key))


def _points_before_parcels(rows: Sequence[AddressRow]) -> list[AddressRow]:
    """The address points, and those parcels of the same address that no point stands for."""
    points = [row for row in rows if row.parcel_reach_ft is None]
    alone = [row for row in rows if row.parcel_reach_ft is not None]
    return points + [row for row in alone if not any(row.zip == at.zip or not (row.zip and at.zip) for at in points)]


def _site(ground: Ground, read: AddressRead, site: Sequence[AddressRow], *, cost: float) -> Candidate | None:
    """The address points of one site as one candidate: the unit asked for, else the building."""
    postal = ground.gazetteer.postal.cost(read.tail, zips=[row.zip for row in site], town=site[0].postal_city)
    if postal is None:
        return None
    asked = unit_key(read.unit) if read.unit else None
    units = [row for row in site if asked and row.unit and unit_key(row.unit) == asked]
    building = [row for row in site if not row.unit]
    chosen = units or building or list(site)
    row, spread_ft = central(chosen)
    unit_cost = scoring.UNIT_NOT_ON_FILE if asked and not units else 0.0
    is_parcel = row.parcel_reach_ft is not None
    reach_ft = spread_ft + max(one.parcel_reach_ft or 0.0 for one in chosen)
    kind = MatchType.PARCEL if is_parcel else MatchType.SUBADDRESS if units else MatchType.POINT_ADDRESS
    return Candidate(
        label=label(f"{read.number} {row.street}", unit=row.unit if len(chosen) == 1 else None, row=row),
        position=row.position,
        score=scoring.FULL - read.cost - cost - postal - unit_cost,
        match_type=kind,
        error_radius_ft=ground.gazetteer.accuracy_ft("parcels" if is_parcel else "address_points") + reach_ft,
        segment_key=row.segment_key,
        address_key=row.address_key if len(chosen) == 1 and not is_parcel else None,
    )


def label(street: str, *, row: AddressRow, unit: str | None) -> str:
    """An address as it is written on an envelope, without the state."""
    last = " ".join(part for part in (row.postal_city, row.zip) if part)
    return ", ".join(part for part in (street, shown_unit(unit), last) if part)


def _from_ranges(
    ground: Ground,
    read: AddressRead,
    fitting: Sequence[tuple[Row, float]],
    *,
    known: Sequence[_Found],
    parity_kept: bool,
) -> list[_Found]:
    """The places on ranges that repeat nothing known; the geometry is looked at for no other."""
    found = []
    for row, cost in fitting:
        if not isinstance(row, SegmentRow) or any(_repeats(row, one) for one in known):
            continue
        sides = [side for side in _ranges(row) if (side.holds if parity_kept else side.spans)(read.number)]
        if sides:
            candidate = _on_segment(ground, read, row, sides, cost=cost if parity_kept else cost + scoring.OTHER_PARITY)
            if candidate is not None:
                found.append(_Found(candidate=candidate, own_key=street_key(row.street), zip=row.zip))
    return found


def _ranges(row: SegmentRow) -> tuple[ranges.NumberRange, ...]:
    return ranges.ranges_of(left=row.left, right=row.right, parity_left=row.parity_left, parity_right=row.parity_right)


def _on_segment(
    ground: Ground, read: AddressRead, row: SegmentRow, sides: Sequence[ranges.NumberRange], *, cost: float
) -> Candidate | None:
    postal = ground.gazetteer.postal.cost(read.tail, zips=[row.zip])
    if postal is None:
        return None
    habits = ground.gazetteer.habits
    side = sides[0].side if len(sides) == 1 else None
    fraction = sum(one.fraction(read.number) for one in sides) / len(sides)
    x_ft, y_ft = ranges.point_at(row.line, fraction=fraction, side=side, offset_ft=habits.side_offset_ft)
    radius_ft = ranges.radius_ft(
        length_ft=row.line.length,
        accuracy_ft=ground.gazetteer.accuracy_ft("streets"),
        fraction=fraction,
        along_share=habits.along_share,
    )
    return Candidate(
        label=f"{read.number} {row.street}" + (f", {row.zip}" if row.zip else ""),
        position=ground.projection.to_position(x_ft=x_ft, y_ft=y_ft),
        score=scoring.FULL - read.cost - cost - postal,
        match_type=MatchType.STREET_ADDRESS,
        error_radius_ft=radius_ft if side else math.hypot(radius_ft, ranges.SIDE_OFFSET_FT),
        segment_key=row.segment_key,
        side=side,
    )
