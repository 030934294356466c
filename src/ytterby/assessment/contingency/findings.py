"""What one removal does, from its futures and the undisturbed ones with the same draws."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ytterby.assessment.indices.arrays import Floats
from ytterby.outcomes.fill import bands, fill_rate, quantiles_with_never, time_to_survive
from ytterby.simulation.ensemble import Ensemble

Finding = dict[str, Any]
"""What is kept of a removal in the journal; lists are in the order of the uses."""


@dataclass(frozen=True)
class Yardstick:
    """What every removal is measured against.

    Attributes
    ----------
    used : (draw, use) [t] over the run when nothing is removed.
    below : fill rate below which a month is short.
    focus : (use,) True for the uses whose first shortage counts.
    value : (use,) [USD/t], or None where there is no price.
    """

    used: Floats
    below: float
    focus: np.ndarray[tuple[int], np.dtype[np.bool_]]
    value: Floats | None


def finding(ensemble: Ensemble, against: Yardstick) -> Finding:
    """Measure a removal.

    Parameters
    ----------
    ensemble : futures with the removal.
    against : undisturbed futures of the same draws.

    Returns
    -------
    dict
        `fill` [share] over the whole run, `lowest` [share] of a month, `short` [mo from the start, None for never] and
        `odds` [share] by use, medians over draws; `lost_t` by use; `first` over the uses in focus, `lost` [t] and
        `lost_usd` over all uses as p05, p50, p95. What is lost is the paired difference, negative where a use gains.
    """
    fill = fill_rate(ensemble.used, ensemble.demand)
    survive = time_to_survive(fill, against.below)
    used = ensemble.used.sum(axis=2, dtype=np.float64)
    demand = ensemble.demand.sum(axis=2, dtype=np.float64)
    whole = np.divide(used, demand, out=np.ones_like(used), where=demand > 0)
    lost = against.used - used
    earliest = survive[:, against.focus].min(axis=1, initial=np.inf)
    return {
        "fill": _plain(np.median(whole, axis=0)),
        "lowest": _plain(np.median(fill.min(axis=2), axis=0)),
        "short": [_time(v) for v in quantiles_with_never(survive)[1]],
        "odds": _plain(np.isfinite(survive).mean(axis=0)),
        "lost_t": _plain(np.median(lost, axis=0)),
        "first": [_time(v) for v in quantiles_with_never(earliest[:, None])[:, 0]],
        "first_odds": float(np.isfinite(earliest).mean()),
        "lost": _plain(bands(lost.sum(axis=1))),
        "lost_usd": None if against.value is None else _plain(bands(lost @ against.value)),
    }


def _plain(values: Floats) -> list[float]:
    return [round(float(v), 6) for v in values]


def _time(value: float) -> int | None:
    return int(value) if math.isfinite(value) else None
