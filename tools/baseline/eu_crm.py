"""Tables of the European Commission's criticality assessments, for the indices that reproduce them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.countries import by_name
from baseline.resource import CC_BY, Field, Resource, read
from baseline.words import place_field, slug

SOURCE = (
    (
        "European Commission, Study on the critical raw materials for the EU 2023 (and 2017)",
        "https://doi.org/10.2873/725585",
    ),
)
_MATERIAL = Field("material", "string", "material as the study names it, as a slug", constraints={"required": True})
_STAGE = Field(
    "stage", "string", "stage assessed", constraints={"required": True, "enum": ["extraction", "processing"]}
)
_SHARE = Field(
    "share",
    "number",
    "share of supply; half the bound where only '<0.1 %' is printed",
    unit="%",
    constraints={"required": True, "minimum": 0, "maximum": 100},
)
_BELOW = Field("below", "boolean", "true where the study prints only an upper bound", constraints={"required": True})
_TRADE = Field(
    "trade_parameter",
    "number",
    "factor for trade restrictions and agreements",
    unit="1",
    constraints={"required": True, "minimum": 0.5, "maximum": 2},
)
SHARES = (_MATERIAL, _STAGE, place_field("place", "supplying country"), _SHARE, _BELOW, _TRADE)
USES = (
    _MATERIAL,
    Field("application", "string", "use, as a slug", constraints={"required": True}),
    Field("nace2", "string", "division of NACE rev. 2", constraints={"pattern": "^[A-Z][0-9]{2}$"}),
    Field(
        "share",
        "number",
        "share of use in the EU",
        unit="%",
        constraints={"required": True, "minimum": 0, "maximum": 100},
    ),
    Field("below", "boolean", "true where the study prints only a bound", constraints={"required": True}),
    Field(
        "value_added",
        "number",
        "value added of the sector in the EU",
        unit="MEUR/a",
        constraints={"minimum": 0},
    ),
)
SCORES = (
    _MATERIAL,
    Field("year", "integer", "year of the assessment", unit="a", constraints={"required": True, "minimum": 2011}),
    Field("supply_risk", "number", "published supply risk", unit="1", constraints={"minimum": 0}),
    Field("economic_importance", "number", "published economic importance", unit="1", constraints={"minimum": 0}),
)
_PARTS = {
    "SR_2017": ("supply_risk", "published supply risk", "1"),
    "EI_2017": ("economic_importance", "published economic importance", "1"),
    "import_reliance_pct": ("import_reliance", "import reliance", "%"),
    "EOL_RIR_pct": ("recycling_input_rate", "end-of-life recycling input rate", "%"),
    "SI_EI": ("substitution_importance", "substitution index for economic importance", "1"),
    "SI_SR": ("substitution_risk", "substitution index for supply risk", "1"),
    "HHI_WGI_t_GS": ("concentration_world", "concentration with governance and trade, world supply", "1"),
    "HHI_WGI_t_EU28": ("concentration_eu", "concentration with governance and trade, EU sourcing", "1"),
    "SR_global_only": ("supply_risk_world", "supply risk from world supply alone", "1"),
    "SR_EU_only": ("supply_risk_eu", "supply risk from EU sourcing alone", "1"),
    "SR_both": ("supply_risk_both", "supply risk from both", "1"),
}
PARTS = (
    _MATERIAL,
    _STAGE,
    Field("supply_data", "string", "which supply the study used: GS world, EUS European"),
    *(Field(name, "number", text, unit=unit, constraints={"minimum": 0}) for name, text, unit in _PARTS.values()),
)


def build(shared: Path) -> list[Resource]:
    """Read the shares, uses and scores of the assessments."""
    folder = shared / "data" / "eu_crm"
    common: dict[str, Any] = {"licences": (CC_BY,), "sources": SOURCE}
    world, europe = (
        [share_row(r) for r in old(folder / f)] for f in ("fact_GlobalSupplyShares_t.csv", "fact_EUSupplyShares_t.csv")
    )
    by_place = ("material", "stage", "place")
    return [
        Resource(
            "eu_crm_global_shares",
            "EU CRM 2023: shares of world supply",
            SHARES,
            merged(world),
            vintage="2023",
            key=by_place,
            **common,
        ),
        Resource(
            "eu_crm_eu_shares",
            "EU CRM 2023: shares of EU sourcing",
            SHARES,
            merged(europe),
            vintage="2023",
            key=by_place,
            **common,
        ),
        Resource(
            "eu_crm_use_shares",
            "EU CRM 2023: shares of use",
            USES,
            [use_row(r) for r in old(folder / "fact_MaterialUseShares.csv")],
            vintage="2023",
            key=(),
            **common,
        ),
        Resource(
            "eu_crm_scores",
            "EU CRM scores 2011-2023",
            SCORES,
            scores(folder),
            vintage="2011-2023",
            key=("material", "year"),
            **common,
        ),
        Resource(
            "eu_crm_2017",
            "EU CRM 2017: scores and their parts",
            PARTS,
            parts(folder),
            vintage="2017",
            key=("material", "stage"),
            **common,
        ),
    ]


def old(path: Path) -> Iterator[dict[str, str]]:
    """Read a table in the Windows encoding of the study's data files."""
    with path.open(encoding="cp1252", newline="") as handle:
        yield from csv.DictReader(handle)


def percent(text: str) -> tuple[float, bool]:
    """Read ``4%``, ``<0.1%`` or ``>0%``; a bound counts as half of 0.1 %."""
    plain = text.strip().rstrip("%")
    return (0.05, True) if plain[0] in "<>" else (float(plain), False)


def share_row(row: dict[str, str]) -> dict[str, Any]:
    share, below = percent(row["Share"])
    return {
        "material": slug(row["Material"]),
        "stage": {"E": "extraction", "P": "processing"}[row["Stage"]],
        "place": by_name(row["Country"].strip()),
        "share": share,
        "below": below,
        "trade_parameter": float(row["t"]),
    }


def merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add up the rows of a country that the study spells in two ways."""
    out: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        key = (row["material"], row["stage"], row["place"])
        known = out.get(key)
        out[key] = row if known is None else known | {"share": known["share"] + row["share"], "below": False}
    return [out[key] for key in sorted(out)]


def use_row(row: dict[str, str]) -> dict[str, Any]:
    share, below = percent(row["Share"])
    value = next(v for k, v in row.items() if k and k.startswith("VA in"))
    return {
        "material": slug(row["Material"]),
        "application": slug(row["Application"]),
        "nace2": (row["NACE sector"] or "").split(" ")[0] or None,
        "share": share,
        "below": below,
        "value_added": float(value) if value else None,
    }


def scores(folder: Path) -> list[dict[str, Any]]:
    return [
        {
            "material": slug(row["Material"]),
            "year": int(row["Year"]),
            "supply_risk": decimal(row["SR"]),
            "economic_importance": decimal(row["EI"]),
        }
        for row in old(folder / "dimension_CRMsOverTime.csv")
    ]


def parts(folder: Path) -> list[dict[str, Any]]:
    out = []
    for _, row in read(folder / "eu_crm_2017_table3_18_19.csv"):
        if row["stage"] not in {"Extraction", "Processing"}:
            continue
        figures = {name: decimal(row[column]) for column, (name, _, _) in _PARTS.items()}
        head = {
            "material": slug(row["material"]),
            "stage": row["stage"].lower(),
            "supply_data": row["supply_data_used"],
        }
        out.append(head | figures)
    return out


def decimal(text: str) -> float | None:
    return float(text) if text.replace(".", "", 1).isdigit() else None
