"""A measure that a document reports, as a draft regime file and as an entry of a scenario."""

from __future__ import annotations

from datetime import date
from typing import Any

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document

# predicate -> role, outcome of the regime, permission of the scenario entry
OUTCOMES = {
    "prohibits": ("export control", "prohibited", "denied"),
    "tightens_export_control": ("export control", "licence", "licence"),
    "enacted": ("export control", "licence", "licence"),
    "considers_tightening_licence_review": ("rumour", "case-by-case", "licence"),
    "opens_anti_dumping_investigation": ("import case", "", ""),
    "suspends": ("suspension", "", ""),
}
_SYMBOLS = {
    "gallium": "Ga", "germanium": "Ge", "antimony": "Sb", "tungsten": "W", "cobalt": "Co", "graphite": "C",
    "bismuth": "Bi", "indium": "In", "molybdenum": "Mo", "tellurium": "Te", "tin": "Sn", "nickel": "Ni",
    "lithium": "Li", "silver": "Ag", "magnesium": "Mg", "titanium": "Ti", "vanadium": "V", "beryllium": "Be",
    "tantalum": "Ta", "niobium": "Nb", "platinum": "Pt", "palladium": "Pd", "copper": "Cu", "zinc": "Zn",
    "aluminium": "Al", "manganese": "Mn", "uranium": "U", "scandium": "Sc", "yttrium": "Y", "lanthanum": "La",
    "cerium": "Ce", "praseodymium": "Pr", "neodymium": "Nd", "samarium": "Sm", "europium": "Eu", "gadolinium": "Gd",
    "terbium": "Tb", "dysprosium": "Dy", "holmium": "Ho", "erbium": "Er", "thulium": "Tm", "ytterbium": "Yb",
    "lutetium": "Lu",
}  # fmt: skip
_LIGHT = ("La", "Ce", "Pr", "Nd")
_HEAVY = ("Sm", "Eu", "Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu", "Sc", "Y")
_GROUPS = {
    "rare_earths": (*_LIGHT, *_HEAVY), "light_rare_earths": _LIGHT, "heavy_rare_earths": _HEAVY,
    "medium_heavy_rare_earths": _HEAVY, "NdPr": ("Nd", "Pr"),
}  # fmt: skip
_FAMILIES = {"ndfeb_magnets": "magnet/", "dichlorosilane": "dichlorosilane/"}


def regime_parts(claim: Claim, document: Document, day: date, doubts: list[str], today: date) -> dict[str, Any]:
    """Return the fields `regime`, `measure` and `doubts` of a draft.

    What is only reported, planned or expected is a rumour: it restricts nothing unless somebody assumes it.
    """
    role, outcome, permission = OUTCOMES[claim.predicate]
    issuer, *others = ("EUU" if p == "EU" else p for p in claim.places)
    if claim.modality != "fact" and role == "export control":
        role = "rumour"
    items, missing = _items(claim, issuer)
    key = f"{issuer}-DRAFT-{claim.id.removeprefix('c1:')[:12]}"
    where = ", ".join(x for x in (claim.speaker, document.path, document.published) if x)
    rule: dict[str, Any] = {
        "id": key, "role": role, "clause": "not named in the document", "summary": _summary(claim, role),
        "announced": day.isoformat(), "nexus": {"kind": "made-in", "places": [issuer]},
        "destinations": {"places": others} if others else {"other_than": [issuer]}, "items": items,
    }  # fmt: skip
    if role == "rumour":
        low, high = claim.likelihood or (0.0, 1.0)
        by = date(day.year + 1, 12, 31).isoformat()
        rule["probability"] = {"low": low, "high": high, "by": by, "trigger": "not named", "standing": "assumption"}
        doubts = [*doubts, "a rumour: its probability is that of the words, its last day is ours"]
    else:
        rule["effective"] = day.isoformat()
    if outcome:
        rule["treatments"] = [{"outcome": outcome, "clause": "as the document puts it"}]
    regime = {
        "id": key, "issuer": issuer, "body": "as named in the document", "title": rule["summary"], "citation": where,
        "checked_on": today.isoformat(), "standing": "reported", "sources": [where],
        "gaps": ["read out of a report, not of the instrument"], "rules": [rule],
    }  # fmt: skip
    doubts = [*doubts, *missing, "issuer and destinations are in the order of the text"]
    if role == "suspension":
        doubts.append("name what it suspends under acts")
    parts: dict[str, Any] = {"doubts": doubts, "regime": regime}
    if permission:
        doubts.append("the measure names no commodities: it reaches all those of the scenario's chain")
        parts["measure"] = _measure(claim, issuer, others, day, permission, where)
    return parts


def _measure(
    claim: Claim, issuer: str, others: list[str], day: date, permission: str, where: str
) -> dict[str, Any]:  # fmt: skip
    return {
        "id": f"draft-{claim.id.removeprefix('c1:')[:12]}", "citation": where, "from": day.isoformat(),
        "origin": issuer, "destinations": others, "permission": permission,
    }  # fmt: skip


def _items(claim: Claim, issuer: str) -> tuple[dict[str, Any], list[str]]:
    names = [m for m in (claim.material or "").split(";") if m]
    if names == ["dual_use_items"]:
        return {"lists_of": issuer}, []
    listed = []
    for name in names:
        elements = _GROUPS.get(name) or ((_SYMBOLS[name],) if name in _SYMBOLS else ())
        if elements:
            listed.append({"code": name, "elements": list(elements)})
        elif name in _FAMILIES:
            listed.append({"code": name, "materials": [_FAMILIES[name]]})
    unknown = sorted(set(names) - {entry["code"] for entry in listed})
    missing = [f"no list entry could be made for {name}" for name in unknown]
    return {"listed": listed}, missing if listed or missing else ["the document names no goods: list them"]


def _summary(claim: Claim, role: str) -> str:
    goods = (claim.material or "goods not named").replace(";", ", ").replace("_", " ")
    return f"{claim.predicate.replace('_', ' ')} ({role}): {goods}"
