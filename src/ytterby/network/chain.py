"""What a chain is made of, read from its YAML file."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.yamlfile import bundled, load_model
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
    """A world total spread over places by assumption."""

    places: dict[str, float]
    standing: Standing
    source: str


class Outflow(_Frozen):
    """A named outflow where sources do not close: prior share of output, and how freely it moves."""

    prior: float
    sigma: float


class YieldNote(_Frozen):
    """Where a yield in `processes` comes from."""

    what: str
    value: float
    standing: Standing
    source: str


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
    non_magnet: Spread | None = None
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
    value_share: dict[str, dict[str, float] | str]

    def stage_of(self, commodity: str) -> Stage:
        """Return the stage that makes `commodity`."""
        return self.commodities[commodity].stage


@cache
def load_chain(name: str) -> Chain:
    """Read a bundled chain by its name, or a user's chain file by its path.

    Raises
    ------
    NotFound : no such chain.
    BadData : the file is not a chain; all faults at once.
    """
    return load_model(Chain, Path(name) if name.endswith(".yaml") else bundled("chains", name))
