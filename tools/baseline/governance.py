"""World Bank governance indicators, with the vintage each figure belongs to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baseline.countries import code
from baseline.resource import CC_BY, Field, Resource, number, read
from baseline.words import place_field

# The World Bank changed its method in 2025: figures of the two vintages must never be mixed in one index.
# The later series carries two different rows a year under GUY, and nothing tells which is Guyana's: left out.
_CONTRADICTORY = {"GUY", "XRW"}
SIX, ONE = "wgi-2024-update", "wgi-geopolrisk-2.0.1"
FIELDS = (
    place_field("place", "country"),
    Field("year", "integer", "year", unit="a", constraints={"required": True, "minimum": 1996}),
    Field(
        "indicator",
        "string",
        "cc corruption, ge government, pv stability, rl law, rq regulation, va voice",
        constraints={"required": True, "enum": ["cc", "ge", "pv", "rl", "rq", "va"]},
    ),
    Field(
        "estimate",
        "number",
        "score, about -2.5 to 2.5",
        unit="1",
        constraints={"required": True, "minimum": -4, "maximum": 4},
    ),
    Field("standard_error", "number", "standard error of the score", unit="1", constraints={"minimum": 0}),
    Field(
        "vintage",
        "string",
        "release the figure belongs to",
        constraints={"required": True, "enum": [SIX, ONE]},
    ),
)


def build(shared: Path) -> list[Resource]:
    """Read the six indicators 1996-2023 and the later series of political stability."""
    folder = shared / "data" / "production"
    six = [
        row_of(row["code"], row["year"], row["indicator"], row["estimate"], row["stddev"], SIX)
        for _, row in read(folder / "wgi_six_indicators_1996_2023.csv")
        if row["estimate"] not in {"", ".."}
    ]
    one = [
        row_of(row["iso3"], row["year"], "pv", row["estimate"], "", ONE)
        for _, row in read(folder / "wgi_political_stability_1996_2024.csv")
        if row["year"].isdigit() and code(row["iso3"]) not in _CONTRADICTORY
    ]
    return [
        Resource(
            "governance",
            "Worldwide Governance Indicators, six indicators",
            FIELDS,
            [dict(zip([f.name for f in FIELDS], row, strict=True)) for row in sorted({*six, *one}, key=str)],
            licences=(CC_BY,),
            sources=(
                (
                    "World Bank, Worldwide Governance Indicators",
                    "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
                ),
            ),
            vintage=f"{SIX} (1996-2023); {ONE} (political stability 1996-2024)",
            key=("vintage", "indicator", "place", "year"),
            format="parquet",
        )
    ]


def row_of(place: str, year: str, indicator: str, estimate: str, error: str, vintage: str) -> tuple[Any, ...]:
    score = number(estimate)
    return code(place), int(year), indicator, round(score or 0.0, 6), number(error), vintage
