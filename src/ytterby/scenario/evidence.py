"""Numbers of a chain that documents know better: reconciled claims in place of the packaged ones."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ytterby.domain.claim import Claim
from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Standing
from ytterby.evidence.flags import flagged
from ytterby.evidence.reconcile import Fused, counts, fuse
from ytterby.evidence.snapshot import Snapshot
from ytterby.network.chain import Chain, CoverRule
from ytterby.network.estimates import chain_estimates
from ytterby.scenario.claim_targets import Target, targets
from ytterby.scenario.schema import Scenario

_BOUNDS = frozenset({"lower bound", "upper bound", "bounds"})
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Number:
    """A number of the chain that documents speak of.

    Attributes
    ----------
    before, after : the packaged range and the one that the run uses; equal where the claims agree with it.
    fused : the claims behind it.
    note : how the range came about.
    restated : those claims in the unit of the number.
    """

    before: Estimate
    after: Estimate
    fused: Fused
    note: str
    restated: tuple[Target, ...]

    @property
    def moved(self) -> bool:
        """True if the run uses another range than without documents."""
        return (self.before.low, self.before.best, self.before.high) != (
            self.after.low, self.after.best, self.after.high,
        )  # fmt: skip


@dataclass(frozen=True)
class Informed:
    """A chain with its numbers, as far as documents know them.

    Attributes
    ----------
    chain : the chain; a stock known for one place adds a rule of cover.
    estimates : its estimates, some replaced.
    numbers : what the claims speak of, by id.
    unused : reason -> keys of the claims that moved nothing for that reason.
    said : what the claims are from; None without documents.
    """

    chain: Chain
    estimates: EstimateSet
    numbers: tuple[Number, ...] = ()
    unused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Snapshot | None = None

    @property
    def used(self) -> tuple[str, ...]:
        """Keys of the claims behind the numbers, sorted."""
        return tuple(sorted({key for n in self.numbers for key in n.fused.claims}))


def informed(chain: Chain, estimates: EstimateSet, scenario: Scenario, said: Snapshot | None) -> Informed:
    """Put what documents say in place of the packaged numbers of a chain.

    A claim counts if it is a fact or a report, speaks of a number the chain has, and of a year between the chain's own
    and the scenario's first (the date of its document stands for a claim without one). The rest is counted with
    the reason.

    Parameters
    ----------
    chain, scenario : what is asked; numbers that the scenario sets itself are left to it.
    estimates : of the chain, with the workspace's own figures: those are left alone too.
    said : reviewed claims and where they are from; None leaves everything as it is.
    """
    if said is None:
        return Informed(chain, estimates)
    settled = _settled(chain, estimates, scenario)
    span = tuple(sorted((chain.year, scenario.first_month.year)))
    groups: dict[str, list[Target]] = {}
    unused: dict[str, list[str]] = {}
    for claim in flagged(sorted(said.claims, key=lambda c: c.id)):
        published = said.documents[claim.document].published
        found = _why_not(claim, span, published) or targets(claim, chain, estimates)
        if not isinstance(found, str):
            found = next((settled[t.estimate] for t in found if t.estimate in settled), found)
        if isinstance(found, str):
            unused.setdefault(found, []).append(claim.id)
            continue
        for target in found:
            groups.setdefault(target.estimate, []).append(target)
    roots = {key: d.cluster for key, d in said.documents.items()}
    numbers = tuple(_number(chain, estimates, id_, found, roots) for id_, found in sorted(groups.items()))
    reasons = {reason: tuple(sorted(keys)) for reason, keys in sorted(unused.items(), key=lambda r: (-len(r[1]), r[0]))}
    return _applied(chain, estimates, numbers, reasons, said)


def _settled(chain: Chain, estimates: EstimateSet, scenario: Scenario) -> dict[str, str]:
    """Return the numbers that are not for documents to move, with who sets them."""
    packaged = chain_estimates(chain)
    own = [e.id for e in estimates.items if e.id not in packaged or packaged[e.id] != e]
    return {
        **dict.fromkeys(own, "the workspace has its own figure for that number"),
        **{o.estimate: "the scenario sets that number itself" for o in scenario.uncertainties.overrides},
    }


def _why_not(claim: Claim, span: tuple[int, ...], published: str) -> str:
    if not counts(claim):
        return "comments move no number" if claim.credibility >= 6 else f"a {claim.modality} moves no number"
    if any(flag in ("scale", "sum") for flag in claim.flags):
        return "its value is of an unlikely scale, or does not add up"
    years = [int(y) for y in _YEAR.findall(claim.period or published)]
    if years and not span[0] <= max(years) <= span[1]:
        return f"it speaks of a year before {span[0]} or after {span[1]}, the years of the chain and the scenario"
    return ""


def _number(
    chain: Chain, estimates: EstimateSet, id_: str, found: Sequence[Target], roots: Mapping[str, str]
) -> Number:  # fmt: skip
    before = estimates[id_] if id_ in estimates else _packaged_cover(chain, estimates, id_)
    fused = fuse(id_, [t.claim for t in found], roots, found[0].ceiling)
    if fused is None:  # claims that do not count were turned away before
        raise ValueError(f"no claim counts for {id_}")
    low, best, high, note = _ranged(before, fused, found[0].ceiling)
    said, standing = f"{fused.estimate.source} of the documents read", Standing.REPORTED
    if fused.method in _BOUNDS and low <= before.best <= high:  # the packaged figure, within what is said
        said, standing = f"{before.source}; within bounds of {said}", before.standing
    keys = ", ".join(c.removeprefix("c1:")[:12] for c in fused.claims)
    after = Estimate(id_, low, best, high, before.unit, standing, said, keys)
    number = Number(before, after, fused, note, tuple(t for t in found if t.claim.id in fused.claims))
    return number if number.moved else replace(number, after=before)


def _ranged(before: Estimate, fused: Fused, ceiling: float | None) -> tuple[float, float, float, str]:
    """Return the range to use, and how it came about.

    A figure replaces the packaged one but not its width: a report says how much, seldom how sure. Several figures
    span the range. A bound only cuts the packaged range, and moves it if it lies beyond the bound.
    """
    said = fused.estimate
    if fused.method in _BOUNDS:
        return _cut(before, said, fused.method)
    down = before.low / before.best if before.best > 0 else 1.0
    up = before.high / before.best if before.best > 0 else 1.0
    low, high = min(said.low, said.best * down), max(said.high, said.best * up)
    if ceiling is not None:
        high = max(said.high, min(high, ceiling))
    note = (
        "figures that disagree span the range" if fused.disagree else "the figure, with the width of the packaged range"
    )
    return low, said.best, high, note


def _cut(before: Estimate, said: Estimate, method: str) -> tuple[float, float, float, str]:
    least = said.low if method != "upper bound" else 0.0
    most = said.high if method != "lower bound" else float("inf")
    if before.high < least:
        width = before.high / before.best if before.best > 0 else 1.0
        return least, least, min(most, least * width), "the packaged range lies below the bound and moves up to it"
    if before.low > most:
        width = before.low / before.best if before.best > 0 else 1.0
        return max(least, most * width), most, most, "the packaged range lies above the bound and moves down to it"
    low, high = max(before.low, least), min(before.high, most)
    if (low, high) == (before.low, before.high):
        return low, before.best, high, "the packaged range keeps the bound"
    return low, min(max(before.best, low), high), high, "the bound cuts the packaged range"


def _packaged_cover(chain: Chain, estimates: EstimateSet, id_: str) -> Estimate:
    """Return what the chain supposes of a stock it has no figure of its own for."""
    _, stage, place = id_.split("/")
    facts = {"stage": stage, "place": place, "class": "civil", "end_use": ""}
    rules = [r for r in chain.cover if all(facts[key] in allowed for key, allowed in r.applies.items())]
    return estimates[rules[-1].id]


def _applied(
    chain: Chain, estimates: EstimateSet, numbers: Sequence[Number], unused: Mapping[str, tuple[str, ...]],
    said: Snapshot,
) -> Informed:  # fmt: skip
    moved = [n.after for n in numbers if n.moved]
    new = [e for e in moved if e.id not in estimates]
    rules = tuple(_rule(e) for e in new)
    chain = chain.model_copy(update={"cover": (*chain.cover, *rules)})
    return Informed(chain, estimates.with_others({e.id: e for e in moved}), tuple(numbers), unused, said)


def _rule(e: Estimate) -> CoverRule:
    """Return the rule of cover for civil users of one stage at one place; defence keeps its own."""
    _, stage, place = e.id.split("/")
    return CoverRule(
        id=e.id, low=e.low, best=e.best, high=e.high, standing=e.standing, source=e.source, row=e.row,
        applies={"stage": (stage,), "place": (place,), "class": ("civil",)},
    )  # fmt: skip
