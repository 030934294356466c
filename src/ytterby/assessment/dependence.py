"""Hidden dependence: what was mined, refined or made in one place before it is bought elsewhere (§17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.assessment.indices.arrays import Floats, amounts, fractions
from ytterby.errors import BadData, Fault

SWITCH = 1.5
"""How far an existing relation can be stretched at once (§6)."""


@dataclass(frozen=True)
class Sourcing:
    """Where each step gets its input from, stage by stage, mines first.

    Attributes
    ----------
    shares : per step, (place here, place before) [1]
        Row sums are 1, or 0 for a place that does nothing at that step. The first step is the mine: it has
        no entry. With stages mine, separation, metal there are two entries.
    """

    shares: tuple[Floats, ...]


@dataclass(frozen=True)
class Dependence:
    """Four numbers per buyer, and who mined what it uses.

    Attributes
    ----------
    direct : (buyer,) [1] bought straight from the controller.
    mine_origin : (buyer,) [1] mined in the controller.
    touched : (buyer,) [1] in the controller at any step.
    no_alternative : (buyer,) [1] what cannot be had without the controller, even when every remaining
        relation is stretched.
    origin : (buyer, mine) [1] where it was mined.
    """

    direct: Floats
    mine_origin: Floats
    touched: Floats
    no_alternative: Floats
    origin: Floats


def sourcing(steps: Sequence[ArrayLike]) -> Sourcing:
    """Check sourcing shares and freeze them.

    Raises
    ------
    BadData
        A row of shares adds up to something other than 1 or 0; every such row is named.
    """
    read = tuple(fractions(step, f"step {n}") for n, step in enumerate(steps))
    faults = [
        Fault(f"shares add up to {total:.6g}", f"step {n}, row {row}", "sourcing shares add up to 1 (§17)")
        for n, step in enumerate(read)
        for row, total in enumerate(step.sum(axis=1))
        if not (np.isclose(total, 1, atol=1e-6) or total == 0)
    ]
    if faults:
        raise BadData(*faults)
    return Sourcing(read)


def origin(buyers: ArrayLike, chain: Sourcing) -> Floats:
    """Walk purchases back to the mines.

    Parameters
    ----------
    buyers : (buyer, place) [1]
        From whom each buyer takes the last product of the chain.
    chain : the steps before it.

    Returns
    -------
    (buyer, mine) [1]

    Notes
    -----
    B = N R with N = (I - Q)^-1: in a chain without loops the inverse is the product of the steps.    §17
    """
    out = fractions(buyers, "buyers")
    for step in reversed(chain.shares):
        out = out @ step
    return np.asarray(out)


def absorbing_origin(q: ArrayLike, r: ArrayLike) -> Floats:
    """The same for a chain with loops (toll refining there and back).

    Parameters
    ----------
    q : (node, node) [1]
        Share of each node's input that comes from another node.
    r : (node, mine) [1]
        Share of each node's input that comes from a mine.

    Returns
    -------
    (node, mine) [1]

    Raises
    ------
    BadData
        Some material goes round and round and never comes from a mine.

    Notes
    -----
    N = (I - Q)^-1, B = N R                                       conventions §17
    """
    inner, outer = fractions(q, "q"), fractions(r, "r")
    if inner.size and float(np.max(np.abs(np.linalg.eigvals(inner)))) >= 1 - 1e-12:
        raise BadData(Fault("a loop has no mine behind it", "q", "sourcing ends at mines (§17)"))
    return np.asarray(np.linalg.solve(np.eye(inner.shape[0]) - inner, outer))


def untouched(buyers: ArrayLike, chain: Sourcing, controller: int) -> Floats:
    """Share that never was in the controller, (buyer,) [1]: walk back along all other places only."""
    clean = np.array(fractions(buyers, "buyers"))
    clean[:, controller] = 0.0
    for step in reversed(chain.shares):
        clean = clean @ step
        clean[:, controller] = 0.0
    return np.asarray(clean.sum(axis=1))


def reachable(buyers: ArrayLike, chain: Sourcing, controller: int, *, switch: float = SWITCH) -> Floats:
    """Share of use that can be kept up without the controller, (buyer,) [1].

    Every remaining relation carries at most `switch` times its baseline. What a place can pass on is the
    least of what it may sell and what reaches it, so the walk goes from the mines forward.

    Notes
    -----
    a_j = min(switch, sum_i s_ji a_i) per unit of baseline output, a_controller = 0; mines start at `switch`.
    A supplier scales all its buyers alike, so the answer is feasible for all of them at once; what a
    satisfied buyer leaves over is not handed on, so it is a floor.
    """
    first = chain.shares[0].shape[1] if chain.shares else fractions(buyers, "buyers").shape[1]
    ability = np.full(first, switch)
    ability[controller] = 0.0
    for step in chain.shares:
        ability = np.minimum(switch, step @ ability)
        ability[controller] = 0.0
    return np.asarray(np.minimum(1.0, fractions(buyers, "buyers") @ ability))


def dependence(buyers: ArrayLike, chain: Sourcing, controller: int, *, switch: float = SWITCH) -> Dependence:
    """Four numbers that say how much hangs on one place.

    Parameters
    ----------
    buyers : (buyer, place) [1]
        Direct sourcing, rows adding up to 1. Use `without_entrepots` first where goods pass through.
    chain : sourcing of the steps before.
    controller : position of the place that may stop.
    switch : how far remaining relations stretch; 1 means not at all, so that what is touched is lost.

    Returns
    -------
    Dependence

    Raises
    ------
    BadData
        Shares that do not add up.
    """
    sourcing([buyers])
    direct = fractions(buyers, "buyers")
    mines = origin(direct, chain)
    return Dependence(
        np.asarray(direct[:, controller]),
        np.asarray(mines[:, controller]),
        np.asarray(direct.sum(axis=1) - untouched(direct, chain, controller)),
        np.asarray(direct.sum(axis=1) - reachable(direct, chain, controller, switch=switch)),
        mines,
    )


@dataclass(frozen=True)
class Corrected:
    """Trade with goods in transit traced to where they were made.

    Attributes
    ----------
    supply : (origin, buyer) [t/a] what stays in each place, by place of making; own output included.
    moved : (origin, buyer) [t/a] the change against the customs figures: what was hidden.
    unexplained : (place,) [t/a] exports for which neither output nor imports are on record.
    """

    supply: Floats
    moved: Floats
    unexplained: Floats


def without_entrepots(trade: ArrayLike, production: ArrayLike) -> Corrected:
    """See through re-exports: exports of a place are a mix of its own output and its imports.

    Parameters
    ----------
    trade : (origin, buyer) [t/a]
        As customs report it; the diagonal is ignored.
    production : (place,) [t/a]
        Output of the traded product itself.

    Returns
    -------
    Corrected

    Raises
    ------
    BadData
        Places trade round in a circle that nobody fills.

    Notes
    -----
    Every place sells from one well-mixed pool x = p + imports, so a share g of the pool of j made in i
    solves G x = diag(p) + G T. Where more is exported than made and bought the gap counts as made there and
    is reported: it is missing data, not output.

    References
    ----------
    Kastner, Kastner and Nonhebel (2011), Tracing distant environmental impacts of agricultural products
    from a consumer perspective, Ecological Economics 70, doi:10.1016/j.ecolecon.2011.01.012.
    """
    flows = np.array(amounts(trade, "trade"))
    np.fill_diagonal(flows, 0.0)
    made = np.array(amounts(production, "production"))
    gap = np.maximum(flows.sum(axis=1) - flows.sum(axis=0) - made, 0.0)
    pool = made + gap + flows.sum(axis=0)
    share = np.divide(flows, pool[:, None], out=np.zeros_like(flows), where=pool[:, None] > 0)
    system = np.eye(len(pool)) - share.T
    if np.linalg.matrix_rank(system) < len(pool):
        raise BadData(Fault("a circle of re-exports is filled by nobody", "trade", "§17"))
    origins = np.linalg.solve(system, np.diag(made + gap)).T
    kept = 1.0 - np.divide(flows.sum(axis=1), pool, out=np.ones_like(pool), where=pool > 0)
    supply = origins * np.maximum(kept, 0.0)
    reported = flows + np.diag(np.maximum(made + gap - flows.sum(axis=1), 0.0))
    return Corrected(np.asarray(supply), np.asarray(supply - reported), gap)


def through_hubs(trade: ArrayLike, hubs: ArrayLike) -> Floats:
    """Replace purchases from places that only pass goods on by what those places buy.

    Parameters
    ----------
    trade : (origin, buyer) [t/a]
    hubs : (place,) of bool
        Places taken to make none of the traded good. What everybody else sells counts as their own.

    Returns
    -------
    (origin, buyer) [t/a]
        Every buyer buys as much as before; a hub's row is zero unless it bought from nobody on record.

    Notes
    -----
    A hub is a transient state of the absorbing chain of §17, everybody else absorbs: the mix of a hub is
    B = (I - Q)^-1 R over its purchases Q from hubs and R from others. A hub without recorded purchases
    keeps its sales: unknown is not zero.
    """
    flows = np.array(amounts(trade, "trade"))
    np.fill_diagonal(flows, 0.0)
    passing = _fed(flows, np.asarray(hubs, bool))
    bought = buyers_from(flows)
    mix = absorbing_origin(bought[passing][:, passing], bought[passing][:, ~passing])
    out = flows.copy()
    out[~passing] += mix.T @ flows[passing]
    out[passing] = 0.0
    return np.asarray(out)


def passed_on(trade: ArrayLike, controller: int) -> Floats:
    """Share of each place's purchases that was made in, or went through, one place, if all goods mix.

    Parameters
    ----------
    trade : (origin, buyer) [t/a]
    controller : position; all it sells counts.

    Returns
    -------
    (buyer,) [1]
        0 for who buys nothing.

    Notes
    -----
    A place sells from one pool of its own output and what it buys; the pool is the larger of its sales and its
    purchases, because output is not on record. With t_c = 1, t_j = sum_i T_ij t_i / pool_j. Output that is used at home
    would thin the pool, so this is an upper bound where the hubs of `through_hubs` are a lower one.           §17
    """
    flows = np.array(amounts(trade, "trade"))
    np.fill_diagonal(flows, 0.0)
    bought = flows.sum(axis=0)
    pool = np.maximum(bought, flows.sum(axis=1))
    mix = np.divide(flows, pool[None, :], out=np.zeros_like(flows), where=pool[None, :] > 0).T
    mix[controller] = 0.0
    source = np.zeros(len(pool))
    source[controller] = 1.0
    # Places that only pass goods round among themselves would make it singular: what goes round came from nobody.
    content = np.linalg.solve(np.eye(len(pool)) - (1.0 - 1e-12) * mix, source)
    return np.asarray(np.divide(content @ flows, bought, out=np.zeros_like(bought), where=bought > 0))


def _fed(flows: Floats, hubs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Hubs whose goods can be followed to somebody who is no hub."""
    fed = np.zeros_like(hubs)
    for _ in range(len(hubs)):
        wider = hubs & (flows[~hubs | fed].sum(axis=0) > 0)
        if (wider == fed).all():
            break
        fed = wider
    return fed


def ranking(numbers: Dependence, places: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Buyers from most to least touched; ties by name.

    Examples
    --------
    >>> import numpy as np
    >>> n = dependence([[1, 0], [0, 1]], sourcing([np.eye(2)]), 0)
    >>> ranking(n, ["AAA", "BBB"])
    (('AAA', 1.0), ('BBB', 0.0))
    """
    pairs = zip(places, numbers.touched.tolist(), strict=True)
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def buyers_from(supply: NDArray[np.float64]) -> Floats:
    """Sourcing rows (buyer, origin) out of a table of supply (origin, buyer); empty buyers get zeros."""
    total = supply.sum(axis=0)
    rows: Floats = np.zeros_like(supply.T)
    np.divide(supply.T, total[:, None], out=rows, where=total[:, None] > 0)
    return rows
