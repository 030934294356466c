"""Weights learn what data say, and nothing of after a day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ytterby.assessment.backtests.calibrate import LEAST_EFFECTIVE, parameter_rows, posterior
from ytterby.assessment.backtests.episodes import episodes
from ytterby.assessment.futures import Futures
from ytterby.errors import LookAhead

GALLIUM = next(e for e in episodes() if e.id == "gallium-2023")
MONTHS = tuple(f"{2023 + (m // 12)}-{m % 12 + 1:02d}" for m in range(4, 24))


def futures(level: np.ndarray) -> Futures:
    """Draws that send `level` of the usual amount from August 2023 on."""
    n, m = level.size, len(MONTHS)
    sent = np.ones((n, 1, m))
    sent[:, 0, 3:] = level[:, None]
    price = np.full((n, 2, 1, m), 1.3)
    none = np.zeros((n, 0, m))
    return Futures(
        MONTHS, (("refining", "JPN"),), sent, np.ones((n, 1)), (), none, none, none[:, :, 0], ("metal/ga",), price
    )


def test_the_posterior_moves_to_the_draws_that_fit():
    level = np.linspace(0, 3, 101)
    found = posterior([(GALLIUM, futures(level))], date(2024, 12, 31))
    assert found.weights.sum() == pytest.approx(1.0)
    assert 0.2 < float(found.weights @ level) < 1.2
    assert found.effective >= LEAST_EFFECTIVE * level.size


def test_the_window_of_the_data_matters():
    level = np.linspace(0, 3, 101)
    early = posterior([(GALLIUM, futures(level))], date(2023, 12, 31)).weights @ level
    late = posterior([(GALLIUM, futures(level))], date(2024, 12, 31)).weights @ level
    assert early < late  # exports came back in 2024 only


def test_a_price_of_after_the_day_raises():
    with pytest.raises(LookAhead):
        posterior([(GALLIUM, futures(np.ones(4)))], date(2023, 9, 15))


def test_parameters_are_shown_before_and_after():
    rows = parameter_rows({"switch": np.array([1.0, 2.0, 3.0])}, np.array([0.0, 0.0, 1.0]))
    assert rows[0]["prior"] == [1.0, 2.0, 3.0]
    assert rows[0]["posterior"] == [3.0, 3.0, 3.0]
