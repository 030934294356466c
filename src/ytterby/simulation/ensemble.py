"""Many futures of one scenario: simulated block by block, put together at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from ytterby.domain.regime import Branch
from ytterby.network.supply import Floats, Ints, SupplyNetwork
from ytterby.simulation.kernel.arrays import Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared, draws_of
from ytterby.simulation.question import Block, Question, futures_of

if TYPE_CHECKING:
    import polars as pl

UseGroup = tuple[str, str, str]
FlowGroup = tuple[str, str, str, str]
_KEPT: type[np.floating[Any]] = np.float32
"""Precision of what is kept of each draw; sums are formed in double precision."""
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
    cover : (draw, need) [mo] input stock aimed at, levers included.
    intake : (draw, need) t of input per t of activity; for final uses, demand [t/mo].
    flow : (link,) [t/mo] mean over draws of the baseline, links in the network's order.
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
    cover: Floats
    intake: Floats
    flow: Floats


@dataclass(frozen=True)
class Recorded:
    """What each future did, every flow of every draw with it.

    Attributes
    ----------
    uses, used, demand, destroyed, flows, commodities, price : as of `Ensemble`.
    sent : (draw, flow group, month) [t].
    before : (draw, flow group) [t/mo] in the baseline.
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


def recorded(network: SupplyNetwork, prepared: Prepared, months: int) -> Recorded:
    """Simulate every draw, one after another, and keep all that is recorded.

    Parameters
    ----------
    network : for the names of what is recorded.
    prepared : arrays of the scenario.
    months : length of the run.
    """
    names, draws = _Names(network, prepared.order, len(prepared.commodities)), prepared.draws
    record = names.record(draws.flow.shape[0], months)
    simulate(prepared.topology, draws, prepared.law, prepared.course, prepared.behaviour, record, months)
    before = np.array([_by_group(names, flow) for flow in draws.flow])
    return Recorded(
        names.uses, record.used, record.demand, record.destroyed, names.flows, record.sent, before,
        prepared.commodities, record.price,
    )  # fmt: skip


def run_ensemble(network: SupplyNetwork, prepared: Prepared, months: int) -> Ensemble:
    """Simulate every draw of a network, one after another; flows are kept as their means.

    Parameters
    ----------
    network, prepared, months : as of `recorded`.
    """
    done, draws = recorded(network, prepared, months), prepared.draws
    count, flow = draws.flow.shape[0], np.empty(prepared.order.size)
    flow[prepared.order] = draws.flow.sum(axis=0) / count
    return Ensemble(
        done.uses, done.used, done.demand, done.destroyed, done.flows, done.sent.sum(axis=0) / count,
        done.before.sum(axis=0) / count, done.commodities, done.price, draws.cover, network.intake, flow,
    )  # fmt: skip


def simulate_block(question: Question, block: Block) -> pl.DataFrame:
    """Make and simulate the futures of a block.

    Returns
    -------
    One row for each draw: ``draw``, ``cover`` and ``intake``, and for each branch ``<branch>.used``, ``demand``,
    ``destroyed`` and ``price`` as arrays laid flat; then one row without a draw, of sums over the block: ``flow``, and
    for each branch ``<branch>.sent``.
    """
    import polars as pl

    network, luck = futures_of(question, block)
    frames = list(question.frames.items())
    draws = draws_of(question.scenario, network, frames[0][1], luck)
    rows: dict[str, npt.NDArray[np.generic]] = {
        "draw": np.arange(block.first, block.first + block.count, dtype=np.int32),
        "cover": draws.cover, "intake": network.intake,
    }  # fmt: skip
    sums: dict[str, Floats] = {}
    for branch, frame in frames:
        done = run_ensemble(network, frame.with_draws(draws), question.months)
        for name in ("used", "demand", "destroyed", "price"):
            rows[f"{branch}.{name}"] = getattr(done, name).astype(_KEPT).reshape(block.count, -1)
        sums[f"{branch}.sent"] = done.sent.reshape(1, -1) * block.count
        sums["flow"] = done.flow[None, :] * block.count
    return pl.concat([_frame(rows), _frame(sums)], how="diagonal")


def _frame(columns: dict[str, npt.NDArray[np.generic]] | dict[str, Floats]) -> pl.DataFrame:
    """A table of arrays: the first axis is the row."""
    import polars as pl

    return pl.DataFrame([pl.Series(name, np.ascontiguousarray(values)) for name, values in columns.items()])


def gathered(question: Question, tables: Iterable[pl.DataFrame], draws: int, branch: Branch) -> Ensemble:
    """Put the blocks of a branch together.

    Parameters
    ----------
    question : as asked.
    tables : of `simulate_block`, in the order of the draws, without a gap.
    draws : how many they hold together.
    branch : one of the question's.

    Notes
    -----
    Sums over draws are added block by block in this order, so that they do not depend on who worked on them.
    """
    frame, network = question.frames[branch], question.reference
    names = _Names(network, frame.order, len(frame.commodities))
    months, uses, needs = question.months, len(names.uses), len(network.needs)
    used, demand = np.empty((2, draws, uses, months), _KEPT)
    destroyed = np.empty((draws, uses), _KEPT)
    price = np.empty((draws, 2, len(frame.commodities), months), _KEPT)
    cover, intake = np.empty((2, draws, needs))
    sent, flow, at = np.zeros(len(names.flows) * months), np.zeros(network.link_offer.size), 0
    for table in tables:
        here, rows = slice(at, at + table.height - 1), table[:-1]
        for name, out in (("used", used), ("demand", demand), ("destroyed", destroyed), ("price", price)):
            out[here] = rows[f"{branch}.{name}"].to_numpy().reshape(out[here].shape)
        cover[here], intake[here] = rows["cover"].to_numpy(), rows["intake"].to_numpy()
        sent += table[f"{branch}.sent"][-1].to_numpy()
        flow += table["flow"][-1].to_numpy()
        at = here.stop
    flow /= draws
    before = _by_group(names, flow[frame.order])
    return Ensemble(
        names.uses, used, demand, destroyed, names.flows, sent.reshape(-1, months) / draws, before,
        frame.commodities, price, cover, intake, flow,
    )  # fmt: skip


def _by_group(names: _Names, flow: Floats) -> Floats:
    """Sum over the links of each flow group."""
    return np.asarray(np.bincount(names.link_group, flow, len(names.flows)), dtype=np.float64)


class _Names:
    """What is recorded, by name, and where each final use and link is added."""

    def __init__(self, network: SupplyNetwork, order: Ints, commodities: int) -> None:
        self.uses, self.sink_group = _use_groups(network)
        self.flows, self.link_group = _flow_groups(network, order)
        self.commodities = commodities

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
