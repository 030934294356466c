"""Days of cover by stage, before anything happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.words import Stage
from ytterby.network.supply import SupplyNetwork

Floats = NDArray[np.float64]
_DAYS = 365.25 / 12.0
_MAKERS = (Stage.METAL, Stage.MAGNET, Stage.REFINING, Stage.INTERMEDIATE)


@dataclass(frozen=True)
class Cover:
    """Days of stock at one stage; `origin` is the estimate it comes from."""

    place: str
    end_use: str
    stage: str
    days: Floats
    origin: int


def cover_days(network: SupplyNetwork, cover: Floats, intake: Floats) -> list[Cover]:
    """Stock of inputs in days of use: at each end use, and at the makers of the same place.

    Parameters
    ----------
    network : for the names of needs.
    cover : (draw, need) [mo] stock aimed at, levers included.
    intake : (draw, need) as in the network of every draw.

    Returns
    -------
    list of Cover, days (draw,) [d]
        At makers the mean over their inputs, weighted by use.
    """
    groups: dict[tuple[str, str, str], list[int]] = {}
    for n, need in enumerate(network.needs):
        if network.cover_origin[n] < 0:
            continue  # of a project: nothing is in store
        if need.stage == Stage.USE:
            groups.setdefault((need.place, need.end_use, str(Stage.USE)), []).append(n)
        elif need.stage in _MAKERS:
            groups.setdefault((need.place, "", str(need.stage)), []).append(n)
    days = cover * _DAYS
    out = []
    for (place, end_use, stage), members in sorted(groups.items()):
        weight = intake[:, members]
        mean = (days[:, members] * weight).sum(axis=1) / weight.sum(axis=1)
        out.append(Cover(place, end_use, stage, mean, int(network.cover_origin[members[0]])))
    return out
