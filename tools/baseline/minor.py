"""Gallium, germanium, antimony and tungsten: supply, shares, demand and flows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED, SOURCES
from baseline.countries import by_name, code
from baseline.resource import FACTS, Field, Resource, number, read
from baseline.words import (
    MATERIALS,
    SOURCE,
    SOURCE_ROW,
    STANDING,
    citation,
    place_field,
    range_fields,
    slug,
    unit_field,
)

# stage of the source -> (our stage, kind where the source's record word is too wide)
STAGES = {
    "mine": ("mine", ""),
    "primary production (low purity)": ("refining", ""),
    "primary production": ("refining", ""),
    "processing": ("refining", "world-share"),
    "EU sourcing P": ("refining", "sourcing-share"),
    "EU sourcing E": ("mine", "sourcing-share"),
    "end use": ("first-use", ""),
    "consumption": ("first-use", ""),
    "clean technology": ("first-use", ""),
    "recycling": ("recycling", ""),
    "secondary smelter": ("recycling", ""),
    "import": ("any", ""),
    "import metal": ("metal", ""),
    "import other forms": ("any", ""),
    "import concentrate": ("feed", ""),
    "import oxide": ("oxide", ""),
    "import GeO2": ("oxide", ""),
    "import GaAs wafers (gross)": ("wafer", ""),
    "import unit value": ("any", ""),
    "export": ("any", ""),
    "export Jan-Sep": ("any", ""),
    "export all products": ("any", ""),
    "metal": ("metal", ""),
    "trioxide": ("oxide", ""),
    "metal trade (811010)": ("metal", ""),
    "ore trade": ("feed", ""),
    "concentrate trade (2611)": ("feed", ""),
    "powder trade (810110)": ("powder", ""),
    "unwrought W (810194)": ("unwrought", ""),
    "trade 811292": ("metal", ""),
    "China output minus exports": ("any", ""),
}
UNITS = {
    "t/a contained": ("t/a", "metal"),
    "t/a": ("t/a", "metal"),
    "t W": ("t/a", "metal"),
    "t": ("t/a", "metal"),
    "t gross": ("t gross/a", "gross"),
    "MUSD": ("MUSD/a", "value"),
    "USD/kg": ("USD/kg", "metal"),
    "% of world": ("%", "world"),
    "% of EU supply": ("%", "EU supply"),
    "% of EU use": ("%", "EU use"),
    "% of consumption": ("%", "consumption"),
}
COLLECTION = "World Mining Data"
KINDS = ("supply", "world-share", "sourcing-share", "demand", "use-share", "flow", "price", "check")
FIELDS = (
    Field("id", "string", "stable name of the figure", role="id", constraints={"required": True, "unique": True}),
    Field("kind", "string", "what sort of record", constraints={"required": True, "enum": list(KINDS)}),
    Field(
        "year",
        "integer",
        "calendar year, or the last year of the period",
        unit="a",
        constraints={"required": True, "minimum": 1990},
    ),
    Field("period", "string", "the period, where it is not the calendar year"),
    Field(
        "material",
        "string",
        "chemical symbol in lower case",
        constraints={"required": True, "enum": ["ga", "ge", "sb", "w"]},
    ),
    Field(
        "stage",
        "string",
        "step of the chain, or form of the traded product",
        constraints={"required": True, "enum": sorted({s for s, _ in STAGES.values()})},
    ),
    place_field("place", "where; the origin of a flow; the buyer of a sourcing share"),
    place_field("counterpart", "destination of a flow; the supplier of a sourcing share", required=False),
    Field("end_use", "string", "use of the material"),
    *range_fields(),
    unit_field("t/a", "t gross/a", "MUSD/a", "USD/kg", "%"),
    Field(
        "basis",
        "string",
        "what the tonnes or percents are of",
        constraints={"required": True, "enum": sorted({b for _, b in UNITS.values()})},
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)


def build(shared: Path) -> list[Resource]:
    """Read the four minor metals."""
    path = shared / "chain" / "gallium_germanium_antimony_tungsten_2024.csv"
    return [
        Resource(
            "chain_minor_metals",
            "Gallium, germanium, antimony, tungsten around 2024",
            FIELDS,
            [record(at, kept) for at, row in read(path) if (kept := permitted(row))],
            licences=(FACTS,),
            sources=SOURCES,
            vintage=COLLECTED,
            key=("id",),
        )
    ]


def permitted(row: Mapping[str, str]) -> Mapping[str, str] | None:
    """Return a row that may be shipped, or None: a collection whose terms were not seen is not copied row by row.

    Where the Geological Survey has the figure too (its note says so), that one is taken, with 5 % for rounding
    (docs/decisions/0024-amber-sources.md).
    """
    if COLLECTION not in row["source"]:
        return row
    public = re.search(r"USGS ([\d.]+) t", row["note"])
    if public is None or "USGS" not in row["source"] or row["record"] != "supply":
        return None
    best = float(public[1])
    span = {"low": f"{0.95 * best:.6g}", "best": f"{best:.6g}", "high": f"{1.05 * best:.6g}"}
    return {**row, **span, "status": "verified", "source": "USGS MCS 2026 (via pranava0x0)"}


def record(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    stage, kind = STAGES[row["stage"]]
    unit, basis = UNITS[row["unit"]]
    if row["stage"] == "import GaAs wafers (gross)":
        unit, basis = UNITS["t gross"]
    out = {
        "kind": kind or {"demand share": "use-share"}.get(row["record"], row["record"]),
        "year": int(re.findall(r"\d{4}", row["year"])[-1]),
        "period": period(row),
        "material": MATERIALS[row["material"]],
        "stage": stage,
        "end_use": slug(row["end_use"]) or ("all" if row["stage"] == "consumption" else None),
        "unit": unit,
        "basis": basis,
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_row": at,
    }
    out |= direction(row) | {name: number(row[name]) for name in ("low", "best", "high")}
    where = "-".join(filter(None, (out["place"], out["counterpart"])))
    form = slug(row["stage"].removeprefix("import ")) if row["record"] == "flow" and stage == "any" else ""
    parts = (out["kind"], out["material"], stage, where, out["end_use"], form, str(out["year"]))
    return out | {"id": "/".join(filter(None, parts))}


def period(row: Mapping[str, str]) -> str | None:
    if row["year"] == "2016-2020 avg":
        return "2016/2020"
    return f"{row['year']}-01/{row['year']}-09" if row["stage"] == "export Jan-Sep" else None


def direction(row: Mapping[str, str]) -> dict[str, str | None]:
    """Put the origin of a flow first: the source lists imports under the importer."""
    here, there = where(row["place"]), where(row["counterpart"]) if row["counterpart"] else None
    if row["record"] == "flow" and row["stage"].startswith("import"):
        here, there = there or "WLD", here
    return {"place": here, "counterpart": there}


def where(text: str) -> str:
    try:
        return code(text)
    except KeyError:
        return by_name(text)
