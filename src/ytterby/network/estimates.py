"""All estimates a chain stands on: its table, and the judgements of its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ytterby.baseline import table
from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Standing
from ytterby.network.chain import Chain, Judged


def chain_estimates(chain: Chain) -> EstimateSet:
    """Collect the estimates of a chain: supply, demand and flows of its year, then judged ranges.

    Ids lose the year, so that scenario files need not know it: ``supply/ndpr/mine/CHN``.
    """
    return EstimateSet([*_table_rows(chain), *_judged(chain)])


def _table_rows(chain: Chain) -> Iterator[Estimate]:
    for row in table(chain.table).iter_rows(named=True):
        if row["year"] != chain.year or row["kind"] not in {"supply", "demand", "flow"}:
            continue
        if row["unit"] != "t/a" or row["best"] is None:
            continue  # values in money, product weight and days are context, not contained mass (conventions §1)
        best = float(row["best"])
        yield Estimate(
            id=str(row["id"]).rsplit("/", 1)[0],
            low=best if row["low"] is None else float(row["low"]),
            best=best,
            high=best if row["high"] is None else float(row["high"]),
            unit="t/a",
            standing=Standing(row["standing"]),
            source=str(row["source"]),
            row=str(row["source_row"]),
        )


def _judged(chain: Chain) -> Iterator[Estimate]:
    days: Iterable[tuple[Judged, str]] = [(c, "d") for c in (*chain.cover, chain.finished_cover)]
    rest = [(chain.utilisation, "share"), (chain.switch, "share"), (chain.qualification, "mo")]
    for judged, unit in [*days, *rest]:
        yield Estimate(
            id=judged.id, low=judged.low, best=judged.best, high=judged.high, unit=unit,
            standing=judged.standing, source=judged.source, row=judged.row or f"chains/{chain.id}.yaml",
        )  # fmt: skip
