"""Two scenarios on the same draws: differences future by future."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ytterby.outcomes.fill import Floats, bands
from ytterby.simulation.ensemble import UseGroup


def paired_rows(
    names: tuple[str, str], uses: Sequence[UseGroup], months: Sequence[str], first: Floats, second: Floats
) -> list[dict[str, Any]]:
    """Differences of fill rate, second less first, in each future.

    Parameters
    ----------
    names : run ids of the two.
    uses, months : axes of the arrays.
    first, second : (draw, use, month) [share], drawn with common random numbers (conventions §15).

    Returns
    -------
    One row for each use and month: difference at 5, 50 and 95 %, and the share of futures in which the second is
    strictly better.
    """
    difference = second - first
    band = np.round(bands(difference), 6)
    better = (difference > 1e-9).mean(axis=0)
    return [
        {
            "a": names[0], "b": names[1], "place": place, "end_use": end_use, "class": demand_class, "month": month,
            "difference_p05": float(band[0, k, m]), "p50": float(band[1, k, m]), "p95": float(band[2, k, m]),
            "p_b_better": float(better[k, m]),
        }
        for k, (place, end_use, demand_class) in enumerate(uses)
        for m, month in enumerate(months)
    ]  # fmt: skip
