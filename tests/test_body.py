"""Bodies as their chunks come in."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.http.body import read_body

CODINGS = {
    "identity": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


@given(
    st.sampled_from(sorted(CODINGS)),
    st.binary(max_size=3_000),
    st.integers(2, 50),
)
def test_any_body_comes_back_however_it_is_cut_into_chunks(coding, data, size):
    raw = CODINGS[coding](data)
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]

    body = read_body(chunks, coding, 3_000)

    assert (body.data, body.problem) == (data, None)


@given(st.sampled_from(["gzip", "deflate"]), st.data())
def test_a_coded_body_that_is_cut_anywhere_is_never_taken_for_whole(coding, data):
    raw = CODINGS[coding](b"news " * 1_000)
    cut = data.draw(st.integers(1, len(raw) - 1))

    body = read_body([raw[:cut]], coding, 10_000)

    assert body.problem is not None
    assert body.problem.outcome == "truncated"


@given(st.binary(max_size=500), st.sampled_from(["gzip", "deflate", "br", ""]))
def test_no_bytes_break_the_reader(raw, coding):
    read_body([raw], coding, 100)


def test_raw_bytes_that_decode_to_nothing_are_counted_too():
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\x03"
    empty_block = b"\0\0\0\xff\xff"

    body = read_body([head, *[empty_block] * 10_000], "gzip", 10_000)

    assert body.problem is not None
    assert body.problem.outcome == "too_large"


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_is_allowed_of_a_body_that_is_too_large_is_kept(coding):
    body = read_body([CODINGS[coding](b"a" * 300_000)], coding, 100_000)

    assert body.data == b"a" * 100_000
    assert body.problem is not None


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_unpacks_beyond_measure_is_let_go_before_its_cap(coding):
    body = read_body([CODINGS[coding](bytes(30_000_000))], coding, 50_000_000)

    assert body.problem is not None
    assert body.problem.outcome == "too_large"
    assert "200 times" in body.problem.reason
    assert len(body.data) < 5_000_000


def test_a_long_list_that_packs_well_is_read_whole():
    urls = "".join(
        f"<url><loc>https://harbour.example/2026/11/24/{n}</loc></url>\n"
        for n in range(100_000)
    ).encode()

    body = read_body([gzip.compress(urls)], "gzip", 50_000_000)

    assert (body.data, body.problem) == (urls, None)
