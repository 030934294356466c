"""Series for backtests: quotas, imports, exports, reported shares and published loss estimates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED
from baseline.countries import by_name, code
from baseline.projects import numbered
from baseline.resource import ETALAB, FACTS, Field, Resource, number, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, citation, place_field, slug, unit_field

EPISODES = ("rare-earths-2010", "gallium-germanium-2023", "antimony-2024", "heavy-rare-earths-2025")
# The collections write halves of a year as decimals and one month as .45.
_PERIODS = {
    "2012.45": "2012-06",
    "2023.25": "2023-H1",
    "2024.25": "2024-H1",
    "2025-JanFebAugSep": "2025-01,02,08,09",
}
# Never shipped: a series whose licence forbids it, and figures the collector rejected.
_REFUSED = ("Energy Institute", "globalspark")
FIELDS = (
    Field("id", "string", "stable name of the figure", role="id", constraints={"required": True, "unique": True}),
    Field(
        "episode",
        "string",
        "episode the series belongs to",
        constraints={"required": True, "enum": list(EPISODES)},
    ),
    Field("series", "string", "what is counted", constraints={"required": True}),
    Field("material", "string", "what is traded", constraints={"required": True}),
    Field("period", "string", "year, quarter, half-year or month", constraints={"required": True}),
    place_field("place", "where; the origin of a flow"),
    place_field("counterpart", "destination of a flow", required=False),
    Field("best", "number", "reported figure", unit="column:unit", constraints={"required": True}),
    unit_field("t", "t gross", "kg", "kg gross", "kUSD", "%"),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
POLICY = (
    Field("id", "string", "stable name of the event", role="id", constraints={"required": True, "unique": True}),
    Field("date", "string", "day, month or year of effect", constraints={"required": True}),
    place_field("place", "state that acts"),
    place_field("target", "state aimed at; empty where the measure is general", required=False),
    Field("type", "string", "kind of measure", constraints={"required": True}),
    Field("instrument", "string", "number of the announcement"),
    Field("materials", "string", "what it covers, separated by ;", constraints={"required": True}),
    Field("suspended_to", "string", "last day of a suspension, as known at the vintage"),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
SHARES = (
    Field("id", "string", "stable name of the figure", role="id", constraints={"required": True, "unique": True}),
    Field("year", "integer", "calendar year", unit="a", constraints={"required": True}),
    Field("material", "string", "material as named by the source", constraints={"required": True}),
    Field("stage", "string", "stage as named by the source", constraints={"required": True}),
    place_field("place", "country"),
    Field(
        "best",
        "number",
        "published share",
        unit="%",
        constraints={"required": True, "minimum": 0, "maximum": 100},
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)


def build(shared: Path) -> list[Resource]:
    """Read the histories; refused series never enter."""
    common: dict[str, Any] = {"vintage": COLLECTED, "key": ("id",)}
    cited = (("Named row by row in the column `source`", ""),)
    rows = [
        *quotas(shared),
        *imports(shared),
        *origins(shared),
        *minor(shared),
        *magnets(shared),
        *heavies(shared),
    ]
    rows = numbered(r for r in rows if not any(word in r["source"] for word in _REFUSED))
    events = [policy(*x) for x in read(shared / "data" / "policy" / "policy_event_timeline.csv")]
    return [
        Resource("episodes", "Series of past restrictions", FIELDS, rows, (ETALAB, FACTS), cited, **common),
        Resource("policy_events", "Dated policy measures", POLICY, numbered(events), (FACTS,), cited, **common),
        Resource(
            "reported_shares",
            "Published shares of countries in a stage",
            SHARES,
            numbered(shares(shared)),
            (FACTS,),
            cited,
            **common,
        ),
    ]


def figure(
    at: str,
    episode: int,
    series: str,
    material: str,
    when: str,
    route: tuple[str, str | None],
    value: float,
    unit: str,
    standing: str,
    source: str,
) -> dict[str, Any]:
    place, counterpart = route
    # Customs weights are of the product (conventions §1); mining quotas are oxide, Ga and Ge metal.
    if unit in {"t", "kg"} and material not in {"ga", "ge"} and series not in {"mining-quota", "separation-quota"}:
        unit = f"{unit} gross"
    when = _PERIODS.get(when, when)
    where = "-".join(filter(None, (place, counterpart)))
    return {
        "id": f"{series}/{material}/{where}/{slug(unit) or 'percent'}/{when}",
        "episode": EPISODES[episode],
        "series": series,
        "material": material,
        "period": when,
        "place": place,
        "counterpart": counterpart,
        "best": value,
        "unit": unit,
        "standing": standing,
        "source": citation(source),
        "source_row": at,
    }


def quotas(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield export quotas, exports under them, and mining quotas."""
    columns = (
        ("export-quota", "rare-earths", "quota_t", "quota_status"),
        ("export-quota", "light-rare-earths", "light_t", "quota_status"),
        ("export-quota", "heavy-rare-earths", "medium_heavy_t", "quota_status"),
        ("exports", "rare-earths", "actual_exports_t", "actual_status"),
    )
    for at, row in read(shared / "history" / "a1_china_ree_export_quota.csv"):
        for series, material, column, standing in columns:
            value = number(row[column])
            if value is not None:
                yield figure(
                    at,
                    0,
                    series,
                    material,
                    row["year"],
                    ("CHN", None),
                    value,
                    "t",
                    row[standing],
                    row["source"],
                )
    for at, row in read(shared / "data" / "events" / "china_ree_quotas.csv"):
        for series in ("mining_quota", "separation_quota"):
            value = number(row[f"{series}_t"])
            if value is not None:
                standing = "derived" if "derived" in row["note"] else "reported"
                yield figure(
                    at,
                    0,
                    slug(series),
                    "rare-earths",
                    row["year"],
                    ("CHN", None),
                    value,
                    "t",
                    standing,
                    row["source_url"],
                )


