"""Python's search for cycles of garbage, put off while a page is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search() -> Iterator[None]:
    """Within it nothing is searched for cycles; after it, as before.

    Some thousand objects of a page live as long as it is read, and are freed by
    their counts: looking through them at every 700th took 6 % of the time
    (2026-11-30). A process reads in one thread; where several do, the first to end
    turns it on again for all, which is slower and no worse.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
