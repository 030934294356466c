"""Episodes of the past: what was known, what is asked, what is scored."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ytterby.baseline.yamlfile import load_model
from ytterby.domain.words import Standing
from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.scenario.quantity import MonthText, Place
from ytterby.scenario.schema import Override, Scenario

_BASELINE = Path(__file__).parents[2] / "baseline"
FILE = _BASELINE / "checks" / "episodes.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Yearly(_Frozen):
    """Trade by year, for a flow of which no month was known on the day."""

    hs: tuple[str, ...]
    """Codes that are counted."""
    origin: Place
    """Where it comes from."""


class Flow(_Frozen):
    """A series of monthly trade that is scored month by month."""

    quantity: str
    """What flows, in words."""
    series: str
    """Start of the ids of its months in the table `episodes`."""
    stages: tuple[str, ...]
    """Stages of the chain whose output it is."""
    to: Place | None = None
    """Destination; empty means everywhere abroad."""
    first: MonthText
    """First month scored."""
    last: MonthText
    """Last month scored."""
    interrupted: bool = True
    """Whether the measure could empty it: only then is a restart scored."""
    yearly: Yearly | None = None
    """What the usual month is taken from where no month was published before the cut-off."""


class Quoted(_Frozen):
    """A figure that was reported, as a multiple or a number of days."""

    quantity: str
    """What it is, in words."""
    observed: float
    """The reported figure."""
    standing: Standing
    """How well it is known."""
    source: str
    """Who says so."""


class Price(Quoted):
    """A price over that of an earlier day."""

    commodity: str
    """Commodity of the chain."""
    zone: Literal["inside", "outside", "wedge"]
    """Inside the controller's market, outside, or the second over the first."""
    month: MonthText
    """Month of the later price."""
    over: MonthText | None = None
    """Month of the earlier price; empty means before the run."""


class Stop(Quoted):
    """Days from the effect of a rule until a use stops."""

    place: Place
    """Where."""
    end_uses: tuple[str, ...]
    """Uses, of which the first to stop counts."""
    below: float = Field(default=0.85, ge=0, le=1)
    """Fill rate that counts as a stop of some lines."""
    stock_days: float
    """Naive forecast: days of stock at first use."""


class Episode(_Frozen):
    """A restriction of the past."""

    id: str
    """Name."""
    title: str
    """In words."""
    scenario: str
    """Scenario in `baseline/backtests`, as it could have been written on the day."""
    until: date
    """Last day whose figures may enter the forecast."""
    effect: date
    """Day from which the measure bites."""
    role: Literal["calibration", "scored"]
    """Calibration episodes set the posterior and are scored with the prior; the others are scored with both."""
    approval: Literal["drawn", "given"]
    """Whether the issuer's rate of approval was unknown, and is drawn."""
    structure: str
    """What of the model's structure is younger than the day."""
    flows: tuple[Flow, ...] = ()
    prices: tuple[Price, ...] = ()
    stops: tuple[Stop, ...] = ()

    def question(self) -> Scenario:
        """Return the scenario as it could have been written, without what the chain learnt after the day."""
        asked = as_known(self.scenario)
        later = tuple(x.without for x in learnt() if x.chain == asked.chain and x.until > self.until)
        uncertain = asked.uncertainties.model_copy(update={"overrides": (*asked.uncertainties.overrides, *later)})
        return asked.model_copy(update={"uncertainties": uncertain})

    def end_given(self) -> bool:
        """Return whether the scenario says when the measure ends: its restart is no forecast then."""
        law = as_known(self.scenario).levers.law
        return law is not None and any(a.until is not None for a in law.assume)


class Learnt(_Frozen):
    """A number of a chain that was set from an episode."""

    chain: str
    until: date
    """Last day of what it was set from."""
    without: Override
    """Its range without that, for episodes that ended before."""


class Promise(_Frozen):
    """A date somebody named for a project."""

    id: str
    """Name."""
    what: str
    """What was to come."""
    made: MonthText
    """When it was promised."""
    due: MonthText
    """Last month in which it would be on time."""
    kind: Literal["mine", "plant"]
    """Whose stage durations hold."""
    ahead: tuple[str, ...]
    """Stages that were still ahead."""
    met: bool
    """Whether it came in time."""
    source: str
    """Who says so."""


def as_known(name: str) -> Scenario:
    """Return a scenario as it could have been written on the day of its episode."""
    return load_model(Scenario, _BASELINE / "backtests" / f"{name}.yaml")


class _Book(_Frozen):
    episodes: tuple[Episode, ...]
    promises: tuple[Promise, ...]
    learnt: tuple[Learnt, ...]


def episodes() -> tuple[Episode, ...]:
    """Return every episode that is simulated."""
    return _book().episodes


def promises() -> tuple[Promise, ...]:
    """Return the promises that are scored."""
    return _book().promises


def learnt() -> tuple[Learnt, ...]:
    """Return the numbers of the chains that were set from an episode."""
    return _book().learnt


@cache
def _book() -> _Book:
    return load_model(_Book, FILE)


def chosen(names: tuple[str, ...], also: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the names asked for, all if none is; refuse unknown ones.

    Raises
    ------
    NotFound : no such episode.
    """
    known = (*(e.id for e in episodes()), *also)
    for name in names:
        if name not in known:
            fix = did_you_mean(name, known) or "`ytterby backtest` without a name runs all"
            raise NotFound(Fault(f'there is no episode "{name}"', "backtest", choices=known, fix=fix))
    return names or known
