"""Which reported figures the balance had to move, how far, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.network.program import BalanceProgram

Floats = NDArray[np.float64]
THRESHOLD = 0.25


@dataclass(frozen=True)
class Moved:
    """A reported figure and what the balance made of it.

    Attributes
    ----------
    estimate : what was reported.
    balanced : [t/a] its value in the balance of the best estimates.
    cause : the row that pulled hardest on it, in words.
    """

    estimate: Estimate
    balanced: float
    cause: str

    @property
    def ratio(self) -> float:
        """Balanced over reported."""
        return self.balanced / self.estimate.best


def moved_figures(
    program: BalanceProgram, estimates: EstimateSet, balanced: Floats, threshold: float = THRESHOLD
) -> list[Moved]:
    """List reported figures moved by more than a threshold, largest first.

    Parameters
    ----------
    program, estimates : as balanced.
    balanced : (variable,) [t/a] solution for the best estimates.
    threshold : share of the reported figure.
    """
    members: dict[int, list[int]] = {}
    for k, v in enumerate(program.variables):
        if v.origin >= 0 and estimates.best[v.origin] > 0:
            members.setdefault(v.origin, []).append(k)
    out = []
    for origin, ks in members.items():
        ratio = float(balanced[ks].sum()) / (estimates.best[origin] * sum(program.variables[k].prior for k in ks))
        if abs(ratio - 1.0) > threshold:
            estimate = estimates.items[origin]
            out.append(Moved(estimate, ratio * estimate.best, _cause(program, estimates, ks[0])))
    return sorted(out, key=lambda m: -abs(np.log(m.ratio)))


def _cause(program: BalanceProgram, estimates: EstimateSet, k: int) -> str:
    """Name the row of figure k whose other reported members would close worst if nothing moved."""
    prior = program.priors(estimates.best[None, :])[0]
    worst, name = 0.0, ("", "", "")
    for e in range(program.start[k], program.start[k + 1]):
        row = program.row[e]
        members = np.flatnonzero(program.row == row)
        owner = np.searchsorted(program.start, members, side="right") - 1
        gap = float((program.coef[members] * prior[owner]).sum())
        size = float(np.abs(program.coef[members] * prior[owner]).sum())
        if size > 0 and abs(gap) / size > worst:
            worst, name = abs(gap) / size, program.rows[row]
    if worst < 0.01:
        return "its neighbours moved, and it with them"
    kind, what, place = name
    side = {"made": "what is made of", "asked": "what is asked of"}.get(kind, f"the reported totals ({kind}) of")
    return f"sources disagree by {100 * 2 * worst:.0f} % on {side} {what} at {place}"
