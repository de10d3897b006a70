"""Turns and gaps, with the time as an argument."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.http.hosts import Hosts, Pace


def hosts(gap_s: float = 1.0, is_serial: bool = True) -> Hosts[str]:
    return Hosts(lambda host: Pace(gap_s=gap_s, is_serial=is_serial))


def test_a_host_is_asked_once_at_a_time_and_its_gap_starts_at_the_end():
    queue = hosts()
    queue.add("a", "a1", 0.0)
    queue.add("a", "a2", 0.0)

    assert queue.take(0.0) == ("a", "a1")
    assert queue.take(99.0) is None
    assert queue.wait_s(99.0) is None

    queue.end("a", 100.0)
    assert queue.wait_s(100.0) == 1.0
    assert queue.take(100.9) is None
    assert queue.take(101.0) == ("a", "a2")


def test_a_turn_that_is_given_back_starts_no_gap():
    queue = hosts()
    queue.add("a", "a1", 0.0)
    queue.add("a", "a2", 0.0)
    queue.take(0.0)

    queue.give_back("a", 0.0)

    assert queue.take(0.0) == ("a", "a2")


def test_hosts_go_side_by_side_the_longest_waiting_first():
    queue = hosts()
    for task in ("a1", "a2", "b1", "c1"):
        queue.add(task[0], task, 0.0)

    assert [queue.take(0.0) for _ in range(4)] == [
        ("a", "a1"),
        ("b", "b1"),
        ("c", "c1"),
        None,
    ]


def test_a_gap_that_grows_meanwhile_holds_at_once():
    gaps = {"a": 1.0}
    queue: Hosts[str] = Hosts(lambda host: Pace(gap_s=gaps[host], is_serial=True))
    queue.add("a", "a1", 0.0)
    queue.add("a", "a2", 0.0)
    queue.take(0.0)
    queue.end("a", 0.0)

    gaps["a"] = 5.0

    assert queue.take(1.0) is None
    assert queue.wait_s(1.0) == 4.0
    assert queue.take(5.0) == ("a", "a2")


def test_without_a_gap_a_host_gets_many_at_once():
    queue = hosts(0.0, is_serial=False)
    for n in range(5):
        queue.add("a", str(n), 0.0)

    assert [queue.take(0.0) for _ in range(5)] == [("a", str(n)) for n in range(5)]


@given(
    st.lists(st.sampled_from("abc"), max_size=30),
    st.lists(st.floats(0, 3), min_size=40, max_size=40),
)
def test_every_task_gets_its_turn_in_order_and_no_gap_is_cut_short(names, lasts):
    queue = hosts()
    for n, name in enumerate(names):
        queue.add(name, f"{name}{n:02}", 0.0)
    now, taken, ended = 0.0, [], {}
    for last in lasts:
        turn = queue.take(now)
        if turn is not None:
            host, task = turn
            assert now >= ended.get(host, -1.0) + 1.0 or host not in ended
            taken.append(task)
            now += last
            ended[host] = now
            queue.end(host, now)
        else:
            now += queue.wait_s(now) or 0.0

    assert len(taken) == len(set(taken))
    for name in "abc":
        own = [task for task in taken if task[0] == name]
        assert own == sorted(own)
    if len(names) <= 13:
        assert len(taken) == len(names)


def test_one_that_is_to_wait_comes_first_when_its_time_has_come():
    queue = hosts(gap_s=0.5)
    queue.add("a", "late", 0.0, 3.0)
    queue.add("a", "a1", 0.0)
    queue.add("a", "a2", 0.0)

    assert queue.take(0.0) == ("a", "a1")
    assert queue.wait_s(1.0) == 2.0
    queue.end("a", 2.9)
    assert queue.take(3.0) is None
    assert queue.take(3.4) == ("a", "late")
    queue.end("a", 3.4)
    assert queue.take(3.9) == ("a", "a2")


def test_one_that_waits_for_a_host_that_nobody_asked_is_not_forgotten():
    queue = hosts()
    queue.add("a", "late", 0.0, 3.0)

    assert (queue.take(2.9), queue.wait_s(2.0)) == (None, 1.0)
    assert queue.take(3.0) == ("a", "late")
