"""From a network with names to arrays without: what one chunk of draws needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.regime import Branch
from ytterby.domain.words import Stage
from ytterby.errors import BadData, Fault
from ytterby.jit import Floats, Ints
from ytterby.network.chain import Chain
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.scenario.chance import Chance, event_hits, ranks
from ytterby.scenario.course import CourseTable, course_table
from ytterby.scenario.law import VALIDITY_MONTHS, PermissionTable, permission_table
from ytterby.scenario.schema import Scenario
from ytterby.simulation.kernel.arrays import ALWAYS, STEPS, Behaviour, Course, Draws, Law, Topology

STABLE = Behaviour(
    tau_inventory=3.0, tau_finished=3.0, tau_orders=3.0, tau_slow=12.0, psi=0.8, alpha_max=1.25, tau_alpha=6.0,
    reshuffle=0.5, eta=0.5, tau_price=0.5, tau_substitute=24.0, release_below=0.75, release_rate=0.5, ramp=18.0,
    horizon=0.5, priced=1.0,
)  # fmt: skip
"""The stable set, measured (conventions §5), and the rest of the rules' constants."""
NEVER = 1e9
_NOT_NEGATIVE = (
    "activity", "yields", "intake", "flow", "cover", "finished_cover", "qualification", "added", "fresh", "cost",
    "floor", "link_lag",
)  # fmt: skip

APPROVAL = 7
"""Column of the scalars of a draw: factor on the share of licences that is approved."""


@dataclass(frozen=True)
class Prepared:
    """Arrays of one scenario on one network, links sorted by market.

    Attributes
    ----------
    topology, law, course, behaviour : shared by all draws.
    draws : one row for each draw.
    order : (link,) position of each sorted link in the network.
    commodities : names along the commodity axis of prices.
    permissions : the law with the network's own order of links.
    """

    topology: Topology
    draws: Draws
    law: Law
    course: Course
    behaviour: Behaviour
    order: Ints
    commodities: tuple[str, ...]
    permissions: PermissionTable


@dataclass(frozen=True)
class Frame:
    """All of a scenario that is the same in every future; worked out once, on a network of any draws.

    Attributes
    ----------
    topology, law, course, behaviour, order, commodities, permissions : as in `Prepared`.
    table : what else happens, with what only draws need of it.
    """

    topology: Topology
    law: Law
    course: Course
    behaviour: Behaviour
    order: Ints
    commodities: tuple[str, ...]
    permissions: PermissionTable
    table: CourseTable

    def with_draws(self, draws: Draws) -> Prepared:
        """Put the futures in."""
        return Prepared(
            self.topology, draws, self.law, self.course, self.behaviour, self.order, self.commodities, self.permissions
        )


def prepare(
    scenario: Scenario, network: SupplyNetwork, chance: Chance, months: int, branch: Branch = Branch.EXTEND
) -> Prepared:
    """Compile a scenario on a network and lay out the arrays of the kernels.

    Parameters
    ----------
    scenario : the question.
    network : balanced chain, with its new sites.
    chance : the luck of every future.
    months : length of the run.
    branch : what follows a suspension that has ended with no later instrument.

    Raises
    ------
    BadData : numbers of the network that are not finite, or negative; all at once.
    """
    _refuse_nonsense(scenario, network)
    frame = frame_of(scenario, network, months, branch)
    return frame.with_draws(draws_of(scenario, network, frame, chance))


def frame_of(
    scenario: Scenario,
    network: SupplyNetwork,
    months: int,
    branch: Branch = Branch.EXTEND,
    permissions: PermissionTable | None = None,
) -> Frame:
    """Compile what is the same in every future; of the network only its structure is read.

    Parameters
    ----------
    scenario, network, months, branch : as `prepare`.
    permissions : the law as compiled before for the same links; compiled here if None.
    """
    order = np.argsort(network.link_market, kind="stable")
    u = scenario.uncertainties
    table = course_table(scenario, network, months)
    permissions = permissions or permission_table(scenario, network, months, branch)
    return Frame(
        topology=_topology(network, order, u.content_reading == "once"),
        law=_law(permissions, order, u.content_threshold),
        course=_course(table, order),
        behaviour=STABLE._replace(reshuffle=u.reshuffle, tau_substitute=network.chain.substitutable.months),
        order=order,
        commodities=tuple(network.chain.commodities),
        permissions=permissions,
        table=table,
    )


def draws_of(scenario: Scenario, network: SupplyNetwork, frame: Frame, chance: Chance) -> Draws:
    """Lay out the futures of a network that has the structure of the frame's.

    Raises
    ------
    BadData : numbers of the network that are not finite, or negative; all at once.
    """
    _refuse_nonsense(scenario, network)
    return _draws(scenario, network, frame.table, chance, frame.topology, frame.order)


