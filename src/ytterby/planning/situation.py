"""What the plan meets: each step of the ladder as a network with every lever's sites on it, not yet built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import triangular_quantile
from ytterby.domain.regime import Branch
from ytterby.network.build import build_network
from ytterby.network.chain import Chain
from ytterby.network.extend import NewSite, extended
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.planning.ladder import Ladder, Step, scenario_of
from ytterby.planning.levers import Lever, LeverBook, Plant, Supply
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.figures import figures_of
from ytterby.scenario.law import same_law
from ytterby.scenario.lead_times import lead_time_quantile
from ytterby.scenario.sampling import draw_estimates, uniforms
from ytterby.scenario.schema import Scenario
from ytterby.simulation.prepare import Prepared, frame_of, prepare
from ytterby.simulation.question import asked_branches

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
"""Added to the run's seed for the luck of levers: a sequence of its own."""


@dataclass(frozen=True)
class Luck:
    """How levers turn out in each future, whichever are chosen.

    Attributes
    ----------
    came : (draw, lever) True where it comes to what is described.
    lead : (draw, lever) [mo] from its start until it works.
    size : (draw, lever) [share] where its capacity lies between least (0) and most (1).
    """

    came: Bools
    lead: Floats
    size: Floats


@dataclass(frozen=True, eq=False)
class Situation:
    """One step of the ladder, in a number of futures; what is worked out once for it is kept by its identity.

    Attributes
    ----------
    step, scenario, chance, months : what happens, for how long.
    network : with the projects of the list, and with a site for every lever that builds one, as if all were built at
        once at the start; `choose` takes away what is not chosen.
    sites : lever -> its site.
    book : the levers.
    luck : of levers, in the order of the book.
    prepared : arrays of the scenario with no lever.
    """

    step: Step
    scenario: Scenario
    chance: Chance
    months: int
    network: SupplyNetwork
    sites: dict[str, int]
    book: LeverBook
    luck: Luck
    prepared: Prepared


def situations(ladder: Ladder, book: LeverBook, own: Scenario, draws: int, seed: int) -> tuple[Situation, ...]:
    """Build every step of a ladder on the same draws.

    Parameters
    ----------
    ladder, book : what may happen, what may be done.
    own : the scenario asked about.
    draws, seed : futures of each step; the same for all steps.

    Raises
    ------
    BadScenario, Infeasible : as a run of the scenario.
    """
    built: dict[tuple[str, str, str], SupplyNetwork] = {}
    out = []
    for step in ladder.steps:
        figures = figures_of(scenario_of(step, own))
        key = (figures.chain.controller, str(figures.scenario.start), str(figures.scenario.uncertainties.overrides))
        if key not in built:
            drawn = draw_estimates(figures.estimates, draws, seed)
            built[key] = build_network(figures.chain, figures.estimates, drawn).network
        out.append(_situation(step, figures.scenario, built[key], book, ladder.months, seed))
    return tuple(out)


def other_branches(situation: Situation) -> tuple[Situation, ...]:
    """Return the same situation under each other reading of what followed an expired suspension, where law differs."""
    law, out = situation.scenario.levers.law, []
    seen = [situation.prepared.permissions]
    for branch in (Branch.LAPSE, Branch.REVIVE) if law and law.branch is None else ():
        frame = frame_of(situation.scenario, situation.network, situation.months, branch)
        if not any(same_law(frame.permissions, known) for known in seen):
            seen.append(frame.permissions)
            step = situation.step.model_copy(update={"id": f"{situation.step.id}/{branch}"})
            prepared = frame.with_draws(situation.prepared.draws)
            out.append(replace(situation, step=step, prepared=prepared))
    return tuple(out)


def _situation(
    step: Step, scenario: Scenario, network: SupplyNetwork, book: LeverBook, months: int, seed: int
) -> Situation:
    draws = network.n_draws
    chance, luck = draw_chance(network.chain, draws, seed), draw_luck(book, draws, seed)
    coming = new_sites(scenario, network, chance)
    builders = [(k, lever) for k, lever in enumerate(book.levers) if isinstance(lever.effect, Plant | Supply)]
    building = [_site(lever, network.chain, luck, k) for k, lever in builders]
    whole = extended(network, [*coming, *building])
    first = len(network.sites) + len(coming)
    sites = {lever.id: first + i for i, (_, lever) in enumerate(builders)}
    fed = {lever.id for _, lever in builders if isinstance(lever.effect, Plant) and lever.effect.own_feed}
    whole = _own_feed(whole, [s for name, s in sites.items() if name in fed])
    branch = asked_branches(scenario)[0]
    prepared = prepare(scenario, without(whole, list(sites.values())), chance, months, branch)
    return Situation(step, scenario, chance, months, whole, sites, book, luck, prepared)


