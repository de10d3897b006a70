"""The SQL files beside this module, read as package data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


def folder(name: str) -> list[Traversable]:
    """The `.sql` files of `sql/<name>/`, by name, so that numbers give the order."""
    found = files("warehouse").joinpath("sql", name).iterdir()
    return sorted(
        (item for item in found if item.name.endswith(".sql")),
        key=lambda item: item.name,
    )


@cache
def statement(name: str) -> str:
    """The text of one file, named from `sql/` without its ending: `queries/history`."""
    return files("warehouse").joinpath("sql", f"{name}.sql").read_text("utf-8")
