"""A service's own questions in services.toml: plain words, a code for each answer, few of them."""

import re
from typing import Final

from gis_cas.domain.service import ServiceQuestion
from layers.problem import Fields

MOST_QUESTIONS: Final = 3
MOST_OPTIONS: Final = 6

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_OURS = frozenset({"which_road", "which_side", "which_place", "which_address", "on_road", "at_line"})
"""Codes of the questions that the place itself raises."""
_UNSURE = "unsure"


def read_questions(fields: Fields) -> tuple[ServiceQuestion, ...]:
    """The questions of one service, in order; what is wrong goes to the fields' problems."""
    entries = fields.entries("questions", titled_by="code")
    if len(entries) > MOST_QUESTIONS:
        fields.wrong("questions", f"A service may ask {MOST_QUESTIONS} questions at most; here are {len(entries)}.")
    questions: list[ServiceQuestion] = []
    for entry in entries:
        question = _question(entry)
        if any(question.code == other.code for other in questions):
            entry.wrong("code", f"{question.code!r} stands here a second time; each question needs its own.")
        questions.append(question)
    return tuple(questions[:MOST_QUESTIONS])


def _question(entry: Fields) -> ServiceQuestion:
    code = entry.text("code", "tree_stands")
    if code and not _CODE.fullmatch(code):
        entry.wrong("code", f"{code!r} must be small letters, digits and underscores, such as 'tree_stands'.")
    elif code in _OURS:
        entry.wrong("code", f"{code!r} is a question that the program asks itself; choose another code.")
    text = entry.text("text", "Where does the tree stand?")
    options = entry.table("options", needed=True)
    answers = tuple((answer, options.text(answer, "In a park")) for answer in options.given)
    for answer, _ in answers:
        if answer == _UNSURE:
            options.wrong(answer, '"I\'m not sure" is offered beside every question; leave it out.')
        elif not _CODE.fullmatch(answer):
            options.wrong(
                answer, "An answer's code must be small letters, digits and underscores, such as 'in_a_park'."
            )
    if not 2 <= len(answers) <= MOST_OPTIONS:  # noqa: PLR2004 - fewer is no choice
        entry.wrong("options", f"From 2 to {MOST_OPTIONS} answers are needed; here are {len(answers)}.")
    entry.nothing_else()
    return ServiceQuestion(code=code, text=text, options=answers[:MOST_OPTIONS])
