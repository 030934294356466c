"""Which number of a chain a claim is about, in the chain's own unit; or why it is about none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ytterby.domain.claim import Claim
from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.domain.words import Stage
from ytterby.network.chain import Chain
from ytterby.units import convert

# What documents name, and the materials of the chains it stands for. Rare earths as a whole stand for NdPr in shares
# only: nine tenths of what they are worth is NdPr, but a tonne of them holds a fifth of a tonne of it.
_MATERIALS = {
    "rare_earths": ("ndpr",), "light_rare_earths": ("ndpr",), "NdPr": ("ndpr",), "neodymium": ("ndpr",),
    "praseodymium": ("ndpr",), "heavy_rare_earths": ("dytb",), "medium_heavy_rare_earths": ("dytb",),
    "dysprosium": ("dytb",), "terbium": ("dytb",), "ndfeb_magnets": ("ndpr", "dytb"), "gallium": ("ga",),
    "germanium": ("ge",), "antimony": ("sb",), "cobalt": ("co",), "tungsten": ("w",), "dichlorosilane": ("dcs",),
}  # fmt: skip
# Tonnes of these are tonnes of the chain's material; of the others they are tonnes of something that contains it.
_PURE = frozenset({"NdPr", "gallium", "germanium", "antimony", "cobalt", "tungsten", "dichlorosilane"})
_STAGES = {
    "mining": ("mine",), "mine": ("mine",), "separation": ("separation", "refining"),
    "refining": ("separation", "refining"), "processing": ("separation", "refining"), "magnet": ("magnet",),
    "recycling": ("recycling",),
}  # fmt: skip
# By-products of other metals have one step that can be called their production.
_ONLY_STEP = {"ga": "refining", "ge": "refining", "dcs": "refining"}
_PLACES = {"EU": "EUU"}
_DAYS = {"day": "d", "week": "wk", "month": "mo", "year": "a"}
_LONGEST_STOCK = 3 * 365.25
_SHARES = frozenset({"share_of_world_output", "share_of_world_capacity", "share_of_world"})
_IMPORTS = frozenset({"import_dependence_on", "share_of_imports"})
_ELSEWHERE = {
    "tariff": "a tariff belongs in a scenario file (levers.tariffs)",
    "threshold": "law comes from regime files, not from a figure in the press",
    "policy": "a measure becomes law by way of a reviewed draft (`ytterby drafts`)",
    "legal_basis": "a measure becomes law by way of a reviewed draft (`ytterby drafts`)",
    "deal": "money becomes a lever by way of a reviewed draft (`ytterby drafts`)",
    "fund": "money becomes a lever by way of a reviewed draft (`ytterby drafts`)",
    "lead_time": "lead times belong to projects, by way of a reviewed draft (`ytterby drafts`)",
    "delay": "a programme's delay is an outcome of the model, not an input",
    "multiple": "a price is an outcome of the model, not an input",
    "change": "a change against an unnamed base is no level",
}


class Target(NamedTuple):
    """A number of the chain, and the claim restated in its unit.

    Attributes
    ----------
    estimate : id of the estimate it speaks of.
    claim : the claim with value, low and high in the chain's unit.
    ceiling : largest value it can have [the chain's unit], or None.
    """

    estimate: str
    claim: Claim
    ceiling: float | None


def targets(claim: Claim, chain: Chain, estimates: EstimateSet) -> list[Target] | str:
    """Return the numbers of `chain` that `claim` speaks of, or the reason why there is none."""
    name = claim.material or ""
    materials = [m for m in _MATERIALS.get(name, ()) if m in chain.materials]
    reason = _no_number(claim) or ("" if materials else "its material is not in this chain")
    if reason:
        return reason
    if claim.unit == "t":
        return _amounts(claim, name, materials, estimates)
    if claim.kind == "stock" and claim.unit in _DAYS:
        return _cover(claim, estimates)
    if claim.kind == "share" and claim.predicate in _SHARES:
        return _supply_shares(claim, materials, estimates)
    if claim.kind == "share" and claim.predicate in _IMPORTS:
        return _import_shares(claim, materials, estimates)
    return f"the chain has no number of the kind {claim.kind}/{claim.predicate}"


def _no_number(claim: Claim) -> str:
    """Return why a claim can be about no number of any chain, or ""."""
    if claim.kind in _ELSEWHERE:
        return _ELSEWHERE[claim.kind]
    if claim.unit is None:
        return "it holds no number"
    if claim.damaged:
        return "a digit of its date was destroyed"
    return "" if claim.material and ";" not in claim.material else "it names no single material"


def _supply_shares(claim: Claim, materials: list[str], estimates: EstimateSet) -> list[Target] | str:
    """Restate a share of the world as tonnes, by the sum of the chain's own figures for that step."""
    found = _supplied(claim, materials, estimates)
    if isinstance(found, str):
        return found
    out = []
    for id_ in found:
        world = sum(e.best for e in estimates.items if e.id.startswith(id_.rpartition("/")[0] + "/"))
        out.append(Target(id_, _scaled(claim, world / 100.0, "t/a"), world))
    return out


def _amounts(claim: Claim, name: str, materials: list[str], estimates: EstimateSet) -> list[Target] | str:
    if claim.predicate != "annual_output":
        return "tonnes count only as the output of a year"
    if name not in _PURE:
        return "its tonnes are not tonnes of the chain's material"
    found = _supplied(claim, materials, estimates)
    return found if isinstance(found, str) else [Target(id_, _scaled(claim, 1.0, "t/a"), None) for id_ in found]


def _supplied(claim: Claim, materials: list[str], estimates: EstimateSet) -> list[str] | str:
    """Return the supply estimates of the claim's place and step."""
    if len(claim.places) != 1:
        return "it names no single place"
    place = _place(claim.places[0])
    out = []
    for material in materials:
        step = _step(claim, material, estimates)
        if step is None:
            return "it names no step of the chain"
        if f"supply/{material}/{step}/{place}" in estimates:
            out.append(f"supply/{material}/{step}/{place}")
    return out or f"the chain has no supply of {place} at that step"


def _step(claim: Claim, material: str, estimates: EstimateSet) -> str | None:
    names = _STAGES.get(claim.stage or "", ())
    if claim.material == "ndfeb_magnets" and not names:
        names = ("magnet",)
    known = {e.id.split("/")[2] for e in estimates.items if e.id.startswith(f"supply/{material}/")}
    return next((n for n in names if n in known), _ONLY_STEP.get(material))


def _import_shares(claim: Claim, materials: list[str], estimates: EstimateSet) -> list[Target] | str:
    """Restate a share of imports as tonnes: only where the chain lists more than one supplier of that form."""
    if len(claim.places) != 2:
        return "it does not name who depends on whom"
    a, b = (_place(p) for p in claim.places)
    found = [e.id for m in materials for e in _between(m, a, b, estimates)]
    if len(found) != 1:
        return "the chain lists no such flow" if not found else "the chain trades it in several forms; none is named"
    head, _, link = found[0].rpartition("/")
    buyer = link.rpartition("-")[2]
    rivals = [e.best for e in estimates.items if e.id.startswith(head + "/") and e.id.endswith(f"-{buyer}")]
    if len(rivals) < 2:
        return f"the chain lists no second supplier of {buyer}, so a share gives no tonnes"
    return [Target(found[0], _scaled(claim, sum(rivals) / 100.0, "t/a"), sum(rivals))]


def _between(material: str, a: str, b: str, estimates: EstimateSet) -> Iterator[Estimate]:
    for e in estimates.items:
        if e.id.startswith(f"flow/{material}/") and e.id.rpartition("/")[2] in (f"{a}-{b}", f"{b}-{a}"):
            yield e


def _cover(claim: Claim, estimates: EstimateSet) -> list[Target] | str:
    """Restate a stock that lasts some time in days of the users: a stage in the text names what is held."""
    if claim.predicate != "amount_held":
        return "reserves in the ground are no stock"
    if len(claim.places) != 1:
        return "it names no single place"
    place = _place(claim.places[0])
    if not any(e.id.startswith("demand/") and f"/{Stage.USE}/{place}/" in e.id for e in estimates.items):
        return f"the chain has no users in {place}"
    restated = _scaled(claim, convert(1.0, _DAYS[claim.unit or ""], "d"), "d")
    if max(x for x in (restated.value, restated.low, restated.high, 0.0) if x is not None) > _LONGEST_STOCK:
        return "a stock of more than three years is no working stock"
    return [Target(f"cover/{Stage.USE}/{place}", restated, None)]


def _place(code: str) -> str:
    return _PLACES.get(code, code)


def _scaled(claim: Claim, factor: float, unit: str) -> Claim:
    value, low, high = (None if x is None else x * factor for x in (claim.value, claim.low, claim.high))
    return replace(claim, value=value, low=low, high=high, unit=unit)
