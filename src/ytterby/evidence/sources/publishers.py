"""Readers of the publishers' layouts: each turns one file into rows of who sent what mass to whom, and when.

Each function takes the file and the mapping, keeps the rows of the mapping's codes, and returns `Trade`. Mass is the
net weight the publisher prints; a row without one is left out and counted, never guessed from its value.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ytterby.errors import BadData, Fault
from ytterby.evidence.sources.layout import (
    MOST_FAULTS,
    Trade,
    factor_kg,
    number,
    of_codes,
    placed,
    read_text_table,
    refuse_unreadable,
    two_way,
)
from ytterby.evidence.sources.mapping import Mapping
from ytterby.evidence.sources.places import by_iso, by_japan_customs, by_name

if TYPE_CHECKING:
    import polars as pl

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_baci(path: Path, mapping: Mapping) -> Trade:
    """CEPII's BACI: t, i, j, k, v (thousand USD), q (t); one row for each year, exporter, importer and code.

    ``NA`` in q means that no quantity could be reconciled.
    """
    import polars as pl

    frame = of_codes(read_text_table(path, ("t", "i", "j", "k", "v", "q")), "k", mapping)
    frame = frame.with_columns(pl.col("q").replace("NA", ""))
    refuse_unreadable(frame, ("v", "q"), path)
    frame = _periods(frame, pl.col("t"), r"^\d{4}$", "t", path)
    for column in ("i", "j"):
        frame = placed(frame, column, by_iso, mapping, path)
    frame = frame.with_columns(
        pl.col("i").alias("reporter"), pl.col("j").alias("partner"), pl.lit("export").alias("flow"),
        pl.col("k").alias("code"), (number("q") * 1000.0).alias("kg"), (number("v") * 1000.0).alias("value"),
    )  # fmt: skip
    return two_way(frame, {})


def read_comtrade(path: Path, mapping: Mapping) -> Trade:
    """UN Comtrade: a download with period, flowCode, reporterISO, partnerISO, cmdCode, netWgt (kg), primaryValue (USD).

    Re-exports and re-imports are left out: they are within the exports and imports. Rows for one mode of transport,
    customs procedure or second partner are left out where the file also holds their sum.
    """
    import polars as pl

    needed = ("period", "flowCode", "reporterISO", "partnerISO", "cmdCode", "netWgt", "primaryValue")
    frame = of_codes(read_text_table(path, needed), "cmdCode", mapping)
    left_out: dict[str, int] = {}
    for column, whole in (("motCode", "0"), ("customsCode", "C00"), ("partner2Code", "0")):
        if column in frame.columns and frame.filter(pl.col(column) == whole).height:
            frame = _only(frame, pl.col(column) == whole, "part of a sum that is given", left_out)
    frame = _only(frame, pl.col("flowCode").is_in(["X", "M"]), "re-export, re-import or processing", left_out)
    refuse_unreadable(frame, ("netWgt", "primaryValue"), path)
    frame = _periods(frame, _dashed("period"), _YEAR_OR_MONTH, "period", path)
    for column in ("reporterISO", "partnerISO"):
        frame = placed(frame, column, by_iso, mapping, path)
    weight = number("netWgt")
    frame = frame.with_columns(
        pl.col("reporterISO").alias("reporter"), pl.col("partnerISO").alias("partner"),
        pl.when(pl.col("flowCode") == "X").then(pl.lit("export")).otherwise(pl.lit("import")).alias("flow"),
        pl.col("cmdCode").alias("code"), pl.when(weight > 0).then(weight).alias("kg"),
        number("primaryValue").alias("value"),
    )  # fmt: skip
    return two_way(frame, left_out)


def read_estat(path: Path, mapping: Mapping) -> Trade:
    """Japan's customs statistics on e-Stat: a row for each code and country of a year, three columns for each month.

    Exp or Imp is 1 for exports and 2 for imports; Quantity2 is in Unit2, as a rule kg; Value is in thousand JPY.
    Months without an entry are printed as 0 before they are published: trailing months in which nothing at all moved
    are taken as not yet published.
    """
    import polars as pl

    months = [m for m in _MONTHS if m]
    needed = ("Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2")
    frame = of_codes(read_text_table(path, needed), "HS", mapping)
    present = [m for m in months if f"Quantity2-{m}" in frame.columns and f"Value-{m}" in frame.columns]
    if not present:
        raise BadData(
            Fault("there are no columns Quantity2-Jan, Value-Jan, ...", str(path), fix="take the monthly table")
        )
    columns = tuple(f"{head}-{m}" for m in present for head in ("Quantity1", "Quantity2", "Value"))
    frame = frame.with_columns(pl.col(c).fill_null("").str.strip_chars() for c in columns if c in frame.columns)
    refuse_unreadable(frame, tuple(c for c in columns if c in frame.columns), path)
    frame = placed(frame, "Country", by_japan_customs, mapping, path)
    parts = [_estat_month(frame, m, k, mapping) for k, m in enumerate(months, start=1) if m in present]
    rows = pl.concat(parts)
    live = rows.filter(pl.col("value") > 0).group_by("year").agg(pl.col("period").max().alias("last"))
    rows = rows.join(live, on="year").filter(pl.col("period") <= pl.col("last"))
    return two_way(rows.filter((pl.col("kg").fill_null(0) > 0) | (pl.col("value") > 0)), {})


def _estat_month(frame: pl.DataFrame, month: str, k: int, mapping: Mapping) -> pl.DataFrame:
    import polars as pl

    second = factor_kg("Unit2", mapping) * number(f"Quantity2-{month}")
    first = factor_kg("Unit1", mapping) * number(f"Quantity1-{month}")
    return frame.select(
        pl.col("Year").alias("year"), (pl.col("Year") + f"-{k:02d}").alias("period"),
        pl.lit("JPN").alias("reporter"), pl.col("Country").alias("partner"),
        pl.when(pl.col("Exp or Imp") == "1").then(pl.lit("export")).otherwise(pl.lit("import")).alias("flow"),
        pl.col("HS").alias("code"), pl.coalesce(second, first).alias("kg"),
        (number(f"Value-{month}") * 1000.0).alias("value"), pl.col("row"),
    )  # fmt: skip


def read_gacc(path: Path, mapping: Mapping) -> Trade:
    """China's customs statistics: an export of the online query, in GB 18030, a row for each month, code and partner.

    Columns: 数据年月 (202605), 商品编码 (code), 贸易伙伴名称 (partner), 第一数量 with 第一计量单位 (quantity, unit),
    第二数量 with 第二计量单位, and 美元 or 人民币 (value). The file does not say which way: the mapping does (flow:).
    """
    import polars as pl

    needed = ("数据年月", "商品编码", "贸易伙伴名称", "第一数量", "第一计量单位")
    frame = read_text_table(path, needed, ("utf-8-sig", "gb18030"))
    frame = of_codes(frame, "商品编码", mapping)
    money = next((c for c in ("美元", "人民币") if c in frame.columns), None)
    second = "第二数量" in frame.columns and "第二计量单位" in frame.columns
    texts = ("第一数量", *(("第二数量", "第二计量单位") if second else ()), *((money,) if money else ()))
    frame = frame.with_columns(pl.col(c).fill_null("").str.strip_chars().replace("-", "") for c in texts)
    refuse_unreadable(frame, tuple(c for c in texts if "单位" not in c), path)
    frame = _periods(frame, _dashed("数据年月"), _MONTH, "数据年月", path)
    frame = placed(frame, "贸易伙伴名称", by_name, mapping, path)
    mass = [factor_kg("第一计量单位", mapping) * number("第一数量")]
    mass += [factor_kg("第二计量单位", mapping) * number("第二数量")] if second else []
    frame = frame.with_columns(
        pl.lit(mapping.reporter or "CHN").alias("reporter"), pl.col("贸易伙伴名称").alias("partner"),
        pl.lit(_flow(mapping, path)).alias("flow"), pl.col("商品编码").alias("code"), pl.coalesce(mass).alias("kg"),
        (number(money) if money else pl.lit(None, pl.Float64)).alias("value"),
    )  # fmt: skip
    return two_way(frame, {})


def read_comext(path: Path, mapping: Mapping) -> Trade:
    """Eurostat's Comext bulk files (full_v2): REPORTER, PARTNER, PRODUCT_NC, FLOW, PERIOD, VALUE_EUR, QUANTITY_KG.

    FLOW is 1 for imports and 2 for exports; PERIOD is 202605, or 202652 for a whole year.
    """
    import polars as pl

    needed = ("REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_EUR", "QUANTITY_KG")
    frame = of_codes(read_text_table(path, needed), "PRODUCT_NC", mapping)
    refuse_unreadable(frame, ("VALUE_EUR", "QUANTITY_KG"), path)
    left_out: dict[str, int] = {}
    frame = _only(frame, ~pl.col("PERIOD").str.ends_with("52"), "sum over a year", left_out)
    frame = _only(frame, pl.col("FLOW").is_in(["1", "2"]), "neither import nor export", left_out)
    frame = _periods(frame, _dashed("PERIOD"), _MONTH, "PERIOD", path)
    for column in ("REPORTER", "PARTNER"):
        frame = placed(frame, column, by_iso, mapping, path)
    frame = frame.with_columns(
        pl.col("REPORTER").alias("reporter"), pl.col("PARTNER").alias("partner"),
        pl.when(pl.col("FLOW") == "2").then(pl.lit("export")).otherwise(pl.lit("import")).alias("flow"),
        pl.col("PRODUCT_NC").alias("code"), number("QUANTITY_KG").alias("kg"), number("VALUE_EUR").alias("value"),
    )  # fmt: skip
    return two_way(frame, left_out)


def read_uscensus(path: Path, mapping: Mapping) -> Trade:
    """US Census, international trade: imports (I_COMMODITY, GEN_QY1_MO) or exports (E_COMMODITY, QTY_1_MO) as CSV.

    Wanted too: CTY_NAME, UNIT_QY1 and time (2026-05). Values are GEN_VAL_MO or ALL_VAL_MO in USD.
    """
    import polars as pl

    imports = read_text_table(path, ("CTY_NAME", "UNIT_QY1", "time"))
    bought = "I_COMMODITY" in imports.columns
    names = ("I_COMMODITY", "GEN_QY1_MO", "GEN_VAL_MO") if bought else ("E_COMMODITY", "QTY_1_MO", "ALL_VAL_MO")
    code, quantity, value = names
    frame = of_codes(read_text_table(path, ("CTY_NAME", "UNIT_QY1", "time", *names)), code, mapping)
    refuse_unreadable(frame, (quantity, value), path)
    left_out: dict[str, int] = {}
    if "SUMMARY_LVL" in frame.columns:
        frame = _only(frame, pl.col("SUMMARY_LVL") == "DET", "sum over places or left to skip", left_out)
    frame = _periods(frame, pl.col("time"), _MONTH, "time", path)
    frame = placed(frame, "CTY_NAME", by_name, mapping, path)
    frame = frame.with_columns(
        pl.lit("USA").alias("reporter"), pl.col("CTY_NAME").alias("partner"),
        pl.lit("import" if bought else "export").alias("flow"), pl.col(code).alias("code"),
        (factor_kg("UNIT_QY1", mapping) * number(quantity)).alias("kg"), number(value).alias("value"),
    )  # fmt: skip
    return two_way(frame, left_out)


_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"
_YEAR_OR_MONTH = r"^\d{4}(-(0[1-9]|1[0-2]))?$"


def _dashed(column: str) -> pl.Expr:
    """Months like 202605 as 2026-05."""
    import polars as pl

    return pl.col(column).str.replace(r"^(\d{4})(\d{2})$", "${1}-${2}")


def _only(frame: pl.DataFrame, test: pl.Expr, reason: str, left_out: dict[str, int]) -> pl.DataFrame:
    kept = frame.filter(test)
    if frame.height > kept.height:
        left_out[reason] = left_out.get(reason, 0) + frame.height - kept.height
    return kept


def _periods(frame: pl.DataFrame, text: pl.Expr, form: str, column: str, path: Path) -> pl.DataFrame:
    """Add the column `period`, and refuse rows whose period has another form."""
    import polars as pl

    frame = frame.with_columns(text.alias("period"))
    bad = frame.filter(~pl.col("period").str.contains(form).fill_null(False))
    if bad.height:
        raise BadData(*(
            Fault(f'"{shown}" is no period', f"{path}: row {row}, column {column}", "a month like 202605, or a year")
            for row, shown in bad.select("row", column).head(MOST_FAULTS).iter_rows()
        ))  # fmt: skip
    return frame


def _flow(mapping: Mapping, path: Path) -> str:
    if mapping.flow is None:
        fix = "say flow: import or flow: export in the mapping"
        raise BadData(Fault("the file does not say which way the goods went", str(path), fix=fix))
    return mapping.flow
