"""A draw-step of ours against one of BoARIO's on as many nodes: ``python benchmarks/boario_pair.py PYTHON``.

PYTHON is an interpreter that has BoARIO 0.7.2 (``pip install boario==0.7.2 pymrio numpy pandas scipy``). A node of
ours is a site or a final use, one of BoARIO's an industry of a region. BoARIO's steps are days and its matrices are
dense; ours are quarters of a month and our links are sparse. So this compares what a step of a world of this size
costs in either, not the same model twice.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ensemble import measured
from facts import machine

DRAWS, STEPS, SECTORS = 100, 120, 10


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    ours = measured("full", DRAWS, 3)
    regions = round((ours["sites"] + ours["uses"]) / SECTORS)
    done = subprocess.run(
        [sys.argv[1], str(Path(__file__).parent / "boario_side.py"), str(regions), str(SECTORS), str(STEPS)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    theirs = json.loads(done.stdout.splitlines()[-1])
    cpu, wall = (theirs[k] / theirs["steps"] * 1e6 for k in ("cpu_s", "wall_s"))
    ours_wall = ours["wall_s"] / (DRAWS * ours["months"] * 4) * 1e6
    print(
        json.dumps(
            {
                "machine": machine(),
                "nodes": {"ytterby": ours["sites"] + ours["uses"], "boario": theirs["nodes"]},
                "cpu_us_per_draw_step": {"ytterby": ours["cpu_us_per_draw_step"], "boario": round(cpu, 1)},
                "wall_us_per_draw_step": {"ytterby": round(ours_wall, 2), "boario": round(wall, 1)},
                "cpu_ratio": round(cpu / ours["cpu_us_per_draw_step"], 1),
                "wall_ratio": round(wall / ours_wall, 1),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
