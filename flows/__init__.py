"""newsledger's flows. Refuses to run beside packages that are not its own.

`flows`, `tasks` and `warehouse` are common names: what another project
installed under one of them would be imported instead, and fail far away.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_HOME = Path(__file__).resolve().parent.parent
_OURS = {"tasks": "steps/run.py", "warehouse": "migrate.py"}


def _refuse_foreign(home: Path) -> None:
    """Raises ImportError where a package of ours is not the one beside this file."""
    for name, mark in _OURS.items():
        spec = find_spec(name)
        found = Path((spec.origin if spec else None) or "nowhere").resolve().parent
        if found != home / name or not (found / mark).exists():
            raise ImportError(
                f"newsledger: package '{name}' is {found}, not newsledger's own "
                f"{home / name}; remove it, or run in an environment of its own"
            )


_refuse_foreign(_HOME)
