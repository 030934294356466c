"""Odds that a restriction is lifted or suspended: how often it happened, with the width so few cases leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from ytterby.assessment.leverage.book import Package

HORIZONS = (6, 12, 24)
"""Months."""


def odds(packages: Iterable[Package], months: int, as_of: date) -> dict[str, Any]:
    """Odds of an end within some months.

    Parameters
    ----------
    packages : past cases; those younger than the horizon are left out, ended or not, or quick ones would count more.
    months : horizon.
    as_of : day on which their ends were read.

    Notes
    -----
    Beta(k + 1/2, n - k + 1/2), Jeffreys' prior. Cases are few and not alike: read the width. What talks give in
    return, and whether costs hastened them, so few cases cannot tell.                              conventions §18
    """
    from scipy.stats import beta

    days = months * 30.4375
    known = [p for p in packages if (as_of - p.from_).days >= days]
    ended = [p for p in known if p.ended is not None and (p.ended - p.from_).days <= days]
    k, n = len(ended), len(known)
    low, middle, high = (float(beta.ppf(q, k + 0.5, n - k + 0.5)) for q in (0.05, 0.5, 0.95))
    return {
        "within_months": months, "ended": k, "cases": n,
        "p05": round(low, 3), "p50": round(middle, 3), "p95": round(high, 3),
        "which": [p.id for p in ended],
    }  # fmt: skip


def odds_table(packages: tuple[Package, ...], as_of: date) -> list[dict[str, Any]]:
    """Odds for every horizon: of all packages, and of those that name one state."""
    kinds = {"any": packages, "aimed at one state": tuple(p for p in packages if p.aimed)}
    return [{"kind": kind, **odds(some, m, as_of)} for kind, some in kinds.items() for m in HORIZONS]
