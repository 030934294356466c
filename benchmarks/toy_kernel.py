"""The toy on the engine's own allocation: the kernels as they ship, fed with the toy's numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from toy import DT, MARKETS, PLACES, SWITCH, Floats, Toy

from ytterby.jit import kernel, threads
from ytterby.simulation.kernel.allocation import allocate
from ytterby.simulation.kernel.arrays import FREE, Behaviour, Course, Draw, Law, Topology
from ytterby.simulation.kernel.orders import choose_suppliers
from ytterby.simulation.kernel.steady import empty_state
from ytterby.simulation.prepare import STABLE

PART = 50


def compiled(toy: Toy) -> Floats:
    """Ration draw by draw on all threads; return (draw, market) [t]."""
    fixed = (*_shared(toy), STABLE)
    draws = toy.made.shape[0]
    parts = [slice(i, min(i + PART, draws)) for i in range(0, draws, PART)]
    with ThreadPoolExecutor(threads()) as pool:
        runs = pool.map(lambda p: _run(*fixed, toy.made[p], toy.season, toy.wanted[p], toy.mood), parts)
        return np.concatenate(list(runs))


@kernel
def _run(
    topology: Topology, draw: Draw, law: Law, course: Course, behaviour: Behaviour,
    made: Floats, season: Floats, wanted: Floats, mood: Floats,
) -> Floats:  # fmt: skip
    total = np.zeros(wanted.shape)
    for d in range(made.shape[0]):
        state = empty_state(topology, draw, law)
        choose_suppliers(0, topology, draw, law, course, state)
        for step in range(season.shape[0]):
            for o in range(made.shape[1]):
                state.finished[o, 0] = state.left[o, 0] + made[d, o] * season[step, o] * DT
            for m in range(wanted.shape[1]):
                state.ordered[m] = state.lack[m] = wanted[d, m] * mood[step, m] * DT
            allocate(0, topology, draw, law, course, behaviour, state)
            for m in range(wanted.shape[1]):
                total[d, m] += state.given[m]
    return total


def _shared(toy: Toy) -> tuple[Topology, Draw, Law, Course]:
    links, markets = toy.supplier.size, np.arange(MARKETS + 1)
    one, no = np.ones(links), np.zeros(0, dtype=np.int64)
    topology = _of(
        Topology, offer_start=np.arange(PLACES + 1), need_start=np.zeros(PLACES + 1, np.int64), market_start=markets,
        market_need=markets[:-1], need_market=markets[:-1],
        link_start=np.searchsorted(toy.market, markets).astype(np.uint64),
        link_offer=toy.supplier.astype(np.uint64), link_lag=np.zeros(links, np.uint64), lags=np.ones(1, np.int64),
        link_label=np.zeros(links, np.uint64), cost_share=np.zeros((1, 1)), ranks=1,
    )  # fmt: skip
    draw = _of(
        Draw, flow=toy.weight, fresh=0 * one, opens=0 * one, capacity=np.ones(PLACES), yields=np.ones(PLACES),
        intake=np.ones(MARKETS), reserve=np.zeros(MARKETS), rank=np.zeros(links, np.uint8), switch=SWITCH,
        free_share=np.ones(PLACES),
    )  # fmt: skip
    law = _of(
        Law, link=np.full((1, links, 2), FREE), use=np.ones((1, MARKETS, 2)), since=np.full((1, links), -1.0),
        changed=np.zeros(1, bool), licensed=no.astype(np.uint64),
        approval=np.zeros((1, 0)), binding=np.zeros((1, 0), bool),
        running=np.zeros(0, bool), decided=np.zeros(1, np.int64),
    )  # fmt: skip
    course = _of(Course, passable=np.ones((1, links)), pull=np.ones((1, links)))
    return topology, draw, law, course


def _of(kind: Any, **given: Any) -> Any:
    """Fill the fields the toy does not use with empty arrays and zeros."""
    empty = {
        "Ints": np.zeros(0, np.int64),
        "Index": np.zeros(0, np.uint64),
        "Ranks": np.zeros(0, np.uint8),
        "Floats": np.zeros(0),
        "Bools": np.zeros(0, bool),
        "float": 0.0,
        "int": 0,
    }
    notes = {name: getattr(note, "__forward_arg__", note) for name, note in kind.__annotations__.items()}
    return kind(**{name: given.get(name, empty[note]) for name, note in notes.items()})
