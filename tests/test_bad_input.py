"""Bad input is a reject row with its reason, and costs nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from plainrun import ask, run_plain

GOOD = "date 2024-05 A port was opened on Monday. It took four years to build it.\n"
TEXT = "The text of the record is read, whatever stands beside it."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good file."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    return folder


def rejects(ledger: Path) -> list[tuple]:
    return ask(ledger, "select stage, reason, identity_key from rejects order by all")


def read(ledger: Path, columns: str) -> list[tuple]:
    """These columns of all that was read but the good file, by key."""
    return ask(
        ledger,
        f"select {columns} from article_history where identity_key != 'good.txt' "
        "order by identity_key",
    )


def lines(*records: object) -> bytes:
    """JSON Lines; a str is written as it is."""
    return b"\n".join(
        record.encode() if isinstance(record, str) else json.dumps(record).encode()
        for record in records
    )


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("empty.txt", b"", ("parse", "empty", "empty.txt")),
        ("blank.txt", b" \n\t\n", ("parse", "empty", "blank.txt")),
        (
            "binary.txt",
            b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 20,
            ("parse", "not_text", "binary.txt"),
        ),
        ("photo.jpg", b"\xff\xd8\xff", ("list", "file_type", "photo.jpg")),
        ("data.csv", b"a,b\n1,2\n", ("list", "bad_table", "data.csv")),
    ],
)
def test_a_bad_file_is_a_reject_and_the_good_one_is_read(
    folder: Path, ledger: Path, name: str, body: bytes, expected: tuple
) -> None:
    (folder / name).write_bytes(body)

    report = run_plain(ledger, folder)

    assert rejects(ledger) == [expected]
    assert ask(ledger, "select identity_key from articles") == [("good.txt",)]
    assert report.findings == ()


def test_bad_lines_of_a_record_file_are_rejects_and_the_others_are_read(
    folder: Path, ledger: Path
) -> None:
    lines = [
        json.dumps({"id": 1, "title": "One", "text": "The first record is read."}),
        '{"id": 2, "text": "cut',
        '["not", "an", "object"]',
        json.dumps({"id": 4, "title": "No text at all"}),
        json.dumps({"id": 5, "text": "The last record is read, \ud800 and all."}),
        '{"id": 6, "text": ' + "[" * 100_000,
    ]
    (folder / "r.jsonl").write_text("\n".join(lines))

    run_plain(ledger, folder)

    assert [row[:2] for row in rejects(ledger)] == [
        ("list", "invalid_json"),
        ("list", "invalid_json"),
        ("list", "invalid_record"),
        ("parse", "no_text"),
    ]
    assert ask(
        ledger, "select count(*) from articles where identity_key like 'r%'"
    ) == [(2,)]


def test_ids_that_several_records_share_name_none_of_them(
    folder: Path, ledger: Path
) -> None:
    records = [
        {"id": "x", "title": "A flood", "text": "The river rose by two metres."},
        {"id": "x", "title": "A fire", "text": "The mill burned down on Sunday."},
        {"id": "y", "title": "A fair", "text": "Forty stalls stood on the square."},
    ]
    (folder / "r.jsonl").write_text("\n".join(map(json.dumps, records)))

    run_plain(ledger, folder)

    assert ask(
        ledger,
        "select identity_rule, count(*) from articles "
        "where identity_key != 'good.txt' group by all order by all",
    ) == [("record", 1), ("title_date", 2)]


def test_a_missing_path_is_a_finding_and_the_other_targets_are_read(
    folder: Path, ledger: Path, tmp_path: Path
) -> None:
    report = run_plain(ledger, tmp_path / "missing", folder)

    assert [finding.kind for finding in report.findings] == ["source_failed"]
    assert rejects(ledger) == [("list", "not_found", None)]
    assert ask(ledger, "select count(*) from articles") == [(1,)]
    assert ask(
        ledger, "select health from sources where source_id like 'missing%'"
    ) == [("failing",)]


def test_a_folder_that_holds_nothing_is_a_finding(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()

    report = run_plain(ledger, tmp_path / "nothing")

    assert [finding.kind for finding in report.findings] == ["no_entries"]


def test_a_named_pipe_is_not_waited_on(folder: Path, ledger: Path) -> None:
    os.mkfifo(folder / "pipe.txt")

    run_plain(ledger, folder)

    assert rejects(ledger) == [("list", "not_a_file", "pipe.txt")]


def test_a_name_that_is_no_utf8_is_kept_readable(folder: Path, ledger: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))).write_text(GOOD * 2)

    run_plain(ledger, folder)

    assert ask(
        ledger, "select count(*) from article_history where identity_key like 'caf%'"
    ) == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["line.txt", "line.jsonl"])
def test_a_line_of_200_mb_is_refused_within_a_gigabyte(
    folder: Path, ledger: Path, name: str
) -> None:
    with (folder / name).open("wb") as file:
        for _ in range(200):
            file.write(b"a" * 1_000_000)
    program = (
        "import resource, sys; from plainrun import run_plain; "
        "print(run_plain(sys.argv[1], sys.argv[2]).rejects); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, ledger, folder],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
    )

    said, peak_kb = done.stdout.splitlines()
    assert "too_large" in said
    assert int(peak_kb) < 1_000_000
    assert ask(ledger, "select identity_key from articles") == [("good.txt",)]


def test_a_leap_day_and_a_zone_that_is_not_there_are_read_as_they_can_be(
    folder: Path, ledger: Path
) -> None:
    dates = ("2024-02-29", "2024-05-01 10:00 Mars/Phobos", "2024-05-01T10:00+23:59")
    (folder / "r.jsonl").write_bytes(
        lines(
            *(
                {"id": n, "published": date, "text": f"{TEXT} Once more, {n} times."}
                for n, date in enumerate(dates)
            )
        )
    )

    run_plain(ledger, folder)

    assert rejects(ledger) == []
    assert read(
        ledger,
        "published_raw, published_precision, published_zone, published_at::varchar",
    ) == [
        (dates[0], "day", None, "2024-02-29 00:00:00+00"),
        (dates[1], "minute", "assumed", "2024-05-01 10:00:00+00"),
        (dates[2], "minute", "given", "2024-04-30 10:01:00+00"),
    ]


def test_a_record_file_of_16_bits_has_its_lines_where_they_are(
    folder: Path, ledger: Path
) -> None:
    body = lines(
        {"id": "\u0a0a", "text": TEXT}, "{", {"id": "b", "text": f"{TEXT} Too."}
    )
    (folder / "r.jsonl").write_bytes(body.decode().encode("utf-16"))

    run_plain(ledger, folder)

    assert rejects(ledger) == [("list", "invalid_json", "r.jsonl#L2")]
    assert read(ledger, "identity_key") == [("r.jsonl#b",), ("r.jsonl#\u0a0a",)]


def test_an_id_that_looks_like_a_line_is_not_taken_for_it(
    folder: Path, ledger: Path
) -> None:
    records = (
        {"id": "L2", "text": TEXT},
        {"text": "Another record, with no id at all."},
    )
    (folder / "r.jsonl").write_bytes(lines(*records))

    run_plain(ledger, folder)

    assert rejects(ledger) == []
    assert read(ledger, "identity_key") == [("r.jsonl#L1",), ("r.jsonl#L2",)]


def test_of_two_names_that_differ_in_how_accents_are_written_one_is_a_reject(
    folder: Path, ledger: Path
) -> None:
    composed = "caf\u00e9.txt"
    decomposed = unicodedata.normalize("NFD", composed)
    (folder / composed).write_text(TEXT)
    (folder / decomposed).write_text("The other file, of another text altogether.")
    if len(list(folder.iterdir())) < 3:
        pytest.skip("this file system holds them for one name")

    run_plain(ledger, folder)

    assert rejects(ledger) == [("list", "same_name", decomposed)]
    assert read(ledger, "identity_key, text") == [(composed, TEXT)]


def test_what_is_no_file_of_the_folder_is_a_reject(
    folder: Path, ledger: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text(TEXT)
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "lost.txt").symlink_to("nowhere")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "folder.txt").mkdir()
    (folder / "folder.txt" / "again").symlink_to("../folder.txt")

    run_plain(ledger, folder)

    assert rejects(ledger) == [
        ("list", "not_a_file", "out.txt"),
        ("list", "not_a_file", "pipe.jsonl"),
        ("list", "unreadable", "folder.txt/again"),
        ("list", "unreadable", "loop.txt"),
        ("list", "unreadable", "lost.txt"),
        ("list", "unreadable", "up"),
    ]
    assert read(ledger, "identity_key") == []


@pytest.mark.parametrize("target", ["loop.txt", "good.txt/x", "caf\udce9/x.txt"])
def test_a_target_that_is_no_path_is_a_failed_source(
    folder: Path, ledger: Path, tmp_path: Path, target: str
) -> None:
    (folder / "good.txt").write_text(GOOD)
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    place = folder if target.startswith("good") else tmp_path

    report = run_plain(ledger, place / target, folder)

    assert [finding.kind for finding in report.findings] == ["source_failed"]
    assert rejects(ledger) == [("list", "not_found", None)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["large.txt", "large.jsonl"])
def test_a_text_of_50_mb_is_stored_whole_where_it_may_be(
    folder: Path, ledger: Path, tmp_path: Path, name: str
) -> None:
    text = "\n\n".join(f"Line {n} of a very long text." for n in range(1_600_000))
    body = text.encode() if name.endswith("txt") else lines({"text": text})
    (folder / name).write_bytes(body)
    config = tmp_path / "sources.toml"
    config.write_text(
        f'[[source]]\nid = "a"\npath = "{folder}"\nmax_bytes = 99_000_000'
    )

    run_plain(ledger, config=config)

    assert len(text) > 50_000_000
    assert rejects(ledger) == []
    assert read(ledger, "text") == [(text,)]
