"""What is asked of a plan, and what is refused before any work."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from ytterby.errors import Fault, UsageError, did_you_mean
from ytterby.planning.decompose import EFFORT, Effort
from ytterby.planning.frontier import POINTS
from ytterby.planning.levers import LeverBook
from ytterby.planning.master import Criterion
from ytterby.scenario.schema import Scenario

CRITERIA: tuple[Criterion, ...] = ("expected", "cvar", "regret")
_SHARES = ("floor", "sensitivity", "specificity", "met")


@dataclass(frozen=True)
class Asked:
    """What is asked of a plan.

    Attributes
    ----------
    budget : [MUSD] for all years.
    per_year : [MUSD] most in a year; no limit if None.
    criterion, level : what is made least; level of the conditional value at risk.
    futures, seed : how many in all, spread over the steps of the ladder; scrambling of their sequence.
    begin : years of the plan in which a lever may begin.
    floor, floor_from : share of demand of the focus to be met in every future, from that year on.
    required : levers that must be in the plan.
    tries : runs of the engine the local search may spend.
    points : of the frontier; 0 for none.
    sensitivity, specificity : of the warning whose worth is asked.
    met : share of demand that counts as independence.
    effort : when the program stops.
    """

    budget: float
    per_year: float | None = None
    criterion: Criterion = "expected"
    level: float = 0.9
    futures: int = 100
    seed: int = 1
    begin: tuple[int, ...] = (0, 1, 2, 3)
    floor: float = 0.0
    floor_from: int = 0
    required: tuple[str, ...] = ()
    tries: int = 6
    points: int = POINTS
    sensitivity: float = 0.8
    specificity: float = 0.9
    met: float = 0.95
    effort: Effort = EFFORT


def refuse(asked: Asked, book: LeverBook, scenario: Scenario, months: int) -> None:
    """Refuse what cannot be meant, all faults at once.

    Parameters
    ----------
    asked, book, scenario : the question.
    months : length of the plan [mo].

    Raises
    ------
    UsageError : amounts, shares, years or names that cannot be.
    """
    faults = _numbers(asked, months)
    if book.chain != scenario.chain:
        what = f'levers "{book.id}" are for the chain {book.chain}, the scenario is about {scenario.chain}'
        faults.append(Fault(what, "levers", "one chain for both", fix="name levers of that chain"))
    ids = [lever.id for lever in book.levers]
    faults += [
        Fault(f'there is no lever "{name}"', "required", choices=tuple(ids), fix=did_you_mean(name, ids))
        for name in asked.required
        if name not in ids
    ]
    if faults:
        raise UsageError(*faults)


def _numbers(asked: Asked, months: int) -> list[Fault]:
    faults = [
        Fault(f"{value:g} MUSD is no amount to spend", name, "money is finite and not negative (conventions §19)",
              fix="give an amount such as 2 GUSD")
        for name, value in (("budget", asked.budget), ("per_year", asked.per_year))
        if value is not None and not (isfinite(value) and value >= 0)
    ]  # fmt: skip
    faults += [
        Fault(f"{getattr(asked, name):g} is no share", name, "a share, from 0 to 1 (conventions §19)",
              fix="give a share such as 0.8")
        for name in _SHARES
        if not 0 <= getattr(asked, name) <= 1
    ]  # fmt: skip
    if not 0 <= asked.level < 1:
        rule = "a share, from 0 to below 1 (conventions §19)"
        faults.append(Fault(f"{asked.level:g} is no such share", "level", rule, fix="give a share such as 0.9"))
    if asked.criterion not in CRITERIA:
        faults.append(Fault(f'there is no criterion "{asked.criterion}"', "criterion", choices=CRITERIA))
    years = -(-months // 12)
    if asked.floor > 0 and not 0 <= asked.floor_from < years:
        what = f"a floor from year {asked.floor_from} of a plan of {years} years never holds"
        faults.append(Fault(what, "floor_from", "years are counted from 0", fix=f"name a year below {years}"))
    if not any(0 <= y < years for y in asked.begin):
        faults.append(Fault(f"levers may begin in years {list(asked.begin)} of {years}", "begin", "years from 0"))
    if asked.futures < 1 or asked.points < 0 or asked.tries < 0:
        faults.append(Fault("futures, points or tries are too few", "futures", "one future, no negative counts"))
    return faults
