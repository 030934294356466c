"""The balance of a chain as a linear system: every flow, activity and margin is a variable with a prior.

Places are pools. For each commodity and place, what is made equals what leaves plus the named outflow, and what
arrives equals what processes and uses take. Reported totals that mix several commodities are variables of their own,
tied to the flows by a row, so that a source may be wrong by its own range and no more (conventions §4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.words import Stage
from ytterby.network.affinity import trade_affinity
from ytterby.network.chain import Chain
from ytterby.network.plausible import (
    free_prior,
    grade_split,
    gravity,
    kin,
    makers,
    places_of,
    use_best,
    use_places,
    use_split,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LEAST_SIGMA = 1e-4
_FREE = 1.0
_LEAST_SHARE = 0.002


@dataclass(frozen=True)
class Variable:
    """One unknown of the balance.

    Attributes
    ----------
    kind : ``activity`` (what = process), ``flow``, ``use``, ``unreported`` (what = commodity) or ``margin``.
    what, place, to : the process or commodity, where it is, and where it goes.
    prior : [t/a] constant prior, or the factor on `origin`'s drawn value.
    origin : index of the estimate behind the prior, -1 for none.
    sigma : how freely it moves: the squared relative range; 0 is a hard value.
    """

    kind: str
    what: str
    place: str
    to: str = ""
    prior: float = 0.0
    origin: int = -1
    sigma: float = _FREE


@dataclass(frozen=True)
class BalanceProgram:
    """Rows of ``A x = 0`` in compressed columns, and the variables they tie.

    Attributes
    ----------
    variables : one for each column.
    rows : names of the rows, for messages: (what is balanced, commodity or material, place).
    start, row, coef : compressed columns: entries of variable v are start[v]:start[v+1].
    """

    variables: tuple[Variable, ...]
    rows: tuple[tuple[str, str, str], ...]
    start: Ints
    row: Ints
    coef: Floats

    def priors(self, draws: Floats) -> Floats:
        """Return priors (draw, variable) [t/a] for drawn estimates (draw, estimate)."""
        factor = np.array([v.prior for v in self.variables])
        origin = np.array([v.origin for v in self.variables])
        out = np.repeat(factor[None, :], draws.shape[0], axis=0)
        tied = origin >= 0
        out[:, tied] *= draws[:, origin[tied]]
        return np.asarray(np.maximum(out, 1e-12))

    @property
    def sigma(self) -> Floats:
        """How freely each variable moves (variable,)."""
        return np.array([v.sigma for v in self.variables])


class _Builder:
    """Collects variables and their coefficients; rows are named by what they balance."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self.columns: list[list[tuple[int, float]]] = []
        self.rows: dict[tuple[str, str, str], int] = {}

    def add(self, variable: Variable, entries: dict[tuple[str, str, str], float]) -> None:
        self.variables.append(variable)
        self.columns.append([(self.rows.setdefault(r, len(self.rows)), c) for r, c in entries.items()])

    def program(self) -> BalanceProgram:
        start = np.concatenate([[0], np.cumsum([len(c) for c in self.columns])]).astype(np.int64)
        flat = [entry for column in self.columns for entry in column]
        return BalanceProgram(
            tuple(self.variables), tuple(self.rows), start,
            np.array([r for r, _ in flat], dtype=np.int64), np.array([c for _, c in flat], dtype=np.float64),
        )  # fmt: skip


def build_program(chain: Chain, estimates: EstimateSet) -> BalanceProgram:
    """Write down the balance of a chain.

    Parameters
    ----------
    chain : structure of the chain.
    estimates : its estimates; ids as in `chain_estimates`.
    """
    b = _Builder()
    for variable, entries in (
        *_activities(chain, estimates),
        *_uses(chain, estimates),
    ):
        b.add(variable, entries)
    made, asked = _pools(b.variables, chain, estimates)
    for variable, entries in (*_outflows(chain, made), *_flows(chain, estimates, _shipped(chain, made), asked)):
        b.add(variable, entries)
    return b.program()


def sigma_of(estimates: EstimateSet, origin: int) -> float:
    """Squared relative half-range of an estimate: how far the balance may move it."""
    low, best, high = estimates.low[origin], estimates.best[origin], estimates.high[origin]
    return max(float(((high - low) / (2 * best)) ** 2) if best > 0 else 0.0, _LEAST_SIGMA)


