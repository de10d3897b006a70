"""Fixtures that more than one file of tests has."""

from __future__ import annotations

from pathlib import Path

import pytest


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
