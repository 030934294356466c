"""From a scenario and a budget to a plan: proposed by the program, verified and improved on the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.aimless import refuse_aimless
from ytterby.planning.apply import Choice
from ytterby.planning.asked import CRITERIA, Asked, refuse
from ytterby.planning.choice import Menu, menu
from ytterby.planning.clock import Clock, Tell
from ytterby.planning.compact import Compact, compact
from ytterby.planning.contradiction import refuse_contradiction
from ytterby.planning.decompose import Plan, solve
from ytterby.planning.effects import options
from ytterby.planning.engine import Trial, tried
from ytterby.planning.fit import Fit, fitted
from ytterby.planning.floors import below, refuse_unmet, with_floor
from ytterby.planning.frontier import Point, frontier
from ytterby.planning.independence import met_alone
from ytterby.planning.ladder import Ladder, ladder_of
from ytterby.planning.lever_files import load_levers
from ytterby.planning.levers import LeverBook, Venture
from ytterby.planning.master import Goal
from ytterby.planning.periods import coarser
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.search import Seen, searched, seen
from ytterby.planning.shape import OTHERS
from ytterby.planning.situation import Situation, other_branches, situations
from ytterby.planning.worth import Worth, worth_of
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
Run = Callable[[Choice], Trial]


@dataclass(frozen=True)
class Alone:
    """Share of first use in the focus that could be met if the controlling state sent nothing (future, period).

    Attributes
    ----------
    without, with_plan : with no lever, and with the plan recommended.
    """

    without: Floats
    with_plan: Floats


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
    alone : how far the focus could do without the controlling state.
    frontier, evpi, signal, marginal, robust : what knowing and spending more would give; empty, or None, where the
        user stopped before; parts : the readings in which levers were chosen for `robust`.
    stopped : part in which the user stopped; empty if none.
    seconds : wall and processor time of each part.
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
    alone: Alone
    frontier: tuple[Point, ...]
    evpi: float
    signal: float | None
    marginal: tuple[Marginal, ...]
    robust: dict[str, tuple[str, ...]]
    parts: tuple[str, ...]
    stopped: str
    seconds: dict[str, tuple[float, float]]


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
    UsageError : amounts, shares or names that cannot be meant.
    BadData : a lever aims at what the chain does not have, or nothing says what a tonne not delivered costs.
    Infeasible : budget, requirements or floor contradict each other; the binding one is named.
    KeyboardInterrupt : the user stopped before a plan was verified; later, what is finished is kept.
    """
    book, ladder = book or load_levers(scenario.chain), ladder or ladder_of(scenario)
    refuse(asked, book, scenario, ladder.months)
    clock, focus, worth = Clock(tell), scenario.outcomes.focus, worth_of(book)
    steps = situations(ladder, book, scenario, max(asked.futures // len(ladder.steps), 1), asked.seed)
    refuse_aimless(book, steps[0].network)
    run = partial(tried, steps, focus=focus, worth=worth)
    base = run({})
    clock.done("futures")
    program, fit = fitted(steps, base, focus, coarser(ladder.months), worth)
    program = with_floor(program, asked.floor, asked.floor_from)
    choices = choices_of(steps, program, book, asked, worth)
    refuse_contradiction(choices)
    recourse, cuts = Recourse(program.model, choices.options), Cuts()
    clock.done("program set up")
    goal, proposals, best = _proposals(recourse, choices, cuts, asked, clock)
    plans, chosen = _on_engine(choices, proposals, goal, recourse, run, asked, clock)
    nothing = np.zeros_like(chosen.amount)
    alone = Alone(*(met_alone(program, choices.options, a) for a in (nothing, chosen.amount)))
    points = clock.gathered(
        "frontier",
        frontier(recourse, choices, goal, cuts, asked.budget, asked.points, clock.part("frontier")),
    )
    signal, marginal, readings = _knowing(recourse, choices, cuts, proposals, steps, program, base, asked, clock)
    return Planned(
        asked=asked, scenario=scenario, ladder=ladder, book=book, fit=fit, menu=choices, program=program,
        proposals=proposals, best_known=best, tried=plans, chosen=chosen, alone=alone,
        frontier=tuple(reversed(points)),
        evpi=max(proposals["expected"].value - float(best @ program.model.odds), 0.0), signal=signal,
        marginal=marginal, robust=robust_shares(readings, choices), parts=tuple(readings), stopped=clock.stopped,
        seconds=clock.seconds,
    )  # fmt: skip


def choices_of(steps: tuple[Situation, ...], program: Compact, book: LeverBook, asked: Asked, worth: Worth) -> Menu:
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
    every = options(steps, program, begin, worth)
    return menu(every, asked.budget, yearly, needs, exclusive, asked.required)


def _proposals(
    recourse: Recourse, choices: Menu, cuts: Cuts, asked: Asked, clock: Clock
) -> tuple[Goal, dict[str, Plan], Floats]:
    """Best plan by each criterion, and the least cost of each future; the goal asked for comes first."""
    odds = recourse.model.odds
    first = solve(recourse, choices, Goal("expected", odds), cuts, asked.effort)
    refuse_unmet(recourse, choices, first, cuts)
    clock.done("program by expected cost")
    best = np.minimum(best_of_each(recourse, choices, cuts, clock.part("futures known")), first.cost)
    clock.done("futures known")
    proposals = {"expected": first}
    for criterion in CRITERIA[1:]:
        goal = Goal(criterion, odds, asked.level, best)
        proposals[criterion] = solve(recourse, choices, goal, cuts, asked.effort, first.amount)
    refuse_unmet(recourse, choices, proposals[asked.criterion], cuts)
    clock.done("program by other criteria")
    return Goal(asked.criterion, odds, asked.level, best), proposals, best


def _on_engine(
    choices: Menu, proposals: dict[str, Plan], goal: Goal, recourse: Recourse, run: Run, asked: Asked, clock: Clock
) -> tuple[tuple[Seen, ...], Seen]:
    """Nothing, the proposals, and neighbours of the best of them, on the engine; and the best of all."""
    plans = [seen("nothing", choices, np.zeros(len(choices.options)), run)]
    for name, plan in proposals.items():
        same = next((s for s in plans if np.allclose(s.amount, plan.amount, atol=1e-6)), None)
        plans.append(replace(same, name=f"by {name}") if same else seen(f"by {name}", choices, plan.amount, run))
    clock.done("proposals on the engine")

    def keeps(amount: Floats) -> bool:
        return choices.keeps(amount) and not below(recourse, amount).any()

    allowed = [s for s in plans if keeps(s.amount)]
    measured = replace(goal, best=_least(plans))
    first = min(allowed, key=lambda s: measured.value(s.cost))
    _, _, slope = recourse.solve(first.amount)
    gains = -(goal.odds @ slope) - choices.net
    found = clock.gathered("search on the engine", searched(choices, first, measured, gains, run, asked.tries, keeps))
    final = replace(goal, best=_least([*plans, *found]))
    return (*plans, *found), min([*allowed, *found], key=lambda s: final.value(s.cost))


def _knowing(
    recourse: Recourse, choices: Menu, cuts: Cuts, proposals: dict[str, Plan], steps: tuple[Situation, ...],
    program: Compact, base: Trial, asked: Asked, clock: Clock,
) -> tuple[float | None, tuple[Marginal, ...], dict[str, Plan]]:  # fmt: skip
    """Value of a warning, of each lever, and the best plan under each reading of what comes."""
    first = proposals["expected"]
    none_worth: tuple[Marginal, ...] = ()
    none_best: dict[str, Plan] = {}
    severe = np.concatenate([np.full(s.network.n_draws, s.step.severe) for s in steps])
    signal = clock.spared(
        "warning", None,
        lambda: signal_worth(recourse, choices, cuts, first, severe, asked.sensitivity, asked.specificity),
    )  # fmt: skip
    marginal = clock.spared(
        "marginal values", none_worth, lambda: marginal_values(recourse, choices, proposals[asked.criterion])
    )
    parts = _parts(program, steps)
    alone = clock.spared("steps", none_best, lambda: plans_of_parts(recourse, choices, cuts, parts, first))
    branches = clock.spared("branches of law", none_best, lambda: _branch_plans(steps, base, program, asked))
    return signal, marginal, {**{f"by {name}": p for name, p in proposals.items()}, **alone, **branches}


def _least(plans: list[Seen]) -> Floats:
    """Least cost of each future over the plans tried on the engine."""
    return np.asarray(np.min([s.cost for s in plans], axis=0))


def _parts(program: Compact, steps: tuple[Situation, ...]) -> dict[str, Floats]:
    """Odds as if one step of the ladder were certain, for each step; none where it has but one."""
    out: dict[str, Floats] = {}
    if len(steps) == 1:
        return out
    for step, here in zip(steps, program.futures, strict=True):
        odds = np.zeros(program.model.futures)
        odds[here] = 1.0 / (here.stop - here.start)
        out[f"if {step.step.id}"] = odds
    return out


def _branch_plans(steps: tuple[Situation, ...], base: Trial, program: Compact, asked: Asked) -> dict[str, Plan]:
    """Best plan under each other reading of unknown law, for every step of the ladder whose law it changes."""
    out, worth = {}, worth_of(steps[0].book)
    for step, price, here in zip(steps, base.price, program.futures, strict=True):
        for other in other_branches(step):
            found = compact((other,), (price,), _focus(program), program.lengths, worth, program.ease)
            found = replace(found, model=replace(found.model, weight=program.model.weights[here]))
            found = with_floor(found, asked.floor, asked.floor_from)
            own = choices_of((other,), found, other.book, asked, worth)
            goal = Goal("expected", found.model.odds)
            out[f"if {other.step.id}"] = solve(Recourse(found.model, own.options), own, goal, Cuts(), asked.effort)
    return out


def _focus(program: Compact) -> tuple[str, ...]:
    """Places that are regions of their own in a program."""
    return tuple(sorted({region for _, region, _, _ in program.shape.markets if region != OTHERS}))
