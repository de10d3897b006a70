"""A stop by SIGTERM or SIGINT, once, wherever in a program it lands."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

_STOPS = (signal.SIGTERM, signal.SIGINT)


class Stop:
    """Takes SIGTERM and SIGINT, once.

    Outside the loop the signal is raised as KeyboardInterrupt, which Python drops
    where it lands in a weak reference's callback; `is_asked` remembers it. In the
    loop nothing is raised: the task is cancelled from the loop itself.
    """

    def __init__(self) -> None:
        self.is_asked = False
        self.cancel: Callable[[], object] | None = None

    def __call__(self, *_: object) -> None:
        self.is_asked = True
        if self.cancel is None:
            raise KeyboardInterrupt
        self.cancel()


@contextmanager
def stoppable() -> Iterator[Stop]:
    """SIGTERM ends the block as Ctrl-C does, without a traceback."""
    stop = Stop()
    before = {number: signal.signal(number, stop) for number in _STOPS}
    try:
        yield stop
    except (KeyboardInterrupt, asyncio.CancelledError):
        if not stop.is_asked:
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def cancelled_by(stop: Stop) -> Iterator[None]:
    """A stop cancels the current task, and a stop that was asked for already does.

    Once the block has ended, what ends with it is not to be interrupted: another
    stop does nothing.
    """
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    if task is None:
        raise RuntimeError("a stop needs a task to cancel")
    stop.cancel = partial(loop.call_soon_threadsafe, task.cancel)
    if stop.is_asked:
        task.cancel()
    try:
        yield
    finally:
        stop.cancel = lambda: None
