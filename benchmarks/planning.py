"""The planning program in one piece and cold in HiGHS, against cuts: warm starts, coarser late periods, few links.

    python benchmarks/planning.py [--futures 100] [--seconds 1800] [--quarters] > planning.json

Prints one JSON object: wall and processor time, memory, objective and bound of each way, their ratio and difference.
The program in one piece has `--seconds` of wall time, then its best solution and bound count as they are. Both ways
have the same futures, levers and gap; both use HiGHS, the program in one piece on one thread, cuts on two: the ratio
of processor times leaves that out. `--quarters` adds the program with forty quarters.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from facts import machine, peak_mb

from ytterby.planning.asked import Asked
from ytterby.planning.choice import Menu
from ytterby.planning.compact import Compact, compact
from ytterby.planning.decompose import Plan, solve
from ytterby.planning.effects import options
from ytterby.planning.engine import tried
from ytterby.planning.fit import fitted
from ytterby.planning.ladder import load_ladder
from ytterby.planning.lever_files import load_levers
from ytterby.planning.master import Goal
from ytterby.planning.periods import coarser, quarters
from ytterby.planning.plan import choices_of
from ytterby.planning.recourse import Cuts, Recourse
from ytterby.planning.situation import situations
from ytterby.planning.whole import solve_whole
from ytterby.planning.worth import worth_of
from ytterby.solve import Chosen
from ytterby.study import load_scenario

T = TypeVar("T")
Row = dict[str, Any]


def main() -> int:
    given = parse()
    asked = Asked(budget=2000.0, futures=given.futures)
    own, ladder, book = load_scenario("japan-2026"), load_ladder("japan-2026"), load_levers("magnet-rare-earths")
    focus, worth = own.outcomes.focus, worth_of(book)
    steps = situations(ladder, book, own, given.futures // len(ladder.steps), asked.seed)
    base = tried(steps, {}, focus, worth)
    program, _ = fitted(steps, base, focus, coarser(ladder.months), worth)
    menu = choices_of(steps, program, book, asked, worth)
    found: Row = {"size": size(program, menu, len(book.levers))}
    plan, found["cuts"] = timed(lambda: by_cuts(program, menu, asked), cuts_row)
    if given.quarters:
        fine = compact(steps, base.price, focus, quarters(ladder.months), worth, program.ease)
        fine = replace(fine, model=replace(fine.model, weight=program.model.weight))
        fine_menu = replace(menu, options=options(steps, fine, asked.begin, worth))
        found["size in quarters"] = size(fine, fine_menu, len(book.levers))
        quarterly, found["cuts, quarters"] = timed(lambda: by_cuts(fine, fine_menu, asked), cuts_row)
        found["plan of coarse periods priced by quarter"] = priced(fine, fine_menu, plan)
    whole, found["in one piece"] = timed(lambda: in_one_piece(program, menu, asked, given.seconds), whole_row)
    found["compared"] = compared(found["cuts"], found["in one piece"], plan.value, whole)
    if given.quarters:
        whole, row = timed(lambda: in_one_piece(fine, fine_menu, asked, given.seconds), whole_row)
        found["in one piece, quarters"] = row
        found["compared, quarters"] = compared(found["cuts, quarters"], row, quarterly.value, whole)
        coarse = found["plan of coarse periods priced by quarter"]["cost_musd"]
        found["compared, coarse against quarters"] = compared(found["cuts"], row, coarse, whole)
    print(json.dumps({"found": found, "machine": machine()}, indent=1))
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--futures", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=1800.0, help="for the program in one piece")
    parser.add_argument("--quarters", action="store_true", help="also with forty quarters")
    return parser.parse_args()


def timed(work: Callable[[], T], row: Callable[[T], Row]) -> tuple[T, Row]:
    """Do a piece of work and note its time and what memory the process has held so far."""
    wall, cpu = time.perf_counter(), time.process_time()
    out = work()
    took = {"wall_s": round(time.perf_counter() - wall, 1), "cpu_s": round(time.process_time() - cpu, 1)}
    return out, {**row(out), **took, "peak_mb": peak_mb()}


def by_cuts(program: Compact, menu: Menu, asked: Asked) -> Plan:
    recourse = Recourse(program.model, menu.options)
    return solve(recourse, menu, Goal("expected", program.model.odds), Cuts(), asked.effort)


def in_one_piece(program: Compact, menu: Menu, asked: Asked, seconds: float) -> Chosen | str:
    try:
        return solve_whole(program.model, menu, asked.effort.gap, seconds)
    except Exception as refused:
        return str(refused)


def cuts_row(plan: Plan) -> Row:
    return {"cost_musd": plan.value, "bound_musd": plan.bound, "gap": plan.gap, "rounds": plan.rounds}


def whole_row(found: Chosen | str) -> Row:
    if isinstance(found, str):
        return {"none": found}
    gap = (found.objective - found.bound) / max(abs(found.objective), 1e-9)
    return {"cost_musd": found.objective, "bound_musd": found.bound, "gap": gap}


def priced(program: Compact, menu: Menu, plan: Plan) -> Row:
    shortage = Recourse(program.model, menu.options).solve(plan.amount)[0]
    return {"cost_musd": float(shortage @ program.model.odds) + float(menu.net @ plan.amount)}


def compared(cuts: Row, piece: Row, cost: float, whole: Chosen | str) -> Row:
    """Time in one piece over time by cuts, and cost by cuts over cost in one piece."""
    out = {f"ratio of {k}": round(piece[k] / cuts[k], 2) for k in ("wall_s", "cpu_s")}
    return out if isinstance(whole, str) else {**out, "cost_difference": cost / whole.objective - 1.0}


def size(program: Compact, menu: Menu, levers: int) -> Row:
    model = program.model
    return {"levers": levers, "options": len(menu.options), "futures": model.futures, "periods": model.periods,
            "columns_a_future": model.columns}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
