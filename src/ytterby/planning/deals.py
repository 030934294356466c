"""Deals, funds and pledges the documents tell of: facts with their figures, and the odds that a promise is kept."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.domain.words import Standing
from ytterby.planning.levers import Usd
from ytterby.scenario.quantity import Place, Share


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Conversion(_Frozen):
    """Share of a promise that turns into money spent: a judgement, with its ground."""

    low: Share
    best: Share
    high: Share
    standing: Standing
    source: str

    @model_validator(mode="after")
    def _ordered(self) -> Conversion:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} must not fall")
        return self


class Deal(_Frozen):
    """One deal as a document states it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    form: Literal[
        "equity", "loan", "loan-to-equity", "warrants", "price-floor", "fund", "pledge", "grant", "barter", "agreement",
        "national-plan", "refused",
    ]  # fmt: skip
    giver: tuple[Place, ...]
    host: tuple[Place, ...] = ()
    date: Annotated[str, BeforeValidator(str), Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
    """Day or month it was told for, `YYYY-MM-DD` or `YYYY-MM`."""
    amount: Usd | None = None
    """In USD; empty where no amount is stated."""
    stated: str = ""
    """The amount as stated, where it is another currency."""
    stake_low: Share | None = None
    stake_high: Share | None = None
    warrants: Share | None = None
    years: float | None = Field(default=None, gt=0, le=50)
    materials: tuple[str, ...] = ()
    """Empty where none is named."""
    conversion: Conversion | None = None
    """Only for what is promised and not yet paid."""
    document: str
    """Which of the documents told of it, by publisher and month."""
    standing: Standing

    @property
    def expected(self) -> float | None:
        """Amount that is likely to be spent [USD]: as stated, times the share of such promises that is kept."""
        if self.amount is None:
            return None
        return self.amount * (self.conversion.best if self.conversion else 1.0)


class DealBook(_Frozen):
    """All deals."""

    form: Literal["ytterby/deals/1"] = Field(alias="schema")
    deals: tuple[Deal, ...]


def load_deals() -> tuple[Deal, ...]:
    """Return the bundled deals."""
    return _read_deals(current().item("deals.yaml"))


@cache
def _read_deals(item: Item) -> tuple[Deal, ...]:
    return load_model(DealBook, item.path).deals
