"""Paired benchmark: GeoPolRisk here against geopolrisk-py 2.0.1, on one subset, in turns.

    python benchmarks/geopolrisk_pair.py --their-python ENV/bin/python [--pairs 3]

ENV is an environment of its own with geopolrisk-py==2.0.1. Prints one JSON object. Both sides run in a fresh
process each time, so reading the data counts on both; theirs gets a home folder of its own because it writes
into it. The values are compared, so that a wrong answer cannot be a fast one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

SUBSET = {
    "materials": ["Antimony", "Graphite", "Rare earth"],
    "places": ["Japan", "Germany", "EU"],
    "years": [2022],
}

THEIRS = """
import json, logging, os, sys, time
asked = json.loads(sys.argv[1])
start = time.perf_counter()
import geopolrisk
from geopolrisk.assessment.main import gprs_calc
logging.disable(logging.CRITICAL)
ready = time.perf_counter()
found = gprs_calc(asked["years"], asked["places"], asked["materials"])
done = time.perf_counter()
rows = found[["Raw Material", "Country [Economic Entity]", "Year", "GeoPolRisk Score"]].values.tolist()
times = {"read_s": ready - start, "assess_s": done - ready}
folder = os.path.join(os.path.dirname(geopolrisk.__file__), "lib")
print("RESULT" + json.dumps({**times, "rows": rows, "folder": folder}))
"""

OURS = """
import json, sys, time
asked, folder = json.loads(sys.argv[1]), sys.argv[2]
start = time.perf_counter()
from pathlib import Path
from ytterby.assessment.indices.geopolrisk import assess
from ytterby.assessment.indices.geopolrisk_files import read_library
from ytterby.assessment.indices.treatment import AS_PUBLISHED
world = read_library(Path(folder), asked["years"], AS_PUBLISHED)
ready = time.perf_counter()
found = assess(world, AS_PUBLISHED)
done = time.perf_counter()
names = ["EU" if name == "EUU" else name for name in found.names]
rows = [
    [material, place, year, float(found.score[world.materials.index(material), y, names.index(place)])]
    for y, year in enumerate(world.years) for place in asked["places"] for material in asked["materials"]
]
counts = {"scores": int(found.score.size)}
print("RESULT" + json.dumps({"read_s": ready - start, "assess_s": done - ready, "rows": rows, **counts}))
"""


def main() -> int:
    arguments = parse()
    pairs = []
    with tempfile.TemporaryDirectory() as home:
        home_of_theirs = {**os.environ, "HOME": home, "USERPROFILE": home}
        for _ in range(arguments.pairs):
            theirs = run([arguments.their_python, "-c", THEIRS, json.dumps(SUBSET)], home_of_theirs)
            ours = run([sys.executable, "-c", OURS, json.dumps(SUBSET), theirs["folder"]], dict(os.environ))
            pairs.append((theirs, ours, largest_gap(theirs["rows"], ours["rows"])))
        every = {"materials": [], "places": [], "years": list(range(2018, 2024))}
        folder = pairs[0][0]["folder"]
        whole = [run([sys.executable, "-c", OURS, json.dumps(every), folder], dict(os.environ)) for _ in range(3)]
    print(json.dumps(report(pairs, whole), indent=1))
    return 0 if max(gap for _, _, gap in pairs) < 1e-9 else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--their-python", required=True, help="python of an environment with geopolrisk-py 2.0.1")
    parser.add_argument("--pairs", type=int, default=3)
    return parser.parse_args()


def run(command: list[str], environment: dict[str, str]) -> dict:
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT")]
    if done.returncode or not lines:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return {"wall_s": wall, **json.loads(lines[-1].removeprefix("RESULT"))}


def largest_gap(theirs: list, ours: list) -> float:
    known = {tuple(row[:3]): row[3] for row in ours}
    if len(theirs) != len(ours):
        sys.exit(f"{len(theirs)} rows of theirs, {len(ours)} of ours")
    return max(abs(row[3] - known[tuple(row[:3])]) for row in theirs)


def report(pairs: list, whole: list) -> dict:
    return {
        "subset": {**SUBSET, "scores": len(pairs[0][0]["rows"])},
        "theirs": {key: [round(t[key], 3) for t, _, _ in pairs] for key in ("wall_s", "read_s", "assess_s")},
        "ours": {key: [round(o[key], 3) for _, o, _ in pairs] for key in ("wall_s", "read_s", "assess_s")},
        "ratio_wall": [round(t["wall_s"] / o["wall_s"], 1) for t, o, _ in pairs],
        "largest_gap": max(gap for _, _, gap in pairs),
        "ours_whole_job": {"scores": whole[0]["scores"], "wall_s": [round(w["wall_s"], 3) for w in whole]},
        "machine": {
            "platform": platform.platform(),
            "processor": processor(),
            "cores": os.cpu_count(),
            "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
            "python": platform.python_version(),
            "numpy": metadata.version("numpy"),
            "ytterby": metadata.version("ytterby"),
        },
    }


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


if __name__ == "__main__":
    sys.exit(main())
