"""Database functions, one a file: superseded by the next `_vN`, never edited once a migration has run them."""

from pathlib import Path


def function_sql(name: str) -> str:
    """The text of `name`.sql, which makes the function of that name."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
