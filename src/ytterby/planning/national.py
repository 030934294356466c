"""National plans and the odds that their own dates are kept (conventions §11)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model
from ytterby.domain.month import Month
from ytterby.domain.project import Development, PipelineRules, ProjectKind
from ytterby.domain.words import Standing
from ytterby.scenario.lead_times import remaining_months
from ytterby.scenario.quantity import MonthText, Place
from ytterby.scenario.sampling import numbered, uniforms

Floats = NDArray[np.float64]
_SEED = 19


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Part(_Frozen):
    """One step of the chain the plan has to build."""

    what: str
    kind: ProjectKind
    stage: Development
    """Stage it was in when the plan was told."""


class NationalPlan(_Frozen):
    """A promise of a state: everything named, by a date."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    place: Place
    deal: str = ""
    """Deal of the documents it follows, with its figures."""
    scenario: str = ""
    """Bundled scenario in which it is kept to the day."""
    begun: MonthText
    due: MonthText
    standing: Standing
    source: str
    parts: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ordered(self) -> NationalPlan:
        if Month.parse(self.due) <= Month.parse(self.begun):
            raise ValueError(f"due {self.due} does not lie after begun {self.begun}")
        return self


class NationalPlans(_Frozen):
    """All of them."""

    form: Literal["ytterby/national-plans/1"] = Field(alias="schema")
    plans: tuple[NationalPlan, ...]


@dataclass(frozen=True)
class Kept:
    """How a plan fares.

    Attributes
    ----------
    plan : the plan.
    by_date : share of futures in which every part is there by its date.
    ever : share in which every part comes at all.
    p50 : [mo after the date] delay in the middle of the futures in which it comes; negative if early, nan if never.
    """

    plan: NationalPlan
    by_date: float
    ever: float
    p50: float


def load_national_plans() -> tuple[NationalPlan, ...]:
    """Return the bundled plans."""
    return _read(current().item("national_plans.yaml"))


@cache
def _read(item: Item) -> tuple[NationalPlan, ...]:
    return load_model(NationalPlans, item.path).plans


def kept(plan: NationalPlan, rules: PipelineRules, draws: int = 4096) -> Kept:
    """Draw a plan's parts through the stages ahead of them.

    Parameters
    ----------
    plan, rules : the plan, and odds and months of stages as the chain's project list has them.
    draws : futures.

    Notes
    -----
    Parts of one plan share one schedule, as projects of one country nearly do, and come or fail each on its own: the
    plan is kept when the last part is there.
    """
    u = uniforms(draws, numbered(f"national-plan/{plan.id}", 1 + len(plan.parts)), _SEED)
    months, comes = np.zeros(draws), np.ones(draws, dtype=bool)
    for k, part in enumerate(plan.parts):
        ahead = rules.ahead(part.kind, part.stage)
        comes &= u[:, 1 + k] < np.prod([s.odds for s in ahead])
        taken = sum((remaining_months(u[:, 0], s.low, s.best, s.high, 0.0) for s in ahead), np.zeros(draws))
        months = np.maximum(months, taken)
    late = months - (Month.parse(plan.due) - Month.parse(plan.begun))
    middle = float(np.median(late[comes])) if comes.any() else float("nan")
    return Kept(plan, float((comes & (late <= 0)).mean()), float(comes.mean()), middle)
