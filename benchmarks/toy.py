"""A toy of rationing: 40 places sell to 48 markets, each market knows eight of them.

Supply and demand differ by draw and step, finished stock is carried over. All lots are unconditioned and all buyers
of one rank, so that a twin without labels, ranks and law gives the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PLACES, MARKETS, KNOWN = 40, 48, 8
SWITCH, ROUNDS, ENOUGH, DT = 1.5, 6, 1e-9, 0.25


@dataclass(frozen=True)
class Toy:
    """Numbers of the toy.

    Attributes
    ----------
    supplier, market : (link,) where a link comes from and goes to, ordered by market.
    weight : (link,) baseline flow [t/mo].
    made : (draw, supplier), season : (step, supplier) their product is output [t/mo].
    wanted : (draw, market), mood : (step, market) their product is what is ordered [t/mo].
    """

    supplier: Ints
    market: Ints
    weight: Floats
    made: Floats
    season: Floats
    wanted: Floats
    mood: Floats


def make_toy(draws: int, steps: int, seed: int = 1) -> Toy:
    """Return a toy in which about a third of the steps are short somewhere."""
    rng = np.random.default_rng(seed)
    supplier = np.concatenate([np.sort(rng.choice(PLACES, KNOWN, replace=False)) for _ in range(MARKETS)])
    market = np.repeat(np.arange(MARKETS), KNOWN)
    weight = rng.lognormal(2.0, 1.0, supplier.size)
    sold, bought = np.bincount(supplier, weight, PLACES), np.bincount(market, weight, MARKETS)
    return Toy(
        supplier.astype(np.int64), market.astype(np.int64), weight,
        sold * rng.uniform(0.7, 1.2, (draws, PLACES)), rng.uniform(0.6, 1.2, (steps, PLACES)),
        bought * rng.uniform(0.9, 1.1, (draws, MARKETS)), rng.uniform(0.8, 1.2, (steps, MARKETS)),
    )  # fmt: skip


def batched(toy: Toy) -> Floats:
    """Ration all draws at once in arrays; return what each market was given over the run (draw, market) [t]."""
    draws, first = toy.made.shape[0], np.arange(0, toy.market.size, KNOWN)
    left, total = np.zeros((draws, PLACES)), np.zeros((draws, MARKETS))
    to_supplier = np.zeros((toy.supplier.size, PLACES))
    to_supplier[np.arange(toy.supplier.size), toy.supplier] = 1.0
    for step in range(toy.season.shape[0]):
        left += toy.made * toy.season[step] * DT
        ordered = toy.wanted * toy.mood[step] * DT
        lack, cap = ordered.copy(), np.broadcast_to(SWITCH * toy.weight * DT, (draws, toy.weight.size)).copy()
        for _ in range(ROUNDS):
            serves = (cap > ENOUGH) & (left > ENOUGH)[:, toy.supplier]
            weight = np.where(serves, toy.weight, 0.0)
            reach = np.add.reduceat(weight, first, axis=1)
            rate = np.divide(lack, reach, out=np.zeros_like(lack), where=(reach > 0) & (lack > ENOUGH))
            if not rate.any():
                break
            ask = np.minimum(np.repeat(rate, KNOWN, axis=1) * weight, cap)
            asked = ask @ to_supplier
            share = np.minimum(1.0, np.divide(left, asked, out=np.ones_like(left), where=asked > 0))
            given = ask * share[:, toy.supplier]
            left = np.maximum(left - asked * share, 0.0)
            lack -= np.add.reduceat(given, first, axis=1)
            cap -= given
        total += ordered - lack
    return total


def naive(toy: Toy, draws: int) -> Floats:
    """Ration one draw after another in arrays over links; return (draw, market) [t] of the first `draws`."""
    total = np.zeros((draws, MARKETS))
    for d in range(draws):
        left = np.zeros(PLACES)
        for step in range(toy.season.shape[0]):
            left = left + toy.made[d] * toy.season[step] * DT
            ordered = toy.wanted[d] * toy.mood[step] * DT
            lack, cap = ordered.copy(), SWITCH * toy.weight * DT
            for _ in range(ROUNDS):
                weight = np.where((cap > ENOUGH) & (left[toy.supplier] > ENOUGH), toy.weight, 0.0)
                reach = np.bincount(toy.market, weight, MARKETS)
                rate = np.where((reach > 0) & (lack > ENOUGH), lack / np.where(reach > 0, reach, 1.0), 0.0)
                if not rate.any():
                    break
                ask = np.minimum(rate[toy.market] * weight, cap)
                asked = np.bincount(toy.supplier, ask, PLACES)
                share = np.where(asked > 0, np.minimum(1.0, left / np.where(asked > 0, asked, 1.0)), 1.0)
                given = ask * share[toy.supplier]
                left = np.maximum(left - asked * share, 0.0)
                lack = lack - np.bincount(toy.market, given, MARKETS)
                cap = cap - given
            total[d] += ordered - lack
    return total


def plain(toy: Toy, draws: int, steps: int) -> list[list[float]]:
    """Ration link by link in plain Python, as the rule reads; return [draw][market] [t]."""
    supplier, market, weight = toy.supplier.tolist(), toy.market.tolist(), toy.weight.tolist()
    return [_plain_draw(toy, d, steps, supplier, market, weight) for d in range(draws)]


def _plain_draw(
    toy: Toy, d: int, steps: int, supplier: list[int], market: list[int], weight: list[float]
) -> list[float]:  # fmt: skip
    total, left = [0.0] * MARKETS, [0.0] * PLACES
    made, wanted = toy.made[d].tolist(), toy.wanted[d].tolist()
    for step in range(steps):
        for s, season in enumerate(toy.season[step].tolist()):
            left[s] += made[s] * season * DT
        lack = [w * mood * DT for w, mood in zip(wanted, toy.mood[step].tolist(), strict=True)]
        ordered, cap = list(lack), [SWITCH * w * DT for w in weight]
        for _ in range(ROUNDS):
            if not _plain_round(left, lack, cap, supplier, market, weight):
                break
        for m in range(MARKETS):
            total[m] += ordered[m] - lack[m]
    return total


def _plain_round(
    left: list[float], lack: list[float], cap: list[float], supplier: list[int], market: list[int], weight: list[float]
) -> bool:  # fmt: skip
    """One round; False if nobody who lacks anything can ask anybody."""
    links = [k for k in range(len(cap)) if cap[k] > ENOUGH and left[supplier[k]] > ENOUGH and lack[market[k]] > ENOUGH]
    reach, asked = [0.0] * MARKETS, [0.0] * PLACES
    for k in links:
        reach[market[k]] += weight[k]
    ask = {k: min(lack[market[k]] / reach[market[k]] * weight[k], cap[k]) for k in links}
    for k in links:
        asked[supplier[k]] += ask[k]
    share = [min(1.0, have / want) if want > 0.0 else 1.0 for have, want in zip(left, asked, strict=True)]
    for k in links:
        given = ask[k] * share[supplier[k]]
        lack[market[k]] -= given
        cap[k] -= given
    for s in range(PLACES):
        left[s] = max(left[s] - asked[s] * share[s], 0.0)
    return bool(links)
