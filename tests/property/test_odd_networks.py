"""Networks at the edge run and stay finite, and the twin agrees: nothing there, nobody tied, one place only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_kernel_equals_twin import compare

from twins.growing import CONTROLLER
from twins.layout import prepared_of
from twins.networks import Recipe, random_world
from twins.walk import walk
from twins.world import Need, World

MONTHS = 8
SEEDS = range(6)


def runs(world: World) -> None:
    prepared = prepared_of(world, MONTHS)
    compare(prepared, MONTHS)
    for _, _, state in walk(prepared, MONTHS):
        assert all(np.all(np.isfinite(a)) for a in state)


def a_world(seed: int) -> World:
    return random_world(Recipe(seed, 1 + seed % 2, 0.1, 0.5, rules=2))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_site_that_can_make_nothing(seed: int):
    world = a_world(seed)
    world.sites[seed % len(world.sites)].capacity = 0.0
    runs(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_site_can_make_anything(seed: int):
    world = a_world(seed)
    for site in world.sites:
        site.capacity = 0.0
    runs(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_nobody_serves(seed: int):
    """It wants, gets nothing, and does not count in its zone's price before it ever bought anything."""
    world = a_world(seed)
    world.needs.append(Need(None, 5.0, 5.0, 1.0, commodity="magnet", place="ZZZ", market=len(world.markets)))
    world.markets.append(replace(world.markets[0], needs=[len(world.needs) - 1], links=[], commodity="magnet"))
    runs(world)
    prepared = prepared_of(world, MONTHS)
    for _, _, state in walk(prepared, MONTHS):
        assert state.used[-1].sum() == 0
        assert state.shipped.min() >= 0


@pytest.mark.parametrize("seed", SEEDS)
def test_users_without_demand(seed: int):
    world = a_world(seed)
    world.happenings.demand = lambda month, n: 0.0
    world.happenings.events = []
    runs(world)


@pytest.mark.parametrize("seed", SEEDS)
def test_stocks_of_nothing(seed: int):
    """No cover, no finished stock: everything is used as it comes, a quarter of a month at least."""
    world = a_world(seed)
    for need in world.needs:
        need.cover = 0.0
    world.traits.finished_cover = 0.0
    runs(world)


@pytest.mark.parametrize("place", [CONTROLLER, "BBB"])
def test_a_single_place(place: str):
    """Within the controlling state no rule reaches anything; elsewhere there is no controlled lot."""
    world = a_world(3)
    inside = place == CONTROLLER
    for x in (*world.offers, *world.needs):
        x.place = place
    for x in (*world.sites, *world.markets):
        x.zone = int(not inside)
    for site in world.sites:
        site.controlled = inside
    for link in world.links:
        link.surely_conditioned = inside
    runs(world)


def test_nothing_passes():
    world = a_world(2)
    world.happenings.passable = lambda month, k: 0.0
    runs(world)
    for _, _, state in walk(prepared_of(world, MONTHS), MONTHS):
        assert state.shipped.sum() == 0
