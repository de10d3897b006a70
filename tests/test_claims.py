"""A canonical address that pages claim: when it joins two looks, and when not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from newssite import NewsSite
from plainrun import ask, run_plain, utc_now
from seenlooks import START, digest, fresh
from sitepages import DATE, FEED, ITEM

from tasks.steps.compare import edges_of_unmet
from tasks.steps.rebuild import rebuild
from tasks.text.same_story import is_same_story
from warehouse import load as loader
from warehouse.claims import Said
from warehouse.connect import Connection
from warehouse.ledger import Ledger
from warehouse.model.article import Article, Look
from warehouse.model.batch import Batch
from warehouse.model.entry import Key
from warehouse.staging import stage
from warehouse.verify import verify

HARBOUR = (
    "The council voted on Monday for the new quay, which will cost the town forty "
    "million in ten years. Work begins in the spring, when the herring boats are out, "
    "and the fish market moves to the shed of the old railway until it is done."
)
EDITED = HARBOUR.replace("forty", "fifty") + (
    " The opposition calls the sum a guess, and asks the court of audit to look at it "
    "before the first pile is driven. The mayor answered that she has nothing to hide."
)
BRIDGE = (
    "Cyclists can cross the canal again from Friday on, two years after a barge hit "
    "the bridge and bent it. The first to ride over it was a baker of seventy, who had "
    "taken the ferry at five every morning since, and missed it but once."
)
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<link rel="canonical" href="{canonical}"></head><body><article><h1>{title}</h1>
<p>{text}</p></article></body></html>"""
ALL = "everywhere"


def key(name: str) -> Key:
    return Key(rule="url", written=name, digest=digest(name))


def look(
    name: str,
    text: str | None,
    claim: str | None = ALL,
    source: str = "s",
    day: int = 0,
) -> Look:
    """A look at the entry `name`, whose page claims another address."""
    seen = Look(
        source_id=source,
        keys=(key(name),),
        status="missing",
        captured_at=START + timedelta(days=day),
        reason="not_found",
    )
    if text is None:
        return seen
    title = "The quay" if text in (HARBOUR, EDITED) else "The bridge"
    return Look(
        source_id=source,
        keys=seen.keys,
        status="read",
        captured_at=seen.captured_at,
        claim=key(claim) if claim else None,
        payload_digest=digest("p", text).hex,
        parser="p1",
        article=Article(text=text, title=title),
        fingerprint=digest("f", text),
        text_digest=digest("t", text),
        repeat_key=digest("r", text),
        n_words=3,
    )


def put(con: Connection, *looks: Look, run: str, batch: str = "") -> None:
    made = Batch(
        batch_key=digest("b", run, batch),
        run_id=digest("run", run),
        source_id=None,
        n_entries=len(looks),
    )
    staged = stage(looks=looks)
    loader.decide(con, staged, made, is_same_story, lambda _: ())
    loader.load(con, staged, made, edges_of_unmet, START + timedelta(days=9))


def together(con: Connection, names: str = "ab") -> list[set[str]]:
    """Which of the entries are one article, each set once."""
    asked = (
        "select list(written order by written) from internal.article_keys "
        "where not is_claim group by article_id order by 1"
    )
    found = [set(row[0]) & set(names) for row in con.execute(asked).fetchall()]
    return [some for some in found if some]


def loaded(path: Path, *batches: Sequence[Look]) -> list[set[str]]:
    """What is one article where each batch is a run of its own, checked."""
    with fresh(path) as con:
        for nth, looks in enumerate(batches):
            put(con, *looks, run=str(nth))
        return together(con, "abc")


def test_articles_that_claim_one_address_are_two_in_any_order_and_batch(
    tmp_path: Path,
) -> None:
    a, b = look("a", HARBOUR), look("b", BRIDGE)
    for nth, batches in enumerate(([[a], [b]], [[b], [a]], [[a, b]], [[b, a]])):
        assert loaded(tmp_path / f"{nth}.duckdb", *batches) == [{"a"}, {"b"}]


@pytest.mark.parametrize("text", [HARBOUR, EDITED])
def test_an_article_that_moved_is_one_in_any_order(tmp_path: Path, text: str) -> None:
    """Of two sources in one batch, too: each has its own way to it."""
    a, b = look("a", HARBOUR), look("b", text, source="t")
    for nth, batches in enumerate(([[a], [b]], [[b], [a]], [[a, b]], [[b, a]])):
        assert loaded(tmp_path / f"{nth}.duckdb", *batches) == [{"a", "b"}]


def test_a_page_for_printing_is_its_article_in_any_order_and_batch(
    tmp_path: Path,
) -> None:
    """Though one source lists both at once: its main page is listed under the key."""
    main, printed = look("a", HARBOUR, claim=None), look("b", HARBOUR, claim="a")
    orders = ([[main], [printed]], [[printed], [main]], [[main, printed]])
    for nth, batches in enumerate((*orders, [[printed, main]])):
        assert loaded(tmp_path / f"{nth}.duckdb", *batches) == [{"a", "b"}]
    with fresh(tmp_path / "run.duckdb") as con:
        put(con, main, run="1", batch="1")
        put(con, printed, run="1", batch="2")
        assert together(con) == [{"a", "b"}]


