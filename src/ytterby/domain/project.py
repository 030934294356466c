"""Projects that would add capacity to a chain, and the odds they face (conventions §11)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import inf, isfinite

from ytterby.domain.month import Month
from ytterby.domain.words import Standing


class Development(StrEnum):
    """Stages of a project's life in order; the one named is the one it is in."""

    DISCOVERY = "discovery"
    RESOURCE = "resource"
    FEASIBILITY = "feasibility"
    PERMITS = "permits"
    FINANCE = "finance"
    BUILD = "build"
    RAMP = "ramp"
    OPERATING = "operating"


DEVELOPMENT = tuple(Development)
"""The stages in order."""


class ProjectKind(StrEnum):
    """Mines need a deposit first; plants begin with a study."""

    MINE = "mine"
    PLANT = "plant"


@dataclass(frozen=True)
class Project:
    """Capacity that one venture would add to one process of a chain.

    Attributes
    ----------
    id : unique, such as ``serra-verde/mine/dytb``.
    venture : rows of one venture succeed, start and overrun together (a mine with two products).
    place : ISO 3166-1 alpha-3.
    process : process of the chain it adds to, such as ``separation/ndpr``.
    kind : which odds it faces; a mine with its own plant faces those of a mine.
    low, capacity, high : [t/a of contained oxide] added to what ran in the year of the chain's balance.
    stage : stage it is in when the list was made; ``operating`` is certain and starts when promised.
    since : month it entered that stage; None counts as just entered.
    promised : first month its owner has named for production; it never starts earlier.
    unit_cost : [multiple of the 2024 price of what it makes] cost of a unit without overrun.
    floor : [multiple of the 2024 price] price guaranteed to it; None for none.
    offtake : places that have contracted or been promised its output.
    needs_controller_equipment : whether it needs equipment or service out of the controlling state.
    standing, source, row : how well the capacity is known, who says so, where it was read.
    """

    id: str
    venture: str
    place: str
    process: str
    kind: ProjectKind
    low: float
    capacity: float
    high: float
    stage: Development
    unit_cost: float
    standing: Standing
    source: str
    since: Month | None = None
    promised: Month | None = None
    floor: float | None = None
    offtake: tuple[str, ...] = ()
    needs_controller_equipment: bool = False
    row: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.low <= self.capacity <= self.high < inf:
            raise ValueError(f"{self.id}: capacity needs 0 < low <= capacity <= high, in t/a")
        if not 0 < self.unit_cost < inf or (self.floor is not None and not 0 < self.floor < inf):
            raise ValueError(f"{self.id}: unit_cost and floor are positive multiples of the 2024 price")
        if self.stage is Development.OPERATING and self.promised is None:
            raise ValueError(f"{self.id}: a project that operates needs the month it started in `promised`")


@dataclass(frozen=True)
class StageOdds:
    """What one stage asks of a kind of project.

    Attributes
    ----------
    kind, stage : which projects, and the stage they are in.
    odds : [share] of projects that pass it, however long it takes.
    low, best, high : [mo] time it takes those that pass; triangular.
    standing, source : how well that is known, and who says so.
    """

    kind: ProjectKind
    stage: Development
    odds: float
    low: float
    best: float
    high: float
    standing: Standing
    source: str

    def __post_init__(self) -> None:
        if not 0 <= self.odds <= 1:
            raise ValueError(f"odds of {self.kind}/{self.stage} are a share between 0 and 1")
        if not 0 <= self.low <= self.best <= self.high < inf:
            raise ValueError(f"months of {self.kind}/{self.stage} need 0 <= low <= best <= high")


@dataclass(frozen=True)
class TechnologyBan:
    """The controlling state ends the export of equipment and service (conventions §11).

    Attributes
    ----------
    delay_low, delay_best, delay_high : [mo] added to the start of projects that depend on it.
    cost_low, cost_best, cost_high : factor on the capital cost of those projects, at least 1.
    start : [mo from the start of the run] first month; projects on stream by then are not touched.
    """

    delay_low: float
    delay_best: float
    delay_high: float
    cost_low: float
    cost_best: float
    cost_high: float
    start: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.delay_low <= self.delay_best <= self.delay_high < inf:
            raise ValueError("delay of a technology ban needs 0 <= low <= best <= high, in months")
        if not 1 <= self.cost_low <= self.cost_best <= self.cost_high < inf:
            raise ValueError("cost factor of a technology ban needs 1 <= low <= best <= high")


@dataclass(frozen=True)
class PipelineRules:
    """What all projects of a list have in common.

    Attributes
    ----------
    stages : odds and durations, one for each kind and stage.
    overrun_median, overrun_sigma : lognormal overrun of capital cost (multiple; standard deviation of its logarithm).
    capital_share : [share] of unit cost that capital makes up, and that overrun therefore multiplies.
    country_loading, equipment_loading : loadings of a schedule on the factor of its country, and on the factor of the
        controller's equipment if it needs that; their squares sum to less than 1.
    """

    stages: tuple[StageOdds, ...]
    overrun_median: float = 1.3
    overrun_sigma: float = 0.35
    capital_share: float = 0.4
    country_loading: float = 0.45
    equipment_loading: float = 0.55

    def __post_init__(self) -> None:
        if not (self.overrun_median > 0 and self.overrun_sigma >= 0 and isfinite(self.overrun_median)):
            raise ValueError("overrun needs a positive median and a sigma that is not negative")
        if not 0 <= self.capital_share <= 1:
            raise ValueError("capital_share is a share between 0 and 1")
        if self.country_loading**2 + self.equipment_loading**2 >= 1:
            raise ValueError("squares of the loadings sum to less than 1")
        keys = [(s.kind, s.stage) for s in self.stages]
        if len(set(keys)) != len(keys):
            raise ValueError("a stage is given twice for a kind of project")

    def ahead(self, kind: ProjectKind, stage: Development) -> tuple[StageOdds, ...]:
        """Return what lies ahead of a project in `stage`, that stage first; nothing if it operates.

        Raises
        ------
        ValueError : no odds for the stage it is in.
        """
        if stage is Development.OPERATING:
            return ()
        known = {s.stage: s for s in self.stages if s.kind is kind}
        if stage not in known:
            raise ValueError(f"no odds for the stage {stage} of a {kind}")
        return tuple(known[s] for s in DEVELOPMENT[DEVELOPMENT.index(stage) :] if s in known)