def _topology(network: SupplyNetwork, order: Ints, once: bool) -> Topology:
    steps = np.maximum(np.rint(network.link_lag[order] * STEPS), 1).astype(np.int64)
    lags, lag_of = np.unique(steps, return_inverse=True)
    commodity = {c: k for k, c in enumerate(network.chain.commodities)}
    controller = network.chain.controller
    return Topology(
        offer_start=_starts([o.site for o in network.offers], len(network.sites)),
        need_start=_starts([n.site for n in network.needs if n.site != SINK], len(network.sites)),
        market_start=_starts(sorted(network.need_market), len(network.markets)),
        market_need=np.argsort(network.need_market, kind="stable"),
        need_market=network.need_market.astype(np.int64),
        link_start=_starts(sorted(network.link_market), len(network.markets)).astype(np.uint64),
        link_offer=network.link_offer[order].astype(np.uint64),
        link_lag=lag_of.astype(np.uint64),
        lags=lags,
        link_label=np.array(
            [network.offers[o].place == controller for o in network.link_offer[order]], dtype=np.uint64
        ),
        drives=_main_outputs(network),
        controlled=np.array([s.place == controller for s in network.sites]),
        value=_value_shares(network, once),
        market_zone=_ints([m.place != controller for m in network.markets]),
        market_commodity=_ints([commodity[m.commodity] for m in network.markets]),
        site_zone=_ints([s.place != controller for s in network.sites]),
        offer_commodity=_ints([commodity[o.commodity] for o in network.offers]),
        cost_share=_cost_shares(network.chain),
        ranks=4,
    )


def _draws(
    scenario: Scenario, network: SupplyNetwork, table: CourseTable, chance: Chance, topology: Topology, order: Ints
) -> Draws:
    flow = np.ascontiguousarray(network.flow[:, order])
    use = _use(network)
    return Draws(
        flow=flow,
        fresh=np.ascontiguousarray(network.fresh[:, order]),
        opens=np.ascontiguousarray(np.minimum(network.opens[:, order], NEVER)),
        capacity=network.activity / network.utilisation[:, None] + network.added,
        start=np.clip(network.start, ALWAYS, NEVER),
        cost=network.cost,
        floor=network.floor,
        yields=np.ascontiguousarray(network.yields),
        intake=np.ascontiguousarray(network.intake),
        use=use,
        cover=network.cover + table.extra_cover,
        reserve=table.reserve * use,
        pipeline=_pipeline(flow, network.fresh[:, order], topology)[:, network.need_market],
        rank=ranks(scenario, network, chance)[:, order].astype(np.uint8, order="C"),
        hit=event_hits(scenario, table.odds, chance),
        scalars=_scalars(network),
    )


def _scalars(network: SupplyNetwork) -> Floats:
    chain, index = network.chain, network.estimates.index
    b = {key: network.draws[:, index[judged.id]] for key, judged in chain.behaviour.items()}
    return np.stack(
        [
            network.finished_cover, network.switch, network.qualification, b["kappa"], -b["demand_elasticity"],
            b["supply_elasticity"], -b["long_run_elasticity"], np.ones(network.n_draws),
        ],
        axis=1,
    )  # fmt: skip


def _law(table: PermissionTable, order: Ints, theta: float) -> Law:
    position = np.empty_like(order)
    position[order] = np.arange(order.size)
    licensed = position[table.licensed] if table.licensed.size else table.licensed
    sort = np.argsort(licensed)
    return Law(
        link=np.ascontiguousarray(table.link[:, order]), use=table.use,
        since=np.ascontiguousarray(table.since[:, order]), changed=table.changed, theta=theta,
        licensed=licensed[sort].astype(np.uint64), approval=np.ascontiguousarray(table.approval[:, sort]),
        binding=np.ascontiguousarray(table.binding[:, sort]), running=table.running[sort], decided=table.decided,
        tail=table.tail, validity=VALIDITY_MONTHS,
    )  # fmt: skip


def _course(table: CourseTable, order: Ints) -> Course:
    return Course(
        demand=table.demand, capacity=table.capacity, passable=np.ascontiguousarray(table.passable[:, order]),
        pull=np.ascontiguousarray(table.pull[:, order]), warning=table.warning,
        event_on=np.ascontiguousarray(table.event_on), event_site=table.event_site, event_need=table.event_need,
        substitutable=table.substitutable, budget=table.budget,
        to_come=table.to_come,
    )  # fmt: skip


def _main_outputs(network: SupplyNetwork) -> NDArray[np.bool_]:
    """True for what a site is run for, False for what falls beside it (offer,)."""
    processes = network.chain.processes
    return np.array(
        [
            o.commodity in {processes[p].output for p in network.sites[o.site].processes if p in processes}
            or not set(network.sites[o.site].processes) & set(processes)
            for o in network.offers
        ]
    )


def _ints(values: list[int] | list[bool]) -> Ints:
    return np.array(values).astype(np.int64)


