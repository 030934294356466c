"""Draws from the estimates: every uncertain quantity has a column of luck of its own (conventions §15)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet, triangular_quantile

Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
ROUND = 1024
"""Draws in a round: a Latin hypercube of its own; a power of two."""
_BITS = 64
_EDGE = 1e-9


def uniforms(count: int, names: Sequence[str], seed: int, first: int = 0) -> Floats:
    """Uniform numbers in the open unit interval, evenly spread in each column, paired by chance between columns.

    Parameters
    ----------
    count : number of draws; powers of two balance best.
    names : one for each column. A column depends on its name and the seed, not on those beside it.
    seed : of all columns.
    first : number of the first draw.

    Returns
    -------
    (draw, name) [share]
        Row i is draw ``first + i``, the same for every `count` and `first`: more draws refine and never replace, and
        a part of the draws can be made anywhere.

    Notes
    -----
    Within a round of 1024 draws the first 2^k of a column fall one into each 1/2^k, for every k, in an order that is
    shuffled for each column by itself: a Latin hypercube that grows by doubling. A sequence of points in hundreds of
    dimensions is as even in each of them, and pairs of its dimensions go together by accident.

    References
    ----------
    Sallaberry, Helton and Hora (2008), Extension of Latin hypercube samples with correlated variables, Reliability
    Engineering and System Safety 93, doi:10.1016/j.ress.2007.04.005.
    """
    key, rows = tuple(names), slice(first % ROUND, first % ROUND + count)
    numbers = range(first // ROUND, (first + max(count, 1) - 1) // ROUND + 1)
    return np.concatenate([_round(key, seed, number) for number in numbers])[rows].copy()


def numbered(name: str, count: int) -> tuple[str, ...]:
    """Names of `count` columns that have no better one.

    Examples
    --------
    >>> numbered("event", 2)
    ('event/0', 'event/1')
    """
    return tuple(f"{name}/{k}" for k in range(count))


def draw_estimates(estimates: EstimateSet, count: int, seed: int, first: int = 0) -> Floats:
    """Draw every estimate; a certain one is constant.

    The luck of an estimate goes with its id: one that is added, removed or changed leaves that of all others as it was.

    Returns
    -------
    (draw, estimate) in the unit of each estimate, from draw `first` on.
    """
    out = np.repeat(estimates.best[None, :], count, axis=0)
    live = estimates.uncertain
    u = uniforms(count, [estimates.items[k].id for k in live], seed, first)
    out[:, live] = triangular_quantile(u, estimates.low[live], estimates.best[live], estimates.high[live])
    return out


def middle(estimates: EstimateSet) -> Floats:
    """Medians of all estimates (1, estimate): a future in which nothing that may be there is missing."""
    half = np.full((1, len(estimates)), 0.5)
    return triangular_quantile(half, estimates.low, estimates.best, estimates.high)


@lru_cache(maxsize=16)
def _round(names: tuple[str, ...], seed: int, number: int) -> Floats:
    """Draws of a round (1024, name); whoever asks gets a copy of them."""
    if not names:
        return np.empty((ROUND, 0))
    points, order = np.stack([_random_bits(name, seed, number) for name in names], axis=1)
    for level in range(ROUND.bit_length() - 1):
        _double(points, order, level)
    drawn: Floats = np.clip((points >> np.uint64(_BITS - 53)) * 2.0**-53, _EDGE, 1.0 - _EDGE)
    return np.ascontiguousarray(drawn.T)


def _double(points: Bits, order: Bits, level: int) -> None:
    """Fill the empty half of each of the 2^level cells with one point, and shuffle the new points of each column.

    Parameters
    ----------
    points : (name, draw) fractions of 2^64. The first 2^level are in place, the others still random; changed here.
    order : (name, draw) random numbers that shuffle.
    """
    half = 1 << level
    new = slice(half, 2 * half)
    cell, inside = np.uint64(_BITS - 1 - level), np.uint64(level + 1)
    beside = ((points[:, :half] >> cell) ^ np.uint64(1)) << cell | points[:, new] >> inside
    points[:, new] = np.take_along_axis(beside, np.argsort(order[:, new], axis=1), axis=1)


def _random_bits(name: str, seed: int, number: int) -> Bits:
    """Random words (2, 1024) of a column in a round; numpy keeps this stream the same in every version."""
    key = int.from_bytes(blake2b(name.encode(), digest_size=16).digest(), "little")
    source = np.random.PCG64(np.random.SeedSequence([seed, key], spawn_key=(number,)))
    return np.asarray(source.random_raw(2 * ROUND), dtype=np.uint64).reshape(2, ROUND)
