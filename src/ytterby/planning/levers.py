"""The form of a file of levers (YAML 1.2; unknown keys are refused, with the line)."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ytterby.domain.project import Development
from ytterby.domain.words import Stage, Standing
from ytterby.scenario.quantity import Place, Share, WithUnit, quantity_of

Kind = Literal[
    "stockpile", "equity", "loan", "loan-to-equity", "warrants", "price-floor", "offtake", "guarantee", "recycling",
    "substitution-research", "joint-purchase", "corridor", "enabling-road", "priority-arrangement",
    "licence-engagement", "technology-transfer", "permit-and-waste-capacity", "ore-for-equipment", "plant",
]  # fmt: skip
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]
FINANCE = frozenset({"equity", "loan", "loan-to-equity", "warrants", "price-floor", "offtake", "guarantee"})


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


def _usd(value: object) -> object:
    return quantity_of(value, "USD")


Usd = Annotated[
    float, Field(ge=0, le=1e12, allow_inf_nan=False), BeforeValidator(_usd, json_schema_input_type=WithUnit)
]  # fmt: skip
Months = tuple[float, float, float]


class Stock(_Frozen):
    """Inputs held at a stage: `metal` holds oxide, `magnet` metal, `first-use` magnets. One unit is a day of use."""

    does: Literal["stock"]
    place: Place
    stage: Stage
    end_uses: tuple[str, ...] = ()
    """Only for these end uses; empty means all."""
    holder: Literal["state", "firm"] = "state"


class Plant(_Frozen):
    """New capacity of a process, paid for by the plan."""

    does: Literal["plant"]
    place: Place
    process: str = Field(pattern=r"^[a-z-]+/[a-z-]+$")
    """Process of the chain, such as `metal/dytb`."""
    low: float = Field(gt=0)
    """t/a of contained oxide of what it makes."""
    best: float = Field(gt=0)
    high: float = Field(gt=0)
    buyers: tuple[Place, ...] = ()
    """Places that have contracted its output; empty means all."""
    own_feed: bool = True
    """True if its inputs are contracted outside the controlling state."""

    @model_validator(mode="after")
    def _ordered(self) -> Plant:
        _refuse_falling(self.low, self.best, self.high)
        return self


class Supply(_Frozen):
    """Goods from places outside the chain's relations: dearer, worse, later."""

    does: Literal["supply"]
    place: Place
    commodity: str
    low: float = Field(gt=0)
    """t/a of contained oxide."""
    best: float = Field(gt=0)
    high: float = Field(gt=0)
    buyers: tuple[Place, ...] = ()
    quality: Share = 1.0
    """Usable share of what is bought."""
    lag_months: float = Field(default=2.0, ge=0.25, le=24)

    @model_validator(mode="after")
    def _ordered(self) -> Supply:
        _refuse_falling(self.low, self.best, self.high)
        return self


class Venture(_Frozen):
    """Ventures of the chain's project list that pass stages more surely, sooner, or run at low prices."""

    does: Literal["venture"]
    ventures: tuple[str, ...] = Field(min_length=1)
    odds: dict[Development, Share] = Field(default_factory=dict)
    """Stage -> odds of passing it with the lever."""
    months: dict[Development, Months] = Field(default_factory=dict)
    """Stage -> low, best and high months it then takes."""
    floor: float | None = Field(default=None, gt=0, le=20)
    """Price guaranteed to them, as a multiple of the baseline price."""

    @model_validator(mode="after")
    def _something(self) -> Venture:
        if not (self.odds or self.months or self.floor):
            raise ValueError("it changes nothing: give odds, months or a floor")
        for low, best, high in self.months.values():
            _refuse_falling(low, best, high)
        return self


class Recycle(_Frozen):
    """More scrap collected and treated in a place."""

    does: Literal["recycle"]
    place: Place
    factor: float = Field(gt=1, le=20)
    """Multiple of the baseline reached at the end of the lead time."""


class Substitute(_Frozen):
    """A use that needs less: other designs, thinner magnets."""

    does: Literal["substitute"]
    end_use: str
    places: tuple[Place, ...] = Field(min_length=1)
    share: Annotated[Share, Field(gt=0, le=0.6)]
    """Share of the use's demand that is no longer asked for."""


class Priority(_Frozen):
    """An arrangement by which suppliers of some places serve some demand first."""

    does: Literal["priority"]
    arrangement: str
    """Its id in the list of arrangements."""


class Licences(_Frozen):
    """A larger share of licences is approved."""

    does: Literal["licences"]
    factor: float = Field(gt=1, le=5)
    """On the share approved; it never exceeds all."""


