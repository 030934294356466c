"""What a chain is made of, read from its YAML file."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.shelf import Item
from ytterby.baseline.yamlfile import load_model, named
from ytterby.domain.words import DemandClass, Stage, Standing


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Commodity(_Frozen):
    """A tradable form and what it contains."""

    stage: Stage
    """Stage that makes it."""
    content: dict[str, float]
    """Share of each material in its contained mass; sums to 1."""
    hs: tuple[str, ...] = ()
    """HS codes whose trade values tell where it goes."""
    goods: str = ""
    """Its name in the vocabulary of goods the regimes speak of; its own id if empty."""


class Process(_Frozen):
    """An activity: inputs per unit of main output, and what comes with it."""

    stage: Stage
    output: str
    inputs: dict[str, float] = Field(default_factory=dict)
    """t of input per t of output."""
    by_products: dict[str, float] = Field(default_factory=dict)
    """t of by-product per t of output."""
    joint: str = ""
    """Processes with the same word at a place are one site with outputs in fixed proportion (a basket)."""
    source: bool = False
    """True for a source no table reports (old scrap): its size is found by the balance."""


class Use(_Frozen):
    """A final use of commodities."""

    end_use: str
    class_: DemandClass = Field(alias="class")
    commodities: tuple[str, ...]
    industry: str


class Judged(_Frozen):
    """A range with its standing, for what no table holds."""

    id: str
    low: float = Field(ge=0)
    best: float = Field(ge=0)
    high: float = Field(ge=0)
    standing: Standing
    source: str
    row: str = ""


class CoverRule(Judged):
    """Days of stock for the needs it applies to; the last matching rule wins."""

    applies: dict[str, tuple[str, ...]]


class Spread(_Frozen):
    """A use known as a world total only, spread over places by assumption."""

    stage: Literal[Stage.NON_MAGNET, Stage.SPREAD] = Stage.SPREAD
    """Word for it in ids and results: the total is the estimate ``demand/<material>/<stage>/WLD``."""
    end_use: str = "spread-use"
    """What the material becomes."""
    taken_from: Stage = Stage.REFINING
    """Stage whose output it takes."""
    places: dict[str, float]
    standing: Standing
    source: str


class Outflow(_Frozen):
    """A named outflow where sources do not close: prior share of output, and how freely it moves."""

    prior: float = 0.0
    sigma: float
    places: dict[str, float] = Field(default_factory=dict)
    """Only there, with a prior of its own each; empty means `prior` wherever the commodity is made."""


class Host(_Frozen):
    """A metal whose makers yield a material of the chain: the by-product can be no more than the host carries."""

    process: str
    """Process of the chain that is tied to it."""
    metal: str
    """Host product; its output and the by-product's capacity are rows of the table (kinds `host` and `capacity`)."""
    note: str = ""
    """Places or sources that are left out, and why."""


class YieldNote(_Frozen):
    """Where a yield in `processes` comes from."""

    what: str
    value: float
    standing: Standing
    source: str


class SharesByUse(_Frozen):
    """Shares by end use, with their standing; uses not named have none."""

    shares: dict[str, float]
    standing: Standing
    source: str
    months: float = 24.0
    """Time constant, where the share is reached gradually."""


class Chain(_Frozen):
    """Structure and assumptions of one mineral supply chain."""

    id: str
    title: str
    table: str
    """Packaged table with the estimates."""
    year: int
    controller: str
    """The place whose law the labels follow (one per run)."""
    materials: tuple[str, ...]
    commodities: dict[str, Commodity]
    processes: dict[str, Process]
    yields: tuple[YieldNote, ...]
    uses: tuple[Use, ...]
    spread_use: Spread | None = None
    """The use known as a world total only, if there is one."""
    hosts: tuple[Host, ...] = ()
    """Metals whose makers yield a material of this chain as a by-product."""
    unreported: dict[str, Outflow] = Field(default_factory=dict)
    routes: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    lags_months: dict[str, float]
    lags: dict[str, str]
    cover: tuple[CoverRule, ...]
    finished_cover: Judged
    utilisation: Judged
    switch: Judged
    qualification: Judged
    """Months until a buyer that must avoid conditioned lots has qualified more of the others."""
    behaviour: dict[Literal["kappa", "demand_elasticity", "supply_elasticity", "long_run_elasticity"], Judged]
    substitutable: SharesByUse
    fixed_budget: SharesByUse
    value_share: dict[str, dict[str, float] | str]

    def stage_of(self, commodity: str) -> Stage:
        """Return the stage that makes `commodity`."""
        return self.commodities[commodity].stage


def load_chain(name: str) -> Chain:
    """Read a chain by its name, bundled or of the workspace, or a user's chain file by its path.

    Parameters
    ----------
    name : such as ``magnet-rare-earths``, or ``chains/mine.yaml``.

    Raises
    ------
    NotFound : no such chain.
    BadData : the file is not a chain; all faults at once.
    """
    return _read_chain(named("chains", name))


@cache
def _read_chain(item: Item) -> Chain:
    return load_model(Chain, item.path)


def controlled_by(chain: Chain, controller: str | None) -> Chain:
    """Return the chain with another state as the one whose law the labels follow."""
    return chain if controller is None else chain.model_copy(update={"controller": controller})
