"""How fast a host may be asked: seen on its queue, with the time as an argument."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.http.hosts import Hosts
from tasks.http.pace import MAX_GAP_S, Paces


def asked(paces: Paces, answers: list[tuple[int, float]]) -> list[float]:
    """The gaps that a host gets which answers so: (status, seconds for it)."""
    queue: Hosts[int] = Hosts(paces.pace)
    now, gaps = 1_000.0, []
    for n, (status, elapsed_s) in enumerate(answers):
        queue.add("a", n, now)
        wait_s = queue.wait_s(now) or 0.0
        gaps.append(wait_s)
        now += wait_s
        assert queue.take(now) == ("a", n)
        now += elapsed_s
        paces.learn_answer("a", status, elapsed_s)
        queue.end("a", now)
    return gaps


def quick(gap_s: float = 1.0) -> Paces:
    paces = Paces(gap_s)
    paces.learn_delay("a", 0.0)
    return paces


def test_a_quick_host_is_asked_at_the_gap_that_is_configured():
    assert asked(quick(), [(200, 0.05)] * 5)[1:] == [1.0] * 4


def test_a_slow_host_is_left_alone_for_as_long_as_it_works():
    gaps = asked(quick(), [(200, 8.0)] * 20)

    assert 2.3 < gaps[1] < 2.5
    assert gaps == sorted(gaps)
    assert 7.9 < gaps[-1] <= 8.0


def test_a_429_or_a_503_doubles_the_gap_and_good_answers_halve_it_back():
    paces = quick()

    gaps = asked(
        paces, [(429, 0.0), (503, 0.0), (429, 0.0), (404, 0.0), *[(200, 0.0)] * 5]
    )

    assert gaps == [0.0, 2.0, 4.0, 8.0, 8.0, 4.0, 2.0, 1.0, 1.0]


def test_no_host_makes_its_gap_longer_than_a_minute():
    paces = quick()

    gaps = asked(paces, [(429, 0.1)] * 40 + [(200, 900.0)] * 40)

    assert max(gaps) == MAX_GAP_S


def test_what_a_host_asks_for_holds_for_one_gap():
    paces = quick()
    paces.hold("a", 25.0)
    assert paces.pace("a").gap_s == 25.0

    paces.learn_answer("a", 200, 0.0)

    assert paces.pace("a").gap_s == 1.0


def test_without_a_gap_only_a_crawl_delay_and_what_is_asked_for_count():
    paces = quick(0.0)

    assert asked(paces, [(429, 9.0)] * 5) == [0.0] * 5
    assert not paces.pace("a").is_serial

    paces.hold("a", 3.0)
    assert (paces.pace("a").gap_s, paces.pace("a").is_serial) == (3.0, True)


def test_the_longest_delay_of_a_host_holds_for_it_alone():
    paces = Paces(1.0)
    assert paces.pace("a").is_serial

    paces.learn_delay("a", 7.0)
    paces.learn_delay("a", 0.0)

    assert paces.pace("a").gap_s == 7.0
    assert paces.pace("b").gap_s == 1.0


def test_a_host_whose_rules_are_unknown_is_asked_once_at_a_time():
    paces = Paces(0.0)
    paces.learn_answer("a", 404, 0.1)
    assert paces.pace("a").is_serial

    paces.learn_delay("a", 0.0)

    assert not paces.pace("a").is_serial


@given(
    st.floats(0.001, 30),
    st.lists(st.tuples(st.sampled_from([200, 304, 404, 429, 500, 503]),
                       st.floats(0, 100)), max_size=40),
)  # fmt: skip
def test_no_gap_is_shorter_than_is_configured_or_longer_than_a_minute(gap_s, answers):
    for gap in asked(quick(gap_s), [*answers, (200, 0.0)])[1:]:
        assert gap_s - 1e-6 <= gap <= MAX_GAP_S + 1e-6
