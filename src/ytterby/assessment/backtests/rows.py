"""One shape for every score: the contract of `ytterby backtest --json`, with what is needed to judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ytterby.assessment.backtests.scoring import crps, quantiles, skill


@dataclass(frozen=True)
class Case:
    """A forecast of one number, beside naive ones.

    Attributes
    ----------
    sample : (draw,) the model's.
    observed : what came.
    naive : name -> (draw,) of each naive forecast.
    weights : (draw,) weights of the model's draws; equal if None.
    """

    sample: ArrayLike
    observed: float
    naive: Mapping[str, ArrayLike]
    weights: ArrayLike | None = None


@dataclass(frozen=True)
class Told:
    """What is said of a score besides the score.

    Attributes
    ----------
    id, quantity : episode, and what is forecast.
    inputs_until : last day whose figures entered.
    how : `prior`, `posterior`, or `fitted` on what was known.
    structure : what of the model is younger than that.
    source : of what came.
    unit : of the score.
    """

    id: str
    quantity: str
    inputs_until: str
    how: str = "prior"
    structure: str = ""
    source: str = ""
    unit: str = "of the usual month"


def scored(told: Told, cases: list[Case]) -> dict[str, Any]:
    """Score cases together: mean CRPS of the model and of each naive forecast, of which the best is the baseline."""
    value = float(np.mean([crps(c.sample, c.observed, c.weights) for c in cases]))
    naive = {n: float(np.mean([crps(c.naive[n], c.observed) for c in cases])) for n in cases[0].naive}
    best = min(naive, key=lambda n: naive[n])
    medians = [quantiles(c.sample, c.weights) for c in cases]
    gained = skill(value, naive[best])
    row: dict[str, Any] = {
        "id": told.id,
        "quantity": told.quantity,
        "score": "crps",
        "value": round(value, 4),
        "baseline": round(naive[best], 4),
        "skill": None if gained is None else round(gained, 3),
        "inputs_until": told.inputs_until,
        "baseline_name": best,
        "baselines": {n: round(v, 4) for n, v in naive.items()},
        "error": round(float(np.mean([abs(m[1] - c.observed) for m, c in zip(medians, cases, strict=True)])), 4),
        "within_90": sum(m[0] <= c.observed <= m[2] for m, c in zip(medians, cases, strict=True)),
        "cases": len(cases),
        "unit": told.unit,
        "behaviour": told.how,
        "younger_structure": told.structure,
        "source": told.source,
    }
    if len(cases) == 1:
        low, middle, high = medians[0]
        row |= {
            "observed": round(cases[0].observed, 4),
            "p05": round(low, 4),
            "p50": round(middle, 4),
            "p95": round(high, 4),
        }
    return row
