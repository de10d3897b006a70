"""How a ledger is doing, as a person, a script and Prometheus read it."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from newssite import NewsSite
from plainrun import run_plain, ticking
from rich.console import Console
from typer.testing import CliRunner

from flows.cli import app
from flows.prometheus import exposition, write
from flows.report import show_report
from flows.status import SourceRow, Status, sources_answer, status_of
from flows.strict import RunHasFindings, ended
from tasks.http.outcomes import ADVICE, Outcome
from tasks.steps.audit import Report, as_markdown
from tasks.steps.told import told as told_of
from warehouse.connect import writing
from warehouse.ledger import Ledger
from warehouse.model.batch import Finding
from warehouse.notes import Note, notes_of
from warehouse.publish import publish

DAY = datetime(2026, 11, 24, 6, tzinfo=UTC)
SAMPLE = re.compile(
    r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\["\\n])*"\})? -?[0-9.e+]+(?:inf|nan)?'
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger after a run over a feed that reads and one that does not."""
    tmp_path = tmp_path_factory.mktemp("made")
    with NewsSite() as site:
        item = f"<item><link>{site.url('/a')}</link><title>A</title></item>"
        site.page(
            "/feed",
            f"<rss version='2.0'><channel>{item}</channel></rss>".encode(),
            media_type="application/rss+xml",
        )
        site.page("/a", b"<article><p>" + b"The bridge opened again. " * 20)
        config = tmp_path / "sources.toml"
        config.write_text(
            "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            f'[[source]]\nid = "good"\nurl = "{site.url("/feed")}"\nevery = "2d"\n'
            f'[[source]]\nid = "bad"\nurl = "{site.url("/none")}"\nkind = "feed"\n'
        )
        run_plain(tmp_path / "ledger", config=config, clock=ticking(DAY))
    return tmp_path / "ledger"


@pytest.fixture(scope="module")
def report(made: Path) -> Report:
    config = made.parent / "sources.toml"
    return run_plain(made.parent / "other", config=config, only=["bad"])


@pytest.fixture
def served(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "ledger"))


def test_a_status_counts_what_the_ledger_holds_and_what_is_due(made: Path) -> None:
    found = status_of(Ledger(made), DAY + timedelta(days=1))

    assert (found.n_articles, found.n_versions, found.n_deleted) == (1, 1, 0)
    assert [run.status for run in found.runs] == ["findings"]
    assert [(one.source_id, one.kind) for one in found.findings] == [
        ("bad", "source_failed")
    ]
    health = {one.source_id: one.health for one in found.sources}
    assert health == {"good": "fresh", "bad": "failing"}
    # the bad one is due at once, the good one on its second day, at midnight
    assert found.due == (found.at, datetime(2026, 11, 26, tzinfo=UTC))
    assert found.size.n_bytes == sum(
        path.stat().st_size for path in made.rglob("*") if path.is_file()
    )


def test_a_script_reads_the_same_in_json(made: Path) -> None:
    done = CliRunner().invoke(app, ["status", "--ledger", str(made), "--json"])

    said = json.loads(done.stdout)
    assert said["health"] == {
        "fresh": 1, "stale": 0, "silent": 0, "failing": 1, "gone": 0,
    }  # fmt: skip
    assert said["on_disk"]["raw"] > 0
    assert said["last_run"]["n_findings"] == 1
    assert said["n_runs"] == {"findings": 1}


def test_a_person_reads_a_line_for_each_side(made: Path) -> None:
    done = CliRunner().invoke(app, ["status", "--ledger", str(made)])

    words = [line.split(" ")[0] for line in done.stdout.splitlines()]
    assert words == ["ledger", "on", "articles", "runs", "sources", "due", "look"]
    assert "look at bad: source_failed, not_found" in done.stdout


def test_prometheus_reads_each_metric_once_with_its_help_and_type(
    made: Path,
) -> None:
    text = exposition(status_of(Ledger(made), DAY))

    assert text.endswith("\n")
    lines = text.splitlines()
    helped = [line.split(" ")[2] for line in lines if line.startswith("# HELP ")]
    typed = [line.split(" ")[2] for line in lines if line.startswith("# TYPE ")]
    assert helped == typed
    assert len(set(helped)) == len(helped)
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples)
    assert {re.split(r"[{ ]", line)[0] for line in samples} == set(helped)
    assert len({line.rpartition(" ")[0] for line in samples}) == len(samples)
    assert 'newsledger_sources{health="failing"} 1.0' in lines
    assert "newsledger_sources_due 1.0" in lines


