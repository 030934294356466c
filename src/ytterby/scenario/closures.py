"""What closed transit does to the links of a network (conventions §12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.month import Month
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.corridors import Closure, Corridor, Corridors
from ytterby.scenario.steps import share_of_month

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CorridorTable:
    """What corridors allow, month by month.

    Attributes
    ----------
    flow : (month, link) [share] of the usual flow that can still pass; 1 within a place.
    lag : (month, link) [mo] time under way beyond the usual, mean over what passes; negative where faster.
    cost : (month, link) freight over the usual freight, mean over what passes; 1 where nothing does.
    routes : (link,) ids of the corridors that serve a link, the usual one first; none within a place.
    """

    flow: Floats
    lag: Floats
    cost: Floats
    routes: tuple[tuple[str, ...], ...]


def closure_table(
    corridors: Corridors, closures: Sequence[Closure], network: SupplyNetwork, start: Month, months: int
) -> CorridorTable:
    """Send each link's flow by the cheapest routes that are open.

    Parameters
    ----------
    corridors : the routes there are.
    closures : what closes or charges, when.
    network : whose links are routed.
    start, months : span of the run.

    Raises
    ------
    BadScenario : a closure of a transit that no corridor crosses; all at once.

    Notes
    -----
    Route c can take K_c prod over its transits of (1 - closed) and costs cost_c + the charges of its transits; routes
    are filled from the cheapest until the usual flow passes.                                       conventions §12
    """
    open_, charge = _transit_states(corridors, closures, start, months)
    shape = (months, network.link_offer.size)
    flow, lag, cost = np.ones(shape), np.zeros(shape), np.ones(shape)
    pairs = [network.link_places(k) for k in range(shape[1])]
    routes = {pair: corridors.serving(*pair) for pair in dict.fromkeys(pairs) if pair[0] != pair[1]}
    column = {name: i for i, name in enumerate(corridors.transits)}
    states, which = np.unique(np.hstack([open_, charge]), axis=0, return_inverse=True)
    for pair, choice in routes.items():
        filled = np.array([_fill(choice, column, state[: len(column)], state[len(column) :]) for state in states])
        here = [k for k, other in enumerate(pairs) if other == pair]
        for table, part in zip((flow, lag, cost), filled[which.ravel()].T, strict=True):
            table[:, here] = part[:, None]
    return CorridorTable(flow, lag, cost, tuple(tuple(c.id for c in routes.get(pair, ())) for pair in pairs))


def _transit_states(
    corridors: Corridors, closures: Sequence[Closure], start: Month, months: int
) -> tuple[Floats, Floats]:
    """Share of the traffic that passes each transit, and what passing costs more: (month, transit) each."""
    names = corridors.transits
    faults = [
        Fault(f'no corridor crosses "{c.transit}"', f'closure "{c.id}"', "conventions §12", names,
              did_you_mean(c.transit, names))
        for c in closures if c.transit not in names
    ]  # fmt: skip
    if faults:
        raise BadScenario(*faults)
    open_, charge = np.ones((months, len(names))), np.zeros((months, len(names)))
    for closure in closures:
        k = names.index(closure.transit)
        share = np.array([share_of_month(start + m, closure.from_, closure.until) for m in range(months)])
        open_[:, k] *= 1.0 - closure.closed * share
        charge[:, k] += closure.charge * share
    return open_, charge


def _fill(
    routes: tuple[Corridor, ...], column: dict[str, int], open_: Floats, charge: Floats
) -> tuple[float, float, float]:
    """Fill the cheapest open routes; return the share that passes, its extra lag and its cost."""
    crossed = [[column[name] for name in route.transit] for route in routes]
    price = [route.cost.best + float(charge[k].sum()) for route, k in zip(routes, crossed, strict=True)]
    passed = late = paid = 0.0
    for i in sorted(range(len(routes)), key=lambda i: price[i]):
        part = min(routes[i].capacity.best * float(open_[crossed[i]].prod()), 1.0 - passed)
        passed += part
        late += part * (routes[i].lag.best - routes[0].lag.best)
        paid += part * price[i]
    return (passed, late / passed, paid / passed) if passed > 0 else (0.0, 0.0, 1.0)
