"""The options that more than one command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LedgerAt = Annotated[
    Path,
    typer.Option("--ledger", envvar="NEWSLEDGER_LEDGER", help="The ledger's folder."),
]
Wait = Annotated[
    float, typer.Option("--wait", min=0, help="Seconds to wait for the ledger.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For a script to read.")]
HERE = Path("ledger")
