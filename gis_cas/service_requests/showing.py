"""What the public may see of a decided request: where, whose, and why."""

from typing import Any

from gis_cas.domain.candidate import MatchType
from gis_cas.domain.place import Place
from gis_cas.domain.service import PublicationRule, Service
from gis_cas.policy.publication import public_position
from gis_cas.service_requests.accountable import Accountable
from gis_cas.service_requests.decide import Decided
from gis_cas.store.history import as_json

_TELLS_WHERE = {PublicationRule.EXACT, PublicationRule.BLOCK}
"""Rules under which a reason may be shown: it names a road and feet, which would betray a masked place."""

_NOT_A_HOUSE = {None, MatchType.STREET_INTERSECTION}


def public_values(decided: Decided, *, service: Service, desk: Accountable) -> dict[str, Any]:
    """The public facts as bind values; a request that could mean several places is shown at none of them."""
    decision = decided.decision
    one = decided.found.places[0] if len(decided.found.places) == 1 else None
    position, precision = (None, "none")
    if one is not None:
        position, precision = public_position(service.publication, one.position, service.locus)
    shown = service.publication in _TELLS_WHERE
    facts = {
        "kind": decision.kind.value,
        "owner": desk.name,
        "certain": decision.certain,
        "proposed": decision.proposed,
    }
    return {
        "public_lon": position.lon if position else None,
        "public_lat": position.lat if position else None,
        "public_precision": str(precision),
        "public_label": _label(one, decided, service) if one and shown else None,
        "public_reason": decision.reason if shown else None,
        "public_facts": as_json(facts),
    }


def _label(place: Place, decided: Decided, service: Service) -> str | None:
    """The address where the rule shows the exact spot; otherwise the street alone, never a house number."""
    if place.label and (service.publication is PublicationRule.EXACT or place.match_type in _NOT_A_HOUSE):
        return place.label
    findings = decided.findings[0]
    streets = (findings.segment,) if findings.segment is not None else findings.of("streets")
    nearest = next((street.name for street in streets if street.name), None)
    return f"near {nearest}" if nearest else None
