"""Japan's loss of product when nothing comes for 3 or 12 months, beside published estimates (conventions §20, 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests.rows import Case, Told, scored
from ytterby.assessment.futures import futures_of
from ytterby.baseline.value_added import Published, load_value_added
from ytterby.network.chain import load_chain
from ytterby.outcomes.fill import bands
from ytterby.outcomes.money import Shortage, losses_of
from ytterby.scenario.schema import Scenario
from ytterby.simulation.prepare import Prepared

Floats = NDArray[np.float64]
Row = dict[str, Any]
EPISODE = "japan-product"
CHAIN, PLACE, SENDER = "magnet-rare-earths", "JPN", "CHN"
ENDS = {3: "2026-03-31", 12: "2026-12-31"}
YOUNGER = "the chain is of 2024, from sources of 2025 and 2026"
RUN_MONTHS = 24
WEEK = 0.25
"""Months of stock a maker needs to run at all: the step of the simulation."""


def stop(months: int) -> Scenario:
    """Return the scenario in which nothing of the chain leaves for Japan for some months."""
    measure = {
        "id": "stop", "citation": "assumption: nothing of the chain is shipped to Japan", "from": "2026-01-01",
        "until": ENDS[months], "origin": SENDER, "destinations": [PLACE], "permission": "denied",
    }  # fmt: skip
    return Scenario.model_validate(
        {
            "schema": "ytterby/scenario/1", "id": f"stop-{months}-months", "title": f"Nothing for {months} months",
            "question": "What does Japan not add?", "chain": CHAIN, "start": "2026-01", "months": RUN_MONTHS,
            "levers": {"measures": [measure]}, "outcomes": {"focus": [PLACE]},
        }
    )  # fmt: skip


def changed(stock: bool, psi: bool, substitution: bool) -> Callable[[Prepared], Prepared]:
    """Return what takes stock, slow-down before empty, or other sources and designs out of a run."""

    def change(prepared: Prepared) -> Prepared:
        draws, behaviour, course = prepared.draws, prepared.behaviour, prepared.course
        if not stock:
            draws = draws._replace(cover=np.minimum(draws.cover, WEEK))
        if not psi:
            behaviour = behaviour._replace(psi=0.0)
        if not substitution:
            scalars = draws.scalars.copy()
            scalars[:, 1] = 1.0  # no qualified relation grows
            draws = draws._replace(scalars=scalars)
            course = course._replace(substitutable=np.zeros_like(course.substitutable))
        return replace(prepared, draws=draws, behaviour=behaviour, course=course)

    return change


STEPS = (
    ("no stock, no slow-down, no substitution", changed(stock=False, psi=False, substitution=False)),
    ("with stock", changed(stock=True, psi=False, substitution=False)),
    ("with psi: slow-down before empty", changed(stock=True, psi=True, substitution=False)),
    ("with other sources and designs: the model", changed(stock=True, psi=True, substitution=True)),
)
"""From the bare loss to the model, one thing added at a time: the differences add up."""


def share_of_product(months: int, draws: int, seed: int, change: Callable[[Prepared], Prepared]) -> Floats:
    """Loss over two years from the stop on (draw,) [share of a year's product]."""
    futures = futures_of(stop(months), draws, seed, change=change)
    shortage = Shortage(futures.uses, futures.used, futures.demand, futures.destroyed)
    losses = losses_of(load_chain(CHAIN), shortage, PLACE, seed)
    if losses is None:
        return np.zeros(draws)
    return np.asarray(losses.product.sum(axis=1) / losses.gdp)


def published_for(months: int) -> list[Published]:
    """Return what is published of a stop of some months."""
    return [p for p in load_value_added().published if (p.place, p.chain, p.months) == (PLACE, CHAIN, months)]


def _span(band: list[Published]) -> tuple[float, float]:
    return min(p.low for p in band), max(p.high for p in band)


def product_rows(draws: int, seed: int) -> list[Row]:
    """Score 3 and 12 months against the middle of what is published, with the steps from a bare loss to the model's."""
    rows = []
    middle = {m: sum(_span(published_for(m))) / 2.0 for m in ENDS}
    for months in ENDS:
        steps = [(name, share_of_product(months, draws, seed, change)) for name, change in STEPS]
        band = published_for(months)
        low, high = _span(band)
        other = next(m for m in ENDS if m != months)
        naive = {
            "no loss": np.zeros(1),
            f"in proportion to {other} months": np.array([middle[other] * months / other]),
        }
        told = Told(
            EPISODE, f"Japan's loss of product, {months} months without deliveries", "2025-12-31", "prior",
            YOUNGER, "; ".join(f"{p.low:.2%}: {p.source}" for p in band), "of a year's product",
        )  # fmt: skip
        row = scored(told, [Case(steps[-1][1], middle[months], naive)])
        row["note"] = "what is published are estimates too: the score is of agreement, not of truth"
        row["published"] = [low, high]
        row["decomposition"] = [
            {"step": name, **{k: round(float(v), 6) for k, v in zip(("p05", "p50", "p95"), bands(x), strict=True)},
             "mean": round(float(x.mean()), 6)}
            for name, x in steps
        ]  # fmt: skip
        rows.append(row)
    return rows
