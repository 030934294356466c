"""Production as the US Geological Survey prints it in the data release of its Mineral Commodity Summaries."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.errors import BadData, Fault
from ytterby.evidence.sources.layout import factor_kg, named, placed, read_text_table
from ytterby.evidence.sources.mapping import Mapping
from ytterby.evidence.sources.places import SKIP, by_name

if TYPE_CHECKING:
    import polars as pl

_UNIT_IN_NAME = {"t": "t", "kg": "kg", "kt": "thousand metric tons", "mt": "million metric tons"}


@dataclass
class Production:
    """Rows of production in columns: period (year), place, product, kg, row; and what was left out."""

    rows: pl.DataFrame
    left_out: dict[str, int] = field(default_factory=dict)


def read_usgs(path: Path, mapping: Mapping) -> Production:
    """MCS world data: Country, Type, a column for each of two years (``PROD_2023``, ``PROD_EST_ 2024``), and the unit.

    Later releases name the product (COMMODITY) and the unit (UNIT_MEAS) in columns, earlier ones hold one product and
    name the unit in the column (``Prod_t_2022``, ``Prod_t_est_2023``). Withheld figures (W, NA, dashes) are left out.

    Raises
    ------
    BadData : a column is missing, a unit or a place that nobody knows.
    """
    import polars as pl

    frame = read_text_table(path, ())
    names = {c.casefold().replace(" ", ""): c for c in frame.columns}
    missing = [c for c in ("country", "type") if c not in names]
    years = {c: found for key, c in names.items() if (found := re.fullmatch(r"prod_(?:(\w+?)_)?(?:est_)?(\d{4})", key))}
    if missing or not years:
        what = f"there is no column {', '.join(missing) or 'PROD_<year>'}"
        raise BadData(Fault(what, str(path), fix="take the world data of the Mineral Commodity Summaries"))
    product = [pl.col(names[c]).fill_null("") for c in ("commodity", "type") if c in names]
    frame = frame.with_columns(
        pl.concat_str(product, separator=" ").alias("product"),
        pl.col(names["country"]).str.strip_chars().alias("place"),
    )
    frame = frame.filter(pl.any_horizontal(named("product", item.product) for item in mapping.production))
    sums = pl.col("place").str.to_lowercase().str.contains(r"world|other countries|total")
    left_out = {"sum over places or left to skip": frame.filter(sums).height}
    frame = placed(frame.filter(~sums), "place", by_name, mapping, path)
    parts = [_year(frame, column, names.get("unit_meas"), found, mapping, path) for column, found in years.items()]
    rows = pl.concat(parts)
    left_out["withheld or no figure"] = rows.filter(pl.col("kg").is_null()).height
    kept = rows.filter(pl.col("kg").is_not_null() & (pl.col("place") != SKIP))
    return Production(kept, {k: v for k, v in left_out.items() if v})


def _year(
    frame: pl.DataFrame, column: str, unit: str | None, found: re.Match[str], mapping: Mapping, path: Path
) -> pl.DataFrame:
    import polars as pl

    word = (found[1] or "").removesuffix("_est").replace("est", "")
    if unit is None and word not in _UNIT_IN_NAME:
        raise BadData(
            Fault(f'the unit of "{column}" is not named', str(path), fix="a column UNIT_MEAS, or Prod_t_2022")
        )
    measured = frame.with_columns(
        (pl.col(unit).fill_null("").str.strip_chars() if unit else pl.lit(_UNIT_IN_NAME[word])).alias("unit")
    ).with_columns(factor_kg("unit", mapping).alias("factor"))
    unknown = measured.filter(pl.col("factor").is_null())["unit"].unique().to_list()
    if unknown:
        raise BadData(
            *(Fault(f'"{u}" is no unit of mass', f"{path}: {unit}", fix="name it under units:") for u in unknown)
        )
    text = pl.col(column).fill_null("").str.replace_all(r"[, ]", "")
    return measured.select(
        pl.lit(found[2]).alias("period"), "place", "product",
        (text.cast(pl.Float64, strict=False) * pl.col("factor")).alias("kg"), "row",
    )  # fmt: skip
