"""The network seen from far: a few regions, one activity for each process in each, pruned links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Stage
from ytterby.network.supply import SINK, Need, Offer, SupplyNetwork
from ytterby.planning.flow import OUTSIDE, Activity

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INSIDE, OTHERS = "controller", "others"
_NONE = -2


@dataclass(frozen=True)
class Shape:
    """Names of the compact program, and where each part of the network belongs.

    Attributes
    ----------
    offers, markets : (commodity, region) made; (commodity, region, stage, class) bought.
    activities : of the flow program.
    activity_of : (site,) its activity, -2 for the controlling state's.
    links : of the flow program; link_of : (link,) its group, -2 for what is not modelled.
    uses : market of each final use; use_of : (need,) its use, -2 for none.
    market_of : (need,) its market, -2 for the controlling state's.
    """

    offers: tuple[tuple[str, str], ...]
    markets: tuple[tuple[str, str, str, str], ...]
    activities: tuple[Activity, ...]
    activity_of: Ints
    links: tuple[tuple[int, int], ...]
    link_of: Ints
    uses: tuple[int, ...]
    use_of: Ints
    market_of: Ints

    @cached_property
    def in_focus(self) -> NDArray[np.bool_]:
        """True for uses whose shortage counts in full (use,): of a region of its own, or all where none is."""
        own = np.array([self.markets[m][1] != OTHERS for m in self.uses])
        return own if own.any() else ~own

    @cached_property
    def first_uses(self) -> list[int]:
        """Uses in focus at which a magnet goes into a component."""
        return [u for u, m in enumerate(self.uses) if self.in_focus[u] and self.markets[m][2] == Stage.USE]


def shape_of(
    network: SupplyNetwork,
    focus: tuple[str, ...],
    ease: float = 1.0,
    prune: float = 0.002,
    kept: frozenset[int] = frozenset(),
) -> Shape:
    """Group a network into regions: the places in focus, the controlling state, all others.

    Parameters
    ----------
    network : with every site that may be built.
    focus : places that stay on their own; if empty, all but the controlling state are one.
    ease : share of what is sold into the controlling state that its makers can turn to others instead.
    prune : links that carry less than this share of their market are left out [share].
    kept : links that stay whatever they carry, for levers open them.
    """
    region = {p: INSIDE if p == network.chain.controller else (p if p in focus else OTHERS) for p in network.places}
    offers = tuple(sorted({(o.commodity, region[o.place]) for o in network.offers if region[o.place] != INSIDE}))
    wanted = [n for n in network.needs if region[n.place] != INSIDE and n.stage != Stage.UNREPORTED]
    markets = tuple(sorted({_market(n, region) for n in wanted}))
    offer_at, market_at = {k: i for i, k in enumerate(offers)}, {k: i for i, k in enumerate(markets)}
    offer_of = np.array([offer_at.get((o.commodity, region[o.place]), OUTSIDE) for o in network.offers])
    market_of = np.array([market_at.get(_market(n, region), _NONE) for n in network.needs])
    activities, activity_of = _activities(network, region, offer_of, market_of, ease)
    links, link_of = _links(network, offer_of, market_of, prune, kept)
    final = [m for n, m in zip(network.needs, market_of, strict=True) if n.site == SINK and m != _NONE]
    uses = tuple(dict.fromkeys(int(m) for m in final))
    use_at = {m: u for u, m in enumerate(uses)}
    sinks = np.array([n.site == SINK for n in network.needs])
    use_of = np.array([use_at.get(int(m), _NONE) if s else _NONE for m, s in zip(market_of, sinks, strict=True)])
    return Shape(offers, markets, activities, activity_of, links, link_of, uses, use_of, market_of)


def _market(need: Need, region: dict[str, str]) -> tuple[str, str, str, str]:
    return need.commodity, region[need.place], str(need.stage), str(need.demand_class)


def _activities(
    network: SupplyNetwork, region: dict[str, str], offer_of: Ints, market_of: Ints, ease: float
) -> tuple[tuple[Activity, ...], Ints]:
    """One activity for each set of processes in a region, yields and inputs as means over sites and draws."""
    groups: dict[tuple[str, ...], list[int]] = {}
    size = network.activity.mean(axis=0) + 0.0
    for s, site in enumerate(network.sites):
        if region[site.place] == INSIDE:
            continue
        new = size[s] <= 0
        key = ("new", *_made(network, s), region[site.place]) if new else (*site.processes, region[site.place])
        groups.setdefault(key, []).append(s)
    lost = _bound_elsewhere(network, ease)
    activity_of = np.full(len(network.sites), _NONE)
    activities: list[Activity] = []
    for key, sites in groups.items():
        weight = np.maximum(size[sites], 1e-9) / np.maximum(size[sites], 1e-9).sum()
        out: dict[int, float] = {}
        into: dict[int, float] = {}
        for share, s in zip(weight, sites, strict=True):
            activity_of[s] = len(activities)
            for o in _at(network.offers, s):
                q = float(network.yields[:, o].mean()) * share * (1.0 - lost[o])
                out[int(offer_of[o])] = out.get(int(offer_of[o]), 0.0) + q
            for n in _at(network.needs, s):
                into[int(market_of[n])] = into.get(int(market_of[n]), 0.0) + float(network.intake[:, n].mean()) * share
        activities.append(Activity("/".join(key), out, into))
    return tuple(activities), activity_of


def _made(network: SupplyNetwork, site: int) -> tuple[str, ...]:
    """What a new site makes of what: sites alike in both can be one activity."""
    made = [network.offers[o].commodity for o in _at(network.offers, site)]
    used = [network.needs[n].commodity for n in _at(network.needs, site)]
    return (*made, "of", *used)


def _at(members: Sequence[Offer | Need], site: int) -> list[int]:
    return [k for k, m in enumerate(members) if m.site == site]


def _bound_elsewhere(network: SupplyNetwork, ease: float) -> Floats:
    """Share of each offer that leaves by a named outflow, or stays sold into the controlling state (offer,)."""
    flow, out = network.flow.mean(axis=0), np.zeros(len(network.offers))
    whole = np.bincount(network.link_offer, flow, len(network.offers))
    hidden = np.array([m.stage == Stage.UNREPORTED for m in network.markets])
    inside = np.array([m.place == network.chain.controller for m in network.markets])
    away = np.where(hidden, 1.0, np.where(inside, 1.0 - ease, 0.0))[network.link_market]
    np.add.at(out, network.link_offer, flow * away)
    return np.divide(out, whole, out=np.zeros_like(out), where=whole > 0)


def _links(
    network: SupplyNetwork, offer_of: Ints, market_of: Ints, prune: float, kept: frozenset[int]
) -> tuple[tuple[tuple[int, int], ...], Ints]:
    """Group links by origin and market, and leave out those that carry next to nothing."""
    at = np.full(len(network.markets), _NONE)
    at[network.need_market] = market_of
    carries = network.flow.mean(axis=0) + np.where(network.opens < 1e8, network.fresh, 0.0).mean(axis=0)
    pairs = [(int(offer_of[o]), int(at[m])) for o, m in zip(network.link_offer, network.link_market, strict=True)]
    weight: dict[tuple[int, int], float] = {}
    into: dict[int, float] = {}
    for pair, x in zip(pairs, carries, strict=True):
        weight[pair] = weight.get(pair, 0.0) + float(x)
        into[pair[1]] = into.get(pair[1], 0.0) + float(x)
    held = {pairs[k] for k in kept}
    links = tuple(p for p, x in weight.items() if p[1] != _NONE and (p in held or x > prune * into[p[1]]))
    where = {p: i for i, p in enumerate(links)}
    return links, np.array([where.get(p, _NONE) for p in pairs])
