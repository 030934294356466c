"""Draw docs/images/mechanisms/*.svg: every mechanism on against off, on the same draws.

Run ``python tools/mechanism_figures.py [name ...]``; the same version gives the same figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from mechanisms import buyers, law, supply
from mechanisms.chart import Figure
from mechanisms.world import World

TARGET = Path(__file__).resolve().parents[1] / "docs" / "images" / "mechanisms"
DRAWN: dict[str, Callable[[World], Figure]] = {
    "labels": law.labels, "permissions": law.permissions, "licences": law.licences, "quotas": law.quotas,
    "tariffs": law.tariffs, "corridors": law.corridors, "hoarding": buyers.hoarding, "prices": buyers.prices,
    "demand": buyers.demand, "substitution": buyers.substitution, "priority": buyers.priority,
    "trusted-buyers": buyers.trusted_buyers, "allocation": buyers.allocation, "budget": buyers.budget,
    "programmes": buyers.programmes, "projects": supply.projects, "third-country": supply.third_country,
    "recycling": supply.recycling, "stockpiles": supply.stockpiles, "outages-and-surges": supply.outages,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*DRAWN, []], help="figures to draw; all if none is named")
    names = parser.parse_args().names or list(DRAWN)
    world = World()
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names:
        figure = DRAWN[name](world)
        (TARGET / f"{figure.name}.svg").write_text(figure.svg() + "\n", "utf-8")
        print(f"{figure.name}.svg")


if __name__ == "__main__":
    main()
