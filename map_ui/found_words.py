"""A few words that come from further in and are no sentences, as phrases of the catalogue.

A decision keeps its reason as the English sentence it was decided with: that is the evidence. Pages in another language
find these phrases in it again and say them anew; `tests/acceptance` proves that none of the gold decisions is left out.
The city's own rules have theirs in the city folder.
"""

from collections.abc import Callable


def found_words(_: Callable[[str], str]) -> tuple[str, ...]:
    """All of them: reasons and their parts, questions and their options, places shown near, the desk's lists."""
    return (
        _("The place is known only to within {radius} ft, and we decide up to {most} ft. {queue} looks at it."),
        _("{reason} You told us: {option}."),
        _("Nobody is known to be responsible at this spot. {queue} looks at it."),
        _("This could be the job of {owners}."),
        _("{reason} {queue} looks at it."),
        _("{reason} {queue} finds out."),
        _("{reason} {queue} looks for it."),
        _("{reason} {owner} has a part in it: {why}"),
        _("The words fit {count} places. This could be the job of {owners}."),
        _("{service}: {owner} answers this, wherever it is."),
        _("We could not find the place that was given."),
        _("This needs a place, and none was given."),
        _("The map layer {layer} was not in force on {day}."),
        _("{feet} ft from its {line}, inside the {width} ft right-of-way half-width"),
        _("{feet} ft from its {line}, so its {width} ft right-of-way half-width may reach the place"),
        _("{kind}, {feet} ft from its centreline"),
        _("centreline"),
        _("middle"),
        _("the nearest road"),
        _("about as near"),
        _("the street that the address names"),
        _("Private owner ({kind})"),
        _("Private owner"),
        _("homeowners' association"),
        _("landowner"),
        _("waterfront owners"),
        _("somebody not known"),
        _("{names} or {last}"),
        _("near {street}"),
        *_question_words(_),
        *_list_words(_),
    )


def _list_words(_: Callable[[str], str]) -> tuple[str, ...]:
    return (_("Answer owed"), _("Past the promise"), _("Needs an owner"), _("Referrals to write"))


def _question_words(_: Callable[[str], str]) -> tuple[str, ...]:
    return (
        _("Which of these places is it?"),
        _("My pin"),
        _("The address"),
        _("Which road is it on?"),
        _("Which side is it on?"),
        _("Is it on the north or the south side of {road}?"),
        _("Is it on the east or the west side of {road}?"),
        _("North: {place}"),
        _("South: {place}"),
        _("East: {place}"),
        _("West: {place}"),
        _("Where is it?"),
        _("Is it on the road, or beside it?"),
        _("On the road"),
        _("Beside it"),
        _("Is it on {road}, or not?"),
        _("On {road}"),
        _("Not on it"),
        _("Is it at the {line}, or away from it?"),
        _("At it"),
        _("Away from it"),
        _("I'm not sure"),
    )
