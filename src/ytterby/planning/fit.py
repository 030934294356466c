"""The program set beside the engine before it chooses: how far trade turns, and what each step's shortage weighs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.compact import Compact, compact
from ytterby.planning.engine import Trial
from ytterby.planning.recourse import Recourse
from ytterby.planning.situation import Situation
from ytterby.planning.worth import Worth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_EASE = (1.0, 0.75, 0.5, 0.25, 0.0)
_LEAST, _MOST = 0.2, 5.0
"""Weights beyond these would say that the program has missed what happens, so they are cut and reported."""


@dataclass(frozen=True)
class Fit:
    """How the program was set.

    Attributes
    ----------
    ease : share of the freedom to turn trade to the focus that the program was given.
    steps : id of each step of the ladder.
    engine, program : mean cost with no lever, on the engine and in the program as it stood [MUSD].
    weight : what the program's cost of each step was multiplied with.
    """

    ease: float
    steps: tuple[str, ...]
    engine: tuple[float, ...]
    program: tuple[float, ...]
    weight: tuple[float, ...]


def fitted(
    situations: tuple[Situation, ...], base: Trial, focus: tuple[str, ...], lengths: Ints, worth: Worth
) -> tuple[Compact, Fit]:
    """Set the program so that doing nothing costs what it costs on the engine.

    Parameters
    ----------
    situations, base : steps of the ladder, and doing nothing on the engine.
    focus, lengths, worth : as `compact`.

    Notes
    -----
    A planner's optimum shares better than a market does. The freedom to turn trade is taken away until the program's
    expected cost reaches the engine's, or none is left; then each step's cost is scaled to the engine's.
    """
    for ease in _EASE:
        program = compact(situations, base.price, focus, lengths, worth, ease)
        cost, _, _ = Recourse(program.model, ()).solve(np.zeros(0))
        if cost @ program.model.odds >= base.cost @ program.model.odds:
            break
    found = [float(cost[f].mean()) for f in program.futures]
    wanted = [float(base.cost[f].mean()) for f in program.futures]
    weight = [float(np.clip(w / max(c, 1e-6), _LEAST, _MOST)) for w, c in zip(wanted, found, strict=True)]
    each = np.concatenate([np.full(f.stop - f.start, w) for f, w in zip(program.futures, weight, strict=True)])
    fit = Fit(program.ease, tuple(s.step.id for s in situations), tuple(wanted), tuple(found), tuple(weight))
    return replace(program, model=replace(program.model, weight=each)), fit
