"""What the program says outside the templates, as phrases of the catalogue: read out of the code that says it.

A sentence is a string, or an f-string, that begins with a capital or a value, ends as a sentence does, and is no
documentation. The values of an f-string become blanks: `f"{called} must be text."` is the phrase `{called} must be
text.` What a field is called (`called="The name"`) is a phrase too.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

_SENTENCE = re.compile(r"[A-Z{].*\s.*[.?]")
_BLANK = re.compile(r"[A-Za-z_]+")

Phrase = tuple[int, str, str, list[str]]


def sentences(fileobj: BytesIO, *_keywords_and_tags: Iterable[str], **_options: Any) -> Iterator[Phrase]:
    """Every sentence in one module, in the shape in which Babel's extraction wants it."""
    tree = ast.parse(fileobj.read())
    passed_over = set(_documentation(tree)) | set(_inside_f_strings(tree))
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        if isinstance(node, ast.keyword) and node.arg == "called":
            name = _text(node.value)
            if name and name[0].isupper():
                yield node.value.lineno, "_", name, []
        text = _text(node)
        if text is not None and _SENTENCE.fullmatch(text):
            yield getattr(node, "lineno", 0), "_", text, []


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part, number) for number, part in enumerate(node.values))
    return None


def _part(part: ast.expr, number: int) -> str:
    """A literal piece as it stands, a value as a blank named by the first plain name in it."""
    if isinstance(part, ast.Constant):
        return str(part.value).replace("{", "{{").replace("}", "}}")
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    names = _BLANK.findall(ast.unparse(inner))
    return f"{{{names[-1].lower() if names else f'value{number}'}}}"


def _documentation(tree: ast.AST) -> Iterator[int]:
    """Strings that stand alone as a statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _inside_f_strings(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from (id(part) for part in ast.walk(node) if part is not node)
