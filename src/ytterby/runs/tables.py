"""The numbers of every future as long tables: one row for each number, its names beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl

    from ytterby.domain.estimate import EstimateSet
    from ytterby.network.supply import Floats
    from ytterby.simulation.ensemble import Ensemble
    from ytterby.simulation.question import Question

ZONES = ("inside", "outside")
"""Market of the controlling state, and the rest of the world."""
FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "fill_rate": {
        "draw": ("number of the future, counted from 0", ""), "place": ("ISO 3166-1 alpha-3", ""),
        "end_use": ("what it is used for", ""), "class": ("civil or defence", ""), "month": ("year and month", ""),
        "used_t": ("used in the month", "t"), "demand_t": ("asked in the month, before prices", "t"),
        "fill_rate": ("use over demand; 1 where nothing is asked (conventions §5)", "share"),
    },
    "prices": {
        "draw": ("number of the future, counted from 0", ""),
        "zone": ("inside: market of the controlling state; outside: all others", ""),
        "commodity": ("what is priced", ""),
        "month": ("year and month", ""), "price_ratio": ("price over that of the baseline (conventions §13)", "1"),
    },
    "flows": {
        "stage": ("stage that sends", ""), "from": ("place that sends", ""), "to": ("place that receives", ""),
        "to_stage": ("stage that receives", ""), "month": ("year and month", ""),
        "before_t_mo": ("before anything happens, mean over draws", "t/mo"), "sent_t_mo": ("mean over draws", "t/mo"),
    },
}  # fmt: skip
"""Table -> column -> meaning and unit; the table of drawn estimates has a column for each estimate."""


def long_tables(
    question: Question, blocks: pl.LazyFrame, ensemble: Ensemble, months: Sequence[str], drawn: Floats
) -> dict[str, pl.LazyFrame]:
    """Return the tables of a run's folder: ``draws``, ``fill_rate``, ``prices``, ``flows``.

    Parameters
    ----------
    question, ensemble, months, drawn : of the run.
    blocks : tables of `simulate_block`, one below the other; the run's own branch is taken.
    """
    branch = str(next(iter(question.frames)))
    return {
        "draws": draws_table(question.plan.estimates, drawn).lazy(),
        "fill_rate": fill_table(blocks, branch, ensemble.uses, months),
        "prices": price_table(blocks, branch, ensemble.commodities, months),
        "flows": flow_table(ensemble, months).lazy(),
    }


def draws_table(estimates: EstimateSet, drawn: Floats) -> pl.DataFrame:
    """Values (draw, estimate) of the uncertain estimates, a column for each."""
    import polars as pl

    return pl.DataFrame({estimates.items[i].id: drawn[:, i] for i in estimates.uncertain})


def fill_table(blocks: pl.LazyFrame, branch: str, uses: Sequence[Sequence[str]], months: Sequence[str]) -> pl.LazyFrame:
    """Use, demand and fill rate of every future, use and month.

    Parameters
    ----------
    blocks : tables of `simulate_block`, one below the other.
    branch : whose columns are taken.
    uses, months : axes of the arrays in them.
    """
    import polars as pl

    names = {
        name: [u[i] for u in uses for _ in months] for i, name in enumerate(("place", "end_use", "class"))
    }  # fmt: skip
    names["month"] = [m for _ in uses for m in months]
    values = {"used_t": f"{branch}.used", "demand_t": f"{branch}.demand"}
    ratio = pl.when(pl.col("demand_t") > 0).then(pl.col("used_t") / pl.col("demand_t")).otherwise(1.0)
    return _long(blocks, names, values).with_columns(fill_rate=ratio.clip(0.0, 1.0).cast(pl.Float32))


def price_table(
    blocks: pl.LazyFrame, branch: str, commodities: Sequence[str], months: Sequence[str]
) -> pl.LazyFrame:  # fmt: skip
    """Price of every commodity over its baseline, in every future, market and month."""
    cells = [(z, c, m) for z in ZONES for c in commodities for m in months]
    names = {name: [cell[i] for cell in cells] for i, name in enumerate(("zone", "commodity", "month"))}
    return _long(blocks, names, {"price_ratio": f"{branch}.price"})


def flow_table(ensemble: Ensemble, months: Sequence[str]) -> pl.DataFrame:
    """Mean flows between places, by stage and month."""
    import polars as pl

    n, m = len(ensemble.flows), len(months)
    at = np.repeat(np.arange(n), m)
    names = {k: [ensemble.flows[j][i] for j in at] for i, k in enumerate(("stage", "from", "to", "to_stage"))}
    return pl.DataFrame(
        {**names, "month": list(months) * n, "before_t_mo": ensemble.before[at], "sent_t_mo": ensemble.sent.reshape(-1)}
    )


def _long(blocks: pl.LazyFrame, names: dict[str, list[str]], values: dict[str, str]) -> pl.LazyFrame:
    """Write arrays laid flat below each other, beside the names of their cells."""
    import polars as pl

    wide = blocks.filter(pl.col("draw").is_not_null()).select(
        "draw",
        *(pl.lit(_enum(name, cells).implode()).alias(name) for name, cells in names.items()),
        *(pl.col(column).arr.to_list().alias(name) for name, column in values.items()),
    )
    return wide.explode(*names, *values)


def _enum(name: str, cells: list[str]) -> pl.Series:
    import polars as pl

    return pl.Series(name, cells, dtype=pl.Enum(sorted(set(cells))))


def fields_of(name: str, columns: Mapping[str, pl.DataType]) -> list[dict[str, str]]:
    """Describe the columns of a table for the data package's descriptor."""
    known = FIELDS.get(name, {})
    out = []
    for column, kind in columns.items():
        meaning, unit = known.get(column, ("drawn value of this estimate; unit and source are in run.json", ""))
        field = {"name": column, "type": _type(kind), "description": meaning}
        out.append({**field, "unit": unit} if unit else field)
    return out


def _type(kind: pl.DataType) -> str:
    return "integer" if kind.is_integer() else "number" if kind.is_float() else "string"
