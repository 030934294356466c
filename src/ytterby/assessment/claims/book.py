"""Statements with a definition each, and the kind of question they become."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.yamlfile import load_model
from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.scenario.quantity import MonthText, Place

FILE = Path(__file__).parents[2] / "baseline" / "checks" / "claims.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Within(_Frozen):
    """The stated range of a quantity."""

    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _some(self) -> Within:
        if self.at_least is None and self.at_most is None:
            raise ValueError("a range needs at_least or at_most")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least} is above at_most {self.at_most}: no figure could meet it")
        return self

    def holds(self, value: float) -> bool:
        """Return whether a value lies in the range; its ends count."""
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class ShareCheck(_Frozen):
    """A place's share of a stage, from the ranges of a chain."""

    kind: Literal["share"]
    chain: str
    stage: str
    materials: tuple[str, ...]
    place: Place
    stated: Within


class SourcedCheck(_Frozen):
    """Share of what a place buys of a stage's output that comes straight from another place."""

    kind: Literal["sourced"]
    chain: str
    stage: str
    place: Place
    origin: Place
    stated: Within


class TradeCheck(_Frozen):
    """Share of one place in another's exports, by value, over some years."""

    kind: Literal["trade"]
    hs: tuple[str, ...]
    years: tuple[int, ...]
    exporter: Place
    importer: Place
    stated: Within


class FigureCheck(_Frozen):
    """One reported figure over another."""

    kind: Literal["figure"]
    over: tuple[str, str]
    """Ids in the table `episodes`."""
    stated: Within


class RankCheck(_Frozen):
    """Rank of a place by reported output."""

    kind: Literal["rank"]
    material: str
    year: int
    place: Place
    stated: Within


class LawCheck(_Frozen):
    """State of a rule on a day."""

    kind: Literal["law"]
    rule: str
    on: date


class PriceCheck(_Frozen):
    """Price outside the controller's market over that before, at its highest month up to a month."""

    kind: Literal["price"]
    scenario: str
    commodity: str
    by: MonthText
    stated: Within


class FillCheck(_Frozen):
    """Fill rate of a use in a month."""

    kind: Literal["fill"]
    scenario: str
    place: Place
    end_use: str
    month: MonthText
    stated: Within


class DelayCheck(_Frozen):
    """Months a programme falls behind by the end of a run."""

    kind: Literal["delay"]
    scenario: str
    programme: str
    stated: Within


class LossCheck(_Frozen):
    """Value an industry does not add over a run [USD]."""

    kind: Literal["loss"]
    scenario: str
    place: Place
    industry: str
    stated: Within


class LeadCheck(_Frozen):
    """Span of a project in years, against a reported one of the same population."""

    kind: Literal["lead-time"]
    row: str
    """Id in the table `lead_times`."""
    stated: Within


class Passage(_Frozen):
    """Stages a project still has to pass."""

    project: Literal["mine", "plant"]
    ahead: tuple[str, ...]


class PromiseCheck(_Frozen):
    """Odds that every part is done in time, by the durations and odds of stages."""

    kind: Literal["promise"]
    made: MonthText
    due: MonthText
    parts: tuple[Passage, ...]
    late: bool = False
    """True where the statement is that it is late."""


class FutureShareCheck(_Frozen):
    """A place's share of a stage's capacity in a month, with projects elsewhere as they may come."""

    kind: Literal["future-share"]
    scenario: str
    stage: str
    place: Place
    month: MonthText
    stated: Within


class Multiple(_Frozen):
    """A price multiple on record."""

    what: str
    value: float = Field(gt=0)
    source: str


class MultiplesCheck(_Frozen):
    """Price multiples of the past: each is a draw."""

    kind: Literal["multiples"]
    records: tuple[Multiple, ...]
    stated: Within


class SumCheck(_Frozen):
    """Parts that must add up."""

    kind: Literal["sum"]
    parts: tuple[float, ...]
    stated: float


class OpenCheck(_Frozen):
    """A statement no data or model here can decide."""

    kind: Literal["open"]
    why: str


Check = Annotated[
    ShareCheck
    | SourcedCheck
    | TradeCheck
    | FigureCheck
    | RankCheck
    | LawCheck
    | PriceCheck
    | FillCheck
    | DelayCheck
    | LossCheck
    | LeadCheck
    | PromiseCheck
    | FutureShareCheck
    | MultiplesCheck
    | SumCheck
    | OpenCheck,
    Field(discriminator="kind"),
]


class Later(_Frozen):
    """What happened before the statement was made and took it out of date."""

    since: date
    why: str
    source: str


class Span(_Frozen):
    """Where the statement stands: the quote is cut from the reader's own copy of the document."""

    document: str
    """Name of the file."""
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    digest: str = Field(pattern=r"^[0-9a-f]{16}$")
    """Start of the SHA-256 of the quote."""


class Statement(_Frozen):
    """A published forecast or assertion."""

    id: str
    claim: str
    """What is stated, in our words."""
    speaker: tuple[str, ...]
    """Who says so, first hand first."""
    date: date
    """Day of the statement, or of its publication."""
    where: Span
    definition: str
    """What would have to be the case."""
    check: Check
    later: Later | None = None


class Book(_Frozen):
    """All statements."""

    statements: tuple[Statement, ...]


@cache
def load_statements(path: Path = FILE) -> tuple[Statement, ...]:
    """Read the bundled statements, or a file of your own in the same form.

    Parameters
    ----------
    path : of a YAML file; `ytterby schema statements` prints its form.

    Raises
    ------
    NotFound, BadData : no such file, or it was refused; all faults at once.
    """
    return load_model(Book, path).statements


def chosen(statements: tuple[Statement, ...], ids: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the statements asked for, all if none is.

    Raises
    ------
    NotFound : no statement of that id.
    """
    known = tuple(s.id for s in statements)
    for id_ in ids:
        if id_ not in known:
            fix = did_you_mean(id_, known) or "without --only all are checked"
            raise NotFound(Fault(f'there is no statement "{id_}"', "claims", choices=known, fix=fix))
    return tuple(s for s in statements if not ids or s.id in ids)
