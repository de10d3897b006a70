"""`sources.toml` and TARGETs: what is read, and one clear line for what is not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.config import daily, read_plan
from warehouse.errors import ConfigError, UsageError

WHOLE = """
[defaults]
contact = "mailto:desk@example.org"
timezone = "Europe/Brussels"
host_gap_s = 2.5
max_bytes = 5_000_000

[[source]]
id = "vrt"
url = "https://example.org/feed.xml"
kind = "feed"
every = "6h"

[[source]]
id = "archive"
path = "raw/**/*.jsonl"
identity = "id"
fields = { text = "body" }
"""


def plan_of(tmp_path: Path, text: str, *targets: str, only: tuple[str, ...] = ()):
    file = tmp_path / "sources.toml"
    file.write_text(text)
    return read_plan(targets, file, only)


def error_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        plan_of(tmp_path, text)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_file_gives_its_sources_and_limits(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, WHOLE)

    vrt, archive = plan.sources
    assert (vrt.source_id, vrt.kind, vrt.every) == ("vrt", "feed", "6h")
    assert vrt.timezone == "Europe/Brussels"
    assert vrt.max_bytes == archive.max_bytes == 5_000_000
    assert archive.path == f"{tmp_path}/raw/**/*.jsonl"
    assert archive.fields == (("text", "body"),)
    assert archive.identity == "id"
    assert plan.limits.host_gap_s == 2.5
    assert plan.limits.contact == "mailto:desk@example.org"
    assert not plan.limits.allow_private


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[source]]\nid = "bbc"\nurl = "https://a.example/"\nevry = "1d"',
            "sources.toml: source 'bbc' has unknown key 'evry'; did you mean 'every'?",
        ),
        (
            "[defaults]\nhost_gap = 1",
            "sources.toml: [defaults] has unknown key 'host_gap'; "
            "did you mean 'host_gap_s'?",
        ),
        (
            '[[sources]]\nid = "a"',
            "sources.toml: has unknown key 'sources'; did you mean 'source'?",
        ),
        (
            '[[source]]\nurl = "https://a.example/"',
            "sources.toml: source number 1 lacks the key 'id'",
        ),
        (
            '[[source]]\nid = "a"',
            "sources.toml: source 'a': give it either a url or a path",
        ),
        (
            '[[source]]\nid = "a"\npath = "x"\nkind = "sitemap"',
            "sources.toml: source 'a': kind 'sitemap' goes with a url, not with a path",
        ),
        (
            '[[source]]\nid = "a"\nurl = "https://a.example/"\nkind = "rss"',
            "sources.toml: source 'a' key 'kind': input should be 'feed', 'page', "
            "'sitemap', 'section' or 'urls'",
        ),
        (
            '[[source]]\nid = "a"\nurl = "https://a.example/"\nfull_text = "yes"',
            "sources.toml: source 'a' key 'full_text': write true, false or 'auto'",
        ),
        (
            "[defaults]\nrecheck = 3",
            "sources.toml: [defaults] key 'recheck': write the days after which to "
            "look again, such as [1, 3, 7, 30], or false",
        ),
        (
            '[[source]]\nid = "a"\nurl = "https://a.example/"\nrececk = false',
            "sources.toml: source 'a' has unknown key 'receck'; "
            "did you mean 'recheck'?",
        ),
        (
            '[defaults]\ntimezone = "Mars/Olympus"',
            "sources.toml: [defaults] key 'timezone': no time zone 'Mars/Olympus'; "
            "name one such as 'UTC'",
        ),
        (
            '[[source]]\nid = "a"\npath = "x"\nevery = "daily"',
            "sources.toml: source 'a' key 'every': 'daily' is no span; "
            "write one such as '1d' or '6h'",
        ),
        (
            '[[source]]\nid = "a"\npath = "x"\n[[source]]\nid = "a"\npath = "y"',
            "sources.toml: source 'a' is there twice",
        ),
        (
            '[[source]]\nid = "a"\npath = "x"\nfields = { titel = "t" }',
            "sources.toml: source 'a': fields: unknown field 'titel'; "
            "did you mean 'title'?",
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    assert error_of(tmp_path, text) == said


def test_each_kind_is_read_with_what_it_is_to_do(tmp_path: Path) -> None:
    text = """
[defaults]
recheck = [7, 1, 7]
[[source]]
id = "map"
url = "https://a.example/sitemap.xml"
kind = "sitemap"
recheck = false
[[source]]
id = "front"
url = "https://a.example/"
kind = "section"
full_text = "auto"
[[source]]
id = "whole"
url = "https://a.example/feed"
full_text = true
[[source]]
id = "list"
path = "urls.txt"
kind = "urls"
full_text = false
"""

    sources = plan_of(tmp_path, text).sources

    assert [source.kind for source in sources] == ["sitemap", "section", "auto", "urls"]
    assert [source.recheck_days for source in sources] == [(), (1, 7), (1, 7), (1, 7)]
    assert [source.full_text for source in sources] == [None, None, True, False]
    assert sources[3].path == f"{tmp_path}/urls.txt"


def test_a_span_takes_its_last_day_whole_in_the_zone_of_the_file(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(WHOLE)

    plan = read_plan([], file, since="2026-03-28", until="2026-03-29")

    # the clocks of Brussels went forward in the night to 29 March
    assert plan.since == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert plan.until == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert plan.command == "sources.toml --since 2026-03-28 --until 2026-03-29"
    for since, until in (("2026-13-01", None), ("2026-03-02", "2026-03-01")):
        with pytest.raises(UsageError, match=r"2026-13-01|before --since"):
            read_plan([], file, since=since, until=until)


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "line 2" in error_of(tmp_path, "[defaults]\n= 3")


def test_with_targets_only_they_run_with_the_defaults_of_the_file(
    tmp_path: Path,
) -> None:
    plan = plan_of(tmp_path, WHOLE, "https://b.example/rss", "some/folder")

    assert [source.kind for source in plan.sources] == ["auto", "files"]
    assert all(source.always_due for source in plan.sources)
    assert all(source.timezone == "Europe/Brussels" for source in plan.sources)


def test_a_target_has_the_same_id_from_run_to_run_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ids = {
        read_plan([target], None).sources[0].source_id
        for target in ("raw", "./raw", str(tmp_path / "raw"), "raw/")
    }

    assert len(ids) == 1
    assert ids.pop().startswith("raw-")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("ftp://a.example/x", "ftp"),
        ("file:///etc/passwd", "file"),
        ("https://user:secret@a.example/", "TARGET"),
    ],
)
def test_a_target_that_cannot_be_fetched_is_wrong_use(target: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_plan([target], None)

    assert said in str(caught.value)
    assert "secret" not in str(caught.value)


def test_nothing_to_do_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="nothing to do"):
        read_plan([], None)


def test_only_names_what_is_there_or_what_was_meant(tmp_path: Path) -> None:
    assert [s.source_id for s in plan_of(tmp_path, WHOLE, only=("vrt",)).sources] == [
        "vrt"
    ]
    with pytest.raises(UsageError, match="did you mean 'vrt'"):
        plan_of(tmp_path, WHOLE, only=("vrtt",))


def test_a_time_of_day_is_a_schedule() -> None:
    assert daily(None, "06:05") == "5 6 * * *"
    assert daily(None, None) == "0 6 * * *"
    assert daily("*/5 * * * *", None) == "*/5 * * * *"
    with pytest.raises(UsageError, match="25:00"):
        daily(None, "25:00")
