"""Claims as lines to read on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_BLANK = frozenset(" \t\r\n\u00a0\u3000")
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield two lines for each claim: what it says, and the quote."""
    for c in rows:
        places = "+".join(c["places"]) or "-"
        flags = " [" + ", ".join(f.split(":")[0] for f in c["flags"]) + "]" if c["flags"] else ""
        head = f"{c['id'].removeprefix('c1:')[:12]}  {c['kind']:<11} {amount(c):<24}"
        yield f"{head} {c['material'] or '-'}  {places}  {c['modality']}{flags}"
        yield f"              “{printable(c['quote'])[:200]}”"


def amount(claim: dict[str, Any]) -> str:
    """Return the number of a claim as people write it: "85 % or more", "3 to 5 x", "-"."""
    value, low, high, unit = (claim[k] for k in ("value", "low", "high", "unit"))
    if unit is None:
        return "-"
    if low is not None and high is not None:
        return f"{low:,g} to {high:,g} {unit}"
    if low is not None:
        return f"{low:,g} {unit} or more"
    return f"{high:,g} {unit} or less" if high is not None else f"{value:,g} {unit}"


def printable(text: str) -> str:
    """Return `text` on one line, without control characters and direction overrides, which could disguise it."""
    return "".join(" " if c in _BLANK else c if c.isprintable() and c not in _TURNS else "�" for c in text)
