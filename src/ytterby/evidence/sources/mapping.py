"""How rows of a publisher become figures of a chain: a file of the user's, as gross mass is never contained mass."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ytterby.domain.words import Stage, Standing

Code = Annotated[str, StringConstraints(pattern=r"^\d{4,10}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Content(_Frozen):
    """Contained mass in a tonne of the article, as a range."""

    low: float = Field(ge=0, le=2)
    """t of contained material (conventions §1) in a t of the article."""
    best: float = Field(ge=0, le=2)
    high: float = Field(ge=0, le=2)

    @model_validator(mode="after")
    def _ordered(self) -> Content:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} must not fall")
        return self


class _Item(_Frozen):
    content: dict[str, Content] = Field(min_length=1)
    """Material of the chain -> contained mass in a tonne; pure goods say 1.0 in so many words."""
    citation: str = Field(min_length=8)
    """Who says so: work and page, or an assumption with its reason."""
    standing: Standing
    """How well the content is known."""


class FlowItem(_Item):
    """Traded goods that are one kind of commodity of the chain."""

    codes: tuple[Code, ...] = Field(min_length=1)
    """Customs codes; a longer code of the publisher belongs to a shorter one given here."""
    commodity: str = Field(pattern=r"^[a-z-]+(/[a-z-]+)?$")
    """Kind of commodity, such as `magnet`, or one of the chain, such as `magnet/ndfeb`."""

    @property
    def kind(self) -> str:
        """Kind of commodity, as it stands in the ids of estimates."""
        return self.commodity.split("/", maxsplit=1)[0]


class SupplyItem(_Item):
    """Reported production that is one stage of the chain."""

    product: str
    """Words the publisher uses for the product (its commodity and type); compared without case, as a part."""
    stage: Stage


class Mapping(_Frozen):
    """What a publisher's rows mean in a chain."""

    form: Literal["ytterby/mapping/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    chain: str
    estimates: bool
    """True if twelve months, or a year, become figures of the chain; False if they are only set against a run. Months
    under a control are no baseline: say False for them."""
    reporter: PlaceCode | None = None
    """Who reports, where the file does not say."""
    flow: Literal["import", "export"] | None = None
    """Which way, where the file does not say."""
    partners: dict[str, PlaceCode | Literal["skip"]] = {}
    """Partner as the publisher writes it -> place, or `skip`; goes before what the program knows."""
    units: dict[str, float] = {}
    """Unit as the publisher writes it -> kg; goes before what the program knows."""
    union: bool = False
    """True if members of the European Union count as `EUU`; what they send each other is left out."""
    trade: tuple[FlowItem, ...] = ()
    production: tuple[SupplyItem, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Mapping:
        codes = [c for item in self.trade for c in item.codes]
        twice = sorted({c for c in codes if codes.count(c) > 1})
        within = sorted({c for c in codes for d in codes if c != d and c.startswith(d)})
        if twice or within:
            raise ValueError(f"a row may belong to one item only: {', '.join(twice + within)}")
        if not self.trade and not self.production:
            raise ValueError("name what the rows are, under trade: or production:")
        return self

    @property
    def codes(self) -> tuple[str, ...]:
        """Every customs code named."""
        return tuple(c for item in self.trade for c in item.codes)