def _use(network: SupplyNetwork) -> Floats:
    """What each need takes before anything happens (draw, need) [t/mo]."""
    site = np.array([n.site for n in network.needs])
    activity = np.where(site == SINK, 1.0, network.activity[:, np.maximum(site, 0)])
    return np.asarray(network.intake * activity)


def _pipeline(flow: Floats, fresh: Floats, topology: Topology) -> Floats:
    """Mean time [mo] under way (draw, market), seen after arrivals and before the step's own shipment.

    By the baseline's flows; by the new ones only where nothing flowed before, or the steady state would drift.
    """
    counts = np.diff(topology.link_start).astype(np.int64)
    market = np.repeat(np.arange(counts.size), counts)

    def sums(values: Floats) -> Floats:
        return np.array([np.bincount(market, row, counts.size) for row in values])

    flow = np.where(sums(flow)[:, market] > 0, flow, fresh)
    whole, late = sums(flow), sums(flow * ((topology.lags[topology.link_lag] - 1) / STEPS))
    return np.divide(late, whole, out=np.zeros_like(whole), where=whole > 0)


def _starts(groups: list[int], count: int) -> Ints:
    """Where each of `count` groups begins in a sorted list of group numbers, and where the last one ends."""
    if list(groups) != sorted(groups):
        raise AssertionError("members of a group must stand together")
    return np.searchsorted(np.array(groups), np.arange(count + 1)).astype(np.int64)


def _value_shares(network: SupplyNetwork, once: bool) -> Floats:
    """Share of each input in the value of what its site makes, as the content test reads it.

    At every level the share of the input counts; read once, only the controller's own part of the input does, which is
    smaller with every step downstream (conventions §7). Zero for final uses, which make nothing.
    """
    chain = network.chain
    carried = dict.fromkeys(chain.commodities, 1.0)
    if once:
        for p in chain.processes.values():  # processes stand in the order of the chain
            if p.inputs:
                carried[p.output] = sum(value_share(chain, p.stage, c) * carried[c] for c in p.inputs)
    return np.array(
        [
            0.0 if n.site == SINK else value_share(chain, n.stage, n.commodity) * carried[n.commodity]
            for n in network.needs
        ]
    )


def _cost_shares(chain: Chain) -> Floats:
    """Share of each commodity in the cost of another (commodity, commodity)."""
    index = {c: k for k, c in enumerate(chain.commodities)}
    out = np.zeros((len(index), len(index)))
    for p in chain.processes.values():
        for c in p.inputs:
            out[index[p.output], index[c]] = min(value_share(chain, p.stage, c), 0.85)
    return out


def value_share(chain: Chain, stage: Stage, commodity: str) -> float:
    """Value share of an input: named for the commodity or for its kind; an unnamed one is most of the value."""
    shares = chain.value_share.get(str(stage), {})
    if isinstance(shares, str):
        return 1.0
    return shares.get(commodity, shares.get(commodity.split("/", maxsplit=1)[0], 1.0))


def _refuse_nonsense(scenario: Scenario, network: SupplyNetwork) -> None:
    """Refuse numbers no network can have, before they spread; all at once."""
    faults = []
    for name in _NOT_NEGATIVE:
        array = getattr(network, name)
        bad = ~np.isfinite(array) | (array < 0)
        if bad.any():
            faults.append(_nonsense(name, array, bad, "finite and not negative"))
    for name in ("utilisation", "switch"):
        array = getattr(network, name)
        if not (np.isfinite(array) & (array > 0)).all():
            faults.append(_nonsense(name, array, ~(array > 0) | ~np.isfinite(array), "finite and above zero"))
    for name in ("start", "opens"):
        array = getattr(network, name)
        if np.isnan(array).any():
            faults.append(_nonsense(name, array, np.isnan(array), "a month, or infinite for never"))
    faults += _unknown_behaviour(network)
    if not 0 < scenario.uncertainties.content_threshold <= 1:
        faults.append(
            Fault(f"content_threshold is {scenario.uncertainties.content_threshold}", scenario.id, "0 < theta <= 1")
        )
    if faults:
        raise BadData(*faults)


def _unknown_behaviour(network: SupplyNetwork) -> list[Fault]:
    """Elasticities and kappa are finite and not negative; one side of a market reacts, or no price clears it."""
    column = {k: network.draws[:, network.estimates.index[j.id]] for k, j in network.chain.behaviour.items()}
    faults = [
        _nonsense(name, values, bad, "finite and not negative")
        for name, values in column.items()
        if (bad := ~np.isfinite(values) | (values < 0)).any()
    ]
    if (column["demand_elasticity"] + column["supply_elasticity"] == 0).any():
        faults.append(Fault("demand and supply have an elasticity of 0", "network", "one of them above zero"))
    return faults


def _nonsense(name: str, array: Floats, bad: NDArray[np.bool_], rule: str) -> Fault:
    where = tuple(int(i) for i in np.argwhere(bad)[0])
    return Fault(f"{name} is {array[where]} at {where}", "network", f"{rule} (conventions §1)")