def imports(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield Japan's imports and shares by origin, its demand, and its target for dysprosium use."""
    trade = {"share": "import-share", "imports": "imports"}
    for at, row in read(shared / "history" / "a3_japan_ree_imports.csv"):
        value = number(row["value"])
        if value is None:
            continue
        series = trade.get(row["metric"], slug(row["metric"]))
        route = (by_name(row["origin"]), "JPN") if row["metric"] in trade else ("JPN", None)
        if series == "policy":
            series = "use-cut-target"
        material = "dy" if row["origin"].startswith("Dy") else "rare-earths"
        unit = "%" if row["unit"].startswith("%") else "t"
        yield figure(at, 0, series, material, row["year"], route, value, unit, row["status"], row["source"])


def origins(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield Japan's imports by origin, weight and value, from BACI."""
    for at, row in read(shared / "history" / "a3b_japan_ree_imports_by_origin_baci.csv"):
        for series, column, unit in (
            ("baci-imports", "tonnes_gross", "t"),
            ("baci-imports", "value_kusd", "kUSD"),
        ):
            value = number(row[column])
            if value is not None:
                yield figure(
                    at,
                    0,
                    series,
                    "rare-earths",
                    row["year"],
                    (code(row["origin"]), "JPN"),
                    value,
                    unit,
                    row["status"],
                    row["source"],
                )


def minor(shared: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(shared / "history" / "b1_ga_ge_exports_china.csv"):
        value = number(row["kg"])
        if value is not None:
            yield figure(
                at,
                1,
                "exports",
                row["metal"].lower(),
                row["month"],
                ("CHN", "WLD"),
                value,
                "kg",
                row["status"],
                row["source"],
            )
    for at, row in read(shared / "history" / "c_antimony.csv"):
        value = number(row["value"])
        if value is None or row["series"].startswith("price"):
            continue
        change = row["unit"] == "%"
        series = slug(row["series"].replace("China ", ""))
        route = ("CHN", "NLD") if row["series"].startswith("NL") else ("CHN", "WLD")
        yield figure(
            at,
            2,
            series,
            "sb",
            row["date"],
            route,
            value,
            "%" if change else "t",
            row["status"],
            row["source"],
        )


def magnets(shared: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(shared / "history" / "d1_china_magnet_exports.csv"):
        value = number(row["t"])
        if value is not None and row["status"] != "conflicting":
            place = by_name(row["destination"])
            yield figure(
                at,
                3,
                "exports",
                "ndfeb",
                row["month"],
                ("CHN", place),
                value,
                "t",
                row["status"],
                row["source"],
            )


def heavies(shared: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(shared / "history" / "d2_dy_tb_exports_china.csv"):
        value = number(row["kg"])
        if value is not None:
            element, _, change = row["element"].partition("_")
            series, unit = ("exports-change", "%") if change else ("exports", "kg")
            yield figure(
                at,
                3,
                series,
                element.lower(),
                row["month"],
                ("CHN", "WLD"),
                value,
                unit,
                row["status"],
                row["source"],
            )


def policy(at: str, row: dict[str, str]) -> dict[str, Any]:
    """Keep the facts of a measure: when, who, what, until when; the wording stays behind."""
    number_of = re.search(r"(20\d\d) (No\.[\d/]+(?: and \d+)?)", row["measure"]) or re.search(
        r"()(No\.\d+)", row["measure"]
    )
    kind = row["type"].split(" (")[0]
    target = {"JP military": "JPN", "US": "USA"}.get((re.findall(r"\((.*?)\)", row["type"]) or [""])[0])
    if "Japan" in row["measure"] or "Japanese" in row["measure"]:
        target = "JPN"
    until = re.search(r"suspended to ([\d-]+)", row["status"])
    date = row["date_effective"].split(" ")[0]
    return {
        "id": f"policy/{date}/{slug(kind)}",
        "date": date,
        "place": by_name(row["actor"]),
        "target": target,
        "type": kind,
        "instrument": " ".join(filter(None, number_of.groups())) if number_of else None,
        "materials": "; ".join(x.strip() for x in row["materials"].split(",")),
        "suspended_to": until.group(1) if until else None,
        "standing": "reported",
        "source": {"mofcom summary": "MOFCOM announcement, read in a summary"}.get(row["source"], row["source"]),
        "source_row": at,
    }


def shares(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the published shares of single countries; ranges and groups of countries are left out."""
    for at, row in read(shared / "history" / "f1_chain_shares.csv"):
        if "data explorer" in row["source"] and row["year"] != "2024":
            continue  # projections of the explorer: its terms are not known, so only single figures of 2024
        share = number(row["share_pct"]) if re.fullmatch(r"[\d.]+", row["share_pct"]) else None
        if (
            share is None
            or "+" in row["country"]
            or re.search("dependence|top |ex-largest|N-1", row["stage"] + row["country"])
        ):
            continue
        place = by_name(row["country"].split(" (")[0].replace("Rest of world", "Other"))
        yield {
            "id": f"share/{slug(row['material'])}/{slug(row['stage'])}/{place}/{row['year']}",
            "year": int(row["year"]),
            "material": row["material"],
            "stage": row["stage"],
            "place": place,
            "best": share,
            "standing": row["status"],
            "source": citation(row["source"]),
            "source_row": at,
        }
