"""Places in clusters: from who is like whom, in whatever order, and no chains."""

from __future__ import annotations

from collections.abc import Iterable, Set
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from warehouse.clusters import Place, places
from warehouse.ties import Member, Pair, Ties, put_both

Pairs = list[Pair]


def member(nth: int, own: int | None = None, words: int = 100, same: int = 0) -> Member:
    """The nth by date and by sight, which says what nobody else says."""
    return Member(nth, nth, same or 1_000 + nth, own, words)


def ties_of(pairs: Iterable[Pair], *, crowded: Iterable[int] = ()) -> Ties:
    ties = Ties(crowded=frozenset(crowded))
    put_both(ties.alike, pairs)
    return ties


def nobody(pairs: Set[Pair]) -> Pairs:
    raise AssertionError(f"asked about {pairs}")


def heads(members: list[Member], ties: Pairs) -> dict[int, int]:
    """The representative of each that has one."""
    return {
        place.nth_by_date: place.representative
        for place in places(members, ties_of(ties), nobody)
    }


def test_a_chain_is_no_cluster() -> None:
    chain = [member(nth, own=nth) for nth in range(1, 6)]

    found = heads(chain, [(1, 2), (2, 3), (3, 4), (4, 5)])

    assert found == {1: 1, 2: 1, 3: 3, 4: 3}


def test_the_representative_is_nearly_as_long_as_the_longest() -> None:
    brief, whole, later = member(1, 1, 60), member(2, 2, 95), member(3, 3, 100)

    found = heads([later, brief, whole], [(1, 2), (1, 3), (2, 3)])

    assert found == {1: 2, 2: 2, 3: 2}


def test_a_longer_text_that_is_not_of_the_cluster_does_not_choose_for_it() -> None:
    early, late, bridge = member(1, 1, 95), member(2, 2, 100), member(3, 3, 100)
    longest = member(4, 4, 111)

    found = heads([early, late, bridge, longest], [(1, 2), (1, 3), (2, 3), (3, 4)])

    assert found[2] == found[3] == found[1] == 1
    assert 4 not in found


def test_equal_texts_that_part_in_what_is_their_own_are_one_cluster() -> None:
    twins = [member(1, own=1, same=7), member(2, own=2, same=7), member(3, own=2)]

    assert heads(twins, []) == {1: 1, 2: 1}


def test_texts_too_short_to_be_alike_are_told_by_their_letters_alone() -> None:
    assert heads([member(1, same=5), member(2, same=5), member(3)], []) == {1: 1, 2: 1}


def test_a_cluster_is_known_by_who_was_seen_first_whoever_is_shown() -> None:
    seen_first = Member(2, 1, 5, None, 100)
    shown = Member(1, 2, 5, None, 100)

    assert sorted(places([seen_first, shown], Ties(), nobody)) == [
        Place(1, 1, 1, 2),
        Place(2, 1, 1, 2),
    ]


def test_a_hundred_thousand_equal_texts_are_one_cluster() -> None:
    many = [member(nth, own=1, same=1) for nth in range(1, 100_001)]

    assert set(heads(many, []).values()) == {1}


def test_who_hung_together_by_a_hub_that_goes_elsewhere_is_asked_about() -> None:
    """Three are like the hub, two of them one another; none of them was compared."""
    shown, hub, other, twin, third = (member(nth, own=nth) for nth in range(1, 6))
    known = ties_of([(1, 2), (2, 3), (2, 4), (2, 5)], crowded=range(1, 6))
    asked: list[Pair] = []

    def ask(pairs: Set[Pair]) -> Pairs:
        asked.extend(pairs)
        return [pair for pair in pairs if pair == (3, 4)]

    found = list(places([third, twin, other, hub, shown], known, ask))

    assert {one.nth_by_date: one.representative for one in found} == {
        1: 1,
        2: 1,
        3: 3,
        4: 3,
    }
    assert len(asked) == len(set(asked)) == 6


WORDS = st.sampled_from([50, 89, 90, 95, 100, 111])
MEMBERS = st.lists(
    st.tuples(
        st.integers(1, 4), st.one_of(st.none(), st.integers(1, 6)), WORDS, st.integers()
    ),
    max_size=9,
).map(
    lambda rows: [
        Member(nth, sorted(row[3] for row in rows).index(row[3]) * 100 + nth, *row[:3])
        for nth, row in enumerate(rows, 1)
    ]
)
TIES = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=8)


@given(MEMBERS, TIES, st.integers())
def test_no_order_of_members_or_ties_changes_a_place(
    members: list[Member], ties: Pairs, seed: int
) -> None:
    found = sorted(places(members, ties_of(ties), nobody))
    shuffled = Random(seed)
    shuffled.shuffle(members)
    shuffled.shuffle(ties)

    again = sorted(places(members, ties_of((b, a) for a, b in ties), nobody))

    assert again == found


@given(MEMBERS, TIES)
def test_each_is_tied_to_its_representative_which_is_its_own(
    members: list[Member], ties: Pairs
) -> None:
    by_no = {one.nth_by_date: one for one in members}
    found = heads(members, ties)

    for nth, head in found.items():
        one, other = by_no[nth], by_no[head]
        assert found[head] == head
        alike = {(one.own_no, other.own_no), (other.own_no, one.own_no)}
        assert (
            one.same_no == other.same_no
            or (one.own_no is not None and one.own_no == other.own_no)
            or alike & set(ties)
        )


@given(MEMBERS, TIES)
def test_who_stands_alone_is_tied_to_no_representative(
    members: list[Member], ties: Pairs
) -> None:
    found = heads(members, ties)

    for one in members:
        if one.nth_by_date in found:
            continue
        others = [m for m in members if m is not one and m.nth_by_date not in found]
        assert heads([one, *others], ties) == {}


@given(MEMBERS, TIES, st.data())
def test_what_was_never_compared_is_asked_where_a_place_hangs_on_it(
    members: list[Member], ties: Pairs, data: st.DataObject
) -> None:
    """Those that hang together without a tie are in doubt, and answered at once."""
    told = [pair for pair in ties if data.draw(st.booleans())]
    known = ties_of(told, crowded=range(1, 7))
    # they hung together by a text that is not there any more
    put_both(known.bridges, [(-1, number) for number in range(1, 7)])
    both = {tuple(sorted(pair)) for pair in ties}
    asked: list[Pair] = []

    def ask(pairs: Set[Pair]) -> Set[Pair]:
        asked.extend(pairs)
        return pairs & both

    found = sorted(places(members, known, ask))

    assert found == sorted(places(members, ties_of(ties), nobody))
    assert len(asked) == len(set(asked))
    assert not set(asked) & {tuple(sorted(pair)) for pair in told}
