"""A scenario made ready to be simulated again and again, each time with something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from ytterby.assessment.indices.arrays import Bools, Floats
from ytterby.domain.estimate import EstimateSet
from ytterby.execution import Progress
from ytterby.jit import Ints, threads
from ytterby.network.build import build_network
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.evidence import Informed
from ytterby.scenario.figures import Figures, figures_of
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, run_ensemble
from ytterby.simulation.prepare import Frame, Prepared, draws_of, frame_of
from ytterby.simulation.question import asked_branches

START = "2026-01"
_BY_DRAW = ("used", "demand", "destroyed", "price", "cover")


T = TypeVar("T")


@dataclass(frozen=True)
class Drawn:
    """The chain of a scenario in every draw, with what may be added to it.

    Attributes
    ----------
    scenario : the question, with what the workspace adds to it.
    known : the chain, and what documents know of its numbers.
    estimates : every uncertain quantity behind the network.
    values : (draw, estimate) what was drawn of each.
    chance : the luck of every future.
    network : balanced, new sites included.
    """

    scenario: Scenario
    known: Informed
    estimates: EstimateSet
    values: Floats
    chance: Chance
    network: SupplyNetwork


@dataclass(frozen=True)
class World(Drawn):
    """A drawn scenario with its arrays.

    Attributes
    ----------
    frame : what is the same in every draw: the law and the course.
    prepared : what the simulation takes.
    months : length of a run.
    """

    frame: Frame
    prepared: Prepared
    months: int


def undisturbed(chain: str) -> Scenario:
    """Return the scenario in which nothing happens to a chain: no law, no lever, no event."""
    return Scenario.model_validate(
        {
            "schema": "ytterby/scenario/1",
            "id": "undisturbed",
            "title": "Nothing happens",
            "question": "What does the chain do if nothing happens to it?",
            "chain": chain,
            "start": START,
        }
    )


def drawn(scenario: Scenario, draws: int, seed: int, given: Mapping[str, Floats] | None = None) -> Drawn:
    """Draw and balance a scenario.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and seed of its luck (conventions §15): the futures of a run of the same size.
    given : values (draw,) of some estimates in place of their draws.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    figures = figures_of(scenario)
    values = _with(draw_estimates(figures.estimates, draws, seed), figures.estimates, given or {})
    return _balanced(figures, values, draw_chance(figures.chain, draws, seed))


def world_of(
    scenario: Scenario, draws: int, months: int | None, seed: int, given: Mapping[str, Floats] | None = None
) -> World:
    """Draw, balance and prepare a scenario, under its own branch of unknown law.

    Parameters
    ----------
    scenario, draws, seed, given : as of `drawn`.
    months : length of the run; the scenario's own if None.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    return _prepared(drawn(scenario, draws, seed, given), months or scenario.months)


def redrawn(world: World, fixed: Mapping[str, float]) -> World:
    """Return a world with one value for some estimates in every draw; its law and its course stay as they are.

    Raises
    ------
    Infeasible : the chain does not balance with these values.
    """
    values = _with(world.values.copy(), world.estimates, fixed)
    other = _balanced(Figures(world.scenario, world.known, world.estimates), values, world.chance)
    if not other.network.same_structure(world.network):
        return _prepared(other, world.months)
    return _framed(other, world.frame, world.months)


def under(world: World, scenario: Scenario) -> World:
    """Return the same draws under another law or course: what differs may not touch the network."""
    return _prepared(replace(world, scenario=scenario), world.months)


def _with(values: Floats, estimates: EstimateSet, given: Mapping[str, Floats | float]) -> Floats:
    for id_, value in given.items():
        values[:, estimates.index[id_]] = value
    return values


def _balanced(of: Figures, values: Floats, chance: Chance) -> Drawn:
    built = build_network(of.chain, of.estimates, values).network
    network = extended(built, new_sites(of.scenario, built, chance))
    return Drawn(of.scenario, of.known, of.estimates, values, chance, network)


def _prepared(of: Drawn, months: int) -> World:
    return _framed(of, frame_of(of.scenario, of.network, months, asked_branches(of.scenario)[0]), months)


def _framed(of: Drawn, frame: Frame, months: int) -> World:
    arrays = frame.with_draws(draws_of(of.scenario, of.network, frame, of.chance))
    return World(of.scenario, of.known, of.estimates, of.values, of.chance, of.network, frame, arrays, months)


def simulated(world: World, prepared: Prepared | None = None, progress: Progress | None = None) -> Ensemble:
    """Run every draw of a world, or of its arrays with something changed."""
    return _joined(
        in_parts(prepared or world.prepared, lambda p: run_ensemble(world.network, p, world.months), progress)
    )


def in_parts(prepared: Prepared, work: Callable[[Prepared], T], progress: Progress | None = None) -> list[T]:
    """Simulate a part of the draws on each thread; results in the order of the draws."""
    count = len(prepared.draws.flow)
    size = max(-(-count // (2 * threads())), 16)
    rows = [np.arange(first, min(first + size, count)) for first in range(0, count, size)]
    done: list[T] = []
    with ThreadPoolExecutor(min(threads(), len(rows))) as pool:
        for here, found in zip(rows, pool.map(lambda r: work(part(prepared, r)), rows), strict=True):
            done.append(found)
            if progress:
                progress(int(here[-1]) + 1, count)
    return done


def part(prepared: Prepared, rows: Ints) -> Prepared:
    """Return the arrays of some draws."""
    some = {name: np.ascontiguousarray(a[rows]) for name, a in prepared.draws._asdict().items()}
    return replace(prepared, draws=prepared.draws._replace(**some))


def _joined(parts: Sequence[Ensemble]) -> Ensemble:
    """Put the draws of several ensembles one after another; means over draws by their number."""
    weight = np.array([len(p.used) for p in parts], dtype=np.float64)
    rows: dict[str, Any] = {n: np.concatenate([getattr(p, n) for p in parts]) for n in _BY_DRAW}
    means: dict[str, Any] = {
        n: np.average([getattr(p, n) for p in parts], axis=0, weights=weight) for n in ("sent", "before", "flow")
    }
    return replace(parts[0], **rows, **means)


def closed(world: World, sites: Bools) -> Prepared:
    """Return a world's arrays with these sites (site,) closed from the first month on."""
    course = world.prepared.course
    capacity = np.where(sites[None, :], 0.0, course.capacity)
    return replace(world.prepared, course=course._replace(capacity=capacity))
