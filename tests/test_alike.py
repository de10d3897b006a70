"""Texts that are nearly the same, through the loader alone: places, ids, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest
from seenlooks import START, digest, fresh, learnt_at

from tasks.steps.compare import edges_among, edges_of_unmet
from tasks.steps.own import own_of
from tasks.text.fingerprint import repeat_key, text_digest
from tasks.text.same_story import is_same_story
from warehouse import load as loader
from warehouse import rejudge, similar, sqlfiles
from warehouse.model.article import Article, Look
from warehouse.model.batch import Batch
from warehouse.model.entry import Key
from warehouse.model.likeness import Recipe
from warehouse.staging import stage

SYLLABLES = ("ba", "ce", "do", "fi", "gu", "la", "me", "no", "pi", "ru", "sta", "ver")


def sentences(seed: int, n: int) -> list[str]:
    """Sentences of made-up words that no other seed gives."""
    chance = Random(seed)
    return [
        " ".join(
            "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
            for _ in range(11)
        ).capitalize()
        + "."
        for _ in range(n)
    ]


def text(*parts: Sequence[str]) -> str:
    return "\n\n".join(sentence for part in parts for sentence in part)


STORY = sentences(1, 12)
OTHER = sentences(2, 12)
A = text(STORY)
B = text(STORY[:11], sentences(3, 2))
LIKE_A = text(STORY[:3], sentences(4, 1), STORY[4:])
ROUNDUP = text(OTHER, sentences(5, 9), STORY[:6])
BRIEF = text(STORY[:6])


def look(article: str, day: int, said: str | None) -> Look:
    """A look at an article, which says this; None for a page that is not there."""
    key = Key(rule="guid", written=article, digest=digest(article))
    at = START + timedelta(days=day)
    if said is None:
        return Look(
            source_id="s",
            keys=(key,),
            status="missing",
            captured_at=at,
            reason="not_found",
        )
    return Look(
        source_id="s",
        keys=(key,),
        status="read",
        captured_at=at,
        payload_digest=text_digest(said).hex,
        article=Article(text=said),
        fingerprint=digest("f", said),
        text_digest=text_digest(said),
        repeat_key=repeat_key(said),
        own=own_of(said, Recipe()),
        n_words=len(said.split()),
    )


def told(con: duckdb.DuckDBPyConnection, run: int, *looks: Look) -> None:
    """Loads looks as one run of one batch; no rule of the ledger is broken then."""
    batch = Batch(
        batch_key=digest("b", run),
        run_id=digest("run", run),
        source_id="s",
        n_entries=len(looks),
    )
    staged = stage(looks=looks)
    loader.decide(con, staged, batch, is_same_story, edges_among)
    loader.load(con, staged, batch, edges_of_unmet, learnt_at(run))
    check_rules(con)


def check_rules(con: duckdb.DuckDBPyConnection) -> None:
    for item in sqlfiles.folder("invariants"):
        # what a run writes beside its batches is not here
        if not item.name.startswith(
            ("batch_has_run", "look_has_source", "version_has_p")
        ):
            assert con.execute(item.read_text("utf-8")).fetchall() == [], item.name


def repeating(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Who repeats whom, how, and how much."""
    return con.execute(
        "select a.identity_key, r.identity_key, d.relation, d.score, d.shared_words "
        "from duplicates as d "
        "inner join internal.article_heads as a on d.article_id = a.article_id "
        "inner join internal.article_heads as r on d.duplicate_of = r.article_id "
        "order by all"
    ).fetchall()


