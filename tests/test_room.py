"""A run says so where the disk may have no room for what it will bring."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest
from plainrun import ask, run_plain

from tasks.listings.files import size_of
from tasks.steps.room import short_of_room


@pytest.mark.parametrize(
    ("n_bytes", "n_free", "says"),
    [
        (0, 0, None),
        (1_000_000, 3_000_000, None),
        (1_000_000, 2_999_999, "3 MB free, and 1 MB to read may need 3"),
        (50_000_000_000, 0, "0 MB free, and 50,000 MB to read may need 150,000"),
    ],
)
def test_three_times_the_input_is_asked_for(
    n_bytes: int, n_free: int, says: str | None
) -> None:
    line = short_of_room(n_bytes, n_free)

    assert line is None if says is None else line and line.startswith(says)


def test_the_input_is_all_files_of_a_folder_a_pattern_or_a_path(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_bytes(b"x" * 10)
    (tmp_path / "deep" / "b.txt").write_bytes(b"x" * 200)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")

    sizes = [size_of(str(tmp_path / name)) for name in ("", "a.txt", "**/b*", "none")]

    assert sizes == [210, 10, 200, 0]


def test_a_run_that_may_not_fit_says_so_and_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("A text that fits.")
    with (folder / "holes.txt").open("wb") as file:  # takes no room itself
        os.truncate(file.fileno(), shutil.disk_usage(tmp_path).free)

    with caplog.at_level(logging.WARNING):
        run_plain(tmp_path / "ledger", folder)

    assert [r for r in caplog.records if "MB to read may need" in r.getMessage()]
    assert ask(tmp_path / "ledger", "select text from articles") == [
        ("A text that fits.",)
    ]
