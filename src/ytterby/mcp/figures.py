"""What a tool tells: figures with an id, a range and a unit, and how much was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict

OF_FUTURES = "5 to 95 % of the futures"
OF_SOURCE = "lowest to highest of the sources"
OF_DRAWS = "90 % range of a share counted in so many futures (Wilson)"
NO_RANGE = "no range: computed on best figures"
TONNES = "t contained"
MOST = 200
"""Figures in one answer at most; a caller may ask for fewer."""
_Z = 1.6448536269514722

T = TypeVar("T")


class Frozen(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Figure(Frozen):
    """One number, or one month, that can be traced."""

    id: str
    """Give it to `explain` to see what it stands on."""
    what: str
    value: float | str | None
    """Median, or best figure; None: it does not happen."""
    low: float | str | None
    high: float | str | None
    interval: str
    """What low and high are."""
    unit: str
    """Masses name their basis: `t contained`."""
    standing: str = ""
    """verified, reported, derived, estimate, assumption; of a result: computed."""
    made_of: tuple[str, ...] = ()
    """Ids of what it stands on, where it stands on more than its own."""


class Told(Frozen):
    """What every tool tells beside its own keys."""

    figures: tuple[Figure, ...] = ()
    left_out: int = 0
    """Figures there are beyond those shown: ask for one place or use, or for more."""
    warnings: tuple[str, ...] = ()
    marking: str | None = None
    """How far this may travel, as the workspace states it."""
    redacted: bool = False


def cut(rows: Sequence[T], most: int) -> tuple[tuple[T, ...], int]:
    """Return the first rows, and how many were left out."""
    kept = tuple(rows[: min(most, MOST)])
    return kept, len(rows) - len(kept)


def ranged(id_: str, what: str, row: Mapping[str, Any], unit: str, prefix: str = "") -> Figure:
    """Return a figure from a row with ``p05``, ``p50`` and ``p95``."""
    low, value, high = row[f"{prefix}p05"], row["p50"], row["p95"]
    return Figure(id=id_, what=what, value=value, low=low, high=high, interval=OF_FUTURES, unit=unit,
                  standing="computed")  # fmt: skip


def counted(id_: str, what: str, share: float, draws: int, made_of: tuple[str, ...] = ()) -> Figure:
    """Return a share of futures with the range that so many futures leave.

    Notes
    -----
    Wilson (1927), Journal of the American Statistical Association 22, 209, doi:10.1080/01621459.1927.10502953.
    """
    low, high = wilson(share, draws)
    return Figure(id=id_, what=what, value=share, low=low, high=high, interval=OF_DRAWS, unit="share",
                  standing="computed", made_of=made_of)  # fmt: skip


def wilson(share: float, draws: int) -> tuple[float, float]:
    """Return the 90 % score interval of a share counted in `draws` futures.

    Examples
    --------
    >>> [round(x, 4) for x in wilson(0.5, 100)]
    [0.4189, 0.5811]
    """
    middle = share + _Z**2 / (2 * draws)
    half = _Z * sqrt(share * (1 - share) / draws + _Z**2 / (4 * draws**2))
    whole = 1 + _Z**2 / draws
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