def who(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return [row[:3] for row in repeating(con)]


def outcomes(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute(
        "select h.identity_key, o.outcome from observations as o "
        "inner join internal.article_heads as h on o.article_id = h.article_id "
        "order by o.captured_at, h.identity_key"
    ).fetchall()


@pytest.fixture
def con(tmp_path: Path) -> Iterable[duckdb.DuckDBPyConnection]:
    with fresh(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def test_a_text_that_is_nearly_another_is_a_duplicate_in_its_batch_or_a_later_one(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("a", 1, A), look("b", 1, B))
    told(con, 2, look("c", 2, LIKE_A), look("x", 2, text(OTHER)))

    assert outcomes(con) == [
        ("a", "new"),
        ("b", "duplicate"),
        ("c", "duplicate"),
        ("x", "new"),
    ]
    assert con.execute("select count(*) from articles").fetchall() == [(2,)]
    assert {row[2] for row in who(con)} == {"near"}
    assert all(0 < score < 1 and words for *_, score, words in repeating(con))


def test_a_brief_in_a_roundup_is_told_and_both_are_shown(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("brief", 1, BRIEF))
    told(con, 2, look("roundup", 2, ROUNDUP), look("again", 2, BRIEF))

    [again, brief] = who(con)
    assert {again[:2], brief[:2]} in (
        {("again", "brief"), ("brief", "roundup")},
        {("brief", "again"), ("again", "roundup")},
    )
    assert {again[2], brief[2]} == {"same_text", "contains"}
    assert con.execute("select count(*) from articles").fetchall() == [(2,)]


def test_a_cluster_falls_apart_where_its_representative_is_edited_away_or_gone(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("a", 1, A), look("b", 1, B))
    before = repeating(con)

    told(con, 2, look("a", 2, text(OTHER)))
    assert who(con) == []
    told(con, 3, look("a", 3, A))
    assert repeating(con) == before
    told(con, 4, look("b", 4, None))
    told(con, 5, look("b", 5, None))
    assert who(con) == []
    told(con, 6, look("b", 6, B))
    assert repeating(con) == before


def test_of_two_clusters_that_become_one_the_elders_id_stays(
    con: duckdb.DuckDBPyConnection,
) -> None:
    early, late = text(STORY[:6]), text(STORY[6:])
    told(con, 1, look("a", 1, early), look("b", 1, early))
    told(con, 2, look("c", 2, late), look("d", 2, late))
    ids = con.execute(
        "select distinct cluster_id from duplicates order by 1"
    ).fetchall()
    assert len(ids) == 2

    told(con, 3, look("c", 3, early), look("d", 3, early))

    [(cluster_id,)] = con.execute("select distinct cluster_id from articles").fetchall()
    aliases = con.execute("select alias, cluster_id from cluster_aliases").fetchall()
    assert {(cluster_id,), (aliases[0][0],)} == set(ids)
    assert aliases == [(aliases[0][0], cluster_id)]


def test_a_late_look_brings_its_text_among_those_that_are_alike(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("a", 5, A), look("b", 5, text(OTHER)))
    told(con, 2, look("b", 3, B))
    assert who(con) == []

    told(con, 3, look("b", 7, LIKE_A))

    assert len(who(con)) == 1


def test_stored_texts_judged_anew_say_what_they_said(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("a", 1, A), look("b", 1, B), look("brief", 1, BRIEF))
    told(con, 2, look("c", 2, LIKE_A), look("roundup", 2, ROUNDUP))
    before = repeating(con)
    assert len(before) > 2
    recipe = similar.recipe(con)

    rejudge.forget(con, recipe)
    while texts := rejudge.missing(con, recipe, 2):
        judged = [(key, said, own_of(said, recipe)) for key, said in texts]
        rejudge.catch_up(con, recipe, judged, edges_among, START)
    settled = rejudge.settle(con, recipe, edges_of_unmet, START)

    assert repeating(con) == before
    assert settled.n_moved == 0
    assert similar.is_settled(con, recipe)
    check_rules(con)


def test_long_texts_are_judged_anew_a_few_at_a_time(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(con, 1, look("a", 1, A), look("b", 1, B), look("c", 1, BRIEF))
    recipe = Recipe(name="another")

    monkeypatch.setattr(rejudge, "MOST_BYTES", 1)
    assert len(rejudge.missing(con, recipe, 5)) == 1
    monkeypatch.setattr(rejudge, "MOST_BYTES", len(A) + 1)
    assert len(rejudge.missing(con, recipe, 5)) == 2
    assert len(rejudge.missing(con, recipe, 1)) == 1


def test_what_is_learnt_is_another_recipe_and_the_same_again_is_the_same(
    con: duckdb.DuckDBPyConnection,
) -> None:
    told(con, 1, look("a", 1, A), look("b", 1, B))
    rejudge.settle(con, similar.recipe(con), edges_of_unmet, START)

    learnt = rejudge.learn(con, [(7, "We use cookies.", 9)], "dedupe", START)
    again = rejudge.learn(con, [(7, "We use cookies.", 9)], "dedupe", START)

    assert learnt == again == similar.recipe(con)
    assert learnt.learnt == {7}
    assert learnt.name.startswith("near-2+")
    assert not similar.is_settled(con, learnt)
    assert len(rejudge.missing(con, learnt, 10)) == 2
    assert len(who(con)) == 1
