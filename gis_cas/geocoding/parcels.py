"""The stage for a parcel by its control number: a point inside it, and a radius that covers all of it."""

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import scoring
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.readings import ParcelRead
from gis_cas.store.locator_parcels import parcels_numbered


def of_parcel(ground: Ground, read: ParcelRead) -> list[Candidate]:
    """The parcels on file under this number."""
    if not ground.gazetteer.has("parcels"):
        return []
    return [
        Candidate(
            label=f"parcel {row.shown}" + (f", {row.site.number} {row.site.street}" if row.site.number else ""),
            position=row.site.position,
            score=scoring.FULL - read.cost,
            match_type=MatchType.PARCEL,
            error_radius_ft=ground.gazetteer.accuracy_ft("parcels") + (row.site.parcel_reach_ft or 0.0),
        )
        for row in parcels_numbered(ground.conn, read.number)
    ]
