"""Whose ask is next: sources in turn, each address once, and None to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tasks.http.ask import Answer, Ask
from tasks.http.hosts import Pace
from tasks.http.workers import Workers
from tasks.steps.progress import Job, Progress, started
from tasks.steps.select import Wanted
from tasks.steps.turns import Turns
from tasks.text.keys import make_key
from warehouse.model.entry import Entry, Fetch
from warehouse.model.source import Source
from warehouse.state import Memory

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


def source(name: str, *urls: str, etag: str | None = None) -> Progress:
    """A source that has these addresses to ask for."""
    made = started(Source(source_id=name, kind="feed", url="u"), Memory(), NOW)
    for url in urls:
        ask = Ask(source_id=name, url=url, etag=etag)
        made.entries.append(Job(ask, Wanted(entry=entry_of(name, url), head=None)))
    return made


def entry_of(name: str, url: str) -> Entry:
    return Entry(source_id=name, keys=(make_key("url", url, name),), url=url)


def turning(most_open: int = 9, clock: Callable[[], datetime] = lambda: NOW) -> Turns:
    """Turns of sources that have an hour each."""
    return Turns(most_open, clock, timedelta(hours=1))


def no_more() -> bool:
    return False


def test_sources_take_turns_and_a_slow_one_leaves_room() -> None:
    turns = turning(most_open=2)
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
    turns = turning()
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
    assert [(one.entry.source_id, said) for _, one, said in turns.take_late()] == [
        ("three", "ok")
    ]


def test_an_address_is_not_asked_in_two_ways_at_once() -> None:
    turns = turning()
    turns.add(source("one", "https://e.org/a", etag='"1"'))
    turns.add(source("two", "https://e.org/a"))
    asks = turns.asks(no_more)
    first = next(asks)

    assert next(asks) is None
    assert first is not None
    turns.answered(first, "not_modified")
    assert list(asks) == []
    [(_, wanted, said)] = turns.take_late()
    assert (wanted.entry.source_id, said) == ("two", "not_modified")


def test_a_source_waits_for_its_late_entries_and_none_of_them_has_failed() -> None:
    turns = turning()
    url = "https://e.org/a"
    one, two = source("one", url), source("two", url, etag='"1"')
    for progress in (one, two):
        progress.is_listed = True
        turns.add(progress)
    asks = turns.asks(no_more)
    first = next(asks)
    assert first is not None
    turns.answered(first, "ok")

    assert list(asks) == []

    assert (one.is_over, two.is_over) == (True, False)
    [(progress, _, _)] = turns.take_late()
    progress.n_late -= 1
    assert (two.is_over, two.n_failed) == (True, 0)


def test_what_was_asked_with_other_access_is_no_answer_but_is_waited_for() -> None:
    turns = turning()
    url = "https://e.org/a"
    turns.add(source("guest", url))
    member = source("member", url)
    [job] = member.entries
    member.entries[0] = Job(replace(job.ask, login=("desk", "${P}")), job.wanted)
    turns.add(member)
    asks = turns.asks(no_more)
    first = next(asks)

    assert first is not None
    assert (first.source_id, first.login, next(asks)) == ("guest", None, None)
    turns.answered(first, "blocked")
    assert list(asks) == []
    assert [(one.entry.source_id, said) for _, one, said in turns.take_late()] == [
        ("member", None)
    ]
    # with the answer all is open again
    member.entries.append(job)
    turns.add(member)
    assert next(turns.asks(no_more)) is not None


def test_sitemaps_and_known_entries_take_turns_and_news_goes_first() -> None:
    some = source("s", *(f"https://s.org/{n}" for n in range(3)))
    some.news.append(some.entries.popleft())
    for n in range(2):
        ask = Ask(source_id="s", url=f"https://s.org/map{n}")
        some.listings.append(Job(ask, depth=1))

    jobs = [some.next_job() for _ in range(3)]
    some.is_listing, some.n_undecided = False, 1
    jobs += [some.next_job() for _ in range(2)]
    some.n_undecided = 0
    jobs += [some.next_job() for _ in range(2)]

    # one listing at a time, and not before what the last one lists is looked up
    assert [job and job.depth for job in jobs] == [0, 1, 0, 0, None, 1, None]


def test_no_ask_is_drawn_when_the_time_of_its_source_is_over() -> None:
    moments = [NOW]
    turns = turning(clock=lambda: moments[-1])
    slow = source("slow", *(f"https://s.org/{n}" for n in range(3)))
    turns.add(slow)
    asks = turns.asks(no_more)
    first = next(asks)
    assert first is not None
    assert first.until == NOW + timedelta(hours=1)
    turns.add(source("new", "https://n.org/1"))

    moments.append(NOW + timedelta(hours=1))

    # who has asked nothing yet has its hour still
    assert [ask and ask.source_id for ask in (next(asks), next(asks))] == ["new", None]
    assert slow.left["entries"] == 2
    turns.answered(first, "out_of_time")
    slow.put_back(Job(first, Wanted(entry=entry_of("slow", first.url), head=None)))
    slow.is_listed = True
    turns.add(slow)
    assert next(asks) is None
    assert (slow.is_over, slow.left["entries"], slow.n_failed) == (True, 3, 0)


def test_more_is_looked_for_where_nobody_has_an_ask() -> None:
    turns = turning()
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
