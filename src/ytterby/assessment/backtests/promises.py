"""Dates that were promised, and the odds the project stages give them (conventions §11, §20)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests.episodes import Promise, promises
from ytterby.assessment.backtests.scoring import brier, skill
from ytterby.domain.month import Month
from ytterby.errors import BadData, Fault, did_you_mean
from ytterby.network.chain import load_chain
from ytterby.scenario.chance import project_list
from ytterby.scenario.lead_times import lead_time_quantile
from ytterby.scenario.sampling import uniforms

Floats = NDArray[np.float64]
EPISODE = "project-promises"
DRAWS = 4096


def odds_of(kind: str, ahead: tuple[str, ...], months: float, seed: int) -> float:
    """Odds [share] that a project passes the stages ahead of it within some months.

    Raises
    ------
    BadData : a stage that projects of this kind do not have; without it nothing would be ahead.

    Notes
    -----
    Product of the stages' odds of success times the share of draws whose summed durations fit: conventions §11
    """
    rules = project_list(load_chain("magnet-rare-earths"))
    if rules is None:
        raise BadData(Fault("the chain has no list of projects", "magnet-rare-earths"))
    stages = [s for s in rules.stages if s.kind == kind and s.stage in ahead]
    known = tuple(s.stage for s in rules.stages if s.kind == kind)
    if wrong := [name for name in ahead if name not in known]:
        near = did_you_mean(wrong[0], known)
        raise BadData(Fault(f'a {kind} has no stage "{wrong[0]}"', "ahead", choices=known, fix=near))
    if not stages:
        raise BadData(Fault("no stage is ahead", "ahead", "odds are of stages still to pass", known))
    cube = uniforms(DRAWS, [f"promise/{kind}/{s.stage}" for s in stages], seed)
    spent = np.zeros(DRAWS)
    for k, s in enumerate(stages):
        spent += lead_time_quantile(cube[:, k], s.low, s.best, s.high)
    return float(np.prod([s.odds for s in stages]) * np.mean(spent <= months))


def odds_on_time(promise: Promise, seed: int) -> float:
    """Odds [share] that a promise is kept: the stages ahead are passed, and in the time given."""
    return odds_of(promise.kind, promise.ahead, Month.parse(promise.due) - Month.parse(promise.made), seed)


def promise_rows(seed: int) -> list[dict[str, Any]]:
    """Score all promises together by their Brier score, and name each."""
    every = promises()
    stated, met = [odds_on_time(p, seed) for p in every], [p.met for p in every]
    naive = {"as promised": brier(np.ones(len(every)), met), "a coin": brier(np.full(len(every), 0.5), met)}
    best, value = min(naive, key=lambda n: naive[n]), brier(stated, met)
    gained = skill(value, naive[best])
    return [
        {
            "id": EPISODE,
            "quantity": "dates promised by projects",
            "score": "brier",
            "value": round(value, 4),
            "baseline": round(naive[best], 4),
            "skill": None if gained is None else round(gained, 3),
            "inputs_until": "the month of each promise",
            "baseline_name": best,
            "baselines": {n: round(v, 4) for n, v in naive.items()},
            "cases": len(every),
            "unit": "squared share",
            "behaviour": "prior",
            "younger_structure": "durations and odds of stages are of 2026, some set with these projects in view",
            "source": "; ".join(p.source for p in every),
            "details": [
                {"what": p.what, "odds": round(o, 3), "met": p.met} for p, o in zip(every, stated, strict=True)
            ],
        }
    ]
