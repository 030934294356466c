"""When the focus could do without the controlling state, by hand."""

import numpy as np

from ytterby.planning.answer import independence, worst_year
from ytterby.planning.independence import months_to_independence

LENGTHS = np.array([3, 3, 6, 12])


def test_the_month_from_which_it_is_met_for_good():
    alone = np.array([
        [0.2, 0.95, 0.99, 1.0],  # from the second period on
        [0.99, 0.2, 0.99, 0.99],  # met, lost, met again: the last time counts
        [0.2, 0.3, 0.4, 0.94],  # never
        [1.0, 1.0, 1.0, 1.0],  # at once
    ])  # fmt: skip
    assert months_to_independence(alone, LENGTHS, 0.95).tolist() == [3.0, 6.0, np.inf, 0.0]


def test_quantiles_over_futures_and_never():
    months, odds = np.array([0.0, 24.0, np.inf, np.inf]), np.array([0.1, 0.5, 0.2, 0.2])
    assert independence(months, odds) == {"p05": 0.0, "p50": 24.0, "p95": None, "never": 0.4}


def test_worst_year_is_the_least_mean_of_twelve_months():
    fill = np.ones((2, 36))
    fill[0, 10:16] = 0.0  # half a year of nothing, whichever twelve months it falls into
    fill[1, 35] = 0.4
    np.testing.assert_allclose(worst_year(fill), [0.5, 0.95])
    np.testing.assert_allclose(worst_year(np.array([[0.5, 1.0]])), [0.75])
