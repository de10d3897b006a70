"""Fixtures that more than one file of tests has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of the tests' own: the first server's new database is kept for all."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Where a ledger is to be made; files that want one made have their own."""
    return tmp_path / "ledger"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration that lets a run reach the loopback site at full speed."""
    file = tmp_path / "sources.toml"
    file.write_text("[defaults]\nallow_private = true\nhost_gap_s = 0\n")
    return file
