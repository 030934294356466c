"""What differs from future to future: the estimates, and the luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ytterby.assessment.indices.arrays import Floats
from ytterby.assessment.world import World
from ytterby.domain.estimate import Estimate
from ytterby.scenario.chance import acceptances


@dataclass(frozen=True)
class Inputs:
    """Inputs of an ensemble.

    Attributes
    ----------
    names : (input,) ids of estimates, then ``project/…``, ``event/…`` and ``acceptance/…``.
    values : (draw, input); a project that never comes stands behind all others.
    estimates : (input,) the estimate behind an input, None for luck.
    """

    names: tuple[str, ...]
    values: Floats
    estimates: tuple[Estimate | None, ...]


def inputs_of(world: World) -> Inputs:
    """Collect what was drawn for each future of a world, and is not the same in all of them."""
    live = world.estimates.uncertain
    known = [world.estimates.items[i] for i in live]
    luck = _luck(world)
    columns = [world.values[:, live], *(column[:, None] for column in luck.values())]
    values = np.hstack(columns)
    moves = np.ptp(values, axis=0) > 0
    names = [*(e.id for e in known), *luck]
    behind: list[Estimate | None] = [*known, *([None] * len(luck))]
    kept = np.flatnonzero(moves)
    return Inputs(tuple(names[k] for k in kept), values[:, kept], tuple(behind[k] for k in kept))


def _luck(world: World) -> dict[str, Floats]:
    network = world.network
    out: dict[str, Floats] = {}
    for s in np.flatnonzero(np.isfinite(network.start).any(axis=0) | (network.added > 0).any(axis=0)):
        name = network.sites[s].processes[0]
        start = np.where(network.added[:, s] > 0, network.start[:, s], np.inf)
        out[f"project/{name}/start"] = np.nan_to_num(start, posinf=1e9, neginf=-1e9)
        out[f"project/{name}/cost"] = network.cost[:, s]
    for e, event in enumerate((*world.scenario.uncertainties.outages, *world.scenario.uncertainties.surges)):
        out[f"event/{event.id}"] = world.prepared.draws.hit[:, e]
    chosen, accepted = acceptances(world.scenario, world.chance)
    for k, a in enumerate(chosen):
        out[f"acceptance/{a.id}"] = accepted[:, k].astype(np.float64)
    return out
