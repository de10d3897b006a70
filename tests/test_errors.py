"""Errors say what is wrong in one line, and cross from one process to another."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from warehouse import errors

AT = Path("ledger/warehouse.duckdb")
ALL = [
    errors.UsageError("TARGET: not a path"),
    errors.ConfigError("sources.toml", "is not TOML"),
    errors.LedgerError("ledger: cannot be written"),
    errors.LedgerLocked(AT, "process 12 (python)", 30),
    errors.LedgerTooNew(AT, 9, 2),
    errors.LedgerTooOld(AT, 2, 9),
    errors.LedgerEdited(AT, 1, "a" * 64, "b" * 64),
    errors.LedgerMissing(AT),
    errors.LedgerDamaged(AT, "cannot be read"),
    errors.DiskFull(AT, "writing a batch"),
]


def kinds(error: type[errors.NewsledgerError]) -> set[type[errors.NewsledgerError]]:
    below = error.__subclasses__()
    return {error, *(kind for one in below for kind in kinds(one))}


def test_each_error_is_among_those_tried() -> None:
    assert {type(error) for error in ALL} == kinds(errors.NewsledgerError) - {
        errors.NewsledgerError
    }


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_an_error_crosses_to_another_process_with_its_facts(
    error: errors.NewsledgerError,
) -> None:
    again = pickle.loads(pickle.dumps(error))

    assert type(again) is type(error)
    assert (str(again), again.__dict__) == (str(error), error.__dict__)
    assert "\n" not in str(error)