class Enabling(_Frozen):
    """Nothing by itself: other levers need it."""

    does: Literal["enable"]


Effect = Annotated[
    Stock | Plant | Supply | Venture | Recycle | Substitute | Priority | Licences | Enabling,
    Field(discriminator="does"),
]


class Lever(_Frozen):
    """Something money or a signature can do, with what it costs, how long it takes and how sure it is."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    kind: Kind
    cost: Usd
    """Paid for one unit: text with a unit, such as `250 MUSD`."""
    paid: tuple[Share, ...] = (1.0,)
    """Share of the cost paid in each year from its start; sums to 1."""
    running: Usd = 0.0
    """Paid for one unit every year from the end of the lead time."""
    recovered: Share = 0.0
    """Share of the cost that comes back at the end of the plan: a loan repaid, a stock sold, a stake."""
    most: float = Field(default=1.0, gt=0, le=3650)
    """Largest amount; one unit of a stock is a day of use."""
    whole: bool = True
    """False for a stock, of which any number of days can be held; everything else is done or not."""
    lead_months: Months
    """Low, best and high months until it works."""
    odds: Share
    """Odds that it comes to what is described."""
    needs: tuple[str, ...] = ()
    """Levers without which it does nothing."""
    effect: Effect
    deals: tuple[str, ...] = ()
    """Deals of the documents it follows."""
    standing: Standing
    source: str
    basis: str
    """How cost, lead time and odds follow from the source, or why they are assumed."""

    @model_validator(mode="after")
    def _sound(self) -> Lever:
        if abs(sum(self.paid) - 1.0) > 1e-6:
            raise ValueError(f"paid sums to {sum(self.paid):g}; shares of the cost by year sum to 1")
        _refuse_falling(*self.lead_months)
        if not self.whole and not isinstance(self.effect, Stock):
            raise ValueError("only a stock is held in part (whole: false); everything else is done or not")
        if self.whole and self.most != 1.0:
            raise ValueError("a lever that is taken whole has most: 1")
        if (self.kind == "stockpile") != isinstance(self.effect, Stock):
            raise ValueError("a stockpile, and only that, holds stock (effect.does: stock)")
        if self.kind in FINANCE and not isinstance(self.effect, Venture | Enabling):
            raise ValueError(f"{self.kind} works on ventures of the project list (effect.does: venture)")
        return self


class Figure(_Frozen):
    """What a tonne not delivered costs."""

    a_tonne: Usd
    """For each tonne of contained oxide, or of the chain's element: text with a unit, such as `4.5 MUSD`."""
    standing: Standing
    source: str
    basis: str
    """How it follows from the source, or why it is assumed."""


class UseWorth(_Frozen):
    """What is lost where a use is not served."""

    needed: Figure
    """Of what a use cannot do without."""
    given_up: Figure
    """Of what it can: other designs, or none at a high price."""
    at_price: Figure
    """Of uses that lose no more than the price of what replaces it."""
    at_price_uses: tuple[str, ...] = ()
    """End uses of that last kind; the others need it."""


class LeverBook(_Frozen):
    """Levers on one chain."""

    form: Literal["ytterby/levers/1"] = Field(alias="schema")
    id: str
    title: str
    chain: str
    worth: UseWorth | None = None
    """What a tonne not delivered costs; empty takes the bundled file's of the chain. Without either nothing is
    planned."""
    levers: tuple[Lever, ...]

    @model_validator(mode="after")
    def _closed(self) -> LeverBook:
        if not self.levers:
            raise ValueError("there is no lever in it")
        ids = [lever.id for lever in self.levers]
        faults = [f'lever "{i}" is given twice' for i in sorted({i for i in ids if ids.count(i) > 1})]
        for lever in self.levers:
            faults += [f'lever "{lever.id}" needs "{n}", which is not here' for n in lever.needs if n not in ids]
            faults += [f'lever "{lever.id}" needs itself' for n in lever.needs if n == lever.id]
        if not faults and (ring := _ring(self.levers)):
            faults.append("levers need each other in a ring: " + ", ".join(ring))
        if faults:
            raise ValueError("; ".join(faults))
        return self


def _ring(levers: tuple[Lever, ...]) -> list[str]:
    """Levers of which each needs the next; none if there are no such."""
    try:
        TopologicalSorter({lever.id: lever.needs for lever in levers}).prepare()
    except CycleError as found:
        return list(dict.fromkeys(str(name) for name in found.args[1]))
    return []


def _refuse_falling(low: float, best: float, high: float) -> None:
    if not 0 <= low <= best <= high:
        raise ValueError(f"low {low:g}, best {best:g}, high {high:g} must not be negative and must not fall")
