"""Error radii: every one is a 95 % radius in feet."""

FT_PER_M = 3937 / 1200
"""US survey feet in a metre, exactly."""

RADIUS_95_PER_68 = 1.62
"""From the 68 % circle that phones report to the 95 % one (Rayleigh: sqrt(ln 0.05 / ln 0.32) = 1.62)."""


def phone_radius_ft(*, accuracy_ft: float, declared_95: bool = False) -> float:
    """The 95 % radius of a phone's fix; phones report 68 % unless the client declares otherwise."""
    return accuracy_ft if declared_95 else accuracy_ft * RADIUS_95_PER_68
