"""Fuse claims into estimates: one root source one vote, bounds stay bounds, disagreement sets the range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.domain.estimate import Estimate
from ytterby.domain.words import Standing

# Claims that only say what somebody wants, fears or thinks are shown beside an estimate and do not move it.
_USED = frozenset({"fact", "reported"})
_FUSED = frozenset(
    {"share", "stock", "lead_time", "multiple", "capability", "threshold", "rank", "duration", "delay", "tariff"}
)
_CEILING = {"%": 100.0}


class Quantity(NamedTuple):
    """What an estimate is an estimate of."""

    kind: str
    predicate: str
    material: str
    stage: str
    places: tuple[str, ...]
    unit: str
    year: str

    def path(self) -> str:
        """Return a path-like name."""
        return "/".join(("evidence", self.kind, self.predicate, self.material or "any", self.stage or "any",
                         "+".join(self.places) or "any", self.unit, self.year or "undated"))  # fmt: skip


@dataclass(frozen=True)
class Fused:
    """An estimate with the claims behind it.

    Attributes
    ----------
    estimate : the fused range.
    method : how it was fused.
    roots : number of independent sources.
    claims : keys of the claims used.
    aside : keys of claims about the same quantity that were not used (plans, forecasts, comments).
    disagree : pairs of claims that exclude each other.
    """

    estimate: Estimate
    method: str
    roots: int
    claims: tuple[str, ...]
    aside: tuple[str, ...]
    disagree: tuple[tuple[str, str], ...]


class Interval(NamedTuple):
    """A claim as a range: bounds left open by the claim are None."""

    low: float | None
    best: float | None
    high: float | None
    weight: float
    claim: str


def quantity_of(claim: Claim) -> Quantity | None:
    """Return what a claim measures, or None if it is not a measurement that can be fused.

    A share of a place's exports and a dependence on imports are different predicates, so the one never feeds
    the other.
    """
    if claim.unit is None or claim.kind not in _FUSED or claim.damaged:
        return None
    predicate = claim.predicate.removesuffix("_min").removesuffix("_max")
    places = tuple(sorted(claim.places))
    stage = "" if claim.kind == "lead_time" else claim.stage or ""
    return Quantity(
        claim.kind,
        predicate,
        claim.material or "",
        stage,
        places,
        claim.unit,
        (claim.period or "").removeprefix("../")[:4],
    )


def reconcile(claims: Iterable[Claim], documents: Iterable[Document]) -> list[Fused]:
    """Return one fused estimate for each quantity, by name.

    Parameters
    ----------
    claims : such as `Store.claims` gives them; those without an amount are left out.
    documents : where they stand; near-duplicates count as one source.

    Returns
    -------
    Estimates sorted by id, each with its range, the claims behind it and those that disagree.
    """
    roots = root_sources(documents)
    groups: dict[Quantity, list[Claim]] = {}
    for claim in claims:
        quantity = quantity_of(claim)
        if quantity is not None:
            groups.setdefault(quantity, []).append(claim)
    fused = [fuse(q.path(), members, roots, _CEILING.get(q.unit)) for q, members in groups.items()]
    return sorted((f for f in fused if f is not None), key=lambda f: f.estimate.id)


def root_sources(documents: Iterable[Document]) -> dict[str, str]:
    """Return the root of each document: the leader of its near-duplicates."""
    return {d.sha256: d.cluster or d.sha256 for d in documents}


def root_of(claim: Claim, roots: Mapping[str, str]) -> str:
    """Return who stands behind a claim: "according to X" is X, wherever it is repeated."""
    if claim.speaker and claim.modality == "reported":
        return "speaker:" + claim.speaker.casefold()
    return roots.get(claim.document, claim.document)


def fuse(name: str, members: Sequence[Claim], roots: Mapping[str, str], ceiling: float | None = None) -> Fused | None:
    """Fuse claims about one quantity, all in one unit; None if none of them counts.

    Parameters
    ----------
    name : id of the estimate.
    members : what is claimed; the unit of the first is the unit of all.
    roots : root of each document.
    ceiling : largest value the quantity can have, or None.
    """
    members = sorted(members, key=lambda c: c.id)
    used = [c for c in members if counts(c)]
    aside = [c.id for c in members if c not in used]
    votes: dict[str, list[Interval]] = {}
    for claim in sorted(used, key=lambda c: (c.credibility, c.id)):
        votes.setdefault(root_of(claim, roots), []).append(_interval(claim))
    if not votes:
        return None
    ranges = [_one_vote(v) for v in votes.values()]
    low, best, high, method = _range(ranges, ceiling)
    estimate = Estimate(
        id=name, low=low, best=best, high=high, unit=members[0].unit or "", standing=Standing.REPORTED,
        source=f"{len(votes)} independent source" + ("s" if len(votes) > 1 else ""),
        row=", ".join(r.claim[:15] for r in ranges),
    )  # fmt: skip
    return Fused(estimate, method, len(votes), tuple(c.id for c in used), tuple(aside), tuple(_disagreements(ranges)))


def counts(claim: Claim) -> bool:
    """Tell whether a claim moves an estimate: facts and reports do; plans, forecasts, opinions and comments do not."""
    return claim.modality in _USED and claim.credibility < 6


def _one_vote(own: list[Interval]) -> Interval:
    """Return what one root says: several figures of one source span a range, they are not several votes."""
    if len(own) == 1:
        return own[0]
    lows = [r.low for r in own if r.low is not None]
    highs = [r.high for r in own if r.high is not None]
    bests = sorted(r.best for r in own if r.best is not None)
    best = bests[len(bests) // 2] if bests else None
    return Interval(min(lows, default=None), best, max(highs, default=None), own[0].weight, own[0].claim)


def _interval(claim: Claim) -> Interval:
    """Return a claim as a range: ">= 85" is open above, "nearly 100" open below, "3 to 5" closed.

    A legal threshold and a rank are points: "0.1 % and above" names the number 0.1.
    """
    weight = {1: 1.0, 2: 0.9, 3: 0.7, 4: 0.5, 5: 0.3}[claim.credibility]
    if claim.kind in ("threshold", "rank"):
        return Interval(claim.value, claim.value, claim.value, weight, claim.id)
    if claim.low is not None and claim.high is not None:
        return Interval(claim.low, claim.value, claim.high, weight, claim.id)
    if claim.low is not None:
        return Interval(claim.low, None, None, weight, claim.id)
    if claim.high is not None:
        return Interval(None, None, claim.high, weight, claim.id)
    return Interval(claim.value, claim.value, claim.value, weight, claim.id)


def _range(ranges: list[Interval], ceiling: float | None) -> tuple[float, float, float, str]:
    """Return low, best, high and the method.

    Points span the range and their weighted mean is best; bounds cut the range where they agree with the points,
    and stretch it where they do not: disagreement is shown as width, never averaged away.
    """
    points = [r for r in ranges if r.best is not None]
    lows = [r.low for r in ranges if r.low is not None]
    highs = [r.high for r in ranges if r.high is not None]
    if points:
        total = sum(r.weight for r in points)
        best = sum(r.weight * (r.best or 0.0) for r in points) / total
        return (
            min([*lows, best]),
            best,
            max([*highs, best]),
            "points" if len(points) == len(ranges) else "points and bounds",
        )
    if lows and highs and max(lows) <= min(highs):
        return max(lows), (max(lows) + min(highs)) / 2, min(highs), "bounds"
    if lows and highs:
        return min(highs), (max(lows) + min(highs)) / 2, max(lows), "bounds that exclude each other"
    if lows:
        top = max(ceiling, *lows) if ceiling is not None else max(lows) * 1.5
        return max(lows), (max(lows) + top) / 2 if ceiling else max(lows), top, "lower bound"
    return 0.0, min(highs), min(highs), "upper bound"


def _disagreements(ranges: list[Interval]) -> list[tuple[str, str]]:
    out = []
    for i, a in enumerate(ranges):
        for b in ranges[i + 1 :]:
            apart = (a.high is not None and b.low is not None and a.high < b.low) or (
                b.high is not None and a.low is not None and b.high < a.low
            )
            if apart:
                out.append((a.claim, b.claim))
    return out