Entries = dict[tuple[str, str, str], float]
Pool = dict[str, dict[str, float]]


def _activities(chain: Chain, estimates: EstimateSet) -> Iterator[tuple[Variable, Entries]]:
    """Processes where a table reports their stage, and the margins that report several processes at once."""
    for name, process in chain.processes.items():
        content = chain.commodities[process.output].content
        for place in places_of(chain, estimates, name):
            entries: Entries = {("made", process.output, place): 1.0}
            entries |= {("made", c, place): q for c, q in process.by_products.items()}
            entries |= {("asked", c, place): -q for c, q in process.inputs.items()}
            origin = -1
            if not process.source and len(content) == 1 and len(makers(chain, process.stage, next(iter(content)))) == 1:
                origin = estimates.index.get(f"supply/{next(iter(content))}/{process.stage}/{place}", -1)
            if origin >= 0:
                sigma, prior = sigma_of(estimates, origin), 1.0
            else:
                prior, sigma = free_prior(chain, estimates, name, place), _FREE
                if not process.source:
                    entries |= {(f"margin {process.stage}", m, place): s for m, s in content.items()}
            yield Variable("activity", name, place, prior=prior, origin=origin, sigma=sigma), entries
    yield from _margins(chain, estimates)


def _margins(chain: Chain, estimates: EstimateSet) -> Iterator[tuple[Variable, Entries]]:
    for stage in dict.fromkeys(p.stage for p in chain.processes.values()):
        for material in chain.materials:
            who = makers(chain, stage, material)
            if len(who) == 1 and len(chain.commodities[chain.processes[who[0]].output].content) == 1:
                continue
            for place in sorted({p for w in who for p in places_of(chain, estimates, w)}):
                origin = estimates.index[f"supply/{material}/{stage}/{place}"]
                if estimates.best[origin] > 0:
                    v = Variable("margin", f"supply/{material}/{stage}", place, prior=1.0, origin=origin,
                                 sigma=sigma_of(estimates, origin))  # fmt: skip
                    yield v, {(f"margin {stage}", material, place): -1.0}


def _uses(chain: Chain, estimates: EstimateSet) -> Iterator[tuple[Variable, Entries]]:
    """First use by place and grade, tied to the reported use of each material; spread use by assumption."""
    commodities = dict.fromkeys(c for u in chain.uses for c in u.commodities)
    for place in use_places(chain, estimates):
        total = {m: use_best(estimates, m, place) for m in chain.materials}
        split = use_split(chain, estimates, place, total)
        for c in commodities:
            if split[c] <= 0:
                continue
            entries: Entries = {("asked", c, place): -1.0}
            entries |= {("margin first-use", m, place): s for m, s in chain.commodities[c].content.items()}
            yield Variable("use", c, place, prior=split[c]), entries
        for m in chain.materials:
            origin = estimates.index.get(f"demand/{m}/{Stage.USE}/{place}/all", -1)
            if origin >= 0 and total[m] > 0:
                v = Variable("margin", f"demand/{m}/{Stage.USE}", place, prior=1.0, origin=origin,
                             sigma=sigma_of(estimates, origin))  # fmt: skip
                yield v, {("margin first-use", m, place): -1.0}
    yield from _spread(chain, estimates)


def _spread(chain: Chain, estimates: EstimateSet) -> Iterator[tuple[Variable, Entries]]:
    """A use known as a world total only, in places by assumption."""
    spread = chain.spread_use
    if spread is None:
        return
    for m in chain.materials:
        origin = estimates.index[f"demand/{m}/{spread.stage}/WLD"]
        taken = next(c for c, x in chain.commodities.items() if x.stage == spread.taken_from and m in x.content)
        for place, share in spread.places.items():
            v = Variable("use", taken, place, spread.end_use, share, origin, sigma_of(estimates, origin))
            yield v, {("asked", taken, place): -1.0}


def _outflows(chain: Chain, made: Pool) -> Iterator[tuple[Variable, Entries]]:
    for c, outflow in chain.unreported.items():
        for place, quantity in made[c].items():
            share = outflow.places.get(place) if outflow.places else outflow.prior
            if share is None:
                continue
            v = Variable("unreported", c, place, prior=share * quantity, sigma=outflow.sigma)
            yield v, {("made", c, place): -1.0}


