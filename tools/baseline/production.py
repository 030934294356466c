"""Output by country from the USGS Mineral Commodity Summaries, editions 2022, 2023, 2024 and 2026."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from baseline.countries import by_name
from baseline.resource import PUBLIC, Field, Resource, read
from baseline.words import SOURCE_ROW, STANDING, place_field, unit_field

# commodity of the USGS tables -> (our material, basis). The stage is read from the table's own heading.
COMMODITIES = {
    "raree": ("rare-earths", "oxide"),
    "galli": ("ga", "metal"),
    "germa": ("ge", "metal"),
    "antim": ("sb", "metal"),
    "tungs": ("w", "metal"),
    "graph": ("graphite", "product"),
    "cobal": ("co", "metal"),
    "lithi": ("li", "metal"),
    "nicke": ("ni", "metal"),
    "mgmet": ("mg", "metal"),
    "indiu": ("in", "metal"),
    "tanta": ("ta", "metal"),
    "niobi": ("nb", "metal"),
    "vanad": ("v", "metal"),
    "tellu": ("te", "metal"),
    "bismu": ("bi", "metal"),
    "molyb": ("mo", "metal"),
    "beryl": ("be", "metal"),
    "rheni": ("re", "metal"),
    "selen": ("se", "metal"),
    "manga": ("mn", "metal"),
    "tin": ("sn", "metal"),
    "zinc": ("zn", "metal"),
    "coppe": ("cu", "metal"),
}
_LATER = {
    "rare earths (REO)": ("rare-earths", "mine", "oxide"),
    "gallium low-purity": ("ga", "refining", "metal"),
    "antimony mine": ("sb", "mine", "metal"),
    "tungsten mine": ("w", "mine", "metal"),
    "natural graphite": ("graphite", "mine", "product"),
}
_TONNES = {"kg": 0.001, "t": 1.0, "kt": 1000.0}
FIELDS = (
    Field("edition", "integer", "edition of the summaries", unit="a", constraints={"required": True}),
    Field("material", "string", "what is produced", constraints={"required": True}),
    Field("stage", "string", "step of the chain", constraints={"required": True, "enum": ["mine", "refining"]}),
    place_field("place", "country; WLD is the printed world total, XRW the other countries"),
    Field("year", "integer", "calendar year", unit="a", constraints={"required": True, "minimum": 2015}),
    Field(
        "quantity",
        "string",
        "output or capacity",
        constraints={"required": True, "enum": ["output", "capacity"]},
    ),
    Field("best", "number", "printed amount", unit="t/a", constraints={"required": True, "minimum": 0}),
    unit_field("t/a"),
    Field(
        "basis",
        "string",
        "what the tonnes are of",
        constraints={"required": True, "enum": ["oxide", "metal", "product"]},
    ),
    STANDING,
    SOURCE_ROW,
)
SUMS = (
    # World totals are printed with two digits, and some countries are withheld: 8 % is what rounding leaves.
    {
        "what": "countries add up to the printed world total",
        "where": {"quantity": "output"},
        "by": ["edition", "material", "stage", "year"],
        "parts_not": {"place": "WLD"},
        "total": {"place": "WLD"},
        "column": "best",
        "tolerance": 0.08,
        "only": {"material": ["rare-earths", "ga", "sb", "w"]},
    },
)


def build(shared: Path) -> list[Resource]:
    """Read the two collections of USGS tables."""
    folder = shared / "data" / "production"
    rows = [
        *world(folder / "usgs_mcs_world_2022_2024_long.csv"),
        *later(folder / "usgs_mcs2026_selected_world_production.csv"),
    ]
    return [
        Resource(
            "production",
            "Output and capacity by country",
            FIELDS,
            [r for r in rows if r["best"] is not None],
            licences=(PUBLIC,),
            sources=(
                (
                    "U.S. Geological Survey, Mineral Commodity Summaries 2022, 2023, 2024, 2026",
                    "https://www.usgs.gov/centers/national-minerals-information-center/mineral-commodity-summaries",
                ),
            ),
            vintage="MCS 2022, 2023, 2024, 2026",
            key=("edition", "material", "stage", "quantity", "place", "year"),
            sums=SUMS,
            format="parquet",
        )
    ]


def world(path: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(path):
        found = re.fullmatch(r"(Prod|Cap)_(kg|t|kt)_(est_)?(\d{4})", row["field"], re.IGNORECASE)
        if row["commodity_code"] not in COMMODITIES or not found or mixed(row):
            continue
        what, unit, estimated, year = found.groups()
        material, basis = COMMODITIES[row["commodity_code"]]
        stage = "mine" if "ine production" in row["type"] else "refining"
        yield {
            "edition": int(row["edition"]),
            "material": material,
            "stage": stage,
            "place": by_name(row["country"]),
            "year": int(year),
            "quantity": "output" if what == "Prod" else "capacity",
            "best": tonnes(row["value"], unit),
            "unit": "t/a",
            "basis": basis,
            "standing": "estimate" if estimated else "verified",
            "source_row": at,
        }


def mixed(row: Mapping[str, str]) -> bool:
    """Leave out rows that are neither a country nor a total: a world total without the United States."""
    return "excluding" in row["country"] or "Included" in row["value"]


def later(path: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(path):
        material, stage, basis = _LATER[row["material"]]
        for column, year, standing in (("prod_2024", 2024, "verified"), ("prod_2025e", 2025, "estimate")):
            yield {
                "edition": 2026,
                "material": material,
                "stage": stage,
                "place": by_name(row["country"]),
                "year": year,
                "quantity": "output",
                "best": tonnes(row[column], row["unit"]),
                "unit": "t/a",
                "basis": basis,
                "standing": standing,
                "source_row": at,
            }


def tonnes(text: str, unit: str) -> float | None:
    """Read a printed amount; withheld and not available (W, NA, XX) are missing, not zero."""
    plain = text.replace(",", "").strip()
    return round(float(plain) * _TONNES[unit.lower()], 6) if re.fullmatch(r"\d+(\.\d+)?", plain) else None
