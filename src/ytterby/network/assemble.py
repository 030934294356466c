"""From balanced flows between pools to links between sites and uses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.words import DemandClass, Stage
from ytterby.network.chain import Chain
from ytterby.network.plausible import use_places
from ytterby.network.program import BalanceProgram, Variable
from ytterby.network.supply import SINK, Market, Need, Offer, Site, SupplyNetwork

Floats = NDArray[np.float64]
MONTHS = 12.0
DAYS = 365.25 / 12.0
_LEAST_PLAIN_SHARE = 0.02


@dataclass
class _Parts:
    """What is collected while a network is put together; arrays are (draw,) each."""

    sites: list[Site] = field(default_factory=list)
    activity: list[Floats] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    made: list[Floats] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    taken: list[Floats] = field(default_factory=list)


def assemble(
    chain: Chain, estimates: EstimateSet, program: BalanceProgram, balanced: Floats, draws: Floats
) -> SupplyNetwork:
    """Put sites, uses and links together.

    Parameters
    ----------
    chain, estimates, program : as balanced.
    balanced : (draw, variable) [t/a].
    draws : (draw, estimate) drawn values.
    """
    parts = _Parts()
    by_kind: dict[str, list[tuple[Variable, Floats]]] = defaultdict(list)
    for k, v in enumerate(program.variables):
        by_kind[v.kind].append((v, balanced[:, k] / MONTHS))
    _sites(parts, chain, by_kind["activity"])
    _uses(parts, chain, estimates, by_kind["use"], draws)
    for v, x in by_kind["unreported"]:
        parts.needs.append(Need(SINK, v.what, v.place, Stage.UNREPORTED, "unreported"))
        parts.taken.append(x)
    markets, need_market = _markets(parts.needs)
    links = _links(parts, markets, need_market, [*by_kind["flow"], *by_kind["unreported"]])
    made, taken = np.array(parts.made).T, np.array(parts.taken).T
    activity = np.array(parts.activity).T
    site_of_need = np.array([n.site for n in parts.needs])
    intake = taken.copy()
    inner = site_of_need >= 0
    intake[:, inner] /= activity[:, site_of_need[inner]]
    cover, cover_origin = _cover(chain, estimates, parts.needs, draws)
    return SupplyNetwork(
        chain=chain, estimates=estimates, sites=tuple(parts.sites), offers=tuple(parts.offers),
        needs=tuple(parts.needs),
        markets=markets, need_market=need_market,
        link_offer=np.array([o for o, _, _, _ in links]), link_market=np.array([k for _, k, _, _ in links]),
        link_lag=np.array([_lag(chain, parts.offers[o], markets[k]) for o, k, _, _ in links]),
        activity=activity, yields=made / activity[:, [o.site for o in parts.offers]], intake=intake,
        flow=np.array([x for _, _, x, _ in links]).T.copy(), cover=cover / DAYS,
        finished_cover=draws[:, estimates.index[chain.finished_cover.id]] / DAYS,
        utilisation=draws[:, estimates.index[chain.utilisation.id]],
        switch=draws[:, estimates.index[chain.switch.id]],
        qualification=draws[:, estimates.index[chain.qualification.id]],
        **_nothing_new(activity, len(links)),
        cover_origin=cover_origin, link_origin=np.array([v.origin for _, _, _, v in links]), draws=draws,
    )  # fmt: skip


def _nothing_new(activity: Floats, links: int) -> dict[str, Floats]:
    """Arrays of a network to which no project has been added."""
    none, relation = np.zeros_like(activity), np.zeros((activity.shape[0], links))
    return {
        "added": none, "start": np.full_like(activity, -np.inf), "cost": none, "floor": none, "fresh": relation,
        "opens": np.full_like(relation, np.inf),
    }  # fmt: skip


def _sites(parts: _Parts, chain: Chain, activities: list[tuple[Variable, Floats]]) -> None:
    """Group joint processes; their activity is the sum of their main outputs."""
    groups: dict[tuple[str, str], list[tuple[Variable, Floats]]] = defaultdict(list)
    for v, x in activities:
        groups[chain.processes[v.what].joint or v.what, v.place].append((v, x))
    for (_, place), members in groups.items():
        site = len(parts.sites)
        processes = [chain.processes[v.what] for v, _ in members]
        parts.sites.append(Site(tuple(v.what for v, _ in members), processes[0].stage, place))
        parts.activity.append(np.sum([x for _, x in members], axis=0))
        for (_, x), p in zip(members, processes, strict=True):
            for c, q in {p.output: 1.0, **p.by_products}.items():
                parts.offers.append(Offer(site, c, place))
                parts.made.append(q * x)
            for c, q in p.inputs.items():
                parts.needs.append(Need(site, c, place, p.stage))
                parts.taken.append(q * x)


def _uses(
    parts: _Parts, chain: Chain, estimates: EstimateSet, uses: list[tuple[Variable, Floats]], draws: Floats
) -> None:
    """Split first use of a place over end uses and grades; spread use stays whole."""
    at: dict[str, dict[str, Floats]] = defaultdict(dict)
    for v, x in uses:
        if v.to:
            stage = chain.spread_use.stage if chain.spread_use else Stage.SPREAD
            parts.needs.append(Need(SINK, v.what, v.place, stage, v.to))
            parts.taken.append(x)
        else:
            at[v.place][v.what] = x
    for place in use_places(chain, estimates):
        for (end_use, demand_class, c), x in _split(chain, estimates, place, at[place], draws).items():
            parts.needs.append(Need(SINK, c, place, Stage.USE, end_use, demand_class))
            parts.taken.append(x)


def _split(
    chain: Chain, estimates: EstimateSet, place: str, total: dict[str, Floats], draws: Floats
) -> dict[tuple[str, DemandClass, str], Floats]:
    """Spread each grade over end uses by the drawn material use of each end use."""
    amount: dict[tuple[str, DemandClass, str], Floats] = {}
    for use in chain.uses:
        left = {m: _drawn(estimates, f"demand/{m}/{Stage.USE}/{place}/{use.end_use}", draws) for m in chain.materials}
        for c in sorted(use.commodities, key=lambda c: -len(chain.commodities[c].content)):
            content = chain.commodities[c].content
            scarce = min(content, key=lambda m: content[m])
            x = left[scarce] / content[scarce]
            if len(content) == 1:
                x = np.maximum(x, _LEAST_PLAIN_SHARE * _drawn(estimates, _use_id(scarce, place, use.end_use), draws))
            for m, s in content.items():
                left[m] = left[m] - s * x
            amount[use.end_use, use.class_, c] = x
    out = {}
    for (end_use, demand_class, c), x in amount.items():
        whole = np.sum([y for (_, _, k), y in amount.items() if k == c], axis=0)
        if c in total and np.all(whole > 0) and np.any(x > 0):
            out[end_use, demand_class, c] = total[c] * x / whole
    return out


def _use_id(material: str, place: str, end_use: str) -> str:
    return f"demand/{material}/{Stage.USE}/{place}/{end_use}"


def _drawn(estimates: EstimateSet, id_: str, draws: Floats) -> Floats:
    return draws[:, estimates.index[id_]].copy() if id_ in estimates else np.zeros(draws.shape[0])


def _markets(needs: list[Need]) -> tuple[tuple[Market, ...], NDArray[np.int64]]:
    """Group needs into markets; return the markets and the market of each need."""
    of = [Market(n.place, n.commodity, n.stage, n.demand_class) for n in needs]
    markets = tuple(dict.fromkeys(of))
    at = {m: k for k, m in enumerate(markets)}
    return markets, np.array([at[m] for m in of], dtype=np.int64)


def _links(
    parts: _Parts, markets: tuple[Market, ...], need_market: NDArray[np.int64], flows: list[tuple[Variable, Floats]]
) -> list[tuple[int, int, Floats, Variable]]:
    """Divide each flow between pools over the offers and markets of the pools, in proportion."""
    offers, targets = defaultdict(list), defaultdict(list)
    for k, o in enumerate(parts.offers):
        offers[o.commodity, o.place].append(k)
    for k, m in enumerate(markets):
        targets[m.commodity, m.place, m.stage == Stage.UNREPORTED].append(k)
    taken = [np.sum([parts.taken[n] for n in np.flatnonzero(need_market == k)], axis=0) for k in range(len(markets))]
    out = []
    for v, x in flows:
        hidden = v.kind == "unreported"
        sources, buyers = offers[v.what, v.place], targets[v.what, v.place if hidden else v.to, hidden]
        made = np.sum([parts.made[o] for o in sources], axis=0)
        asked = np.sum([taken[k] for k in buyers], axis=0)
        out += [(o, k, x * (parts.made[o] / made) * (taken[k] / asked), v) for o in sources for k in buyers]
    return out


def _lag(chain: Chain, offer: Offer, market: Market) -> float:
    if offer.place == market.place:
        return chain.lags_months["domestic"]
    return chain.lags_months[offer.commodity.split("/")[0]]


def _cover(chain: Chain, estimates: EstimateSet, needs: list[Need], draws: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Days of stock of each need (draw, need) and the estimate it comes from; the last matching rule wins."""
    origin = np.empty(len(needs), dtype=np.int64)
    for k, need in enumerate(needs):
        facts = {
            "stage": need.stage,
            "place": need.place,
            "class": need.demand_class,
            "end_use": need.end_use,
        }
        rules = [r for r in chain.cover if all(facts[key] in allowed for key, allowed in r.applies.items())]
        origin[k] = estimates.index[rules[-1].id]
    return draws[:, origin], origin
