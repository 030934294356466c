"""Prices: yearly figures of the USGS and single cited quotations; no daily series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from baseline.chain import COLLECTED
from baseline.projects import numbered
from baseline.resource import FACTS, PUBLIC, Field, Resource, number, read
from baseline.words import SOURCE, SOURCE_ROW, STANDING, citation, range_fields, slug, unit_field

_MATERIALS = (
    (r"^NdPr|^PrNd", "ndpr"),
    (r"^La", "la"),
    (r"^Ce", "ce"),
    (r"^Pr", "pr"),
    (r"^Nd", "nd"),
    (r"^Sm", "sm"),
    (r"^Eu", "eu"),
    (r"^Gd", "gd"),
    (r"^Tb", "tb"),
    (r"^Dy", "dy"),
    (r"^Y", "y"),
    (r"^(Ga|gallium)", "ga"),
    (r"^(Ge|germanium)", "ge"),
    (r"^(Sb|antimony)", "sb"),
    (r"^(W|tungsten)", "w"),
    (r"^graphite", "graphite"),
    (r"(?i)^mischmetal", "mischmetal"),
    (r"(?i)basket|average|Mt", "rare-earths"),
)
_MARKETS = (
    (r"FOB", "china-export"),
    (r"China|domestic|two-tier", "china-domestic"),
    (r"Rotterdam|duty", "rotterdam"),
    (r"Europe|Argus|US$", "europe"),
    (r"import unit value", "us-import"),
    ("", "international"),
)
# Of a table on one company's page four figures are cited, not the table (docs/decisions/0024-amber-sources.md): the
# two elements of magnets, before the quota of 2010 was cut and just after.
COMPANY_PAGE = "raremetalblog.com"
SINGLE = {(item, when) for item in ("Nd2O3", "Dy2O3") for when in ("2009", "2010-07-26")}
FIELDS = (
    Field(
        "id",
        "string",
        "stable name of the quotation",
        role="id",
        constraints={"required": True, "unique": True},
    ),
    Field(
        "material",
        "string",
        "element or mixture",
        constraints={"required": True, "enum": [m for _, m in _MATERIALS]},
    ),
    Field("form", "string", "form quoted", constraints={"required": True}),
    Field(
        "period",
        "string",
        "day, month, quarter or year (ISO 8601 where possible)",
        constraints={"required": True},
    ),
    Field("year", "integer", "calendar year", unit="a", constraints={"required": True, "minimum": 2000}),
    *range_fields(),
    unit_field("USD/kg", "USD/t", "USD/lb", "USD/mtu", "CNY/kg", "CNY/t"),
    Field(
        "market",
        "string",
        "where the price holds",
        constraints={"required": True, "enum": [m for _, m in _MARKETS]},
    ),
    STANDING,
    SOURCE,
    SOURCE_ROW,
)
_USGS_FORMS = {"dkg": "USD/kg", "dlb": "USD/lb"}


def build(shared: Path) -> list[Resource]:
    """Join the quotations; one that two collections hold is kept once."""
    rows = [*summaries(shared), *salient(shared), *quotations(shared), *antimony(shared), *anchors(shared)]
    known: set[tuple[Any, ...]] = set()
    kept = []
    for row in rows:
        key = (row["material"], row["period"], row["low"], row["high"], row["unit"])
        if key not in known:
            known.add(key)
            kept.append(row)
    return [
        Resource(
            "prices",
            "Prices 2007-2026: yearly figures and single quotations",
            FIELDS,
            numbered(kept),
            licences=(PUBLIC, FACTS),
            sources=(("USGS Mineral Commodity Summaries; others row by row in `source`", ""),),
            vintage=COLLECTED,
            key=("id",),
        )
    ]


def quote(
    at: str,
    item: str,
    when: str,
    span: tuple[float, float],
    unit: str,
    market: str,
    standing: str,
    source: str,
) -> dict[str, Any]:
    low, high = span
    material = next(m for rule, m in _MATERIALS if re.search(rule, item))
    where = next(m for rule, m in _MARKETS if re.search(rule, market))
    return {
        "id": f"price/{material}/{slug(item)}/{where}/{when}",
        "material": material,
        "form": item,
        "period": when,
        "year": int(when[:4]),
        "low": low,
        "best": round((low + high) / 2.0, 6),
        "high": high,
        "unit": unit.replace("RMB", "CNY"),
        "market": where,
        "standing": standing,
        "source": citation(source),
        "source_row": at,
    }


def summaries(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the yearly prices of the 2026 summaries."""
    path = shared / "data" / "prices" / "usgs_mcs2026_prices_and_us_import_reliance_2021_2025.csv"
    for at, row in read(path):
        unit = {"USD/mtu WO3": "USD/mtu"}.get(row["unit"], row["unit"])
        if not unit.startswith("USD/"):
            continue
        for column in ("2021", "2022", "2023", "2024", "2025e"):
            price = float(row[column])
            standing = "estimate" if column.endswith("e") else "verified"
            yield quote(at, row["item"], column[:4], (price, price), unit, row["item"], standing, "USGS MCS 2026")


