"""A few rounds are enough (conventions §6)."""

from __future__ import annotations

import numpy as np

from twins.layout import one_draw, prepared_of
from twins.networks import Recipe, random_world
from twins.walk import copied
from ytterby.simulation.kernel import allocation
from ytterby.simulation.kernel.arrays import STEPS, State
from ytterby.simulation.kernel.orders import choose_suppliers
from ytterby.simulation.kernel.steady import settle_labels, steady_state


def delivered(seed: int, rounds: int, rules: int = 0) -> float:
    """Share of all orders a step delivers after so many rounds, with uneven orders and uneven stocks."""
    rng = np.random.default_rng(seed)
    world = random_world(Recipe(seed, 1 + seed % 4, 0.25, 0.5, rules=rules))
    prepared = prepared_of(world, 6)
    draw = one_draw(prepared)
    settle_labels(prepared.topology, draw, prepared.law.theta)
    state: State = copied(steady_state(prepared.topology, draw, prepared.law, prepared.behaviour.horizon))
    state.order[:] = state.wanted_slow * rng.uniform(0.5, 2.0, state.order.size)
    state.finished[:] *= rng.uniform(0.0, 2.0, (len(state.finished), 1))
    state.lack[:] = [state.order[m.needs].sum() * 0.25 for m in world.markets]
    step = 5 * STEPS
    choose_suppliers(step, prepared.topology, draw, prepared.law, prepared.course, state)
    allocation.open_step(step, prepared.topology, draw, prepared.law, prepared.course, state)
    for _ in range(rounds):
        if not allocation._spread(prepared.topology, draw, state):
            break
        allocation._answer(prepared.topology.ranks, prepared.behaviour.reshuffle, state)
        allocation._hand_out(prepared.topology, draw, state)
    return float(state.shipped.sum() / (state.order.sum() * 0.25))


def test_shortfall_after_four_rounds():
    missing = [delivered(seed, 200) - delivered(seed, 4) for seed in range(300)]
    assert min(missing) >= -1e-12
    assert max(missing) < 1e-4


def test_shortfall_under_rules_after_six_rounds():
    """Rules against conditioned lots leave more to sort out: up to 1.2e-4 after four rounds, 1.7e-5 after six."""
    missing = [delivered(seed, 200, 1 + seed % 3) - delivered(seed, 6, 1 + seed % 3) for seed in range(300)]
    assert max(missing) < 1e-4


def test_the_engine_takes_six():
    assert allocation.ROUNDS == 6


def test_one_round_would_not_do():
    assert max(delivered(seed, 200) - delivered(seed, 1) for seed in range(30)) > 1e-2
