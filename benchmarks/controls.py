"""How fast a million lines, one line and a permission table are answered; prints one JSON object.

Run: python benchmarks/controls.py [LINES]
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import sys
import time
from datetime import date

import polars as pl

from ytterby.controls.batch import screen_many
from ytterby.controls.bill import COLUMNS, OPTIONAL, check_bill
from ytterby.controls.docket import docket
from ytterby.controls.evaluate import evaluate
from ytterby.controls.facts import Query
from ytterby.controls.library import load_library
from ytterby.controls.prepare import prepare

GOODS = [
    "",
    "ndfeb",
    "ndfeb with dy",
    "smco",
    "oxide/dytb",
    "gallium",
    "copper",
    "electronics",
    "flake graphite",
]
PLACES = ["CHN", "JPN", "USA", "DEU", "VNM", "COD", "KOR", ""]


def bill(lines: int) -> pl.DataFrame:
    """Make products of ten parts in three levels, values all different."""
    rng = random.Random(4)
    rows = range(lines)
    top = [i - i % 10 for i in rows]
    columns = {
        "line": [str(i) for i in rows],
        "parent": ["" if i % 10 == 0 else str(top[i] + (0 if i % 10 < 4 else i % 3 + 1)) for i in rows],
        "part": [f"part {i % 997}" for i in rows],
        "material": ["" if i % 10 < 4 else rng.choice(GOODS) for i in rows],
        "value_usd": [f"{1000 if i % 10 == 0 else rng.random() * 50:.4f}" for i in rows],
        "origin": [rng.choice(PLACES) for _ in rows],
        "technology": [rng.choice(["", "none", "CHN"]) for _ in rows],
        "hs": [f"85{rng.randrange(10**4):04d}" for _ in rows],
        "maker": [f"firm {rng.randrange(500)}" for _ in rows],
    }
    names = (*COLUMNS, *OPTIONAL)
    frame = pl.DataFrame({n: columns.get(n, [""] * lines) for n in names}, schema=dict.fromkeys(names, pl.String))
    return frame.with_columns(pl.int_range(2, lines + 2, dtype=pl.UInt32, eager=True).alias("row"))


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    library = load_library()
    query = Query("JPN", date(2026, 11, 21), "military", "NEC")
    frame = bill(lines)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    marks = [time.perf_counter()]
    checked = check_bill(frame, "benchmark")
    marks.append(time.perf_counter())
    prepared = prepare(checked, library, query, brief=True)
    marks.append(time.perf_counter())
    law = docket(library, query.on)
    found = screen_many(law, prepared, query)
    marks.append(time.perf_counter())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample = [prepared.line(i) for i in range(0, lines, max(1, lines // 2000))]
    start = time.perf_counter()
    for line in sample:
        evaluate(law, line, query)
    one = (time.perf_counter() - start) / len(sample)
    parts = {k: round(b - a, 3) for k, a, b in zip(("check", "prepare", "judge"), marks, marks[1:], strict=False)}
    print(
        json.dumps(
            {
                "lines": lines,
                "rules": len(library.entries),
                "seconds": round(marks[-1] - marks[0], 3),
                "parts_s": parts,
                "one_line_ms": round(one * 1000, 3),
                "peak_mb": round(peak),
                "peak_before_mb": round(before),
                "outcomes": dict(sorted(found["outcome"].value_counts().rows())),
                "machine": {
                    "cores": os.cpu_count(),
                    "python": platform.python_version(),
                    "polars": pl.__version__,
                    "cpu": platform.processor() or platform.machine(),
                    "load": [round(x, 2) for x in os.getloadavg()],
                },
            }
        )
    )


if __name__ == "__main__":
    main()
