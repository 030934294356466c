"""The planning program in one piece and cold in HiGHS, against cuts with warm starts, coarser late periods and pruned
links: time, memory, objective. Run: python benchmarks/planning.py [futures] [seconds for the program in one piece]
"""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import replace

import numpy as np

from ytterby.planning.compact import WORTH, compact
from ytterby.planning.decompose import solve
from ytterby.planning.effects import options
from ytterby.planning.engine import tried
from ytterby.planning.fit import fitted
from ytterby.planning.ladder import load_ladder
from ytterby.planning.lever_files import load_levers
from ytterby.planning.master import Goal
from ytterby.planning.periods import coarser, quarters
from ytterby.planning.plan import Asked, choices_of
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.situation import situations
from ytterby.planning.whole import solve_whole
from ytterby.study import load_scenario


def main(futures: int, seconds: float) -> None:
    asked = Asked(budget=2000.0, futures=futures)
    own, ladder, book = load_scenario("japan-2026"), load_ladder("japan-2026"), load_levers("magnet-rare-earths")
    focus = own.outcomes.focus
    steps = situations(ladder, book, own, futures // len(ladder.steps), asked.seed)
    base = tried(steps, {}, focus, WORTH)
    program, _ = fitted(steps, base, focus, coarser(ladder.months), WORTH)
    menu = choices_of(steps, program, book, asked)
    print(f"{len(book.levers)} levers, {len(menu.options)} options, {program.model.futures} futures, "
          f"{program.model.periods} periods, {program.model.columns} columns a future")  # fmt: skip

    began = time.perf_counter()
    recourse = Recourse(program.model, menu.options)
    plan = solve(recourse, menu, Goal("expected", program.model.odds), Cuts(), asked.effort)
    ours = time.perf_counter() - began
    print(f"cuts, {program.model.periods} periods: {ours:.1f} s, cost {plan.value:,.1f}, bound {plan.bound:,.1f} MUSD, "
          f"gap {plan.gap:.3%}, {plan.rounds} rounds, {memory():.2f} GB")  # fmt: skip

    fine = compact(steps, base.price, focus, quarters(ladder.months), WORTH, program.ease)
    fine = replace(fine, model=replace(fine.model, weight=program.model.weight))
    fine_options = options(steps, fine, asked.begin, WORTH)
    fine_menu = replace(menu, options=fine_options)
    here = Recourse(fine.model, fine_options)
    began = time.perf_counter()
    quarterly = solve(here, fine_menu, Goal("expected", fine.model.odds), Cuts(), asked.effort)
    print(f"cuts, {fine.model.periods} quarters: {time.perf_counter() - began:.1f} s, cost {quarterly.value:,.1f}, "
          f"bound {quarterly.bound:,.1f} MUSD, gap {quarterly.gap:.3%}, {memory():.2f} GB")  # fmt: skip
    value = float(here.solve(plan.amount)[0] @ fine.model.odds) + float(fine_menu.net @ plan.amount)
    print(f"the plan of {program.model.periods} periods, priced by quarter: {value:,.1f} MUSD")

    for name, model, choices, mine, time_ours in (
        (f"{program.model.periods} periods", program.model, menu, plan.value, ours),
        ("quarters", fine.model, fine_menu, value, ours),
    ):
        began = time.perf_counter()
        try:
            whole = solve_whole(model, choices, asked.effort.gap, seconds)
        except Exception as refused:
            print(f"in one piece, {name}: {time.perf_counter() - began:.1f} s, {refused}, {memory():.2f} GB")
            continue
        took = time.perf_counter() - began
        gap = (whole.objective - whole.bound) / abs(whole.objective)
        print(f"in one piece and cold, {name}: {took:.1f} s, cost {whole.objective:,.1f}, bound {whole.bound:,.1f}, "
              f"gap {gap:.3%}, {memory():.2f} GB; ratio of times {took / time_ours:.1f}, ours costs "
              f"{mine / whole.objective - 1.0:+.3%}")  # fmt: skip


def memory() -> float:
    """Most memory this process has held [GB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    np.set_printoptions(suppress=True)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, float(sys.argv[2]) if len(sys.argv) > 2 else 1800.0)
