"""The stops of Japan: what they are scored against, and steps whose differences add up."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.assessment.backtests import product


@pytest.fixture
def rows(monkeypatch):
    steps = {id(change): k for k, (_, change) in enumerate(product.STEPS)}

    def share(months, draws, seed, change):
        return np.full(draws, months / 1000.0 * (4 - steps[id(change)]))

    monkeypatch.setattr(product, "share_of_product", share)
    return product.product_rows(8, 1)


def test_a_loss_that_grows_with_time_is_a_forecast_too(rows):
    """No loss at all is too easy to beat: the other stop's published figure, in proportion, needs no model either."""
    three, twelve = rows
    assert twelve["baselines"]["in proportion to 3 months"] == pytest.approx(
        (0.0043 + 0.013) / 2 - 4 * 0.0011, abs=1e-4
    )
    assert twelve["baseline_name"] == "in proportion to 3 months"
    assert three["baselines"]["in proportion to 12 months"] == pytest.approx(0.00865 / 4 - 0.0011, abs=1e-4)


def test_the_differences_of_the_steps_add_up(rows):
    for row, months in zip(rows, (3, 12), strict=True):
        means = [step["mean"] for step in row["decomposition"]]
        assert means == pytest.approx([months / 1000 * k for k in (4, 3, 2, 1)])
        assert row["p50"] == pytest.approx(means[-1])  # the last step is the model that is scored


def test_nothing_of_the_chain_reaches_japan_and_only_for_its_months():
    for months, last in ((3, "2026-03-31"), (12, "2026-12-31")):
        (measure,) = product.stop(months).levers.measures
        assert (str(measure.until), measure.permission, measure.destinations) == (last, "denied", ("JPN",))
