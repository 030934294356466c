"""How far a stock is filled before a measure stops the goods it would be filled with (conventions §19)."""

from __future__ import annotations

import numpy as np

from ytterby.network.supply import SupplyNetwork
from ytterby.planning.levers import Lever, Stock
from ytterby.planning.situation import Situation
from ytterby.scenario.steps import STEPS_PER_MONTH


def needs_of(network: SupplyNetwork, effect: Stock) -> list[int]:
    """Needs whose inputs a stock holds."""
    return [
        n
        for n, need in enumerate(network.needs)
        if (need.place, need.stage) == (effect.place, effect.stage)
        and (not effect.end_uses or need.end_use in effect.end_uses)
    ]


def ready(lever: Lever, year: int) -> float:
    """Month from the start of the plan in which a stock begun in a year is full."""
    return 12.0 * year + lever.lead_months[1]


def filled(situation: Situation, lever: Lever, year: int) -> float:
    """Share of a stock that is bought by the time it should be full.

    Notes
    -----
    It is bought in equal parts over its lead time. While a measure holds back what the controlling state sends to the
    holder, only the part that comes from elsewhere, or is let through, can be bought: a stock begun under a full
    denial stays nearly empty.
    """
    effect, network = lever.effect, situation.network
    assert isinstance(effect, Stock)
    markets = {int(network.need_market[n]) for n in needs_of(network, effect)}
    links = np.flatnonzero(np.isin(network.link_market, list(markets)))
    flow = network.flow[:, links].mean(axis=0)
    if flow.sum() <= 0:
        return 0.0
    inside = np.array([network.offers[o].place == network.chain.controller for o in network.link_offer[links]])
    law = situation.prepared.permissions
    share = np.where(inside, np.minimum(law.link[:, links, 1], 1.0), 1.0)
    for q, link in enumerate(law.licensed):
        at = np.flatnonzero(links == link)
        granted = np.where(law.binding[:, [q]], np.clip(law.approval[:, [q]], 0.0, 1.0), 1.0)  # free before the regime
        share[:, at] = np.minimum(share[:, at], granted)
    bought = share @ (flow / flow.sum())
    first = min(12 * year * STEPS_PER_MONTH, bought.size - 1)
    last = min(int(ready(lever, year) * STEPS_PER_MONTH), bought.size)
    odds = lever.odds
    return float(bought[first : max(last, first + 1)].mean()) * odds
