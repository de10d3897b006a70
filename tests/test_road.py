"""The whole road, from raw files to SQL: what a run leaves in `news.duckdb`."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from plainrun import ask, run_plain, ticking

CORPORA = Path(__file__).parent / "corpora"
NAME = "000_7e17f7f9e8a04981.txt"
REAL = CORPORA / "raw_news" / NAME
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds the real file."""
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copy(REAL, folder / NAME)
    return folder


def test_the_real_file_is_one_article_of_a_month(folder: Path, ledger: Path) -> None:
    run_plain(ledger, folder)

    rows = ask(
        ledger,
        "select published_at, published_until, published_precision, published_raw, "
        "published_from, published_zone, language, title, identity_key from articles",
    )
    start, end = datetime(2022, 1, 1, tzinfo=UTC), datetime(2022, 2, 1, tzinfo=UTC)
    assert rows == [
        (start, end, "month", "2022-01", "header:date", None, "nl", None, NAME)
    ]


def test_the_real_file_says_nothing_twice(folder: Path, ledger: Path) -> None:
    run_plain(ledger, folder)

    [(text,)] = ask(ledger, "select text from articles")
    [(starts_at, n_chars, kept_at)] = ask(
        ledger, "select starts_at, n_chars, kept_at from repeats"
    )
    assert text.startswith("Er zijn 'grote verschillen'")
    assert len(text) == 2_206
    assert text.count("Schuld van Rusland") == 1
    assert text.count("Er zijn 'grote verschillen'") == 1
    assert text.split("\n\n") == [p.strip() for p in text.split("\n\n")]
    sentences = [s for p in text.split("\n\n") for s in p.split(". ")]
    assert len(sentences) == len(set(sentences))
    parsed = REAL.read_text("utf-8").replace(" date 2022-01 ", "", 1).strip()
    copy = parsed[starts_at : starts_at + n_chars]
    assert copy.startswith("Dat heeft NAVO-secretaris-generaal")
    assert "klonk het.De verwachtingen" in copy
    assert copy.endswith("gesprekken voerden.")
    assert parsed[kept_at:].startswith("Dat heeft NAVO-secretaris-generaal")


def test_a_second_run_adds_an_observation_and_nothing_else(
    folder: Path, ledger: Path
) -> None:
    run_plain(ledger, folder)
    run_plain(ledger, folder)

    assert ask(ledger, "select n_versions from articles") == [(1,)]
    assert ask(ledger, "select outcome from observations order by captured_at") == [
        ("new",),
        ("unchanged",),
    ]
    assert len(list((ledger / "raw").rglob("*.warc.gz"))) == 1


def test_an_edit_is_a_version_with_its_diff(folder: Path, ledger: Path) -> None:
    run_plain(ledger, folder)
    [(before,)] = ask(ledger, "select learnt_at from article_history")
    file = folder / NAME
    file.write_text(file.read_text("utf-8").replace("oplopende", "dalende"), "utf-8")

    run_plain(ledger, folder)

    assert ask(
        ledger, "select version_no, changed, cause from article_history order by 1"
    ) == [(1, [], "source"), (2, ["text"], "source")]
    [(article, old)] = ask(
        ledger, "select article_id, text from articles_as_of($1)", before
    )
    assert "oplopende" in old
    [(out, said), (into, says)] = ask(
        ledger, "select sign, sentence from article_diff($1, 1, 2)", article
    )
    assert (out, into) == ("-", "+")
    assert said.replace("oplopende", "dalende") == says
    assert ask(ledger, "select text from articles")[0][0].count("dalende") == 1


def test_what_changed_and_changed_back_is_three_versions(
    folder: Path, ledger: Path
) -> None:
    file = folder / NAME
    first = file.read_bytes()
    for body in (first, first.replace(b"2019", b"2018"), first):
        file.write_bytes(body)
        run_plain(ledger, folder)

    versions = ask(
        ledger, "select version_no, fingerprint from article_history order by 1"
    )
    assert [number for number, _ in versions] == [1, 2, 3]
    assert versions[0][1] == versions[2][1] != versions[1][1]
    assert ask(ledger, "select count(*) from payloads") == [(2,)]


