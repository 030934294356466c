"""From a scenario and a budget to a plan: proposed by the program, verified and improved on the engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ytterby.errors import Fault, Infeasible, UsageError, did_you_mean
from ytterby.planning.choice import Menu, menu
from ytterby.planning.compact import WORTH, Compact, Worth
from ytterby.planning.decompose import EFFORT, Effort, Plan, solve
from ytterby.planning.effects import options
from ytterby.planning.engine import tried
from ytterby.planning.fit import Fit, fitted
from ytterby.planning.floors import refuse_unmet, with_floor
from ytterby.planning.frontier import POINTS, Point, frontier
from ytterby.planning.independence import months_to_independence
from ytterby.planning.ladder import Ladder, ladder_of
from ytterby.planning.lever_files import load_levers
from ytterby.planning.levers import LeverBook, Venture
from ytterby.planning.master import Criterion, Goal
from ytterby.planning.periods import coarser
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.search import Seen, searched, seen
from ytterby.planning.situation import Situation, other_branches, situations
from ytterby.planning.worth_knowing import (
    Marginal,
    best_of_each,
    marginal_values,
    plans_of_parts,
    robust_shares,
    signal_worth,
)
from ytterby.scenario.schema import Scenario

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]
CRITERIA: tuple[Criterion, ...] = ("expected", "cvar", "regret")


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
    worth : of what is not delivered.
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
    worth: Worth = WORTH
    effort: Effort = EFFORT


@dataclass(frozen=True)
class Planned:
    """A finished plan with all it was judged by; amounts are (option,), costs (future,) [MUSD].

    Attributes
    ----------
    asked, scenario, ladder, book, fit : the question and how the program was set.
    menu, program : the first stage and the flow program.
    proposals : best plan of the program by each criterion.
    best_known : (future,) least cost of each future if known before.
    tried : plans put on the engine; chosen : the one recommended.
    frontier, evpi, signal, marginal, robust, independence : what knowing and spending more would give.
    seconds : how long each part took.
    """

    asked: Asked
    scenario: Scenario
    ladder: Ladder
    book: LeverBook
    fit: Fit
    menu: Menu
    program: Compact
    proposals: dict[str, Plan]
    best_known: Floats
    tried: tuple[Seen, ...]
    chosen: Seen
    frontier: tuple[Point, ...]
    evpi: float
    signal: float
    marginal: tuple[Marginal, ...]
    robust: dict[str, tuple[str, ...]]
    parts: tuple[str, ...]
    independence: Floats
    seconds: dict[str, float]


def plan_scenario(
    scenario: Scenario, asked: Asked, book: LeverBook | None = None, ladder: Ladder | None = None,
    tell: Tell | None = None,
) -> Planned:  # fmt: skip
    """Find what does most for the money, and say how sure that is.

    Parameters
    ----------
    scenario : the question; its focus is whose shortage counts.
    asked : budget, criterion, limits.
    book : levers; those bundled for the scenario's chain if None.
    ladder : what may follow, with odds; the bundled one that begins with the scenario, or the scenario alone.
    tell : told (part, done, all) as work goes on.

    Raises
    ------
    UsageError : no budget, or a lever that is not in the book.
    Infeasible : budget, requirements or floor contradict each other; the binding one is named.
    """
    book, ladder = book or load_levers(scenario.chain), ladder or ladder_of(scenario)
    _refuse(asked, book, scenario)
    clock, focus = _Clock(tell), scenario.outcomes.focus
    steps = situations(ladder, book, scenario, max(asked.futures // len(ladder.steps), 1), asked.seed)
    run = partial(tried, steps, focus=focus, worth=asked.worth)
    base = run({})
    clock.done("futures")
    program, fit = fitted(steps, base, focus, coarser(ladder.months), asked.worth)
    program = with_floor(program, asked.floor, asked.floor_from)
    choices = choices_of(steps, program, book, asked)
    recourse, cuts = Recourse(program.model, choices.options), Cuts()
    clock.done("program set up")
    goal, proposals, best = _proposals(recourse, choices, cuts, asked, clock)
    refuse_unmet(recourse, choices, proposals[asked.criterion], cuts)
    plans = _on_engine(choices, proposals, goal, recourse, run, asked)
    chosen = min(plans, key=lambda s: (replace(goal, best=_least(plans))).value(s.cost))
    clock.done("engine")
    points = frontier(recourse, choices, goal, cuts, asked.budget, asked.points, clock.part("frontier"))
    clock.done("frontier")
    parts = _parts(program, steps)
    alone = plans_of_parts(recourse, choices, cuts, parts, proposals["expected"]) if len(parts) > 1 else {}
    branches = _branch_plans(steps, base.price, program, choices, asked)
    severe = np.concatenate([np.full(s.network.n_draws, s.step.severe) for s in steps])
    signal = signal_worth(recourse, choices, cuts, proposals["expected"], severe, asked.sensitivity, asked.specificity)
    marginal = marginal_values(recourse, choices, proposals[asked.criterion])
    independence = months_to_independence(program, choices.options, chosen.amount, asked.met)
    clock.done("worth of knowing")
    whole = {**{f"by {name}": p for name, p in proposals.items()}, **alone, **branches}
    return Planned(
        asked=asked, scenario=scenario, ladder=ladder, book=book, fit=fit, menu=choices, program=program,
        proposals=proposals, best_known=best, tried=plans, chosen=chosen, frontier=points,
        evpi=max(proposals["expected"].value - float(best @ program.model.odds), 0.0), signal=signal,
        marginal=marginal, robust=robust_shares(whole, choices), parts=tuple(whole), independence=independence,
        seconds=clock.seconds,
    )  # fmt: skip


def choices_of(steps: tuple[Situation, ...], program: Compact, book: LeverBook, asked: Asked) -> Menu:
    """Options of all levers, with the limits asked for; levers on the same venture exclude each other."""
    years = -(-int(program.lengths.sum()) // 12)
    yearly = None if asked.per_year is None else np.full(years, asked.per_year)
    begin = tuple(y for y in asked.begin if y < years)
    needs = {lever.id: lever.needs for lever in book.levers if lever.needs}
    on: dict[str, list[str]] = {}
    for lever in book.levers:
        for venture in lever.effect.ventures if isinstance(lever.effect, Venture) else ():
            on.setdefault(venture, []).append(lever.id)
    exclusive = tuple(dict.fromkeys(tuple(names) for names in on.values() if len(names) > 1))
    return menu(
        options(steps, program, begin, asked.worth), asked.budget, yearly, needs, exclusive, asked.required
    )  # fmt: skip


def _refuse(asked: Asked, book: LeverBook, scenario: Scenario) -> None:
    faults = []
    if book.chain != scenario.chain:
        what = f'levers "{book.id}" are for the chain {book.chain}, the scenario is about {scenario.chain}'
        faults.append(Fault(what, "levers", "one chain for both", fix="name levers of that chain"))
    if not asked.budget >= 0:
        faults.append(Fault(f"a budget of {asked.budget:g} MUSD", "budget", "not negative (conventions §19)"))
    if not 0 <= asked.floor <= 1:
        faults.append(Fault(f"a floor of {asked.floor:g}", "floor", "a share of demand, from 0 to 1"))
    ids = [lever.id for lever in book.levers]
    faults += [
        Fault(f'there is no lever "{name}"', "required", choices=tuple(ids), fix=did_you_mean(name, ids))
        for name in asked.required
        if name not in ids
    ]
    if faults:
        raise UsageError(*faults)


def _proposals(
    recourse: Recourse, choices: Menu, cuts: Cuts, asked: Asked, clock: _Clock
) -> tuple[Goal, dict[str, Plan], Floats]:
    """Best plan by each criterion, and the least cost of each future; the goal asked for comes first."""
    odds = recourse.model.odds
    _refuse_contradiction(choices)
    first = solve(recourse, choices, Goal("expected", odds), cuts, asked.effort)
    clock.done("program by expected cost")
    best = np.minimum(best_of_each(recourse, choices, cuts, clock.part("futures known")), first.cost)
    clock.done("futures known")
    proposals = {"expected": first}
    for criterion in CRITERIA[1:]:
        goal = Goal(criterion, odds, asked.level, best)
        proposals[criterion] = solve(recourse, choices, goal, cuts, asked.effort, first.amount)
    clock.done("program by other criteria")
    return Goal(asked.criterion, odds, asked.level, best), proposals, best


def _refuse_contradiction(choices: Menu) -> None:
    """Name the budget that levers which must be in the plan do not fit into."""
    must = [r for r in choices.rows if r.name.startswith("one start of") and r.low > 0]
    for row in choices.rows:
        if not row.name.startswith("budget"):
            continue
        least = sum(min(row.coefficients.get(j, 0.0) * choices.options[j].most for j in r.coefficients) for r in must)
        if least > row.high + 1e-9:
            names = ", ".join(r.name.removeprefix("one start of ") for r in must)
            raise Infeasible(Fault(
                f"{names} cost {least:,.0f} MUSD, the {row.name} is {row.high:,.0f} MUSD", "budget", "conventions §19",
                fix="give more, or require less",
            ))  # fmt: skip


def _on_engine(
    choices: Menu, proposals: dict[str, Plan], goal: Goal, recourse: Recourse, run: Callable[..., object], asked: Asked
) -> tuple[Seen, ...]:
    """Nothing, the proposals, and neighbours of the best of them, on the engine."""
    plans = [seen("nothing", choices, np.zeros(len(choices.options)), run)]  # type: ignore[arg-type]
    for name, plan in proposals.items():
        same = next((s for s in plans if np.allclose(s.amount, plan.amount, atol=1e-6)), None)
        plans.append(replace(same, name=f"by {name}") if same else seen(f"by {name}", choices, plan.amount, run))  # type: ignore[arg-type]
    measured = replace(goal, best=_least(tuple(plans)))
    first = min(plans[1:], key=lambda s: measured.value(s.cost))
    _, _, slope = recourse.solve(first.amount)
    gains = -(goal.odds @ slope) - choices.net
    return (*plans, *searched(choices, first, measured, gains, run, asked.tries)[1:])  # type: ignore[arg-type]


def _least(plans: tuple[Seen, ...]) -> Floats:
    """Least cost of each future over the plans tried on the engine."""
    return np.asarray(np.min([s.cost for s in plans], axis=0))


def _parts(program: Compact, steps: tuple[Situation, ...]) -> dict[str, Floats]:
    """Odds as if one step of the ladder were certain, for each step."""
    out = {}
    for step, here in zip(steps, program.futures, strict=True):
        odds = np.zeros(program.model.futures)
        odds[here] = 1.0 / (here.stop - here.start)
        out[f"if {step.step.id}"] = odds
    return out


def _branch_plans(
    steps: tuple[Situation, ...], prices: tuple[Floats, ...], program: Compact, choices: Menu, asked: Asked
) -> dict[str, Plan]:
    """Best plan under each other reading of unknown law, for the first step of the ladder."""
    from ytterby.planning.compact import compact

    out = {}
    for other in other_branches(steps[0]):
        model = compact((other,), prices[:1], asked_focus(program), program.lengths, asked.worth, program.ease)
        own = choices_of((other,), model, other.book, asked)
        goal = Goal("expected", model.model.odds)
        out[f"if {other.step.id}"] = solve(Recourse(model.model, own.options), own, goal, Cuts(), asked.effort)
    return out


def asked_focus(program: Compact) -> tuple[str, ...]:
    """Places that are regions of their own in a program."""
    from ytterby.planning.shape import OTHERS

    return tuple(sorted({region for _, region, _, _ in program.shape.markets if region != OTHERS}))


class _Clock:
    """Tells what is being done, and keeps how long each part took."""

    def __init__(self, tell: Tell | None) -> None:
        self._tell, self._last = tell, time.perf_counter()
        self.seconds: dict[str, float] = {}

    def done(self, part: str) -> None:
        """Note the end of a part."""
        now = time.perf_counter()
        self.seconds[part], self._last = round(now - self._last, 2), now
        if self._tell:
            self._tell(part, 1, 1)

    def part(self, name: str) -> Callable[[int, int], None] | None:
        """Give a function that tells progress within a part."""
        return None if self._tell is None else partial(self._tell, name)
