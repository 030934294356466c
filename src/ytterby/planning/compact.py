"""Situations as futures of one flow program: what can be made, sent, asked for and released, period by period."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Label, Stage
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.planning.flow import FlowModel
from ytterby.planning.periods import discounts, means, middles
from ytterby.planning.shape import OTHERS, Shape, shape_of
from ytterby.planning.situation import Situation, links_of, without
from ytterby.scenario.law import PermissionTable
from ytterby.scenario.lead_times import ramp
from ytterby.scenario.steps import STEPS_PER_MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FREE = 3.0
"""A share of the baseline above what any relation reaches."""


@dataclass(frozen=True)
class Worth:
    """What a tonne not delivered costs [MUSD/t], and what later costs count.

    Attributes
    ----------
    use : at first use in the places in focus.
    other : at uses that are no magnets: what replaces the oxide costs its price.
    elsewhere : share of these that counts outside the places in focus.
    rate : discount a year.

    Notes
    -----
    4.5 MUSD/t: an export stop of three months costs Japan 660 bn JPY, of a year 2.6 tn (Nomura Research Institute);
    at 150 JPY/USD over 1,000 and 4,035 t of first use that is 4.4 and 4.3 MUSD/t (derived).
    """

    use: float = 4.5
    other: float = 0.055
    elsewhere: float = 0.05
    rate: float = 0.03


WORTH = Worth()


@dataclass(frozen=True)
class Compact:
    """A flow program with the way back to its situations.

    Attributes
    ----------
    model : all futures, situation by situation.
    shape : names.
    lengths : (period,) [mo].
    futures : slice of each situation.
    price : one (draw, commodity, period) for each situation: price outside over the baseline, from the engine.
    """

    model: FlowModel
    shape: Shape
    lengths: Ints
    futures: tuple[slice, ...]
    price: tuple[Floats, ...]


def compact(
    situations: tuple[Situation, ...], prices: tuple[Floats, ...], focus: tuple[str, ...], lengths: Ints,
    worth: Worth = WORTH,
) -> Compact:  # fmt: skip
    """Put all situations into one flow program.

    Parameters
    ----------
    situations : steps of a ladder on the same draws.
    prices : one (draw, commodity, month) for each: outside price over the baseline's, with no lever.
    focus : places whose shortage counts in full.
    lengths : (period,) [mo].
    worth : of what is not delivered.
    """
    first = situations[0]
    levers = frozenset(int(k) for s in first.sites.values() for k in links_of(first.network, s))
    shape = shape_of(first.network, focus, kept=levers)
    price = tuple(means(p, lengths, axis=2) for p in prices)
    parts = [_future(s, shape, lengths, p) for s, p in zip(situations, price, strict=True)]
    capacity, limit, served, store, odds = (np.concatenate(x) for x in zip(*parts, strict=True))
    ends = np.cumsum([0, *(s.network.n_draws for s in situations)])
    model = FlowModel(
        months=lengths.astype(np.float64), odds=odds / odds.sum(),
        offers=tuple("/".join(o) for o in shape.offers), markets=tuple("/".join(m) for m in shape.markets),
        activities=shape.activities, links=shape.links, uses=shape.uses, stores=tuple(range(len(shape.markets))),
        capacity=capacity, limit=limit, served=served, store=store,
        worth=worths(shape, worth)[:, None] * discounts(lengths, worth.rate),
    )  # fmt: skip
    return Compact(model, shape, lengths, tuple(slice(a, b) for a, b in zip(ends[:-1], ends[1:], strict=True)), price)


def worths(shape: Shape, worth: Worth) -> Floats:
    """Cost of a tonne not delivered to each use (use,) [MUSD/t], before discounting."""
    out = np.zeros(len(shape.uses))
    for u, m in enumerate(shape.uses):
        _, region, stage, _ = shape.markets[m]
        out[u] = (worth.use if stage == Stage.USE else worth.other) * (worth.elsewhere if region == OTHERS else 1.0)
    return out


def _future(s: Situation, shape: Shape, lengths: Ints, price: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Upper limits of one situation with no lever, and the odds of its futures."""
    network = without(s.network, list(s.sites.values()))
    capacity = grouped(site_capacity(s, network, lengths, price), shape.activity_of, len(shape.activities))
    limit = grouped(link_limit(s, network, lengths), shape.link_of, len(shape.links))
    demand = s.prepared.draws.use[:, None, :] * _demand(s, lengths)
    served = grouped(demand, shape.use_of, len(shape.uses))
    held = s.prepared.draws.cover * s.prepared.draws.use
    store = grouped(held[:, None, :] * np.ones((1, lengths.size, 1)), shape.market_of, len(shape.markets))
    odds = np.full(network.n_draws, s.step.odds / network.n_draws)
    return capacity, limit, served, store, odds


def _demand(s: Situation, lengths: Ints) -> Floats:
    """Months of demand in each period over the baseline's, with events (draw, period, need)."""
    course, hit = s.prepared.course, s.prepared.draws.hit
    out = means(course.demand, lengths)[None, :, :] * np.ones((hit.shape[0], 1, 1))
    for e in range(hit.shape[1]):
        on = means(course.event_on[:, e], lengths)
        out += hit[:, [e], None] * on[None, :, None] * course.event_need[e][None, None, :]
    return out * lengths[None, :, None]


