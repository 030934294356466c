"""Step 9 of a month: prices in two zones (conventions §13)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, part
from ytterby.simulation.kernel.arrays import DT, Behaviour, Draw, State, Topology

_LOWEST, _HIGHEST = float(np.log(0.25)), float(np.log(40.0))
"""Bounds of ln price."""
_PRESSURE = 0.25
"""How much of what is ordered beyond use counts as demand: the rest is the same buyer asking again."""
_STOCK_WEIGHT = 0.15
"""How strongly unsold stock presses on its zone's price."""


@kernel
def clearing_ratio(supply: float, e_demand: float, e_supply: float) -> float:
    """Price over the baseline that clears a market: D0 r^e_d = S0 r^e_s (conventions §13).

    Parameters
    ----------
    supply : S0 over D0.
    e_demand, e_supply : elasticities, the first negative.
    """
    ratio: float = supply ** (1.0 / (e_demand - e_supply))
    return ratio


@kernel
def felt(amount: float, wanted: float) -> float:
    """How much of an order, or of a delivery, counts for the price: what is beyond use counts for less.

    Orders and deliveries are read alike. Otherwise buyers who draw on their stores would look short, and buyers whose
    rush is served in full would look glutted.
    """
    return amount if amount <= wanted else wanted + _PRESSURE * (amount - wanted)


@part
def clear_prices(step: int, topology: Topology, draw: Draw, behaviour: Behaviour, state: State) -> None:
    """Move each zone's price towards what clears it; dearer inputs push what is made from them.

    Supply over demand is what buyers of the zone were given over what they ordered, both as the price feels them,
    smoothed over a month; stock unsold beyond its target presses the price of its own zone.
    """
    if behaviour.priced <= 0.0:
        return
    weigh_markets(topology, draw, state)
    tight, price, before, log_price = state.tight, state.price, state.price_before, state.log_price
    balance, cost_share, power = state.balance, topology.cost_share, 1.0 / (draw.e_demand - draw.e_supply)
    zones, commodities = price.shape
    for z in range(zones):
        for c in range(commodities):
            asked, given, unsold, target = balance[z, c, 0], balance[z, c, 1], balance[z, c, 2], balance[z, c, 3]
            now = given / asked if asked > 0.0 else 1.0
            tight[z, c] += DT * (max(now, 1e-3) - tight[z, c])
            aim = power * np.log(tight[z, c])
            if unsold > target > 0.0:
                aim += _STOCK_WEIGHT * np.log(target / unsold)
            pushed = 1.0
            for i in range(commodities):
                pushed += cost_share[c, i] * (price[z, i] - 1.0)
            if pushed != 1.0:
                aim += np.log(pushed)
            aim = min(max(aim, _LOWEST), _HIGHEST)
            before[z, c] += DT * (price[z, c] - before[z, c])
            price[z, c] *= np.exp(DT * (aim - log_price[z, c]) / behaviour.tau_price)


@part
def weigh_markets(topology: Topology, draw: Draw, state: State) -> None:
    """Sum by zone and commodity what is asked, given, unsold and aimed at in store."""
    balance, wanted_of, ordered, given = state.balance, state.wanted, state.ordered, state.given
    market_zone, market_commodity, member = topology.market_zone, topology.market_commodity, topology.market_need
    member_start, offer_start, finished = topology.market_start, topology.offer_start, state.finished
    site_zone, offer_commodity, slow = topology.site_zone, topology.offer_commodity, state.received_slow
    balance[:] = 0.0
    for m in range(ordered.size):
        z, c, wanted = market_zone[m], market_commodity[m], 0.0
        for i in range(member_start[m], member_start[m + 1]):
            wanted += wanted_of[member[i]] * DT
        balance[z, c, 0] += felt(ordered[m], wanted)
        balance[z, c, 1] += felt(given[m], wanted)
    for site in range(site_zone.size):
        z = site_zone[site]
        for o in range(offer_start[site], offer_start[site + 1]):
            c = offer_commodity[o]
            balance[z, c, 2] += finished[o, 0] + finished[o, 1]
            balance[z, c, 3] += draw.finished_cover * slow[o]
