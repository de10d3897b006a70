"""Odd values, lines, files and names, all in one run: each is kept or told why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from plainrun import ask, run_plain

GOOD = "date 2024-05 A port was opened on Monday. It took four years to build it.\n"
TEXT = "The text of the record is read, whatever stands beside it."


def check(ledger: Path) -> None:
    """The good file was read, each reject says why, and each batch adds up."""
    assert ask(
        ledger, "select count(*) from articles where identity_key = 'good.txt'"
    ) == [(1,)]
    assert ask(ledger, "select 1 from rejects where reason = '' or detail = ''") == []
    assert (
        ask(
            ledger,
            "select b.batch_key from batches as b "
            "where n_in != n_observations + n_rejects "
            "or n_rejects != (select count(*) from rejects as r "
            "where r.batch_key = b.batch_key) or n_observations != (select count(*) "
            "from observations as o where o.batch_key = b.batch_key)",
        )
        == []
    )


def lines(*records: object) -> bytes:
    """JSON Lines; a str is written as it is, what is no UTF-8 as an escape."""
    return b"\n".join(
        record.encode() if isinstance(record, str) else json.dumps(record).encode()
        for record in records
    )


def first(value: object) -> str:
    """Names a case by its file."""
    return value if isinstance(value, str) and len(value) < 20 else ""


BAD_FILES = [
    ("empty.txt", b"", ("parse", "empty", "empty.txt")),
    ("blank.txt", b" \n\t\n", ("parse", "empty", "blank.txt")),
    (
        "binary.txt",
        b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20,
        ("parse", "not_text", "binary.txt"),
    ),
    ("nul.txt", b"\0", ("parse", "not_text", "nul.txt")),
    ("nul.html", b"\0", ("parse", "not_text", "nul.html")),
    ("empty.html", b"", ("parse", "empty", "empty.html")),
    ("empty.jsonl", b"", ("list", "empty", "empty.jsonl")),
    ("blank.jsonl", b"\n \r\n", ("list", "empty", "blank.jsonl")),
    ("nul.jsonl", b"\0", ("list", "invalid_json", "nul.jsonl#L1")),
    ("old mac.jsonl", b"{}\r{}", ("list", "invalid_json", "old mac.jsonl#L1")),
    (
        "deep.html",
        b"<html><body>" + b"<div>" * 100_000 + b"<p>" + TEXT.encode(),
        ("parse", "too_many_tags", "deep.html"),
    ),
    ("large.txt", b"a " * 10_000_001, ("fetch", "too_large", "large.txt")),
    ("large.html", b"<p> " * 5_000_001, ("fetch", "too_large", "large.html")),
    (
        "large.jsonl",
        b'{"text": "' + b"a " * 10_000_000 + b'"}',
        ("list", "too_large", "large.jsonl#L1"),
    ),
    ("photo.jpg", b"\xff\xd8\xff", ("list", "file_type", "photo.jpg")),
    ("data.csv", b"a,b\n1,2\n", ("list", "bad_table", "data.csv")),
]

BAD_LINES = [
    ("1", "invalid_record"),
    ('"text"', "invalid_record"),
    ("null", "invalid_record"),
    ("true", "invalid_record"),
    ("[]", "invalid_record"),
    ("NaN", "invalid_record"),
    ("1e400", "invalid_record"),
    ('"\\ud800"', "invalid_record"),
    ("{}", "no_text"),
    (json.dumps({"id": 1, "text": None, "html": None}), "no_text"),
    ('{"id": 17, "title": ["a"], "published": 1e400, "text": {}}', "no_text"),
    ('{"id": true, "title": true, "text": 17}', "no_text"),
    ('{"id": ' + "9" * 5_000 + ', "text": "x"}', "invalid_json"),
    ('{"text": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}", "invalid_json"),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, "invalid_json"),
    ('{"text": "a raw \x01 in a string"}', "invalid_json"),
    ('{"text": \ufeff"a mark in the midst"}', "invalid_json"),
]

NULLS = dict.fromkeys(
    ("id", "url", "title", "html", "published", "modified", "language", "section")
)
KEY = "substr(identity_key, len('odd00.jsonl#') + 1)"
MANY = [f"Ann Lee{n}" for n in range(100_000)]
PLAIN = "title, authors, tags, section, published_at, url"

ODD_VALUES = [
(NULLS | {"authors": [None], "tags": [None] * 3}, PLAIN, (None, [], [], *[None] * 3)),
(
    {"title": {}, "authors": {"a": 1}, "tags": 5, "section": [], "url": [1]},
    PLAIN,
    (None, [], ["5"], None, None, None),
),
({"title": 5, "section": 1.0, "authors": [5, "Ann Lee"]}, PLAIN,
 ("5", ["Ann Lee"], [], "1", None, None)),
(f'{{"id": 1, "title": -1e400, "tags": [NaN, "a"], "section": Infinity, '
 f'"text": "{TEXT}"}}',
 PLAIN, (None, [], ["a"], None, None, None)),
({"title": "a\0b", "authors": ["A\0nn Lee"], "tags": ["\0", "x\0y"]}, PLAIN,
 ("ab", ["Ann Lee"], ["xy"], None, None, None)),
({"title": "a \ud800 b", "authors": ["Ann \udfff Lee"], "tags": ["\ud800", "x\ud83d"]},
 PLAIN, ("a b", ["Ann Lee"], ["x"], None, None, None)),
({"id": "x\0y"}, KEY, ("x\0y",)),
({"id": "x\ud800y"}, KEY, ("x\\ud800y",)),
({"id": 1.5}, KEY, ("1.5",)),
(f'{{"id": 1e400, "text": "{TEXT}"}}', KEY, ("L1",)),
({"id": " ", "url": " ", "title": "\u2003"}, KEY, ("L1",)),
({"id": "i" * 1_000_000}, f"length({KEY})", (1_000_000,)),
({"id": "'; drop table internal.versions; --"}, "title", (None,)),
(f'{{"id": 1, "id": 2, "text": "no", "text": "{TEXT}"}}', f"{KEY}, text", ("2", TEXT)),
({"title": "t" * 1_000_000}, "length(title), provenance ->> 'title'",
 (500, "record:title, cut at 500 characters")),
({"authors": MANY, "tags": MANY}, "authors = tags, len(tags), tags[-1]",
 (True, 100_000, "Ann Lee99999")),
({"authors": ", ".join(MANY), "tags": ", ".join(MANY)},
 "authors = tags, len(tags), tags[-1]", (True, 100_000, "Ann Lee99999")),
({"tags": [*MANY, "more"]}, "len(tags), provenance ->> 'tags'",
 (100_000, "record:tags, 100000 of 100001")),
({"url": "https://e.org/a b?utm_source=x&b=\u00fc"}, "url",
 ("https://e.org/a%20b?b=%C3%BC",)),
({"url": "https://b\u00fccher.example/x"}, "url",
 ("https://xn--bcher-kva.example/x",)),
({"published": "\u00b2\u2070\u00b2\u2074-05-01"}, "published_at::date::varchar",
 ("2024-05-01",)),
({"url": "https://user:secret@e.org/a"}, "url", ("https://e.org/a",)),
({"url": "https://e.org/" + "a" * 1_000}, "length(url)", (1_014,)),
]  # fmt: skip

BAD_URLS = [
    "https://e.org/" + "a" * 1_000_000,
    "https://",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "http://[::1",
    "http://e.org:99999/",
    "http://256.256.256.256/",
    "//e.org/a",
    "not an address",
    17,
]

BAD_DATES = [
"0000-01-01", "0001-01-01", "-0044-03-15", "0001-01-01T00:00:00+14:00",
"9999-12-31", "9999-12-31T23:59:59-14:00", "10000-01-01", "9999", "9999-12",
"99999999999999999999", "9999999999", -1, 1e308, 17, True, {}, [],
"2023-02-29", "2024-02-30T10:00", "2024-05-01T25:00:00Z", "31/12/0000",
"2024-05-01T10:00:00+99:99", "\0", "\ud800",
]  # fmt: skip

ODD_FILES = [
    ("le.txt", TEXT.encode("utf-16-le"), TEXT),
    ("be.txt", TEXT.encode("utf-16-be"), TEXT),
    ("le.html", f"<p>{TEXT}</p>".encode("utf-16-le"), TEXT),
    ("nulls.txt", TEXT.replace("record", "rec\0ord").encode(), TEXT),
    ("mark.txt", TEXT.replace("record", "rec\ufefford").encode(), TEXT),
    ("esc.txt", f"\x1b[31m{TEXT}".encode(), f"[31m{TEXT}"),
    ("crlf.jsonl", lines({"text": TEXT}, "").replace(b"\n", b"\r\n"), TEXT),
    ("mark.jsonl", b"\xef\xbb\xbf" + lines({"text": TEXT}), TEXT),
    ("le.jsonl", lines({"text": TEXT}, "").decode().encode("utf-16-le"), TEXT),
    ("be.jsonl", lines({"text": TEXT}).decode().encode("utf-16-be"), TEXT),
    ("marked.jsonl", lines({"text": TEXT}, "").decode().encode("utf-16"), TEXT),
    ("half.jsonl", b'{"html": "<p>\\ud800' + TEXT.encode() + b'"}', TEXT),
    (
        "object.txt",
        b"---\ntitle: !!python/object/apply:os.getcwd []\n---\n" + TEXT.encode(),
        "---\n\ntitle: !!python/object/apply:os.getcwd []\n\n---\n\n" + TEXT,
    ),
]

NAMES = [
    "\x1b[31mred\x07.txt",
    "x'; drop table internal.versions; --.txt",
    "two\nlines.txt",
    "-rf.txt",
    "a?b*[c].txt",
    "\u202etxt.exe.txt",
    "%s%n{0}.txt",
    "[bold red]x.txt",
    "a" * 251 + ".txt",
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of one run over all cases above, each in files of its own."""
    place = tmp_path_factory.mktemp("shelf")
    folder = place / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    for name, body, *_ in BAD_FILES + ODD_FILES:
        (folder / name).write_bytes(body)
    for name in NAMES:
        (folder / name).write_text(TEXT)
    for nth, (line, _) in enumerate(BAD_LINES):
        around = {"id": "a", "text": TEXT}, {"id": "z", "text": f"{TEXT} Too."}
        body = lines(around[0], line, around[1])
        (folder / f"line{nth:02}.jsonl").write_bytes(body)
    for nth, (record, _, _) in enumerate(ODD_VALUES):
        said = {"id": 1, "text": TEXT} | record if isinstance(record, dict) else record
        (folder / f"odd{nth:02}.jsonl").write_bytes(lines(said))
    for nth, url in enumerate(BAD_URLS):
        (folder / f"url{nth:02}.jsonl").write_bytes(
            lines({"id": 1, "url": url, "text": TEXT})
        )
    for nth, date in enumerate(BAD_DATES):
        said = {"id": 1, "published": date, "text": TEXT}
        (folder / f"date{nth:02}.jsonl").write_bytes(lines(said))
    run_plain(place / "ledger", folder)
    return place / "ledger"


