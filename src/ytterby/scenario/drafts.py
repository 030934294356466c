"""The form of a draft: what a program read out of documents, for a person to complete, accept or throw away."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ytterby.domain.regime import Instrument
from ytterby.domain.words import Standing
from ytterby.scenario.levers import Reserve, Tariff
from ytterby.scenario.quantity import Place, Share
from ytterby.scenario.schema import Measure

ClaimKey = Annotated[str, StringConstraints(pattern=r"^c1:[0-9a-f]{64}$")]
PAYLOADS = {
    "regime": ("regime", "measure"),
    "lever": ("deal", "tariff", "reserve"),
    "pledge": ("pledge",),
    "lead time": ("lead_time",),
}


class _Frozen(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True, allow_inf_nan=False
    )


class Quoted(_Frozen):
    """A claim the draft stands on."""

    claim: ClaimKey
    document: str
    """sha256 of the text it stands in."""
    path: str
    published: str | None = None
    quote: str
    """At most 200 characters of the text at its span."""
    speaker: str | None = None
    modality: Literal["fact", "plan", "forecast", "opinion", "reported"]


class Range(_Frozen):
    """A number as it was given: a figure, a bound or a range."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str

    @model_validator(mode="after")
    def _holds_one(self) -> Range:
        if self.value is None and self.low is None and self.high is None:
            raise ValueError("needs value, low or high")
        return self


class Deal(_Frozen):
    """Money for a project: a stake, a loan, a fund."""

    places: tuple[Place, ...] = ()
    material: str | None = None
    stage: str | None = None
    amount: Range
    from_: str | None = Field(default=None, alias="from")
    """Day, month or year, ISO 8601."""


class Paid(_Frozen):
    """Share of a pledge that is paid in the end."""

    low: Share
    best: Share
    high: Share
    standing: Standing = Standing.ASSUMPTION

    @model_validator(mode="after")
    def _ordered(self) -> Paid:
        if not self.low <= self.best <= self.high:
            raise ValueError("low, best and high must not fall")
        return self


class Pledge(_Frozen):
    """Promised money as a flow, with the discount that its wording deserves."""

    donor: Place | None = None
    recipients: tuple[Place, ...] = ()
    amount: Range
    years: float = Field(default=1.0, gt=0, le=50)
    """Years over which it is to flow."""
    from_: str | None = Field(default=None, alias="from")
    paid: Paid

    def per_year(self) -> tuple[float, float, float]:
        """Return low, best and high of the yearly flow, in the unit of `amount` a year.

        Notes
        -----
        amount x share paid / years; a bound stands for the amount where no figure is given.
        """
        known = [x for x in (self.amount.low, self.amount.value, self.amount.high) if x is not None]
        middle = self.amount.value if self.amount.value is not None else sum(known) / len(known)
        return (
            min(known) * self.paid.low / self.years,
            middle * self.paid.best / self.years,
            max(known) * self.paid.high / self.years,
        )


class LeadTime(_Frozen):
    """A duration as a triangular distribution [a]; `scenario.lead_times` takes its three numbers."""

    material: str | None = None
    low: float = Field(gt=0, le=200)
    best: float = Field(gt=0, le=200)
    high: float = Field(gt=0, le=200)
    span: str
    """From what to what; spans of different kinds are never mixed (conventions §11)."""

    @model_validator(mode="after")
    def _ordered(self) -> LeadTime:
        if not self.low <= self.best <= self.high:
            raise ValueError("low, best and high must not fall")
        return self


class Draft(_Frozen):
    """A draft with its quotes, its doubts, and the object that a person may accept."""

    form: Literal["ytterby/draft/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^draft-[0-9a-f]{12}$")
    kind: Literal["regime", "lever", "pledge", "lead time"]
    review: Literal["needed", "accepted"] = "needed"
    """Nothing reads a draft: an accepted one is written out as a regime file or an entry of a scenario."""
    reviewer: str | None = None
    evidence: tuple[Quoted, ...] = Field(min_length=1)
    doubts: tuple[str, ...] = ()
    """What the program filled in or could not know; empty the list when each is settled."""
    regime: Instrument | None = None
    measure: Measure | None = None
    deal: Deal | None = None
    tariff: Tariff | None = None
    reserve: Reserve | None = None
    pledge: Pledge | None = None
    lead_time: LeadTime | None = None

    @model_validator(mode="after")
    def _holds_what_it_says(self) -> Draft:
        given = {n for names in PAYLOADS.values() for n in names if getattr(self, n) is not None}
        own = set(PAYLOADS[self.kind])
        if not given or not given <= own:
            raise ValueError(f"a draft {self.kind} holds {' or '.join(PAYLOADS[self.kind])}, and nothing else")
        return self
