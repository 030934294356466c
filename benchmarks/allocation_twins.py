"""Our allocation against three twins of it, side by side: ``python benchmarks/allocation_twins.py > figures.json``.

The four give the same answer, which is checked before anything is timed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from facts import machine
from toy import MARKETS, PLACES, Floats, batched, make_toy, naive, plain
from toy_kernel import compiled

DRAWS, STEPS, NAIVE_DRAWS, PLAIN_DRAWS, REPEATS = 1000, 180, 40, 4, 3


def main() -> None:
    toy = make_toy(DRAWS, STEPS)
    ours, theirs, slow = compiled(toy), batched(toy), naive(toy, 4)
    loops = np.array(plain(toy, 4, STEPS))
    worst = max(_apart(ours, theirs), _apart(ours[:4], slow), _apart(ours[:4], loops))
    if worst > 1e-9:
        raise SystemExit(f"the twins do not agree: {worst:.2e}")
    rows = {
        "ytterby": _timed(lambda: compiled(toy), DRAWS),
        "numpy, all draws in arrays": _timed(lambda: batched(toy), DRAWS),
        "numpy, draw by draw": _timed(lambda: naive(toy, NAIVE_DRAWS), NAIVE_DRAWS, repeats=1),
        "python, link by link": _timed(lambda: plain(toy, PLAIN_DRAWS, STEPS), PLAIN_DRAWS, repeats=1),
    }
    print(
        json.dumps(
            {
                "machine": machine(),
                "toy": {"places": PLACES, "markets": MARKETS, "draws": DRAWS, "steps": STEPS},
                "worst_difference": worst,
                "rows": rows,
                "cpu_ratio": _ratios(rows, "cpu_us_per_draw_step"),
                "wall_ratio": _ratios(rows, "wall_us_per_draw_step"),
            },
            indent=2,
        )
    )


def _ratios(rows: dict[str, Any], figure: str) -> dict[str, float]:
    """How many times as long as the first each of the others takes."""
    ours, *others = ((name, row[figure]) for name, row in rows.items())
    return {name: round(value / ours[1], 1) for name, value in others}


def _apart(a: Floats, b: Floats) -> float:
    return float((np.abs(a - b) / np.abs(b).max()).max())


def _timed(work: Callable[[], Any], draws: int, repeats: int = REPEATS) -> dict[str, float]:
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    count = draws * STEPS
    return {
        "draws": draws, "wall_s": round(min(walls), 3), "cpu_s": round(min(cpus), 3),
        "wall_us_per_draw_step": round(min(walls) / count * 1e6, 2),
        "cpu_us_per_draw_step": round(min(cpus) / count * 1e6, 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()
