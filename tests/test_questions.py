"""What analysts ask, on a ledger of four runs: edits, a page gone and back, a month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from newssite import NewsSite
from plainrun import ask, run_plain, ticking

from warehouse.connect import writing
from warehouse.migrate import migrate

TABLES = (Path(__file__).parent.parent / "docs" / "tables.md").read_text("utf-8")
PAGE = (
    "<!doctype html><html lang='en'><head><title>{0}</title>"
    "<meta property='article:published_time' content='{1}'></head>"
    "<body><article><h1>{0}</h1>{2}</article></body></html>"
)
MET = "The council met on Monday evening to discuss the plan for the harbour."
PLAN = f"{MET} Work is to begin in the spring. The cost is four million, it said."
MORE = f"{MET} Work is to begin in the autumn. The cost is six million. Nobody spoke."
BRIDGE = "A bridge over the river was opened by the king on Saturday morning."
FIRE = "A fire destroyed the old mill, and nobody was hurt in it, the police said."


def put(site: NewsSite, path: str, title: str, date: str, text: str) -> None:
    site.page(path, PAGE.format(title, date, f"<p>{text}</p>").encode())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Runs at six o'clock on 11, 12, 13 and 14 February; keys are /a, /b, /c."""
    place = tmp_path_factory.mktemp("questions")
    config = place / "sources.toml"
    with NewsSite() as site:
        site.robots("")
        config.write_text(
            "[defaults]\nallow_private = true\nhost_gap_s = 0\n"
            + "".join(
                f"[[source]]\nid = '{name}'\nkind = 'page'\n"
                f"url = '{site.url(f'/{name}')}'\n"
                for name in "abc"
            )
        )

        def run(day: int) -> None:
            clock = ticking(datetime(2026, 2, day, 6, tzinfo=UTC))
            run_plain(place / "ledger", config=config, force=True, clock=clock)

        put(site, "/a", "Harbour plan", "2026-02-03T10:00:00+01:00", PLAN)
        put(site, "/b", "New bridge", "2026-01", BRIDGE)
        put(site, "/c", "Mill fire", "2026-02-10T10:00:00Z", FIRE)
        run(11)
        put(site, "/a", "Harbour plan grows", "2026-02-03T10:00:00+01:00", MORE)
        site.page("/c", b"not here", status=404)
        run(12)
        put(site, "/b", "New bridge", "2026-02", BRIDGE)
        run(13)
        put(site, "/c", "Mill fire", "2026-02-10T10:00:00Z", FIRE)
        run(14)
        yield place / "ledger"


def test_what_was_known_at_a_moment_is_what_had_been_learnt_by_then(
    ledger: Path,
) -> None:
    known = "select source_id, version_no, n_versions, title from articles_as_of($1) "

    def at(day: int) -> list[tuple]:
        return ask(ledger, known + "order by 1", datetime(2026, 2, day, 12, tzinfo=UTC))

    bridge, fire = ("b", 1, 1, "New bridge"), ("c", 1, 1, "Mill fire")
    assert at(10) == []
    assert at(11) == [("a", 1, 1, "Harbour plan"), bridge, fire]
    assert at(12) == [("a", 2, 2, "Harbour plan grows"), bridge, fire]
    assert at(13) == [("a", 2, 2, "Harbour plan grows"), ("b", 2, 2, "New bridge")]
    assert at(14) == [*at(13), ("c", 3, 3, "Mill fire")]


def test_changes_between_two_moments_leave_out_the_first_and_hold_the_second(
    ledger: Path,
) -> None:
    [(learnt,)] = ask(
        ledger,
        "select learnt_at from article_history where source_id = 'a' and is_current",
    )
    changes = (
        "select source_id, version_no, changed, is_deleted "
        "from changes_between($1, $2) order by learnt_at, 1"
    )
    end = datetime(2026, 2, 15, tzinfo=UTC)

    assert ask(ledger, changes, datetime(2026, 2, 12, tzinfo=UTC), learnt) == [
        ("a", 2, ["title", "text"], False)
    ]
    assert ask(ledger, changes, learnt, end) == [
        ("b", 2, ["published"], False),
        ("c", 2, ["deleted"], True),
        ("c", 3, ["returned"], False),
    ]


def test_the_two_axis_question_in_the_docs_answers_what_was_believed_then(
    ledger: Path,
) -> None:
    [question] = re.findall(r"```sql\n([^`]*articles_as_of[^`]*)```", TABLES)

    def believed(at: str) -> list[str]:
        asked = question.replace("as_of('2026-03-01')", f"as_of('{at}')")
        asked = f"set timezone = 'UTC';{asked}"
        return sorted(title for title, *_ in ask(ledger, asked))

    # the bridge was of January, until its page said February
    assert believed("2026-02-12 12:00") == ["Harbour plan grows", "Mill fire"]
    assert believed("2026-02-13 12:00") == ["Harbour plan grows", "New bridge"]
    assert believed("2026-03-01") == ["Harbour plan grows", "Mill fire", "New bridge"]