def read_of(ledger: Path, name: str, columns: str) -> list[tuple]:
    """These columns of what was read from the file of this name."""
    return ask(
        ledger,
        f"select {columns} from article_history "
        "where identity_key = $1 or starts_with(identity_key, $1 || '#') "
        "order by identity_key",
        name,
    )


def rejects_of(ledger: Path, name: str) -> list[tuple]:
    """What was left out of the file of this name, and why."""
    return ask(
        ledger,
        "select stage, reason, identity_key from rejects "
        "where identity_key = $1 or starts_with(identity_key, $1 || '#')",
        name,
    )


def test_all_of_it_in_one_run_adds_up(shelf: Path) -> None:
    n_records = len(ODD_VALUES) + len(BAD_URLS) + len(BAD_DATES) + 3 * len(BAD_LINES)
    n_files = len(BAD_FILES) + len(ODD_FILES) + len(NAMES) + 1

    check(shelf)

    assert ask(shelf, "select sum(n_in) from batches") == [(n_records + n_files,)]


def test_each_reason_that_was_given_stands_in_the_docs(shelf: Path) -> None:
    docs = (Path(__file__).parent.parent / "docs" / "outcomes.md").read_text("utf-8")

    given = [reason for (reason,) in ask(shelf, "select distinct reason from rejects")]

    assert len(given) > 7
    assert [reason for reason in given if f"`{reason}`" not in docs] == []


