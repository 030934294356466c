"""Checks against runs of bundled scenarios, and against projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ytterby.assessment.backtests.promises import odds_of
from ytterby.assessment.claims import book as b
from ytterby.assessment.claims.finding import Finding, judged, of_bands, of_draws
from ytterby.assessment.world import drawn
from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.domain.month import Month
from ytterby.errors import BadData, BadScenario, Fault, did_you_mean
from ytterby.scenario.lead_times import ramp
from ytterby.scenario.schema import Scenario

Results = Callable[[str], Mapping[str, Any]]
"""Name of a bundled scenario -> the object of `ytterby run --json`."""
DRAWS, SEED = 256, 1


def price(check: b.PriceCheck, results: Results) -> Finding:
    """Highest monthly price outside up to a month."""
    rows = [
        r
        for r in results(check.scenario)["price_ratio"]
        if r["zone"] == "outside" and r["commodity"] == check.commodity and r["month"] <= check.by
    ]
    top = max(_some(rows, check.commodity), key=lambda r: float(r["p50"]))
    return of_bands(
        top, check.stated, f"price of {check.commodity} outside in {top['month']}, its highest month, over 2024"
    )


def fill(check: b.FillCheck, results: Results) -> Finding:
    """Demand met in a month."""
    rows = [
        r
        for r in results(check.scenario)["fill_rate"]
        if (r["place"], r["end_use"], r["month"]) == (check.place, check.end_use, check.month)
    ]
    row = _some(rows, f"{check.place} {check.end_use} {check.month}")[0]
    return of_bands(row, check.stated, f"demand met of {check.end_use} in {check.place} in {check.month}")


def delay(check: b.DelayCheck, results: Results) -> Finding:
    """Months a programme trails its plan at the end of the run."""
    rows = [r for r in results(check.scenario)["programmes"] if r["id"] == check.programme]
    row = _some(rows, check.programme)[0]
    return of_bands(row["delay_months"], check.stated, f"months behind plan of {row['title']} at the end of the run")


def loss(check: b.LossCheck, results: Results) -> Finding:
    """Value an industry does not add."""
    rows = [
        r
        for r in results(check.scenario)["value_added_usd"]
        if (r["place"], r["industry"]) == (check.place, check.industry)
    ]
    row = _some(rows, f"{check.place} {check.industry}")[0]
    return of_bands(row, check.stated, f"value not added by {check.industry} in {check.place} over the run, USD")


def promise(check: b.PromiseCheck) -> Finding:
    """Odds that every part is there in time."""
    given = Month.parse(check.due) - Month.parse(check.made)
    p = float(np.prod([odds_of(part.project, part.ahead, given, SEED) for part in check.parts]))
    p = 1.0 - p if check.late else p
    passed = ", ".join(f"{part.project}: {', '.join(part.ahead)}" for part in check.parts)
    return Finding(judged(p), p, None, f"odds of passing {passed} in {given} months, parts taken as independent")


def future_share(check: b.FutureShareCheck) -> Finding:
    """Share of a stage's capacity in a month, projects ramped from the month they start."""
    scenario = load_model(Scenario, bundled("scenarios", check.scenario), BadScenario)
    at = float(Month.parse(check.month) - scenario.first_month)
    if at < 0:
        fix = f"name {scenario.first_month} or later"
        raise BadData(Fault(f"{check.month} lies before the scenario begins", f"claims: {scenario.id}", fix=fix))
    network = drawn(scenario, DRAWS, SEED).network
    there = network.activity / network.utilisation[:, None] + network.added * ramp(at - network.start)
    stage = np.array([str(s.stage) == check.stage for s in network.sites])
    if not stage.any():
        stages = tuple(sorted({str(s.stage) for s in network.sites}))
        near = did_you_mean(check.stage, stages)
        raise BadData(
            Fault(f'the chain has no stage "{check.stage}"', f"claims: {scenario.id}", choices=stages, fix=near)
        )
    own = np.array([s.place == check.place for s in network.sites]) & stage
    why = f"share of {check.place} in capacity at {check.stage} in {check.month}, bundled projects with their odds"
    return of_draws(there[:, own].sum(axis=1) / there[:, stage].sum(axis=1), check.stated, why)


def _some(rows: list[Any], what: str) -> list[Any]:
    if not rows:
        raise BadData(Fault(f"the run has nothing about {what}", "claims", fix="name something the scenario reports"))
    return rows
