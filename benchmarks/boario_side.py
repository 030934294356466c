"""The other half of ``boario_pair.py``, run by an interpreter that has BoARIO 0.7.2: prints one JSON object."""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pymrio
from boario.event import from_scalar_industries
from boario.extended_models import ARIOPsiModel
from boario.simulation import Simulation

REPEATS = 3


def table(regions: int, sectors: int) -> pymrio.IOSystem:
    """Make up a balanced table: every industry buys from every other, a third of its output is bought in."""
    rng = np.random.default_rng(1)
    places, trades = [f"R{i:02d}" for i in range(regions)], [f"s{j:02d}" for j in range(sectors)]
    rows = pd.MultiIndex.from_product([places, trades], names=["region", "sector"])
    n = regions * sectors
    flows = rng.lognormal(0.0, 1.0, (n, n))
    output = flows.sum(axis=0) * 3.0
    rest = output - flows.sum(axis=1)
    if (rest <= 0).any():
        raise SystemExit("the made-up table has an industry that sells nothing to final users")
    final = rest[:, None] * rng.dirichlet(np.ones(regions), n)
    buyers = pd.MultiIndex.from_product([places, ["households"]], names=["region", "category"])
    made = pymrio.IOSystem(
        Z=pd.DataFrame(flows, index=rows, columns=rows), Y=pd.DataFrame(final, index=rows, columns=buyers)
    )
    return made.calc_all()


def simulated(system: pymrio.IOSystem, steps: int) -> tuple[float, float]:
    """Return wall and CPU time of a run in which three industries lose half their capacity [s]."""
    model = ARIOPsiModel(system)
    hit = from_scalar_industries(
        0.5, event_type="arbitrary", affected_industries=list(model.industries[:3]), impact_distrib="equal",
        occurrence=5, duration=30, recovery_tau=60,
    )  # fmt: skip
    run = Simulation(model, n_temporal_units_to_sim=steps)
    run.add_event(hit)
    wall, cpu = time.perf_counter(), time.process_time()
    run.loop()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    regions, sectors, steps = (int(x) for x in sys.argv[1:4])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    system = table(regions, sectors)
    times = [simulated(system, steps) for _ in range(REPEATS)]
    print(json.dumps({"nodes": regions * sectors, "steps": steps, "wall_s": min(t[0] for t in times),
                      "cpu_s": min(t[1] for t in times)}))  # fmt: skip


if __name__ == "__main__":
    main()
