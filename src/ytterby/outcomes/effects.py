"""What one change does to the outcome: the same futures with it and without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ytterby.errors import BadInput, Infeasible
from ytterby.outcomes.fill import Floats, bands, first_shortage
from ytterby.runs.changes import Change
from ytterby.runs.provenance import Asked
from ytterby.simulation.ensemble import UseGroup

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What a run found, future by future.

    Attributes
    ----------
    run : its name.
    uses, months : axes of the arrays.
    fill : (draw, use, month) [share].
    undelivered : (draw, use) [t] over the run.
    """

    run: str
    uses: tuple[UseGroup, ...]
    months: tuple[str, ...]
    fill: Floats
    undelivered: Floats


Rerun = Callable[[Asked], Outcome]


def effect(before: Outcome, after: Outcome, focus: Sequence[str], below: float) -> Row:
    """Return what changed, future by future.

    Parameters
    ----------
    before, after : on common random numbers (conventions §15), over the same months.
    focus : places that count; all when empty.
    below : fill rate below which a month is short.

    Returns
    -------
    `futures_short`: share of futures in which a use in focus runs short, before and after; `lowest_fill` and
    `undelivered_t`: differences, after less before, of the lowest fill rate and of what is not delivered, at 5, 50
    and 95 % of futures; `most`: the use and month whose median differs most.
    """
    at = [k for k, u in enumerate(before.uses) if not focus or u[0] in focus]
    a, b = before.fill[:, at], after.fill[:, at]
    median = np.median(b - a, axis=0)
    use, month = np.unravel_index(int(np.abs(median).argmax()), median.shape)
    place, end_use, class_ = before.uses[at[int(use)]]
    return {
        "futures_short": {
            "before": float(np.isfinite(first_shortage(a, below)).any(axis=1).mean()),
            "after": float(np.isfinite(first_shortage(b, below)).any(axis=1).mean()),
        },
        "lowest_fill": _three(b.min(axis=(1, 2)) - a.min(axis=(1, 2))),
        "undelivered_t": _three((after.undelivered - before.undelivered)[:, at].sum(axis=1)),
        "most": {
            "place": place, "end_use": end_use, "class": class_, "month": before.months[int(month)],
            "p50": round(float(median[use, month]), 6),
        },
    }  # fmt: skip


def explained(
    first: Asked, before: Outcome, found: Sequence[Change], rerun: Rerun, run: str, progress: Callable[[str], None]
) -> list[Row]:
    """Return a row for each change with its effect: the first question asked again with that change alone.

    Parameters
    ----------
    first, before : the question the changes start from, and what it gave.
    found : the changes.
    rerun : asks a question.
    run : name of the run the changes lead to.
    progress : told what is asked.
    """
    rows = []
    for change in found:
        progress(change.id)
        row: Row = {"kind": change.kind, "id": change.id, "before": change.before, "after": change.after, "run": run}
        try:
            after = rerun(change.applied(first))
            row["effect"] = effect(before, after, first.scenario.outcomes.focus, first.scenario.outcomes.shortage_below)
        except (BadInput, Infeasible, ValueError) as failure:
            # a change may lean on another, such as a practice for a rule that is new too
            row |= {"effect": None, "why": " ".join(str(failure).split())[:300]}
        rows.append(row)
    return rows


def _three(values: Floats) -> dict[str, float]:
    low, middle, high = (round(float(v), 6) for v in bands(values[:, None])[:, 0])
    return {"p05": low, "p50": middle, "p95": high}