def test_a_label_cannot_end_its_line(made: Path) -> None:
    found = status_of(Ledger(made), DAY)
    hostile = 'a"} 1\nevil 1 \\'
    row = {name: getattr(found.sources[0], name) for name in SourceRow.__slots__}
    status = Status(
        **{name: getattr(found, name) for name in Status.__slots__}
        | {"sources": (SourceRow(**row | {"source_id": hostile}),)}
    )

    samples = [one for one in exposition(status).splitlines() if one[0] != "#"]

    assert all(SAMPLE.fullmatch(line) for line in samples)
    assert any(r'source="a\"} 1\nevil 1 \\"' in line for line in samples)


def test_a_reader_of_the_file_never_sees_half_of_it(tmp_path: Path) -> None:
    file = tmp_path / "newsledger.prom"
    file.write_text("old\n")
    before = file.open()

    write("new\n", file)

    assert before.read() == "old\n"
    assert file.read_text() == "new\n"
    assert [path.name for path in tmp_path.iterdir()] == ["newsledger.prom"]
    with pytest.raises(OSError):
        write("new\n", tmp_path / "none" / "x.prom")


def test_a_ledger_of_an_older_program_is_told_and_not_a_bug(served: Path) -> None:
    with writing(served / "news.duckdb", 0) as con:
        con.execute("delete from internal.schema_migrations where version > 3")
        con.execute("alter table internal.source_looks drop column due_at")

    done = CliRunner().invoke(app, ["sources", "--ledger", str(served)])

    assert "is older than this program's" in str(done.exception)


def sentence(note: Note, now: datetime) -> str:
    [line] = told_of([], [note], now)
    return f"{line.who}: {line.what}"


def looks(
    ledger: Path, *rows: tuple[str, str, dict[str, object]]
) -> Callable[[str], list[Note]]:
    """Writes looks at sources, a day each, and gives what the last run tells."""
    run_id = uuid4()
    with writing(ledger / "warehouse.duckdb", 0) as con:
        for nth, (source_id, outcome, more) in enumerate(rows, 1):
            values: dict[str, object] = {
                "run_id": run_id,
                "source_id": source_id,
                "looked_at": DAY + timedelta(days=nth),
                "outcome": outcome,
                "n_entries": 0,
                **more,
            }
            con.execute(
                f"insert into internal.source_looks ({', '.join(values)}) "
                f"values ({', '.join('?' * len(values))})",
                list(values.values()),
            )
    publish(Ledger(ledger), 0)
    return lambda kind: [
        note for note in notes_of(Ledger(ledger), run_id) if note.kind == kind
    ]


def test_a_feed_that_moved_is_told_with_where_to_and_for_how_long(
    served: Path,
) -> None:
    moved = {"final_url": "https://new.example/feed", "is_permanent": True}
    other = {"final_url": "https://other.example/feed", "is_permanent": True}

    told = looks(served, ("good", "ok", other), *[("good", "ok", moved)] * 3)

    [note] = told("moving")
    assert (note.source_id, note.address, note.n) == (
        "good",
        "https://new.example/feed",
        3,
    )
    assert "moved for good to https://new.example/feed: 3 looks of 5" in sentence(
        note, DAY
    )


def test_a_source_that_fails_or_is_gone_is_told_with_since_when(served: Path) -> None:
    told = looks(served, *[("good", "gone", {})] * 3, *[("bad", "dns", {})] * 2)

    [gone], [failing] = told("gone"), told("failing")
    assert (gone.source_id, failing.source_id, failing.n) == ("good", "bad", 3)
    assert "last good on 2026-11-24, 6 days ago" in sentence(
        gone, DAY + timedelta(days=6)
    )
    assert "failed 3 looks in a row, last good never" in sentence(failing, DAY)


def test_a_source_that_was_not_well_is_told_though_the_last_run_left_it_alone(
    made: Path, served: Path
) -> None:
    looks(served, ("good", "ok", {"n_entries": 2}), ("good", "ok", {}))
    later, config = DAY + timedelta(days=9), made.parent / "sources.toml"
    run_plain(served, config=config, only=["bad"], clock=ticking(later))

    found = status_of(Ledger(served), DAY)
    said = CliRunner().invoke(app, ["status", "--ledger", str(served)]).stdout

    [still] = [note for note in found.notes if note.source_id == "good"]
    assert still.kind == "still_silent"
    assert "note good: silent when it was looked at last; its last new art" in said


