"""Projects, plants and what happened to them: facts only, without the texts of the collections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED, SOURCES
from baseline.countries import code
from baseline.resource import FACTS, STANDINGS, Field, Resource, number, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, citation, place_field, slug

_MATERIALS = (
    (r"Dy ?\+ ?Tb|Dy/Tb|DyTb", "dytb"),
    (r"NdPr|didymium", "ndpr"),
    (r"NdFeB|alloy|RE magnet", "ndfeb"),
    (r"^neodymium", "nd"),
    (r"^Dy", "dy"),
    (r"^Tb", "tb"),
    (r"^HREO|^HRE|^SEG", "heavy-rare-earths"),
    (r"^LREO", "light-rare-earths"),
    (r"^Y ", "y"),
    (r"^Sm", "sm"),
    (r"^Gd", "gd"),
    (r"^Eu", "eu"),
    (r"^Lu", "lu"),
    (r"antimony.*gallium", "sb+ga+ge"),
    (r"gallium", "ga"),
    (r"germanium", "ge"),
    (r"antimony", "sb"),
    (r"WO3", "wo3"),
    (r"heavy mineral", "heavy-minerals"),
    ("", "rare-earths"),
)
_BASES = (
    (r"life of mine$|life of mine \(", "life-of-mine"),
    (r"reserve|probable", "reserve"),
    (r"bulk sample|assay", "sample"),
    (r"^actual|calendar|annual report|by quarter|^\d[\d,+]+$|mtu", "actual"),
    (r"contract", "contract"),
    (r"lower bound|estimate|combined|investor|x ~|Reuters|minus|steady", "estimate"),
    (
        r"target|2027E|indicative|planned|scoping|initial|company total|design only|scenario|system test",
        "target",
    ),
    (
        r"capacity|nameplate|maximum|phase|expansion|full|doubling|throughput|feed|medium term|machine",
        "capacity",
    ),
)
_STAGES = (
    (r"stalled|annulled|stale", "stalled"),
    (r"first ore|ramp-up", "ramp-up"),
    (r"production|expansion", "production"),
    (r"^construction|groundbreaking", "construction"),
    (r"feasibility|DFS|FID", "feasibility"),
    (r"exploration|trial", "exploration"),
    (r"announced|development|unfunded", "announced"),
)
_STATUS = (
    (r"no longer", "cancelled"),
    (r"none by", "idle"),
    (r"recommissioning|^commissioning|^ramp-up|ramp-up from", "commissioning"),
    (r"^operating|^complete", "operating"),
    (r"pilot|^test", "pilot"),
    (r"under construction", "construction"),
    (r"planned|announced", "planned"),
)
_UNITS = ("t/a", "t", "t/d", "t gross/a", "t gross", "t gross/d", "%")
# Weights of a product, not of what it contains (conventions §1).
_GROSS = r"NdFeB|alloy|magnet|concentrate( \(|$| feed)|heavy mineral|ore feed|antimony products"
_ELEMENTS = {"dytb": {"Dy", "Tb"}, "dy": {"Dy"}, "tb": {"Tb"}, "sm": {"Sm"}, "eu": {"Eu"}, "gd": {"Gd"}}
_MONEY = {"AUD": "AUD", "A$": "AUD", "US$": "USD", "USD": "USD", "EUR": "EUR", "JPY": "JPY", "KRW": "KRW"}


def word(rules: tuple[tuple[str, str], ...], *texts: str) -> str | None:
    """Give the word of the first rule that one of the texts fulfils."""
    return next((w for rule, w in rules if any(re.search(rule, t) for t in texts)), None)


def words(rules: tuple[tuple[str, str], ...]) -> list[str]:
    return list(dict.fromkeys(w for _, w in rules))


def common_fields(subject: str) -> tuple[Field, ...]:
    return (
        Field(
            "id",
            "string",
            "stable name of the row",
            role="id",
            constraints={"required": True, "unique": True},
        ),
        Field(subject, "string", f"short name of the {subject}", constraints={"required": True}),
        Field("name", "string", f"name of the {subject}", constraints={"required": True}),
        Field("owner", "string", "owner as stated by the source"),
        place_field("place", "country"),
        Field("lat", "number", "latitude", unit="deg", constraints={"minimum": -90, "maximum": 90}),
        Field("lon", "number", "longitude", unit="deg", constraints={"minimum": -180, "maximum": 180}),
        Field("coord_standing", "string", "standing of the coordinates", constraints={"enum": list(STANDINGS)}),
    )


def figure_fields(first: str) -> tuple[Field, ...]:
    return (
        Field(
            "material",
            "string",
            "what the figure counts",
            constraints={"required": True, "enum": words(_MATERIALS)},
        ),
        Field("product", "string", "product as named by the source"),
        Field(
            "best",
            "number",
            "amount; empty where none is disclosed",
            unit="column:unit",
            constraints={"minimum": 0},
        ),
        Field(
            "unit",
            "string",
            "unit of the amount",
            role="unit",
            constraints={"enum": list(_UNITS)},
        ),
        Field("basis", "string", "what sort of figure", constraints={"enum": [*words(_BASES), "study"]}),
        Field("period", "string", "period the figure is for: a year, a fiscal year (FY) or a quarter"),
        Field("year", "integer", "year in which that period ends", unit="a", constraints={"minimum": 1990}),
        Field("first_year", "integer", first, unit="a", constraints={"minimum": 1950}),
        Field(
            "capex_low",
            "number",
            "investment, lower figure",
            unit="column:capex_unit",
            constraints={"minimum": 0},
        ),
        Field(
            "capex_high",
            "number",
            "investment, upper figure",
            unit="column:capex_unit",
            constraints={"minimum": 0},
        ),
        Field(
            "capex_unit",
            "string",
            "millions of a currency",
            role="unit",
            constraints={"enum": [f"M{c}" for c in sorted({*_MONEY.values()})]},
        ),
        Field("evidence", "string", "kind of evidence the collector had", constraints={"required": True}),
        STANDING,
        SOURCE,
        Field("source_date", "string", "date of the source"),
        SOURCE_ROW,
    )


_KIND = Field("deposit", "string", "type of deposit")
_STAGE = Field("stage", "string", "stage of development", constraints={"enum": words(_STAGES)})
_STATE = Field("status", "string", "state of operation", constraints={"enum": words(_STATUS)})
PROJECTS = (
    *common_fields("project"),
    _KIND,
    _STAGE,
    _STATE,
    *figure_fields("first production, as expected or as it was"),
)
FACILITIES = (
    *common_fields("facility"),
    Field("facility_type", "string", "what the plant does", constraints={"required": True}),
    _STATE,
    *figure_fields("start of operation, as expected or as it was"),
)
EVENTS = (
    Field("id", "string", "stable name of the event", role="id", constraints={"required": True, "unique": True}),
    Field("project", "string", "name of the project", constraints={"required": True}),
    Field("event", "string", "what happened, as a short code", constraints={"required": True}),
    Field("date", "string", "date or period", constraints={"required": True}),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)


def build(shared: Path) -> list[Resource]:
    """Read projects, plants and their histories."""
    common: dict[str, Any] = {"licences": (FACTS,), "sources": SOURCES, "vintage": COLLECTED, "key": ("id",)}
    projects = numbered(project(*x) for x in read(shared / "chain" / "projects.csv"))
    plants = numbered(facility(*x) for x in read(shared / "chain" / "facilities.csv"))
    events = numbered(event(*x) for x in read(shared / "history" / "e1_project_events.csv") if x[1]["date"].strip())
    return [
        Resource("projects", "Mine and smelter projects", PROJECTS, projects, **common),
        Resource("facilities", "Separation, metal and magnet plants", FACILITIES, plants, **common),
        Resource("project_events", "What happened to projects, and when", EVENTS, events, **common),
    ]


def numbered(rows: Any) -> list[dict[str, Any]]:
    """Make the ids unique by counting the rows that would share one."""
    seen: Counter[str] = Counter()
    out = []
    for row in rows:
        seen[row["id"]] += 1
        again = seen[row["id"]]
        out.append(row | {"id": f"{row['id']}/{again}" if again > 1 else row["id"]})
    return out


def project(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    own = {
        "project": slug(row["id"]),
        "deposit": row["deposit_type"] or None,
        "stage": word(_STAGES, row["development_stage"]),
        "first_year": year(row["expected_or_first_production"]),
    }
    return shared_facts(at, row, row["material"], row["quantity"], "study") | own


def facility(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    usual = "actual" if row["unit"] == "t" else "capacity"
    facts = shared_facts(at, row, row["output"], row["capacity"], usual)
    own = {"facility": slug(row["id"]), "facility_type": row["facility_type"]}
    return facts | own | {"first_year": start_year(row["start"], facts["material"])}


def shared_facts(at: str, row: Mapping[str, str], product: str, amount: str, usual: str) -> dict[str, Any]:
    basis = word(_BASES, row["unit"], product, row["basis"]) or usual
    low, high, currency = money(row["capex"])
    return {
        "id": "/".join(filter(None, (slug(row["id"]), slug(product), basis, row["target_year"]))),
        "name": row["name"],
        "owner": row["owner"].split(";")[0] or None,
        "place": code(row["country_iso3"]),
        "lat": number(row["lat"]),
        "lon": number(row["lon"]),
        "coord_standing": row["coord_status"] or None,
        "status": word(_STATUS, row["operating_status"]),
        "material": word(_MATERIALS, product),
        "product": product,
        "best": number(amount),
        "unit": unit(row["unit"], product) if number(amount) is not None else None,
        "basis": basis,
        "period": row["target_year"] or None,
        "year": year(row["target_year"]),
        "capex_low": low,
        "capex_high": high,
        "capex_unit": currency,
        "evidence": row["evidence"],
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_date": row["source_date"] or None,
        "source_row": at,
    }


def unit(text: str, product: str) -> str:
    """Give our unit; a quarter's output is an amount of its period."""
    known = {"t/y": "t/a", "t/day": "t/d", "t mud/day": "t gross/d", "t/quarter": "t"}
    plain = known.get(text, "t" if text.startswith("t life") else text)
    gross = re.search(_GROSS, product) and "gross" not in plain and plain != "%"
    return plain.replace("t", "t gross", 1) if gross else plain


