"""Rows in columns, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def columns(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Lay rows out in columns, with a head; what is unknown is a dash.

    Examples
    --------
    >>> columns([{"a": 1, "b": None}])
    ['a  b', '1  -']
    """
    if not rows:
        return []
    heads = list(dict.fromkeys(key for r in rows for key in r))
    cells = [heads, *([_cell(r.get(head)) for head in heads] for r in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(heads))]
    return ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells]


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