def test_a_page_that_claims_another_article_s_address_never_gets_it(
    tmp_path: Path,
) -> None:
    """In any order, and print pages of the other still join it."""
    a, b = look("a", HARBOUR, claim=None), look("b", BRIDGE, claim="a")
    c = look("c", EDITED, claim="a")
    orders = ([[a], [b], [c]], [[b], [a], [c]], [[b, a], [c]], [[a, b, c]])
    for nth, batches in enumerate(orders):
        found = loaded(tmp_path / f"{nth}.duckdb", *batches)
        assert found == [{"a", "c"}, {"b"}]


def test_an_address_that_another_page_claims_leads_nowhere_beside_a_key_that_is_known(
    tmp_path: Path,
) -> None:
    """And is the article's that is listed under it from then on."""
    a = look("a", HARBOUR, claim="c")
    b = look("b", BRIDGE, claim=None)
    both = replace(look("c", BRIDGE, claim=None, day=1), keys=(key("c"), key("b")))

    assert loaded(tmp_path / "w.duckdb", [a], [b], [both]) == [{"a"}, {"b", "c"}]


def test_what_was_found_apart_stays_apart(tmp_path: Path) -> None:
    """Whatever the pages say later, and whoever claims the address then."""
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("a", HARBOUR), run="1")
        put(con, look("b", BRIDGE), run="2")
        put(con, look("b", HARBOUR, day=1), look("a", HARBOUR, day=1), run="3")
        put(con, look("c", HARBOUR, source="t"), run="4")

        assert together(con, "abc") == [{"a"}, {"b"}, {"c"}]
        shared = con.execute("select key_digest, is_claim from internal.shared_keys")
        assert shared.fetchall() == [(digest(ALL), True)]


def test_an_address_that_was_joined_by_its_text_stays_when_the_text_changes(
    tmp_path: Path,
) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("b", HARBOUR, claim="a"), run="1")
        put(con, look("a", HARBOUR, claim=None), run="2")
        put(con, look("a", BRIDGE, claim=None, day=1), run="3")

        assert together(con) == [{"a", "b"}]
        versions = "select max(version_no) from article_history"
        assert con.execute(versions).fetchall() == [(2,)]


def test_what_is_gone_at_an_address_that_another_page_claims_ends_nothing(
    tmp_path: Path,
) -> None:
    with fresh(tmp_path / "w.duckdb") as con:
        put(con, look("b", HARBOUR, claim="a"), run="1")
        for day in (1, 2):
            put(con, look("a", None, day=day), run=str(day + 1))

        deleted = "select is_deleted from internal.article_heads"
        assert con.execute(deleted).fetchall() == [(False,)]
        reasons = "select identity_key, reason from rejects"
        assert con.execute(reasons).fetchall() == [("a", "not_found")] * 2


def test_what_one_source_lists_at_once_is_not_joined_by_nobody_s_address(
    tmp_path: Path,
) -> None:
    """A page of consent, shown for all of them: in one batch and in two."""
    a, b = look("a", HARBOUR), look("b", HARBOUR)
    assert loaded(tmp_path / "one.duckdb", [a, b]) == [{"a"}, {"b"}]
    with fresh(tmp_path / "two.duckdb") as con:
        put(con, a, run="1", batch="1")
        put(con, b, run="1", batch="2")
        assert together(con) == [{"a"}, {"b"}]


def listed(said: Sequence[str | None]) -> list[Look]:
    """Looks at one entry, each of a source of its own that lists it."""
    return [
        look("c", text, claim=None, source=f"s{nth}", day=1)
        for nth, text in enumerate(said)
    ]


@pytest.mark.parametrize("said", [*permutations([HARBOUR, BRIDGE, None])])
def test_the_first_listed_under_a_claimed_address_tells_whose_it_is_however_batched(
    tmp_path: Path, said: tuple[str | None, ...]
) -> None:
    """And it is one article's, whatever the looks say."""
    asked = "select written, is_claim, article_id from internal.article_keys order by 1"
    found = []
    for nth, batches in enumerate(([listed(said)], [[seen] for seen in listed(said)])):
        with fresh(tmp_path / f"{nth}.duckdb") as con:
            put(con, look("a", HARBOUR, claim="c"), run="0")
            for batch, looks in enumerate(batches):
                put(con, *looks, run="1", batch=str(batch))
            found.append(con.execute(asked).fetchall())
            titles = con.execute("select distinct title from articles").fetchall()

    assert found[0] == found[1]
    assert [row[:2] for row in found[0]] == [("a", False), ("c", False)]
    is_first = next(filter(None, said)) == HARBOUR
    assert (found[0][0][2] == found[0][1][2]) is is_first
    assert len(titles) == 2 - is_first


