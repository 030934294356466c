"""Exposure through traded components: a place finally uses magnets that were put in elsewhere (conventions §3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ytterby.baseline import table
from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Standing
from ytterby.errors import BadData, Fault
from ytterby.outcomes.fill import bands, fill_rate

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Row = dict[str, Any]
UseKey = tuple[str, str, str]
TABLE, ALL = "embodied", "WLD"
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class EmbodiedShares:
    """Where the components are made whose magnets a place finally uses.

    Attributes
    ----------
    end_uses, places : axes, sorted.
    best : (end use, from, to) [share]; sums to 1 over `from`.
    estimates : one range for each cell, in the order of `best` laid flat, as ``embodied/<end use>/<from>-<to>``.
    """

    end_uses: tuple[str, ...]
    places: tuple[str, ...]
    best: Floats
    estimates: EstimateSet

    @property
    def standing(self) -> Standing:
        """The weakest standing of the cells."""
        return max((e.standing for e in self.estimates.items), key=tuple(Standing).index)

    def of(self, i: int) -> EmbodiedShares:
        """The same of one end use."""
        size = len(self.places) ** 2
        cells = EstimateSet(self.estimates.items[i * size : (i + 1) * size])
        return EmbodiedShares(self.end_uses[i : i + 1], self.places, self.best[i : i + 1], cells)


def embodied_shares(frame: pl.DataFrame | None = None) -> EmbodiedShares:
    """Read the shares of the packaged table, or of one of its form.

    Raises
    ------
    BadData : a pair of places is missing, or the shares of a place of final use do not add up to 1; all at once.
    """
    rows = [r for r in (table(TABLE) if frame is None else frame).iter_rows(named=True) if r["from"] != ALL]
    at = {(r["end_use"], r["from"], r["to"]): r for r in rows}
    end_uses = tuple(sorted({r["end_use"] for r in rows}))
    places = tuple(sorted({r[side] for r in rows for side in ("from", "to")}))
    cells = [(e, q, p) for e in end_uses for q in places for p in places]
    estimates = EstimateSet(_estimate(key, at.get(key)) for key in cells)
    best = estimates.best.reshape(len(end_uses), len(places), len(places))
    faults = [
        Fault(f"shares of {e} finally used in {p} add up to {best[i, :, k].sum():.4f}", f"table {TABLE}",
              "what a place finally uses is made somewhere: shares add up to 1")
        for i, e in enumerate(end_uses)
        for k, p in enumerate(places)
        if abs(best[i, :, k].sum() - 1.0) > _TOLERANCE
    ]  # fmt: skip
    if faults:
        raise BadData(*faults)
    return EmbodiedShares(end_uses, places, best, estimates)


def _estimate(key: tuple[str, str, str], row: Mapping[str, Any] | None) -> Estimate:
    """A cell; a pair that the table leaves out does not trade in that end use."""
    name = f"embodied/{key[0]}/{key[1]}-{key[2]}"
    if row is None:
        return Estimate(name, 0.0, 0.0, 0.0, "share", Standing.ASSUMPTION, "no row: no trade assumed")
    return Estimate(
        name, row["low"], row["best"], row["high"], "share", Standing(row["standing"]), row["source"],
        row["source_row"] or "",
    )  # fmt: skip


def drawn_shares(shares: EmbodiedShares, drawn: Floats) -> Floats:
    """Shares in each draw, scaled to add up to 1 over `from`.

    Parameters
    ----------
    drawn : (draw, estimate) [share] values of `shares.estimates`.

    Returns
    -------
    (draw, end use, from, to) [share]
    """
    cells = drawn.reshape(len(drawn), *shares.best.shape)
    return np.asarray(cells / cells.sum(axis=2, keepdims=True))


def exposure(shares: EmbodiedShares, cells: Floats, uses: Sequence[UseKey], used: Floats, demand: Floats) -> Floats:
    """Fill rate of what a place finally uses, wherever its components are made.

    Parameters
    ----------
    cells : (draw or 1, end use, from, to) [share], of `drawn_shares` or ``shares.best[None]``.
    uses : (place, end use, class) of each use group of the run.
    used, demand : (draw, use group, month) [t] at first use.

    Returns
    -------
    (draw, place, end use, month) [share]
        sum_q share(q -> p) fill(q, end use)                                          conventions §3

    Raises
    ------
    BadData : the run lacks the first use of a place that others draw on.
    """
    shape = (used.shape[0], len(shares.end_uses), len(shares.places), used.shape[2])
    both, known = np.zeros((2, *shape)), np.zeros(shape[1:3], dtype=np.bool_)
    for k, (place, end_use, _) in enumerate(uses):
        if place in shares.places and end_use in shares.end_uses:
            at = shares.end_uses.index(end_use), shares.places.index(place)
            both[:, :, at[0], at[1]] += used[:, k], demand[:, k]
            known[at] = True  # a use that asks for nothing is there, and is not short
    unknown = ~known & (shares.best.sum(axis=2) > 0.0)
    if unknown.any():
        lost = [f"{shares.end_uses[i]} in {shares.places[q]}" for i, q in np.argwhere(unknown)]
        raise BadData(Fault(f"the run has no first use of {', '.join(lost)}", f"table {TABLE}",
                            "exposure needs the fill rate of every place that components come from"))  # fmt: skip
    spread = np.broadcast_to(cells, (shape[0], *cells.shape[1:]))
    return np.asarray(np.einsum("deqp,deqm->dpem", spread, fill_rate(both[0], both[1])), dtype=np.float64)


def exposure_bands(
    shares: EmbodiedShares, cells: Floats, uses: Sequence[UseKey], used: Floats, demand: Floats
) -> Floats:  # fmt: skip
    """5, 50 and 95 % of `exposure` (3, place, end use, month), one end use at a time: all draws of all are many."""
    each = [bands(exposure(shares.of(i), cells[:, i : i + 1], uses, used, demand)) for i in range(len(shares.end_uses))]
    return np.concatenate(each, axis=2)


def exposure_rows(shares: EmbodiedShares, band: Floats, months: Sequence[str]) -> list[Row]:
    """Rows of exposure: like those of the fill rate, at final use.

    Parameters
    ----------
    band : (3, place, end use, month) [share] at 5, 50 and 95 %.
    months : names of the months.
    """
    band, standing = np.round(band, 6), str(shares.standing)
    return [
        {"place": place, "end_use": end_use, "month": month, **_three(band[:, k, i, m]), "standing": standing}
        for k, place in enumerate(shares.places)
        for i, end_use in enumerate(shares.end_uses)
        for m, month in enumerate(months)
    ]


def _three(values: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(("p05", "p50", "p95"), values, strict=True)}
