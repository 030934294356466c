"""A claim: what a document says, with its quote and place, and nothing repaired."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from hashlib import sha256
from json.encoder import encode_basestring as _quoted
from typing import Any, NamedTuple

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


class Statement(NamedTuple):
    """What a sentence claims, before it gets its identity; fields as in `Claim`, empty texts for none."""

    start: int
    end: int
    kind: str
    subject: str
    predicate: str
    object: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    period: str
    material: str
    stage: str
    places: tuple[str, ...]
    modality: str
    speaker: str
    damaged: bool
    likelihood: tuple[float, float] | None


def claim_key(claim: Claim) -> str:
    """Return the key of a claim."""
    return key_of(claim.document, claim.start, claim.end, claim)


def key_of(document: str, start: int, end: int, said: Claim | Statement) -> str:
    """Return the key of what is said at a place: SHA-256 over its canonical JSON (decision 0002).

    Grade, section and flags are what somebody thinks of a claim and are not part of the key. Names are sorted, the
    text is in Unicode NFC and whole numbers have no fraction; an empty text stands for none.
    """
    places = ",".join([_quoted(place) for place in said.places])
    # The canonical form, written out: it is asked for once for every claim of every document read.
    text = (
        f'{{"damaged":{"true" if said.damaged else "false"},"document":{_quoted(document)},"end":{end},'
        f'"high":{_number(said.high)},"kind":{_quoted(said.kind)},"low":{_number(said.low)},'
        f'"material":{_text(said.material)},"modality":{_quoted(said.modality)},"object":{_quoted(said.object)},'
        f'"period":{_text(said.period)},"places":[{places}],"predicate":{_quoted(said.predicate)},'
        f'"speaker":{_text(said.speaker)},"stage":{_text(said.stage)},"start":{start},'
        f'"subject":{_quoted(said.subject)},"unit":{_text(said.unit)},"value":{_number(said.value)}}}'
    )
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "c1:" + sha256(text.encode("utf-8", "replace")).hexdigest()


def _text(text: str | None) -> str:
    return _quoted(text) if text else "null"


def _number(number: float | None) -> str:
    """Return the shortest form: whole numbers have no fraction."""
    if number is None:
        return "null"
    return str(int(number)) if number == int(number) and abs(number) < 2**53 else repr(number)
