"""What else somebody decides or suffers, as entries of a scenario file."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.domain.words import Stage, Standing
from ytterby.scenario.quantity import Days, Place, Share


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class _Judged(_Frozen):
    id: str
    """Short name, shown wherever the entry decides something."""
    standing: Standing = Standing.ASSUMPTION
    """How well its figures are known."""
    source: str
    """Who says so."""


class _Span(_Judged):
    from_: date = Field(alias="from")
    """First day."""
    until: date | None = None
    """Last day; empty means open."""

    @model_validator(mode="after")
    def _in_order(self) -> _Span:
        if self.until is not None and self.until < self.from_:
            raise ValueError(f'"{self.id}" ends on {self.until}, before it starts on {self.from_}')
        return self


class Reserve(_Judged):
    """Stock that a rule releases when buyers' own stock runs low (conventions §14, §19)."""

    place: Place
    stage: Stage
    """Stage whose inputs are held: `metal` holds oxide, `magnet` metal, `first-use` magnets."""
    days: Days
    """Days of use held."""
    end_uses: tuple[str, ...] = ()
    """Only for these end uses; empty means all."""
    holder: Literal["state", "firm"] = "state"
    """A state releases after a decision, a firm at once."""
    decision_months: float = Field(default=2.0, ge=0, le=600)
    """Months from the first measure of the scenario to the release by a state."""


class Outage(_Span):
    """Capacity that fails: a flood, a fire, a strike, a closed border."""

    place: Place
    stage: Stage
    share: Share
    """Share of capacity that is lost."""
    odds: Share = 1.0
    """Share of futures in which it happens."""


class Surge(_Span):
    """Demand that jumps: a war, a subsidy."""

    end_use: str
    """End use, or `all`."""
    places: tuple[Place, ...] = ()
    """Only there; empty means everywhere."""
    share: float = Field(ge=-1.0, le=10.0)
    """Demand added, as a share of the baseline."""
    odds: Share = 1.0
    """Share of futures in which it happens."""


class Tariff(_Span):
    """A duty at the importer's border: it moves purchases to other suppliers (conventions §13)."""

    importer: Place
    origins: tuple[Place, ...] = ()
    """Only from there; empty means from every other place."""
    commodities: tuple[str, ...] = ()
    """Only these; empty means all."""
    rate: Share | float = Field(ge=0, le=10)
    """1.0 is a duty of 100 %."""
    shift: float = Field(default=2.0, ge=0, le=20)
    """Elasticity with which buyers move to other suppliers."""


class Recycling(_Judged):
    """More scrap collected and treated: capacity of both grows to a multiple."""

    place: Place
    by: date
    """Day by which the growth is reached, in a straight line from the start of the run."""
    factor: float = Field(ge=0, le=100)
    """Multiple of the baseline."""


class ThirdCountry(_Judged):
    """Supply from places outside the chain's relations: dearer, worse, later (conventions §6, §14)."""

    commodity: str
    place: Place
    buyers: tuple[Place, ...] = ()
    """Places it sells to; empty means all."""
    share: Share
    """Capacity as a share of what the buyers take before anything happens."""
    price_low: float = Field(ge=1, le=100)
    """Least multiple of the baseline price at which it pays."""
    price_high: float = Field(ge=1, le=100)
    """Greatest multiple."""
    quality: Share = 0.9
    """Usable share of what is bought."""
    lag_months: float = Field(default=2.0, ge=0.25, le=24)
    """Time under way."""
    ready_months: float = Field(default=6.0, ge=0, le=120)
    """Months from the start of the run until it can deliver."""

    @model_validator(mode="after")
    def _ordered(self) -> ThirdCountry:
        if self.price_low > self.price_high:
            raise ValueError(f'"{self.id}": price_low {self.price_low:g} is above price_high {self.price_high:g}')
        return self


class Pipeline(_Frozen):
    """Projects that may come on stream (conventions §11)."""

    projects: Literal["none", "bundled"] = "none"
    """`bundled` takes the chain's project list."""
    technology_ban: bool = False
    """True if the controlling state bars equipment and service: such projects come later and dearer."""
    permit_delay_months: dict[Place, float] = Field(default_factory=dict)
    """Months added where permits are still to come."""
    floors: dict[str, float] = Field(default_factory=dict)
    """Price floors given to ventures, as multiples of the baseline price."""
