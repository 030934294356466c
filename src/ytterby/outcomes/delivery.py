"""From what is supplied to what is delivered: requalification, budget, delay (conventions §14)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def scarcest(fills: list[Floats]) -> Floats:
    """Lowest fill rate of the commodities a unit needs: none replaces another.

    Parameters
    ----------
    fills : one (draw, month) [share] for each commodity; at least one.
    """
    return np.asarray(np.minimum.reduce(fills), dtype=np.float64)


def usable(fill: Floats, changed: Bools, below: float, months: Floats) -> Floats:
    """Supply that may be built in: what comes back from another source waits until it is requalified.

    Parameters
    ----------
    fill : (draw, month) [share] fill rate of the use.
    changed : (draw, month) True while the law bars a source of the baseline.
    below : fill rate below which supply counts as interrupted.
    months : (draw,) [mo] time q until the product may be built with material of another source.

    Returns
    -------
    (draw, month) [share]
        Never above `fill`.

    Notes
    -----
    From the first interrupted month of a change on: u = min(f, max(old, new)), where `old` is the lowest fill since
    (what the old sources surely still give) and `new` the highest level that held for q months, whole months
    interpolated. A recovery from level a to 1 so costs q (1 - a) months, whatever its path      conventions §14
    """
    inside, old = _since_interrupted(fill, changed, below)
    new = np.maximum.accumulate(_held(np.where(inside, fill, 0.0), months), axis=1)
    return np.where(inside, np.minimum(fill, np.maximum(old, new)), fill)


def _since_interrupted(fill: Floats, changed: Bools, below: float) -> tuple[Bools, Floats]:
    """Months of a change after supply was first interrupted in it, and the lowest fill since then."""
    inside, old = np.zeros(fill.shape, dtype=bool), np.ones_like(fill)
    here, level = np.zeros(fill.shape[0], dtype=bool), np.ones(fill.shape[0])
    for m in range(fill.shape[1]):
        here = changed[:, m] & (here | (fill[:, m] < below))
        level = np.where(here, np.minimum(level, fill[:, m]), 1.0)
        inside[:, m], old[:, m] = here, level
    return inside, old


def _held(level: Floats, months: Floats) -> Floats:
    """Lowest level of the last `months` months; 0 where the run is not that long yet."""
    whole, part = np.floor(months).astype(np.int64), months - np.floor(months)
    lowest, out = level, np.zeros_like(level)
    for n in range(int(whole.max(initial=0)) + 2):
        weight = np.where(whole == n, 1.0 - part, np.where(whole == n - 1, part, 0.0))
        out += weight[:, None] * lowest
        earlier = np.zeros_like(level)
        if n + 1 < level.shape[1]:
            earlier[:, n + 1 :] = level[:, : -(n + 1)]
        lowest = np.minimum(lowest, earlier)
    return out


def affordable(cost_share: Floats, price_ratio: Floats) -> Floats:
    """Units a fixed budget buys, over the units planned.

    Parameters
    ----------
    cost_share : (draw, 1) [share] share m of a unit's budget that follows the price of the material.
    price_ratio : (draw, month) price r over the baseline's; not negative.

    Returns
    -------
    (draw, month) [share]
        1/(1 + m (r - 1)), at most 1: a cheaper input frees money but orders nothing.
    """
    return np.minimum(1.0 / (1.0 + cost_share * (price_ratio - 1.0)), 1.0)


def months_behind(plan: Floats, delivered: Floats) -> Floats:
    """Months by which cumulative deliveries trail the plan, at the end of each month.

    Parameters
    ----------
    plan : (month,) units; zero before the start, positive from then on.
    delivered : (draw, month) units, never above the plan in sum.

    Returns
    -------
    (draw, month) [mo]
        Time since the plan stood where deliveries stand now, interpolated within months    conventions §14
    """
    due = np.concatenate([[0.0], np.cumsum(plan)])
    start = int(np.argmax(due > 0)) - 1 if due[-1] > 0 else len(plan)
    ends = np.arange(1, len(plan) + 1, dtype=np.float64)
    planned_at = np.interp(np.cumsum(delivered, axis=1), due[start:], np.arange(start, len(plan) + 1))
    return np.where(ends > start, np.maximum(ends - planned_at, 0.0), 0.0)


def rework(barred: Bools, started: Bools, months: Floats) -> Floats:
    """Months a development has slipped: redesign and requalification, while deliveries go on.

    Parameters
    ----------
    barred : (draw, month) True while the source it was designed for is barred.
    started : (month,) True from the programme's start.
    months : (draw,) [mo] the rework needed once.

    Returns
    -------
    (draw, month) [mo]
        Grows month by month while the source is barred, up to `months`.
    """
    return np.minimum(np.cumsum(barred & started, axis=1), months[:, None])
