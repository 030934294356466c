"""Who buys from whom where only part of it is on record."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ytterby.assessment.indices.arrays import Floats, amounts, ratio


def fill(known: ArrayLike, made: ArrayLike, needed: ArrayLike) -> Floats:
    """Complete a table of flows: known flows first, then each place's own output, then in proportion.

    Parameters
    ----------
    known : (origin, buyer) [t/a]
        Flows on record.
    made : (origin,) [t/a]
    needed : (buyer,) [t/a]
        Scaled to what is made, because losses separate the two.

    Returns
    -------
    (origin, buyer) [t/a]
        Columns add up to the scaled need where supply suffices. A known flow above either side stands as it
        is: sources contradict each other, and the network's balance is where that is settled (§4).

    Notes
    -----
    The first-own-then-proportional rule is an assumption: it understates what moves between places that
    both make and need.
    """
    flows, supply, need = amounts(known, "known"), amounts(made, "made"), amounts(needed, "needed")
    scale = float(np.nan_to_num(ratio(supply.sum(), need.sum())))
    left = np.maximum(supply - flows.sum(axis=1), 0.0)
    open_need = np.maximum(need * scale - flows.sum(axis=0), 0.0)
    own = np.minimum(left, open_need)
    left, open_need = left - own, open_need - own
    larger = max(float(left.sum()), float(open_need.sum()))
    rest = np.outer(left, open_need) / larger if larger > 0 else np.zeros_like(flows)
    return np.asarray(flows + np.diag(own) + rest)
