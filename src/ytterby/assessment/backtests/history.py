"""What was known by a day, and what came after it: two doors, so that no forecast can look through the wrong one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ytterby import baseline
from ytterby.errors import BadData, Fault, LookAhead

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
REFUSED = frozenset({"memory_unverified", "conflicting"})
"""Standings that no score may rest on."""
PUBLISHED = timedelta(days=31)
"""After the end of a month or year, until customs have published what crossed the border in it by good and partner."""


def last_day(period: str) -> date:
    """Return the day a period ends: a figure cannot be known before it.

    Raises
    ------
    BadData : not a year, half, quarter, month or day.

    Examples
    --------
    >>> last_day("2025-H1"), last_day("2024-02"), last_day("2023")
    (datetime.date(2025, 6, 30), datetime.date(2024, 2, 29), datetime.date(2023, 12, 31))
    """
    try:
        year, _, rest = period.partition("-")
        if not rest:
            return date(int(year), 12, 31)
        if rest[0] in "HQ":
            month = int(rest[1:]) * (6 if rest[0] == "H" else 3)
            return date(int(year), month, monthrange(int(year), month)[1])
        if "-" in rest:
            return date.fromisoformat(period)
        return date(int(year), int(rest), monthrange(int(year), int(rest))[1])
    except ValueError:
        raise BadData(Fault(f'"{period}" is not a period', "history", choices=("2024", "2025-H1", "2024-02"))) from None


def published(period: str) -> date:
    """Return the day by which customs figures of a period are out.

    Examples
    --------
    >>> published("2025-03")
    datetime.date(2025, 5, 1)
    """
    return last_day(period) + PUBLISHED


@dataclass(frozen=True)
class Known:
    """The packaged history as it stood at the end of a day: what had happened, and had been published.

    Attributes
    ----------
    until : last day whose figures may be read.
    """

    until: date

    def check(self, period: str, what: str, known_on: Callable[[str], date] = last_day) -> None:
        """Refuse a period whose figure came after the cut-off.

        Parameters
        ----------
        period, what : the figure.
        known_on : day on which a period's figure is known: its last for quotations, `published` for customs.

        Raises
        ------
        LookAhead : it did.
        """
        if known_on(period) > self.until:
            raise LookAhead(
                Fault(
                    f"{what} of {period} was not known on {self.until}", "backtest",
                    "inputs of a backtest end before its date (conventions §20)",
                    fix="ask for an earlier period, or read it as an outcome",
                )
            )  # fmt: skip

    def figure(self, id_: str) -> float:
        """Return one figure of the table `episodes`.

        Raises
        ------
        LookAhead : it was published after the cut-off.
        BadData : there is no such figure, or only from memory.
        """
        row = _row(id_)
        self.check(str(row["period"]), id_, published)
        return float(row["best"])

    def monthly(self, series: str, since: str = "") -> dict[str, float]:
        """Return the known months of a series, from `since` on, in order; what was published later is left out."""
        rows = {period: value for period, value in _months(series).items() if period >= since}
        return {period: value for period, value in rows.items() if published(period) <= self.until}

    def yearly(self, importer: str, codes: Iterable[str]) -> dict[int, dict[str, float]]:
        """Return a place's imports by origin [t gross] in every full year published before the cut-off."""
        return {y: row for y, row in _origins(importer, tuple(codes)).items() if published(str(y)) <= self.until}

    def unit_value(self, year: int, exporter: str, importer: str, codes: Iterable[str]) -> float:
        """Return value over weight of a year's trade [USD/kg].

        Raises
        ------
        LookAhead : the year was published after the cut-off.
        """
        self.check(str(year), "a unit value", published)
        return unit_value_of(year, exporter, importer, codes)


def outcome(id_: str) -> float:
    """Return a figure to score against, whatever its date."""
    return float(_row(id_)["best"])


def outcomes_after(series: str, day: date, until: str) -> dict[str, float]:
    """Return the months of a series that end after a day, up to a month, to score against."""
    return {p: v for p, v in _months(series).items() if last_day(p) > day and p <= until}


def outcome_shares(importer: str, codes: Iterable[str]) -> dict[int, dict[str, float]]:
    """Return a place's imports by origin [t gross] in every year, to score against."""
    return _origins(importer, tuple(codes))


def unit_value_of(year: int, exporter: str, importer: str, codes: Iterable[str]) -> float:
    """Return value over weight of a year's trade [USD/kg], to score against."""
    import polars as pl

    kept = _trade(importer, tuple(codes)).filter((pl.col("year") == year) & (pl.col("exporter") == exporter))
    return float(kept["value"].sum()) / float(kept["quantity"].sum())


def _row(id_: str) -> dict[str, Any]:
    import polars as pl

    found = baseline.table("episodes").filter(pl.col("id") == id_)
    if found.height != 1 or found["standing"].item() in REFUSED:
        why = "is from memory alone" if found.height else "is not in the table"
        raise BadData(Fault(f'"{id_}" {why}', "baseline/tables/episodes.csv", "a score rests on cited figures"))
    row: dict[str, Any] = found.row(0, named=True)
    return row


def _months(series: str) -> dict[str, float]:
    """Months of a series named by the start of its ids, such as ``exports/ga/CHN-WLD/kg/``; zero months count."""
    import polars as pl

    kept = baseline.table("episodes").filter(
        pl.col("id").str.starts_with(series)
        & pl.col("period").str.contains(r"^\d{4}-\d{2}$")
        & ~pl.col("standing").is_in(sorted(REFUSED))
    )
    if kept.is_empty():
        raise BadData(Fault(f'no month of "{series}"', "baseline/tables/episodes.csv"))
    return dict(sorted(zip(kept["period"].to_list(), kept["best"].to_list(), strict=True)))


def _trade(importer: str, codes: tuple[str, ...]) -> pl.DataFrame:
    import polars as pl

    return baseline.table("trade").filter((pl.col("importer") == importer) & pl.col("hs").is_in(codes))


def _origins(importer: str, codes: tuple[str, ...]) -> dict[int, dict[str, float]]:
    import polars as pl

    rows = _trade(importer, codes).group_by("year", "exporter").agg(pl.col("quantity").sum()).sort("year", "exporter")
    out: dict[int, dict[str, float]] = {}
    for year, exporter, tonnes in rows.iter_rows():
        out.setdefault(year, {})[exporter] = float(tonnes)
    return out
