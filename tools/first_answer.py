"""Make the answer the page shows first, and write it into the package.

Run: python tools/first_answer.py
"""

from __future__ import annotations

import gzip
import json

from ytterby.baseline.shelf import bundled_shelf
from ytterby.preview import central, ground_of
from ytterby.study import load_scenario
from ytterby.web.first import FILE, SCENARIO


def main() -> None:
    shelf, scenario = bundled_shelf(), load_scenario(SCENARIO)
    packed = {
        "scenario_sha256": shelf.item(f"scenarios/{SCENARIO}.yaml").sha256,
        "data_hash": shelf.fingerprint(),
        "answer": central(ground_of(scenario), scenario, whole=True),
    }
    text = json.dumps(packed, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
