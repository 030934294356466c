"""Where the components are made whose magnets a place finally uses: an assumption, since no source exists.

Kept by hand: the share made at home, and places between which no trade is assumed (``embodied_home.csv`` beside this
module). Reckoned: the rest, by the first use of magnets in the other places.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED
from baseline.resource import FACTS, Field, Resource, read
from baseline.words import END_USES, SOURCE, SOURCE_ROW, STANDING, place, place_field, range_fields

HOME = Path(__file__).with_name("embodied_home.csv")
PLACES = ("CHN", "EUU", "JPN", "KOR", "USA", "XRW")
ALL, DIGITS = "WLD", 4
WHY = "own assumption: no source gives the magnets inside traded components; share made at home: "
REST = "own assumption: what is not made at home comes from the others in proportion to their first use of magnets"
FIELDS = (
    Field("id", "string", "stable name of the row", role="id", constraints={"required": True, "unique": True}),
    Field(
        "end_use", "string", "first use of the magnet", constraints={"required": True, "enum": list(END_USES.values())}
    ),
    place_field("from", "where the magnet goes into a component; WLD for all of it"),
    place_field("to", "where what holds the component is finally used"),
    *range_fields("share"),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
SUMS = (
    {
        "what": "what a place finally uses is made somewhere",
        "where": {},
        "by": ["end_use", "to"],
        "parts_not": {"from": ALL},
        "total": {"from": ALL},
        "column": "best",
        "tolerance": 0.0001,
    },
)


def build(shared: Path) -> list[Resource]:
    """Spread the imported remainder over the other places and write one row for each pair."""
    weights = first_use(shared)
    rows = [one for at, row in read(HOME) for one in column(at, row, weights)]
    return [
        Resource(
            "embodied",
            "Magnets inside traded components: where they were put in, by place of final use",
            FIELDS,
            rows,
            licences=(FACTS,),
            sources=(("Own assumption; first use of magnets from chain_magnet_rare_earths", ""),),
            vintage=COLLECTED,
            key=("id",),
            sums=SUMS,
        )
    ]


def first_use(shared: Path) -> dict[tuple[str, str], float]:
    """Tonnes of NdPr oxide in magnets at first use, by end use and place."""
    return {
        (END_USES[row["end_use"]], place(row["place"])): float(row["best"])
        for _, row in read(shared / "chain" / "chain_2024.csv")
        if row["record"] == "demand" and row["element_group"] == "NdPr" and row["stage"] == "end_use"
    }


def column(at: str, row: Mapping[str, str], weights: Mapping[tuple[str, str], float]) -> list[dict[str, Any]]:
    """All rows of one end use in one place of final use; the last takes up the rounding, so that they add up to 1."""
    use, to = row["end_use"], row["to"]
    home = {end: float(row[end]) for end in ("low", "best", "high")}
    others = [p for p in PLACES if p != to and p not in row["not_from"].split()]
    total = sum(weights[use, p] for p in others)
    share = {p: weights[use, p] / total for p in others}
    away = {"low": 1 - home["high"], "best": 1 - home["best"], "high": 1 - home["low"]}
    # The split of the imports is as much a guess as their size: half to half as much again.
    wide = {"low": 0.5, "best": 1.0, "high": 1.5}
    out = [
        {"from": p, **{e: round(min(share[p] * away[e] * wide[e], 1.0), DIGITS) for e in wide}, "source": REST}
        for p in others
    ]
    largest = max(out, key=lambda r: r["best"])
    largest["best"] = round(largest["best"] + 1 - home["best"] - sum(r["best"] for r in out), DIGITS)
    out.append({"from": to, **home, "source": WHY + row["reason"]})
    out.append({"from": ALL, "low": 1.0, "best": 1.0, "high": 1.0, "source": "the sum of the others"})
    names = {"end_use": use, "to": to, "standing": "assumption", "source_row": f"tools/baseline/{at}"}
    return [{**names, **r, "id": f"embodied/{use}/{r['from']}-{to}"} for r in out]
