"""Both sides' losses of a restriction, month by month (conventions §18)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.futures import Change, Futures, futures_of
from ytterby.assessment.leverage.book import Book
from ytterby.domain.estimate import triangular_quantile
from ytterby.network.chain import load_chain
from ytterby.outcomes.fill import bands
from ytterby.outcomes.money import Shortage, losses_of
from ytterby.scenario.sampling import uniforms
from ytterby.scenario.schema import Scenario

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """What each side loses.

    Attributes
    ----------
    months : names.
    target : (draw, month) [USD] value not added in the target, suppliers included.
    others : (draw, month) [USD] the same in the other places whose industries are known, the sender left out.
    income : (draw, month) [USD] export income the sender does not earn; below zero where it earns more.
    idle : (draw, month) [share] of its exports of the chain that do not leave.
    """

    months: tuple[str, ...]
    target: Floats
    others: Floats
    income: Floats
    idle: Floats

    def rows(self) -> list[dict[str, Any]]:
        """One row a month, 5, 50 and 95 % of draws."""
        named = {"target_usd": self.target, "others_usd": self.others, "sender_income_usd": self.income}
        wide = {name: bands(values) for name, values in named.items()}
        share = bands(self.idle)
        return [
            {
                "month": month,
                **{n: [round(float(x)) for x in b[:, m]] for n, b in wide.items()},
                "sender_idle": [round(float(x), 4) for x in share[:, m]],
            }
            for m, month in enumerate(self.months)
        ]


def sides(scenario: Scenario, target: str, book: Book, draws: int, seed: int, change: Change | None = None) -> Sides:
    """Run a scenario and count both sides' losses.

    Parameters
    ----------
    scenario, target : what is done to whom.
    book : unit values of what leaves.
    draws, seed : of the run.
    change : what is done to the arrays before they run.
    """
    futures = futures_of(scenario, draws, seed, change=change)
    chain = load_chain(scenario.chain)
    sender = scenario.controller or chain.controller
    shortage = Shortage(futures.uses, futures.used, futures.demand, futures.destroyed)
    found = {p: losses_of(chain, shortage, p, seed) for p in sorted({u[0] for u in futures.uses}) if p != sender}
    money = {p: loss.product for p, loss in found.items() if loss is not None}
    empty = np.zeros((draws, len(futures.months)))
    return Sides(
        futures.months,
        money.get(target, empty),
        sum((m for p, m in money.items() if p != target), empty),
        *_sender(futures, book, scenario.chain, seed),
    )


def _sender(futures: Futures, book: Book, chain: str, seed: int) -> tuple[Floats, Floats]:
    """Export income lost (draw, month) [USD] at the prices before, and the share of exports that does not leave.

    Dearer prices for what still leaves are not counted as income won: buyers and sellers of contracts share them.
    """
    values = book.unit_values.get(chain, {})
    luck = dict(zip(values, uniforms(len(futures.sent), [f"unit-value/{s}" for s in values], seed).T, strict=True))
    lost, idle = np.zeros(futures.sent.shape[::2]), np.zeros(futures.sent.shape[::2])
    usual = np.zeros(len(futures.sent))
    for k, (stage, _) in enumerate(futures.groups):
        if stage not in values:
            continue
        price = values[stage]
        worth = triangular_quantile(luck[stage], *(np.float64(x) for x in (price.low, price.best, price.high)))  # type: ignore[arg-type]
        missing = futures.before[:, k, None] - futures.sent[:, k]
        lost += missing * worth[:, None] * 1000.0
        idle += missing * worth[:, None]
        usual += futures.before[:, k] * worth
    return lost, idle / usual[:, None]