def salient(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the oxide prices of the 2022-2024 summaries for the years the 2026 edition does not print."""
    latest: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    path = shared / "data" / "production" / "usgs_mcs_us_salient_2022_2024_long.csv"
    for at, row in read(path):
        if row["commodity_code"] == "raree" and row["field"].startswith("Price_") and row["field"].endswith("_dkg"):
            latest[row["field"].split("_")[1], row["year"]] = (at, row)
    for (item, year), (at, row) in sorted(latest.items()):
        covered = int(year) >= 2021 and not item.startswith(("Dy", "Tb"))
        if not covered:
            price = float(row["value"])
            source = f"USGS MCS {row['edition']}"
            yield quote(at, item, year, (price, price), _USGS_FORMS["dkg"], "international", "verified", source)


def quotations(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the quotations of the three price histories; gaps and multiples are left out."""
    for name in (
        "a4_ree_oxide_prices_2007_2015.csv",
        "b2_ga_ge_prices.csv",
        "d3_heavy_ree_prices_europe.csv",
    ):
        for at, row in read(shared / "history" / name):
            low, high = number(row["low"]), number(row["high"])
            if low is None or high is None or row["unit"] not in {"USD/kg", "RMB/kg", "RMB/t"}:
                continue
            date = row.get("period") or row.get("date") or ""
            if COMPANY_PAGE in row["source"] and (row["item"], date) not in SINGLE:
                continue
            yield quote(
                at,
                row["item"].replace("_", " "),
                date,
                (low, high),
                row["unit"],
                row["basis"],
                row["status"],
                row["source"],
            )


def antimony(shared: Path) -> Iterator[dict[str, Any]]:
    for at, row in read(shared / "history" / "c_antimony.csv"):
        price = number(row["value"])
        if not row["series"].startswith("price") or price is None:
            continue
        between = re.search(r"mid ([\d,]+)-([\d,]+)", row["unit"])
        span = tuple(float(x.replace(",", "")) for x in between.groups()) if between else (price, price)
        unit = row["unit"].split(" ")[0]
        yield quote(at, "Sb metal", row["date"], (span[0], span[1]), unit, row["series"], row["status"], row["source"])


def anchors(shared: Path) -> Iterator[dict[str, Any]]:
    """Yield the anchor points; the mean over volume is not a quotation of one place."""
    for at, row in read(shared / "data" / "prices" / "price_anchor_points.csv"):
        span = (float(row["low"]), float(row["high"]))
        words = re.split(r" (?=Europe|domestic|Rotterdam|volume|ingot)", row["item"])
        market = f"{row['item']} {row['basis'].split(':')[0]}" if "volume" not in row["item"] else ""
        yield quote(at, words[0], row["date"], span, row["unit"], market, "reported", row["source_url"])