@pytest.mark.parametrize(("name", "body", "expected"), BAD_FILES, ids=first)
def test_a_bad_file_is_a_reject(
    shelf: Path, name: str, body: bytes, expected: tuple
) -> None:
    assert rejects_of(shelf, name) == [expected]
    assert read_of(shelf, name, "text") == []


@pytest.mark.parametrize("nth", range(len(BAD_LINES)))
def test_a_bad_line_is_a_reject_and_those_around_it_are_read(
    shelf: Path, nth: int
) -> None:
    name, (_, reason) = f"line{nth:02}.jsonl", BAD_LINES[nth]

    assert [row[1] for row in rejects_of(shelf, name)] == [reason]
    assert read_of(shelf, name, "identity_key") == [(f"{name}#a",), (f"{name}#z",)]


@pytest.mark.parametrize("nth", range(len(ODD_VALUES)))
def test_an_odd_value_is_kept_as_far_as_it_can_be_and_the_text_is_read(
    shelf: Path, nth: int
) -> None:
    _, columns, expected = ODD_VALUES[nth]
    name = f"odd{nth:02}.jsonl"

    assert rejects_of(shelf, name) == []
    assert read_of(shelf, name, f"text, {columns}") == [(TEXT, *expected)]


@pytest.mark.parametrize("nth", range(len(BAD_URLS)))
def test_an_address_that_cannot_be_one_is_not_stored_as_one(
    shelf: Path, nth: int
) -> None:
    name = f"url{nth:02}.jsonl"
    columns = "text, url, provenance ->> 'url_refused'"

    [(text, stored, refused)] = read_of(shelf, name, columns)

    assert (text, stored) == (TEXT, None)
    assert refused.startswith("record:url: url '")
    assert "secret" not in refused


@pytest.mark.parametrize("nth", range(len(BAD_DATES)))
def test_a_date_that_cannot_be_is_none_and_the_reason_is_kept(
    shelf: Path, nth: int
) -> None:
    date, name = BAD_DATES[nth], f"date{nth:02}.jsonl"
    columns = "text, published_at, provenance ->> 'published_refused'"

    [(text, published, refused)] = read_of(shelf, name, columns)

    assert (text, published) == (TEXT, None)
    is_said = isinstance(date, str | float | int) and date not in (True, "\0", "\ud800")
    assert (refused or "").startswith("record:published: date ") == is_said


@pytest.mark.parametrize(("name", "body", "text"), ODD_FILES, ids=first)
def test_an_odd_file_is_read_as_what_it_is(
    shelf: Path, name: str, body: bytes, text: str
) -> None:
    assert rejects_of(shelf, name) == []
    assert read_of(shelf, name, "text") == [(text,)]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_file_name_is_kept_as_it_is(shelf: Path, name: str) -> None:
    assert rejects_of(shelf, name) == []
    assert read_of(shelf, name, "identity_key, text") == [(name, TEXT)]
