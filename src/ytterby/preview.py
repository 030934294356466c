"""One future in the middle of all ranges, from what is at hand: the first answer while the ensemble is being made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ytterby.network.build import Blueprint, blueprint, network_of
from ytterby.network.chain import Chain, controlled_by, load_chain
from ytterby.network.extend import extended
from ytterby.network.supply import Floats, SupplyNetwork
from ytterby.outcomes.documents import document_rows
from ytterby.outcomes.findings import Findings, find
from ytterby.runs.manifest import Size
from ytterby.scenario.chance import Chance, Lists, even_chance, lists_of, new_sites
from ytterby.scenario.figures import Figures, figures_of
from ytterby.scenario.own import with_own
from ytterby.scenario.sampling import middle
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, run_ensemble
from ytterby.simulation.prepare import draws_of, frame_of
from ytterby.simulation.question import Question, asked_branches
from ytterby.study import laid_out, manifest_for, outline

SEED = 1


@dataclass(frozen=True)
class Ground:
    """What no slider moves: chain and estimates, balanced in the middle of their ranges.

    Attributes
    ----------
    chain : of the scenario's controller.
    figures : its numbers, with what documents and the workspace say of them.
    plan : the chain, ready to be balanced.
    lists, luck : what may happen, and luck that is even.
    drawn : (1, estimate) medians.
    network : the chain before anything happens.
    """

    chain: Chain
    figures: Figures
    plan: Blueprint
    lists: Lists
    luck: Chance
    drawn: Floats
    network: SupplyNetwork


def ground_of(asked: Scenario) -> Ground:
    """Read and balance what a scenario stands on.

    Raises
    ------
    BadScenario : it overrides estimates the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    figures = figures_of(asked)
    plan, lists = blueprint(figures.chain, figures.estimates), lists_of(figures.chain)
    drawn = middle(figures.estimates)
    chain = controlled_by(load_chain(asked.chain), asked.controller)
    return Ground(chain, figures, plan, lists, even_chance(lists), drawn, network_of(plan, drawn))


def central(ground: Ground, asked: Scenario, months: int | None = None, whole: bool = False) -> dict[str, Any]:
    """Answer a scenario by one future.

    Parameters
    ----------
    ground : of `ground_of`, of a scenario with the same chain, controller, first month and overrides.
    asked : the question.
    months : length; the scenario's own if None.
    whole : False leaves out programmes, exposure, money, sources and moved figures.

    Returns
    -------
    The object of `ytterby run --json` of one draw; branches of unknown law are left out, the first one counts.

    Raises
    ------
    BadScenario, BadData : as `ytterby.study.run_scenario`.
    """
    length = months or asked.months
    question, ensemble, findings = _simulated(ground, with_own(asked), length)
    preview = {"run": "", "hash": "", "preview": True, "elapsed_s": 0.0}
    if not whole:
        return {**outline(question, ensemble, findings, 1), **preview}
    size = Size.of(1, length, SEED, asked_branches(asked))
    told = laid_out(question, manifest_for(asked, ground.chain, size), ensemble, findings, 1)
    return {**told, **document_rows(ground.figures.known), **preview}


def _simulated(ground: Ground, scenario: Scenario, months: int) -> tuple[Question, Ensemble, Findings]:
    network = extended(ground.network, new_sites(scenario, ground.network, ground.luck))
    branch = asked_branches(scenario)[0]
    frame = frame_of(scenario, network, months, branch)
    ensemble = run_ensemble(network, frame.with_draws(draws_of(scenario, network, frame, ground.luck)), months)
    question = Question(scenario, months, SEED, ground.plan, ground.lists, network, {branch: frame})
    return question, ensemble, find(scenario, network, ground.drawn, ensemble)
