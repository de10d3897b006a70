"""What is collected side by side."""

from __future__ import annotations

from tasks.steps.groups import MAX_SOURCES, groups, name_of
from warehouse.model.source import Source


def web(name: str, host: str = "e.org") -> Source:
    return Source(source_id=name, kind="feed", url=f"https://{host}/{name}")


def test_what_is_on_disk_is_alone_and_the_webs_are_together() -> None:
    disk = [Source(source_id=n, kind="files", path=f"/{n}") for n in ("d", "e")]
    sources = [disk[0], web("a"), disk[1], web("b", "f.org")]

    assert groups(sources) == (
        (disk[0],),
        (sources[1], sources[3]),
        (disk[1],),
    )
    assert groups([]) == ()


def test_the_sources_of_one_host_are_in_one_group_wherever_they_are_written() -> None:
    some = [web(f"a{n}", f"{n}.org") for n in range(MAX_SOURCES - 1)]
    first, last = web("x", "same.org"), web("y", "SAME.org")

    [one, other] = groups([first, *some, last])

    assert (one[:2], len(one), len(other)) == ((first, last), MAX_SOURCES, 1)


def test_a_host_of_very_many_sources_fills_several_groups() -> None:
    sources = [web(str(n)) for n in range(2 * MAX_SOURCES + 1)]

    assert [len(group) for group in groups(sources)] == [MAX_SOURCES, MAX_SOURCES, 1]


def test_a_group_is_called_by_its_first_source() -> None:
    assert name_of([web("a")]) == "a"
    assert name_of([web("a"), web("b"), web("c")]) == "a and 2 more"
