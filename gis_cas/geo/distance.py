"""A distance as people say it."""

FT_PER_MILE = 5280.0
IN_MILES_FROM_FT = 1000.0


def miles_or_feet(feet: float) -> tuple[str, str]:
    """The unit ("miles" or "ft") and the figure: feet, and from about a fifth of a mile on miles."""
    if feet < IN_MILES_FROM_FT:
        return "ft", f"{feet:.0f}"
    return "miles", f"{feet / FT_PER_MILE:,.1f}"
