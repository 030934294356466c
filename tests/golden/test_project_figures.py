"""The worked numbers of conventions §11."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.scenario.lead_times import (
    LEAD_TIME,
    expected_supply,
    overrun,
    pert_cdf,
    pert_mean,
    ramp,
    triangular_cdf,
    triangular_mean,
)


def test_triangular():
    assert triangular_mean(*LEAD_TIME) == pytest.approx(11.083, abs=5e-4)
    done = triangular_cdf([2.0, 10.0, 15.0], *LEAD_TIME)
    assert done == pytest.approx([0.0, 0.3948, 0.9149], abs=5e-5)
    assert done[0] == 0.0


def test_beta_pert():
    assert pert_mean(*LEAD_TIME) == pytest.approx(10.0417, abs=5e-5)
    assert pert_cdf([9.0, 10.0, 15.0], *LEAD_TIME) == pytest.approx([0.3564, 0.5349, 0.9854], abs=5e-5)


def test_ramp():
    assert ramp([12.0, 24.0, 48.0]) == pytest.approx([0.487, 0.736, 0.931], abs=5e-4)


def test_expected_supply_of_three_projects_by_year_ten():
    by_ten = pert_cdf(10.0, *LEAD_TIME)
    assert expected_supply([5.0, 5.0, 5.0], 0.4, by_ten, 0.6) == pytest.approx(1.9255, abs=5e-5)


def test_overrun():
    assert overrun(np.array([0.5, 0.9])) == pytest.approx([1.3, 2.04], abs=5e-3)
