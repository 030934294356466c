"""What a lever does to ventures of the project list: surer, sooner, or running at low prices (conventions §11)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.project import PipelineRules
from ytterby.planning.levers import Lever, Venture
from ytterby.planning.situation import Situation
from ytterby.scenario.chance import drawn_projects, project_list
from ytterby.scenario.project_list import ProjectList

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Course:
    """Sites of the ventures a lever works on, as they fare with it.

    Attributes
    ----------
    sites : of the network.
    added : (draw, site) [t/mo] capacity, 0 where it fails.
    start : (draw, site) [mo] first output, infinite for never.
    floor : (site,) guaranteed price as a multiple of the baseline's.
    """

    sites: list[int]
    added: Floats
    start: Floats
    floor: Floats


def course_with(situation: Situation, lever: Lever, k: int, year: int) -> Course | None:
    """Draw the ventures of a lever as they fare when it begins in a year; None where the chain has no list.

    Parameters
    ----------
    situation : network and luck.
    lever, k : the lever and its place in the book.
    year : in which it begins: the stages it helps with then end so much later, but never later than without it.
    """
    effect, network = lever.effect, situation.network
    listed = project_list(network.chain)
    if not isinstance(effect, Venture) or listed is None:
        return None
    names = [p.id for p in listed.projects()]
    mine = [j for j, p in enumerate(listed.projects()) if p.venture in effect.ventures]
    site = {s.processes[0]: i for i, s in enumerate(network.sites) if len(s.processes) == 1}
    sites = [site[names[j]] for j in mine]
    helped = drawn_projects(situation.scenario, listed, situation.chance, helped_rules(listed, effect))
    came = situation.luck.came[:, k][:, None]
    old_added, old_start = network.added[:, sites], network.start[:, sites]
    late = np.minimum(old_start, helped.start[:, mine] + 12.0 * year)
    start = np.where(came & helped.success[:, mine], late, old_start)
    added = np.where(came & helped.success[:, mine], helped.capacity[:, mine], old_added)
    floor = network.floor[:, sites].max(axis=0)
    return Course(sites, added, start, np.maximum(floor, effect.floor or 0.0))


def helped_rules(listed: ProjectList, effect: Venture) -> PipelineRules:
    """Odds and months of stages with a lever's help, never worse than the list's own."""
    rules = listed.rules()
    rows = []
    for row in rules.stages:
        odds = max(row.odds, effect.odds.get(row.stage, 0.0))
        low, best, high = effect.months.get(row.stage, (row.low, row.best, row.high))
        rows.append(replace(row, odds=odds, low=min(low, row.low), best=min(best, row.best), high=min(high, row.high)))
    return replace(rules, stages=tuple(rows))
