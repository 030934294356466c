"""Situations as futures of one flow program: what can be made, sent, asked for and released, period by period."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Label
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.planning.flow import FlowModel
from ytterby.planning.periods import discounts, means, middles
from ytterby.planning.shape import Shape, shape_of
from ytterby.planning.situation import Situation, idle, links_of
from ytterby.planning.worth import Worth
from ytterby.scenario.law import PermissionTable
from ytterby.scenario.lead_times import ramp
from ytterby.scenario.steps import STEPS_PER_MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_FREE = 3.0
"""A share of the baseline above what any relation reaches."""


@dataclass(frozen=True)
class Compact:
    """A flow program with the way back to its situations.

    Attributes
    ----------
    model : all futures, situation by situation.
    shape : names.
    lengths : (period,) [mo].
    futures : slice of each situation.
    spared : (use,) share of each use that can be given up; the flow program's uses are first what cannot, then this.
    ease : how far relations outside the controlling state can turn to the focus, 0 to 1, as found on the engine.
    price : one (draw, commodity, period) for each situation: price outside over the baseline, from the engine.
    """

    model: FlowModel
    shape: Shape
    lengths: Ints
    futures: tuple[slice, ...]
    spared: Floats
    ease: float
    price: tuple[Floats, ...]


def compact(
    situations: tuple[Situation, ...], prices: tuple[Floats, ...], focus: tuple[str, ...], lengths: Ints,
    worth: Worth, ease: float = 1.0,
) -> Compact:  # fmt: skip
    """Put all situations into one flow program.

    Parameters
    ----------
    situations : steps of a ladder on the same draws.
    prices : one (draw, commodity, month) for each: outside price over the baseline's, with no lever.
    focus : places whose shortage counts in full.
    lengths : (period,) [mo].
    worth : of what is not delivered.
    ease : how far relations outside the controlling state can turn to the focus [share].
    """
    first = situations[0]
    levers = frozenset(int(k) for s in first.sites.values() for k in links_of(first.network, s))
    shape = shape_of(first.network, focus, ease, kept=levers)
    price = tuple(means(p, lengths, axis=2) for p in prices)
    parts = [_future(s, shape, lengths, p, ease) for s, p in zip(situations, price, strict=True)]
    spared = spared_share(first.network, shape)
    capacity, limit, served, store, odds = (np.concatenate(x) for x in zip(*parts, strict=True))
    ends = np.cumsum([0, *(s.network.n_draws for s in situations)])
    model = FlowModel(
        months=lengths.astype(np.float64), odds=odds / odds.sum(),
        offers=tuple("/".join(o) for o in shape.offers), markets=tuple("/".join(m) for m in shape.markets),
        activities=shape.activities, links=shape.links, uses=shape.uses * 2, stores=tuple(range(len(shape.markets))),
        capacity=capacity, limit=limit, served=in_two(served, spared), store=store,
        worth=worths(first.network, shape, worth)[:, None] * discounts(lengths, worth.rate),
    )  # fmt: skip
    futures = tuple(slice(a, b) for a, b in itertools.pairwise(ends))
    return Compact(model, shape, lengths, futures, spared, ease, price)


def worths(network: SupplyNetwork, shape: Shape, worth: Worth) -> Floats:
    """Cost of a tonne not delivered to each use (2 use,) [MUSD/t]: what is needed, then what can be given up."""
    counts = np.where(shape.in_focus, 1.0, worth.elsewhere)
    cheap = _share(network, shape, dict.fromkeys(worth.others, 1.0))
    needed, given_up = (x * (1.0 - cheap) + worth.other * cheap for x in (worth.use, worth.given_up))
    return np.concatenate([needed * counts, given_up * counts])


def in_two(served: Floats, spared: Floats) -> Floats:
    """Split demand (future, use, period) into what is needed and what can be given up (future, 2 use, period)."""
    share = spared[None, :, None]
    return np.concatenate([served * (1.0 - share), served * share], axis=1)


def spared_share(network: SupplyNetwork, shape: Shape) -> Floats:
    """Share of each use that other designs can take over, as the chain file has it (use,)."""
    return _share(network, shape, network.chain.substitutable.shares)


def _share(network: SupplyNetwork, shape: Shape, shares: Mapping[str, float]) -> Floats:
    """Mean over the demand of each use (use,) of shares by end use."""
    size = network.intake.mean(axis=0)
    whole, part = np.zeros(len(shape.uses)), np.zeros(len(shape.uses))
    for n, need in enumerate(network.needs):
        if shape.use_of[n] >= 0:
            whole[shape.use_of[n]] += size[n]
            part[shape.use_of[n]] += size[n] * shares.get(need.end_use, 0.0)
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _future(
    s: Situation, shape: Shape, lengths: Ints, price: Floats, ease: float
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Upper limits of one situation with no lever, and the odds of its futures."""
    network = idle(s)
    capacity = grouped(site_capacity(s, network, lengths, price), shape.activity_of, len(shape.activities))
    limit = grouped(link_limit(s, network, lengths, ease), shape.link_of, len(shape.links))
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


