"""The sentences that sites print under many stories: a ledger's boilerplate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import pyarrow as pa

from warehouse.clusters import parts_of
from warehouse.columns import put, table_of
from warehouse.model.likeness import Recipe
from warehouse.sqlfiles import statement
from warehouse.ties import Member, Pairs, put_both

# Texts of some 3,000 letters.
AT_ONCE = 2_000

SITES = pa.schema([("article_id", pa.uuid()), ("site", pa.string())])
STORIES = pa.schema([("nth_by_date", pa.int64()), ("story_no", pa.int64())])
SAID = pa.schema(
    [("digest", pa.int64()), ("site", pa.string()), ("story_no", pa.int64())]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """A sentence by its digest and its words, and the site that prints it most.

    `n_stories` counts the stories of that site that say it.
    """

    digest: int
    excerpt: str
    site: str
    n_stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A table of sentences, and how it differs from the one that held before."""

    new: tuple[Common, ...]
    known: tuple[Common, ...]
    n_forgotten: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Boilerplate:
    """What makes a sentence a site's boilerplate.

    `sentences` gives those of a text with their digests, `at_ends` tells of these which
    stand over or under what the text alone says, given those that are common at its
    site; `site` tells that from an address, a publisher and a source. A sentence that
    `is_form` is none, however many say it.
    """

    sentences: Callable[[str], Iterable[tuple[int, str]]]
    at_ends: Callable[[Sequence[int], Set[int]], Set[int]]
    is_form: Callable[[str], bool]
    site: Callable[[str | None, str | None, str], str]
    least_at_ends: int
    least_anywhere: int


class _Told(NamedTuple):
    """A text, who prints it, and the story that it tells."""

    text: str
    site: str
    story_no: int


def commonest(
    con: duckdb.DuckDBPyConnection, judged_by: Recipe, rules: Boilerplate
) -> list[Common]:
    """The sentences that are boilerplate, the commonest first.

    What hangs together is one story, by the recipe, of which all texts were asked, over
    texts of other sites too: a story that goes on hangs together by what is printed of
    it elsewhere, and what it says is no furniture. Memory does not grow with what is
    said: sentences are counted by DuckDB, which spills them.
    """
    _find_stories(con, judged_by, rules)
    counting = con.cursor()  # beside the texts, which `con` is reading
    _count_said(con, counting, rules)
    common = _common(counting, rules.least_at_ends)
    excerpts = _count_standing(con, counting, rules, common)
    values = {"at_ends": rules.least_at_ends, "anywhere": rules.least_anywhere}
    rows = counting.execute(statement("recipes/commonest"), values).fetchall()
    return [
        Common(digest=digest, excerpt=excerpts[digest], site=site, n_stories=n)
        for digest, site, n in rows
        if digest in excerpts
    ]


def _find_stories(
    con: duckdb.DuckDBPyConnection, judged_by: Recipe, rules: Boilerplate
) -> None:
    """Fills `tellers`, the articles by site, and `stories`, who tells the same."""
    con.execute(statement("recipes/held"), {"recipe": judged_by.name})
    con.execute(statement("clusters/near"))
    found = con.execute(statement("recipes/places")).fetchall()
    rows = [(article_id.bytes, rules.site(*place)) for article_id, *place in found]
    put(con, "sites", table_of(SITES, rows, lambda row: row))
    con.execute(statement("recipes/tellers"))
    con.execute(statement("recipes/ties"))
    members = con.execute(statement("recipes/numbers")).fetchall()
    alike: Pairs = defaultdict(set)
    put_both(alike, con.execute("from teller_ties").fetchall())
    parts = parts_of([Member(*row) for row in members], alike)
    told = [
        (member.nth_by_date, min(part).nth_by_date) for part in parts for member in part
    ]
    put(con, "stories", table_of(STORIES, told, lambda row: row))


def _count_said(
    con: duckdb.DuckDBPyConnection,
    counting: duckdb.DuckDBPyConnection,
    rules: Boilerplate,
) -> None:
    """Fills the table `said` with all sentences."""
    counting.execute(statement("recipes/make_said"))
    for told in _texts(con):
        rows = [
            (digest, one.site, one.story_no)
            for one in told
            for digest in {digest for digest, _ in rules.sentences(one.text)}
        ]
        _add(counting, "said", rows)


def _count_standing(
    con: duckdb.DuckDBPyConnection,
    counting: duckdb.DuckDBPyConnection,
    rules: Boilerplate,
    common: Mapping[str, Set[int]],
) -> dict[int, str]:
    """Fills the table `standing` with those at ends; gives the words of `common`."""
    counting.execute(statement("recipes/make_standing"))
    excerpts: dict[int, str] = {}
    for told in _texts(con) if common else ():
        rows = []
        for one in told:
            here = common.get(one.site, frozenset())
            said = list(rules.sentences(one.text)) if here else []
            ends = rules.at_ends([digest for digest, _ in said], here)
            rows += [(digest, one.site, one.story_no) for digest in ends]
            _keep_excerpts(excerpts, said, rules.is_form, here)
        _add(counting, "standing", rows)
    return excerpts


def _add(
    counting: duckdb.DuckDBPyConnection, name: str, rows: list[tuple[int, str, int]]
) -> None:
    counting.register("arriving", table_of(SAID, rows, lambda row: row))
    counting.execute(statement(f"recipes/add_{name}"))
    counting.unregister("arriving")


def _common(counting: duckdb.DuckDBPyConnection, least: int) -> dict[str, set[int]]:
    """What so many stories of a site say, wherever in them, by site."""
    found: dict[str, set[int]] = defaultdict(set)
    rows = counting.execute(statement("recipes/common"), {"least": least}).fetchall()
    for site, digest in rows:
        found[site].add(digest)
    return found


def _keep_excerpts(
    excerpts: dict[int, str],
    said: Iterable[tuple[int, str]],
    is_form: Callable[[str], bool],
    common: Set[int],
) -> None:
    """Keeps the words of what is common; of several ways to write it the least."""
    for digest, words in said:
        if digest in common and not is_form(words):
            excerpts[digest] = min(words, excerpts.get(digest, words))


def _texts(con: duckdb.DuckDBPyConnection) -> Iterator[list[_Told]]:
    """The texts of all articles, some at a time."""
    found = con.execute(statement("recipes/told"))
    while rows := found.fetchmany(AT_ONCE):
        yield [_Told(*row) for row in rows]
