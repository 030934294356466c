"""Many futures of one scenario."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

import numpy as np

from ytterby.jit import Floats, Ints, threads
from ytterby.network.supply import SupplyNetwork
from ytterby.simulation.kernel.arrays import Draws, Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared

CHUNK = 16
"""Draws a thread takes at a time."""
Progress = Callable[[int, int], None]
UseGroup = tuple[str, str, str]
FlowGroup = tuple[str, str, str, str]
Kept = tuple[Floats, Floats, Floats, Floats]
"""Used, demand, destroyed, price of every draw."""
G = TypeVar("G", UseGroup, FlowGroup)


@dataclass(frozen=True)
class Ensemble:
    """What the futures of a scenario did, by month.

    Attributes
    ----------
    uses : (place, end use, class) of each use group.
    used, demand : (draw, use group, month) [t].
    destroyed : (draw, use group) [t] what price, budget and substitution took over the run.
    flows : (stage, from, to, stage of the buyer) of each flow group.
    sent : (flow group, month) [t] mean over draws.
    before : (flow group,) [t/mo] mean over draws of the baseline.
    commodities : names along the commodity axis of prices.
    price : (draw, zone, commodity, month) over the baseline's; zone 0 is the controller's market, 1 the others'.
    """

    uses: tuple[UseGroup, ...]
    used: Floats
    demand: Floats
    destroyed: Floats
    flows: tuple[FlowGroup, ...]
    sent: Floats
    before: Floats
    commodities: tuple[str, ...]
    price: Floats


def run_ensemble(
    network: SupplyNetwork,
    prepared: Prepared,
    months: int,
    chunk: int = CHUNK,
    progress: Progress | None = None,
    dtype: type[np.floating[Any]] = np.float32,
) -> Ensemble:
    """Simulate every draw, a chunk at a time on each thread.

    Parameters
    ----------
    network : for the names of what is recorded.
    prepared : arrays of the scenario.
    months : length of the run.
    chunk : draws simulated one after another by one thread; flows are kept as means, so memory grows with what is
        chosen to be kept. Results do not depend on the number of threads.
    progress : told (done, all) after each chunk.
    dtype : precision of what is kept; sums are formed in double precision.

    Returns
    -------
    Ensemble
        Of all draws; if interrupted, of the chunks that were finished.

    Raises
    ------
    KeyboardInterrupt : interrupted before the first chunk was finished.
    """
    count, names = network.n_draws, _Names(network, prepared)
    kept = names.room(count, months, dtype)
    sent, before, done = np.zeros((len(names.flows), months)), np.zeros(len(names.flows)), 0
    chunks = [slice(first, min(first + chunk, count)) for first in range(0, count, chunk)]
    work = partial(_run_chunk, prepared, names, kept, months)
    with ThreadPoolExecutor(min(threads(), len(chunks))) as pool:
        try:
            for here, (moved, usual) in zip(chunks, pool.map(work, chunks), strict=True):
                sent += moved
                before += usual
                done = here.stop
                if progress:
                    progress(done, count)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            if not done:
                raise
    used, demand, destroyed, price = (a[:done] for a in kept)
    return Ensemble(
        names.uses, used, demand, destroyed, names.flows, sent / done, before / done, prepared.commodities, price
    )


def _run_chunk(prepared: Prepared, names: _Names, kept: Kept, months: int, here: slice) -> tuple[Floats, Floats]:
    """Simulate some draws and keep what is kept of each; return sums over them of what was sent, and before."""
    draws = rows_of(prepared.draws, here)
    record = names.record(draws.flow.shape[0], months)
    simulate(prepared.topology, draws, prepared.law, prepared.course, prepared.behaviour, record, months)
    used, demand, destroyed, price = kept
    used[here], demand[here], destroyed[here], price[here] = record.used, record.demand, record.destroyed, record.price
    before = np.bincount(names.link_group, draws.flow.sum(axis=0), len(names.flows)).astype(np.float64)
    return record.sent.sum(axis=0), before


def rows_of(draws: Draws, here: slice) -> Draws:
    """Part of the draws, as views."""
    return draws._replace(**{name: array[here] for name, array in draws._asdict().items()})


class _Names:
    """What is recorded, by name, and where each final use and link is added."""

    def __init__(self, network: SupplyNetwork, prepared: Prepared) -> None:
        self.uses, self.sink_group = _use_groups(network)
        self.flows, self.link_group = _flow_groups(network, prepared.order)
        self.commodities = len(prepared.commodities)

    def room(self, count: int, months: int, dtype: type[np.floating[Any]]) -> Kept:
        """Return zeros for what is kept of every draw."""
        uses = len(self.uses)
        return (
            np.zeros((count, uses, months), dtype), np.zeros((count, uses, months), dtype),
            np.zeros((count, uses), dtype), np.zeros((count, 2, self.commodities, months), dtype),
        )  # fmt: skip

    def record(self, count: int, months: int) -> Record:
        """Return an empty record of so many draws."""
        uses, flows = len(self.uses), len(self.flows)
        return Record(
            self.sink_group, self.link_group, np.zeros((count, uses, months)), np.zeros((count, uses, months)),
            np.zeros((count, uses)), np.zeros((count, flows, months)), np.zeros((count, 2, self.commodities, months)),
        )  # fmt: skip


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
