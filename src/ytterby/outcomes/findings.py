"""Findings of a run as rows with names: the body of `ytterby run --json`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ytterby.domain.month import Month
from ytterby.network.supply import SupplyNetwork
from ytterby.outcomes.cover import cover_days
from ytterby.outcomes.fill import (
    Floats,
    bands,
    fill_rate,
    first_shortage,
    quantiles_with_never,
    time_to_recover,
    time_to_survive,
    undelivered,
)
from ytterby.outcomes.influence import assumption_share
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble

Row = dict[str, Any]


@dataclass(frozen=True)
class Findings:
    """What a run found.

    Attributes
    ----------
    months : names of the months.
    fill : (draw, use, month) [share].
    survive : (draw, use) [mo] until the first short month, inf for never.
    rows : the lists of the JSON contract, by key.
    """

    months: tuple[str, ...]
    fill: Floats
    survive: Floats
    rows: dict[str, Any]


def find(scenario: Scenario, network: SupplyNetwork, draws: Floats, ensemble: Ensemble) -> Findings:
    """Compute every outcome of the contract.

    Parameters
    ----------
    scenario, network : what was asked; of the network only names are read.
    draws : (draw, estimate) drawn values behind the futures.
    ensemble : what the futures did.
    """
    months = tuple(str(scenario.first_month + m) for m in range(ensemble.used.shape[2]))
    fill = fill_rate(ensemble.used, ensemble.demand)
    below = scenario.outcomes.shortage_below
    survive, recover = time_to_survive(fill, below), time_to_recover(fill, below)
    focus = [k for k, u in enumerate(ensemble.uses) if not scenario.outcomes.focus or u[0] in scenario.outcomes.focus]
    rows = {
        "fill_rate": _fill_rows(ensemble, fill, months),
        "first_short": _first_short(ensemble, survive, scenario.first_month),
        "time_to_survive": _times(ensemble, survive),
        "time_to_recover": _times(ensemble, recover),
        "cover_days": _cover_rows(network, ensemble),
        "undelivered_t": _amounts(ensemble, undelivered(ensemble.used, ensemble.demand)),
        "demand_destroyed_t": _amounts(ensemble, ensemble.destroyed),
        "price_ratio": _prices(ensemble, months),
        "flows": _flows(ensemble),
        "assumption_share": assumption_share(
            draws, network.estimates, first_shortage(fill, below)[:, focus].min(axis=1)
        ),
    }
    return Findings(months, fill, survive, rows)


def _names(ensemble: Ensemble, k: int) -> Row:
    place, end_use, demand_class = ensemble.uses[k]
    return {"place": place, "end_use": end_use, "class": demand_class}


def _fill_rows(ensemble: Ensemble, fill: Floats, months: tuple[str, ...]) -> list[Row]:
    low, middle, high = np.round(bands(fill), 6).tolist()
    return [
        {"place": place, "end_use": end_use, "class": demand_class, "month": month, "p05": a, "p50": b, "p95": c}
        for k, (place, end_use, demand_class) in enumerate(ensemble.uses)
        for month, a, b, c in zip(months, low[k], middle[k], high[k], strict=True)
    ]


def _first_short(ensemble: Ensemble, survive: Floats, start: Month) -> list[Row]:
    q = quantiles_with_never(survive)
    return [
        {
            **_names(ensemble, k),
            **{p: None if math.isinf(v) else str(start + int(v)) for p, v in _three(q[:, k]).items()},
            "probability": float(np.isfinite(survive[:, k]).mean()),
        }
        for k in range(len(ensemble.uses))
    ]


def _times(ensemble: Ensemble, months: Floats) -> list[Row]:
    q = quantiles_with_never(months)
    return [
        {
            **_names(ensemble, k),
            **{p: v if math.isfinite(v) else None for p, v in _three(q[:, k]).items()},
            "unit": "mo",
        }
        for k in range(len(ensemble.uses))
    ]


def _amounts(ensemble: Ensemble, amount: Floats) -> list[Row]:
    band = np.round(bands(amount), 6)
    return [{**_names(ensemble, k), **_three(band[:, k]), "unit": "t"} for k in range(len(ensemble.uses))]


def _cover_rows(network: SupplyNetwork, ensemble: Ensemble) -> list[Row]:
    out = []
    for c in cover_days(network, ensemble.cover, ensemble.intake):
        estimate = network.estimates.items[c.origin]
        out.append(
            {
                "place": c.place, "end_use": c.end_use, "stage": c.stage, **_three(np.round(bands(c.days), 2)),
                "unit": "d", "stock_source": f"{estimate.id} ({estimate.standing}): {estimate.source}",
            }
        )  # fmt: skip
    return out


def _prices(ensemble: Ensemble, months: tuple[str, ...]) -> list[Row]:
    """Price of each commodity over its baseline, inside the controller's market and outside."""
    low, middle, high = np.round(bands(ensemble.price), 4).tolist()
    return [
        {"zone": zone, "commodity": commodity, "month": month, "p05": a, "p50": b, "p95": c}
        for z, zone in enumerate(("inside", "outside"))
        for k, commodity in enumerate(ensemble.commodities)
        for month, a, b, c in zip(months, low[z][k], middle[z][k], high[z][k], strict=True)
    ]


def _flows(ensemble: Ensemble) -> list[Row]:
    rounded = np.round(ensemble.sent, 6).tolist()
    return [
        {
            "stage": stage, "from": a, "to": b, "to_stage": to_stage, "before_t_mo": round(float(before), 6),
            "mean_t_mo": sent,
        }
        for (stage, a, b, to_stage), before, sent in zip(ensemble.flows, ensemble.before, rounded, strict=True)
    ]  # fmt: skip


def _three(values: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(("p05", "p50", "p95"), values, strict=True)}
