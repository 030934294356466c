"""The form of a scenario file (YAML 1.2; unknown keys are refused)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from ytterby.domain.month import Month
from ytterby.domain.words import DemandClass, Stage, Standing
from ytterby.scenario.corridors import Closure
from ytterby.scenario.levers import Outage, Pipeline, Recycling, Reserve, Surge, Tariff, ThirdCountry
from ytterby.scenario.quantity import Days, MonthText, Place, Share, WithUnit, quantity_of
from ytterby.scenario.regimes import RegimeLever
from ytterby.scenario.warning import WarningEvent


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Measure(_Frozen):
    """A rule written by hand: which lots may not leave, or not be used, from when to when."""

    id: str
    """Short name, shown wherever the measure decides something."""
    citation: str
    """Instrument and paragraph, or `assumption`."""
    from_: date = Field(alias="from")
    """First day in force; a month in which it starts counts from that day on."""
    until: date | None = None
    """Last day in force; empty means open."""
    origin: Place
    """Place whose lots it reaches: lots leaving it, and lots elsewhere that carry its label."""
    destinations: tuple[Place, ...] = ()
    """Places it names; empty means every place but the origin."""
    commodities: tuple[str, ...] = ()
    """Commodities it names, such as `magnet/ndfeb-dy`; empty means all."""
    classes: tuple[DemandClass, ...] = (DemandClass.CIVIL, DemandClass.DEFENCE)
    """Classes of users it names. Makers of intermediate goods count as civil; what they make carries the label."""
    permission: Literal["licence", "quota", "denied"]
    """What it does to a lot it reaches."""
    volume: Share = 1.0
    """Under a quota: volume that may leave, as a share of the baseline flow."""
    approval: Share = 1.0
    """Under licence: share of applied volume that is approved."""
    clock_days: float = Field(default=45, ge=0)
    """Under licence: working days of the issuer's calendar until an application is decided."""
    notice: date | None = None
    """Under licence: day from which buyers can apply; empty means the first day in force."""
    reach: Literal["exports", "deliveries", "use"] = "exports"
    """How far it reaches: lots leaving the origin; also every delivery of lots that carry its label to the users it
    names, wherever they come from; also, where it denies, lots already in the users' own stores."""

    @model_validator(mode="after")
    def _ordered(self) -> Measure:
        if self.until is not None and self.until < self.from_:
            raise ValueError(f'measure "{self.id}" ends on {self.until}, before it starts on {self.from_}')
        return self


Finite = Annotated[float, Field(allow_inf_nan=False)]


class Override(_Frozen):
    """Another range for an estimate, with its reason."""

    estimate: str
    """Id of the estimate, as `ytterby explain` shows it: `cover/first-use`, `supply/ndpr/mine/CHN`."""
    unit: Literal["t/a", "d", "share"]
    """Unit of the estimate: a plain number is in it, a number with a unit of its own is converted to it."""
    low: Finite
    best: Finite
    high: Finite
    standing: Standing = Standing.ASSUMPTION
    source: str

    @field_validator("low", "best", "high", mode="before", json_schema_input_type=WithUnit)
    @classmethod
    def _in_its_unit(cls, value: object, info: ValidationInfo) -> object:
        return quantity_of(value, info.data.get("unit", ""))  # a unit that was refused is not in the data

    @model_validator(mode="after")
    def _ordered(self) -> Override:
        if not 0 <= self.low <= self.best <= self.high:
            raise ValueError(
                f"low {self.low}, best {self.best}, high {self.high} must not be negative and must not fall"
            )
        return self


class Growth(_Frozen):
    """Demand that grows or falls by a constant rate a year from the start."""

    end_use: str
    """End use, or `all`."""
    places: tuple[Place, ...] = ()
    per_year: float = Field(ge=-0.5, le=1.0)
    """.05 is 5 % a year."""
    standing: Standing = Standing.ASSUMPTION
    source: str


class ExtraStock(_Frozen):
    """A lever: stock held beyond the baseline, at a stage, in a place."""

    id: str
    place: Place
    stage: Stage
    """Stage whose inputs are held: `metal` holds oxide, `first-use` holds magnets."""
    days: Days
    """Days of use added."""
    end_uses: tuple[str, ...] = ()
    """Only these end uses; empty means all."""


class Uncertainties(_Frozen):
    """What is not known: other ranges, and behaviour."""

    overrides: tuple[Override, ...] = ()
    growth: tuple[Growth, ...] = ()
    warnings: tuple[WarningEvent, ...] = ()
    """Notices and political warnings that make buyers fill their stores."""
    warning_half_life_months: float = Field(default=3.0, gt=0, le=60)
    """Months in which half of a warning is forgotten."""
    outages: tuple[Outage, ...] = ()
    surges: tuple[Surge, ...] = ()
    content_reading: Literal["cascade", "once"] = "cascade"
    """Whether the content test is made at every level, or once on the thing itself (conventions §7)."""
    leakage: Share = 0.0
    """Share of barred lots that moves in breach (conventions §7)."""
    content_threshold: Annotated[Share, Field(gt=0)] = 0.001
    """Content share of value from which a thing made with conditioned inputs carries the label (conventions §7)."""
    reshuffle: Share = 0.5
    """How far buyers who may take any lot leave unconditioned ones to those who may not (conventions §7)."""


class Levers(_Frozen):
    """What somebody decides: the measures of states, the stocks of buyers."""

    law: RegimeLever | None = None
    """The regimes that count and how they are handled; empty means only the measures below."""
    measures: tuple[Measure, ...] = ()
    """Measures assumed on top of the law, or in its place."""
    stocks: tuple[ExtraStock, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    closures: tuple[Closure, ...] = ()
    recycling: tuple[Recycling, ...] = ()
    third_country: tuple[ThirdCountry, ...] = ()
    pipeline: Pipeline = Pipeline()
    arrangements: tuple[str, ...] = ()
    """Priority arrangements in force, by their id in `arrangements.yaml`."""


class Outcomes(_Frozen):
    """What is asked of the run."""

    focus: tuple[Place, ...] = ()
    """Places the headline speaks of; empty means all."""
    shortage_below: Share = 0.95
    """Fill rate below which a month counts as short."""


class Scenario(_Frozen):
    """A question to the model: a chain, a span of months, and what happens in them.

    Fields and their meaning: `ytterby schema scenario`. A change is a copy: ``model_copy(update=...)``.
    """

    form: Literal["ytterby/scenario/1"] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    question: str
    """The question in one sentence, for the report."""
    chain: str = "magnet-rare-earths"
    controller: Place | None = None
    """State whose law the labels follow; empty means the chain's own."""
    start: MonthText
    """First month, like 2026-01."""
    months: int = Field(default=60, ge=1, le=600)
    uncertainties: Uncertainties = Uncertainties()
    levers: Levers = Levers()
    outcomes: Outcomes = Outcomes()

    @property
    def first_month(self) -> Month:
        """The first month."""
        return Month.parse(self.start)