def test_a_byte_identical_file_is_a_marked_duplicate(
    folder: Path, ledger: Path
) -> None:
    shutil.copy(folder / NAME, folder / "second.txt")

    run_plain(ledger, folder)

    assert ask(ledger, "select n_duplicates from articles") == [(1,)]
    [(article, of, relation, score)] = ask(
        ledger, "select article_id, duplicate_of, relation, score from duplicates"
    )
    assert (relation, score) == ("same_text", 1.0)
    assert ask(ledger, "select article_id from articles") == [(of,)]
    assert article != of
    assert ask(
        ledger, "select count(distinct cluster_id), count(*) from article_history"
    ) == [(1, 2)]
    assert ask(ledger, "select count(*) from payloads") == [(1,)]


def test_who_represents_a_cluster_does_not_hang_on_who_came_first(
    tmp_path: Path,
) -> None:
    texts = {
        "early.txt": "date 2021-03-04 " + "The very same words stand in both. " * 3,
        "late.txt": "date 2023-03-04 " + "The very same words stand in both. " * 3,
    }
    shown = []
    for order in (sorted(texts), sorted(texts, reverse=True)):
        folder, ledger = tmp_path / order[0] / "in", tmp_path / order[0] / "ledger"
        folder.mkdir(parents=True)
        for name in order:
            (folder / name).write_text(texts[name])
            run_plain(ledger, folder)
        shown.append(ask(ledger, "select identity_key from articles"))

    assert shown == [[("early.txt",)]] * 2


def test_a_duplicate_that_is_edited_stands_alone_again(
    folder: Path, ledger: Path
) -> None:
    shutil.copy(folder / NAME, folder / "second.txt")
    run_plain(ledger, folder)
    second = folder / "second.txt"
    second.write_text(
        "date 2022-01 De veerboot vaart vrijdag weer uit de haven, twee jaar nadat een "
        "storm de kade brak. De kapitein zei dat hij geen derde zomer wil verliezen."
    )

    run_plain(ledger, folder)

    assert ask(ledger, "select count(*), sum(n_duplicates) from articles") == [(2, 0)]
    assert ask(ledger, "from duplicates") == []
    assert ask(ledger, "select count(distinct cluster_id) from article_history") == [
        (2,)
    ]


def test_the_examples_show_an_article_a_repeat_a_duplicate_and_a_reject(
    ledger: Path,
) -> None:
    report = run_plain(ledger, EXAMPLES)

    [counts] = report.counts
    assert counts.n_new == 8
    assert counts.n_duplicates == 3
    assert counts.n_repeats == 1
    assert {reason for _, reason, _ in report.rejects} == {"empty", "invalid_json"}
    assert report.findings == ()
    assert ask(ledger, "select distinct language from articles order by 1") == [
        (name,) for name in ("ar", "de", "en", "es", "fr", "ja", "nl", "pt")
    ]


def test_each_batch_adds_up(ledger: Path) -> None:
    run_plain(ledger, EXAMPLES)

    assert ask(
        ledger,
        "select n_in, n_observations, n_rejects, n_versions from batches",
    ) == [(13, 11, 2, 11)]
    assert ask(ledger, "select n_in, status from runs") == [(13, "done")]


def test_times_come_from_the_clock_that_is_handed_in(
    folder: Path, ledger: Path
) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)

    run_plain(ledger, folder, clock=ticking(start))

    [(first, valid, learnt)] = ask(
        ledger, "select first_seen_at, valid_from, learnt_at from article_history"
    )
    assert start < first == valid < learnt < datetime(2026, 3, 2, tzinfo=UTC)


def test_a_failed_look_at_a_known_file_is_an_observation(
    folder: Path, ledger: Path, tmp_path: Path
) -> None:
    config = tmp_path / "sources.toml"
    table = f'[[source]]\nid = "raw"\npath = "{folder}"\n'
    config.write_text(table)
    run_plain(ledger, config=config)
    config.write_text(table + "max_bytes = 1000\n")

    report = run_plain(ledger, config=config, force=True)

    assert ask(
        ledger,
        "select outcome, reason from observations where outcome != 'new'",
    ) == [("failed", "too_large")]
    assert ask(ledger, "select count(*) from articles") == [(1,)]
    assert [finding.kind for finding in report.findings] == ["only_rejects"]
