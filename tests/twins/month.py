"""A whole future in plain Python: one lot, one order, one round at a time (conventions §5-§7).

It shares no code with the kernels. Lots are pairs [unconditioned, conditioned] in t.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from twins.networks import DT, World

STEPS_A_MONTH = 4
SPECK = 1e-12  # t; nobody asks for less


@dataclass
class Parcel:
    arrives: int
    need: int
    free: float
    bound: float


@dataclass
class Month:
    """What one internal step left behind; lists by need, offer, link and site."""

    stock: list[list[float]]
    finished: list[list[float]]
    order: list[float]
    heard: list[float]
    wanted: list[float]
    used: list[list[float]]
    made: list[float]
    overproduction: list[float]
    shipped: list[list[float]]
    transit: list[float]


@dataclass
class Future:
    """State of a world while it moves."""

    world: World
    free_share: list[float]
    stock: list[list[float]] = field(default_factory=list)
    finished: list[list[float]] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    heard_slow: list[float] = field(default_factory=list)
    wanted_slow: list[float] = field(default_factory=list)
    alpha: list[float] = field(default_factory=list)


def free_fraction(values: list[float], free: list[float], theta: float) -> float:
    """Share of an output that stays unconditioned when a share `free[c]` of each input is (§7), by bisection.

    q_free = max q <= y such that sum_c v_c max(0, 1 - F_c/(a_c q)) < theta, with F_c = free_c a_c y and y = 1.
    """

    def conditioned_content(q: float) -> float:
        return sum(v * max(0.0, 1.0 - f / q) for v, f in zip(values, free, strict=True))

    if conditioned_content(1.0) < theta:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle == 0.0:
            break
        if conditioned_content(middle) < theta:
            low = middle
        else:
            high = middle
    return low


def share_free(lot: list[float]) -> float:
    total = lot[0] + lot[1]
    return lot[0] / total if total > 0 else 1.0


def output_free_share(world: World, s: int, free: list[float]) -> float:
    site = world.sites[s]
    if site.controlled:
        return 0.0
    return free_fraction([world.needs[n].value for n in site.needs], free, world.theta)


def baseline_labels(world: World) -> list[float]:
    """Follow labels downstream until they stand still (§7)."""
    share = [1.0] * len(world.offers)
    for _ in range(2000):
        bought = []
        for market in world.markets:
            flows = [world.links[k] for k in market.links]
            bought.append(sum(x.flow * share[x.offer] for x in flows) / sum(x.flow for x in flows))
        inside = [bought[need.market] for need in world.needs]
        new = list(share)
        for s, site in enumerate(world.sites):
            here = output_free_share(world, s, [inside[n] for n in site.needs])
            for o in site.offers:
                new[o] = here
        if max(abs(a - b) for a, b in zip(new, share, strict=True)) < 1e-15:
            break
        share = new
    return share


def start(world: World) -> Future:
    """Stocks at cover, pipelines full, orders as the flows are."""
    f = Future(world, baseline_labels(world))
    f.heard = [0.0] * len(world.offers)
    for link in world.links:
        f.heard[link.offer] += link.flow
    for n, need in enumerate(world.needs):
        part = need.usual / sum(world.needs[i].usual for i in world.markets[need.market].needs)
        flow = free = 0.0
        for link in (world.links[k] for k in world.markets[need.market].links):
            q, share = link.flow * part, f.free_share[link.offer]
            flow, free = flow + q, free + q * share
            for step in range(link.lag):
                f.parcels.append(Parcel(step, n, q * DT * share, q * DT * (1 - share)))
        f.stock.append([need.cover * free, need.cover * (flow - free)])
        f.wanted_slow.append(flow)
    f.heard_slow = list(f.heard)
    f.finished = [
        [world.finished_cover * h * share, world.finished_cover * h * (1 - share)]
        for h, share in zip(f.heard, f.free_share, strict=True)
    ]
    f.alpha = [1.0] * len(world.sites)
    return f


def slow_down(use: float, stock: float, cover: float, psi: float) -> float:
    """§5.4: a stock below psi of its cover slows what it feeds."""
    wish = max(psi * cover, DT) * use
    return 1.0 if wish <= stock else stock / wish


def live(f: Future, step: int) -> Month:
    """One step, in the order of §5."""
    w, month = f.world, step // STEPS_A_MONTH
    receive(f, step)
    wanted, used = [0.0] * len(w.needs), [[0.0, 0.0] for _ in w.needs]
    made = [work(f, s, wanted, used) for s in range(len(w.sites))]
    for n, need in enumerate(w.needs):
        if need.site is None:
            use(f, n, month, wanted, used)
    coming = under_way(f)
    order = [write_order(f, n, month, wanted[n], coming[n]) for n in range(len(w.needs))]
    hear(f, order, month)
    shipped = Hall(f, order, month).rounds()
    for k, lot in enumerate(shipped):
        if sum(lot) > 0:
            members = w.markets[w.links[k].market].needs
            asked = sum(order[n] for n in members)
            for n in members:
                part = order[n] / asked
                f.parcels.append(Parcel(step + w.links[k].lag, n, lot[0] * part, lot[1] * part))
    return Month(
        [list(x) for x in f.stock], [list(x) for x in f.finished], order, list(f.heard), wanted, used, made,
        list(f.alpha), shipped, under_way(f),
    )  # fmt: skip


def receive(f: Future, step: int) -> None:
    for p in f.parcels:
        if p.arrives == step:
            f.stock[p.need][0] += p.free
            f.stock[p.need][1] += p.bound
    f.parcels = [p for p in f.parcels if p.arrives > step]


def under_way(f: Future) -> list[float]:
    total = [0.0] * len(f.world.needs)
    for p in f.parcels:
        total[p.need] += p.free + p.bound
    return total


def work(f: Future, s: int, wanted: list[float], used: list[list[float]]) -> float:
    """§5.1, §5.3, §5.4 and §7 for one site; returns its activity."""
    w, b = f.world, f.world.behaviour
    site = w.sites[s]
    plan = 0.0
    for o in site.offers:
        if w.offers[o].per_activity > 0:
            gap = w.finished_cover * f.heard_slow[o] - sum(f.finished[o])
            plan = max(plan, (f.heard[o] + gap / b.tau_finished) / w.offers[o].per_activity)
    plan = min(plan, f.alpha[s] * site.capacity)
    fraction = 1.0
    for n in site.needs:
        need = w.needs[n]
        wanted[n] = need.per_activity * plan
        fraction = min(fraction, slow_down(wanted[n], sum(f.stock[n]), need.cover, b.psi))
    y = plan * fraction
    free = output_free_share(w, s, [share_free(f.stock[n]) for n in site.needs])
    for n in site.needs:
        lot, take = f.stock[n], min(w.needs[n].per_activity * y * DT, sum(f.stock[n]))
        part = share_free(lot) if sum(lot) > 0 else 0.0
        used[n] = [take * part, take * (1 - part)]
        f.stock[n] = [max(lot[0] - used[n][0], 0.0), max(lot[1] - used[n][1], 0.0)]
    for o in site.offers:
        f.finished[o][0] += w.offers[o].per_activity * y * DT * free
        f.finished[o][1] += w.offers[o].per_activity * y * DT * (1 - free)
    shortage = (plan - y) / plan if plan > 0 else 0.0
    if shortage > 0:
        f.alpha[s] += (b.alpha_max - f.alpha[s]) * shortage * DT / b.tau_alpha
    else:
        f.alpha[s] += (1 - f.alpha[s]) * DT / b.tau_alpha
    return y


def use(f: Future, n: int, month: int, wanted: list[float], used: list[list[float]]) -> None:
    """§5.2 and the use side of the permission table (§7)."""
    w = f.world
    wanted[n] = w.needs[n].per_activity * w.demand(month, n)
    may = w.may_use(month, n)
    usable = [f.stock[n][i] * may[i] for i in (0, 1)]
    total = sum(usable)
    amount = wanted[n] * slow_down(wanted[n], total, w.needs[n].cover, w.behaviour.psi) * DT
    if total > 0:
        used[n] = [amount * usable[0] / total, amount * usable[1] / total]
    f.stock[n] = [max(f.stock[n][i] - used[n][i], 0.0) for i in (0, 1)]


def write_order(f: Future, n: int, month: int, wish: float, coming: float) -> float:
    """§5.5: desired use, and stock with pipeline brought back to target."""
    w, need, b = f.world, f.world.needs[n], f.world.behaviour
    f.wanted_slow[n] += DT * (wish - f.wanted_slow[n]) / b.tau_slow
    links = [w.links[k] for k in w.markets[need.market].links]
    pipeline = sum(x.flow * (x.lag - 1) * DT for x in links) / sum(x.flow for x in links)
    may = w.may_use(month, n)
    usable = sum(f.stock[n][i] * may[i] for i in (0, 1))
    target = (need.cover + pipeline) * f.wanted_slow[n]
    return max(0.0, wish + (target - usable - coming) / b.tau_inventory)


def hear(f: Future, order: list[float], month: int) -> None:
    """§5.6: orders of a market go to suppliers that may serve, by baseline; suppliers smooth them."""
    w, b = f.world, f.world.behaviour
    raw = [0.0] * len(w.offers)
    for market in w.markets:
        asked = sum(order[n] for n in market.needs)
        can = []
        for k in market.links:
            label = 1 if w.links[k].surely_conditioned else 0
            if w.may_move(month, k)[label] > 0:
                can.append(w.links[k])
        total = sum(x.flow for x in can)
        for x in can:
            raw[x.offer] += asked * x.flow / total
    for o in range(len(raw)):
        f.heard[o] += DT * (raw[o] - f.heard[o]) / b.tau_orders
        f.heard_slow[o] += DT * (f.heard[o] - f.heard_slow[o]) / b.tau_slow


@dataclass
class Wish:
    """What a buyer asks of one supplier in one round: lots it can only take free, and lots of any label."""

    link: int
    only_free: float
    any_label: float


class Hall:
    """§6: buyers and suppliers of one step meet in six rounds."""

    def __init__(self, f: Future, order: list[float], month: int) -> None:
        self.f, self.w = f, f.world
        self.lack = [sum(order[n] for n in market.needs) * DT for market in self.w.markets]
        self.given = [[0.0, 0.0] for _ in self.w.links]
        self.room = [self.w.switch * x.flow * DT for x in self.w.links]
        self.allowed = []
        for k, x in enumerate(self.w.links):
            limit = [share * x.flow * DT for share in self.w.may_move(month, k)]
            if 0 <= self.w.limited_for(month, k) < self.w.qualification:
                limit[0] = min(limit[0], self.room[k] * f.free_share[x.offer])
            self.allowed.append(limit)

    def rounds(self) -> list[list[float]]:
        for _ in range(6):
            wishes = [wish for m in range(len(self.w.markets)) for wish in self.ask(m)]
            if not wishes:
                break
            mine: dict[int, list[Wish]] = {}
            for wish in wishes:
                mine.setdefault(self.w.links[wish.link].offer, []).append(wish)
            for o, asked in mine.items():
                self.serve(o, asked)
        return self.given

    def ask(self, m: int) -> list[Wish]:
        if self.lack[m] <= SPECK:
            return []
        goods = self.f.finished
        can = [
            k for k in self.w.markets[m].links
            if self.room[k] > SPECK
            and any(min(goods[self.w.links[k].offer][i], self.allowed[k][i]) > SPECK for i in (0, 1))
        ]  # fmt: skip
        total = sum(self.w.links[k].flow for k in can)
        wishes = []
        for k in can:
            x = self.w.links[k]
            amount = min(self.lack[m] * x.flow / total, self.room[k])
            bound = min(amount, self.allowed[k][1]) if goods[x.offer][1] > SPECK else 0.0
            wishes.append(Wish(k, min(amount - bound, self.allowed[k][0]), bound))
        return wishes

    def serve(self, o: int, asked: list[Wish]) -> None:
        """Those who may take free lots only come first; the others are steered towards conditioned lots."""
        free, bound = self.f.finished[o]
        narrow, wide = sum(x.only_free for x in asked), sum(x.any_label for x in asked)
        first = min(1.0, free / narrow) if narrow > 0 else 0.0
        free = max(free - first * narrow, 0.0)
        second = min(1.0, (free + bound) / wide) if wide > 0 else 0.0
        served, mix = second * wide, 0.0
        if served > 0:
            even, most = bound / (free + bound), min(1.0, bound / served)
            mix = even + self.w.behaviour.reshuffle * (most - even)
        self.f.finished[o] = [max(free - served * (1 - mix), 0.0), max(bound - served * mix, 0.0)]
        for x in asked:
            lot = [x.only_free * first + x.any_label * second * (1 - mix), x.any_label * second * mix]
            for i in (0, 1):
                self.given[x.link][i] += lot[i]
                self.allowed[x.link][i] -= lot[i]
            self.lack[self.w.links[x.link].market] -= sum(lot)
            self.room[x.link] -= sum(lot)


def run(world: World, months: int) -> list[Month]:
    """Return every step of `months`."""
    future = start(world)
    return [live(future, step) for step in range(months * STEPS_A_MONTH)]
