"""Claims as drafts of typed objects: a regime, a lever, a lead time, a pledge. A person reviews each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from ytterby.domain.claim import Claim
from ytterby.evidence.export import cut

_OUTCOME = {
    "prohibits": "prohibited", "tightens_export_control": "licence", "considers_tightening_licence_review": "licence",
    "opens_anti_dumping_investigation": "investigation", "suspends": "suspended", "enacted": "licence",
}  # fmt: skip
# Part of a pledge that is expected to be paid, by how it is put: an assumption, to be replaced by a record.
_CREDIBILITY = {"fact": 0.9, "reported": 0.6, "plan": 0.5, "forecast": 0.3, "opinion": 0.0}


def drafts(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return the drafts that the claims allow, in order; each carries its quotes and needs a review."""
    usable = [c for c in claims if c.credibility < 6]
    out = [_regime(c) for c in usable if c.kind == "policy" and c.predicate in _OUTCOME]
    out += [_lever(c) for c in usable if c.kind in ("deal", "fund") and c.unit and c.modality in ("fact", "reported")]
    out += [_pledge(c) for c in usable if c.kind in ("deal", "fund") and c.unit and c.modality in ("plan", "forecast")]
    return out + _lead_times([c for c in usable if c.kind == "lead_time"])


def as_yaml(draft: dict[str, Any]) -> str:
    """Return a draft as a YAML document."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    stream = StringIO()
    yaml.dump(draft, stream)
    return stream.getvalue()


def _head(kind: str, claims: Sequence[Claim]) -> dict[str, Any]:
    return {
        "draft": kind,
        "id": f"draft-{claims[0].id.removeprefix('c1:')[:12]}",
        "standing": "reported",
        "review": "needed",
        "evidence": [
            {"claim": c.id, "document": c.document, "quote": cut(c.quote), "speaker": c.speaker, "modality": c.modality}
            for c in claims
        ],
    }


def _regime(claim: Claim) -> dict[str, Any]:
    issuer, *others = claim.places or ("unknown",)
    rule = {
        "role": "export control",
        "summary": f"{_OUTCOME[claim.predicate]}: {claim.material or 'items not named'}",
        "announced": claim.period,
        "effective": None,
        "nexus": {"kind": "made-in", "places": [issuer]},
        "destinations": {"only": others} if others else {"other_than": [issuer]},
        "items": {"listed": [{"materials": [f"{m}/"]} for m in (claim.material or "").split(";") if m]},
        "treatments": [{"outcome": _OUTCOME[claim.predicate]}],
    }
    rumour = {"probability": list(claim.likelihood) if claim.likelihood else None} if claim.modality != "fact" else {}
    return {**_head("regime", [claim]), "issuer": issuer, "rules": [rule], **({"rumour": rumour} if rumour else {})}


def _lever(claim: Claim) -> dict[str, Any]:
    return {
        **_head("lever", [claim]),
        "lever": "finance",
        "places": list(claim.places),
        "material": claim.material,
        "stage": claim.stage,
        "amount": {"value": claim.value, "low": claim.low, "high": claim.high, "unit": claim.unit},
        "from": claim.period,
    }


def _pledge(claim: Claim) -> dict[str, Any]:
    """Return a pledge: a flow of money with the discount its wording deserves."""
    return {
        **_head("pledge", [claim]),
        "donor": claim.places[0] if claim.places else None,
        "recipients": list(claim.places[1:]),
        "amount": {"value": claim.value, "low": claim.low, "high": claim.high, "unit": claim.unit},
        "period": claim.period,
        "credibility": {"share_paid": _CREDIBILITY[claim.modality], "standing": "assumption"},
    }


def _lead_times(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return one distribution per document and material: the least, the typical and the most that were named."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        if c.unit == "year" and (c.value is not None or c.low is not None):
            groups.setdefault((c.document, c.material or ""), []).append(c)
    out = []
    for (_, material), members in groups.items():
        values = sorted(v for c in members for v in (c.low, c.value, c.high) if v is not None)
        typical = next((c.value for c in members if c.low is None and c.high is None), None)
        middle = typical if typical is not None else values[len(values) // 2]
        shape = {"shape": "triangular", "low": values[0], "mode": middle, "high": values[-1], "unit": "year"}
        out.append({**_head("lead time", members), "material": material or None, "distribution": shape})
    return out
