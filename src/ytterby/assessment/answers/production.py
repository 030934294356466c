"""Concentration of world production, with the 65 % test."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ytterby import baseline
from ytterby.assessment.answers.form import Answer, Row, own_table, packaged, row
from ytterby.assessment.indices import concentration

REST = "XRW"
TABLES = ("production", "eu-2023")


def hhi(table: str = "production", own: Path | None = None, *, known_by: int | None = None) -> Answer:
    """Concentration by material, stage and year.

    Parameters
    ----------
    table : `production` (USGS, mines and refineries) or `eu-2023` (shares of the EU study).
    own : the user's CSV instead: material, stage, place, year, amount.
    known_by : take only editions up to this year; all by default.

    Returns
    -------
    Answer
        `value` counts the unnamed rest as one supplier, `low` as endlessly many.
    """
    if own is not None:
        frame, sources = own_table(own, ("amount",)).rename({"amount": "best"}), ({"table": str(own)},)
        return Answer("hhi", rows_of(frame), sources)
    if table == "eu-2023":
        frame = baseline.table("eu_crm_global_shares").with_columns(best=pl.col("share"), year=pl.lit(2020, pl.Int64))
        note = "eu-2023: average of 2016-2020, shown as 2020; shares under .1 % count as .05 %"
        return Answer("hhi", rows_of(frame), packaged("eu_crm_global_shares"), (note,))
    return Answer("hhi", rows_of(latest(known_by)), packaged("production"))


def latest(known_by: int | None = None) -> pl.DataFrame:
    """Output by place, each year from the last edition that has it: editions are never mixed in a year."""
    frame = baseline.table("production").filter(
        (pl.col("quantity") == "output") & (pl.col("place") != "WLD") & pl.col("best").is_not_null()
    )
    if known_by is not None:
        frame = frame.filter(pl.col("edition") <= known_by)
    group = ["material", "stage", "year"]
    return frame.filter(pl.col("edition") == pl.col("edition").max().over(group))


def rows_of(frame: pl.DataFrame) -> tuple[Row, ...]:
    """Rows of concentration from a frame with material, stage, year, place and best."""
    out = []
    for (material, stage, year), group in frame.sort("place").group_by(
        ["material", "stage", "year"], maintain_order=True
    ):
        places, amounts = group["place"].to_list(), group["best"].to_numpy()
        if amounts.sum() <= 0:
            continue
        share = concentration.shares(amounts)
        rest = float(share[[p == REST for p in places]].sum())
        top = concentration.largest_share(amounts, home=[p == REST for p in places])
        value = float(concentration.hhi(amounts))
        out.append(
            row(
                str(material),
                str(stage),
                "WLD",
                int(str(year)),
                value,
                low=value - rest**2,
                effective_suppliers=1 / value,
                largest=places[int(top.supplier)],
                largest_share=float(top.share),
                above_65_percent=bool(top.above),
                unnamed_share=rest,
            )
        )
    return tuple(sorted(out, key=lambda r: (r["material"], r["stage"], r["year"])))