def site_capacity(s: Situation, network: SupplyNetwork, lengths: Ints, price: Floats) -> Floats:
    """What each site can make in each period (draw, period, site) [t], projects ramped and only where they pay."""
    behaviour, course, hit = s.prepared.behaviour, s.prepared.course, s.prepared.draws.hit
    base = network.activity / network.utilisation[:, None] * behaviour.alpha_max
    out = base[:, None, :] * means(course.capacity, lengths)[None, :, :]
    out = out + network.added[:, None, :] * running(network, lengths, price)
    for e in range(hit.shape[1]):
        on = means(course.event_on[:, e], lengths)
        out *= 1.0 - hit[:, [e], None] * on[None, :, None] * course.event_site[e][None, None, :]
    return out * lengths[None, :, None]


def running(network: SupplyNetwork, lengths: Ints, price: Floats) -> Floats:
    """Share of new capacity that is ramped and pays in each period (draw, period, site)."""
    since = middles(lengths)[None, :, None] - np.minimum(network.start, 1e6)[:, None, :]
    site_commodity = np.zeros(len(network.sites), dtype=np.int64)
    index = {c: k for k, c in enumerate(network.chain.commodities)}
    for o in reversed(network.offers):
        site_commodity[o.site] = index[o.commodity]
    worth = np.maximum(price.transpose(0, 2, 1)[:, :, site_commodity], network.floor[:, None, :])
    return np.where(network.start[:, None, :] > -1e8, ramp(since) * (worth >= network.cost[:, None, :]), 0.0)


def link_limit(s: Situation, network: SupplyNetwork, lengths: Ints, allowed: Floats | None = None) -> Floats:
    """What each link can carry in each period (draw, period, link) [t]."""
    allowed = lawful(s.prepared.permissions, network, lengths) if allowed is None else allowed
    passable = means(s.prepared.course.passable, lengths)
    back = np.empty_like(s.prepared.order)
    back[s.prepared.order] = np.arange(back.size)
    usual = network.flow[:, None, :] * np.minimum(network.switch[:, None, None], allowed[None, :, :])
    open_ = middles(lengths)[None, :, None] >= np.minimum(network.opens, 1e6)[:, None, :]
    fresh = network.fresh[:, None, :] * open_ * np.minimum(allowed, 1.0)[None, :, :]
    return (usual + fresh) * passable[:, back][None, :, :] * lengths[None, :, None]


def lawful(law: PermissionTable, network: SupplyNetwork, lengths: Ints) -> Floats:
    """Share of its baseline that the law lets each link carry (period, link); `_FREE` where it says nothing.

    A link out of the controlling state carries conditioned lots only. On others the lots that its law cannot reach
    move in any case: their share is what the supplier makes of inputs that never saw the controlling state.
    """
    bound = np.minimum(law.link[:, :, Label.CONDITIONED], _FREE)
    for q, link in enumerate(law.licensed):
        bound[:, link] = np.where(law.binding[:, q], np.minimum(bound[:, link], _granted(law, q)), bound[:, link])
    free = np.minimum(law.link[:, :, Label.UNCONDITIONED], _FREE)
    share = free_share(network)[network.link_offer]
    return means(share * free + (1.0 - share) * bound, lengths, per_month=STEPS_PER_MONTH)


def _granted(law: PermissionTable, queue: int) -> Floats:
    """Share of use under licence in each step: what was approved when applications now decided were made."""
    steps = law.decided.size
    out = np.full(steps, max(float(law.approval[0, queue]), 0.0) if law.running[queue] else 0.0)
    for made in range(steps):
        decided = int(law.decided[made])
        if decided < steps:
            out[decided:] = max(float(law.approval[made, queue]), 0.0)
    return np.asarray(out)


def free_share(network: SupplyNetwork) -> Floats:
    """Share of each offer that is made of lots the controlling state's label is not on (offer,), before anything."""
    flow, free = network.flow.mean(axis=0), np.ones(len(network.offers))
    inside = np.array([o.place == network.chain.controller for o in network.offers])
    inputs: dict[int, list[int]] = {}
    for n, need in enumerate(network.needs):
        if need.site != SINK:
            inputs.setdefault(need.site, []).append(int(network.need_market[n]))
    whole = np.bincount(network.link_market, flow, len(network.markets))
    for _ in range(len(network.chain.processes)):
        free[inside] = 0.0
        kept = np.bincount(network.link_market, flow * free[network.link_offer], len(network.markets))
        market = np.divide(kept, whole, out=np.ones_like(whole), where=whole > 0)
        free = np.array([min((market[m] for m in inputs.get(o.site, [])), default=1.0) for o in network.offers])
    free[inside] = 0.0
    return free


def grouped(values: Floats, group: Ints, count: int) -> Floats:
    """Sum the last axis by group and bring it before periods: (draw, period, member) -> (draw, group, period)."""
    out = np.zeros((values.shape[0], count, values.shape[1]))
    for k in np.flatnonzero(group >= 0):
        out[:, group[k], :] += values[:, :, k]
    return out