def _shipped(chain: Chain, made: Pool) -> Pool:
    """Take outflows named for a place out of what it has to ship; general ones are too small to matter to a prior."""
    left = {c: dict(pool) for c, pool in made.items()}
    for c, outflow in chain.unreported.items():
        for place, share in outflow.places.items():
            if place in left[c]:
                left[c][place] *= 1.0 - share
    return left


def _flows(chain: Chain, estimates: EstimateSet, made: Pool, asked: Pool) -> Iterator[tuple[Variable, Entries]]:
    """Trade and domestic flows: reported ones with their own range, plausible ones with a gravity prior."""
    tied: dict[tuple[str, str], set[str]] = defaultdict(set)
    for c, commodity in chain.commodities.items():
        routes = {(r.split("-")[0], r.split("-")[1]) for r in chain.routes.get(c, ())}
        kind = c.split("/")[0]
        reported = {m: _reported(estimates, m, kind) for m in commodity.content}
        sole = all(len(kin(chain, kind, m)) == 1 for m in commodity.content)
        known = _known(chain, estimates, c, reported)
        affinity = trade_affinity(commodity.hs, chain.year, frozenset(made[c]), frozenset(asked[c]))
        for (i, j), z0 in gravity(made[c], asked[c], affinity, known, routes).items():
            if (i, j) not in known and z0 < _LEAST_SHARE * min(made[c][i], asked[c][j]):
                continue  # a trace to both ends: dropped before balancing, so that nothing is lost after
            entries: Entries = {("made", c, i): -1.0, ("asked", c, j): 1.0}
            origins = {m: found[i, j] for m, found in reported.items() if (i, j) in found}
            if sole and origins:
                (origin,) = origins.values()
                yield Variable("flow", c, i, j, 1.0, origin, sigma_of(estimates, origin)), entries
                continue
            for m in origins:
                entries[f"margin flow {kind}", m, f"{i}-{j}"] = commodity.content[m]
                tied[kind, f"{i}-{j}"].add(m)
            yield Variable("flow", c, i, j, z0), entries
    for (kind, pair), materials in tied.items():
        for m in sorted(materials):
            origin = estimates.index[f"flow/{m}/{kind}/{pair}"]
            v = Variable("margin", f"flow/{m}/{kind}", pair, prior=1.0, origin=origin,
                         sigma=sigma_of(estimates, origin))  # fmt: skip
            yield v, {(f"margin flow {kind}", m, pair): -1.0}


def _reported(estimates: EstimateSet, material: str, kind: str) -> dict[tuple[str, str], int]:
    """Origin ids of the reported flows of a material in one kind of commodity, by (from, to)."""
    prefix = f"flow/{material}/{kind}/"
    found = (
        (e.id.removeprefix(prefix).split("-"), k) for k, e in enumerate(estimates.items) if e.id.startswith(prefix)
    )
    return {(pair[0], pair[1]): k for pair, k in found if "WLD" not in pair}


def _known(
    chain: Chain, estimates: EstimateSet, commodity: str, reported: dict[str, dict[tuple[str, str], int]]
) -> dict[tuple[str, str], float]:
    """Best reported flows [t/a] as a starting point for one commodity; a mixed report is split over its grades."""
    kind = commodity.split("/", maxsplit=1)[0]
    out: dict[tuple[str, str], float] = {}
    for pair in {p for found in reported.values() for p in found}:
        total = {m: float(estimates.best[found[pair]]) for m, found in reported.items() if pair in found}
        peers = {c: chain.commodities[c].content for m in total for c in kin(chain, kind, m)}
        out[pair] = grade_split(peers, total)[commodity]
    return out


def _pools(variables: list[Variable], chain: Chain, estimates: EstimateSet) -> tuple[Pool, Pool]:
    """Best guesses [t/a] of what each place makes and asks of each commodity, from the priors."""
    made: Pool = {c: defaultdict(float) for c in chain.commodities}
    asked: Pool = {c: defaultdict(float) for c in chain.commodities}
    for v in variables:
        size = v.prior * (estimates.best[v.origin] if v.origin >= 0 else 1.0)
        if v.kind == "activity":
            process = chain.processes[v.what]
            made[process.output][v.place] += size
            for c, q in process.by_products.items():
                made[c][v.place] += q * size
            for c, q in process.inputs.items():
                asked[c][v.place] += q * size
        elif v.kind == "use":
            asked[v.what][v.place] += size
    return made, asked
