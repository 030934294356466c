"""Baskets of deposits, content of products, lead times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED, SOURCES
from baseline.countries import code
from baseline.projects import numbered
from baseline.resource import FACTS, Field, Resource, number, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, citation, place_field, range_fields, slug, unit_field

ELEMENTS = (
    "La",
    "Ce",
    "Pr",
    "Nd",
    "Sm",
    "Eu",
    "Gd",
    "Tb",
    "Dy",
    "Ho",
    "Er",
    "Tm",
    "Yb",
    "Lu",
    "Y",
    "NdPr",
    "DyTb",
)
ID = Field(
    "id", "string", "stable name of the row", role="id", constraints={"required": True, "unique": True}
)
BASKETS = (
    ID,
    Field("deposit", "string", "name of the deposit", constraints={"required": True}),
    place_field("place", "country"),
    Field("basis", "string", "what was assayed", constraints={"required": True}),
    *(
        Field(
            e.lower(),
            "number",
            f"share of {e} in the rare-earth oxides; empty where not read",
            unit="%",
            constraints={"minimum": 0, "maximum": 100},
        )
        for e in ELEMENTS
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
CONTENT = (
    ID,
    Field("product", "string", "what contains the material", constraints={"required": True}),
    Field("component", "string", "part of the product"),
    Field("material", "string", "what is contained"),
    *range_fields(),
    unit_field("%", "kg", "t/a", "kg/MW", "t/GW", "link"),
    Field("basis", "string", "what the mass is per"),
    Field(
        "contested",
        "boolean",
        "true where the figure counts whole parts and is disputed",
        constraints={"required": True},
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
LEADS = (
    ID,
    Field("population", "string", "which mines or plants", constraints={"required": True}),
    Field(
        "span",
        "string",
        "from what to what",
        constraints={
            "enum": [
                "discovery-production",
                "exploration-construction",
                "feasibility-construction",
                "permit",
                "construction",
            ]
        },
    ),
    Field(
        "statistic",
        "string",
        "mean, min, max, typical or cap",
        constraints={"enum": ["mean", "min", "max", "typical", "cap", "single"]},
    ),
    Field("best", "number", "duration", unit="a", constraints={"required": True, "minimum": 0}),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
_SPANS = (
    (r"exploration to construction", "exploration-construction"),
    (r"feasibility->construction", "feasibility-construction"),
    (r"permit|CRMA", "permit"),
    (r"FID|construction|brownfield", "construction"),
    ("", "discovery-production"),
)
_UNITS = {"% mass": "%", "t/y": "t/a", "link only": "link"}
# The press commentary quoted by the first series is a document, not a person of this project.
_DOCUMENTS = {
    "seed 000": "Chinese-language commentary, January 2026",
    "seed 002": "hk01, rare-earth survey, 2025",
}


def document(text: str) -> str:
    """Name the documents the collection calls by a number."""
    text = re.sub(r"seed document (\d+)", r"seed \1", text)
    for old, new in _DOCUMENTS.items():
        text = text.replace(old, new)
    return citation(text)


def build(shared: Path) -> list[Resource]:
    """Read the three small tables of facts."""
    common: dict[str, Any] = {"licences": (FACTS,), "sources": SOURCES, "vintage": COLLECTED, "key": ("id",)}
    baskets = [basket(*x) for x in read(shared / "chain" / "baskets.csv")]
    content = numbered(mass(*x) for x in read(shared / "chain" / "content.csv"))
    return [
        Resource("baskets", "Shares of the elements in rare-earth deposits", BASKETS, baskets, **common),
        Resource("content", "Material in products", CONTENT, content, **common),
        Resource("lead_times", "How long mines and plants take", LEADS, durations(shared), **common),
    ]


def basket(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": f"basket/{slug(row['deposit'])}",
        "deposit": row["deposit"],
        "place": code(row["country_iso3"]),
        "basis": row["basis"],
        **{e.lower(): number(row[f"{e}_pct"]) for e in ELEMENTS},
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_row": at,
    }


def mass(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    parts = ("content", slug(row["product"]), slug(row["component"]), slug(row["material"]))
    basis = row["basis"].removesuffix(", contested")
    return {
        "id": "/".join(filter(None, parts)),
        "product": row["product"],
        "component": row["component"] or None,
        "material": row["material"] or None,
        "unit": _UNITS.get(row["unit"], row["unit"]),
        "basis": None if row["unit"] == "link only" else basis or None,
        "contested": "contested" in row["basis"],
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_row": at,
        **{name: number(row[name]) for name in ("low", "best", "high")},
    }


def durations(shared: Path) -> list[dict[str, Any]]:
    """Join the two collections; a figure found in both is kept once, from the first."""
    rows = [
        lead(
            at,
            r["population"],
            r["source"],
            r["stat"],
            r["years"],
            r["status"],
            f"{r['source']}; {r['cite']}",
        )
        for at, r in read(shared / "history" / "e2_lead_time_distributions.csv")
    ]
    known = {row["best"] for row in rows}
    rows += [
        row
        for at, r in read(shared / "data" / "events" / "mine_lead_times.csv")
        for row in [lead(at, r["scope"], r["metric"], r["metric"], r["value_years"], "reported", r["source"])]
        if row["best"] not in known
    ]
    return numbered(rows)


def lead(
    at: str, scope: str, subject: str, statistic: str, years: str, standing: str, source: str
) -> dict[str, Any]:
    words = f"{scope} {subject} {statistic}"
    months = statistic.startswith("months")
    population = (
        subject if scope in {"idem", "idem (fastest)"} or "->" in scope or "FID" in subject else scope
    )
    population = (
        "rare-earth mines, typical" if scope == "same" and "002" in subject else population.split(",")[0]
    )
    population = {"same": "127 base/precious mines started 2002-2023"}.get(
        population, population
    ).removesuffix(" mean")
    found = re.search(r"mean|min|max|typical", statistic)
    kind = found.group() if found else "cap" if months else "single"
    return {
        "id": f"lead/{slug(population)}/{kind}",
        "population": population,
        "span": next(w for rule, w in _SPANS if re.search(rule, words)),
        "statistic": kind,
        "best": round((number(years) or 0.0) / (12.0 if months else 1.0), 4),
        "standing": standing,
        "source": document(source),
        "source_row": at,
    }
