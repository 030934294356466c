"""How much of a use's baseline supply the law bars, at its own door or further up the chain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Label
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.scenario.law import PermissionTable
from ytterby.scenario.steps import STEPS_PER_MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
UseKey = tuple[str, str, str]
_ROUNDS = 60


def barred_share(network: SupplyNetwork, flow: Floats, permissions: PermissionTable) -> dict[UseKey, Floats]:
    """Share of the baseline supply of each use that cannot come from where it came.

    Parameters
    ----------
    network : for the names and ties of its nodes.
    flow : (link,) [t/mo] baseline flows, means over draws.
    permissions : what may move; the last step of a month stands for it.

    Returns
    -------
    (place, end use, class) -> (month,) [share]
        The highest of the commodities the use takes.

    Notes
    -----
    A link loses b = (1 - licensed share) x (share of its lots that stem from the controlling place); a market loses
    t = mean_k max(b, t_maker) over its links, by flow, since both speak of the same lots; a maker loses as much as the
    worst of its inputs, none of which replaces another (conventions §5, §7).
    """
    stems = _settled(network, flow, np.zeros(flow.size), controlled=1.0)[network.link_offer]
    by_month = permissions.link[STEPS_PER_MONTH - 1 :: STEPS_PER_MONTH, :, Label.CONDITIONED]
    law, which = np.unique(by_month, axis=0, return_inverse=True)
    lost = np.stack([_markets(network, flow, np.clip(1.0 - row, 0.0, 1.0) * stems) for row in law])[which.reshape(-1)]
    out: dict[UseKey, Floats] = {}
    for n, need in enumerate(network.needs):
        if need.site == SINK:
            key = (need.place, need.end_use, str(need.demand_class))
            out[key] = np.maximum(out.get(key, 0.0), lost[:, network.need_market[n]])
    return out


def _markets(network: SupplyNetwork, flow: Floats, barred: Floats) -> Floats:
    """Share each market loses (market,), given the share each link loses."""
    makers = _settled(network, flow, barred, controlled=0.0)
    return _mean_by_market(network, flow, np.maximum(barred, makers[network.link_offer]))


def _settled(network: SupplyNetwork, flow: Floats, barred: Floats, controlled: float) -> Floats:
    """Value of each offer (offer,) after passing down the chain; scrap loops settle by repetition."""
    sites = np.array([o.site for o in network.offers])
    own = np.array([o.place == network.chain.controller for o in network.offers])
    fed = np.array([n.site for n in network.needs])
    inner = fed != SINK
    value = np.where(own, controlled, 0.0)
    for _ in range(_ROUNDS):
        market = _mean_by_market(network, flow, np.maximum(barred, value[network.link_offer]))
        site = np.zeros(len(network.sites))
        np.maximum.at(site, fed[inner], market[network.need_market[inner]])
        after = np.where(own, controlled, site[sites])
        if np.abs(after - value).max() < 1e-9:
            return after
        value = after
    return value


def _mean_by_market(network: SupplyNetwork, flow: Floats, value: Floats) -> Floats:
    count = len(network.markets)
    total = np.bincount(network.link_market, flow, count)
    weighted = np.bincount(network.link_market, flow * value, count)
    return np.divide(weighted, total, out=np.zeros(count), where=total > 0)
