"""Futures of a scenario with what each draw sent abroad, and behaviour drawn alike for every chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import triangular_quantile
from ytterby.network.build import build_network
from ytterby.network.chain import controlled_by, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.outcomes.fill import fill_rate
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates, uniforms
from ytterby.scenario.schema import Scenario
from ytterby.simulation.kernel.arrays import Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared, prepare
from ytterby.simulation.question import asked_branches

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Change = Callable[[Prepared], Prepared]
_BEHAVIOUR_SEED = 41
APPROVAL = 7
"""Column of the scalars of a draw that scales approvals."""
LEAKAGE = (0.0, 0.1, 0.3)
"""Shares of barred lots that move in breach, a third of the draws each: a run of the law has one."""
PRIORS: Mapping[str, tuple[float, float, float]] = {
    "behaviour/kappa": (0.5, 1.5, 3.0),
    "behaviour/demand-elasticity": (0.10, 0.25, 0.40),
    "behaviour/supply-elasticity": (0.05, 0.15, 0.25),
    "behaviour/long-run-elasticity": (0.20, 0.40, 0.60),
    "switch": (1.2, 1.5, 1.8),
    "approval": (0.0, 0.5, 1.0),
}
"""Low, best and high of a triangular prior, the same for every chain; all but the last as in the chain files."""


@dataclass(frozen=True)
class Futures:
    """What the draws of a scenario did.

    Attributes
    ----------
    months : names of the months.
    groups : (stage, to) of what leaves the controller.
    sent : (draw, group, month) [t].
    before : (draw, group) [t/mo] in the baseline.
    uses : (place, end use, class).
    used, demand : (draw, use, month) [t].
    destroyed : (draw, use) [t] over the run: what price, budget and other designs took away.
    commodities : along the commodity axis of prices.
    price : (draw, zone, commodity, month) over the baseline's; zone 0 is the controller's market.
    """

    months: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    sent: Floats
    before: Floats
    uses: tuple[tuple[str, str, str], ...]
    used: Floats
    demand: Floats
    destroyed: Floats
    commodities: tuple[str, ...]
    price: Floats

    @property
    def fill(self) -> Floats:
        """(draw, use, month) [share]."""
        return fill_rate(self.used, self.demand)

    def exports(self, stages: tuple[str, ...], to: str = "") -> Floats:
        """(draw, month) what left the controller over the usual month, of some stages, to one place or all."""
        kept = [k for k, (stage, place) in enumerate(self.groups) if stage in stages and (not to or place == to)]
        usual = self.before[:, kept].sum(axis=1)
        return np.asarray(self.sent[:, kept].sum(axis=1) / usual[:, None], dtype=np.float64)


def behaviour_draws(count: int, seed: int) -> dict[str, Floats]:
    """Draw behaviour from its priors, (draw,) each, and leakage in three levels: the same for every chain."""
    cube = uniforms(count, len(PRIORS), seed + _BEHAVIOUR_SEED)
    out = {
        name: triangular_quantile(cube[:, k], np.float64(a), np.float64(b), np.float64(c))  # type: ignore[arg-type]
        for k, (name, (a, b, c)) in enumerate(PRIORS.items())
    }
    out["leakage"] = np.array(LEAKAGE)[np.arange(count) % len(LEAKAGE)]
    return out


def simulated(
    scenario: Scenario, draws: int, seed: int, behaviour: Mapping[str, Floats] | None = None,
    change: Change | None = None,
) -> Futures:  # fmt: skip
    """Run a scenario draw by draw.

    Parameters
    ----------
    scenario : the question.
    draws, seed : as of a run (conventions §15).
    behaviour : values (draw,) by name as of `behaviour_draws`, in place of each chain's own draws.
    change : what is done to the arrays before they run.
    """
    given = dict(behaviour or {})
    leakage = given.pop("leakage", None)
    network, chance = _network(scenario, draws, seed, given)
    ready: list[tuple[Ints, Prepared]] = []
    for level in np.unique(leakage) if leakage is not None else [None]:
        asked = scenario if level is None else _leaking(scenario, float(level))
        rows = np.arange(draws) if level is None else np.flatnonzero(leakage == level)
        prepared = prepare(asked, network, chance, scenario.months, asked_branches(scenario)[0])
        if "approval" in given:
            prepared.draws.scalars[:, APPROVAL] = given["approval"]
        ready.append((rows, change(prepared) if change else prepared))
    return _run(scenario, network, ready)


def _network(scenario: Scenario, draws: int, seed: int, given: Mapping[str, Floats]) -> tuple[SupplyNetwork, Chance]:
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    estimates = overridden(chain_estimates(chain), scenario)
    values, chance = draw_estimates(estimates, draws, seed), draw_chance(chain, draws, seed)
    for name, column in given.items():
        if name in estimates.index:
            values[:, estimates.index[name]] = column
    built = build_network(chain, estimates, values).network
    return extended(built, new_sites(scenario, built, chance)), chance


def _leaking(scenario: Scenario, share: float) -> Scenario:
    uncertain = scenario.uncertainties.model_copy(update={"leakage": share})
    return scenario.model_copy(update={"uncertainties": uncertain})


def _run(scenario: Scenario, network: SupplyNetwork, ready: list[tuple[Ints, Prepared]]) -> Futures:
    prepared, count, months = ready[0][1], network.n_draws, scenario.months
    uses, sink_group = _uses(network)
    groups, link_group = _leaving(network, prepared.order)
    sent = np.zeros((count, len(groups), months))
    used, demand = np.zeros((2, count, len(uses), months))
    destroyed = np.zeros((count, len(uses)))
    price = np.zeros((count, 2, len(prepared.commodities), months))
    for rows, part in ready:
        draws = part.draws._replace(**{k: np.ascontiguousarray(v[rows]) for k, v in part.draws._asdict().items()})
        record = Record(
            sink_group, link_group, np.zeros((rows.size, len(uses), months)), np.zeros((rows.size, len(uses), months)),
            np.zeros((rows.size, len(uses))), np.zeros((rows.size, len(groups) + 1, months)),
            np.zeros((rows.size, 2, len(prepared.commodities), months)),
        )  # fmt: skip
        simulate(part.topology, draws, part.law, part.course, part.behaviour, record, months)
        sent[rows], used[rows], demand[rows] = record.sent[:, : len(groups)], record.used, record.demand
        price[rows], destroyed[rows] = record.price, record.destroyed
    before = np.stack(
        [network.flow[:, prepared.order][:, link_group == g].sum(axis=1) for g in range(len(groups))], axis=1
    )
    names = tuple(str(scenario.first_month + m) for m in range(months))
    return Futures(names, groups, sent, before, uses, used, demand, destroyed, tuple(prepared.commodities), price)


def _uses(network: SupplyNetwork) -> tuple[tuple[tuple[str, str, str], ...], Ints]:
    """Final uses by place, end use and class; named outflows are nobody's demand."""
    keys = [(n.place, n.end_use, str(n.demand_class)) for n in network.needs if n.site == SINK]
    names = sorted({k for k in keys if k[1] != "unreported"})
    return tuple(names), np.array([names.index(k) if k in names else -1 for k in keys], dtype=np.int64)


def _leaving(network: SupplyNetwork, order: Ints) -> tuple[tuple[tuple[str, str], ...], Ints]:
    """Links out of the controller by stage and destination; the last group, which is not kept, takes the others."""
    home = network.chain.controller
    keys = []
    for k in order:
        offer, to = network.offers[network.link_offer[k]], network.markets[network.link_market[k]].place
        keys.append((str(network.sites[offer.site].stage), to) if offer.place == home != to else None)
    names = sorted({k for k in keys if k is not None})
    return tuple(names), np.array([len(names) if k is None else names.index(k) for k in keys], dtype=np.int64)
