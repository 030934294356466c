"""A world of plain lists, and the only place where the arrays of the kernels are built from it or turned into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ytterby.simulation.kernel.arrays import FREE, STEPS, Behaviour, Draw, Draws, Law, Topology
from ytterby.simulation.kernel.month import draw_of
from ytterby.simulation.prepare import STABLE, Prepared

DT = 0.25


@dataclass
class Site:
    capacity: float
    controlled: bool = False
    offers: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)


@dataclass
class Offer:
    site: int
    per_activity: float
    commodity: str = ""
    place: str = ""


@dataclass
class Need:
    site: int | None
    per_activity: float
    usual: float
    cover: float
    value: float = 0.0
    commodity: str = ""
    place: str = ""
    defence: bool = False
    market: int = -1


@dataclass
class Market:
    """Needs that buy together, and the links they buy by."""

    needs: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)


@dataclass
class Link:
    offer: int
    market: int
    flow: float
    lag: int
    surely_conditioned: bool


@dataclass
class World:
    """One future: what the kernels get as arrays, as lists of named things.

    `may_move(month, link)` and `may_use(month, need)` return a pair (unconditioned, conditioned);
    `limited_for(month, link)` counts the months since conditioned lots were first held back, -1 where they are not;
    `demand(month, need)` is relative to the baseline.
    """

    sites: list[Site]
    offers: list[Offer]
    needs: list[Need]
    markets: list[Market]
    links: list[Link]
    finished_cover: float
    switch: float
    qualification: float
    theta: float
    may_move: Callable[[int, int], tuple[float, float]]
    may_use: Callable[[int, int], tuple[float, float]]
    limited_for: Callable[[int, int], float]
    demand: Callable[[int, int], float]
    behaviour: Behaviour = STABLE


def world_of(prepared: Prepared, d: int) -> World:
    """Read one draw of the arrays back into lists."""
    t, a, law = prepared.topology, prepared.draws, prepared.law
    sites = [
        Site(
            float(a.capacity[d, s]),
            bool(t.controlled[s]),
            list(range(t.offer_start[s], t.offer_start[s + 1])),
            list(range(t.need_start[s], t.need_start[s + 1])),
        )
        for s in range(a.capacity.shape[1])
    ]
    offers = [Offer(s, float(a.yields[d, o])) for s, site in enumerate(sites) for o in site.offers]
    owner = {n: s for s, site in enumerate(sites) for n in site.needs}
    needs = [
        Need(owner.get(n), float(a.intake[d, n]), float(a.use[d, n]), float(a.cover[d, n]), float(t.value[n]))
        for n in range(a.intake.shape[1])
    ]
    markets, links = [], []
    for m in range(len(t.market_start) - 1):
        members = t.market_need[t.market_start[m] : t.market_start[m + 1]].tolist()
        markets.append(Market(members, list(range(t.link_start[m], t.link_start[m + 1]))))
        for n in members:
            needs[n].market = m
        for k in markets[m].links:
            lag, label = int(t.lags[t.link_lag[k]]), bool(t.link_label[k])
            links.append(Link(int(t.link_offer[k]), m, float(a.flow[d, k]), lag, label))
    return World(
        sites, offers, needs, markets, links, *(float(x) for x in a.scalars[d]), law.theta,
        lambda m, k: (float(law.link[m, k, 0]), float(law.link[m, k, 1])),
        lambda m, n: (float(law.use[m, n, 0]), float(law.use[m, n, 1])),
        lambda m, k: float(law.since[m, k]),
        lambda m, n: float(law.demand[m, n]),
        prepared.behaviour,
    )  # fmt: skip


def prepared_of(world: World, months: int) -> Prepared:
    """Lay one world out as the arrays of the kernels, with a draw axis of one."""
    order = np.array([k for market in world.markets for k in market.links], dtype=np.int64)
    links = [world.links[k] for k in order]
    flow = np.array([k.flow for k in links])
    lag = np.array([k.lag for k in links], dtype=np.int64)
    lags, lag_of = np.unique(lag, return_inverse=True)
    starts = _starts([len(m.links) for m in world.markets])
    pipeline = np.add.reduceat(flow * (lag - 1) / STEPS, starts[:-1]) / np.add.reduceat(flow, starts[:-1])
    topology = Topology(
        offer_start=_starts([len(s.offers) for s in world.sites]),
        need_start=_starts([len(s.needs) for s in world.sites]),
        market_start=_starts([len(m.needs) for m in world.markets]),
        market_need=np.array([n for m in world.markets for n in m.needs], dtype=np.int64),
        link_start=starts,
        link_offer=np.array([k.offer for k in links], dtype=np.int64),
        link_lag=lag_of.astype(np.int64),
        lags=lags,
        link_label=np.array([k.surely_conditioned for k in links], dtype=np.int64),
        controlled=np.array([s.controlled for s in world.sites]),
        value=np.array([n.value for n in world.needs]),
    )
    draws = Draws(
        flow=flow[None],
        capacity=np.array([[s.capacity for s in world.sites]]),
        yields=np.array([[o.per_activity for o in world.offers]]),
        intake=np.array([[n.per_activity for n in world.needs]]),
        use=np.array([[n.usual for n in world.needs]]),
        cover=np.array([[n.cover for n in world.needs]]),
        pipeline=pipeline[None, [n.market for n in world.needs]],
        scalars=np.array([[world.finished_cover, world.switch, world.qualification]]),
    )
    n_needs = len(world.needs)
    law = Law(
        link=np.array([[world.may_move(m, k) for k in order] for m in range(months)]),
        use=np.array([[world.may_use(m, n) for n in range(n_needs)] for m in range(months)]),
        since=np.array([[world.limited_for(m, k) for k in order] for m in range(months)], dtype=float),
        demand=np.array([[world.demand(m, n) for n in range(n_needs)] for m in range(months)]),
        theta=world.theta,
    )
    return Prepared(topology, draws, law, world.behaviour, order)


def one_draw(prepared: Prepared, d: int = 0) -> Draw:
    """Return the arrays of a single draw, as `simulate` hands them to a step."""
    draw: Draw = draw_of(prepared.draws, d)
    return draw


def _starts(counts: list[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


PLACES = ("AAA", "BBB", "CCC", "DDD")
CONTROLLER = "AAA"
HEAVY = 0.1  # share of the heavy material in the magnets of the random networks
YEARS = 2


@dataclass(frozen=True)
class Recipe:
    """What hypothesis draws: a seed for the numbers, and how large and how restricted the network is."""

    seed: int
    width: int
    theta: float
    reshuffle: float
    rules: int
    demand_moves: bool = True


def random_world(recipe: Recipe) -> World:
    """Build a balanced network: joint mines, two separations, two metals, magnets with new scrap, recyclers, uses.

    Sizes are set from the uses upstream, so every site takes in more of each material than it puts out.
    """
    rng = np.random.default_rng(recipe.seed)
    grower = _Grower(rng, recipe.width)
    grower.grow()
    world = World(
        grower.sites, grower.offers, grower.needs, grower.markets, grower.links,
        finished_cover=float(rng.uniform(0.2, 0.7)), switch=float(rng.uniform(1.1, 2.0)),
        qualification=float(rng.integers(0, 8)), theta=recipe.theta,
        may_move=lambda m, k: (FREE, FREE), may_use=lambda m, n: (1.0, 1.0), limited_for=lambda m, k: -1.0,
        demand=lambda m, n: 1.0,
        behaviour=STABLE._replace(reshuffle=recipe.reshuffle),
    )  # fmt: skip
    return restricted(world, rng, recipe.rules, recipe.demand_moves)


def restricted(world: World, rng: np.random.Generator, rules: int, demand_moves: bool) -> World:
    """Add rules against conditioned lots moving (out of the controller, or to users) or being used; move demand."""
    leaving = [
        k for k, x in enumerate(world.links)
        if (buyer := world.needs[world.markets[x.market].needs[0]]).place != CONTROLLER
        and (world.offers[x.offer].place == CONTROLLER or buyer.site is None)
    ]  # fmt: skip
    sinks = [n for n, x in enumerate(world.needs) if x.site is None and x.place != CONTROLLER]
    move, use = {}, {}
    for _ in range(rules):
        first, length = int(rng.integers(0, 8)), int(rng.integers(1, 30))
        volume = float(rng.choice([0.0, 0.0, 0.3, 0.6, 1.0]))
        for k in rng.permutation(leaving)[: rng.integers(0, len(leaving) + 1)]:
            move |= {(m, int(k)): min(volume, move.get((m, int(k)), FREE)) for m in range(first, first + length)}
        barred = float(rng.choice([0.0, 0.0, 0.4]))
        for n in rng.permutation(sinks)[: rng.integers(0, len(sinks) + 1)]:
            use |= {(m, int(n)): barred for m in range(first, first + length)}
    step = float(rng.uniform(0.7, 1.2)) if demand_moves else 1.0
    return replace(
        world,
        may_move=lambda m, k: (FREE, move.get((m, k), FREE)),
        may_use=lambda m, n: (1.0, use.get((m, n), 1.0)),
        limited_for=lambda m, k: _run_length(move, m, k),
        demand=lambda m, n: step if m >= 2 and n % 2 else 1.0,
    )


def _run_length(move: dict[tuple[int, int], float], month: int, link: int) -> float:
    months = -1
    while (month - months - 1, link) in move:
        months += 1
    return float(months)


class _Grower:
    """Adds stages from the uses upstream."""

    def __init__(self, rng: np.random.Generator, width: int) -> None:
        self.rng, self.width = rng, width
        self.sites: list[Site] = []
        self.offers: list[Offer] = []
        self.needs: list[Need] = []
        self.flows: list[tuple[int, int, float]] = []
        self.markets: list[Market] = []
        self.links: list[Link] = []

    def grow(self) -> None:
        """Make all sites first (needs of sites must come before final uses), then the flows."""
        rng, width = self.rng, self.width
        magnets = [self._site(["magnet", "scrap/l", "scrap/h"], ["metal/l", "metal/h"]) for _ in range(width)]
        recyclers = {x: [self._site([f"oxide/{x}"], [f"scrap/{x}"])] for x in "lh"}
        metals = {x: [self._site([f"metal/{x}"], [f"oxide/{x}"]) for _ in range(width)] for x in "lh"}
        separations = {x: [self._site([f"oxide/{x}"], [f"feed/{x}"]) for _ in range(width)] for x in "lh"}
        mines = [self._site(["feed/l", "feed/h"], []) for _ in range(width)]
        uses = [self._need(None, "magnet", k) for k in range(2 * width)]
        made = self._flows("magnet", magnets, {n: float(rng.lognormal(3, 1)) for n in uses})
        for x, share in (("l", 1 - HEAVY), ("h", HEAVY)):
            scrap = {s: made[s] * share * float(rng.uniform(0.05, 0.3)) for s in magnets}
            taken = {s: (made[s] * share + scrap[s]) / float(rng.uniform(0.9, 0.99)) for s in magnets}
            metal = self._flows(f"metal/{x}", metals[x], self._wants(magnets, f"metal/{x}", taken))
            oxide = {s: q / float(rng.uniform(0.8, 0.97)) for s, q in metal.items()}
            recycled = 0.95 * sum(scrap.values())
            self._push(f"scrap/{x}", scrap, recyclers[x][0])
            part = recycled / sum(oxide.values())
            self._flows(f"oxide/{x}", recyclers[x], self._wants(metals[x], f"oxide/{x}", oxide, part))
            oxides = self._flows(f"oxide/{x}", separations[x], self._wants(metals[x], f"oxide/{x}", oxide, 1 - part))
            feed = {s: q / float(rng.uniform(0.85, 0.97)) for s, q in oxides.items()}
            self._flows(f"feed/{x}", mines, self._wants(separations[x], f"feed/{x}", feed))
        self._close()

    def _site(self, makes: list[str], takes: list[str]) -> int:
        s, place = len(self.sites), str(self.rng.choice(PLACES))
        outside = place != CONTROLLER and self.rng.random() < 0.1  # runs on the controller's technology
        self.sites.append(Site(0.0, place == CONTROLLER or outside))
        for c in makes:
            self.sites[s].offers.append(len(self.offers))
            self.offers.append(Offer(s, 0.0, c, place))
        for c in takes:
            self.sites[s].needs.append(self._need(s, c, 0, place))
        return s

    def _need(self, site: int | None, commodity: str, k: int, place: str = "") -> int:
        rng = self.rng
        value = float(rng.choice([rng.uniform(0.2, 0.7), 0.0011, 0.0004])) if site is not None else 0.0
        self.needs.append(
            Need(
                site,
                0.0,
                0.0,
                float(rng.uniform(0.3, 3.0)),
                value,
                commodity,
                place or str(rng.choice(PLACES)),
                k % 2 == 1,
            )
        )
        return len(self.needs) - 1

    def _wants(self, sites: list[int], commodity: str, amount: dict[int, float], part: float = 1.0) -> dict[int, float]:
        return {n: amount[s] * part for s in sites for n in self.sites[s].needs if self.needs[n].commodity == commodity}

    def _offer(self, site: int, commodity: str) -> int:
        return next(o for o in self.sites[site].offers if self.offers[o].commodity == commodity)

    def _flows(self, commodity: str, suppliers: list[int], wants: dict[int, float]) -> dict[int, float]:
        """Share each want among some of the suppliers; return what each supplier makes in sum."""
        rng = self.rng
        made = dict.fromkeys(suppliers, 0.0)
        for k, (n, amount) in enumerate(wants.items()):
            keep = rng.random(len(suppliers)) < 0.7
            keep[k % len(suppliers)] = True
            if k == len(wants) - 1:
                keep |= np.array([made[s] == 0.0 for s in suppliers])
            weight = rng.lognormal(0, 1, len(suppliers)) * keep
            for s, w in zip(suppliers, weight / weight.sum(), strict=True):
                if w > 0:
                    self.flows.append((self._offer(s, commodity), n, amount * float(w)))
                    made[s] += amount * float(w)
        return made

    def _push(self, commodity: str, amounts: dict[int, float], site: int) -> None:
        (n,) = self.sites[site].needs
        for s, q in amounts.items():
            self.flows.append((self._offer(s, commodity), n, q))

    def _close(self) -> None:
        """Turn sums of flows into activity, yields and intakes; needs of a kind at a place become one market."""
        out, into = np.zeros(len(self.offers)), np.zeros(len(self.needs))
        for o, n, q in self.flows:
            out[o] += q
            into[n] += q
        for site in self.sites:
            activity = float(out[site.offers].sum())
            site.capacity = activity / float(self.rng.uniform(0.75, 0.95))
            for o in site.offers:
                self.offers[o].per_activity = float(out[o]) / activity
            for n in site.needs:
                self.needs[n].per_activity = float(into[n]) / activity
        for n, need in enumerate(self.needs):
            need.usual = float(into[n])
            if need.site is None:
                need.per_activity = need.usual
        self._trade()

    def _trade(self) -> None:
        kinds = [(n.commodity, n.place, n.site is None, n.defence) for n in self.needs]
        at = {kind: m for m, kind in enumerate(dict.fromkeys(kinds))}
        self.markets = [Market() for _ in at]
        for n, kind in enumerate(kinds):
            self.needs[n].market = at[kind]
            self.markets[at[kind]].needs.append(n)
        total: dict[tuple[int, int], float] = {}
        for o, n, q in self.flows:
            total[o, self.needs[n].market] = total.get((o, self.needs[n].market), 0.0) + q
        for (o, m), q in total.items():
            self.markets[m].links.append(len(self.links))
            conditioned = self.offers[o].place == CONTROLLER
            self.links.append(Link(o, m, q, int(self.rng.integers(1, 7)), conditioned))
