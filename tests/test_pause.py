import gc

import pytest

from tasks.extract.pause import no_search


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
