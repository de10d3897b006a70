"""Files that hold more than one article: each ends as an entry or a reject."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plainrun import ask, run_plain

from tasks.listings.files import list_files
from warehouse.model.entry import Entry, Reject
from warehouse.model.source import Source

TEXT = "The ferry sailed again on Monday, after four days in the harbour."
PAGE = f"<html><head><title>Ferry sails</title></head><body><p>{TEXT}</p></body></html>"


def listed(path: Path, **given: object) -> list[Entry | Reject]:
    source = Source(source_id="s", kind="files", path=str(path), **given)  # type: ignore[arg-type]
    return list(list_files(source))


def file(tmp_path: Path, name: str, body: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


def records(items: list[Entry | Reject]) -> list[dict]:
    return [json.loads(item.body or b"") for item in items if isinstance(item, Entry)]


def keys(items: list[Entry | Reject]) -> list[str]:
    return [item.keys[0].written for item in items if isinstance(item, Entry)]


def reasons(items: list[Entry | Reject]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Reject)]


def zipped(**members: bytes | str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return held.getvalue()


def warc(*records_: bytes) -> bytes:
    return b"".join(records_)


def record(
    url: str = "https://haven.example/a/1",
    *,
    kind: WarcRecordType = WarcRecordType.response,
    http: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
    body: bytes = PAGE.encode(),
    date: str = "2026-11-20T10:00:00Z",
) -> bytes:
    held = io.BytesIO()
    one = WarcRecord()
    one.init_headers(kind)
    one.headers["WARC-Target-URI"] = url
    one.headers["WARC-Date"] = date
    one.headers["Content-Type"] = "application/http; msgtype=response"
    one.set_bytes_content(http + body)
    one.write(held)
    return held.getvalue()


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_whatever_parts_it_and_in_whatever_it_is_written(
    tmp_path, delimiter, encoding
):
    rows = [
        ["Id", "TITLE", "text", "published", "note"],
        ["7", "Café, open", 'He said ""no"",\r\nand left; at | last', "2026-01", ""],
        ["8", "Second", "Text of two", "2026-02-01", "x"],
    ]
    text = "\r\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)

    items = listed(file(tmp_path, "news.csv", text.encode(encoding)))

    assert keys(items) == ["news.csv#7", "news.csv#8"]
    assert records(items)[0] == {
        "id": "7",
        "title": "Café, open",
        "text": 'He said "no",\r\nand left; at | last',
        "published": "2026-01",
    }


def test_columns_are_called_what_the_source_says(tmp_path):
    path = file(tmp_path, "news.csv", "nr,kop,Inhoud\n1,Veer,Tekst een\n")

    items = listed(path, fields=(("id", "nr"), ("text", "inhoud"), ("title", "kop")))

    assert keys(items) == ["news.csv#1"]
    assert records(items) == [{"nr": "1", "kop": "Veer", "inhoud": "Tekst een"}]


def test_bad_rows_are_rejects_and_the_others_are_read(tmp_path):
    path = file(tmp_path, "n.csv", "id,text\n1,One\n2,Two,Three\n\n,\n3\n4,Four\n")

    items = listed(path)

    assert keys(items) == ["n.csv#1", "n.csv#3", "n.csv#4"]
    assert [(r.reason, r.identity_key) for r in items if isinstance(r, Reject)] == [
        ("bad_table", "n.csv#L2")
    ]


def test_a_quote_that_never_ends_is_told_and_takes_no_memory(tmp_path):
    path = file(tmp_path, "n.csv", 'id,text\n1,One\n2,"Two\n' + "x,y\n" * 100_000)

    items = listed(path, max_bytes=100_000)

    assert keys(items) == ["n.csv#1"]
    assert reasons(items) == ["too_large"]


def test_bytes_of_another_encoding_far_down_lose_no_letter(tmp_path):
    path = file(tmp_path, "n.csv", b"id,text\n" + b"1,x\n" * 17_000 + b"2,Caf\xe9\n")

    assert records(listed(path))[-1]["text"] == "Café"


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("n.csv", b"", "empty"),
        ("n.csv", b"\n\n", "empty"),
        ("n.csv", b"id,text\n", "empty"),
        ("n.csv", b"a,b\n1,2\n", "bad_table"),
        ("n.tsv", b"\x00\x01\x02\xff" * 50, "bad_table"),
        ("n.parquet", b"PAR1 and nothing", "bad_table"),
        ("n.parquet", b"", "bad_table"),
        ("n.json", b"", "invalid_record"),
        ("n.json", b"{", "invalid_json"),
        ("n.json", b"[" * 100_000, "invalid_json"),
        ("n.json", b"7", "invalid_record"),
        ("n.json", b'{"a": [1, 2]}', "invalid_record"),
        ("n.json", b"[]", "empty"),
        ("n.xml", b"<nitf/>", "not_a_feed"),
        ("n.xml", b"<!DOCTYPE r [<!ENTITY a SYSTEM 'x'>]><rss/>", "xml_entities"),
        ("n.zip", b"PK\x03\x04 and nothing", "bad_archive"),
        ("n.zip", b"", "bad_archive"),
        ("n.warc", b"", "empty"),
        ("n.warc", b"nonsense " * 100, "bad_warc"),
        ("n.jsonl.gz", b"\x1f\x8b\x08\0broken", "bad_archive"),
        ("n.txt.gz", gzip.compress(TEXT.encode(), mtime=0)[:-9], "bad_archive"),
        ("n.bz2", b"BZh9", "file_type"),
        ("n.tar.gz", gzip.compress(b"x", mtime=0), "file_type"),
        ("n.gz", gzip.compress(b"x", mtime=0), "file_type"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_reject(tmp_path, name, body, reason):
    items = listed(file(tmp_path, name, body))

    assert [(r.stage, r.reason) for r in items if isinstance(r, Reject)] == [
        ("list", reason)
    ]
    assert keys(items) == []


def test_a_parquet_file_gives_its_rows_with_the_columns_that_are_asked(tmp_path):
    table = pa.table(
        {
            "id": pa.array([1, 2, 3]),
            "Text": ["One", "Two", None],
            "authors": [["An", "Bo"], None, []],
            "published": pa.array([datetime(2026, 11, 24, 9, tzinfo=UTC)] * 3),
            "vector": [[0.1] * 500] * 3,
        }
    )
    pq.write_table(table, tmp_path / "[n]*.parquet")

    items = listed(tmp_path)

    assert keys(items) == ["[n]*.parquet#1", "[n]*.parquet#2", "[n]*.parquet#3"]
    one, two, _ = records(items)
    assert (one["text"], one["authors"], "vector" in one) == (
        "One",
        ["An", "Bo"],
        False,
    )
    assert one["published"].startswith("2026-11-24 09:00:00")
    assert "authors" not in two


# JSON and XML


@pytest.mark.parametrize(
    "said",
    [
        [{"id": 1, "text": TEXT}, 7, {"id": 2, "text": TEXT}],
        {"total": 3, "tags": ["x"], "articles": [{"id": 1}, None, {"id": 2}]},
    ],
)
def test_a_json_file_is_a_list_of_records_or_holds_one(tmp_path, said):
    items = listed(file(tmp_path, "n.json", json.dumps(said)))

    assert keys(items) == ["n.json#1", "n.json#2"]
    assert reasons(items) == ["invalid_record"]


def test_a_json_file_is_one_record_where_it_has_a_text(tmp_path):
    said = {"id": "a", "text": TEXT, "related": [{"id": "b"}]}

    assert keys(listed(file(tmp_path, "n.json", json.dumps(said)))) == ["n.json#a"]


def test_saved_feeds_and_sitemaps_list_what_they_hold(tmp_path):
    link = "https://haven.example/a/{}"
    rss = f"<rss><channel><item><link>{link.format(1)}</link></item></channel></rss>"
    map_ = f"<urlset><url><loc>{link.format(2)}</loc></url></urlset>"
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": link.format(3)}],
    }
    file(tmp_path, "a.xml", rss)
    file(tmp_path, "b.xml.gz", gzip.compress(map_.encode()))
    file(tmp_path, "c.json", json.dumps(feed))

    items = listed(tmp_path)

    assert [item.url for item in items] == [link.format(n) for n in (1, 2, 3)]
    assert {item.body for item in items if isinstance(item, Entry)} == {None}


# Compressed


def test_each_kind_of_file_may_be_gzip(tmp_path):
    jsonl = json.dumps({"id": 1, "text": TEXT}) + "\n"
    file(tmp_path, "a.jsonl.gz", gzip.compress(jsonl.encode()))
    file(tmp_path, "b.csv.gz", gzip.compress(b"id,text\n1,One\n"))
    file(tmp_path, "c.txt.gz", gzip.compress(TEXT.encode()) + gzip.compress(b" More."))
    file(tmp_path, "d.html.GZ", gzip.compress(PAGE.encode()))

    items = listed(tmp_path)

    assert keys(items) == ["a.jsonl.gz#1", "b.csv.gz#1", "c.txt.gz", "d.html.GZ"]
    assert [item.media_type for item in items if isinstance(item, Entry)][2:] == [
        "text/plain",
        "text/html",
    ]
    assert items[2].body == TEXT.encode() + b" More."  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["n.jsonl.gz", "n.csv.gz", "n.txt.gz", "n.json.gz"])
def test_a_bomb_in_gzip_is_refused(tmp_path, name):
    head = b"id,text\n" if "csv" in name else b""
    bomb = gzip.compress(head + (b"x" * 99_999 + b"\n") * 300, 9)

    items = listed(file(tmp_path, name, bomb))

    assert reasons(items)[-1] == "too_large"
    assert len(items) < 200


def test_a_record_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    lines = "".join(
        json.dumps({"id": n, "text": TEXT * 9}) + "\n" for n in range(9_000)
    )
    whole = gzip.compress(lines.encode())

    items = listed(file(tmp_path, "n.jsonl.gz", whole[: len(whole) // 2]))

    assert len(keys(items)) > 1_000
    assert reasons(items)[-1] == "bad_archive"


def test_an_archive_is_a_folder_whose_names_stay_within_it(tmp_path):
    body = zipped(
        **{
            "a/one.txt": TEXT,
            "a/two.jsonl": json.dumps({"id": 1, "text": TEXT}),
            "three.csv": "id,text\n1,One\n",
            "../up.txt": TEXT,
            "/etc/abs.txt": TEXT,
            "a\\..\\..\\win.txt": TEXT,
            "C:/drive.txt": TEXT,
            ".hidden.txt": TEXT,
            "__MACOSX/._one.txt": TEXT,
            "photo.jpg": b"\xff\xd8",
            "more.zip": b"PK",
            "t.parquet": b"PAR1",
            "folder/": b"",
        }
    )

    items = listed(file(tmp_path, "n.zip", body))

    assert keys(items) == [
        "n.zip/a/one.txt",
        "n.zip/a/two.jsonl#1",
        "n.zip/three.csv#1",
    ]
    assert reasons(items) == ["bad_name"] * 4 + ["file_type"] * 3


def test_an_archive_of_a_bomb_or_of_one_name_twice_is_told(tmp_path):
    bomb = zipped(**{"n.txt": b"\0" * 30_000_000})
    twice = bytearray(zipped(**{"n.txt": "One.", "m.txt": "Two."}))
    twice = twice.replace(b"m.txt", b"n.txt")

    assert reasons(listed(file(tmp_path, "b.zip", bomb))) == ["too_large"]
    assert reasons(listed(file(tmp_path, "d.zip", twice))) == ["same_name"]


def test_a_member_that_is_damaged_costs_no_other(tmp_path):
    body = bytearray(zipped(**{"a.txt": TEXT * 50, "b.txt": TEXT}))
    body[60:64] = b"\xff\xff\xff\xff"

    items = listed(file(tmp_path, "n.zip", bytes(body)))

    assert keys(items) == ["n.zip/b.txt"]
    assert reasons(items) == ["bad_archive"]


# WARC


def test_an_archive_of_the_web_gives_its_pages_with_when_they_were_fetched(tmp_path):
    body = warc(
        record(kind=WarcRecordType.request, http=b"GET / HTTP/1.1\r\n\r\n", body=b""),
        record(),
        record("https://haven.example/a/2", kind=WarcRecordType.revisit, body=b""),
        record(
            "https://haven.example/i.png",
            http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n",
        ),
        record(
            "https://haven.example/gone",
            http=b"HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n",
        ),
        record("<https://haven.example/a/3>", date="soon"),
        record("file:///etc/passwd"),
    )

    items = listed(file(tmp_path, "n.warc", body))

    one, three = (item for item in items if isinstance(item, Entry))
    assert (one.url, three.url) == (
        "https://haven.example/a/1",
        "https://haven.example/a/3",
    )
    assert one.captured_at == datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert (one.charset, one.media_type, one.body) == (
        "utf-8",
        "text/html",
        PAGE.encode(),
    )
    assert three.captured_at is None
    assert reasons(items) == ["no_link"]


def test_a_body_in_gzip_or_chunks_is_undone_and_a_bomb_in_it_stopped(tmp_path):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    gz = head + b"Content-Encoding: gzip\r\n\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    parts = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode())
    body = warc(
        record(http=gz, body=gzip.compress(PAGE.encode())),
        record("https://haven.example/a/2", http=chunked, body=parts),
        record(
            "https://haven.example/a/3", http=gz, body=gzip.compress(b" " * 30_000_000)
        ),
    )

    items = listed(file(tmp_path, "n.warc.gz", gzip.compress(body)))

    assert [item.body for item in items if isinstance(item, Entry)] == [
        PAGE.encode()
    ] * 2
    assert reasons(items) == ["too_large"]


def test_an_archive_of_the_web_that_breaks_off_is_read_as_far_as_it_goes(tmp_path):
    members = [gzip.compress(record(f"https://haven.example/a/{n}")) for n in range(5)]
    cut = b"".join(members)[: -len(members[-1]) // 2]

    items = listed(file(tmp_path, "n.warc.gz", cut))

    plain = listed(file(tmp_path, "m.warc", record() + record(body=b"x" * 999)[:-99]))

    assert len(keys(items)) == 4
    assert reasons(items) == reasons(plain) == ["bad_warc"]
    assert len(keys(plain)) == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=200),
    st.integers(0, 900),
    st.sampled_from(["warc", "zip", "csv"]),
)
def test_any_bytes_within_a_file_are_read_or_left_out(tmp_path, noise, at, kind):
    whole = {
        "warc": record() + record("https://haven.example/a/2"),
        "zip": zipped(**{"a.txt": TEXT, "b.csv": "id,text\n1,One\n"}),
        "csv": b"id,text\n1,One\n2,Two\n",
    }[kind]

    assert listed(file(tmp_path, f"n.{kind}", whole[:at] + noise + whole[at:]))


def test_what_archives_and_tables_hold_becomes_articles(tmp_path, ledger):
    folder = tmp_path / "in"
    folder.mkdir()
    file(folder, "a.zip", zipped(**{"one.txt": TEXT}))
    file(folder, "b.csv", f"id,title,text\n7,Ferry,{TEXT.replace(',', ';')}\n")
    file(folder, "c.warc.gz", gzip.compress(record()))

    run_plain(ledger, folder)

    assert ask(
        ledger,
        "select identity_key, identity_rule, valid_from < learnt_at - interval 1 day "
        "from article_history order by all",
    ) == [
        ("a.zip/one.txt", "path", False),
        ("b.csv#7", "record", False),
        ("https://haven.example/a/1", "url", True),
    ]