LOOKS = st.lists(
    st.tuples(st.sampled_from([HARBOUR, EDITED, BRIDGE]), st.sampled_from("stu")),
    min_size=2,
    max_size=6,
)


@settings(max_examples=5, deadline=None)
@given(LOOKS, st.sets(st.integers(1, 5)))
def test_how_looks_were_batched_does_not_tell_in_what_they_are(
    said: list[tuple[str, str]], cuts: set[int]
) -> None:
    looks = [
        look(name, text, source=source)
        for name, (text, source) in zip("abcdef", said, strict=False)
    ]
    found = []
    with TemporaryDirectory() as folder:
        for starts in (range(1, len(looks)), sorted(c for c in cuts if c < len(looks))):
            ends = [0, *starts, len(looks)]
            with fresh(Path(folder) / f"{len(found)}.duckdb") as con:
                for nth, (start, end) in enumerate(pairwise(ends)):
                    put(con, *looks[start:end], run="1", batch=str(nth))
                found.append(together(con, "abcdef"))

    assert found[0] == found[1]


# By the road


def publish(site: NewsSite, names: str, stories: dict[str, tuple[str, str]]) -> None:
    """The feed and the pages of these names, all of which claim one address."""
    items = ""
    for name in names:
        title, text = stories[name]
        page = PAGE.format(title=title, text=text, canonical=site.url("/news/latest"))
        site.page(f"/{name}", page.encode())
        link = site.url(f"/{name}")
        items += ITEM.format(guid=link, url=link, title=title, date=DATE)
    site.page("/feed", FEED.format(items=items).encode(), media_type="text/xml")


def test_a_feed_of_one_item_a_day_whose_pages_claim_one_address_and_its_rebuild(
    ledger: Path, config: Path
) -> None:
    stories = {
        "a": ("The quay", HARBOUR),
        "b": ("The bridge", BRIDGE),
        "c": ("The bridge", f"{BRIDGE} The town paid for it."),
    }
    history = (
        "select article_id, identity_key, title, version_no, learnt_at "
        "from article_history order by all"
    )
    with NewsSite() as site:
        site.robots("")
        for name in "abab":
            publish(site, name, stories)
            run_plain(ledger, site.url("/feed"), config=config)
        before = ask(ledger, history)

        named = [(row[1].rpartition("/")[2], row[2], row[3]) for row in before]
    assert sorted(named) == [("a", "The quay", 1), ("b", "The bridge", 1)]

    rebuild(Ledger(ledger), 0, utc_now)

    assert ask(ledger, history) == before
    assert verify(Ledger(ledger)).damages == []


def test_a_story_whose_address_was_mended_is_one_and_its_rebuild_too(
    ledger: Path, config: Path
) -> None:
    stories = {"a": ("The quay", HARBOUR), "b": ("The quay", EDITED)}
    history = (
        "select article_id, version_no, changed, identity_key, text, learnt_at "
        "from article_history order by article_id, version_no"
    )
    with NewsSite() as site:
        site.robots("")
        for name in "ab":
            publish(site, name, stories)
            run_plain(ledger, site.url("/feed"), config=config)
        before = ask(ledger, history)
    assert [row[2] for row in before] == [[], ["text"]]

    rebuild(Ledger(ledger), 0, utc_now)

    assert ask(ledger, history) == before
    assert verify(Ledger(ledger)).damages == []


# What two texts have to share


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("The quay", HARBOUR), ("The quay", HARBOUR), True),
        (("The quay", HARBOUR), ("THE QUAY!", EDITED), True),
        (("The quay", HARBOUR), ("The quay", BRIDGE), False),
        (("The quay", HARBOUR), ("The bridge", HARBOUR), False),
        (("The quay of Habour", HARBOUR), ("The quay of Harbour", EDITED), True),
        (("Votes of 2023", HARBOUR), ("Votes of 2024", HARBOUR), False),
        ((None, HARBOUR), (None, EDITED), True),
        ((None, HARBOUR), (None, BRIDGE), False),
        ((None, HARBOUR), ("The quay", HARBOUR), False),
        (("港口计划", "市议会周一投票通过新码头计划。"), ("港口计划",
         "市议会周一投票通过新码头计划。工程将于春天开始。"), True),
        (("港口计划", "市议会周一投票通过新码头计划。"), ("港口计划",
         "骑自行车的人周五起可以再次过桥。"), False),
        (("Brief", "No."), ("Brief", "Yes."), False),
    ],
)  # fmt: skip
def test_title_and_text_both_have_to_agree(one, other, expected):
    for a, b in permutations((one, other)):
        assert is_same_story(Said(*a), Said(*b)) is expected


def test_a_text_without_letters_is_compared_all_the_same():
    assert is_same_story(Said("x", "…"), Said("x", "!"))
