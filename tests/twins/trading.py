"""Orders, licences and prices of the twin (conventions §5.5-§5.6, §8, §9, §13)."""

from __future__ import annotations

from math import exp, log

from twins.future import Application, Future
from twins.world import DT, STEPS_A_MONTH


def coming(f: Future) -> list[float]:
    total = [0.0] * len(f.world.needs)
    for p in f.parcels:
        total[p.need] += p.free + p.bound
    return total


def write_order(f: Future, n: int, step: int, coming_here: float) -> float:
    """§5.5 and §9: desired use, and stock with pipeline brought back to a target that alarm raises."""
    w, need, b = f.world, f.world.needs[n], f.world.behaviour
    market = w.markets[need.market]
    alarm = w.happenings.warning(step, need.market)
    here = market.zone, market.commodity
    rise = max(f.price[here] / f.before[here] - 1, 0.0)
    cover = need.cover * (1 + w.traits.kappa * alarm + b.eta * rise)
    tau = b.tau_inventory + (1 - b.tau_inventory) * min(alarm, 1.0)
    f.wanted_slow[n] += DT * (f.wanted[n] - f.wanted_slow[n]) / b.tau_slow
    may = w.rules.may_use(step, n)
    usable = sum(f.stock[n][i] * may[i] for i in (0, 1))
    target = (cover + f.pipeline[need.market]) * f.wanted_slow[n]
    return max(0.0, f.wanted[n] + (target - usable - coming_here) / tau)


def weight(f: Future, k: int, step: int) -> float:
    """§6 and §11: the baseline of a relation, with what opened over six months, less what a tariff drives away."""
    month, x = step // STEPS_A_MONTH, f.world.links[k]
    opened = min(max((month - x.opens) / 6, 0.0), 1.0)
    return (x.flow + x.fresh * opened) * f.world.happenings.pull(month, k)


def shares(f: Future, step: int) -> list[float]:
    """Which part of its market's orders each link hears: none where its lots may not move."""
    out = [0.0] * len(f.world.links)
    for market in f.world.markets:
        can = [k for k in market.links if f.world.rules.may_move(step, k)[f.world.links[k].surely_conditioned] > 0]
        total = sum(weight(f, k, step) for k in can)
        for k in can:
            out[k] = weight(f, k, step) / total if total > 0 else 0.0
    return out


def hear(f: Future, order: list[float], share: list[float]) -> None:
    """§5.6: suppliers smooth what they hear."""
    w, b = f.world, f.world.behaviour
    raw = [0.0] * len(w.offers)
    for market in w.markets:
        asked = sum(order[n] for n in market.needs)
        for k in market.links:
            raw[w.links[k].offer] += asked * share[k]
    for o in range(len(raw)):
        f.heard[o] += DT * (raw[o] - f.heard[o]) / b.tau_orders
        f.heard_slow[o] += DT * (f.heard[o] - f.heard_slow[o]) / b.tau_slow


def decide_and_apply(f: Future, order: list[float], share: list[float], step: int) -> None:
    """§8: what is due is granted in part, licences lapse, and need that can be shown is applied for."""
    w, regime = f.world, f.world.rules.regime
    if regime is None:
        return
    due = [a for a in f.applications if a.decided == step]
    f.applications = [a for a in f.applications if a.decided != step]
    tail = sum(late * part for late, part in enumerate(regime.tail))
    wait = (regime.decided[step] - step + tail) * DT + w.behaviour.horizon
    for k, licence in w.rules.licences.items():
        decided = sum(a.amount for a in due if a.link == k)
        f.pending[k] = max(f.pending[k] - decided, 0.0)
        approval = licence.approval[step]
        if approval is None:
            f.granted[k] = 0.0
            continue
        f.granted[k] += min(approval * w.traits.approval, 1.0) * decided
        f.granted[k] *= 1 - DT / regime.validity
        needs = w.markets[w.links[k].market].needs
        shown = min(sum(order[n] for n in needs), 1.1 * sum(f.wanted[n] for n in needs)) * share[k]
        amount = min(max(0.0, shown * wait - f.granted[k] - f.pending[k]), shown * DT)
        f.pending[k] += amount
        for j, part in enumerate(regime.tail):
            f.applications.append(Application(max(regime.decided[step], step + 1) + j, k, amount * part))


def clear(f: Future, order: list[float], given: list[float]) -> None:
    """§13: each zone's price moves towards what clears it; then the next commodity sees its inputs' new prices."""
    w, b = f.world, f.world.behaviour
    if b.priced <= 0:
        return
    for zone in (0, 1):
        for c in w.commodities:
            here, price = (zone, c), f.price[zone, c]
            f.tight[here] += DT * (max(met(f, here, order, given), 1e-3) - f.tight[here])
            ratio = f.tight[here] ** (1 / (w.traits.e_demand - w.traits.e_supply)) * glut(f, here)
            pushed = 1 + sum(w.cost_share.get((c, i), 0.0) * (f.price[zone, i] - 1) for i in w.commodities)
            level = max(ratio, pushed) if ratio > 1 and pushed > 1 else ratio * pushed
            aim = min(max(level, 0.25), 40.0)
            f.before[here] += DT * (price - f.before[here])
            f.price[here] = price * exp(DT * log(aim / price) / b.tau_price)


def met(f: Future, here: tuple[int, str], order: list[float], given: list[float]) -> float:
    """What a zone's buyers got, or used of their stores, over what they ordered; beyond use counts for a quarter."""
    asked = got = 0.0
    for m, market in enumerate(f.world.markets):
        if (market.zone, market.commodity) == here:
            wanted = sum(f.wanted[n] for n in market.needs) * DT
            ordered = sum(order[n] for n in market.needs) * DT
            asked += min(ordered, wanted) + max(ordered - wanted, 0.0) / 4
            out_of_store = min(sum(sum(f.used[n]) for n in market.needs), ordered)
            supply = max(given[m], out_of_store)
            got += min(supply, wanted) + max(supply - wanted, 0.0) / 4
    return got / asked if asked > 0 else 1.0


def glut(f: Future, here: tuple[int, str]) -> float:
    """Stock unsold beyond its target presses on its zone's price."""
    unsold = target = 0.0
    for o, offer in enumerate(f.world.offers):
        if (f.world.sites[offer.site].zone, offer.commodity) == here:
            unsold += sum(f.finished[o])
            target += f.world.traits.finished_cover * f.heard_slow[o]
    return float((target / unsold) ** 0.15) if unsold > target > 0 else 1.0
