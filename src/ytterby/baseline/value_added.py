"""Loader of what industries add, and of the losses others have published."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.domain.words import Standing


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _number(value: object) -> object:
    # YAML 1.2 reads 3.8e+12 as a number, older readers as text
    return float(value) if isinstance(value, str) else value


Number = Annotated[float, BeforeValidator(_number), Field(ge=0, allow_inf_nan=False)]


class Range(_Frozen):
    """A range with its standing."""

    low: Number
    best: Number
    high: Number
    standing: Standing
    """How well it is known."""
    source: str
    """Who says so."""

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} must not fall")
        return self


class Economy(_Frozen):
    """A place's product and what its industries add."""

    gdp_usd: Range
    """Gross domestic product [USD/a]."""
    industries: dict[str, Range]
    """Industry -> share of the product."""


class Exposed(_Frozen):
    """Share of an industry that stops with a use."""

    standing: Standing
    """How well it is known."""
    source: str
    """Who says so."""
    chains: dict[str, dict[str, tuple[Number, Number, Number]]]
    """Chain -> end use -> low, best, high [share]."""


class Published(_Frozen):
    """A loss somebody has published."""

    id: str
    """Name."""
    place: str
    """Whose loss."""
    chain: str
    """What stops."""
    months: int
    """How long it stops."""
    low: Number
    high: Number
    unit: Literal["share", "USD"]
    """Share of the product, or money."""
    standing: Standing
    """How well it is known."""
    source: str
    """Who says so."""


class ValueAdded(_Frozen):
    """What stops with an industry."""

    places: dict[str, Economy]
    exposed: Exposed
    lost_of_destroyed: Range
    """Share of what price and other designs took away that is lost output."""
    multiplier: Range
    """Loss of the whole product over the direct loss."""
    published: tuple[Published, ...]


def load_value_added() -> ValueAdded:
    """Read the file on the shelf."""
    return _read(current().item("value_added.yaml"))


@cache
def _read(item: Item) -> ValueAdded:
    return load_model(ValueAdded, item.path)
