"""Programmes: what is built each month, and how much material a unit holds (conventions §14)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.domain.words import DemandClass, Standing

ORDER = tuple(Standing)
"""Standings from best to worst."""


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Judgement(_Frozen):
    """A range with its standing and its source."""

    low: float = Field(ge=0, allow_inf_nan=False)
    best: float = Field(ge=0, allow_inf_nan=False)
    high: float = Field(ge=0, allow_inf_nan=False)
    standing: Standing
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> Judgement:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low:g}, best {self.best:g}, high {self.high:g} must not fall")
        return self


class Content(Judgement):
    """Grams of one commodity in a unit, as reported."""

    commodity: str
    """Tradable form that goes into the unit, such as `magnet/ndfeb-dy`."""
    basis: Literal["magnet", "element"]
    """What was weighed: finished magnets, or the rare-earth elements in them."""
    contested: bool
    """True where public sources disagree on the mass or give none."""


class OtherFigure(_Frozen):
    """A published mass that counts something else: shown beside the content, never computed with."""

    what: str
    """What was weighed."""
    low: float = Field(ge=0)
    high: float = Field(ge=0)
    unit: Literal["g"] = "g"
    standing: Standing
    source: str = Field(min_length=1)


class Conversion(_Frozen):
    """Grams of contained oxide in a gram of what was weighed (conventions §1)."""

    commodity: str
    basis: Literal["magnet", "element"]
    factor: float = Field(gt=0)
    standing: Standing
    source: str


class Programme(_Frozen):
    """A line of products that needs material month by month.

    Nothing here says that a programme is late: a delay is an outcome of a run, under its scenario.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    place: str = Field(pattern=r"^[A-Z]{3}$")
    """Place whose first users put the magnets in."""
    end_use: str
    """End use of the chain it is served with."""
    class_: DemandClass = Field(alias="class")
    kind: Literal["delivery", "development"]
    """Delivery: units leave each month. Development: milestones, whether units leave or not."""
    unit: str
    """What one unit is."""
    units_per_month: Judgement
    """Planned units each month, from the start on."""
    start_month: int = Field(ge=0)
    """Months after the first month of a run until the plan starts."""
    content: tuple[Content, ...] = Field(min_length=1)
    other_figures: tuple[OtherFigure, ...] = ()
    requalification_months: Judgement
    """Months until the product may be built with material of another source."""
    material_cost_share: Judgement
    """Share of a unit's budget that goes up and down with the price of the material."""
    source: str = Field(min_length=1)
    """Who names the programme."""
    note: str = ""

    @property
    def standing(self) -> Standing:
        """The weakest standing of the ranges the outcomes stand on."""
        parts = (self.units_per_month, self.requalification_months, self.material_cost_share, *self.content)
        return max((p.standing for p in parts), key=ORDER.index)

    @property
    def contested(self) -> bool:
        """True if any content is contested, or another published figure counts something else."""
        return bool(self.other_figures) or any(c.contested for c in self.content)

    @property
    def use(self) -> tuple[str, str, str]:
        """Place, end use and class: the use group of a run that serves it."""
        return (self.place, self.end_use, str(self.class_))


class ProgrammeBook(_Frozen):
    """Programmes, and the conversions their contents are read with."""

    conversions: tuple[Conversion, ...]
    programmes: tuple[Programme, ...]

    @model_validator(mode="after")
    def _whole(self) -> ProgrammeBook:
        ids = [p.id for p in self.programmes]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        known = {(c.commodity, c.basis) for c in self.conversions}
        lost = sorted({f"{c.commodity} by {c.basis}" for p in self.programmes for c in p.content
                       if (c.commodity, c.basis) not in known})  # fmt: skip
        told = ([f"programmes given twice: {', '.join(twice)}"] if twice else []) + (
            [f"no conversion to contained oxide (conventions §1): {', '.join(lost)}"] if lost else []
        )
        if told:
            raise ValueError("; ".join(told))
        return self

    def contained(self, programme: Programme) -> tuple[float, float, float]:
        """Low, best and high grams of contained oxide in a unit, all commodities together."""
        factor = {(c.commodity, c.basis): c.factor for c in self.conversions}
        parts = [(c, factor[c.commodity, c.basis]) for c in programme.content]
        low, best, high = (sum(getattr(c, end) * f for c, f in parts) for end in ("low", "best", "high"))
        return low, best, high
