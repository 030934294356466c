"""How much buyers feel warned, step by step (conventions §9)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from ytterby.domain.month import Month
from ytterby.domain.words import Stage, Standing
from ytterby.network.supply import Need
from ytterby.scenario.quantity import Place
from ytterby.scenario.steps import STEPS_PER_MONTH, step_of

Floats = NDArray[np.float64]


class WarningEvent(BaseModel):
    """A notice, or a political warning without one, that makes buyers fill their stores."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    date: date
    """Day on which buyers heard of it."""
    strength: float = Field(ge=0, le=1)
    """How much it alarms: 1 is an announced rule with a day, less is a rumour."""
    origin: Place | None = None
    """Place whose measure is feared; its own buyers do not feel warned."""
    destinations: tuple[Place, ...] = ()
    """Places whose buyers are concerned; empty means all."""
    commodities: tuple[str, ...] = ()
    """Commodities concerned, such as `magnet/ndfeb-dy`; empty means all."""
    source: str
    """Where the warning was read."""
    standing: Standing
    """How well its date and strength are known."""

    def concerns(self, need: Need) -> bool:
        """True if the buyers of a need feel warned; named outflows never do."""
        return (
            need.stage != Stage.UNREPORTED
            and need.place != self.origin
            and (not self.destinations or need.place in self.destinations)
            and (not self.commodities or need.commodity in self.commodities)
        )


def warning_pulse(
    events: Iterable[WarningEvent],
    start: Month,
    months: int,
    half_life: float,
    steps_per_month: int = STEPS_PER_MONTH,
) -> Floats:
    """Return the warning P that is left of some events, step by step.

    Parameters
    ----------
    events : in any order; those before the start still count by what is left of them.
    start, months : span of the run.
    half_life : [mo] time in which a warning halves.
    steps_per_month : internal steps in a month.

    Returns
    -------
    (step,) [share]
        From 0 to 1.

    Raises
    ------
    ValueError : a half-life that is not positive and finite.

    Notes
    -----
    P(t) = max over events before t of strength 2^(-(t - t_event)/h)                                conventions §9

    The largest, not the sum: the cover aimed at is cover0 (1 + kappa P), and one kappa is fitted to whole episodes. A
    second report of the same danger tells buyers little; with a sum, P would count reports, leave 0..1, and kappa
    would need a value for each episode.
    """
    if not (math.isfinite(half_life) and half_life > 0):
        raise ValueError(f"a half-life of {half_life} months: positive and finite")
    steps = np.arange(months * steps_per_month)
    pulse = np.zeros(steps.size)
    for event in events:
        age = (steps - step_of(event.date, start, steps_per_month)) / steps_per_month
        left = np.exp2(-np.maximum(age, 0.0) / half_life)
        pulse = np.maximum(pulse, np.where(age >= 0, event.strength * left, 0.0))
    return pulse


def warning_table(
    events: Sequence[WarningEvent],
    needs: Sequence[Need],
    start: Month,
    months: int,
    half_life: float,
    steps_per_month: int = STEPS_PER_MONTH,
) -> Floats:
    """Return the warning P felt at each need of a network (step, need), by the events that concern it."""
    out = np.zeros((months * steps_per_month, len(needs)))
    pulses: dict[tuple[int, ...], Floats] = {}
    for n, need in enumerate(needs):
        heard = tuple(k for k, event in enumerate(events) if event.concerns(need))
        if heard not in pulses:
            chosen = [events[k] for k in heard]
            pulses[heard] = warning_pulse(chosen, start, months, half_life, steps_per_month)
        out[:, n] = pulses[heard]
    return out
