"""Many futures of one scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from ytterby.jit import Floats, Ints
from ytterby.network.supply import SupplyNetwork
from ytterby.simulation.kernel.arrays import Draws, Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared

UseGroup = tuple[str, str, str]
FlowGroup = tuple[str, str, str, str]
G = TypeVar("G", UseGroup, FlowGroup)


@dataclass(frozen=True)
class Ensemble:
    """What the futures of a scenario did, by month.

    Attributes
    ----------
    uses : (place, end use, class) of each use group.
    used, demand : (draw, use group, month) [t].
    flows : (stage, from, to, stage of the buyer) of each flow group.
    sent : (flow group, month) [t] mean over draws.
    before : (flow group,) [t/mo] mean over draws of the baseline.
    """

    uses: tuple[UseGroup, ...]
    used: Floats
    demand: Floats
    flows: tuple[FlowGroup, ...]
    sent: Floats
    before: Floats


def run_ensemble(network: SupplyNetwork, prepared: Prepared, months: int, chunk: int = 64) -> Ensemble:
    """Simulate every draw, a chunk at a time.

    Parameters
    ----------
    network : for the names of what is recorded.
    prepared : arrays of the scenario.
    months : length of the run.
    chunk : draws recorded in full at once; flows are kept as means, so memory does not grow with draws.
    """
    uses, sink_group = _use_groups(network)
    flows, link_group = _flow_groups(network, prepared.order)
    count = network.n_draws
    used, demand = np.zeros((count, len(uses), months)), np.zeros((count, len(uses), months))
    sent, before = np.zeros((len(flows), months)), np.zeros(len(flows))
    for first in range(0, count, chunk):
        here = slice(first, min(first + chunk, count))
        draws = Draws(*(a[here] for a in prepared.draws))
        recorded = np.zeros((draws.flow.shape[0], len(flows), months))
        record = Record(sink_group, link_group, used[here], demand[here], recorded)
        simulate(prepared.topology, draws, prepared.law, prepared.behaviour, record, months)
        sent += recorded.sum(axis=0)
        np.add.at(before, link_group, draws.flow.sum(axis=0))
    return Ensemble(uses, used, demand, flows, sent / count, before / count)


def _use_groups(network: SupplyNetwork) -> tuple[tuple[UseGroup, ...], Ints]:
    """Group final uses by place, end use and class; named outflows are nobody's demand."""
    sinks = [network.needs[n] for n in network.sinks]
    keys: list[UseGroup | None] = [
        None if n.end_use == "unreported" else (n.place, n.end_use, str(n.demand_class)) for n in sinks
    ]
    return _grouped(keys)


def _flow_groups(network: SupplyNetwork, order: Ints) -> tuple[tuple[FlowGroup, ...], Ints]:
    """Group links by the stage that sends, the places, and the stage that receives."""
    keys: list[FlowGroup | None] = []
    for k in order:
        offer, market = network.offers[network.link_offer[k]], network.markets[network.link_market[k]]
        stage = network.sites[offer.site].stage
        keys.append((str(stage), offer.place, market.place, str(market.stage)))
    return _grouped(keys)


def _grouped(keys: Sequence[G | None]) -> tuple[tuple[G, ...], Ints]:
    names = sorted({k for k in keys if k is not None})
    at = {name: i for i, name in enumerate(names)}
    return tuple(names), np.array([-1 if k is None else at[k] for k in keys], dtype=np.int64)
