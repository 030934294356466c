"""Step 9 of a month: prices in two zones (conventions §13)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import kernel, part
from ytterby.simulation.kernel.arrays import DT, Behaviour, Draw, State, Topology

_LOWEST, _HIGHEST = 0.25, 40.0
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


@kernel
def settled(clearing: float, pushed: float) -> float:
    """Price a market moves to: what clears it or what its inputs cost, the higher of the two.

    A scarce input makes scarce what is made from it. To multiply the two would count that scarcity again at every
    stage: a cut by 60 % that is 6.25 for the input would be some 30 for the magnet (conventions §13). In a glut sellers
    take less than their inputs cost.
    """
    return max(clearing, pushed) if min(clearing, pushed) > 1.0 else clearing * pushed


@kernel
def clear_prices(step: int, topology: Topology, draw: Draw, behaviour: Behaviour, state: State) -> None:
    """Move each zone's price towards what clears it; dearer inputs push what is made from them.

    Supply over demand is what buyers of the zone were given over what they ordered, both as the price feels them,
    smoothed over a month. What they use out of their stores is supply as well: the price comes as stores run down.
    Stock unsold beyond its target presses the price of its own zone.
    """
    if behaviour.priced <= 0.0:
        return
    weigh_markets(topology, draw, state)
    tight, price, before, balance = state.tight, state.price, state.price_before, state.balance
    for z in range(price.shape[0]):
        for c in range(price.shape[1]):
            asked, given, unsold, target = balance[z, c, 0], balance[z, c, 1], balance[z, c, 2], balance[z, c, 3]
            now = given / asked if asked > 0.0 else 1.0
            tight[z, c] += DT * (max(now, 1e-3) - tight[z, c])
            ratio = clearing_ratio(tight[z, c], draw.e_demand, draw.e_supply)
            if unsold > target > 0.0:
                ratio *= (target / unsold) ** _STOCK_WEIGHT
            pushed = 1.0
            for i in range(price.shape[1]):
                pushed += topology.cost_share[c, i] * (price[z, i] - 1.0)
            aim = np.log(min(max(settled(ratio, pushed), _LOWEST), _HIGHEST))
            before[z, c] += DT * (price[z, c] - before[z, c])
            price[z, c] *= np.exp(DT * (aim - np.log(price[z, c])) / behaviour.tau_price)


@part
def weigh_markets(topology: Topology, draw: Draw, state: State) -> None:
    """Sum what is asked, given, unsold and aimed at in each zone for each commodity, into `balance`."""
    balance, ordered, given, wanted, used = state.balance, state.ordered, state.given, state.wanted, state.used
    zone, commodity, member_start = topology.market_zone, topology.market_commodity, topology.market_start
    member = topology.market_need
    finished, slow, starts = state.finished, state.received_slow, topology.offer_start
    balance[:] = 0.0
    for m in range(ordered.size):
        z, c, use, met = zone[m], commodity[m], 0.0, 0.0
        for i in range(member_start[m], member_start[m + 1]):
            use += wanted[member[i]] * DT
            met += used[member[i], 0] + used[member[i], 1]
        balance[z, c, 0] += felt(ordered[m], use)
        balance[z, c, 1] += felt(max(given[m], min(met, ordered[m])), use)
    for site in range(topology.site_zone.size):
        z = topology.site_zone[site]
        for o in range(starts[site], starts[site + 1]):
            c = topology.offer_commodity[o]
            balance[z, c, 2] += finished[o, 0] + finished[o, 1]
            balance[z, c, 3] += draw.finished_cover * slow[o]
