"""A forecast of what is not known yet, with its date and its hash, so that nobody can say later it was made after."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ytterby.assessment.backtests.episodes import as_known
from ytterby.assessment.backtests.history import Known
from ytterby.assessment.backtests.origins import forecast, past_of
from ytterby.assessment.backtests.scoring import quantiles
from ytterby.assessment.futures import Floats, Futures, behaviour_draws, futures_of
from ytterby.domain.month import Month
from ytterby.domain.regime import Branch
from ytterby.errors import BadData, Fault
from ytterby.scenario.schema import Scenario

FILE = Path(__file__).parents[2] / "baseline" / "checks" / "blind-2026-12.json"
SCENARIO, SERIES = "blind-2026-12", "exports/ndfeb/CHN-WLD/t-gross/"
MONTHS_KNOWN = 9
"""Months that count as usual: those since licences for magnets were given again, in July 2025."""
LAST_SHARES = 2024
YEARS_AHEAD = 3
Forecast = dict[str, Any]


def made(made_on: str, draws: int = 384, seed: int = 1) -> Forecast:
    """Make the forecast.

    Parameters
    ----------
    made_on : ISO date on which it is made; nothing later is known.
    draws, seed : of every run.
    """
    from datetime import date

    known = Known(date.fromisoformat(made_on)).monthly(SERIES)
    last = dict(list(known.items())[-MONTHS_KNOWN:])
    usual = float(np.mean(list(last.values())))
    lumps = np.array(list(last.values())) / usual
    scenario = as_known(SCENARIO)
    behaviour = {k: v for k, v in behaviour_draws(draws, seed).items() if k != "approval"}
    body = {
        "made_on": made_on,
        "series": SERIES,
        "usual_t": round(usual, 1),
        "usual_is": f"mean of {', '.join(last)}",
        "exports_of_magnets_t": {
            str(branch): _exports(futures_of(_under(scenario, branch), draws, seed, behaviour), usual, lumps)
            for branch in (Branch.EXTEND, Branch.LAPSE, Branch.REVIVE)
        },
        "share_of_china_in_japans_tonnes": _shares(draws, seed),
        "scored_by": "crps against customs figures of each month or year, once they are published",
        "naive": "the usual month; the share of 2024",
        "draws": draws,
        "seed": seed,
    }
    return body | {"sha256": digest(body)}


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 of a forecast without its own hash, keys sorted, no spaces."""
    bare = {k: v for k, v in body.items() if k != "sha256"}
    return hashlib.sha256(json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@cache
def published() -> Forecast:
    """Return the forecast as published.

    Raises
    ------
    BadData : it was changed after its hash was made.
    """
    body: Forecast = json.loads(FILE.read_text("utf-8"))
    if digest(body) != body["sha256"]:
        raise BadData(Fault("the forecast is not what its hash says", FILE.name, "it stays as made"))
    return body


def blind_note() -> Forecast:
    """Date and hash of the published forecast."""
    body = published()
    return {"made_on": body["made_on"], "sha256": body["sha256"], "file": FILE.name}


def _under(scenario: Scenario, branch: Branch) -> Scenario:
    law = scenario.levers.law
    if law is None:
        return scenario
    levers = scenario.levers.model_copy(update={"law": law.model_copy(update={"branch": branch})})
    return scenario.model_copy(update={"levers": levers})


def _exports(futures: Futures, usual: float, lumps: Floats) -> dict[str, list[float]]:
    """Tonnes by month; customs count lumps, so months are spread by the distances of the known ones from their mean."""
    ratio = (futures.exports(("magnet",))[:, None, :] * lumps[None, :, None]).reshape(-1, len(futures.months))
    return {
        month: [round(x * usual) for x in quantiles(ratio[:, m])]
        for m, month in enumerate(futures.months)
        if Month.parse(month) - Month(2026, 12) >= 0
    }


def _shares(draws: int, seed: int) -> dict[str, list[float]]:
    model, _ = forecast(past_of(LAST_SHARES), YEARS_AHEAD, draws, seed)
    return {str(LAST_SHARES + 1 + k): [round(x, 3) for x in quantiles(model[:, k, 0])] for k in range(YEARS_AHEAD)}