def draw_luck(book: LeverBook, draws: int, seed: int) -> Luck:
    """Draw how levers turn out; another plan meets the same luck.

    Notes
    -----
    A lever that needs others comes only where they do, and not before they would if begun with it: a lever begun later
    than what it needs waits too long by this, never too short.
    """
    count, ids = len(book.levers), [lever.id for lever in book.levers]
    u = uniforms(draws, [f"lever/{id_}/{what}" for what in ("odds", "lead", "size") for id_ in ids], seed)
    leads = np.array([lever.lead_months for lever in book.levers])
    odds = np.array([lever.odds for lever in book.levers])
    lead = triangular_quantile(u[:, count : 2 * count], leads[:, 0], leads[:, 1], leads[:, 2])
    came = u[:, :count] < odds
    at = {lever.id: k for k, lever in enumerate(book.levers)}
    for k in _needed_first(book):
        for other in book.levers[k].needs:
            came[:, k] &= came[:, at[other]]
            lead[:, k] = np.maximum(lead[:, k], lead[:, at[other]])
    return Luck(came, lead, u[:, 2 * count :])


def _needed_first(book: LeverBook) -> list[int]:
    """Order in which every lever comes after those it needs."""
    at = {lever.id: k for k, lever in enumerate(book.levers)}
    graph = {k: [at[n] for n in lever.needs] for k, lever in enumerate(book.levers)}
    return list(TopologicalSorter(graph).static_order())


def _site(lever: Lever, chain: Chain, luck: Luck, k: int) -> NewSite:
    """Return the site a lever builds, on stream after its lead time; none in futures in which it fails."""
    effect = lever.effect
    assert isinstance(effect, Plant | Supply)
    size = lead_time_quantile(luck.size[:, k], effect.low, effect.best, effect.high)
    process = chain.processes[effect.process] if isinstance(effect, Plant) else None
    output = process.output if process else effect.commodity  # type: ignore[union-attr]
    always = np.ones(size.size)
    return NewSite(
        id=lever.id, place=effect.place, stage=process.stage if process else chain.stage_of(output), output=output,
        inputs=dict(process.inputs) if process else {}, capacity=np.where(luck.came[:, k], size / 12.0, 0.0),
        start=luck.lead[:, k], cost=always, floor=2.0 * always,  # who builds it for safety runs it at any price
        quality=1.0 if isinstance(effect, Plant) else effect.quality, buyers=effect.buyers,
        lag=effect.lag_months if isinstance(effect, Supply) else chain.lags_months[output.split("/", maxsplit=1)[0]],
    )  # fmt: skip


def _own_feed(network: SupplyNetwork, sites: list[int]) -> SupplyNetwork:
    """Contract the inputs of some sites outside the controlling state, in proportion to what others make."""
    fresh = network.fresh.copy()
    inside = np.array([o.place == network.chain.controller for o in network.offers])[network.link_offer]
    for need, wanted in enumerate(network.needs):
        if wanted.site == SINK or wanted.site not in sites:
            continue
        into = network.link_market == network.need_market[need]
        outside = into & ~inside & (network.fresh.sum(axis=0) > 0)
        whole, rest = fresh[:, into].sum(axis=1), fresh[:, outside].sum(axis=1)
        if np.any(rest > 0):
            fresh[:, outside] *= np.divide(whole, rest, out=np.zeros_like(whole), where=rest > 0)[:, None]
            fresh[:, into & inside] = 0.0
    return replace(network, fresh=fresh)


def links_of(network: SupplyNetwork, site: int) -> NDArray[np.int64]:
    """Links that leave a site or feed it."""
    offers = np.array([o.site == site for o in network.offers])[network.link_offer]
    markets = [network.need_market[n] for n, need in enumerate(network.needs) if need.site == site]
    return np.flatnonzero(offers | np.isin(network.link_market, markets))


_IDLE: WeakKeyDictionary[Situation, SupplyNetwork] = WeakKeyDictionary()


def idle(situation: Situation) -> SupplyNetwork:
    """Return the network of a situation with no lever; kept as long as the situation is."""
    if situation not in _IDLE:
        _IDLE[situation] = without(situation.network, list(situation.sites.values()))
    return _IDLE[situation]


def without(network: SupplyNetwork, sites: list[int]) -> SupplyNetwork:
    """Leave sites unbuilt; the network keeps its shape, so that plans can be compared link by link."""
    added, start = network.added.copy(), network.start.copy()
    fresh, opens = network.fresh.copy(), network.opens.copy()
    for site in sites:
        links = links_of(network, site)
        added[:, site], start[:, site] = 0.0, np.inf
        fresh[:, links], opens[:, links] = 0.0, np.inf
    return replace(network, added=added, start=start, fresh=fresh, opens=opens)
