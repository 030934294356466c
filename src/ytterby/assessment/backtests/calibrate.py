"""Behaviour learnt from some episodes, to be tried on others: importance weights on draws shared by every chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests.episodes import Episode, Flow
from ytterby.assessment.backtests.history import Known, outcomes_after, published
from ytterby.assessment.backtests.scoring import quantiles
from ytterby.assessment.backtests.trade import known_of, priced
from ytterby.assessment.futures import Futures
from ytterby.domain.month import Month

Floats = NDArray[np.float64]
FLOW_TOLERANCE, PRICE_TOLERANCE = 0.25, 0.30
"""Distance of a window's mean flow [of the usual month], and of the logarithm of a price, to expect of a good model."""
LEAST_EFFECTIVE = 0.15
"""Share of the draws that must count: the likelihood is tempered until they do."""
WINDOWS = ((0, 1), (1, 6), (6, 12), (12, 18))
"""Months since the notice whose means are compared: the rush, the gap and restart, the first year, what follows."""


@dataclass(frozen=True)
class Posterior:
    """Weights of the draws.

    Attributes
    ----------
    weights : (draw,) sum to 1.
    tempered : power the likelihood was raised to.
    effective : number of draws that count.
    until : last day of the figures it rests on.
    """

    weights: Floats
    tempered: float
    effective: float
    until: date


def posterior(found: Iterable[tuple[Episode, Futures]], until: date) -> Posterior:
    """Weigh draws by how near they come to the calibration episodes, with figures up to a day alone.

    Raises
    ------
    LookAhead : a price of a calibration episode lies after the day.
    """
    terms = [term for episode, futures in found for term in _terms(episode, futures, until)]
    distance = 0.5 * np.sum(terms, axis=0)
    distance -= distance.min()
    power = 1.0
    while True:
        weights = np.exp(-power * distance)
        weights /= weights.sum()
        effective = float(1.0 / np.sum(weights**2))
        if effective >= LEAST_EFFECTIVE * weights.size:
            return Posterior(weights, power, effective, until)
        power *= 0.8


def _terms(episode: Episode, futures: Futures, until: date) -> list[Floats]:
    out = [term for flow in episode.flows for term in _flow_terms(episode, flow, futures, until)]
    for price in episode.prices:
        Known(until).check(price.month, price.quantity)
        out.append((np.log(priced(price, futures) / price.observed) / PRICE_TOLERANCE) ** 2)
    return out


def _flow_terms(episode: Episode, flow: Flow, futures: Futures, until: date) -> list[Floats]:
    usual = float(np.mean(list(known_of(episode, flow).values())))
    came = {
        m: v / usual for m, v in outcomes_after(flow.series, episode.until, flow.last).items() if published(m) <= until
    }
    smooth, start = futures.exports(flow.stages, flow.to or ""), Month.parse(flow.first)
    out = []
    for low, high in WINDOWS:
        months = [m for m in came if low <= Month.parse(m) - start < high and m in futures.months]
        if months:
            model = smooth[:, [futures.months.index(m) for m in months]].mean(axis=1)
            out.append(((model - np.mean([came[m] for m in months])) / FLOW_TOLERANCE) ** 2)
    return out


def parameter_rows(behaviour: Mapping[str, Floats], weights: Floats) -> list[dict[str, Any]]:
    """Prior and posterior of every parameter that all episodes share."""
    rows = []
    for name, values in behaviour.items():
        before, after = quantiles(values), quantiles(values, weights)
        rows.append(
            {
                "parameter": name,
                "prior": [round(x, 3) for x in before],
                "posterior": [round(x, 3) for x in after],
                "prior_mean": round(float(values.mean()), 3),
                "posterior_mean": round(float(values @ weights), 3),
            }
        )
    return rows