def site_capacity(
    s: Situation, network: SupplyNetwork, lengths: Ints, price: Floats, sites: Ints | None = None
) -> Floats:
    """What each site can make in each period (draw, period, site) [t], projects ramped and only where they pay."""
    at = np.arange(len(network.sites)) if sites is None else sites
    behaviour, course, hit = s.prepared.behaviour, s.prepared.course, s.prepared.draws.hit
    base = network.activity[:, at] / network.utilisation[:, None] * behaviour.alpha_max
    out = base[:, None, :] * means(course.capacity[:, at], lengths)[None, :, :]
    out = out + network.added[:, None, at] * running(network, lengths, price, at)
    for e in range(hit.shape[1]):
        on = means(course.event_on[:, e], lengths)
        out *= 1.0 - hit[:, [e], None] * on[None, :, None] * course.event_site[e, at][None, None, :]
    return out * lengths[None, :, None]


def running(network: SupplyNetwork, lengths: Ints, price: Floats, at: Ints) -> Floats:
    """Share of new capacity that is ramped and pays in each period (draw, period, site)."""
    start = network.start[:, at]
    since = middles(lengths)[None, :, None] - np.minimum(start, 1e6)[:, None, :]
    commodity = np.zeros(len(network.sites), dtype=np.int64)
    index = {c: k for k, c in enumerate(network.chain.commodities)}
    for o in reversed(network.offers):
        commodity[o.site] = index[o.commodity]
    worth = np.maximum(price.transpose(0, 2, 1)[:, :, commodity[at]], network.floor[:, None, at])
    return np.where(start[:, None, :] > -1e8, ramp(since) * (worth >= network.cost[:, None, at]), 0.0)


def link_limit(
    s: Situation, network: SupplyNetwork, lengths: Ints, ease: float, allowed: Floats | None = None,
    links: Ints | None = None,
) -> Floats:  # fmt: skip
    """What each link can carry in each period (draw, period, link) [t]."""
    at = np.arange(network.link_offer.size) if links is None else links
    law = (lawful(s.prepared.permissions, network, lengths) if allowed is None else allowed)[:, at]
    back = np.empty_like(s.prepared.order)
    back[s.prepared.order] = np.arange(back.size)
    passable = means(s.prepared.course.passable[:, back[at]], lengths)
    most = 1.0 + (network.switch - 1.0) * ease
    usual = network.flow[:, None, at] * np.minimum(most[:, None, None], law[None, :, :])
    open_ = middles(lengths)[None, :, None] >= np.minimum(network.opens[:, at], 1e6)[:, None, :]
    fresh = network.fresh[:, None, at] * open_ * np.minimum(law, 1.0)[None, :, :]
    return (usual + fresh) * passable[None, :, :] * lengths[None, :, None]


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
