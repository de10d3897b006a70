"""Shows how far a run is: a line that moves on a terminal, plain lines elsewhere.

Steps say what they do through the logger "newsledger"; this only listens.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from flows.report import safe

LOGGER = "newsledger"


class _Lines(logging.Handler):
    """One plain line a message."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.INFO)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Prints the message."""
        self._console.print(Text(safe(record.getMessage())), soft_wrap=True)


class _Bar(logging.Handler):
    """The last message, beside a bar that moves."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.INFO)
        self._progress = progress
        self._task = progress.add_task("starting", total=None)

    def emit(self, record: logging.LogRecord) -> None:
        """Puts the message in place of the one before; a warning stays above."""
        if record.levelno >= logging.WARNING:
            line = Text(safe(record.getMessage()), style="yellow")
            self._progress.console.print(line, soft_wrap=True)
            return
        self._progress.update(self._task, description=safe(record.getMessage()))


@contextmanager
def shown(console: Console) -> Iterator[None]:
    """Shows what steps say for as long as the block runs; on standard error."""
    logger = logging.getLogger(LOGGER)
    logger.setLevel(logging.INFO)
    if not console.is_terminal:
        handler: logging.Handler = _Lines(console)
        logger.addHandler(handler)
        try:
            yield
        finally:
            logger.removeHandler(handler)
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        handler = _Bar(progress)
        logger.addHandler(handler)
        try:
            yield
        finally:
            logger.removeHandler(handler)
