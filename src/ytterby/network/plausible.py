"""What is plausible where nothing is reported: priors of unreported cells (conventions §4)."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.words import Stage
from ytterby.network.chain import Chain

_DOMESTIC = 3.0
_UNSEEN = 0.02
_OLD_SCRAP_SHARE = 0.1
_SCALINGS = 200
_NOTHING = 1e-9
_LEAST_PLAIN_SHARE = 0.05


def gravity(
    made: Mapping[str, float],
    asked: Mapping[str, float],
    affinity: Mapping[tuple[str, str], float],
    known: Mapping[tuple[str, str], float],
    routes: Set[tuple[str, str]],
) -> dict[tuple[str, str], float]:
    """Guess who sends to whom: sizes and observed trade, scaled so that the guesses add up to the sizes.

    Parameters
    ----------
    made, asked : place -> [t/a].
    affinity : (from, to) -> observed trade over what sizes alone would give; pairs never seen get a small value.
    known : (from, to) -> [t/a] of reported flows, where the scaling starts.
    routes : the only pairs allowed, if any are named.

    Returns
    -------
    (from, to) -> [t/a]
        z0_ij = r_i a_ij made_i asked_j c_j; all positive.
    """
    rows, columns = [i for i in made if made[i] > 0], [j for j in asked if asked[j] > 0]
    if not rows or not columns:
        return {}
    z = np.array([[_seed(i, j, made, asked, affinity, known, routes) for j in columns] for i in rows])
    out, into = np.array([made[i] for i in rows]), np.array([asked[j] for j in columns])
    into = into * (out.sum() / into.sum())
    for _ in range(_SCALINGS):
        z *= (out / np.maximum(z.sum(axis=1), _NOTHING))[:, None]
        z *= into / np.maximum(z.sum(axis=0), _NOTHING)
    return {(i, j): float(z[a, b]) for a, i in enumerate(rows) for b, j in enumerate(columns) if z[a, b] > _NOTHING}


def _seed(
    i: str, j: str, made: Mapping[str, float], asked: Mapping[str, float],
    affinity: Mapping[tuple[str, str], float], known: Mapping[tuple[str, str], float], routes: Set[tuple[str, str]],
) -> float:  # fmt: skip
    if routes and (i, j) not in routes:
        return 0.0
    if (i, j) in known:
        return known[i, j]
    pull = _DOMESTIC if i == j else affinity.get((i, j), _UNSEEN)
    return pull * made[i] * asked[j] / sum(asked.values())


def grade_split(content: Mapping[str, Mapping[str, float]], total: Mapping[str, float]) -> dict[str, float]:
    """Split material totals over grades: the grade that alone holds a material takes all of it.

    Parameters
    ----------
    content : grade -> material -> share of contained mass.
    total : material -> [t/a].

    Returns
    -------
    grade -> [t/a] of contained mass
        The plain grade gets what is left of its material, and never less than 5 % of it.
    """
    out: dict[str, float] = dict.fromkeys(content, 0.0)
    left = dict(total)
    for grade, shares in sorted(content.items(), key=lambda item: -len(item[1])):
        scarce = min(shares, key=lambda m: left.get(m, 0.0) / shares[m])
        amount = left.get(scarce, 0.0) / shares[scarce]
        if len(shares) == 1:
            amount = max(amount, _LEAST_PLAIN_SHARE * total.get(scarce, 0.0))
        out[grade] = amount
        for m, s in shares.items():
            left[m] = left.get(m, 0.0) - s * amount
    return out


def makers(chain: Chain, stage: Stage, material: str) -> list[str]:
    """Processes of a stage whose main output holds a material."""
    return [
        name
        for name, p in chain.processes.items()
        if p.stage == stage and not p.source and material in chain.commodities[p.output].content
    ]


def kin(chain: Chain, kind: str, material: str) -> list[str]:
    """Commodities of one kind (oxide, metal, magnet, ...) that hold a material."""
    return [c for c, x in chain.commodities.items() if c.split("/")[0] == kind and material in x.content]


def places_of(chain: Chain, estimates: EstimateSet, process: str) -> list[str]:
    """Places where the tables report the output of a process above zero."""
    p = chain.processes[process]
    content = chain.commodities[p.output].content
    found: set[str] | None = None
    for m in content:
        prefix = f"supply/{m}/{p.stage}/"
        here = {e.id.removeprefix(prefix) for e in estimates.items if e.id.startswith(prefix) and e.best > 0}
        found = here if found is None else found & here
    return sorted(found or ())


def use_places(chain: Chain, estimates: EstimateSet) -> list[str]:
    """Places with reported first use."""
    heads = tuple(f"demand/{m}/{Stage.USE}/" for m in chain.materials)
    ids = (e.id.split("/") for e in estimates.items if e.id.startswith(heads) and e.id.endswith("/all"))
    return sorted({parts[3] for parts in ids} - {"WLD"})


def use_best(estimates: EstimateSet, material: str, place: str) -> float:
    """Best estimate of first use of a material at a place [t/a]; zero where none is reported."""
    id_ = f"demand/{material}/{Stage.USE}/{place}/all"
    return estimates[id_].best if id_ in estimates else 0.0


def use_split(chain: Chain, estimates: EstimateSet, place: str, total: Mapping[str, float]) -> dict[str, float]:
    """Split the first use of a place over commodities, as the prior of the balance.

    Parameters
    ----------
    chain, estimates : whose uses; uses that take the same commodities share one split over grades.
    place : where.
    total : material -> [t/a] reported first use.

    Returns
    -------
    commodity -> [t/a] of contained mass
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for use in chain.uses:
        groups.setdefault(use.commodities, []).append(use.end_use)
    out: dict[str, float] = {}
    for commodities, end_uses in groups.items():
        part = dict(total)
        if len(groups) > 1:
            part = {m: x * _share_of(chain, estimates, m, place, end_uses) for m, x in total.items()}
        for c, amount in grade_split({c: chain.commodities[c].content for c in commodities}, part).items():
            out[c] = out.get(c, 0.0) + amount
    return out


def _share_of(chain: Chain, estimates: EstimateSet, material: str, place: str, end_uses: list[str]) -> float:
    """Share of some end uses in what all end uses of a place take of a material."""

    def best(end_use: str) -> float:
        id_ = f"demand/{material}/{Stage.USE}/{place}/{end_use}"
        return estimates[id_].best if id_ in estimates else 0.0

    whole = sum(best(u.end_use) for u in chain.uses)
    return sum(best(u) for u in end_uses) / whole if whole > 0 else 0.0


def free_prior(chain: Chain, estimates: EstimateSet, process: str, place: str) -> float:
    """Prior [t/a] of a process whose own output no table reports."""
    p = chain.processes[process]
    if p.source:
        (material,) = chain.commodities[p.output].content
        return _OLD_SCRAP_SHARE * estimates[f"supply/{material}/{p.stage}/{place}"].best
    peers = [x for x in chain.processes.values() if x.stage == p.stage and not x.source]
    total = {
        m: estimates[f"supply/{m}/{p.stage}/{place}"].best
        for m in chain.materials
        if f"supply/{m}/{p.stage}/{place}" in estimates
    }
    content = {x.output: chain.commodities[x.output].content for x in peers}
    return grade_split(content, total)[p.output]
