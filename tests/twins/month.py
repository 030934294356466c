"""A whole future in plain Python: one lot, one order, one round at a time (conventions §5-§14).

It shares no code with the kernels, and mechanisms are written as the conventions say them, not as the kernels do.
"""

from __future__ import annotations

from dataclasses import dataclass

from twins.future import Future, Parcel, start
from twins.hall import Hall
from twins.making import demand, release, use, work
from twins.trading import clear, coming, decide_and_apply, hear, shares, write_order
from twins.world import STEPS_A_MONTH, World


@dataclass
class Month:
    """What one internal step left behind; lists by need, offer, link, market and site."""

    stock: list[list[float]]
    finished: list[list[float]]
    order: list[float]
    heard: list[float]
    wanted: list[float]
    asked_for: list[float]
    used: list[list[float]]
    made: list[float]
    overproduction: list[float]
    shipped: list[list[float]]
    transit: list[float]
    reserve: list[float]
    replaced: list[float]
    granted: list[float]
    pending: list[float]
    price: list[list[float]]


def live(f: Future, step: int) -> Month:
    """One step, in the order of §5."""
    w, month, needs = f.world, step // STEPS_A_MONTH, range(len(f.world.needs))
    receive(f, step)
    asked_for = [0.0] * len(needs)
    for n in w.sinks():
        asked_for[n], f.wanted[n] = demand(f, n, month)
    for n in needs:
        release(f, n, month)
    made = [work(f, s, step) for s in range(len(w.sites))]
    for n in w.sinks():
        use(f, n, step)
    under_way = coming(f)
    order = [write_order(f, n, step, under_way[n]) for n in needs]
    share = shares(f, step)
    hear(f, order, share)
    decide_and_apply(f, order, share, step)
    shipped = Hall(f, order, step).rounds()
    for k, licence in w.rules.licences.items():
        if licence.binding[step]:
            f.granted[k] = max(f.granted[k] - shipped[k][1], 0.0)
    send(f, order, shipped, step)
    clear(f, order, [sum(sum(shipped[k]) for k in market.links) for market in w.markets])
    return Month(
        [list(x) for x in f.stock], [list(x) for x in f.finished], order, list(f.heard), list(f.wanted), asked_for,
        list(f.used), made, list(f.alpha), shipped, coming(f), list(f.reserve), list(f.replaced),
        [f.granted[k] for k in sorted(f.granted)], [f.pending[k] for k in sorted(f.pending)],
        [[f.price[zone, c] for c in w.commodities] for zone in (0, 1)],
    )  # fmt: skip


def receive(f: Future, step: int) -> None:
    for p in f.parcels:
        if p.arrives == step:
            f.stock[p.need][0] += p.free
            f.stock[p.need][1] += p.bound
    f.parcels = [p for p in f.parcels if p.arrives > step]


def send(f: Future, order: list[float], shipped: list[list[float]], step: int) -> None:
    """§5.8: a market's lots are shared by what its needs ordered, and arrive after the link's lag."""
    for k, lot in enumerate(shipped):
        if sum(lot) > 0:
            link = f.world.links[k]
            members = f.world.markets[link.market].needs
            asked = sum(order[n] for n in members)
            for n in members:
                part = order[n] / asked
                f.parcels.append(Parcel(step + link.lag, n, lot[0] * part, lot[1] * part))


def run(world: World, months: int) -> list[Month]:
    """Return every step of `months`."""
    future = start(world)
    return [live(future, step) for step in range(months * STEPS_A_MONTH)]
