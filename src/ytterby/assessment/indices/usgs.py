"""Two indices of the United States Geological Survey: 2020 (a score) and 2025 (money at risk)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ytterby.assessment.indices.arrays import Floats, amounts, fractions


def supply_risk_2020(
    disruption_potential: ArrayLike, trade_exposure: ArrayLike, economic_vulnerability: ArrayLike
) -> Floats:
    """Geometric mean of three fractions: a zero anywhere is no risk.

    Parameters
    ----------
    disruption_potential, trade_exposure, economic_vulnerability : (...) [1]

    References
    ----------
    Nassar et al. (2020), Evaluating the mineral commodity supply risk of the U.S. manufacturing sector,
    Science Advances 6(8), doi:10.1126/sciadv.aay8647.

    Examples
    --------
    >>> round(float(supply_risk_2020(0.65, 0.90, 0.35)), 4)
    0.5894
    """
    parts = (
        fractions(disruption_potential, "disruption potential"),
        fractions(trade_exposure, "trade exposure"),
        fractions(economic_vulnerability, "economic vulnerability"),
    )
    return np.asarray(np.cbrt(parts[0] * parts[1] * parts[2]))


def expected_loss_2025(probability: ArrayLike, loss: ArrayLike) -> Floats:
    """Probability-weighted loss of output over disruption scenarios.

    Parameters
    ----------
    probability : (..., scenario) [1/a]
    loss : (..., scenario) [USD]
        Net change of gross domestic product; a loss is negative, a gain (a rival is hurt more) positive.

    Returns
    -------
    (...) [USD/a]

    Notes
    -----
    E = sum_s p_s dGDP_s                                          conventions §16
    """
    return np.asarray((fractions(probability, "probability") * np.asarray(loss, np.float64)).sum(axis=-1))


@dataclass(frozen=True)
class PublishedLoss:
    """A published figure a scenario of the user's can be held against.

    Attributes
    ----------
    material : name.
    loss_busd, low_busd, high_busd : [1e9 USD] change of gross domestic product; NaN where not given.
    price_rise : [1] rise of the price.
    """

    material: str
    loss_busd: float
    low_busd: float
    high_busd: float
    price_rise: float


PUBLISHED_2025 = (
    PublishedLoss("gallium", -3.1, -8.2, -1.7, 1.50),
    PublishedLoss("germanium", -0.4, float("nan"), float("nan"), 0.26),
)
"""Loss under a complete stop of exports of both, as printed in conventions §16 (standing: reported)."""


def implied_price(cut: ArrayLike, demand_elasticity: float, supply_elasticity: float) -> Floats:
    """Price relative to before when supply is cut, with both sides of the market answering (§13).

    Parameters
    ----------
    cut : (...) [1]
        Share of supply lost.
    demand_elasticity : [1]
        Below zero.
    supply_elasticity : [1]
        Not negative.

    Returns
    -------
    (...) [1]

    Notes
    -----
    D r^e_d = (1 - c) S r^e_s, so r = (1 - c)^(1/(e_d - e_s)).

    Examples
    --------
    >>> round(float(implied_price(0.6, -0.3, 0.2)), 2)
    6.25
    """
    left = 1.0 - fractions(cut, "cut")
    return amounts(left ** (1.0 / (demand_elasticity - supply_elasticity)), "price")
