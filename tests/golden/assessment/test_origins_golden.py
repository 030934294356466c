"""Japan's origins out of sample: better than a constant share and than an exponential decay, on the same data."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.assessment.backtests.naive import decay, monthly, persistence, trend
from ytterby.assessment.backtests.origins import forecast, origin_rows, past_of

ROWS = {r["quantity"]: r for r in origin_rows(512, 1)}


@pytest.mark.parametrize(
    "quantity",
    [
        "every origin, 2009-2018, from the end of every year before",
        "China's share, 2009-2018, from the end of every year before",
        "China's share, one year ahead",
        "China's share, 2011-2018, from the end of 2010",
    ],
)
def test_skill_against_both(quantity):
    row = ROWS[quantity]
    assert set(row["baselines"]) == {"constant share", "exponential decay"}
    assert all(row["value"] < score for score in row["baselines"].values())
    assert row["skill"] > 0


def test_the_miss_stays_on_the_board():
    """From the end of 2008 the halt of 2010 cannot be seen; were it, the future would leak into the forecast."""
    assert ROWS["China's share, 2009-2018, from the end of 2008"]["skill"] < 0.1


def test_without_alarm_the_middle_is_the_last_share():
    past = past_of(2015)
    assert past.alarm(2015) == 0
    model, demand = forecast(past, 2, 256, 1)
    assert np.median(model[:, 0, 0]) == pytest.approx(past.share(2015)[0], abs=0.02)
    assert demand.max() <= 1.0 + 1e-12


def test_others_never_carry_more_than_their_relations_can():
    past = past_of(2010)
    model, demand = forecast(past, 1, 256, 1)
    most = 1.8 * max(past.tonnes[y][1:].sum() for y in range(2005, 2010))
    others = (1 - np.median(model[:, 0, 0])) * np.median(demand[:, 0]) * past.tonnes[2010].sum()
    assert others < most


def test_naive_forecasts_by_hand():
    assert persistence([1.0, 3.0]).tolist() == [5.0, 1.0]
    assert trend([0, 1, 2], [1.0, 2.0, 3.0], 4) == pytest.approx([5.0, 5.0, 5.0])
    falling = [0.5 + 0.5 * np.exp(-t / 4) for t in range(8)]
    assert decay(falling, 4) == pytest.approx(0.5 + 0.5 * np.exp(-11 / 4), abs=1e-6)
    out = monthly({"2023-05": 2.0, "2023-06": 4.0}, 2.0, "2023-07")
    assert out["constant"].tolist() == [1.0, 2.0]
    assert out["persistence"].tolist() == [3.0, 1.0]