def test_a_difference_is_told_by_sentence_in_order_with_its_place(
    ledger: Path,
) -> None:
    [(article,)] = ask(ledger, "select article_id from articles where source_id = 'a'")

    assert ask(ledger, "from article_diff($1, 1, 2)", article) == [
        (1, "-", "Work is to begin in the spring.", 2),
        (2, "-", "The cost is four million, it said.", 3),
        (3, "+", "Work is to begin in the autumn.", 2),
        (4, "+", "The cost is six million.", 3),
        (5, "+", "Nobody spoke.", 4),
    ]
    assert ask(ledger, "from article_diff($1, 2, 2)", article) == []
    assert ask(ledger, "from article_diff($1, 2, 9)", article) == []


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("harbour MILLION", ["Harbour plan grows"]),
        ('"six million"', ["Harbour plan grows"]),
        ("“six million” nobody", ["Harbour plan grows"]),
        ('"million six"', []),
        ("was", ["Mill fire", "New bridge"]),
        ("four", []),
        ("", []),
        ('" "', []),
        ("%", []),
        ("' or 1=1 --", []),
    ],
)
def test_search_finds_what_holds_every_word_and_phrase(
    ledger: Path, query: str, titles: list[str]
) -> None:
    found = ask(ledger, "select title from search($1) order by title", query)

    assert [title for (title,) in found] == titles


def test_a_snippet_begins_and_ends_with_whole_words(ledger: Path) -> None:
    [(snippet,)] = ask(ledger, "select snippet from search('nobody spoke')")

    assert snippet == (
        "… Work is to begin in the autumn. The cost is six million. Nobody spoke."
    )


SENTENCES = st.lists(
    st.sampled_from(
        ["One. ", "Two? ", "Three!\n", "Four.” ", "五。", "Six\n\n", "٧؟ "]
    ),
    max_size=12,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(SENTENCES, SENTENCES)
def test_a_difference_applied_to_the_old_text_gives_the_new(
    tmp_path: Path, old: list[str], new: list[str]
) -> None:
    path = tmp_path / "warehouse.duckdb"
    put = (
        "insert into internal.versions (article_id, version_no, text) "
        "values ($1, $2, $3)"
    )
    article = "00000000-0000-0000-0000-000000000001"
    migrate(path, 0, datetime(2026, 1, 1, tzinfo=UTC))
    with writing(path, 0) as con:
        con.execute("delete from internal.versions")
        con.execute(put, [article, 1, "".join(old)])
        con.execute(put, [article, 2, "".join(new)])
        edits = con.execute("from article_diff($1, 1, 2)", [article]).fetchall()

    out = [place for _, sign, _, place in edits if sign == "-"]
    put_in = [(place, said) for _, sign, said, place in edits if sign == "+"]
    made = [said.strip() for n, said in enumerate(old, 1) if n not in out]
    for place, said in put_in:
        made.insert(place - 1, said)
    assert made == [said.strip() for said in new]
    assert (out, put_in) == (sorted(out), sorted(put_in))


def test_the_differences_of_all_articles_at_once_are_those_of_each(
    tmp_path: Path,
) -> None:
    path = tmp_path / "warehouse.duckdb"
    texts = [("A. B.", "A. D."), ("X. Y.", "Y. X. Z."), ("A. B.", "A. B. C."), ("Q.",)]
    migrate(path, 0, datetime(2026, 1, 1, tzinfo=UTC))
    with writing(path, 0) as con:
        for nth, versions in enumerate(texts):
            for version_no, text in enumerate(versions, 1):
                con.execute(
                    "insert into internal.versions (article_id, version_no, text) "
                    "values ($1, $2, $3)",
                    [UUID(int=nth), version_no, text],
                )

        together = con.execute(
            "select a.article_id, d.* "
            "from (select distinct article_id from internal.versions) as a, "
            "article_diff(a.article_id, 1, 2) as d order by all"
        ).fetchall()
        each = [
            (UUID(int=nth), *edit)
            for nth in range(len(texts))
            for edit in con.execute(
                "from article_diff($1, 1, 2)", [UUID(int=nth)]
            ).fetchall()
        ]

    assert together == each
    assert [len([e for e in each if e[0].int == nth]) for nth in range(4)] == [
        2, 3, 1, 0,
    ]  # fmt: skip
