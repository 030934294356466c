"""Parts that must add up to a total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ytterby.errors import Fault

if TYPE_CHECKING:
    import polars as pl

    from ytterby.baseline.package import SumRule


def wrong_sums(frame: pl.DataFrame, rule: SumRule, label: str) -> Iterator[Fault]:
    """Yield a fault for every group whose parts miss their total by more than the rule's tolerance.

    Parameters
    ----------
    frame : a table that has the columns of the rule; others are left alone.
    rule : which rows are parts, which are totals, and how near they must be.
    label : what the messages call the table.
    """
    import polars as pl

    needed = {*rule.where, *rule.by, *rule.parts_not, *rule.total, *rule.only, rule.column}
    if not needed <= set(frame.columns):
        return
    rows = frame.filter(*[pl.col(k) == v for k, v in rule.where.items()])
    rows = rows.filter(*[pl.col(k).is_in(list(v)) for k, v in rule.only.items()])
    parts = rows.filter(*[pl.col(k) != v for k, v in rule.parts_not.items()])
    totals = rows.filter(*[pl.col(k) == v for k, v in rule.total.items()])
    by = list(rule.by)
    left = parts.group_by(by).agg(pl.col(rule.column).sum().alias("parts"))
    right = totals.group_by(by).agg(pl.col(rule.column).sum().alias("total"))
    for row in left.join(right, on=by, nulls_equal=True).sort(by).iter_rows(named=True):
        if abs(row["parts"] - row["total"]) > rule.tolerance * max(abs(row["total"]), 1.0):
            group = ", ".join(str(row[name]) for name in by)
            what = f"the parts of {group} add up to {row['parts']:g}, the total says {row['total']:g}"
            yield Fault(what, f"{label} {rule.column}", f"{rule.what}, within {rule.tolerance:.0%}")
