"""A forest of learnt trees as one function of Python: walking them took six times
as long.

A tree is a weight, or `[column, threshold, the tree where at most that, the other]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Row = list[float]
# The sum of what the trees of a forest say of a row.
Forest = Callable[[Row], float]

# LightGBM's threshold between zero and what is more.
_ZERO = 1e-35


def grow(
    trees: Sequence[Any],
    names: Sequence[str],
    flags: frozenset[str],
    *,
    n_asked: int,
    sure: float,
) -> Forest:
    """The forest that looks at rows of the columns `names`.

    Those among `flags` hold True or False, and are asked without a threshold.
    So many trees as `n_asked` are asked at a time, until their sum is `sure` or
    more, or the opposite of that or less.
    """
    columns = [f"c{n}" for n in range(len(names))]
    is_flag = [name in flags for name in names]
    lines = ["def forest(row):", f"{', '.join(columns)}, = row", "total = 0.0"]
    for n in range(0, len(trees), n_asked):
        said = " + ".join(_written(tree, is_flag) for tree in trees[n : n + n_asked])
        lines.append(f"total += {said}")
        lines.append(f"if not {-sure!r} < total < {sure!r}: return total")
    lines.append("return total")
    scope: dict[str, Any] = {}
    exec("\n ".join(lines), scope)  # noqa: S102  numbers of our own table
    forest: Forest = scope["forest"]
    return forest


def _written(node: Any, is_flag: list[bool]) -> str:
    """A tree in Python: its weight, or which of two trees it is."""
    if not isinstance(node, list):
        return f"{float(node)!r}"
    column, threshold = int(node[0]), float(node[1])
    below, above = (_written(tree, is_flag) for tree in node[2:])
    if is_flag[column] and threshold == _ZERO:
        return f"({above} if c{column} else {below})"
    return f"({below} if c{column} <= {threshold!r} else {above})"
