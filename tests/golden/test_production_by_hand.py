"""Worked numbers of conventions §5 and §7, one function at a time."""

from __future__ import annotations

import numpy as np
import pytest

from twins.labels import free_fraction
from ytterby.simulation.kernel.arrays import DT
from ytterby.simulation.kernel.labels import free_output
from ytterby.simulation.kernel.production import overproduce, slowed


def test_overproduction_in_monthly_steps():
    """Shortage .3, tau 6 months, at most 1.25, 12 monthly steps: 1.11491."""
    alpha = 1.0
    for _ in range(12):
        alpha = overproduce(alpha, 0.3, 1.25, 6.0, 1.0)
    assert alpha == pytest.approx(1.11491, abs=5e-6)


def test_overproduction_in_quarter_steps():
    """The same year in the engine's own steps: 1 + .25 (1 - (1 - .3 dt/6)^48) = 1.11332."""
    alpha = 1.0
    for _ in range(48):
        alpha = overproduce(alpha, 0.3, 1.25, 6.0, DT)
    assert alpha == pytest.approx(1 + 0.25 * (1 - (1 - 0.3 / 24) ** 48), rel=1e-12)
    assert alpha == pytest.approx(1.11332, abs=5e-5)


def test_overproduction_falls_back():
    assert overproduce(1.2, 0.0, 1.25, 1.0, DT) == pytest.approx(1.2 - 0.2 * DT)


def test_output_slows_before_stock_is_empty():
    """Daily steps, 60 days of cover, psi .8, supply cut: 13 full days, below half on day 46, 58.603 by day 180."""
    stock, made = 60.0, []
    for _ in range(180):
        y = slowed(1.0, stock, 60.0, 0.8)
        made.append(y)
        stock -= y
    full = sum(y == 1.0 for y in made)
    assert full == 13
    assert made[:13] == [1.0] * 13
    assert next(day for day, y in enumerate(made, 1) if y < 0.5) == 46
    assert sum(made) == pytest.approx(58.603, abs=5e-4)


def blend(values: list[float], free: list[float], theta: float) -> float:
    stock = np.array([[f, 1.0 - f] for f in free])
    return free_output(1.0, 0, len(values), np.array(values), stock, theta)


@pytest.mark.parametrize(
    ("values", "free", "theta", "expected"),
    [
        ([0.5, 0.0011], [0.999, 0.1], 0.001, 0.999),
        ([0.0008, 0.0008], [0.0, 0.0], 0.001, 0.0),
        ([0.0012], [0.0], 0.001, 0.0),  # a 0.30 USD magnet in a 250 USD part
        ([0.00075], [0.0], 0.001, 1.0),  # and in a 400 USD part
        ([0.001], [0.0], 0.001, 0.0),  # equality counts
        ([0.5, 0.3], [1.0, 1.0], 0.001, 1.0),
    ],
)
def test_blending(values: list[float], free: list[float], theta: float, expected: float):
    """At the threshold q is found from sum v (1 - F/q) = theta, so the first case is .999 to three digits."""
    assert blend(values, free, theta) == pytest.approx(expected, abs=1.1e-3 if expected == 0.999 else 1e-12)


def test_blending_equals_bisection():
    rng = np.random.default_rng(7)
    for _ in range(500):
        n = int(rng.integers(1, 5))
        values = rng.choice([0.0004, 0.0011, 0.2, 0.5], n).tolist()
        free = np.where(rng.random(n) < 0.2, rng.choice([0.0, 1.0], n), rng.random(n)).tolist()
        theta = float(rng.choice([0.0005, 0.001, 0.1, 0.25]))
        assert blend(values, free, theta) == pytest.approx(free_fraction(values, free, theta), abs=1e-12)
