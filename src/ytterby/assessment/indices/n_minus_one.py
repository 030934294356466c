"""What is left when the largest supplier falls away (§16)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ytterby.assessment.indices.arrays import Floats, Ints, amounts, ratio


@dataclass(frozen=True)
class WithoutLargest:
    """Cover of demand without the largest supplier.

    Attributes
    ----------
    gross : (...) [1] remaining supply over all demand.
    net : (...) [1] remaining supply over the demand of the others.
    supplier : (...) index of the one removed.
    """

    gross: Floats
    net: Floats
    supplier: Ints


def n_minus_one(supply: ArrayLike, demand: ArrayLike) -> WithoutLargest:
    """Take the largest supplier away and ask how much of demand the others cover.

    Parameters
    ----------
    supply : (..., place) [t/a]
    demand : (..., place) [t/a]
        On the same axis of places: the removed place's own demand leaves the net figure.

    Returns
    -------
    WithoutLargest

    Notes
    -----
    gross = (S - S_k) / D, net = (S - S_k) / (D - D_k), k the largest supplier      conventions §16

    References
    ----------
    IEA (2025), Global Critical Minerals Outlook, N-1 analysis.

    Examples
    --------
    >>> left = n_minus_one([80, 10, 6, 4], [60, 40, 0, 0])
    >>> float(left.gross), float(left.net)
    (0.2, 0.5)
    """
    s, d = np.broadcast_arrays(amounts(supply, "supply"), amounts(demand, "demand"))
    known = ~np.isnan(s).any(axis=-1)
    who = np.where(known, np.nan_to_num(s).argmax(axis=-1), 0)
    at = who[..., None]
    left = s.sum(axis=-1) - np.take_along_axis(s, at, axis=-1)[..., 0]
    others = d.sum(axis=-1) - np.take_along_axis(d, at, axis=-1)[..., 0]
    return WithoutLargest(
        ratio(left, d.sum(axis=-1)), ratio(left, others), np.asarray(np.where(known, who, -1), np.int64)
    )
