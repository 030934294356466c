"""How long the full magnet chain takes, and how much memory: ``python benchmarks/ensemble.py > figures.json``.

Every figure of a size is taken in a process of its own, after a warm-up. CPU time is of all threads together, so it
says what a draw-step costs whatever else the machine is doing; wall time is what a user waits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from facts import SCENARIO, machine, peak_mb

from ytterby.execution.threads import cores
from ytterby.network.build import build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import draw_chance, new_sites
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates
from ytterby.simulation.ensemble import run_ensemble
from ytterby.simulation.kernel.arrays import STEPS
from ytterby.simulation.prepare import Prepared, prepare
from ytterby.study import load_scenario, run_scenario

FULL, MANY, MONTHS = 1000, 10_000, 120
REPEATS = 5
PART = 16
_MAIN = "from ytterby.cli.main import main; main()"
TRIMMED = ("pipeline", "third_country")
"""Without these levers no site and no relation is added: the same chain with fewer links."""


def main() -> None:
    full, many = _elsewhere("full", FULL), _elsewhere("answered", MANY)
    counts = [_elsewhere("full", n) for n in (125, 250, 500)]
    print(
        json.dumps(
            {
                "machine": machine(),
                "full": full,
                "many": many,
                "one_draw_60_months": _elsewhere("one", 1),
                "cold_run_s": _cold(),
                "draws": _slope([*counts, full], "draws"),
                "links": _slope([_elsewhere("trimmed", 250), counts[1]], "links"),
            },
            indent=2,
        )
    )


def measured(kind: str, draws: int, repeats: int) -> dict[str, Any]:
    """Measure one size in this process."""
    if kind == "one":
        return _one()
    if kind == "answered":
        return _answered(draws)
    began = time.perf_counter()
    network, prepared = _ready(draws, kind == "trimmed")
    built = time.perf_counter() - began
    _warm(network, prepared)
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        _simulate(network, prepared)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    steps = draws * MONTHS * STEPS
    return {
        "draws": draws, "months": MONTHS, "links": prepared.topology.link_offer.size,
        "sites": prepared.topology.site_zone.size, "uses": len(network.sinks),
        "build_wall_s": round(built, 3), "wall_s": round(min(walls), 3), "cpu_s": round(min(cpus), 3),
        "cpu_us_per_draw_step": round(min(cpus) / steps * 1e6, 2), "peak_mb": peak_mb(),
    }  # fmt: skip


def _answered(draws: int) -> dict[str, Any]:
    """Ask the whole question, as a user does: finished blocks are in the journal, what is kept of them in memory."""
    scenario = load_scenario(str(SCENARIO))
    run_scenario(scenario, draws=2, months=1)
    wall, cpu = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as store:
        run_scenario(scenario, draws=draws, months=MONTHS, store=Path(store))
    return {
        "draws": draws, "months": MONTHS, "wall_s": round(time.perf_counter() - wall, 2),
        "cpu_s": round(time.process_time() - cpu, 2), "peak_mb": peak_mb(),
    }  # fmt: skip


def _ready(draws: int, trimmed: bool = False) -> tuple[SupplyNetwork, Prepared]:
    scenario = load_scenario(str(SCENARIO))
    if trimmed:
        kept = {k: v for k, v in scenario.levers if k not in TRIMMED}
        scenario = scenario.model_copy(update={"levers": type(scenario.levers)(**kept)})
    chain = load_chain(scenario.chain)
    estimates = overridden(chain_estimates(chain), scenario)
    built = build_network(chain, estimates, draw_estimates(estimates, draws, 1))
    chance = draw_chance(chain, draws, 1)
    network = extended(built.network, new_sites(scenario, built.network, chance))
    return network, prepare(scenario, network, chance, MONTHS)


def _simulate(network: SupplyNetwork, prepared: Prepared) -> None:
    """Simulate on every core, a few draws at a time on each thread."""
    draws = prepared.draws
    parts = [slice(first, first + PART) for first in range(0, draws.flow.shape[0], PART)]
    with ThreadPoolExecutor(cores()) as pool:
        cut = [replace(prepared, draws=type(draws)(*(array[here] for array in draws))) for here in parts]
        for _ in pool.map(lambda part: run_ensemble(network, part, MONTHS), cut):
            pass


def _warm(network: SupplyNetwork, prepared: Prepared) -> None:
    """Compile, or load what is compiled."""
    run_ensemble(network, prepared, 1)


def _one() -> dict[str, Any]:
    """One draw for five years: the simulation alone, and the whole answer with its report's figures."""
    network, prepared = _ready(1)
    scenario = load_scenario(str(SCENARIO))
    run_scenario(scenario, draws=1, months=60)
    simulated, answered = [], []
    for _ in range(REPEATS):
        began = time.perf_counter()
        run_ensemble(network, prepared, 60)
        simulated.append(time.perf_counter() - began)
        began = time.perf_counter()
        run_scenario(scenario, draws=1, months=60)
        answered.append(time.perf_counter() - began)
    return {
        "run_ensemble_ms": round(min(simulated) * 1e3, 2), "run_scenario_ms": round(min(answered) * 1e3, 1)
    }  # fmt: skip


def _cold() -> float:
    """Wall time of a first `ytterby run` with nothing compiled [s]."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", _MAIN, "run", "japan-2026", "--draws", "8", "--out", f"{folder}/out"],
            env={**os.environ, "NUMBA_CACHE_DIR": f"{folder}/kernels"}, check=True, capture_output=True,
        )  # fmt: skip
        return round(time.perf_counter() - began, 1)


def _elsewhere(kind: str, draws: int, repeats: int = REPEATS) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, __file__, kind, str(draws), str(repeats)], check=True, capture_output=True, text=True
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _slope(figures: list[dict[str, Any]], by: str) -> dict[str, Any]:
    """Exponent of CPU time against a size: 1 is linear."""
    size, cpu = [f[by] for f in figures], [f["cpu_us_per_draw_step"] * f["draws"] for f in figures]
    slope = float(np.polyfit(np.log(size), np.log(cpu), 1)[0])
    return {"of": by, by: size, "cpu_us_per_step": [round(x, 1) for x in cpu], "exponent": round(slope, 3)}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()
