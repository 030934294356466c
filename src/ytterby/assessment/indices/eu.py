"""Supply risk and economic importance as the European Commission computes them (§16)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ytterby.assessment.indices.arrays import Floats, amounts, fractions
from ytterby.errors import Fault, UsageError

CRITICAL_RISK = 1.0
CRITICAL_IMPORTANCE = 2.8
SCOPES = ("both", "global", "eu")


def governance_0_10(estimate: ArrayLike) -> Floats:
    """Turn a World Governance Indicator (-2.5 good bottom .. +2.5 top) into a risk of 0 to 10.

    Notes
    -----
    WGI' = 5 - 2 x estimate, kept inside 0..10: good governance is low risk.
    """
    return np.asarray(np.clip(5.0 - 2.0 * np.asarray(estimate, np.float64), 0.0, 10.0))


def weighted_concentration(share: ArrayLike, governance: ArrayLike, trade: ArrayLike = 1.0) -> Floats:
    """Concentration weighted by governance and by trade restrictions.

    Parameters
    ----------
    share : (..., supplier) [1]
    governance : (..., supplier) [0..10]
        Scaled, high is bad (`governance_0_10`).
    trade : (..., supplier) [1]
        Trade parameter t: above 1 with export restrictions, .8 inside the Union or with an agreement.

    Returns
    -------
    (...) [0..10 and above]

    Notes
    -----
    HHI_WGI,t = sum_c S_c^2 WGI_c t_c                             conventions §16

    References
    ----------
    European Commission (2017), Methodology for establishing the EU list of critical raw materials,
    doi:10.2873/769526.
    """
    s = fractions(share, "share")
    return np.asarray((s**2 * amounts(governance, "governance") * amounts(trade, "trade")).sum(axis=-1))


def supply_risk(
    global_concentration: ArrayLike,
    eu_concentration: ArrayLike,
    import_reliance: ArrayLike,
    recycling: ArrayLike,
    substitution: ArrayLike,
    *,
    scope: str = "both",
) -> Floats:
    """EU supply risk of one stage.

    Parameters
    ----------
    global_concentration, eu_concentration : (...) [0..10]
        HHI_WGI,t of world supply and of EU sourcing.
    import_reliance : (...) [1]
    recycling : (...) [1]
        End-of-life recycling input rate.
    substitution : (...) [1]
        SI_SR: 1 means no substitute.
    scope : `both`, or `global` or `eu` when only one mix is known (the 2017 study does so for 20 of its
        materials).

    Notes
    -----
    SR = [HHI_gl IR/2 + HHI_eu (1 - IR/2)] (1 - EoL) SI          conventions §16

    Raises
    ------
    UsageError
        The scope is not one of the three.
    """
    if scope not in SCOPES:
        raise UsageError(Fault(f'no scope "{scope}"', "EU supply risk", "conventions §16", SCOPES))
    world, union = amounts(global_concentration, "global"), amounts(eu_concentration, "eu")
    half = fractions(import_reliance, "import reliance") / 2
    mixed = {"both": world * half + union * (1 - half), "global": world, "eu": union}[scope]
    return np.asarray(mixed * (1 - fractions(recycling, "recycling")) * fractions(substitution, "substitution"))


@dataclass(frozen=True)
class StageRisk:
    """The stage that decides.

    Attributes
    ----------
    value : (...) [0..10]
    stage : (...) index along the stage axis.
    """

    value: Floats
    stage: NDArray[np.int64]


def riskier_stage(by_stage: ArrayLike) -> StageRisk:
    """Keep the higher of extraction and processing.

    Parameters
    ----------
    by_stage : (..., stage) [0..10]
        NaN for a stage that was not assessed.
    """
    read = amounts(by_stage, "supply risk")
    nothing = np.isnan(read).all(axis=-1)
    filled = np.where(np.isnan(read), -1.0, read)
    return StageRisk(
        np.asarray(np.where(nothing, np.nan, filled.max(axis=-1))),
        np.asarray(np.where(nothing, -1, filled.argmax(axis=-1)), np.int64),
    )


def economic_importance(use: ArrayLike, value_added: ArrayLike, largest: ArrayLike, substitution: ArrayLike) -> Floats:
    """Value added of the sectors that use it, scaled to the largest sector.

    Parameters
    ----------
    use : (..., sector) [1]
        Share of use.
    value_added : (..., sector) [money]
    largest : (...) [money]
        Value added of the largest manufacturing sector.
    substitution : (...) [1]
        SI_EI.

    Returns
    -------
    (...) [0..10]

    Examples
    --------
    >>> round(float(economic_importance([0.4, 0.35, 0.25], [120, 80, 60], 200, 0.9)), 3)
    4.095
    """
    weighted = (fractions(use, "use") * amounts(value_added, "value added")).sum(axis=-1)
    return np.asarray(10.0 * weighted / amounts(largest, "largest") * fractions(substitution, "substitution"))


def critical(risk: ArrayLike, importance: ArrayLike) -> NDArray[np.bool_]:
    """At or above both thresholds."""
    r, e = np.asarray(risk, np.float64), np.asarray(importance, np.float64)
    return np.asarray((r >= CRITICAL_RISK) & (e >= CRITICAL_IMPORTANCE))
