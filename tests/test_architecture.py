"""The four rules of the house (CONTRIBUTING, "Layout"), read from the imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"flows": 2, "tasks": 1, "warehouse": 0}
HOMES = {
    "prefect": ("flows/", "tasks/*.py"),
    "requests": ("tasks/http/",),
    "urllib3": ("tasks/http/",),
    "bs4": ("tasks/listings/", "tasks/extract/"),
    "lxml": ("tasks/listings/", "tasks/extract/"),
    "cssselect": ("tasks/extract/",),
    "duckdb": ("warehouse/",),
    "pyarrow": ("warehouse/",),
    # our own archives, and those of strangers
    "fastwarc": ("warehouse/", "tasks/listings/"),
    "feedparser": ("tasks/listings/",),
    "numpy": ("tasks/text/",),
    "rapidfuzz": ("tasks/text/",),
}


def modules() -> list[Path]:
    return sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))


def imported(path: Path) -> set[str]:
    """The dotted names that a module imports, those inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module)
    return found


def is_home(place: str, home: str) -> bool:
    if home.endswith("*.py"):
        folder, _, _ = home.partition("*")
        return place.startswith(folder) and "/" not in place[len(folder) :]
    return place.startswith(home)


def test_imports_point_down() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imported(path)
        if (level := PACKAGES.get(name.split(".")[0])) is not None
        and level > PACKAGES[path.relative_to(ROOT).parts[0]]
    ]

    assert wrong == []


def test_folders_in_tasks_are_plain_python() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tasks").rglob("*/*.py")
        if any(name.split(".")[0] == "prefect" for name in imported(path))
    ]

    assert wrong == []


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(library: str) -> None:
    wrong = [
        place
        for path in modules()
        if library in {name.split(".")[0] for name in imported(path)}
        and not any(
            is_home(place := path.relative_to(ROOT).as_posix(), home)
            for home in HOMES[library]
        )
    ]

    assert wrong == []


def test_nothing_but_the_rim_reads_the_clock() -> None:
    """Deciding takes the moment as an argument: one function calls `now`."""
    calls = [
        path.relative_to(ROOT).as_posix()
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}
    ]

    assert set(calls) <= {"tasks/steps/run.py", "tasks/http/client.py"}


@pytest.mark.parametrize("name", ["ingest", "rejudge", "reparse"])
def test_a_flow_is_its_own_table_of_contents(name: str) -> None:
    """Forty lines at most, and no branch but the loop."""
    tree = ast.parse((ROOT / f"flows/{name}.py").read_text("utf-8"))
    [flow] = [node for node in tree.body if getattr(node, "name", "") == name]

    assert flow.end_lineno - flow.lineno < 40
    assert not any(isinstance(node, ast.If | ast.Try) for node in ast.walk(flow))


def starts_like_sql(node: ast.JoinedStr) -> bool:
    first = node.values[0] if node.values else None
    text = str(first.value) if isinstance(first, ast.Constant) else ""
    verbs = ("select ", "insert ", "update ", "delete ", "with ")
    return text.lstrip().lower().startswith(verbs)


def test_sql_is_in_files() -> None:
    """No statement is put together from parts in Python, but for names and paths."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.JoinedStr) and starts_like_sql(node)
    ]

    assert wrong == []
