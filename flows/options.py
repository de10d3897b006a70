"""The options that more than one command has, and where answers go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

LedgerAt = Annotated[
    Path,
    typer.Option("--ledger", envvar="NEWSLEDGER_LEDGER", help="The ledger's folder."),
]
Wait = Annotated[
    float, typer.Option("--wait", min=0, help="Seconds to wait for the ledger.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For a script to read.")]
ConfigAt = Annotated[
    Path | None, typer.Option("--config", help="Default: ./sources.toml.")
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Allow loopback and private addresses."),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Findings make the run fail in Prefect.")
]
HERE = Path("ledger")


def answers() -> Console:
    """Standard output: a terminal's width, or as wide as it takes."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=10_000)
