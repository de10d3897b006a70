"""Whose ask is next: sources in turn, each address once, and None to wait."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tasks.http.ask import Answer, Ask
from tasks.http.hosts import Pace
from tasks.http.workers import Workers
from tasks.steps.progress import Job, Progress, started
from tasks.steps.select import Wanted
from tasks.steps.turns import Turns
from tasks.text.keys import make_key
from warehouse.model import Entry, Fetch, Source
from warehouse.state import Memory

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


def source(name: str, *urls: str, etag: str | None = None) -> Progress:
    """A source that has these addresses to ask for."""
    made = started(Source(source_id=name, kind="feed", url="u"), Memory(), NOW)
    for url in urls:
        entry = Entry(source_id=name, keys=(make_key("url", url, name),), url=url)
        ask = Ask(source_id=name, url=url, etag=etag)
        made.entries.append(Job(ask, Wanted(entry=entry, head=None)))
    return made


def no_more() -> bool:
    return False


def test_sources_take_turns_and_a_slow_one_leaves_room() -> None:
    turns = Turns(most_open=2)
    slow = source("slow", *(f"https://s.org/{n}" for n in range(5)))
    quick = source("quick", *(f"https://q.org/{n}" for n in range(3)))
    turns.add(slow)
    turns.add(quick)
    asks = turns.asks(no_more)

    drawn = [next(asks) for _ in range(5)]

    assert [ask and ask.source_id for ask in drawn] == [
        "slow", "quick", "slow", "quick", None,
    ]  # fmt: skip
    assert drawn[1] is not None
    [(progress, _)] = turns.answered(drawn[1], "ok")
    turns.add(progress)
    assert [ask and ask.url for ask in (next(asks), next(asks))] == [
        "https://q.org/2",
        None,
    ]


def test_an_address_is_asked_once_and_answered_to_all_who_wait() -> None:
    turns = Turns(most_open=9)
    url = "https://e.org/a"
    for name in ("one", "two"):
        turns.add(source(name, url))
    asks = turns.asks(no_more)
    [first, nothing] = [next(asks), next(asks)]

    assert (first and first.url, nothing) == (url, None)
    assert first is not None
    answered = turns.answered(first, "ok")
    assert [progress.source.source_id for progress, _ in answered] == ["one", "two"]
    # who lists it from now on is late, as is who would ask it in another way
    turns.add(source("three", url, etag='"1"'))
    assert list(asks) == []
    assert [(job.ask.source_id, said) for _, job, said in turns.take_late()] == [
        ("three", "ok")
    ]


def test_an_address_is_not_asked_in_two_ways_at_once() -> None:
    turns = Turns(most_open=9)
    turns.add(source("one", "https://e.org/a", etag='"1"'))
    turns.add(source("two", "https://e.org/a"))
    asks = turns.asks(no_more)
    first = next(asks)

    assert next(asks) is None
    assert first is not None
    turns.answered(first, "not_modified")
    assert list(asks) == []
    [(_, job, said)] = turns.take_late()
    assert (job.ask.source_id, said) == ("two", "not_modified")


def test_more_is_looked_for_where_nobody_has_an_ask() -> None:
    turns = Turns(most_open=9)
    found = [source("late", "https://e.org/a")]

    def find_more() -> bool:
        if not found:
            return False
        turns.add(found.pop())
        return True

    first = next(turns.asks(find_more))

    assert first is not None
    assert first.url == "https://e.org/a"


def answer_of(ask: Ask) -> Answer:
    row = Fetch(
        source_id=ask.source_id, url=ask.url, final_url=ask.url, outcome="ok",
        started_at=NOW, elapsed_ms=1.0,
    )  # fmt: skip
    return Answer(fetches=(row,), final_url=ask.url)


def test_asks_may_hang_on_answers_and_none_is_drawn_in_vain() -> None:
    workers = Workers(2, lambda host: Pace(gap_s=0, is_serial=False))
    answered: list[str] = []

    def asks():  # type: ignore[no-untyped-def]
        yield Ask(source_id="s", url="a")
        while not answered:
            yield None
        yield Ask(source_id="s", url=f"after {answered[0]}")

    def steps(ask: Ask):  # type: ignore[no-untyped-def]
        return answer_of(ask)
        yield

    for ask, _ in workers.answers(asks(), steps):
        answered.append(ask.url)
    workers.close()

    assert answered == ["a", "after a"]


def test_who_waits_for_no_answer_is_told_so() -> None:
    workers = Workers(2, lambda host: Pace(gap_s=0, is_serial=False))

    with pytest.raises(RuntimeError, match="wait for an answer to none"):
        list(workers.answers([None], lambda ask: iter(())))  # type: ignore
    workers.close()
