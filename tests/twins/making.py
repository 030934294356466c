"""Capacity, demand, reserves, production and use of the twin (conventions §5.1-§5.4, §11, §13, §14)."""

from __future__ import annotations

from math import exp, log

from twins.future import Future
from twins.labels import output_free_share, share_free
from twins.world import DT, STEPS_A_MONTH

ROUNDING = 1e-9  # a smaller shortage is none


def slow_down(use: float, stock: float, cover: float, psi: float) -> float:
    """§5.4: a stock below psi of its cover slows what it feeds."""
    wish = max(psi * cover, DT) * use
    return 1.0 if wish <= stock else stock / wish


def capacity(f: Future, s: int, step: int) -> float:
    """§11: a project ramps up from its start, and runs while price or floor covers its cost; then events."""
    site, month = f.world.sites[s], step // STEPS_A_MONTH
    now = site.capacity * f.world.happenings.capacity(month, s)
    if site.start is not None:
        age = step / STEPS_A_MONTH - site.start
        first = f.world.offers[site.offers[0]].commodity
        pays = max(f.price[site.zone, first], site.floor) >= site.cost
        now = now * (1 - exp(-age / f.world.behaviour.ramp)) if age > 0 and pays else 0.0
    for event in f.world.happenings.events:
        if event.happens:
            now *= 1 - event.lasts[month] * event.takes.get(s, 0.0)
    return now


def demand(f: Future, n: int, month: int) -> tuple[float, float]:
    """§5.2: D0 g, and what of it is wanted after substitution, restraint and a fixed budget."""
    w, need = f.world, f.world.needs[n]
    market = w.markets[need.market]
    price = f.price[market.zone, market.commodity]
    missing = 1 - sum(f.used[n]) / (f.wanted[n] * DT) if f.wanted[n] > 0 else 0.0
    tau = w.behaviour.tau_substitute
    if missing > ROUNDING:
        f.replaced[n] += (need.substitutable - f.replaced[n]) * missing * DT / tau
    else:
        f.replaced[n] -= f.replaced[n] * DT / (4 * tau)
    keep = 0.75 ** (DT / 12)
    f.restraint[n] = keep * f.restraint[n] + (1 - keep) * w.traits.e_long * log(price)
    asked = need.per_activity * w.happenings.demand(month, n)
    for event in w.happenings.events:
        if event.happens:
            asked *= 1 + event.lasts[month] * event.adds.get(n, 0.0)
    crowded = 1 / (1 + need.budget * max(price - 1, 0.0))
    return asked, asked * exp(f.restraint[n]) * (1 - f.replaced[n]) * crowded


def release(f: Future, n: int, month: int) -> None:
    """§19: fill up a low stock from what is held by now, by so much of it a month; its lots carry no label."""
    need, b = f.world.needs[n], f.world.behaviour
    to_come = need.reserve * sum(share for first, share in need.parts if month < first)
    there = max(f.reserve[n] - to_come, 0.0)
    gap = b.release_below * need.cover * f.wanted_slow[n] - sum(f.stock[n])
    amount = max(min(there, gap, b.release_rate * (need.reserve - to_come) * DT), 0.0)
    f.reserve[n] -= amount
    f.stock[n][0] += amount


def work(f: Future, s: int, step: int) -> float:
    """§5.3, §5.4 and §7 for one site; returns its activity."""
    w, b = f.world, f.world.behaviour
    site = w.sites[s]
    desired = 0.0
    for o in site.offers:
        if w.offers[o].main and w.offers[o].per_activity > 0:
            gap = w.traits.finished_cover * f.heard_slow[o] - sum(f.finished[o])
            desired = max(desired, (f.heard[o] + gap / b.tau_finished) / w.offers[o].per_activity)
    plan = min(desired, f.alpha[s] * capacity(f, s, step))
    fraction = 1.0
    for n in site.needs:
        f.wanted[n] = w.needs[n].per_activity * plan
        fraction = min(fraction, slow_down(f.wanted[n], sum(f.stock[n]), w.needs[n].cover, b.psi))
    y = plan * fraction
    free = output_free_share(w, s, [share_free(f.stock[n]) for n in site.needs])
    for n in site.needs:
        lot, take = f.stock[n], min(w.needs[n].per_activity * y * DT, sum(f.stock[n]))
        part = share_free(lot) if sum(lot) > 0 else 0.0
        f.used[n] = [take * part, take * (1 - part)]
        f.stock[n] = [max(lot[0] - f.used[n][0], 0.0), max(lot[1] - f.used[n][1], 0.0)]
    for o in site.offers:
        f.finished[o][0] += w.offers[o].per_activity * y * DT * free
        f.finished[o][1] += w.offers[o].per_activity * y * DT * (1 - free)
    shortage = 1 - y / desired if desired > 0 else 0.0
    if shortage > ROUNDING:
        f.alpha[s] += (b.alpha_max - f.alpha[s]) * shortage * DT / b.tau_alpha
    else:
        f.alpha[s] += (1 - f.alpha[s]) * DT / b.tau_alpha
    return y


def use(f: Future, n: int, step: int) -> None:
    """The use side of the permission table (§7): only lots this user may use."""
    may = f.world.rules.may_use(step, n)
    usable = [f.stock[n][i] * may[i] for i in (0, 1)]
    total = sum(usable)
    slowed = slow_down(f.wanted[n], total, f.world.needs[n].cover, f.world.behaviour.psi)
    amount = f.wanted[n] * slowed * DT
    f.used[n] = [amount * x / total for x in usable] if total > 0 else [amount, 0.0]
    f.stock[n] = [max(f.stock[n][i] - f.used[n][i], 0.0) for i in (0, 1)]
