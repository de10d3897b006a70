"""What repeats what, as a person and a script are shown it, and its page tells it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from plainrun import ask, run_plain
from rich.console import Console
from typer.testing import CliRunner

from flows.cli import app
from flows.report import show_report
from tasks.steps.audit import Report, as_markdown
from tasks.text.boilerplate import own_letters
from tasks.text.fingerprint import repeat_key, text_digest
from tasks.text.similar import likeness

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "duplicates.md").read_text("utf-8")

STORY = (
    "The night ferry will sail from the north harbour again on Friday, two years after "
    "a storm broke the quay. The port authority said on Tuesday that the last of 140 "
    "steel piles had been driven, and that the ramp for lorries would be tried at high "
    "water. Tickets cost what they did before the storm."
)
OTHER_LEAD = STORY.replace(
    "The night ferry will sail from the north harbour again on Friday, two years after "
    "a storm broke the quay.",
    "Two years after a storm broke the quay, the night ferry returns to the north "
    "harbour on Friday.",
)
ROUNDUP = (
    "In the region. The council of the upper town voted for a new school on Monday, "
    "against the will of its own finance committee, which had asked for another year. "
    f"{STORY} A court in the capital freed a driver who had slept at the wheel, as his "
    "employer had not let him rest for two days. The mill museum opens its doors on "
    "Sunday for the first time since the flood, and shows the wheel that turned for "
    "three hundred years. Rain is expected on the coast from Wednesday on, and the "
    "dykes are watched by day and by night."
)
ALONE = (
    "A fire destroyed the old mill behind the station in the night of Sunday, and "
    "nobody was hurt in it. The police look for a lorry that was seen to leave."
)


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for nth, (name, text) in enumerate(texts.items(), 1):
        head = f"Title: {name} tells it\nDate: 2026-03-{nth:02}\n\n"
        (folder / f"{name}.txt").write_text(head + text)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A ledger of a story, its like, a round-up that holds it, and one alone."""
    home = tmp_path_factory.mktemp("duplicates")
    folder = written(
        home / "in", courier=STORY, herald=OTHER_LEAD, roundup=ROUNDUP, alone=ALONE
    )
    return home / "ledger", run_plain(home / "ledger", folder)


def shown(ledger: Path, *words: str) -> str:
    done = CliRunner().invoke(app, ["duplicates", *words, "--ledger", str(ledger)])
    assert done.exit_code == 0, done.output
    return done.stdout


def key_of(ledger: Path, name: str) -> str:
    [(key,)] = ask(
        ledger,
        "select identity_key from article_history where title = ?",
        f"{name} tells it",
    )
    return str(key)


def test_a_cluster_shows_its_representative_and_why_others_repeat_it(
    made: tuple[Path, Report],
) -> None:
    ledger, _ = made

    first, second, passage, _, hint = shown(ledger).splitlines()

    assert first.startswith("2 articles, shown as ")
    assert first.endswith("2026-03-01, courier tells it")
    assert re.search(r" near 0\.\d\d, \d+ words shared: .*, herald tells it$", second)
    assert passage.strip().strip("“”…") in " ".join(STORY.split())
    assert hint.endswith(first.split()[4])


def test_a_brief_and_the_roundup_that_holds_it_stay_two_and_say_so(
    made: tuple[Path, Report],
) -> None:
    ledger, _ = made

    brief = shown(ledger, key_of(ledger, "courier"))
    roundup = shown(ledger, key_of(ledger, "roundup"))

    assert " is repeated by\n" in brief
    assert " is within\n" in brief
    assert " holds\n" in roundup
    assert "  contains 1.00, 56 words shared:" in roundup
    assert ask(
        ledger, "select count(*) from articles where title in (?, ?)",
        "courier tells it", "roundup tells it",
    ) == [(2,)]  # fmt: skip


def test_an_article_that_repeats_none_says_so(made: tuple[Path, Report]) -> None:
    ledger, _ = made

    said = shown(ledger, key_of(ledger, "alone"))

    assert said.endswith("repeats no article, and none repeats it\n")


def test_a_script_reads_the_clusters_and_what_is_about_an_article(
    made: tuple[Path, Report],
) -> None:
    ledger, _ = made

    [cluster] = json.loads(shown(ledger, "--json"))
    about = json.loads(shown(ledger, key_of(ledger, "herald"), "--json"))

    assert cluster["n_members"] == 2
    assert [row["relation"] for row in cluster["members"]] == [None, "near"]
    assert {row["way"]: row["relation"] for row in about["duplicates"]}["repeats"] == (
        "near"
    )


def test_the_report_and_the_artifact_tell_what_was_told_again(
    made: tuple[Path, Report],
) -> None:
    _, report = made
    console = Console(record=True, width=300, file=io.StringIO())

    show_report(report, console)

    said = console.export_text()
    [line] = [one for one in said.splitlines() if one.startswith("told again: ")]
    assert line.startswith("told again: 2 articles of ")
    assert line.rstrip().endswith(": courier tells it")
    assert "Told more than once:\n\n- 2 articles of " in as_markdown(report)


def test_nothing_from_outside_steers_the_terminal(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": str(n), "title": "\x1b[2J\x9bred", "text": f"\x1b[1m{STORY}"})
        for n in range(2)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    run_plain(tmp_path / "ledger", tmp_path / "in.jsonl")

    for words in ((), ("--json",), ("in.jsonl#0",), ("in.jsonl#1", "--json")):
        assert shown(tmp_path / "ledger", *words).replace("\n", "").isprintable()


def examples() -> dict[str, list[str]]:
    """The pairs that the page quotes, by the heading that they stand under."""
    parts = re.findall(r"^### (.+?)\n(.*?)(?=^##)", PAGE, re.M | re.S)
    pairs = {
        name.strip("`"): re.findall(r"^> (.+)$", said, re.M) for name, said in parts
    }
    return {name: texts for name, texts in pairs.items() if texts}


def test_the_page_shows_each_relation_with_texts_that_have_it() -> None:
    found = examples()

    assert [len(texts) for texts in found.values()] == [2, 2, 2, 2]
    for name in ("near", "contains", "Neither"):
        a, b = map(own_letters, found[name])
        alike = likeness(a, b)
        assert (alike.relation if alike else "Neither") == name
        assert alike is None or alike.joins == (name == "near")
    a, b = found["same_normalized"]
    assert text_digest(a) != text_digest(b)
    assert repeat_key(a) == repeat_key(b)


@pytest.mark.parametrize("query", re.findall(r"```sql\n(.*?)```", PAGE, re.S))
def test_a_question_of_the_page_runs(made: tuple[Path, Report], query: str) -> None:
    ledger, _ = made

    ask(ledger, query)
