"""Claims as drafts: a measure becomes a regime, a deal or tariff a lever, a promise a pledge, a span a lead time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.evidence.export import cut
from ytterby.evidence.fold import fold
from ytterby.evidence.quantities import quantities
from ytterby.scenario.drafting_regimes import OUTCOMES, regime_parts
from ytterby.scenario.drafts import Draft

# Share of a promise that is paid, by how it is put. No record of payments is behind it: an assumption to be replaced.
_PAID = {
    "fact": (0.7, 0.9, 1.0), "reported": (0.3, 0.6, 0.9), "plan": (0.2, 0.5, 0.8), "forecast": (0.1, 0.3, 0.6),
    "opinion": (0.0, 0.0, 0.2),
}  # fmt: skip
_PLACES = {"EU": "EUU"}
_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
_MONEY = re.compile(r"[A-Z]{3}")

Documents = Mapping[str, Document]


def drafts(claims: Iterable[Claim], documents: Documents, today: date) -> list[Draft]:
    """Return the drafts that the claims allow, in order; each is valid, carries its quotes and needs a review.

    Parameters
    ----------
    claims : reviewed claims; comments give no draft.
    documents : the documents they are from, by key.
    today : the day on which a regime counts as checked.
    """
    usable = [c for c in claims if c.credibility < 6 and not c.damaged]
    makers: list[tuple[Callable[[Claim], bool], Callable[[Claim], dict[str, Any] | None]]] = [
        (lambda c: c.kind == "policy" and c.predicate in OUTCOMES, lambda c: _regime(c, documents, today)),
        (lambda c: c.kind == "tariff", lambda c: _tariff(c, documents, today)),
        (lambda c: _money(c) and c.modality in ("fact", "reported"), _deal),
        (_stock_plan, _reserve),
        (lambda c: _money(c) and c.modality in ("plan", "forecast"), _pledge),
    ]
    out: list[Draft] = []
    for fits, make in makers:
        for claim in usable:
            parts = make(claim) if fits(claim) else None
            if parts is not None:
                out.append(_draft([claim], documents, parts))
    groups = _lead_groups(usable)
    return out + [_draft(members, documents, _lead_time(members)) for members in groups]


def _draft(claims: Sequence[Claim], documents: Documents, parts: dict[str, Any]) -> Draft:
    evidence = [
        {
            "claim": c.id, "document": c.document, "path": documents[c.document].path,
            "published": documents[c.document].published or None, "quote": cut(c.quote), "speaker": c.speaker,
            "modality": c.modality,
        }
        for c in claims
    ]  # fmt: skip
    head = {"schema": "ytterby/draft/1", "id": f"draft-{claims[0].id.removeprefix('c1:')[:12]}"}
    return Draft.model_validate({**head, "kind": parts.pop("kind"), "review": "needed", "evidence": evidence, **parts})


def day_of(claim: Claim, documents: Documents, today: date) -> tuple[date, list[str]]:
    """Return the first day a claim speaks of, and the doubt if it was not the text that named it."""
    for text, doubt in (
        (claim.period, ""), (documents[claim.document].published, "the text names no day: that of the document stands"),
        (today.isoformat(), "neither text nor document names a day: today stands"),
    ):  # fmt: skip
        found = re.search(r"(?:19|20)\d{2}(?:-\d{2})?(?:-\d{2})?", text or "")
        if found:
            day = _first_day(found[0])
            said = doubt or ("" if found[0] == str(day) else f"the text names {found[0]} only: its first day stands")
            return day, [said] if said else []
    raise ValueError("today has a date")


def _first_day(text: str) -> date:
    try:
        return date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:  # a day that no month has, as printed in the text
        return date.fromisoformat(text[:7] + "-01")


def _regime(claim: Claim, documents: Documents, today: date) -> dict[str, Any] | None:
    if not claim.places:
        return None
    day, doubts = day_of(claim, documents, today)
    return {"kind": "regime", **regime_parts(claim, documents[claim.document], day, doubts, today)}


def _tariff(claim: Claim, documents: Documents, today: date) -> dict[str, Any] | None:
    if not claim.places or claim.unit != "%" or claim.value is None or not 0 < claim.value <= 1000:
        return None
    day, doubts = day_of(claim, documents, today)
    importer, *origins = places_of(claim)
    entry = {
        "id": f"tariff-{importer.lower()}", "standing": "reported", "source": source_of(claim, documents),
        "from": day.isoformat(), "importer": importer, "origins": origins, "rate": claim.value / 100,
    }  # fmt: skip
    return {"kind": "lever", "doubts": [*doubts, *_put(claim), "importer and origins are in the order of the text"],
            "tariff": entry}  # fmt: skip


def _deal(claim: Claim) -> dict[str, Any]:
    entry = {"places": places_of(claim), "material": claim.material, "stage": claim.stage, "amount": _range(claim)}
    return {"kind": "lever", "doubts": _put(claim), "deal": {**entry, "from": claim.period}}


def _stock_plan(claim: Claim) -> bool:
    held = claim.kind in ("stock", "target") and claim.unit in _DAYS and claim.predicate != "proven_reserves"
    return held and claim.modality == "plan" and len(claim.places) == 1


def _reserve(claim: Claim) -> dict[str, Any] | None:
    days = next(x * _DAYS[claim.unit or ""] for x in (claim.value, claim.low, claim.high) if x is not None)
    if not 0 < days <= 3650:
        return None
    (place,) = places_of(claim)
    entry = {"id": f"reserve-{place.lower()}", "standing": "reported", "source": f"claim {claim.id[3:15]}",
             "place": place, "stage": "first-use", "days": round(days, 1)}  # fmt: skip
    return {"kind": "lever", "doubts": ["a plan, not a stock", "the stage is a guess: first use"], "reserve": entry}


def _pledge(claim: Claim) -> dict[str, Any]:
    """Return a pledge: a flow of money with the discount its wording deserves."""
    low, best, high = _PAID[claim.modality]
    places: list[str | None] = [*places_of(claim)]
    donor, *recipients = places or [None]
    years = _years(claim)
    doubts = ["the share paid is an assumption from the wording: replace it by a record of payments"]
    if years is None:
        doubts.append("the text names no span of years: one year stands")
    entry = {
        "donor": donor, "recipients": recipients, "amount": _range(claim), "years": years or 1.0,
        "from": claim.period, "paid": {"low": low, "best": best, "high": high, "standing": "assumption"},
    }  # fmt: skip
    return {"kind": "pledge", "doubts": doubts, "pledge": entry}


def _years(claim: Claim) -> float | None:
    """Return the span of years that stands in the quote ("over five years")."""
    for language in ("zh", "ja", "ko", "vi", "en"):
        for q in quantities(fold(claim.quote, language), language, []):
            if q.dimension == "time" and q.unit == "year" and q.value and 1 < q.value <= 50:
                return q.value
    return None


def _lead_groups(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return the lead times by document and material: least, typical and most belong together."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for c in claims:
        if c.kind == "lead_time" and c.unit == "year" and _numbers(c):
            groups.setdefault((c.document, c.material or ""), []).append(c)
    return list(groups.values())


def _lead_time(members: Sequence[Claim]) -> dict[str, Any]:
    values = sorted(v for c in members for v in _numbers(c))
    typical = next((c.value for c in members if c.low is None and c.high is None and c.predicate == "lead_time"), None)
    middle = typical if typical is not None else values[len(values) // 2]
    entry = {"material": members[0].material, "low": values[0], "best": middle, "high": values[-1],
             "span": "not named: read the quote"}  # fmt: skip
    alone = ["one figure: the range is a point"] if values[0] == values[-1] else []
    return {"kind": "lead time", "doubts": ["name the span it is of (conventions §11)", *alone], "lead_time": entry}


def _numbers(claim: Claim) -> list[float]:
    return [v for v in (claim.low, claim.value, claim.high) if v is not None and 0 < v <= 200]


def _money(claim: Claim) -> bool:
    return claim.kind in ("deal", "fund") and bool(_MONEY.fullmatch(claim.unit or ""))


def _range(claim: Claim) -> dict[str, Any]:
    return {"value": claim.value, "low": claim.low, "high": claim.high, "unit": claim.unit}


def _put(claim: Claim) -> list[str]:
    return [] if claim.modality == "fact" else [f"the text puts it as: {claim.modality}"]


def places_of(claim: Claim) -> list[str]:
    """Return the places of a claim in the codes of the model."""
    return [_PLACES.get(p, p) for p in claim.places]


def source_of(claim: Claim, documents: Documents) -> str:
    """Return who says it, where and when."""
    document = documents[claim.document]
    return ", ".join(x for x in (claim.speaker, document.path, document.published) if x)
