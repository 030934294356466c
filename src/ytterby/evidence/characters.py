"""Text as arrays of code points, for what is asked of every character: tables are looked up, not loops run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
PLANE = 0x10000
"""Tables hold the Basic Multilingual Plane; the few characters beyond it stay as they are."""


def codes(text: str) -> Codes:
    """Return the code points of `text`, (character,)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(points: Codes) -> str:
    """Return the text of code points."""
    return points.tobytes().decode("utf-32-le", "surrogatepass")


def identity() -> Codes:
    """Return the table that changes nothing, (code point,)."""
    return np.arange(PLANE, dtype=np.uint32)


def looked_up(points: Codes, table: NDArray[np.generic]) -> NDArray[np.generic]:
    """Return the entry of `table` for each code point; those beyond the plane give that of U+FFFF."""
    return table[np.minimum(points, PLANE - 1)]


def mapped(points: Codes, table: Codes) -> Codes:
    """Return the code points with those of the plane replaced as `table` says, length kept."""
    low = points < PLANE
    if low.all():
        return table[points]
    return np.where(low, table[np.minimum(points, PLANE - 1)], points).astype(np.uint32)
