"""What stands near a headline, and in which order it is asked."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tasks.extract.head import read_head
from tasks.extract.near import Surroundings, nearness, reach
from tasks.extract.tree import parse


def sides(html, title):
    page = Surroundings(read_head(parse(html), None), title)
    return [[element.get("id") for element in side] for side, _ in page.sides()]


def test_a_page_is_walked_from_its_headline_on_and_then_back_from_it():
    behind, before = sides(
        "<body id='body'><nav id='nav'><a id='a'>x</a><a id='b'>y</a></nav>"
        "<div id='top'><h1 id='h1'>Ferry <i id='i'>sails</i></h1><p id='p'>z</p></div>"
        "<p id='q'>w</p></body>",
        "Ferry sails",
    )

    assert behind == ["h1", "i", "p", "q"]
    assert before[:5] == ["top", "b", "a", "nav", "body"]


def test_the_heading_that_says_the_title_goes_before_the_first():
    html = "<h1 id='site'>The Example</h1><h2 id='b'>Ferry sails</h2><p id='p'>x"

    assert sides(html, "Ferry sails")[0] == ["b", "p"]
    assert sides(html, "Another title")[0] == ["site", "b", "p"]
    assert sides("<p id='p'>x", None) == [[None, None, "p"]]


@st.composite
def trees(draw):
    root = etree.Element("div")
    every = [root]
    for parent in draw(st.lists(st.integers(0, 1000), max_size=30)):
        every.append(etree.SubElement(every[parent % len(every)], "p"))
    return root, draw(st.integers(0, 1000))


@given(trees())
def test_every_element_is_on_one_side_once_and_in_the_order_of_the_page(drawn):
    root, n = drawn
    every = list(root.iter())
    place = n % len(every)
    etree.SubElement(every[place], "h1").text = "Ferry sails"
    every = list(root.iter())
    at = next(i for i, element in enumerate(every) if element.tag == "h1")

    page = Surroundings(read_head(root, None), "Ferry sails")
    behind, before = (list(side) for side, _ in page.sides())

    assert behind == every[at:]
    assert before == every[:at][::-1]


@given(trees(), st.integers(0, 5))
def test_what_was_walked_before_is_walked_again_from_its_start(drawn, most):
    root, n = drawn
    every = list(root.iter())
    etree.SubElement(every[n % len(every)], "h1").text = "Ferry sails"
    page = Surroundings(read_head(root, None), "Ferry sails")

    some = [list(islice(side, most)) for side, _ in page.sides()]
    first = [list(side) for side, _ in page.sides()]
    again = [list(side) for side, _ in page.sides()]

    assert some == [side[:most] for side in first]
    assert first == again


@given(st.floats(0.01, 9.99), st.sampled_from([12.5, 25.0]))
def test_behind_its_reach_nothing_is_nearer(least, half):
    last = reach(least, half)
    nearer = [
        place for place in islice(range(50_000), 2000) if nearness(place, half) > least
    ]

    assert all(place <= last + 1e-6 for place in nearer)
