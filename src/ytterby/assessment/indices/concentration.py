"""How concentrated is supply, and how much comes from abroad (§16)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.assessment.indices.arrays import Floats, Ints, amounts, ratio
from ytterby.errors import Fault, UsageError

CRMA_LIMIT = 0.65
"""Largest share from one third country by 2030: Regulation (EU) 2024/1252, Article 5(1)(c)."""

MIRRORS = ("net", "net-floored", "gross", "consumption")


def shares(supply: ArrayLike) -> Floats:
    """Shares of the whole, along the last axis.

    Parameters
    ----------
    supply : (..., supplier) [t/a]

    Returns
    -------
    (..., supplier) [1]
        NaN where nothing is supplied at all.
    """
    read = amounts(supply, "supply")
    return ratio(read, read.sum(axis=-1, keepdims=True))


def hhi(supply: ArrayLike) -> Floats:
    """Herfindahl-Hirschman index on a scale of 0 to 1.

    Parameters
    ----------
    supply : (..., supplier) [t/a], or shares

    Returns
    -------
    (...) [1]

    Notes
    -----
    H = sum_i s_i^2, s_i = x_i / sum x                          conventions §16

    Examples
    --------
    >>> round(float(hhi([0.92, 0.05, 0.01, 0.02])), 4)
    0.8494
    """
    return np.asarray((shares(supply) ** 2).sum(axis=-1))


def effective_suppliers(supply: ArrayLike) -> Floats:
    """How many equal suppliers would be as concentrated: 1/H.

    Examples
    --------
    >>> round(float(effective_suppliers([0.92, 0.05, 0.01, 0.02])), 4)
    1.1773
    """
    return ratio(1.0, hhi(supply))


@dataclass(frozen=True)
class LargestShare:
    """Who supplies most, and whether that is above the limit.

    Attributes
    ----------
    share : (...) [1]
    supplier : (...) index along the last axis, -1 where nothing is supplied.
    above : (...) whether the share is above the limit.
    """

    share: Floats
    supplier: Ints
    above: NDArray[np.bool_]


def largest_share(supply: ArrayLike, *, home: ArrayLike | None = None, limit: float = CRMA_LIMIT) -> LargestShare:
    """Test the share of the largest outside supplier against a limit (the 65 % test).

    Parameters
    ----------
    supply : (..., supplier) [t/a]
    home : (supplier,) of bool
        Suppliers that are no third country; they count in the whole and are not tested.
    limit : [1]
        Exactly at the limit passes: the rule says "not more than 65 %".

    References
    ----------
    Regulation (EU) 2024/1252 (Critical Raw Materials Act), Article 5(1)(c).
    """
    all_shares = shares(supply)
    foreign = all_shares if home is None else np.where(np.asarray(home, bool), 0.0, all_shares)
    known = ~np.isnan(foreign).any(axis=-1)
    filled = np.nan_to_num(foreign)
    top = np.where(known, filled.max(axis=-1), np.nan)
    who = np.where(known & (filled.max(axis=-1) > 0), filled.argmax(axis=-1), -1)
    return LargestShare(np.asarray(top), np.asarray(who, np.int64), np.asarray(top > limit))


def import_reliance(production: ArrayLike, imports: ArrayLike, exports: ArrayLike, *, mirror: str = "net") -> Floats:
    """Share of what is used at home that must come from abroad.

    Parameters
    ----------
    production, imports, exports : (...) [t/a]
    mirror : how studies differ: `net` (M-X)/(P+M-X); `net-floored`, the same but 0 for a net exporter
        (EU 2017, USGS "E"); `gross` M/(P+M), blind to re-exports; `consumption` M/(P+M-X), which
        counts goods in transit as need and can pass 1.

    Returns
    -------
    (...) [1]

    Raises
    ------
    UsageError
        The mirror is not one of the four.

    Examples
    --------
    >>> float(import_reliance(10, 100, 30))
    0.875
    """
    p, m, x = amounts(production, "production"), amounts(imports, "imports"), amounts(exports, "exports")
    if mirror not in MIRRORS:
        raise UsageError(Fault(f'no mirror "{mirror}"', "import reliance", "conventions §16", MIRRORS))
    if mirror == "gross":
        return ratio(m, p + m)
    use = p + m - x
    if mirror == "consumption":
        return ratio(m, use)
    net = ratio(m - x, use)
    return net if mirror == "net" else np.asarray(np.maximum(net, 0.0))
