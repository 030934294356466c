"""A world of lists laid out as the arrays of the kernels, with a draw axis of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from twins.world import STEPS_A_MONTH, Regime, World
from ytterby.simulation.kernel.arrays import ALWAYS, STEPS, Course, Draw, Draws, Law, Topology
from ytterby.simulation.kernel.month import draw_of
from ytterby.simulation.prepare import Prepared


def prepared_of(world: World, months: int) -> Prepared:
    order = np.array([k for market in world.markets for k in market.links], dtype=np.int64)
    law, course = _law(world, months, order), _course(world, months, order)
    nothing: Any = None  # nobody names the permissions of a random world
    return Prepared(
        _topology(world, order), _draws(world, order), law, course, world.behaviour, order,
        tuple(world.commodities), nothing,
    )  # fmt: skip


def one_draw(prepared: Prepared, d: int = 0) -> Draw:
    """Return the arrays of a single draw, as `simulate` hands them to a step."""
    draw: Draw = draw_of(prepared.draws, d)
    return draw


def _topology(world: World, order: np.ndarray) -> Topology:
    links = [world.links[k] for k in order]
    lags, lag_of = np.unique(_ints([k.lag for k in links]), return_inverse=True)
    at = {c: i for i, c in enumerate(world.commodities)}
    cost_share = np.zeros((len(at), len(at)))
    for (made, taken), share in world.cost_share.items():
        cost_share[at[made], at[taken]] = share
    return Topology(
        offer_start=_starts([len(s.offers) for s in world.sites]),
        need_start=_starts([len(s.needs) for s in world.sites]),
        market_start=_starts([len(m.needs) for m in world.markets]),
        market_need=_ints([n for m in world.markets for n in m.needs]),
        need_market=_ints([n.market for n in world.needs]),
        link_start=_starts([len(m.links) for m in world.markets]).astype(np.uint64),
        link_offer=_index([k.offer for k in links]),
        link_lag=_index(lag_of),
        lags=lags,
        link_label=_index([k.surely_conditioned for k in links]),
        drives=np.array([o.main for o in world.offers]),
        controlled=np.array([s.controlled for s in world.sites]),
        value=_floats([n.value for n in world.needs]),
        market_zone=_ints([m.zone for m in world.markets]),
        market_commodity=_ints([at[m.commodity] for m in world.markets]),
        site_zone=_ints([s.zone for s in world.sites]),
        offer_commodity=_ints([at[o.commodity] for o in world.offers]),
        cost_share=cost_share,
        ranks=world.ranks,
    )


def _draws(world: World, order: np.ndarray) -> Draws:
    links = [world.links[k] for k in order]
    t = world.traits
    return Draws(
        flow=_floats([k.flow for k in links])[None],
        fresh=_floats([k.fresh for k in links])[None],
        opens=_floats([k.opens for k in links])[None],
        capacity=_floats([s.capacity for s in world.sites])[None],
        start=_floats([ALWAYS if s.start is None else s.start for s in world.sites])[None],
        cost=_floats([s.cost for s in world.sites])[None],
        floor=_floats([s.floor for s in world.sites])[None],
        yields=_floats([o.per_activity for o in world.offers])[None],
        intake=_floats([n.per_activity for n in world.needs])[None],
        use=_floats([n.usual for n in world.needs])[None],
        cover=_floats([n.cover for n in world.needs])[None],
        reserve=_floats([n.reserve for n in world.needs])[None],
        pipeline=_floats([under_way(world, n.market) for n in world.needs])[None],
        rank=np.array([[k.rank for k in links]], dtype=np.uint8),
        hit=_floats([e.happens for e in world.happenings.events])[None],
        scalars=np.array(
            [[t.finished_cover, t.switch, t.qualification, t.kappa, t.e_demand, t.e_supply, t.e_long, t.approval]]
        ),
    )


def under_way(world: World, market: int) -> float:
    """Mean time [mo] a lot is under way, as seen before the step's own shipment; by what is new if all is new."""
    links = world.links_into(market)
    flow = [x.flow for x in links]
    if sum(flow) <= 0:
        flow = [x.fresh for x in links]
    total = sum(flow)
    return sum(q * (x.lag - 1) for q, x in zip(flow, links, strict=True)) / STEPS / total if total > 0 else 0.0


def _law(world: World, months: int, order: np.ndarray) -> Law:
    rules, steps = world.rules, range(months * STEPS_A_MONTH)
    licensed = [i for i, k in enumerate(order) if int(k) in rules.licences]
    mine = [rules.licences[int(order[i])] for i in licensed]
    regime = rules.regime or Regime(list(steps), [1.0])
    link = _table(steps, order, rules.may_move)
    use = _table(steps, range(len(world.needs)), rules.may_use)
    changed = np.zeros(len(steps), dtype=bool)
    for table in (link, use):
        changed[1:] |= (np.diff(table.reshape(len(steps), -1), axis=0) != 0).any(axis=1)
    shape = (len(steps), len(mine))
    return Law(
        link=link,
        use=use,
        since=_table(steps, order, rules.limited_for),
        changed=changed,
        theta=world.theta,
        licensed=_index(licensed),
        approval=_floats([[-1.0 if (a := x.approval[i]) is None else a for x in mine] for i in steps]).reshape(shape),
        binding=np.array([[x.binding[i] for x in mine] for i in steps], dtype=bool).reshape(shape),
        running=np.array([x.running for x in mine], dtype=bool),
        decided=_ints(regime.decided[: len(steps)]),
        tail=_floats(regime.tail),
        validity=regime.validity,
    )


def _course(world: World, months: int, order: np.ndarray) -> Course:
    happens, span, needs = world.happenings, range(months), range(len(world.needs))
    events = happens.events
    return Course(
        demand=_table(span, needs, happens.demand),
        capacity=_table(span, range(len(world.sites)), happens.capacity),
        passable=_table(span, order, happens.passable),
        pull=_table(span, order, happens.pull),
        warning=_table(range(months * STEPS_A_MONTH), range(len(world.markets)), happens.warning),
        event_on=_floats([[e.lasts[m] for e in events] for m in span]).reshape(months, len(events)),
        event_site=_spread([e.takes for e in events], len(world.sites)),
        event_need=_spread([e.adds for e in events], len(world.needs)),
        substitutable=_floats([n.substitutable for n in world.needs]),
        budget=_floats([n.budget for n in world.needs]),
        to_come=_table(span, needs, lambda month, n: sum(x for first, x in world.needs[n].parts if month < first)),
    )


def _table(times: Sequence[int], things: Sequence[int] | np.ndarray, entry: Callable[[int, int], Any]) -> np.ndarray:
    return np.array([[entry(time, int(x)) for x in things] for time in times], dtype=np.float64)


def _spread(entries: list[dict[int, float]], size: int) -> np.ndarray:
    out = np.zeros((len(entries), size))
    for row, entry in zip(out, entries, strict=True):
        for i, x in entry.items():
            row[i] = x
    return out


def _floats(values: Any) -> np.ndarray:
    return np.array(values, dtype=np.float64)


def _ints(values: Any) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def _index(values: Any) -> np.ndarray:
    return np.array(values, dtype=np.uint64)


def _starts(counts: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
