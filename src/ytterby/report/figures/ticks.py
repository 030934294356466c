"""Round numbers for an axis."""

from __future__ import annotations

from math import floor, log10

FEWEST = 3


def ticks(most: float) -> list[float]:
    """Return round numbers from zero to at least `most`, three to seven of them.

    Examples
    --------
    >>> ticks(17.6)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    >>> ticks(0.0)
    [0.0, 1.0]
    """
    if most <= 0:
        return [0.0, 1.0]
    size: float = 10.0 ** floor(log10(most))
    step = next(size * part for part in (1.0, 0.5, 0.2, 0.1) if most / (size * part) >= FEWEST)
    out = [0.0]
    while out[-1] < most * (1 - 1e-9):
        out.append(round(len(out) * step, 12))
    return out
