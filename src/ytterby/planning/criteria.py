"""Three criteria, and what knowing more is worth (conventions §19)."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Criteria:
    """What a plan costs, by three measures that choose differently.

    Attributes
    ----------
    expected : mean over futures.
    cvar : mean of the worst futures, together as likely as 1 - `level`.
    regret : largest excess over what would have been best in that future.
    """

    expected: float
    cvar: float
    regret: float


def expected_cost(cost: Floats, odds: Floats) -> Floats:
    """Mean cost of each plan (plan,).

    Parameters
    ----------
    cost : (plan, future) [any money].
    odds : (future,) [share]
        Sums to 1.
    """
    _refuse(cost, odds)
    out: Floats = cost @ odds
    return out


def conditional_value_at_risk(cost: Floats, odds: Floats, level: float) -> Floats:
    """Mean cost of the worst futures that are together as likely as 1 - `level` (plan,).

    Parameters
    ----------
    cost : (plan, future).
    odds : (future,) [share]
        Sums to 1.
    level : [share]
        Above 0 (the mean of all) and below 1.

    Notes
    -----
    A future that straddles the level counts with the part of its odds that lies beyond it.

    References
    ----------
    Rockafellar and Uryasev (2000), Optimization of conditional value-at-risk, doi 10.21314/JOR.2000.038.
    """
    _refuse(cost, odds)
    if not 0.0 <= level < 1.0:
        raise ValueError(f"level is {level}; it is a share from 0 to below 1 (conventions §19)")
    order = np.argsort(-cost, axis=1)
    chance = np.broadcast_to(odds, cost.shape)
    ranked, likely = np.take_along_axis(cost, order, 1), np.take_along_axis(chance, order, 1)
    before = np.cumsum(likely, axis=1) - likely
    counted = np.clip(1.0 - level - before, 0.0, likely)
    out: Floats = (ranked * counted).sum(axis=1) / counted.sum(axis=1)
    return out


def regret(cost: Floats, best: Floats | None = None) -> Floats:
    """Excess of each plan over the best in each future (plan, future).

    Parameters
    ----------
    cost : (plan, future).
    best : (future,)
        Least cost possible in each future; that of the plans given if None.
    """
    least = cost.min(axis=0) if best is None else best
    return np.asarray(cost - least)


def perfect_information(cost: Floats, odds: Floats) -> float:
    """Return what knowing the future first is worth: least expected cost less the expected least cost.

    Parameters
    ----------
    cost : (plan, future).
    odds : (future,) [share]
        Sums to 1.
    """
    return float(expected_cost(cost, odds).min() - cost.min(axis=0) @ odds)


def warning_signal(
    cost: Floats, odds: Floats, severe: NDArray[np.bool_], sensitivity: float, specificity: float
) -> float:
    """Return what a warning is worth that comes before the decision and may be wrong.

    Parameters
    ----------
    cost : (plan, future).
    odds : (future,) [share]
        Sums to 1.
    severe : (future,)
        True for the futures the signal warns of.
    sensitivity : [share] odds of a warning before a severe future.
    specificity : [share] odds of none before another.

    Notes
    -----
    sum over signals of min over plans of sum_f p_f P(signal | f) c_f, less the best without it.
    """
    joint = signal_odds(odds, severe, sensitivity, specificity)
    return float(expected_cost(cost, odds).min() - sum((cost @ row).min() for row in joint))


def signal_odds(odds: Floats, severe: NDArray[np.bool_], sensitivity: float, specificity: float) -> Floats:
    """Odds of each future together with a warning, and with none (signal, future); sums to 1."""
    for name, share in (("sensitivity", sensitivity), ("specificity", specificity)):
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"{name} is {share}; it is a share from 0 to 1 (conventions §19)")
    warned = np.where(severe, sensitivity, 1.0 - specificity)
    return np.stack([odds * warned, odds * (1.0 - warned)])


def days_to_hold(mean_days: float, per_year: float, worth: float, holding: float) -> float:
    """Return the stock that pays [d], for interruptions whose length is exponential.

    Parameters
    ----------
    mean_days : [d] mean length of an interruption.
    per_year : [1/a] how often one begins.
    worth : what a day of use is worth during one, in multiples of the price.
    holding : [1/a] yearly cost of holding, in multiples of the price.

    Returns
    -------
    [d]
        mu ln(lambda V / h): the day at which the odds that the stock is needed pay for holding it; 0 where the first
        day does not pay                                                                       conventions §19
    """
    for name, value in (("mean_days", mean_days), ("per_year", per_year), ("worth", worth), ("holding", holding)):
        if not value > 0.0:
            raise ValueError(f"{name} is {value}; it is above zero (conventions §19)")
    return max(mean_days * log(per_year * worth / holding), 0.0)


def measure(cost: Floats, odds: Floats, level: float, best: Floats | None = None) -> list[Criteria]:
    """All three criteria of each plan.

    Parameters
    ----------
    cost : (plan, future).
    odds : (future,) [share]
    level : of the conditional value at risk [share].
    best : (future,)
        As `regret`.
    """
    rows = zip(
        expected_cost(cost, odds), conditional_value_at_risk(cost, odds, level), regret(cost, best).max(axis=1),
        strict=True,
    )  # fmt: skip
    return [Criteria(*(float(x) for x in row)) for row in rows]


def _refuse(cost: Floats, odds: Floats) -> None:
    if cost.ndim != 2 or odds.shape != cost.shape[1:]:
        raise ValueError(f"cost {cost.shape} and odds {odds.shape} need shapes (plan, future) and (future,)")
    if not (np.all(odds >= 0.0) and abs(float(odds.sum()) - 1.0) < 1e-9):
        raise ValueError(f"odds sum to {odds.sum()}; they are not negative and sum to 1")
