"""A claim: what a document says, with its quote and place, and nothing repaired."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any

KINDS = (
    "attribution", "capability", "caption", "change", "comparison", "corridor", "count", "deal", "delay", "duration",
    "event", "forecast", "fund", "lead_time", "legal_basis", "milestone", "multiple", "opinion", "policy",
    "programme", "rank", "share", "stock", "structure", "target", "tariff", "threshold",
)  # fmt: skip
MODALITIES = ("fact", "plan", "forecast", "opinion", "reported")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a document.

    Attributes
    ----------
    id : hash of what it says and where.
    document : sha256 of the document's text.
    start, end : span of the quote in the stored text, in characters.
    quote : exactly ``text[start:end]``.
    kind : one of `KINDS`.
    subject, predicate, object : who does what to whom; object may be empty.
    value, low, high : the number; a bound has value == low or value == high; a vague amount has only bounds.
    unit : "%", "x", "rank", "t", "year", an ISO 4217 code, "USD/kg", a counted noun; None without a number.
    period : ISO 8601 date, month, year or interval; ``../2030`` for "by 2030"; None if unknown.
    material, stage : as in the gazetteer; several materials joined with ";".
    places : ISO 3166-1 alpha-3, and "EU".
    modality : one of `MODALITIES`.
    speaker : who says it, where the text tells.
    damaged : a digit of its date was destroyed or displaced in translation.
    credibility : 1 (confirmed) to 5 (improbable); 6 cannot be judged (comments).
    section : label of the segment it stands in.
    likelihood : probability range of its likelihood words (ICD 203).
    flags : inconsistencies found; nothing is repaired.
    """

    id: str
    document: str
    start: int
    end: int
    quote: str
    kind: str
    subject: str
    predicate: str
    object: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    period: str | None
    material: str | None
    stage: str | None
    places: tuple[str, ...]
    modality: str
    speaker: str | None
    damaged: bool
    credibility: int
    section: str = "body"
    likelihood: tuple[float, float] | None = None
    flags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return a plain dictionary, as `read --json` prints it."""
        plain = {name: getattr(self, name) for name in _NAMES}
        for name in ("places", "flags", "likelihood"):
            plain[name] = list(plain[name]) if plain[name] is not None else None
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Claim:
        """Return the claim that `to_dict` wrote."""
        likelihood = plain.get("likelihood")
        return cls(
            **{
                **plain,
                "places": tuple(plain["places"]),
                "flags": tuple(plain.get("flags", ())),
                "likelihood": None if likelihood is None else (likelihood[0], likelihood[1]),
            }
        )


_NAMES = tuple(field.name for field in fields(Claim))
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _shortest(number: float | None) -> float | int | None:
    return int(number) if number is not None and number == int(number) and abs(number) < 2**53 else number


def claim_key(claim: Claim) -> str:
    """Return the key of a claim: SHA-256 over the canonical JSON of what it says and where (decision 0002).

    Grade, section and flags are what somebody thinks of it and are not part of the key. Names are sorted, the
    text is in Unicode NFC and whole numbers have no fraction.
    """
    said = (
        ("damaged", claim.damaged), ("document", claim.document), ("end", claim.end), ("high", _shortest(claim.high)),
        ("kind", claim.kind), ("low", _shortest(claim.low)), ("material", claim.material), ("modality", claim.modality),
        ("object", claim.object), ("period", claim.period), ("places", claim.places), ("predicate", claim.predicate),
        ("speaker", claim.speaker), ("stage", claim.stage), ("start", claim.start), ("subject", claim.subject),
        ("unit", claim.unit), ("value", _shortest(claim.value)),
    )  # fmt: skip
    text = unicodedata.normalize("NFC", _ENCODE(dict(said)))
    return "c1:" + sha256(text.encode("utf-8", "replace")).hexdigest()
