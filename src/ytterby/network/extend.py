"""Sites that are not there yet: projects, and third-country supply at a multiple of the price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import DemandClass, Stage
from ytterby.network.supply import Market, Need, Offer, Site, SupplyNetwork

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NewSite:
    """A site that may come on stream.

    Attributes
    ----------
    id, place, stage : what it is called, where, at which stage it works.
    output : commodity it makes.
    inputs : commodity -> t per t of output.
    capacity : (draw,) [t/mo] of output; 0 where it fails.
    start : (draw,) month from the start of the run; inf for never.
    cost, floor : (draw,) unit cost and price floor as multiples of the baseline price.
    quality : t of usable output per t made.
    buyers : places it sells to; empty for all that buy its output.
    lag : [mo] time under way to its buyers.
    """

    id: str
    place: str
    stage: Stage
    output: str
    inputs: dict[str, float]
    capacity: Floats
    start: Floats
    cost: Floats
    floor: Floats
    quality: float = 1.0
    buyers: tuple[str, ...] = ()
    lag: float = 1.0


def extended(network: SupplyNetwork, sites: Sequence[NewSite]) -> SupplyNetwork:
    """Add sites, their needs, and relations that open when they come on stream.

    Parameters
    ----------
    network : as balanced; nothing of it changes, so its steady state stays.
    sites : in any order; a new site may feed another.

    Returns
    -------
    SupplyNetwork
        New needs stand before final uses; nothing flows to or from new sites at first.
    """
    for site in sites:
        network = _with_site(network, site)
    return _fed(network, sites)


def _with_site(network: SupplyNetwork, new: NewSite) -> SupplyNetwork:
    """Append one site: its offer, its needs in markets of their own, links to its buyers."""
    draws, index, at = network.n_draws, len(network.sites), int(network.sinks[0])
    needs = [Need(index, c, new.place, new.stage) for c in new.inputs]
    markets = [Market(f"{new.place}", c, new.stage, DemandClass.CIVIL) for c in new.inputs]
    intake = np.repeat(np.array([list(new.inputs.values())]), draws, axis=0).reshape(draws, len(needs))
    buyers = _buyers(network, new)
    share = _shares(network, buyers)
    column, relation = np.zeros((draws, 1)), np.zeros((draws, len(buyers)))
    return replace(
        network,
        sites=(*network.sites, Site((new.id,), new.stage, new.place)),
        offers=(*network.offers, Offer(index, new.output, new.place)),
        needs=(*network.needs[:at], *needs, *network.needs[at:]),
        markets=(*network.markets, *markets),
        need_market=np.insert(network.need_market, at, len(network.markets) + np.arange(len(markets))),
        link_offer=np.append(network.link_offer, np.full(len(buyers), len(network.offers))),
        link_market=np.append(network.link_market, np.array(buyers, dtype=np.int64)),
        link_lag=np.append(network.link_lag, [_lag(network, new, m) for m in buyers]),
        activity=np.hstack([network.activity, column]),
        yields=np.hstack([network.yields, column + new.quality]),
        intake=np.hstack([network.intake[:, :at], intake, network.intake[:, at:]]),
        flow=np.hstack([network.flow, relation]),
        cover=np.hstack([network.cover[:, :at], np.ones_like(intake), network.cover[:, at:]]),
        cover_origin=np.insert(network.cover_origin, at, np.full(len(needs), -1)),
        added=np.hstack([network.added, new.capacity[:, None]]),
        start=np.hstack([network.start, new.start[:, None]]),
        cost=np.hstack([network.cost, new.cost[:, None]]),
        floor=np.hstack([network.floor, new.floor[:, None]]),
        fresh=np.hstack([network.fresh, relation + new.capacity[:, None] * share]),
        opens=np.hstack([network.opens, relation + new.start[:, None]]),
        link_origin=np.append(network.link_origin, np.full(len(buyers), -1)),
    )


def _buyers(network: SupplyNetwork, new: NewSite) -> list[int]:
    """Markets a new site can sell to; named outflows buy nothing."""
    return [
        k
        for k, m in enumerate(network.markets)
        if m.commodity == new.output and m.stage != Stage.UNREPORTED and (not new.buyers or m.place in new.buyers)
    ]


def _shares(network: SupplyNetwork, buyers: Sequence[int]) -> Floats:
    """Divide a new supplier's flow over its buyers by what they take in the same future (draw, buyer) [share]."""
    taken = np.array([network.flow[:, network.link_market == k].sum(axis=1) for k in buyers])
    taken = taken.reshape(len(buyers), network.n_draws).T
    whole = taken.sum(axis=1, keepdims=True)
    even = np.full(taken.shape, 1.0 / max(len(buyers), 1))
    return np.asarray(np.divide(taken, whole, out=even, where=whole > 0))


def _lag(network: SupplyNetwork, new: NewSite, market: int) -> float:
    same = network.markets[market].place == new.place
    return network.chain.lags_months["domestic"] if same else new.lag


def _fed(network: SupplyNetwork, sites: Sequence[NewSite]) -> SupplyNetwork:
    """Give every market of a new site links from all who make what it needs, old and new."""
    first_site = len(network.sites) - len(sites)
    offers, markets, lags, fresh, opens = [], [], [], [], []
    for n, need in enumerate(network.needs):
        if need.site < first_site:
            continue
        new = sites[need.site - first_site]
        wanted = new.capacity * network.intake[:, n]
        makers = [k for k, o in enumerate(network.offers) if o.commodity == need.commodity and o.site != need.site]
        sizes = np.array([_size(network, k) for k in makers])
        for k, size in zip(makers, sizes, strict=True):
            domestic = network.offers[k].place == need.place
            offers.append(k)
            markets.append(network.need_market[n])
            lags.append(network.chain.lags_months["domestic"] if domestic else new.lag)
            fresh.append(wanted * size / sizes.sum(axis=0))
            opens.append(np.maximum(new.start, network.start[:, network.offers[k].site]))
    if not offers:
        return network
    relation = np.zeros((network.n_draws, len(offers)))
    return replace(
        network,
        link_offer=np.append(network.link_offer, offers),
        link_market=np.append(network.link_market, markets),
        link_lag=np.append(network.link_lag, lags),
        flow=np.hstack([network.flow, relation]),
        fresh=np.hstack([network.fresh, np.array(fresh).T]),
        opens=np.hstack([network.opens, np.array(opens).T]),
        link_origin=np.append(network.link_origin, np.full(len(offers), -1)),
    )


def _size(network: SupplyNetwork, offer: int) -> Floats:
    """Output (draw,) [t/mo] of an offer, made or planned."""
    site = network.offers[offer].site
    made: Floats = network.activity[:, site] * network.yields[:, offer]
    return made + network.added[:, site] + 1e-9
