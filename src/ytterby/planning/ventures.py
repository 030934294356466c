"""What a lever does to ventures of the project list: surer, sooner, or running at low prices (conventions §11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.project import PipelineRules
from ytterby.planning.levers import Venture
from ytterby.planning.situation import Situation
from ytterby.scenario.chance import drawn_projects
from ytterby.scenario.project_list import ProjectList
from ytterby.scenario.projects import ProjectDraws

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


def course_with(situation: Situation, k: int, year: int) -> Course | None:
    """Return the ventures of a lever as they fare when it begins in a year; None where it works on none.

    Parameters
    ----------
    situation : network, levers and luck.
    k : place of the lever in the book.
    year : in which it begins: the stages it helps with end so much later, and later by its lead time, but never later
        than without it.
    """
    found = _helped(situation, k)
    if found is None:
        return None
    sites, mine, helped = found
    effect, network = situation.book.levers[k].effect, situation.network
    assert isinstance(effect, Venture)
    came = situation.luck.came[:, k][:, None] & helped.success[:, mine]
    old = network.start[:, sites]
    delay = 12.0 * year + situation.luck.lead[:, [k]]
    start = np.where(came, np.minimum(old, helped.start[:, mine] + delay), old)
    added = np.where(came, helped.capacity[:, mine], network.added[:, sites])
    floor = np.maximum(network.floor[:, sites].max(axis=0), effect.floor or 0.0)
    return Course(sites, added, start, floor)


Helped = tuple[list[int], list[int], ProjectDraws] | None
_HELPED: WeakKeyDictionary[Situation, dict[int, Helped]] = WeakKeyDictionary()


def _helped(situation: Situation, k: int) -> Helped:
    """Sites of a lever's ventures, their place in the list, and the list drawn with the lever's help; kept."""
    kept = _HELPED.setdefault(situation, {})
    if k not in kept:
        kept[k] = _drawn(situation, k)
    return kept[k]


def _drawn(situation: Situation, k: int) -> Helped:
    effect, listed = situation.book.levers[k].effect, situation.chance.lists.projects
    if not isinstance(effect, Venture) or listed is None:
        return None
    projects = listed.projects()
    mine = [j for j, p in enumerate(projects) if p.venture in effect.ventures]
    site = {s.processes[0]: i for i, s in enumerate(situation.network.sites) if len(s.processes) == 1}
    helped = drawn_projects(situation.scenario, listed, situation.chance, helped_rules(listed, effect))
    return [site[projects[j].id] for j in mine], mine, helped


def helped_rules(listed: ProjectList, effect: Venture) -> PipelineRules:
    """Odds and months of stages with a lever's help, never worse than the list's own."""
    rules = listed.rules()
    rows = []
    for row in rules.stages:
        odds = max(row.odds, effect.odds.get(row.stage, 0.0))
        low, best, high = effect.months.get(row.stage, (row.low, row.best, row.high))
        rows.append(replace(row, odds=odds, low=min(low, row.low), best=min(best, row.best), high=min(high, row.high)))
    return replace(rules, stages=tuple(rows))
