"""A router parses, calls once and returns."""

import ast

import pytest

from tests.house.tree import product_modules, read

VERBS = {"get", "post", "put", "patch", "delete", "head", "options"}
MOST_STATEMENTS = 6


def _endpoints() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    return [
        (f"{name}:{node.name}", node)
        for name in product_modules()
        if name.startswith("gis_cas/api/")
        for node in ast.walk(ast.parse(read(name)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _serves(node)
    ]


def _serves(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(d, ast.Call) and isinstance(d.func, ast.Attribute) and d.func.attr in VERBS
        for d in node.decorator_list
    )


ENDPOINTS = _endpoints()


def test_there_are_endpoints_to_look_at() -> None:
    assert len(ENDPOINTS) > 10


@pytest.mark.parametrize(("where", "node"), ENDPOINTS, ids=[where for where, _ in ENDPOINTS])
def test_a_router_is_thin(where: str, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    statements = sum(isinstance(child, ast.stmt) for part in body for child in ast.walk(part))
    assert statements <= MOST_STATEMENTS, where
    assert not any(isinstance(child, ast.Try) for child in ast.walk(node)), where
    assert isinstance(node, ast.FunctionDef), f"{where}: one colour, synchronous"
    named = {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}
    assert not named & {"session", "conn", "connection", "engine"}, where
