"""Chokepoints: how much a chain can deliver without one place, and what would raise it (§17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, sparse

from ytterby.assessment.indices.arrays import Floats, amounts, fractions
from ytterby.errors import BadData, Fault, YtterbyError


@dataclass(frozen=True)
class Capacities:
    """A chain of stages, each spread over places.

    Attributes
    ----------
    stages, places : axes.
    capacity : (stage, place) [t/a] of output.
    links : (stage - 1, place, place) [t/a] what may move from a place to a place between two stages;
        inf where nothing limits it.
    passed_on : (stage,) [1] output per input; the first is not used.
    """

    stages: tuple[str, ...]
    places: tuple[str, ...]
    capacity: Floats
    links: Floats
    passed_on: Floats


@dataclass(frozen=True)
class Chokepoint:
    """The minimum cut and what it is worth to widen it.

    Attributes
    ----------
    deliverable : [t/a] of the last stage.
    price : (stage, place) [1] dual: rise of what is delivered per t of capacity there, 0 where nothing
        stands. Where several cuts are equally tight it is that of one of them.
    cut : (stage, place) pairs of positions whose capacity is the cut.
    cut_links : (step, from, to) positions of links in the cut; relations that do not exist are not named.
    next_gain : (stage,) [t/a] rise when one more `step` of capacity stands at the best place of the stage:
        0 everywhere if two stages are equally tight, because widening one alone helps nothing.
    """

    deliverable: float
    price: Floats
    cut: tuple[tuple[int, int], ...]
    cut_links: tuple[tuple[int, int, int], ...]
    next_gain: Floats


def chain(
    capacity: ArrayLike,
    stages: Sequence[str],
    places: Sequence[str],
    *,
    links: ArrayLike | None = None,
    passed_on: ArrayLike | None = None,
) -> Capacities:
    """Check a chain and fill in what is not limited.

    Raises
    ------
    BadData
        Shapes do not fit, or a capacity is unknown: unknown is not zero.
    """
    read = np.atleast_2d(amounts(capacity, "capacity"))
    steps = (read.shape[0] - 1, read.shape[1], read.shape[1])
    open_links = np.full(steps, np.inf) if links is None else amounts(links, "links")
    kept = np.ones(read.shape[0]) if passed_on is None else fractions(passed_on, "passed_on")
    faults = []
    if read.shape != (len(stages), len(places)) or open_links.shape != steps or kept.shape != read.shape[:1]:
        faults.append(Fault(f"shape {read.shape} does not fit {len(stages)} stages, {len(places)} places"))
    if np.isnan(read).any():
        faults.append(Fault("a capacity is unknown", "capacity", "unknown is not zero (conventions §1)"))
    if faults:
        raise BadData(*faults)
    return Capacities(tuple(stages), tuple(places), read, open_links, kept)


def without(whole: Capacities, places: Sequence[str]) -> Capacities:
    """Return the chain with every plant in these places closed."""
    closed = np.isin(np.array(whole.places), list(places))
    return replace(whole, capacity=np.where(closed[None, :], 0.0, whole.capacity))


def chokepoint(whole: Capacities, *, step: float = 1.0) -> Chokepoint:
    """Find the minimum cut, its dual, and the stage whose next tonnes matter.

    Parameters
    ----------
    whole : use `without` first to take a place away.
    step : [t/a]
        The next capacity to try, stage by stage.

    Returns
    -------
    Chokepoint

    Notes
    -----
    max sum_p y_Sp subject to y_sp <= capacity, sum_j x_sij <= y_si, y_s+1,j <= passed_on sum_i x_sij,
    x <= links. By duality the optimum is the minimum cut; its price says what a tonne is worth.    §17
    """
    base = _solve(whole, np.full(len(whole.stages), 0.0))
    nodes, flows = _sizes(whole)
    price = np.abs(base.upper.marginals[:nodes]).reshape(whole.capacity.shape)
    link_price = np.abs(base.upper.marginals[nodes : nodes + flows]).reshape(whole.links.shape)
    # Where nothing stands the dual is not unique and says nothing; `next_gain` answers that question.
    price = np.where(whole.capacity > 0, price, 0.0)
    cut = [(int(s), int(p)) for s, p in np.argwhere(price > 1e-9)]
    cut_links = [(int(s), int(i), int(j)) for s, i, j in np.argwhere((link_price > 1e-9) & (whole.links > 0))]
    gains = [-float(_solve(whole, row).fun) + float(base.fun) for row in step * np.eye(len(whole.stages))]
    return Chokepoint(
        -float(base.fun), np.asarray(price), tuple(cut), tuple(cut_links), np.maximum(np.round(gains, 9), 0.0)
    )


def _sizes(whole: Capacities) -> tuple[int, int]:
    return whole.capacity.size, whole.links.size


def _solve(whole: Capacities, extra: Floats) -> optimize.OptimizeResult:
    """Maximise delivery with `extra` (stage,) t/a of new capacity, to be placed where it helps most."""
    nodes, flows = _sizes(whole)
    stages, places = whole.capacity.shape
    cost = np.zeros(nodes + flows + nodes)
    cost[(stages - 1) * places : nodes] = -1.0
    ceiling = np.concatenate([np.full(nodes, np.inf), whole.links.ravel(), np.full(nodes, np.inf)])
    # A node without extra is bounded directly, so that its dual is that of its own capacity.
    fixed = np.repeat(extra == 0, places)
    ceiling[:nodes][fixed] = whole.capacity.ravel()[fixed]
    ceiling[nodes + flows :][fixed] = 0.0
    rows, limits = _rows(whole, extra)
    result = optimize.linprog(
        cost,
        A_ub=rows,
        b_ub=limits,
        bounds=np.column_stack([np.zeros_like(ceiling), ceiling]),
        method="highs",
    )
    if not result.success:
        raise YtterbyError(Fault(f"the chain could not be solved: {result.message}", "chokepoint"))
    return result


def _rows(whole: Capacities, extra: Floats) -> tuple[sparse.csr_array, Floats]:
    nodes, flows = _sizes(whole)
    stages, places = whole.capacity.shape
    eye, ones = sparse.eye_array(places), np.ones((1, places))
    steps = sparse.eye_array(stages - 1)
    leaves = sparse.kron(steps, sparse.kron(eye, ones))
    enters = sparse.kron(sparse.diags_array(whole.passed_on[1:]), sparse.kron(ones, eye))
    here = sparse.eye_array(nodes, format="csr")
    blank = sparse.csr_array(((stages - 1) * places, nodes))
    wide = np.repeat(extra > 0, places)
    placed = sparse.kron(sparse.eye_array(stages), ones)
    table = sparse.vstack(
        [
            sparse.hstack([-here[: (stages - 1) * places], leaves, blank]),
            sparse.hstack([here[places:], -enters, blank]),
            sparse.hstack([here[wide], sparse.csr_array((int(wide.sum()), flows)), -here[wide]]),
            sparse.hstack([sparse.csr_array((stages, nodes + flows)), placed]),
        ]
    )
    limits = np.concatenate([np.zeros(2 * (stages - 1) * places), whole.capacity.ravel()[wide], extra])
    return sparse.csr_array(table), limits
