"""Who stands behind whom in a balanced network: walks along the shares of its flows (conventions §17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ytterby.assessment.indices.arrays import Bools, Floats, Ints
from ytterby.errors import YtterbyError
from ytterby.network.supply import SINK, SupplyNetwork

_STILL = 1e-12
_MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class Relations:
    """Mean flows of a network as shares.

    Attributes
    ----------
    material : what is counted; None for all mass.
    bought : (market, site) [share] of what a market takes, by who made it; rows of markets that take nothing are 0.
    need_site, need_market : (input,) inputs of sites only.
    weight : (input,) [share] of an input in the mass a site takes in.
    makes_from_nothing : (site,) True for mines and collection: they take no input.
    """

    material: str | None
    bought: sparse.csr_array
    need_site: Ints
    need_market: Ints
    weight: Floats
    makes_from_nothing: Bools


def relations(network: SupplyNetwork, material: str | None = None) -> Relations:
    """Read the relations of a network, averaged over draws.

    Parameters
    ----------
    network : balanced.
    material : count only what contains this material, by what it contains of it; None counts all mass.
    """
    content = np.array([_content(network, o.commodity, material) for o in network.offers])
    flow = network.flow.mean(axis=0) * content[network.link_offer]
    total = np.bincount(network.link_market, flow, len(network.markets))
    part = np.divide(flow, total[network.link_market], out=np.zeros_like(flow), where=total[network.link_market] > 0)
    site = np.array([network.offers[o].site for o in network.link_offer])
    bought = sparse.csr_array((part, (network.link_market, site)), shape=(len(network.markets), len(network.sites)))
    holds = [_content(network, need.commodity, material) > 0 for need in network.needs]
    inner = np.array([n for n, need in enumerate(network.needs) if need.site != SINK and holds[n]], dtype=np.int64)
    need_site = np.array([network.needs[n].site for n in inner], dtype=np.int64)
    mass = network.intake.mean(axis=0)[inner] * [_content(network, network.needs[n].commodity, material) for n in inner]
    whole = np.bincount(need_site, mass, len(network.sites))
    weight = np.divide(mass, whole[need_site], out=np.zeros_like(mass), where=whole[need_site] > 0)
    takes = np.isin(np.arange(len(network.sites)), need_site)
    return Relations(material, bought, need_site, network.need_market[inner], weight, ~takes)


def touched(of: Relations, sources: Bools) -> Floats:
    """Share of what each market takes that was at one of the sources at any step, by mass.

    Parameters
    ----------
    of : the relations.
    sources : (site, case).

    Returns
    -------
    (market, case) [share]

    Notes
    -----
    t = A (s or (1 - s) W t), the chain of §17 with the sources absorbing: A what is bought from whom, W inputs by mass.
    """
    return _settled(of, sources.astype(np.float64), lambda m: _by_mass(of, m), sources)


def enabled(of: Relations, sources: Bools) -> Floats:
    """Share of what each market takes that could not have been made without what came from the sources.

    As `touched`, but a site whose one input came from there counts by that input, however little it weighs: no
    magnet is made without its dysprosium.

    Returns
    -------
    (market, case) [share]
    """
    return _settled(of, sources.astype(np.float64), lambda m: _by_scarcest(of, m, np.maximum, 0.0), sources)


def kept(of: Relations, removed: Bools, stretch: float, spare: float) -> Floats:
    """Share of what each market takes that can still be had when sites fall away, statically.

    Parameters
    ----------
    of : the relations.
    removed : (site, case).
    stretch : largest growth of a relation (conventions §6).
    spare : most a site can make, over what it makes (1 / utilisation).

    Returns
    -------
    (market, case) [1]
        Above 1 where more than before can be had.

    Notes
    -----
    The largest solution of a_s = min(spare, min over inputs of m), a = 0 for what is removed, and
    m = sum of shares times min(stretch, a). A supplier scales all its buyers alike, so the answer is feasible for all
    of them at once; what a satisfied buyer leaves over is not handed on, so it is a floor of what coordination reaches.
    """
    able = np.where(removed, 0.0, spare)
    for _ in range(_MOST_ROUNDS):
        market = of.bought @ np.minimum(stretch, able)
        after = np.where(removed, 0.0, np.minimum(spare, _by_scarcest(of, market, np.minimum, np.inf)))
        if float(np.max(np.abs(after - able), initial=0.0)) < _STILL:
            return np.asarray(market)
        able = after
    raise YtterbyError("the static walk along the chain does not settle")


def _settled(of: Relations, site: Floats, through: Callable[[Floats], Floats], sources: Bools) -> Floats:
    for _ in range(_MOST_ROUNDS):
        market: Floats = np.asarray(of.bought @ site)
        after = np.where(sources, 1.0, through(market))
        if float(np.max(np.abs(after - site), initial=0.0)) < _STILL:
            return market
        site = after
    raise YtterbyError("the walk along the chain does not settle")


def _by_mass(of: Relations, market: Floats) -> Floats:
    out = np.zeros((of.bought.shape[1], market.shape[1]))
    np.add.at(out, of.need_site, of.weight[:, None] * market[of.need_market])
    return out


def _by_scarcest(of: Relations, market: Floats, pick: np.ufunc, start: float) -> Floats:
    out = np.full((of.bought.shape[1], market.shape[1]), start)
    pick.at(out, of.need_site, market[of.need_market])
    return out


def _content(network: SupplyNetwork, commodity: str, material: str | None) -> float:
    return 1.0 if material is None else network.chain.commodities[commodity].content.get(material, 0.0)
