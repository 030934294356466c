"""Bilateral trade of the chains' HS codes, from CEPII BACI."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from baseline.countries import alpha2, code
from baseline.resource import ETALAB, Field, Resource
from baseline.words import place_field

# code -> (edition, chain, what it holds). HS 2846 and 2805.30 mix the elements; 8505.11 also holds alnico and
# ferrite-free sintered magnets; 8112.92 holds gallium and germanium together with other metals.
CODES: Mapping[str, tuple[str, str, str]] = {
    "280530": (
        "HS92",
        "magnet-rare-earths",
        "rare-earth metals, scandium and yttrium; concentrate of Mt Weld is filed here",
    ),
    "284610": ("HS92", "magnet-rare-earths", "cerium compounds"),
    "284690": ("HS92", "magnet-rare-earths", "other rare-earth compounds, mixed carbonates included"),
    "850511": ("HS02/HS17", "magnet-rare-earths", "permanent magnets of metal, alnico included"),
    "261100": ("HS92", "tungsten", "tungsten ores and concentrates, gross weight"),
    "810110": ("HS92", "tungsten", "tungsten powders"),
    "810194": ("HS02/HS17", "tungsten", "unwrought tungsten"),
    "261710": ("HS92", "antimony", "antimony ores and concentrates, gross weight"),
    "811010": ("HS02/HS17", "antimony", "unwrought antimony and powders"),
    "811292": ("HS02/HS17", "gallium-germanium", "unwrought gallium, germanium and other metals together"),
    "282200": ("HS92", "cobalt", "cobalt oxides and hydroxides, gross weight"),
    "810510": ("HS92", "cobalt", "cobalt mattes, intermediates and unwrought cobalt, gross weight"),
}
HS = Field(
    "hs",
    "string",
    "six-digit code of the Harmonized System, a text and never a number",
    role="hs",
    constraints={"required": True, "pattern": "^[0-9]{6}$", "enum": list(CODES)},
)
FIELDS = (
    Field("year", "integer", "calendar year", unit="a", constraints={"required": True, "minimum": 1995}),
    HS,
    place_field("exporter", "place of export"),
    place_field("importer", "place of import"),
    Field("value", "number", "value free on board", unit="kUSD", constraints={"required": True, "minimum": 0}),
    Field(
        "quantity",
        "number",
        "gross weight of the article; empty where unknown or unusable",
        unit="t gross",
        constraints={"minimum": 0},
    ),
)
CODE_FIELDS = (
    Field(
        "hs",
        "string",
        HS.description,
        role="hs",
        constraints={"required": True, "unique": True, "pattern": "^[0-9]{6}$"},
    ),
    Field("edition", "string", "edition of the Harmonized System", constraints={"required": True}),
    Field("chain", "string", "chain it belongs to", constraints={"required": True}),
    Field("holds", "string", "what is traded under it", constraints={"required": True}),
    Field("first_year", "integer", "first year in `trade`", unit="a"),
    Field("last_year", "integer", "last year in `trade`", unit="a"),
    Field("has_quantity", "boolean", "whether weights are usable"),
)
SOURCE = (
    (
        "CEPII, BACI, by G. Gaulier and S. Zignago",
        "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
    ),
)


def build(shared: Path) -> list[Resource]:
    """Join the two extracts; weights are kept only from the HS92 extract, where they were checked."""
    folder = shared / "data" / "trade"
    frame = pl.concat(
        [
            tonnes(folder / "baci_hs92_critical_1995_2024.csv"),
            values(folder / "baci_hs6_values_2002_2024.csv"),
        ]
    )
    key = ["year", "hs", "exporter", "importer"]
    # Territories mapped to the rest of the world can meet in one row; a missing weight stays missing.
    weight = pl.when(pl.col("quantity").is_not_null().any()).then(pl.col("quantity").sum().round(3))
    frame = frame.group_by(key).agg(pl.col("value").sum().round(3), weight)
    common: dict[str, Any] = {
        "licences": (ETALAB,),
        "sources": SOURCE,
        "vintage": "BACI HS92 to 2024 (weights); BACI V202601 HS02/HS17 (values)",
    }
    return [
        Resource("trade", "Bilateral trade 1995-2024", FIELDS, frame, key=key, format="parquet", **common),
        Resource("trade_codes", "Codes of the trade table", CODE_FIELDS, dictionary(frame), key=("hs",), **common),
    ]


def tonnes(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, schema_overrides={"hs92": pl.String}).filter(pl.col("hs92").is_in(list(CODES)))
    return frame.select(
        "year",
        hs="hs92",
        exporter=pl.col("exporter_iso3").replace_strict(codes(frame["exporter_iso3"], code)),
        importer=pl.col("importer_iso3").replace_strict(codes(frame["importer_iso3"], code)),
        value=pl.col("value_kusd").cast(pl.Float64),
        quantity=pl.col("qty_t").cast(pl.Float64),
    )


def values(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, schema_overrides={"hs6": pl.String})
    frame = frame.filter(pl.col("hs6").is_in([c for c, (edition, _, _) in CODES.items() if edition != "HS92"]))
    return frame.select(
        "year",
        hs="hs6",
        exporter=pl.col("exporter_iso2").replace_strict(alpha2()),
        importer=pl.col("importer_iso2").replace_strict(alpha2()),
        value=pl.col("value_usd").cast(pl.Float64) / 1000.0,
        quantity=pl.lit(None, dtype=pl.Float64),
    )


def codes(column: pl.Series, read: Any) -> dict[str, str]:
    return {text: read(text) for text in column.unique().to_list()}


def dictionary(frame: pl.DataFrame) -> list[dict[str, Any]]:
    spans = {
        hs: (first, last, weighed)
        for hs, first, last, weighed in frame.group_by("hs")
        .agg(
            pl.col("year").min().alias("first"),
            pl.col("year").max().alias("last"),
            pl.col("quantity").is_not_null().any().alias("weighed"),
        )
        .iter_rows()
    }
    return [
        {
            "hs": hs,
            "edition": edition,
            "chain": chain,
            "holds": holds,
            "first_year": spans[hs][0],
            "last_year": spans[hs][1],
            "has_quantity": spans[hs][2],
        }
        for hs, (edition, chain, holds) in sorted(CODES.items())
    ]
