"""Things that happen to a random world: rules, licences, events, closures, tariffs, warnings, projects, growth."""

from __future__ import annotations

import numpy as np

from twins.growing import CONTROLLER
from twins.world import DT, FREE, STEPS_A_MONTH, Happenings, Licence, Link, Regime, Rules, Site, World

LONGEST = 200  # months


def happen(world: World, rng: np.random.Generator, rules: int) -> None:
    """Let a random choice of everything happen within the first months."""
    world.rules = random_rules(world, rng, rules)
    if rules:
        add_licences(world, rng)
    events = world.happenings.events
    for event in events:
        event.happens = bool(rng.random() < 0.6)
        event.lasts = [float(rng.choice([0.0, 0.5, 1.0])) for _ in range(12)] * (LONGEST // 12 + 1)
    for site in world.sites:
        if site.start is not None and rng.random() < 0.7:
            site.start = float(rng.uniform(-12, 6))
            for link in world.links:
                if link.fresh > 0 and site in ends(world, link):
                    link.opens = site.start
    world.happenings = random_course(world, rng)
    world.happenings.events = events


def ends(world: World, link: Link) -> list[Site]:
    """Return the site a link comes from, and the one it goes to unless that is a final use."""
    buyer = world.needs[world.markets[link.market].needs[0]].site
    return [world.sites[s] for s in (world.offers[link.offer].site, buyer) if s is not None]


def leaving(world: World) -> list[int]:
    """Links out of the controller, and links to users elsewhere."""
    return [
        k for k, x in enumerate(world.links)
        if (buyer := world.needs[world.markets[x.market].needs[0]]).place != CONTROLLER
        and (world.offers[x.offer].place == CONTROLLER or buyer.site is None)
    ]  # fmt: skip


def some(rng: np.random.Generator, things: list[int]) -> list[int]:
    return [int(x) for x in rng.permutation(things)[: rng.integers(0, len(things) + 1)]]


def random_rules(world: World, rng: np.random.Generator, rules: int) -> Rules:
    """Rules against conditioned lots moving (out of the controller, or to users) or being used."""
    sinks = [n for n in world.sinks() if world.needs[n].place != CONTROLLER]
    move: dict[tuple[int, int], float] = {}
    use: dict[tuple[int, int], float] = {}
    for _ in range(rules):
        first, length = int(rng.integers(0, 32)), int(rng.integers(1, 120))
        volume = float(rng.choice([0.0, 0.0, 0.3, 0.6, 1.0]))
        for k in some(rng, leaving(world)):
            move |= {(i, k): min(volume, move.get((i, k), FREE)) for i in range(first, first + length)}
        barred = float(rng.choice([0.0, 0.0, 0.4]))
        for n in some(rng, sinks):
            use |= {(i, n): barred for i in range(first, first + length)}
    return Rules(
        lambda step, k: (FREE, move.get((step, k), FREE)),
        lambda step, n: (1.0, use.get((step, n), 1.0)),
        lambda step, k: run_length(move, step, k),
    )


def run_length(move: dict[tuple[int, int], float], step: int, link: int) -> float:
    """Months since a limit on a link began, -1 where there is none."""
    steps = -1
    while (step - steps - 1, link) in move:
        steps += 1
    return steps * DT if steps >= 0 else -1.0


def add_licences(world: World, rng: np.random.Generator) -> None:
    """One regime over some links: from before the run, or with a notice, in force later, perhaps ending."""
    span = LONGEST * STEPS_A_MONTH
    running = bool(rng.random() < 0.4)
    notice = 0 if running else int(rng.integers(0, 12))
    start = 0 if running else notice + int(rng.choice([0, 6]))
    end, share = int(rng.choice([span, start + 20])), float(rng.choice([0.0, 0.5, 1.0]))
    for k in some(rng, leaving(world)):
        approval = [share if notice <= i < end else None for i in range(span)]
        world.rules.licences[k] = Licence(approval, [start <= i < end for i in range(span)], running)
    clock = int(rng.choice([0, 3, 9]))
    world.rules.regime = Regime([i + clock for i in range(span)], [0.5, 0.3, 0.2])


def random_course(world: World, rng: np.random.Generator) -> Happenings:
    """Demand, capacity, corridors, tariffs and warnings that move by month or step."""
    when = int(rng.integers(0, 6))
    growth = {n: float(rng.uniform(0.7, 1.2)) for n in some(rng, world.sinks())}
    capacity = {s: float(rng.uniform(0.3, 1.5)) for s in some(rng, list(range(len(world.sites))))[:2]}
    closed = {k: float(rng.choice([0.0, 0.5, 0.9])) for k in some(rng, list(range(len(world.links))))[:6]}
    dear = {k: float(rng.uniform(0.2, 1.0)) for k in some(rng, list(range(len(world.links))))[:6]}
    alarmed = {m: float(rng.uniform(0.2, 1.0)) for m in some(rng, list(range(len(world.markets))))}
    heard = when * STEPS_A_MONTH + 1
    return Happenings(
        lambda month, n: growth.get(n, 1.0) if month >= 2 else 1.0,
        lambda month, s: capacity.get(s, 1.0) if month >= 3 else 1.0,
        lambda month, k: closed.get(k, 1.0) if when <= month < when + 4 else 1.0,
        lambda month, k: dear.get(k, 1.0) if month >= when else 1.0,
        lambda step, m: alarmed.get(m, 0.0) * 2.0 ** (-(step - heard) / 12) if step >= heard else 0.0,
    )
