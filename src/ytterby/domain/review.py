"""What a person decided about a claim; kept beside it, never over it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from hashlib import sha256
from math import isfinite

from ytterby.domain.claim import KINDS, MODALITIES
from ytterby.errors import BadData, Fault, did_you_mean

DECISIONS = ("accept", "reject", "correct")
CORRECTABLE = (
    "kind",
    "subject",
    "predicate",
    "object",
    "value",
    "low",
    "high",
    "unit",
    "period",
    "material",
    "stage",
    "modality",
    "speaker",
)


@dataclass(frozen=True, slots=True)
class Review:
    """One decision: accept, reject or correct a claim.

    Attributes
    ----------
    claim : key of the claim.
    decision : one of `DECISIONS`.
    reviewer : who decided.
    at : when, ISO 8601.
    note : why.
    correction : pairs of field and new value, for "correct".
    """

    claim: str
    decision: str
    reviewer: str
    at: str
    note: str = ""
    correction: tuple[tuple[str, str | float | None], ...] = ()

    def __post_init__(self) -> None:
        faults = []
        if self.decision not in DECISIONS:
            faults.append(Fault(f'"{self.decision}" is no decision', "decision", choices=DECISIONS))
        if not self.reviewer.strip():
            faults.append(Fault("is empty", "reviewer", "a review says who decided"))
        wrong = [name for name, _ in self.correction if name not in CORRECTABLE]
        faults += [Fault(f'"{name}" cannot be corrected', "correction", choices=CORRECTABLE) for name in wrong]
        faults += _wrong_values(dict(self.correction))
        if (self.decision == "correct") != bool(self.correction):
            faults.append(Fault("goes with the decision correct, and only with it", "correction"))
        if faults:
            raise BadData(*faults)

    @property
    def id(self) -> str:
        """Hash of the decision: the same review twice is one."""
        said = "|".join(str(getattr(self, f.name)) for f in fields(self))
        return "r1:" + sha256(said.encode()).hexdigest()


def _wrong_values(correction: dict[str, str | float | None]) -> list[Fault]:
    """Name the values that no claim can have."""
    faults = []
    for name, words in (("kind", KINDS), ("modality", MODALITIES)):
        word = correction.get(name, words[0])
        if word not in words:
            fix = did_you_mean(str(word), list(words))
            faults.append(Fault(f'"{word}" is no {name} of a claim', f"correction: {name}", "", words, fix))
    for name in ("value", "low", "high"):
        number = correction.get(name)
        if number is not None and not (isinstance(number, int | float) and isfinite(number)):
            faults.append(Fault(f'"{number}" is no number', f"correction: {name}"))
    low, high = correction.get("low"), correction.get("high")
    if not faults and isinstance(low, float) and isinstance(high, float) and low > high:
        faults.append(Fault(f"low {low:g} is above high {high:g}", "correction"))
    return faults
