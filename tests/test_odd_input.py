"""Whatever comes in, the good article beside it arrives, and each entry has a row."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plainrun import ask, run_plain

GOOD = {"id": "good", "title": "A good one", "text": "The good article stands here."}
TEXT = "A text of some words that says a thing."


def check_all_told(ledger: Path) -> None:
    """The good article arrived, and each batch adds up."""
    assert ask(
        ledger, "select text from articles where identity_key like '%good%'"
    ) == [(GOOD["text"],)]
    unequal = "select * from batches where n_in != n_observations + n_rejects"
    assert ask(ledger, unequal) == []


def read_lines(tmp_path: Path, *lines: str | bytes) -> Path:
    """The ledger of a file of records: these lines, and a good one at each end."""
    good, other = json.dumps(GOOD), json.dumps({**GOOD, "id": "other", "text": TEXT})
    written = [line.encode() if isinstance(line, str) else line for line in lines]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "rows.jsonl").write_bytes(
        b"\n".join([good.encode(), *written, other.encode()])
    )
    run_plain(tmp_path / "ledger", folder)
    check_all_told(tmp_path / "ledger")
    return tmp_path / "ledger"


def n_told(ledger: Path) -> int:
    """How many entries ended as an observation or a reject."""
    [(n,)] = ask(ledger, "select sum(n_observations + n_rejects) from batches")
    return int(n)


READ = {
    "only a text": {"text": TEXT},
    "nulls": dict.fromkeys(("title", "url", "published", "authors", "language"))
    | {"id": "x", "text": TEXT},
    "an id that is a number": {"id": 17, "text": TEXT},
    "NUL": {"id": "a\x00b", "title": "a\x00b", "text": f"{TEXT}\x00{TEXT}"},
    "lone surrogates": {"id": "\ud800", "title": "\udfff x", "text": f"{TEXT}\ud800"},
    "before year 1": {"id": "x", "published": "-0044-03-15", "text": TEXT},
    "year 0": {"id": "x", "published": "0000-01-01", "text": TEXT},
    "year 9999 at its end": {
        "id": "x", "published": "9999-12-31T23:59:59-12:00", "text": TEXT,
    },
    "year 12000": {"id": "x", "published": "12000-01-01T00:00:00Z", "text": TEXT},
    "a day that is not": {"id": "x", "published": "2023-02-29", "text": TEXT},
    "an offset that is not": {
        "id": "x", "published": "2023-02-20T10:00:00+99:99", "text": TEXT,
    },
    "a zone that is not": {
        "id": "x", "published": "2023-02-20 10:00 Mars/Phobos", "text": TEXT,
    },
    "a number for a date": {"id": "x", "published": 1e300, "text": TEXT},
    "a list for a title": {"id": "x", "title": ["a", {"b": 1}], "text": TEXT},
    "100,000 authors": {
        "id": "x", "authors": [f"Ann {n}" for n in range(100_000)], "text": TEXT,
    },
    "100,000 tags": {"id": "x", "tags": [*map(str, range(100_000))], "text": TEXT},
    "authors of all kinds": {
        "id": "x", "authors": [None, 1, {}, {"name": None}, [[]], "Bo"], "text": TEXT,
    },
    "an address of a megabyte": {
        "id": "x", "url": "https://example.org/" + "a" * 1_000_000, "text": TEXT,
    },
    "an address with a login": {
        "id": "x", "url": "https://me:secret@example.org/a", "text": TEXT,
    },
    "an address that is none": {"id": "x", "url": "http://[::1/\n\t x", "text": TEXT},
    "SQL": {"id": "'; drop table internal.versions; --", "title": "');", "text": TEXT},
    "terminal codes": {"id": "x", "title": "\x1b[2J\x1b]0;owned\x07 red", "text": TEXT},
}  # fmt: skip
REJECTED = {
    "an empty object": "{}",
    "a scalar": "17",
    "a list": '["text"]',
    "text that is an object": json.dumps({"id": "x", "text": {"a": TEXT}}),
    "a number that is none": '{"id": "x", "text": NaN',
    "100,000 brackets": "[" * 100_000 + "]" * 100_000,
    "100,000 objects": '{"text":' * 100_000 + '"x"' + "}" * 100_000,
    "no JSON": "Once upon a time",
    "bytes that are no text": b"\xff\xfe\x00\x01",
    "an integer of 100,000 digits": '{"id": ' + "9" * 100_000 + "}",
}


@pytest.mark.parametrize("name", READ)
def test_a_record_that_is_odd_is_read(tmp_path: Path, name: str) -> None:
    ledger = read_lines(tmp_path, json.dumps(READ[name]))

    assert n_told(ledger) == 3
    assert ask(ledger, "select detail from rejects where stage != 'dedupe'") == []
    texts = ask(ledger, "select text from article_history")
    assert sum(text.startswith(TEXT) for (text,) in texts) == 2
    assert "secret" not in str(ask(ledger, "select * from article_history"))


@pytest.mark.parametrize("name", REJECTED)
def test_a_record_that_cannot_be_read_is_a_reject(tmp_path: Path, name: str) -> None:
    ledger = read_lines(tmp_path, REJECTED[name])

    assert n_told(ledger) == 3
    [(reason, detail, excerpt)] = ask(
        ledger, "select reason, detail, excerpt from rejects"
    )
    assert reason
    assert len(detail or "") < 1000
    assert len(excerpt or "") <= 200


def test_a_text_of_50_mb_is_kept_or_told_in_each_form(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    long = " ".join(f"word{n}" for n in range(5_000_000))
    (folder / "good.txt").write_text(GOOD["text"])
    (folder / "long.txt").write_text(long)
    (folder / "long.html").write_text(f"<html><body><p>{long}</p></body></html>")
    (folder / "long.jsonl").write_text(json.dumps({"id": "long", "text": long}))

    run_plain(tmp_path / "ledger", folder)

    check_all_told(tmp_path / "ledger")
    assert n_told(tmp_path / "ledger") == 4


def test_files_that_are_odd_hold_nothing_up(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD["text"])
    (folder / "nul.txt").write_bytes(b"\0")
    (folder / "empty.html").write_bytes(b"")
    (folder / "bom.jsonl").write_bytes(b"\xef\xbb\xbf")
    (folder / "utf16.txt").write_bytes(TEXT.encode("utf-16-le"))
    (folder / "crlf.txt").write_bytes(b"Title: A\r\n\r\nOne line\r\nand another.\r\n")
    (folder / "\x1b[2Jred.txt").write_text(TEXT)
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT + " And another.")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")

    run_plain(tmp_path / "ledger", folder)

    check_all_told(tmp_path / "ledger")
    assert n_told(tmp_path / "ledger") >= 9


def test_one_address_in_two_sources_is_one_article_and_one_guid_or_path_is_two(
    tmp_path: Path,
) -> None:
    config = tmp_path / "sources.toml"
    config.write_text(
        "".join(f'[[source]]\nid = "{one}"\npath = "{one}"\n' for one in "ab")
    )
    row = {"url": "https://example.org/story/1", "title": "Story", "text": TEXT}
    for one in "ab":
        folder = tmp_path / one
        folder.mkdir()
        (folder / "same.txt").write_text(f"The text at one path in {one}.")
        (folder / "guid.jsonl").write_text(
            json.dumps({"id": "guid-1", "text": f"The text of one guid in {one}."})
        )
        (folder / "url.jsonl").write_text(json.dumps(row))

    run_plain(tmp_path / "ledger", config=config)

    found = ask(
        tmp_path / "ledger",
        "select count(distinct article_id), count(*) from article_history "
        "group by text = $1 order by 1",
        TEXT,
    )
    assert found == [(1, 1), (4, 4)]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=()), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = (
    "id", "url", "title", "text", "html", "published", "authors", "language", "tags",
)  # fmt: skip


@settings(
    max_examples=int(os.environ.get("NEWSLEDGER_EXAMPLES", "5")),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6),
        min_size=15,
        max_size=25,
    )
)
def test_any_value_in_any_field_ends_as_one_row(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict]
) -> None:
    ledger = read_lines(tmp_path_factory.mktemp("any"), *map(json.dumps, rows))

    assert n_told(ledger) <= len(rows) + 2
