"""Run every bundled scenario and write what each gives into docs/explanation/scenarios.md, between its two marks.

Run: python tools/scenario_results.py [--draws 200] [--only ID ...]   (some ten seconds a scenario)
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ytterby.study import load_scenario, run_scenario

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "scenarios.md"
OBSERVED = Path(__file__).parent / "scenarios" / "observed.csv"
FOLDER = ROOT / "src" / "ytterby" / "baseline" / "scenarios"
BEGIN, END = "<!-- written by tools/scenario_results.py -->", "<!-- end -->"
Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--only", nargs="*", default=[])
    options = parser.parse_args()
    names = options.only or sorted(p.stem for p in FOLDER.glob("*.yaml"))
    results = {n: run_scenario(load_scenario(n), options.draws, None, 1).result for n in names}
    text = "\n".join([BEGIN, "", *outcomes(results, options.draws), "", *against_history(results), "", END])
    page = PAGE.read_text("utf-8")
    head, tail = page.split(BEGIN)[0], page.split(END)[1]
    PAGE.write_text(head + text + tail, encoding="utf-8")


def outcomes(results: dict[str, Row], draws: int) -> Iterator[str]:
    """Yield the table of results: one row a scenario."""
    yield f"Median of {draws} draws, seed 1; the range is the 5th to the 95th percentile."
    yield ""
    yield "| scenario | months | uses in focus short in at least half of the draws | first | least demand met |"
    yield "|---|---|---|---|---|"
    for name, found in results.items():
        uses = [r for r in found["first_short"] if r["place"] in found["focus"]]
        short = sorted((r for r in uses if r["probability"] >= 0.5 and r["p50"]), key=lambda r: str(r["p50"]))
        first = "none" if not short else ", ".join(f"{who(r)} {r['p50']}" for r in short[:2])
        low = min((r for r in found["fill_rate"] if r["place"] in found["focus"]), key=lambda r: float(r["p50"]))
        least = f"{who(low)} {low['month']}: {low['p50']:.0%} ({low['p05']:.0%} to {low['p95']:.0%})"
        span = f"{found['months'][0]} to {found['months'][-1]}"
        least = least if low["p50"] < 0.995 else "all"
        yield f"| `{name}` | {span} | {len(short)} of {len(uses)} | {first} | {least} |"


def against_history(results: dict[str, Row]) -> Iterator[str]:
    """Yield what left the controlling state in the model beside what is reported, over the usual month."""
    yield "| scenario | what | when | model | reported | source | set from it |"
    yield "|---|---|---|---:|---:|---|---|"
    with OBSERVED.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["scenario"] in results:
                model = exports(results[row["scenario"]], row["stage"].split(","), row["to"], row["period"])
                cells = (row["scenario"], row["what"], row["period"].replace("/", " to "), f"{model:.2f}")
                yield f"| {' | '.join(cells)} | {row['observed']} | {row['source']} | {row['used']} |"


def exports(found: Row, stages: Iterable[str], to: str, period: str) -> float:
    """Return what left the controlling state in a span of months, over the same before the run."""
    first, _, last = period.partition("/")
    last = last or first
    at = slice(found["months"].index(first), found["months"].index(last) + 1)
    home = found["controller"]
    kept = [
        f
        for f in found["flows"]
        if f["stage"] in stages and f["from"] == home and f["to"] != home and (not to or f["to"] == to)
    ]
    before = sum(f["before_t_mo"] for f in kept)
    return float(np.mean(np.sum([f["mean_t_mo"] for f in kept], axis=0)[at]) / before)


def who(row: Row) -> str:
    return f"{row['place']} {row['end_use']}" + (" (defence)" if row["class"] == "defence" != row["end_use"] else "")


if __name__ == "__main__":
    main()
