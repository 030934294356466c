"""Our words for the words of the sources: stages, end uses, places, standings, citations, fields."""

from __future__ import annotations

import re

from baseline.resource import STANDINGS, Field

MATERIALS = {
    "NdPr": "ndpr",
    "DyTb": "dytb",
    "NdFeB": "ndfeb",
    "Tb": "tb",
    "NdPr+DyTb": "ndpr+dytb",
    "ALL": "rare-earths",
    "Ga": "ga",
    "Ge": "ge",
    "Sb": "sb",
    "W": "w",
}
END_USES = {
    "EV traction": "ev-traction",
    "wind": "wind",
    "industrial motors and robots": "industrial-motors",
    "consumer electronics": "consumer-electronics",
    "HVAC": "hvac",
    "auto non-traction": "auto-other",
    "defence": "defence",
    "other": "other",
    "ALL": "all",
}
ALIASES = {"EU": "EUU", "S19": "TWN"}
# Files of this project are named in the sources only as working names; say what they are.
_CITATIONS = (
    ("balance this file, method in README", "own balance of the chain"),
    ("this file, method in README", "own balance of the chain"),
    ("method.md backtest 2 of this project", "own backtest of the 2025 episode"),
    ("d1_china_magnet_exports.csv", "monthly series in episodes.csv"),
    ("f2_demand_and_content.csv", "press"),
    ("b1_ga_ge_exports_china.csv", "monthly series in episodes.csv"),
    ("c_antimony.csv", "monthly series in episodes.csv"),
    ("chain_2024.csv", "own balance of the chain"),
    ("via repo", "via Manifold-Industries/Critical-Minerals-Alerting"),
    ("not read by repo", "not read"),
    (
        "e1_project_events.csv (this project); earlier scouting; several sources",
        "project_events.csv; several sources",
    ),
    ("same 10-K table", "MP Materials Form 10-K FY2021, table of TREO content"),
    ("; also the brief", ""),
    ("brief/company", "company"),
    ("seed document 000", "seed 000"),
    ("seed document 002", "seed 002"),
    ("seed 000", "Chinese-language commentary, January 2026"),
    ("seed 002", "hk01, rare-earth survey, 2025"),
)


def place(code: str) -> str:
    return ALIASES.get(code, code)


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def citation(text: str) -> str:
    """Name who says so, without words quoted from it; an empty citation is a recollection."""
    for old, new in _CITATIONS:
        text = text.replace(old, new)
    if re.fullmatch(r"[\d.,/*+() -]+", text):
        return f"own arithmetic on reported figures: {text}"
    return re.sub(r"\(\)", "", re.sub(r'\s*"[^"]*"', "", text)).strip() or "recalled"


STANDING = Field(
    "standing",
    "string",
    "how well the figure is established",
    role="standing",
    constraints={"required": True, "enum": list(STANDINGS)},
)
SOURCE = Field("source", "string", "who says so", constraints={"required": True})
SOURCE_ROW = Field("source_row", "string", "file and line of the collected row", constraints={"required": True})


def place_field(name: str, description: str, *, required: bool = True) -> Field:
    return Field(name, "string", description, role="place", constraints={"required": True} if required else {})


def range_fields(unit: str = "column:unit") -> tuple[Field, ...]:
    """Give the three columns of a figure with its range; missing bounds stay empty."""
    return tuple(
        Field(name, "number", text, unit=unit, role=name, constraints={"minimum": 0})
        for name, text in (
            ("low", "least plausible value"),
            ("best", "best estimate; empty where the amount is not known"),
            ("high", "greatest plausible value"),
        )
    )


def unit_field(*choices: str) -> Field:
    return Field(
        "unit",
        "string",
        "unit of the figures",
        role="unit",
        constraints={"required": True, "enum": list(choices)},
    )
