"""What may follow: scenarios as steps of a ladder, with odds."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item
from ytterby.baseline.yamlfile import bundled_names, load_model, named
from ytterby.domain.month import Month
from ytterby.domain.words import Standing
from ytterby.errors import BadScenario, Fault
from ytterby.scenario.quantity import Share
from ytterby.scenario.regimes import Practice, RegimeLever
from ytterby.scenario.schema import Measure, Scenario

Entry = TypeVar("Entry", Measure, Practice)


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Step(_Frozen):
    """One thing that may happen."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    scenario: str
    """Bundled scenario, or the path of a file."""
    odds: Annotated[Share, Field(gt=0)]
    after_months: int = Field(default=0, ge=0, le=240)
    """Its measures, and the practice of its law, begin so much later; instruments of law keep their dates."""
    lasts_months: int | None = Field(default=None, gt=0, le=600)
    """Its measures and practice end so long after they began; empty leaves their own ends."""
    severe: bool = False
    """True for what a warning would warn of."""


class Ladder(_Frozen):
    """Steps of an escalation; one and only one of them happens."""

    form: Literal["ytterby/escalations/1"] = Field(alias="schema")
    id: str
    title: str
    months: int = Field(ge=12, le=600)
    """Length of the plan."""
    standing: Standing
    source: str
    steps: tuple[Step, ...]

    @model_validator(mode="after")
    def _whole(self) -> Ladder:
        total = sum(s.odds for s in self.steps)
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"odds of the steps sum to {total:g}; one of them happens, so they sum to 1")
        if len({s.id for s in self.steps}) != len(self.steps):
            raise ValueError("two steps have the same id")
        return self


def load_ladder(name: str) -> Ladder:
    """Read a bundled ladder by its name, or a file by its path.

    Raises
    ------
    NotFound, BadScenario : no such ladder, or the file was refused; all faults at once.
    """
    return _read_ladder(named("escalations", name))


@cache
def _read_ladder(item: Item) -> Ladder:
    return load_model(Ladder, item.path, BadScenario)


def ladder_of(scenario: Scenario, months: int | None = None) -> Ladder:
    """Return the bundled ladder that begins with a scenario, or one with that scenario as its only step."""
    if scenario.id in bundled_names("escalations"):
        found = load_ladder(scenario.id)
        return found if months is None else found.model_copy(update={"months": months})
    return Ladder(
        form="ytterby/escalations/1", id=scenario.id, title=scenario.title, months=months or max(scenario.months, 120),
        standing=Standing.DERIVED, source="the scenario alone, for certain",
        steps=(Step(id=scenario.id, scenario=scenario.id, odds=1.0, severe=True),),
    )  # fmt: skip


def scenario_of(step: Step, own: Scenario | None = None) -> Scenario:
    """Return the scenario of a step: measures and practice moved in time, bundled projects on their own course.

    Parameters
    ----------
    step : of a ladder.
    own : the scenario itself where it is at hand, such as one read from a file.

    Raises
    ------
    BadScenario : the step moves a scenario in time that has nothing to move.
    """
    if own is not None and own.id == step.scenario:
        scenario = own
    else:
        scenario = load_model(Scenario, named("scenarios", step.scenario).path, BadScenario)
    levers = scenario.levers.model_copy(update={
        "measures": tuple(_dated(m, m.from_, step) for m in scenario.levers.measures), "law": _law(scenario, step),
        "pipeline": scenario.levers.pipeline.model_copy(update={"projects": "bundled"}),
    })  # fmt: skip
    return scenario.model_copy(update={"id": step.id, "levers": levers})


def _law(scenario: Scenario, step: Step) -> RegimeLever | None:
    """Law of a step: the instruments stay as they are, how the issuer handles them is moved."""
    law, moved = scenario.levers.law, step.after_months > 0 or step.lasts_months is not None
    if not moved:
        return law
    if not scenario.levers.measures and not (law and law.practice):
        raise BadScenario(Fault(
            f'step "{step.id}" moves the scenario {step.scenario} in time, which has neither measures nor practice: it '
            "would come at once all the same", f"steps.{step.id}.after_months, lasts_months",
            "a step moves measures and practice, not instruments of law (conventions §19)",
            ("after_months: 0, and no lasts_months",), "leave both out, or give the scenario measures with dates",
        ))  # fmt: skip
    first = scenario.first_month
    start = date(first.year, first.month, 1)
    return law and law.model_copy(update={
        "practice": tuple(_dated(p, max(p.from_ or start, start), step) for p in law.practice)
    })  # fmt: skip


def _dated(entry: Entry, first: date, step: Step) -> Entry:
    begins, ends = _moved(first, entry.until, step)
    return entry.model_copy(update={"from_": begins, "until": ends})


def _moved(first: date, last: date | None, step: Step) -> tuple[date, date | None]:
    begins = later(first, step.after_months)
    if step.lasts_months is not None:
        return begins, later(begins, step.lasts_months) - timedelta(days=1)
    return begins, None if last is None else later(last, step.after_months)


def later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month.

    Examples
    --------
    >>> later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = Month.of(day) + months
    return date(month.year, month.month, min(day.day, monthrange(month.year, month.month)[1]))
