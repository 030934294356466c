"""What a future of the twin remembers, and how it starts. Lots are pairs [unconditioned, conditioned] in t."""

from __future__ import annotations

from dataclasses import dataclass, field

from twins.labels import baseline_labels
from twins.layout import under_way
from twins.world import DT, World


@dataclass
class Parcel:
    arrives: int
    need: int
    free: float
    bound: float


@dataclass
class Application:
    decided: int
    link: int
    amount: float


@dataclass
class Future:
    """State of a world while it moves; `price`, `before`, `tight` by (zone, commodity)."""

    world: World
    free_share: list[float]
    stock: list[list[float]] = field(default_factory=list)
    finished: list[list[float]] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    pipeline: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    heard_slow: list[float] = field(default_factory=list)
    wanted: list[float] = field(default_factory=list)
    wanted_slow: list[float] = field(default_factory=list)
    used: list[list[float]] = field(default_factory=list)
    alpha: list[float] = field(default_factory=list)
    reserve: list[float] = field(default_factory=list)
    replaced: list[float] = field(default_factory=list)
    restraint: list[float] = field(default_factory=list)
    granted: dict[int, float] = field(default_factory=dict)
    pending: dict[int, float] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    price: dict[tuple[int, str], float] = field(default_factory=dict)
    before: dict[tuple[int, str], float] = field(default_factory=dict)
    tight: dict[tuple[int, str], float] = field(default_factory=dict)


def start(world: World) -> Future:
    """Stocks at cover, pipelines full, orders as the flows are, prices at the baseline."""
    f = Future(world, baseline_labels(world))
    f.pipeline = [under_way(world, m) for m in range(len(world.markets))]
    f.heard = [0.0] * len(world.offers)
    for link in world.links:
        f.heard[link.offer] += link.flow
    f.heard_slow = list(f.heard)
    for n in range(len(world.needs)):
        fill(f, n)
    cover = world.traits.finished_cover
    f.finished = [[cover * h * share, cover * h * (1 - share)] for h, share in zip(f.heard, f.free_share, strict=True)]
    f.alpha = [1.0] * len(world.sites)
    f.reserve = [need.reserve for need in world.needs]
    f.replaced, f.restraint = [0.0] * len(world.needs), [0.0] * len(world.needs)
    for zone in (0, 1):
        for c in world.commodities:
            f.price[zone, c] = f.before[zone, c] = f.tight[zone, c] = 1.0
    for k in world.rules.licences:
        queue(f, k)
    return f


def fill(f: Future, n: int) -> None:
    """Give a need its cover, and lots that arrive in every step its links are long."""
    world, need = f.world, f.world.needs[n]
    usual = sum(world.needs[i].usual for i in world.markets[need.market].needs)
    part = need.usual / usual if usual > 0 else 0.0
    flow = free = 0.0
    for link in world.links_into(need.market):
        q, share = link.flow * part, f.free_share[link.offer]
        flow, free = flow + q, free + q * share
        for step in range(link.lag):
            f.parcels.append(Parcel(step, n, q * DT * share, q * DT * (1 - share)))
    f.stock.append([need.cover * free, need.cover * (flow - free)])
    f.wanted.append(flow)
    f.wanted_slow.append(flow)
    f.used.append([flow * DT, 0.0])


def queue(f: Future, k: int) -> None:
    """A regime from before the run: a horizon is granted, and earlier applications wait for their decision."""
    f.granted[k] = f.pending[k] = 0.0
    licence, regime, flow = f.world.rules.licences[k], f.world.rules.regime, f.world.links[k].flow
    if not licence.running or regime is None:
        return
    approval = licence.approval[0]
    f.granted[k] = flow * (-1.0 if approval is None else approval) * f.world.behaviour.horizon
    for earlier in range(1, regime.decided[0] + len(regime.tail) + 1):
        for late, part in enumerate(regime.tail):
            decided = regime.decided[0] - earlier + late
            if decided >= 0:
                f.applications.append(Application(decided, k, flow * DT * part))
                f.pending[k] += flow * DT * part
