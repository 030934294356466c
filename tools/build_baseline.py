"""Build the packaged baseline tables and their descriptor from the shared material.

Run ``python tools/build_baseline.py --shared ../shared``; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from baseline import (
    chain,
    embodied,
    eu_crm,
    facts,
    governance,
    history,
    minerals,
    minor,
    outlines,
    places,
    prices,
    production,
    projects,
    reference,
    trade,
)

BUILDERS = tuple(
    m.build
    for m in (
        places,
        chain,
        embodied,
        minor,
        minerals,
        projects,
        facts,
        prices,
        governance,
        production,
        trade,
        eu_crm,
        history,
        outlines,
    )
)
VERSION = "2026.11.22"
"""The day on which a table last changed; set it when one does."""
ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "ytterby" / "baseline"
PAGE = ROOT / "docs" / "reference" / "data.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with the collected material")
    parser.add_argument("--out", type=Path, default=TARGET, help="folder of the package that takes the tables")
    parser.add_argument("--page", type=Path, default=PAGE, help="page of the reference that lists the tables")
    options = parser.parse_args()
    resources = [r for builder in BUILDERS for r in builder(options.shared)]
    entries = [r.write(options.out) for r in sorted(resources, key=lambda r: r.name)]
    package = {
        "name": "ytterby-baseline",
        "title": "Baseline tables of Ytterby",
        "version": VERSION,
        "profile": "tabular-data-package",
        "resources": entries,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    (options.out / "datapackage.json").write_text(text, encoding="utf-8")
    options.page.parent.mkdir(parents=True, exist_ok=True)
    options.page.write_text(reference.page(entries), encoding="utf-8")
    for entry in entries:
        print(f"{entry['rows']:>7} rows {entry['bytes']:>8} bytes  {entry['path']}")


if __name__ == "__main__":
    main()
