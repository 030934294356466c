"""Random networks with every mechanism in place, and with something happening if asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twins.growing import COMMODITIES, COST_SHARE, Grower
from twins.happening import happen
from twins.world import Event, Traits, World
from ytterby.simulation.prepare import STABLE


@dataclass(frozen=True)
class Recipe:
    """What hypothesis draws: a seed for the numbers, how large and how restricted, and whether anything happens."""

    seed: int
    width: int
    theta: float
    reshuffle: float
    rules: int
    happens: bool = True
    priced: bool = True


def random_world(recipe: Recipe) -> World:
    """Build a balanced network: joint mines, two separations, two metals, magnets with new scrap, recyclers, uses.

    Whatever happens, there are reserves, ranks, projects, things that can be replaced, and events that may not come.
    """
    rng = np.random.default_rng(recipe.seed)
    grower = Grower(rng, recipe.width)
    grower.grow()
    traits = Traits(
        float(rng.uniform(0.2, 0.7)), float(rng.uniform(1.1, 2.0)), float(rng.integers(0, 8)),
        float(rng.uniform(0.0, 2.0)), float(rng.uniform(-0.4, -0.1)), float(rng.uniform(0.05, 0.25)),
        float(rng.uniform(-0.6, -0.2)), float(rng.uniform(0.5, 1.0)),
    )  # fmt: skip
    world = World(
        grower.sites, grower.offers, grower.needs, grower.markets, grower.links, list(COMMODITIES), COST_SHARE,
        traits, recipe.theta, ranks=int(rng.integers(1, 5)),
        behaviour=STABLE._replace(reshuffle=recipe.reshuffle, priced=float(recipe.priced)),
    )  # fmt: skip
    furnish(world, rng)
    if recipe.happens:
        happen(world, rng, recipe.rules)
    return world


def furnish(world: World, rng: np.random.Generator) -> None:
    """Put mechanisms in place that do nothing by themselves."""
    for link in world.links:
        link.rank = int(rng.integers(0, world.ranks))
    for need in world.needs:
        if rng.random() < 0.3:
            need.reserve, late = need.usual * float(rng.uniform(0, 2)), float(rng.choice([0.0, rng.uniform(), 1.0]))
            need.parts = [(float(rng.integers(0, 10)), 1.0 - late), (float(rng.integers(3, 20)), late)]
        if need.site is None:
            need.substitutable, need.budget = float(rng.uniform(0, 0.6)), float(rng.choice([0.0, rng.uniform(0, 0.3)]))
    for site in world.sites:
        if site.start is not None:
            site.cost, site.floor = float(rng.uniform(0.6, 1.6)), float(rng.choice([0.0, 1.0]))
    takes = {int(s): float(rng.uniform(0.2, 1)) for s in rng.permutation(len(world.sites))[:2]}
    adds = {int(n): float(rng.uniform(-0.3, 1)) for n in world.sinks()}
    world.happenings.events = [Event(False, [0.5] * 200, takes), Event(False, [1.0] * 200, {}, adds)]
