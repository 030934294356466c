"""The form of a project list (YAML 1.2; unknown keys are refused)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ytterby.baseline.shelf import Item
from ytterby.baseline.yamlfile import load_model, named
from ytterby.domain.month import Month
from ytterby.domain.project import Development, PipelineRules, Project, ProjectKind, StageOdds, TechnologyBan
from ytterby.domain.words import Standing
from ytterby.scenario.quantity import MonthText, Place, Share


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Addition(_Frozen):
    """What a venture adds to one process."""

    process: str = Field(pattern=r"^[a-z-]+/[a-z-]+$")
    """Process of the chain, such as `separation/ndpr`."""
    low: float = Field(gt=0)
    """t/a of contained oxide."""
    best: float = Field(gt=0)
    high: float = Field(gt=0)
    floor: float | None = Field(default=None, gt=0)
    """Guaranteed price as a multiple of the 2024 price."""
    unit_cost: float | None = Field(default=None, gt=0)
    """Multiple of the 2024 price; empty takes the list's figure for the step."""
    standing: Standing
    basis: str
    """How the figure follows from the source."""

    @model_validator(mode="after")
    def _ordered(self) -> Addition:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} must not fall")
        return self


class Venture(_Frozen):
    """A project with one fate and one or more products."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str
    owner: str
    place: Place
    kind: ProjectKind | None = None
    """Whose odds it faces; empty means those of a mine if it adds to one, else those of a plant."""
    stage: Development
    """Stage it was in when the list was made."""
    since: MonthText | None = None
    """Month it entered that stage, where a source says so."""
    promised: MonthText | None = None
    """First month of the period its owner has named; the start itself where it operates."""
    offtake: tuple[Place, ...] = ()
    needs_controller_equipment: bool = False
    note: str = ""
    source: str
    row: str
    """File and lines of the collected rows."""
    adds: tuple[Addition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Venture:
        if self.stage is Development.OPERATING and self.promised is None:
            raise ValueError(f'"{self.id}" operates: name the month it started in `promised`')
        if len({a.process for a in self.adds}) != len(self.adds):
            raise ValueError(f'"{self.id}" adds to a process twice')
        return self

    def odds_of(self) -> ProjectKind:
        """Return whose odds it faces."""
        mines = any(a.process.startswith("mine/") for a in self.adds)
        return self.kind or (ProjectKind.MINE if mines else ProjectKind.PLANT)


class StageRow(_Frozen):
    """Odds and months of one stage."""

    kind: ProjectKind
    stage: Development
    odds: Share
    low: float = Field(ge=0)
    """Months."""
    best: float = Field(ge=0)
    high: float = Field(ge=0)
    standing: Standing
    source: str

    @model_validator(mode="after")
    def _ordered(self) -> StageRow:
        if not self.low <= self.best <= self.high:
            raise ValueError(f"low {self.low}, best {self.best}, high {self.high} must not fall")
        return self


class UnitCost(_Frozen):
    """Unit cost of a step, as a multiple of the 2024 price of what it makes."""

    multiple: float = Field(gt=0)
    standing: Standing
    source: str


class Overrun(_Frozen):
    """Lognormal overrun of capital cost."""

    median: float = Field(gt=0)
    sigma: float = Field(ge=0, le=2)
    capital_share: Share
    """Share of unit cost that capital makes up."""
    standing: Standing
    source: str


class Loadings(_Frozen):
    """Loadings of schedules on the factor of a country and of the controller's equipment."""

    country: Share
    equipment: Share
    standing: Standing
    source: str

    @model_validator(mode="after")
    def _below_one(self) -> Loadings:
        if self.country**2 + self.equipment**2 >= 1:
            raise ValueError("squares of the loadings must sum to less than 1")
        return self


class BanRow(_Frozen):
    """What an end of the controller's equipment and service does to projects that need them."""

    delay_months: tuple[float, float, float]
    """Low, best, high."""
    cost_factor: tuple[float, float, float]
    """Low, best, high factor on capital cost."""
    standing: Standing
    source: str

    @model_validator(mode="after")
    def _ordered(self) -> BanRow:
        self.effect(0.0)
        return self

    def effect(self, start: float) -> TechnologyBan:
        """Return the ban as it begins `start` months into the run."""
        return TechnologyBan(*self.delay_months, *self.cost_factor, start)


class ProjectList(_Frozen):
    """Projects that would add capacity to a chain, and the odds they face."""

    form: Literal["ytterby/projects/1"] = Field(alias="schema")
    id: str
    title: str
    chain: str
    as_of: MonthText
    """Month in which the stages were read."""
    stages: tuple[StageRow, ...]
    unit_costs: dict[str, UnitCost]
    """First part of a process -> its unit cost."""
    overrun: Overrun
    loadings: Loadings
    technology_ban: BanRow
    ventures: tuple[Venture, ...]

    @model_validator(mode="after")
    def _closed(self) -> ProjectList:
        ids = [v.id for v in self.ventures]
        twice = sorted({i for i in ids if ids.count(i) > 1})
        rules = self.rules()
        costs = {a.process.split("/")[0] for v in self.ventures for a in v.adds if a.unit_cost is None}
        faults = [f'venture "{i}" is given twice' for i in twice]
        faults += [f'no unit cost for "{c}"' for c in sorted(costs - set(self.unit_costs))]
        known = {(s.kind, s.stage) for s in rules.stages}
        for v in self.ventures:
            if v.stage is not Development.OPERATING and (v.odds_of(), v.stage) not in known:
                faults.append(f'venture "{v.id}": no odds for the stage {v.stage} of a {v.odds_of()}')
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def month(self) -> Month:
        """Month in which the stages were read."""
        return Month.parse(self.as_of)

    def rules(self) -> PipelineRules:
        """Return the odds, overrun and loadings."""
        rows = tuple(
            StageOdds(s.kind, s.stage, s.odds, s.low, s.best, s.high, s.standing, s.source) for s in self.stages
        )
        return PipelineRules(
            rows,
            self.overrun.median,
            self.overrun.sigma,
            self.overrun.capital_share,
            self.loadings.country,
            self.loadings.equipment,
        )

    def projects(self) -> tuple[Project, ...]:
        """Return one project for each venture and process."""
        return tuple(self._project(v, a) for v in self.ventures for a in v.adds)

    def _project(self, v: Venture, a: Addition) -> Project:
        return Project(
            id=f"{v.id}/{a.process}",
            venture=v.id,
            place=v.place,
            process=a.process,
            kind=v.odds_of(),
            low=a.low,
            capacity=a.best,
            high=a.high,
            stage=v.stage,
            unit_cost=a.unit_cost or self.unit_costs[a.process.split("/")[0]].multiple,
            standing=a.standing,
            source=v.source,
            since=Month.parse(v.since) if v.since else None,
            promised=Month.parse(v.promised) if v.promised else None,
            floor=a.floor,
            offtake=v.offtake,
            needs_controller_equipment=v.needs_controller_equipment,
            row=v.row,
        )


def load_projects(name: str) -> ProjectList:
    """Read a project list by the name of its chain, bundled or of the workspace, or a list by its path.

    Raises
    ------
    NotFound : no such list.
    BadData : the file is not a project list; all faults at once.
    """
    return _read_projects(named("projects", name))


@cache
def _read_projects(item: Item) -> ProjectList:
    return load_model(ProjectList, item.path)
