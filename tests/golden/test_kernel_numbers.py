"""Worked numbers of conventions §5, §8, §9, §11 and §13, by the kernels' own functions."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from twins import chain
from ytterby.domain.month import Month
from ytterby.scenario.schema import Levers
from ytterby.scenario.steps import step_of
from ytterby.simulation.kernel.arrays import DT
from ytterby.simulation.kernel.capacity import ramp
from ytterby.simulation.kernel.demand import restrain, substitute_on
from ytterby.simulation.kernel.orders import alarmed
from ytterby.simulation.kernel.prices import clearing_ratio, settled


@pytest.mark.parametrize(("years", "share"), [(1, 0.487), (2, 0.736), (4, 0.931)])
def test_ramp_of_a_project(years: int, share: float):
    assert ramp(12.0 * years, 18.0) == pytest.approx(share, abs=5e-4)


def test_ramp_starts_at_nothing():
    assert ramp(0.0, 18.0) == ramp(-5.0, 18.0) == 0.0


def test_price_that_clears_a_cut_by_60_percent():
    assert clearing_ratio(0.4, -0.3, 0.2) == pytest.approx(6.25, rel=1e-12)
    assert round(clearing_ratio(0.4, -0.5, 1.0), 3) == 1.842


def test_a_scarce_input_counts_once():
    """6.25 for the input, .85 of the cost: 1 + .85 x 5.25 = 5.4625 for what is made of it, 6.25 if that is cut too."""
    assert settled(1.0, 1 + 0.85 * 5.25) == pytest.approx(5.4625)
    assert settled(6.25, 5.4625) == 6.25
    assert settled(0.8, 1.5) == pytest.approx(1.2)


@pytest.mark.parametrize("pushed", [0.3, 0.9, 1.0, 1.1, 5.0])
def test_a_price_does_not_jump_where_supply_meets_demand(pushed: float):
    assert settled(1 + 1e-12, pushed) == pytest.approx(settled(1 - 1e-12, pushed), rel=1e-9)


@pytest.mark.parametrize(("years", "left"), [(1, 0.8513), (2, 0.7545), (5, 0.6120)])
@pytest.mark.parametrize("dt", [DT, 1.0, 12.0])
def test_demand_after_a_fivefold_price(years: int, left: float, dt: float):
    """The yearly form holds in steps of any length."""
    restraint = 0.0
    for _ in range(round(12 * years / dt)):
        restraint = restrain(restraint, 5.0, -0.40, dt)
    assert np.exp(restraint) == pytest.approx(left, abs=5e-5)


def test_substitution_grows_with_shortage_and_fades_slowly():
    """Half short, at most .4, 24 months: .4 (1 - (1 - .5 dt/24)^48) after a year; it fades four times as slowly."""
    reached = 0.0
    for _ in range(48):
        reached = substitute_on(reached, 0.4, 0.5, 24.0)
    assert reached == pytest.approx(0.4 * (1 - (1 - 0.5 * DT / 24) ** 48), rel=1e-12)
    after = reached
    for _ in range(48):
        after = substitute_on(after, 0.4, 0.0, 24.0)
    assert after == pytest.approx(reached * (1 - DT / 96) ** 48, rel=1e-12)


def test_a_shortage_of_a_rounding_error_is_none():
    assert substitute_on(0.2, 0.4, 1e-15, 24.0) == substitute_on(0.2, 0.4, 0.0, 24.0)


def test_cover_under_warning():
    """Two months, full warning with kappa 1.5, price up by a tenth with eta .5: 2 (1 + 1.5 + .05)."""
    assert alarmed(2.0, 1.0, 1.5, 0.5, 0.1) == pytest.approx(5.1)
    assert alarmed(2.0, 0.0, 1.5, 0.5, -0.3) == 2.0


TRIO = [("2023-08-01", "2023-10-09"), ("2024-09-15", "2024-11-22"), ("2025-04-04", "2025-06-11")]


@pytest.mark.parametrize(("in_force", "ends"), TRIO)
def test_the_first_licences_come_when_the_clock_ends(in_force: str, ends: str):
    """A regime of the trio's dates on the bundled chain: nothing under licence before the worked day's step."""
    from twins.walk import walk

    start = Month.parse(in_force[:7])
    measure = {
        "id": "m", "citation": "c", "from": in_force, "origin": "CHN", "commodities": ["magnet/ndfeb-dy"],
        "permission": "licence",
    }  # fmt: skip
    question = chain.calm().model_copy(
        update={"start": in_force[:7], "levers": Levers.model_validate({"measures": [measure]})}
    )
    prepared = chain.ready(question, 4, 2)
    begins, due = step_of(date.fromisoformat(in_force), start), step_of(date.fromisoformat(ends), start)
    law = prepared.law
    first_bound = int(np.flatnonzero(law.binding.any(axis=1))[0])
    assert first_bound in (begins, begins + 1)
    sent = np.array([s.shipped[law.licensed, 1].sum() for _, _, s in walk(prepared, 4)])
    assert np.all(sent[:first_bound] > 0)
    assert np.all(sent[first_bound:due] == 0)
    assert sent[due + 2] > 0
