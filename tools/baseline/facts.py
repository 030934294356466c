"""Baskets of deposits, content of products, lead times."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED, SOURCES
from baseline.countries import code
from baseline.projects import numbered
from baseline.resource import FACTS, Field, Resource, number, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, citation, place_field, range_fields, slug

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
ID = Field("id", "string", "stable name of the row", role="id", constraints={"required": True, "unique": True})
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
    Field(
        "unit",
        "string",
        "unit of the figures; empty for a link without a mass",
        role="unit",
        constraints={"enum": ["%", "kg", "t/a", "kg/MW", "t/GW"]},
    ),
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
# What each collected figure is about: file and line -> population, span, statistic, publisher. Of the second
# file, which repeats most of the first, only what it adds is taken.
_FIRST, _SECOND = "e2_lead_time_distributions.csv", "mine_lead_times.csv"
_MINING, _SP = "rare-earth mines", "S&P Global"
_WHAT = {
    f"{_FIRST}:2": (_MINING, "exploration-construction", "min", ""),
    f"{_FIRST}:3": (_MINING, "exploration-construction", "typical", ""),
    f"{_FIRST}:4": (_MINING, "exploration-construction", "max", ""),
    f"{_FIRST}:5": ("127 mines started 2002-2023", "discovery-production", "mean", f"{_SP} 2023"),
    f"{_FIRST}:6": ("127 mines started 2002-2023", "discovery-production", "min", f"{_SP} 2023"),
    f"{_FIRST}:7": ("127 mines started 2002-2023", "discovery-production", "max", f"{_SP} 2023"),
    f"{_FIRST}:8": ("mines started 2005-2009", "discovery-production", "mean", _SP),
    f"{_FIRST}:9": ("mines started 2020-2023", "discovery-production", "mean", _SP),
    f"{_FIRST}:10": ("mines started 2020-2024", "discovery-production", "mean", _SP),
    f"{_FIRST}:11": ("mines started 1990-1999", "discovery-production", "mean", _SP),
    f"{_FIRST}:12": ("mines in USA", "discovery-production", "mean", f"{_SP} 2024"),
    f"{_FIRST}:13": ("mines in ZMB", "discovery-production", "mean", f"{_SP} 2024"),
    f"{_FIRST}:14": ("nickel mines", "discovery-production", "mean", _SP),
    f"{_FIRST}:15": ("gold mines", "discovery-production", "mean", _SP),
    f"{_FIRST}:16": ("major mines 2010-2019", "discovery-production", "mean", "IEA 2021"),
    f"{_FIRST}:17": (
        "Mountain Pass, mine restart 2010-2012",
        "permit-production",
        "single",
        "project_events",
    ),
    f"{_FIRST}:18": ("Mountain Pass, separation 2018-2023", "permit-production", "single", "project_events"),
    f"{_FIRST}:19": ("extraction, EU strategic projects", "permit", "cap", "EU CRMA"),
    f"{_FIRST}:20": ("processing and recycling, EU strategic projects", "permit", "cap", "EU CRMA"),
    f"{_SECOND}:7": ("mines in CAN", "discovery-production", "mean", _SP),
    f"{_SECOND}:8": ("mines in AUS", "discovery-production", "mean", _SP),
    f"{_SECOND}:9": ("mines in LAO", "discovery-production", "mean", _SP),
    f"{_SECOND}:10": ("copper mines", "discovery-production", "mean", _SP),
    f"{_SECOND}:11": ("35 top mines 2010-2019", "feasibility-construction", "mean", ""),
    f"{_SECOND}:12": ("Eneabba refinery", "decision-commissioning", "single", ""),
    f"{_SECOND}:13": ("Browns Range", "decision-commissioning", "single", ""),
}
LEADS = (
    ID,
    Field("population", "string", "which mines or plants", constraints={"required": True}),
    Field(
        "span",
        "string",
        "from what to what",
        constraints={"enum": sorted({w[1] for w in _WHAT.values()})},
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
_UNITS = {"% mass": "%", "t/y": "t/a", "link only": None}


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
    """Join the two collections by the table of what each figure is about."""
    first = [
        duration(at, row["years"], row["stat"], row["status"], row["cite"])
        for at, row in read(shared / "history" / _FIRST)
    ]
    second = [
        duration(at, row["value_years"], "", "reported", row["source"])
        for at, row in read(shared / "data" / "events" / _SECOND)
        if at in _WHAT
    ]
    return [*first, *second]


def duration(at: str, figure: str, unit: str, standing: str, cite: str) -> dict[str, Any]:
    population, span, statistic, publisher = _WHAT[at]
    cited = "" if cite in {"same", "idem"} or cite.startswith("e1") else citation(cite)
    return {
        "id": f"lead/{slug(population)}/{statistic}",
        "population": population,
        "span": span,
        "statistic": statistic,
        "best": round(float(figure) / (12.0 if unit == "months" else 1.0), 4),
        "standing": standing,
        "source": "; ".join(filter(None, (publisher, cited))),
        "source_row": at,
    }