def start_year(text: str, material: str | None) -> int | None:
    """Read the start of the line that makes the material: ``2013; Dy 2025-05`` is 2025 for dysprosium."""
    elements = _ELEMENTS.get(material or "", set())
    parts = [(p, set(re.findall(r"Dy|Tb|Sm|Eu|Gd", p.replace("heavies", "Dy Tb Sm Eu Gd")))) for p in text.split(";")]
    named = [p for p, about in parts if about & elements]
    return year((named or [p for p, about in parts if not about] or [""])[0])


def year(text: str) -> int | None:
    found = re.search(r"(19|20)\d\d", text)
    return int(found.group()) if found else None


def money(text: str) -> tuple[float | None, float | None, str | None]:
    """Read an amount such as ``AUD 1.7-1.8bn`` as millions: lower, upper, unit."""
    found = re.search(r"(AUD|A\$|US\$|USD|EUR|JPY|KRW) ?([\d.,]+)(?:-([\d.,]+))?(m|bn)", text)
    if not found:
        return None, None, None
    symbol, low, high, scale = found.groups()
    factor = 1000.0 if scale == "bn" else 1.0
    return float(low) * factor, float(high or low) * factor, f"M{_MONEY[symbol]}"


def event(at: str, row: Mapping[str, str]) -> dict[str, Any]:
    what = slug(row["event"])[:60].replace("verdict", "decision")
    return {
        "id": f"{slug(row['project'])}/{what}/{slug(row['date'])}",
        "project": row["project"],
        "event": what,
        "date": row["date"].strip(),
        "standing": row["status"],
        "source": citation(row["source"]),
        "source_row": at,
    }
