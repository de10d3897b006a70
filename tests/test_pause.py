"""Python's search for garbage: less of it where we read, untouched for our callers."""

from __future__ import annotations

import gc

import payloads
import pytest

from flows.hand import _loading
from tasks.extract.article import extract
from tasks.extract.pause import no_search
from tasks.steps.parse import COLLECT_AFTER, helpers


@pytest.fixture(autouse=True)
def as_before():
    """Whatever a test does to the search is undone."""
    was_on, thresholds = gc.isenabled(), gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    (gc.enable if was_on else gc.disable)()


def test_cycles_are_not_searched_while_a_page_is_read_and_again_after_it():
    with no_search():
        within = gc.isenabled()

    assert (within, gc.isenabled()) == (False, True)


def test_the_search_goes_on_after_a_reader_that_failed():
    with pytest.raises(ValueError, match="torn"), no_search():
        raise ValueError("torn")

    assert gc.isenabled()


def test_a_search_that_was_off_stays_off():
    gc.disable()
    try:
        with no_search():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_page_is_read_without_a_search():
    page = b"<h1>Ferry sails</h1>" + b"<p>It sails again, after the storm.</p>" * 500
    searches = []

    def note(phase, info):
        searches.append(phase)

    gc.callbacks.append(note)
    gc.set_threshold(1)
    try:
        extract(payloads.payload(page, "text/html"))
    finally:
        gc.callbacks.remove(note)

    assert len(searches) < 100


def test_a_caller_s_search_that_was_off_while_we_load_stays_off():
    gc.disable()

    with _loading():
        pass

    assert not gc.isenabled()


def test_loading_freezes_nothing_of_the_caller_s():
    before = gc.get_freeze_count()

    with _loading():
        pass

    assert gc.get_freeze_count() == before
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("theirs", "within"),
    [(700, COLLECT_AFTER), (50_000, 50_000), (0, 0)],
)
def test_a_caller_who_has_less_searched_is_left_alone(theirs, within):
    gc.set_threshold(theirs, 20, 20)

    with helpers():
        during = gc.get_threshold()

    assert during == (within, 20, 20)
    assert gc.get_threshold() == (theirs, 20, 20)


def test_what_a_caller_froze_stays_frozen():
    gc.freeze()
    try:
        before = gc.get_freeze_count()
        with helpers():
            pass
        assert gc.get_freeze_count() >= before > 0
    finally:
        gc.unfreeze()
