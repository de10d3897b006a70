"""A record's gzip member, whichever library makes it."""

from __future__ import annotations

import gzip
import os
from types import ModuleType

import pytest

from warehouse import gzipped
from warehouse.gzipped import gzip_member

TEXT = "The bridge was opened on Monday. Die Brücke wurde eröffnet. ".encode()


@pytest.mark.parametrize("library", [gzipped._ISAL, None], ids=["isal", "zlib"])
@pytest.mark.parametrize(
    "data",
    [b"", b"x", TEXT, TEXT * 200, TEXT * 50_000, os.urandom(300_000)],
    ids=["empty", "one", "short", "page", "large", "random"],
)
def test_every_gzip_reads_a_member_back_and_the_next_one_after_it(
    monkeypatch: pytest.MonkeyPatch, library: ModuleType | None, data: bytes
) -> None:
    monkeypatch.setattr(gzipped, "_ISAL", library)

    member = gzip_member(data)

    assert gzip.decompress(member + gzip_member(b"next")) == data + b"next"
    assert len(member) < len(data) + 200