def test_who_asks_us_to_wait_is_told_until_when(served: Path) -> None:
    with writing(served / "warehouse.duckdb", 0) as con:
        [(run_id,)] = con.execute("select run_id from internal.runs").fetchall()
        for url, status, wait_s in (
            ("https://slow.example/a", 429, 3_600),
            ("https://slow.example/b", 429, 7_200),
            ("https://down.example/c", 503, 10**9),
            ("https://quick.example/d", 429, 5),
        ):
            con.execute(
                "insert into internal.fetches "
                "(run_id, source_id, url, final_url, status, retry_after_s, started_at)"
                " values (?, 'good', $2, $2, $3, $4, $5)".replace("?", "$1"),
                [run_id, url, status, wait_s, DAY],
            )
    publish(Ledger(served), 0)

    waits = [
        note
        for note in notes_of(Ledger(served), UUID(str(run_id)))
        if note.kind.endswith("_waits")
    ]

    assert [(note.kind, note.address, note.until_at) for note in waits] == [
        ("address_waits", "https://down.example/c", DAY + timedelta(days=1)),
        ("host_waits", "slow.example", DAY + timedelta(hours=2)),
    ]
    assert "not before 2026-11-24 08:00 UTC" in sentence(waits[1], DAY)


def test_a_finding_says_what_failed_since_when_and_what_to_do() -> None:
    def found(kind: str, detail: str) -> Finding:
        return Finding(source_id="vrt", kind=kind, detail=detail)

    failing = Note(kind="failing", source_id="vrt", n=5, since_at=DAY)
    gone = Note(kind="gone", source_id="vrt", since_at=DAY)
    now = DAY + timedelta(days=4)

    def line(finding: Finding, *notes: Note) -> str:
        [one] = told_of([finding], notes, now)
        assert one.is_finding
        return one.what

    assert line(found("source_failed", "not_found: status 404"), failing) == (
        "source_failed, not_found: there is nothing at this address now (status 404); "
        "failed 5 looks in a row, last good on 2026-11-24, 4 days ago; look where it "
        "is now, and edit its address, or take the source out"
    )
    assert line(found("source_failed", "gone: for good"), gone) == (
        "source_failed, gone: what was at this address is gone for good; not asked any "
        "more, last good on 2026-11-24, 4 days ago; look where it is now, and edit its "
        "address, or take the source out"
    )
    assert line(found("source_failed", "dns: no such host")).startswith(
        "source_failed, dns: no such host; the next run asks again"
    )
    assert line(found("asked_to_wait", "not before 2026-11-24T08:00:00Z")) == (
        "asked_to_wait, not before 2026-11-24T08:00:00Z; nothing to do, it is asked "
        "after that"
    )
    assert line(found("mended", "it was mended")) == "mended, it was mended"


def test_every_failure_of_a_request_says_what_to_do() -> None:
    fine = {"ok", "not_modified", "empty", "xml_entities"}

    assert {str(one) for one in Outcome} - set(ADVICE) == fine


def test_what_is_told_stands_in_the_artifact_and_the_status_too(made: Path) -> None:
    run_id = status_of(Ledger(made), DAY).runs[0].run_id
    notes = (*notes_of(Ledger(made), run_id), Note(kind="silent", source_id="a_b"))
    finding = Finding(source_id="bad", kind="source_failed", detail="dns: no host")
    report = Report(
        run_id=run_id, status="findings", counts=(), rejects=(), findings=(finding,),
        ended_at=DAY, notes=notes,
    )  # fmt: skip

    artifact = as_markdown(report)
    status = CliRunner().invoke(app, ["status", "--ledger", str(made)]).stdout

    assert "- **bad**: source\\_failed, dns: no host; the next run asks" in artifact
    assert "- **a\\_b**: silent: it lists nothing, and last had entries" in artifact
    assert "or take the source out" in status


def test_a_strict_run_with_findings_is_red_and_names_them(report: Report) -> None:
    with pytest.raises(RunHasFindings) as caught:
        ended(report, strict=True)

    assert str(caught.value) == "1 finding: bad: source_failed"
    assert caught.value.report is ended(report, strict=False)


def test_notes_stand_in_the_report_without_what_a_terminal_obeys(
    report: Report,
) -> None:
    note = Note(kind="moving", source_id="a\x1b[2J", address="https://b.example/\x9b")
    out = io.StringIO()

    show_report(replace(report, notes=(note,)), Console(file=out, width=200))

    assert "note a [2J: says that it moved for good to" in out.getvalue()
    assert out.getvalue().replace("\n", "").isprintable()


def test_a_source_that_is_due_says_so_in_the_table(made: Path) -> None:
    answer = sources_answer(status_of(Ledger(made), DAY).sources, DAY)

    due = answer.columns.index("due_at")
    assert [row[due] for row in answer.rows] == [
        "now",
        datetime(2026, 11, 26, tzinfo=UTC),
    ]
