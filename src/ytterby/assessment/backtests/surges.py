"""The rush before a rule: first-month multiples against the ranges of conventions §9, from one strength of hoarding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.backtests.episodes import Episode
from ytterby.assessment.backtests.scoring import quantiles
from ytterby.assessment.futures import Futures
from ytterby.domain.month import Month

Floats = NDArray[np.float64]
REPORTED: Mapping[str, tuple[str, float, float]] = {
    "gallium-2023": ("2023-07", 1.65, 4.7),
    "germanium-2023": ("2023-07", 1.57, 2.05),
    "antimony-2024": ("2024-09", 1.5, 1.5),
    "magnets-to-japan-2025": ("2025-11", 1.20, 1.35),
}
"""Month of the rush, and least and greatest multiple as reported; they differ with the month taken as usual: germanium
against the largest or the mean of four months before, magnets with or without the growth of all destinations."""


def surge_rows(found: Iterable[tuple[Episode, Futures]], weights: Floats) -> list[dict[str, Any]]:
    """Return what one prior and one posterior of hoarding give for each rush, beside the reported range.

    The reported month counts. Beside it stands the largest month from the notice on: customs date what leaves, buyers
    what they order.
    """
    rows = []
    for episode, futures in found:
        if episode.id not in REPORTED:
            continue
        month, low, high = REPORTED[episode.id]
        flow = episode.flows[0]
        at = futures.months.index(month)
        notice = futures.months.index(str(Month.of(episode.until + timedelta(days=1))))
        sent = futures.exports(flow.stages, flow.to or "")
        largest = quantiles(sent[:, min(notice, at) : at + 1].max(axis=1))
        before, after = quantiles(sent[:, at]), quantiles(sent[:, at], weights)
        rows.append(
            {
                "id": episode.id,
                "month": month,
                "reported": [low, high],
                "prior": [round(x, 3) for x in before],
                "posterior": [round(x, 3) for x in after],
                "largest": [round(x, 3) for x in largest],
                "meets": bool(before[0] <= high and before[2] >= low),
            }
        )
    return rows
