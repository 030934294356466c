"""The magnet rare-earth chain: supply, demand, flows, stocks, anchors, and the residuals between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.resource import FACTS, Field, Resource, number, read
from baseline.words import (
    END_USES,
    MATERIALS,
    SOURCE,
    SOURCE_ROW,
    STANDING,
    citation,
    place,
    place_field,
    range_fields,
    slug,
    unit_field,
)

STAGES = {
    "mine": "mine",
    "separation_primary": "separation",
    "separation_secondary": "recycling",
    "metal": "metal",
    "magnet_finished": "magnet",
    "magnet_product": "magnet",
    "oxide_non_magnet": "non-magnet",
    "end_use": "first-use",
    "magnet_blank_input": "magnet-blank-input",
    "new_scrap_generated": "new-scrap",
    "recovered_from_scrap": "recovered-scrap",
    "concentrate/feed": "feed",
    "oxide": "oxide",
    "state+private stock": "stock-target",
    "car makers magnet inventory": "carmaker-stock",
    "effective magnet cover 2025": "magnet-cover",
    "state reserve": "state-reserve",
    "NDS potential acquisition REE FY2025": "planned-acquisition",
    "MP SEG+ stockpile since late 2023": "concentrate-stock",
}
# unit of the source -> (unit, basis, kind of material the figure is really about)
UNITS = {
    "t/a oxide equivalent": ("t/a", "oxide", ""),
    "t product": ("t gross/a", "product", "ndfeb"),
    "MUSD": ("MUSD/a", "value", "ndfeb"),
    "days of domestic use": ("d", "cover", ""),
    "days": ("d", "cover", ""),
    "t": ("t", "oxide", ""),
    "t gross": ("t gross", "gross", ""),
}
ANCHOR_PLACES = {"China": "CHN", "Japan": "JPN", "world": "WLD", "EU": "EUU"}
GUESSED_STRUCTURE = "structure is a guess"
SOURCES = (("Sources named row by row in the column `source`", ""),)
COLLECTED = "2026-11-21"

FIELDS = (
    Field("id", "string", "stable name of the figure", role="id", constraints={"required": True, "unique": True}),
    Field(
        "kind",
        "string",
        "what sort of record",
        constraints={"required": True, "enum": ["supply", "demand", "flow", "process", "stock", "anchor"]},
    ),
    Field("year", "integer", "calendar year", unit="a", constraints={"required": True, "minimum": 1990}),
    Field(
        "material",
        "string",
        "ndpr: Pr6O11+Nd2O3; dytb: Dy2O3+Tb4O7; ndfeb: magnets by product weight or value",
        constraints={"required": True, "enum": ["ndpr", "dytb", "ndfeb", "rare-earths"]},
    ),
    Field(
        "stage",
        "string",
        "step of the chain",
        constraints={"required": True, "enum": sorted(set(STAGES.values()))},
    ),
    place_field("place", "where; the origin of a flow"),
    place_field("counterpart", "destination of a flow", required=False),
    Field("end_use", "string", "first use of a magnet", constraints={"enum": list(END_USES.values())}),
    *range_fields(),
    unit_field("t/a", "t gross/a", "MUSD/a", "d", "t", "t gross"),
    Field(
        "basis",
        "string",
        "what the tonnes are of",
        constraints={"required": True, "enum": ["oxide", "product", "value", "cover", "gross"]},
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
_BY_REGION = {"kind": "demand", "stage": "first-use", "year": 2024, "basis": "oxide"}
SUMS = (
    # The end-use cells were fitted to both margins and then rounded: 1 % covers the rounding.
    {
        "what": "end uses of a region add up to the region's first use",
        "where": _BY_REGION,
        "by": ["material", "place"],
        "parts_not": {"end_use": "all", "place": "WLD"},
        "total": {"end_use": "all"},
        "column": "best",
        "tolerance": 0.01,
    },
    {
        "what": "regions of an end use add up to its world total",
        "where": _BY_REGION,
        "by": ["material", "end_use"],
        "parts_not": {"place": "WLD", "end_use": "all"},
        "total": {"place": "WLD"},
        "column": "best",
        "tolerance": 0.01,
    },
)
CHECK_FIELDS = (
    FIELDS[0],
    FIELDS[2],
    Field("material", "string", "which elements", constraints={"required": True}),
    Field("check", "string", "which two figures are compared", constraints={"required": True}),
    Field(
        "reading",
        "string",
        "basis on which the compared source is read",
        constraints={"enum": ["oxide", "metal"]},
    ),
    place_field("place", "where"),
    Field("best", "number", "residual: left minus right", unit="t/a"),
    Field("left", "number", "our figure, upstream side", unit="t/a", constraints={"minimum": 0}),
    Field("right", "number", "compared figure, downstream side", unit="t/a", constraints={"minimum": 0}),
    Field("residual_pct", "number", "residual in percent of left", unit="%"),
    unit_field("t/a"),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)


def build(shared: Path) -> list[Resource]:
    """Read the chain of 2024 and split the residuals off into a table of their own."""
    rows = list(read(shared / "chain" / "chain_2024.csv"))
    records = [record(at, row) for at, row in rows if row["record"] != "check"]
    checks = [residual(at, row) for at, row in rows if row["record"] == "check"]
    title = "Magnet rare-earth chain, mine to first use, around 2024"
    common: dict[str, Any] = {"licences": (FACTS,), "sources": SOURCES, "vintage": COLLECTED, "key": ("id",)}
    return [
        Resource("chain_magnet_rare_earths", title, FIELDS, records, sums=SUMS, **common),
        Resource("chain_magnet_rare_earths_checks", f"{title}: residuals", CHECK_FIELDS, checks, **common),
    ]


def record(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    unit, basis, about = UNITS[row["unit"]]
    out = {
        "kind": row["record"],
        "year": int(row["year"]),
        "material": about or MATERIALS[row["element_group"]],
        "stage": STAGES[row["stage"]],
        "place": place(row["place"]) or ANCHOR_PLACES[row["note"].split()[0]],
        "counterpart": place(row["counterpart"]) or None,
        "end_use": END_USES[row["end_use"]] if row["end_use"] else None,
        "unit": unit,
        "basis": basis,
        "standing": "assumption" if GUESSED_STRUCTURE in row["note"] else row["status"],
        "source": citation(row["source"]),
        "source_row": at,
    }
    out |= {name: number(row[name]) for name in ("low", "best", "high")}
    return out | {"id": identity(out, row["note"])}


def identity(row: Mapping[str, Any], note: str) -> str:
    """Name a record by what it is about, so that the name survives a new vintage of the figures."""
    where = "-".join(filter(None, (row["place"], row["counterpart"])))
    measure = {"MUSD/a": "value"}.get(row["unit"], "")
    if row["kind"] == "anchor":
        what = next(w for w in ("output", "demand", "imports", "alloy") if w in note)
        measure = f"{what}-{slug(row['source'].split(' ')[0])}"
    parts = (row["kind"], row["material"], row["stage"], where, row["end_use"], measure, str(row["year"]))
    return "/".join(filter(None, parts))


def residual(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    found = re.search(r"left (\d+) right (\d+) residual (-?[\d.]+)%", row["note"])
    reading = re.search(r"read as (oxide|metal)|\((oxide)\)", row["stage"])
    left, right, share = (float(x) for x in found.groups()) if found else (None, None, None)
    material = MATERIALS[row["element_group"]]
    return {
        "id": f"check/{material}/{slug(row['stage'])}/{row['year']}",
        "year": int(row["year"]),
        "material": material,
        "check": row["stage"].split(" (")[0],
        "reading": next(filter(None, reading.groups())) if reading else None,
        "place": place(row["place"]),
        "best": number(row["best"]),
        "left": left,
        "right": right,
        "residual_pct": share,
        "unit": UNITS[row["unit"]][0],
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_row": at,
    }
