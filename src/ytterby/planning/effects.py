"""Levers as options of the program: what one unit moves, in which future, from when, for how much money."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.apply import network_with
from ytterby.planning.choice import Option
from ytterby.planning.compact import Compact, grouped, in_two, lawful, link_limit, site_capacity
from ytterby.planning.levers import Lever, Licences, Plant, Recycle, Stock, Substitute, Supply, Venture
from ytterby.planning.periods import means
from ytterby.planning.situation import Situation, idle, links_of
from ytterby.planning.stores import filled, needs_of, ready
from ytterby.planning.ventures import course_with
from ytterby.planning.worth import Worth

Floats = NDArray[np.float64]
Moves = dict[str, Floats]
"""Family of columns -> (draw, member, period) [t] for one unit."""


def options(
    situations: tuple[Situation, ...], program: Compact, years: tuple[int, ...], worth: Worth
) -> tuple[Option, ...]:
    """Turn every lever into options, one for each year in which it can begin.

    Parameters
    ----------
    situations, program : what may happen, and its flow program.
    years : of the plan in which a lever may begin.
    worth : for the discount.
    """
    allowed = [lawful(s.prepared.permissions, s.network, program.lengths) for s in situations]
    months = int(program.lengths.sum())
    out = []
    for k, lever in enumerate(situations[0].book.levers):
        for year in years:
            moves = [
                _moves(s, lever, k, year, program, price, law)
                for s, price, law in zip(situations, program.price, allowed, strict=True)
            ]
            columns, change = _columns(program, moves)
            cash, net = costs(lever, year, months, worth.rate)
            out.append(Option(lever.id, year, lever.most, lever.whole, cash, net, columns, change))
    return tuple(out)


def costs(lever: Lever, year: int, months: int, rate: float) -> tuple[Floats, float]:
    """Cash of one unit by year of the plan (year,), and its net cost today [MUSD].

    Parameters
    ----------
    lever, year : what is begun, when.
    months : length of the plan [mo].
    rate : discount a year.

    Notes
    -----
    What is begun is committed: instalments due after the plan are counted in its last year, in full. Running costs
    count by months from the end of the lead time to the end of the plan. What is recovered comes at the end.
    """
    starts = 12.0 * np.arange(-(-months // 12))
    cash = np.zeros(starts.size)
    for i, share in enumerate(lever.paid):
        cash[min(year + i, starts.size - 1)] += share * lever.cost
    works = np.minimum(starts + 12.0, months) - np.maximum(starts, ready(lever, year))
    cash += lever.running * np.clip(works, 0.0, 12.0) / 12.0
    back = lever.recovered * lever.cost * (1.0 + rate) ** -starts.size
    net = float(cash @ (1.0 + rate) ** -(np.arange(starts.size) + 0.5)) - back
    return cash / 1e6, net / 1e6


def _moves(s: Situation, lever: Lever, k: int, year: int, program: Compact, price: Floats, law: Floats) -> Moves:
    effect = lever.effect
    if isinstance(effect, Plant | Supply | Venture):
        return _difference(s, k, year, program, price, law)
    if isinstance(effect, Stock):
        return _stock(s, lever, year, program)
    if isinstance(effect, Substitute):
        return _saving(s, lever, year, program)
    if isinstance(effect, Recycle):
        return _recycling(s, lever, year, program, law)
    if isinstance(effect, Licences):
        return _licences(s, lever, k, year, program)
    return {}  # priority and what only enables: the program serves whom it is worth most already


def _difference(s: Situation, k: int, year: int, program: Compact, price: Floats, law: Floats) -> Moves:
    """What the sites and links a lever touches can do with it, less what they can do without."""
    shape, lengths, ease = program.shape, program.lengths, program.ease
    lever, course = s.book.levers[k], course_with(s, k, year)
    sites = np.array(course.sites if course else [s.sites[lever.id]])
    links = np.unique(np.concatenate([links_of(s.network, site) for site in sites]))
    links = links[shape.link_of[links] >= 0]
    built, base = network_with(s, {(lever.id, year): 1.0}), idle(s)
    capacity = site_capacity(s, built, lengths, price, sites) - site_capacity(s, base, lengths, price, sites)
    limit = link_limit(s, built, lengths, ease, law, links) - link_limit(s, base, lengths, ease, law, links)
    return {
        "capacity": grouped(capacity, shape.activity_of[sites], len(shape.activities)),
        "limit": grouped(limit, shape.link_of[links], len(shape.links)),
    }


def _stock(s: Situation, lever: Lever, year: int, program: Compact) -> Moves:
    """A day of use in store, as far as it could be bought, from the day it is full or a state has decided."""
    effect = lever.effect
    assert isinstance(effect, Stock)
    held = np.zeros_like(s.prepared.draws.use)
    needs = needs_of(s.network, effect)
    held[:, needs] = s.prepared.draws.use[:, needs] * 12.0 / 365.25 * filled(s, lever, year)
    ends = np.cumsum(program.lengths)
    there = (ends - program.lengths >= ready(lever, year) - 1e-9).astype(np.float64)
    values = held[:, None, :] * there[None, :, None]
    return {"store": grouped(values, program.shape.market_of, len(program.shape.markets))}


def _saving(s: Situation, lever: Lever, year: int, program: Compact) -> Moves:
    effect, shape = lever.effect, program.shape
    assert isinstance(effect, Substitute)
    hit = np.array([n.end_use == effect.end_use and n.place in effect.places for n in s.network.needs])
    less = s.prepared.draws.use * hit * effect.share * lever.odds
    ends = np.cumsum(program.lengths)
    months = np.clip(ends - int(ready(lever, year)), 0, program.lengths)
    saved = grouped(less[:, None, :] * months[None, :, None], shape.use_of, len(shape.uses))
    return {"served": -in_two(saved, program.spared)}


def _recycling(s: Situation, lever: Lever, year: int, program: Compact, law: Floats) -> Moves:
    effect, shape, network = lever.effect, program.shape, s.network
    assert isinstance(effect, Recycle)
    month = np.arange(s.months)
    grown = (effect.factor - 1.0) * lever.odds * np.minimum(month / max(ready(lever, year), 1.0), 1.0)
    more = means(grown, program.lengths) * program.lengths
    here = np.array([(x.place, str(x.stage)) == (effect.place, "recycling") for x in network.sites])
    base = network.activity / network.utilisation[:, None] * here
    of = np.array([here[o.site] for o in network.offers])[network.link_offer]
    usual = network.flow * of
    return {
        "capacity": grouped(base[:, None, :] * more[None, :, None], shape.activity_of, len(shape.activities)),
        "limit": grouped(usual[:, None, :] * more[None, :, None], shape.link_of, len(shape.links)),
    }


def _licences(s: Situation, lever: Lever, k: int, year: int, program: Compact) -> Moves:
    effect, law = lever.effect, s.prepared.permissions
    assert isinstance(effect, Licences)
    better = np.minimum(law.approval * effect.factor, 1.0)
    helped = type(law)(**{**vars(law), "approval": np.where(law.approval > 0, better, law.approval)})
    gain = lawful(helped, s.network, program.lengths) - lawful(law, s.network, program.lengths)
    came = s.luck.came[:, k].astype(np.float64)
    months = np.clip(np.cumsum(program.lengths) - ready(lever, year), 0, program.lengths)
    values = came[:, None, None] * gain[None] * s.network.flow[:, None, :] * months[None, :, None]
    return {"limit": grouped(values, program.shape.link_of, len(program.shape.links))}


def _columns(program: Compact, moves: list[Moves]) -> tuple[NDArray[np.int64], Floats]:
    """Flatten moves of all situations into columns that move in some future, and by how much."""
    model = program.model
    full = np.zeros((model.futures, model.columns))
    floor = model.floor if model.floor.size else np.zeros_like(model.worth)
    for here, each in zip(program.futures, moves, strict=True):
        for family, values in each.items():
            start = model.starts[family]
            low = values * floor if family == "served" else values
            full[here, start : start + low[0].size] += low.reshape(low.shape[0], -1)
            if family == "served":
                above = model.starts["above"]
                full[here, above : above + low[0].size] += (values * (1.0 - floor)).reshape(low.shape[0], -1)
    touched = np.flatnonzero(np.abs(full).max(axis=0) > 1e-9)
    return touched, full[:, touched]
