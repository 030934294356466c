"""Dependence on the controlling place: of a first user of magnets against that of a final user (conventions §17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.outcomes.embodied import EmbodiedShares
from ytterby.outcomes.fill import bands

Floats = NDArray[np.float64]
Row = dict[str, Any]


def first_use_dependence(network: SupplyNetwork) -> dict[tuple[str, str], Floats]:
    """Share of the magnets at first use that come straight from the controlling place, before anything happens.

    Returns
    -------
    (place, end use) -> (draw,) [share]
        In the controlling place itself it is what its own makers supply.
    """
    own = np.array([network.offers[o].place == network.chain.controller for o in network.link_offer])
    into = (network.link_market[:, None] == np.arange(len(network.markets))).astype(np.float64)
    total = network.flow @ into
    direct = np.divide((network.flow * own) @ into, total, out=np.zeros_like(total), where=total > 0)
    asked: dict[tuple[str, str], Floats] = {}
    met: dict[tuple[str, str], Floats] = {}
    for n, need in enumerate(network.needs):
        if need.site == SINK:
            key, market = (need.place, need.end_use), network.need_market[n]
            asked[key] = asked.get(key, 0.0) + network.intake[:, n]
            met[key] = met.get(key, 0.0) + network.intake[:, n] * direct[:, market]
    return {key: met[key] / asked[key] for key in asked}


def final_dependence(
    shares: EmbodiedShares, cells: Floats, first: Mapping[tuple[str, str], Floats], controller: str
) -> Floats:
    """Share of the magnets a place finally uses that come from the controlling place, loose or inside components.

    Parameters
    ----------
    cells : (draw or 1, end use, from, to) [share].
    first : (place, end use) -> (draw,) [share] at first use.
    controller : the controlling place: every component made there counts.

    Returns
    -------
    (draw, place, end use) [share]
        sum_q share(q -> p) (1 if q is the controller, else first(q, end use))         conventions §17
    """
    at = np.stack([[np.ones_like(first[q, e]) if q == controller else first[q, e] for q in shares.places]
                   for e in shares.end_uses])  # fmt: skip
    spread = np.broadcast_to(cells, (at.shape[2], *cells.shape[1:]))
    return np.asarray(np.einsum("deqp,eqd->dpe", spread, at), dtype=np.float64)


def dependence_rows(
    shares: EmbodiedShares, first: Mapping[tuple[str, str], Floats], final: Floats, controller: str
) -> list[Row]:
    """Rows of first-use against final-use dependence on the controlling place.

    Parameters
    ----------
    first : (place, end use) -> (draw,) [share].
    final : (draw, place, end use) [share], of `final_dependence`.
    """
    band = np.round(bands(final), 6)
    return [
        {
            "place": place, "end_use": end_use, "on": controller,
            "first_use": _three(np.round(bands(first[place, end_use]), 6)), "final_use": _three(band[:, k, i]),
            "standing": str(shares.standing),
        }
        for k, place in enumerate(shares.places)
        for i, end_use in enumerate(shares.end_uses)
        if place != controller
    ]  # fmt: skip


def implied_final_use(shares: EmbodiedShares, first_use: Floats) -> Floats:
    """Final use that the shares imply, given first use; a negative figure says that shares and balance disagree.

    Parameters
    ----------
    first_use : (end use, from) [t/a].

    Returns
    -------
    (end use, to) [t/a]
        x with sum_p share(q -> p) x_p = first use of q; its sum is that of first use.
    """
    return np.asarray(np.linalg.solve(shares.best, first_use[:, :, None])[:, :, 0], dtype=np.float64)


def _three(values: Floats) -> dict[str, float]:
    return {name: float(v) for name, v in zip(("p05", "p50", "p95"), values, strict=True)}
