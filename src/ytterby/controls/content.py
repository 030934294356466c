"""Shares of counted content, walking a bill from the leaves up, under both readings (conventions §7).

Once: an item's content is what was counted below it, carried along by value. Cascade: an item that meets the
threshold itself counts wholly in the level above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ytterby.controls.facts import MAYBE, YES, Share
from ytterby.controls.scope import threshold
from ytterby.domain.regime import ContentTest, Reading

if TYPE_CHECKING:
    import numpy.typing as npt

    from ytterby.controls.bill import Bill


@dataclass(frozen=True)
class Shares:
    """Shares of every line for one rule and reading.

    Attributes
    ----------
    low, high : (line,) least and greatest share [1].
    counted_low, counted_high : (line,) value of counted content [USD].
    value_low, value_high : (line,) value of the item [USD].
    pointed : (line,) something inside is known to be of the kind counted, or to come from the places counted,
        and may be both.
    known : (line,) the line has parts below it; else nobody knows what it is made of.
    """

    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    counted_low: npt.NDArray[np.float64]
    counted_high: npt.NDArray[np.float64]
    value_low: npt.NDArray[np.float64]
    value_high: npt.NDArray[np.float64]
    pointed: npt.NDArray[np.bool_]
    known: npt.NDArray[np.bool_]

    def at(self, i: int) -> Share:
        """Return the share of one line."""
        why = "" if self.known[i] else "what the item is made of"
        if self.known[i] and self.low[i] != self.high[i]:
            why = "values, materials or origins of the parts"
        return Share(
            float(self.low[i]), float(self.high[i]), float(self.counted_low[i]), float(self.counted_high[i]),
            float(self.value_low[i]), float(self.value_high[i]), bool(self.pointed[i]), why,
        )  # fmt: skip


def shares(
    bill: Bill,
    kind: npt.NDArray[np.int8],
    origin: npt.NDArray[np.int8],
    made_outside: npt.NDArray[np.int8],
    test: ContentTest,
    to: str,
    reading: Reading,
) -> Shares:
    """Return the share of counted content in every line.

    Parameters
    ----------
    bill : the lines with their tree.
    kind : (line,) no, not known or yes: the goods are of the kind that counts.
    origin : (line,) no, not known or yes: they come from the places that count.
    made_outside : (line,) the same for being an item that the test is made on (for the cascade).
    test, to, reading : the threshold, the destination it is taken for, the reading.

    Notes
    -----
    Low takes what is certain over the greatest value of the item, high what is possible over the least;
    a share never exceeds 1.
    """
    frame, parent = bill.frame, bill.parent
    n = parent.size
    v_low = frame["value_usd_low"].fill_null(0.0).to_numpy()
    v_high = frame["value_usd_high"].fill_null(np.inf).to_numpy()
    q_low = frame["quantity_low"].fill_null(1.0).to_numpy()
    q_high = frame["quantity_high"].fill_null(1.0).to_numpy()
    counts = np.minimum(kind, origin)
    low, high = np.zeros(n), np.zeros(n)
    pointed_below = np.zeros(n, dtype=bool)
    bound = threshold(test, to)
    for level in range(int(bill.depth.max(initial=0)), 0, -1):
        at = np.flatnonzero(bill.depth == level)
        own_low = np.where(counts[at] == YES, v_low[at], low[at])
        own_high = np.where(counts[at] >= MAYBE, v_high[at], high[at])
        if reading is Reading.CASCADE:
            s_low, s_high = _ratio(low[at], v_high[at]), _ratio(high[at], v_low[at])
            whole = _meets(test, s_low, bound) & (made_outside[at] == YES)
            maybe = _meets(test, s_high, bound) & (made_outside[at] >= MAYBE)
            own_low = np.where(whole, np.maximum(own_low, v_low[at]), own_low)
            own_high = np.where(maybe, np.maximum(own_high, v_high[at]), own_high)
        up = parent[at]
        with np.errstate(invalid="ignore"):  # 0 pieces of unknown value: nothing
            add_high = np.where(q_high[at] == 0, 0.0, q_high[at] * own_high)
        low += np.bincount(up, q_low[at] * own_low, n)
        high += np.bincount(up, add_high, n)
        points = (origin[at] == YES) | (kind[at] == YES)
        hit = ((counts[at] >= MAYBE) & points) | pointed_below[at]
        pointed_below[up[hit]] = True
    known = np.zeros(n, dtype=bool)
    known[parent[parent >= 0]] = True
    s_low = np.where(known, _ratio(low, v_high), 0.0)
    s_high = np.where(known, _ratio(high, v_low), 1.0)
    return Shares(s_low, s_high, low, high, v_low, v_high, pointed_below, known)


def _ratio(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    out = np.ones_like(part)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.divide(part, whole, out=out, where=whole > 0)
    out[part == 0] = 0.0
    out[np.isnan(out)] = 1.0  # unknown content over unknown value
    return np.clip(out, 0.0, 1.0)


def _meets(test: ContentTest, share: npt.NDArray[np.float64], bound: float) -> npt.NDArray[np.bool_]:
    return share >= bound if test.comparator == "at-least" else share > bound
