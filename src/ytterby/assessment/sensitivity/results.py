"""One number for each future: what an analysis asks the inputs to explain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ytterby.assessment.indices.arrays import Floats
from ytterby.assessment.world import World
from ytterby.outcomes.fill import fill_rate, first_shortage
from ytterby.simulation.ensemble import Ensemble

RESULTS = ("first-short", "undelivered", "lowest-fill")
MEANING = {
    "first-short": "months until the first use in focus is short; one that never is counts as the length of the run",
    "undelivered": "share of the demand in focus that is not met over the run",
    "lowest-fill": "lowest fill rate of any use in focus in any month",
}


def results_of(world: World, ensemble: Ensemble, places: Sequence[str], end_uses: Sequence[str]) -> dict[str, Floats]:
    """Measure every future.

    Parameters
    ----------
    world, ensemble : what was asked and what the futures did.
    places, end_uses : uses in focus; all if empty.

    Returns
    -------
    result -> (draw,)
    """
    focus = [
        k
        for k, (place, end_use, _) in enumerate(ensemble.uses)
        if (not places or place in places) and (not end_uses or end_use in end_uses)
    ]
    used = ensemble.used[:, focus].astype(np.float64)
    demand = ensemble.demand[:, focus].astype(np.float64)
    fill = fill_rate(used, demand)
    first = first_shortage(fill, world.scenario.outcomes.shortage_below).min(axis=1)
    return {
        "first-short": np.minimum(first, float(world.months)),
        "undelivered": 1.0 - used.sum(axis=(1, 2)) / demand.sum(axis=(1, 2)),
        "lowest-fill": fill.min(axis=(1, 2)),
    }


def is_short(first: Floats, months: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which futures run short within the run (draw,)."""
    return np.asarray(first < months)
