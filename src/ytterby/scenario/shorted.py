"""Who went short while others were served first, and on what ground (conventions §10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.priority import Ranking

Floats = NDArray[np.float64]
_LEAST = 1e-9  # of what was asked: rounding is no shortage


@dataclass(frozen=True, slots=True)
class Shorted:
    """A buyer that got less than it asked for while the same supplier served a better rank.

    Attributes
    ----------
    supplier, commodity : who ran out, of what.
    place, stage, demand_class : who went short.
    missing : mean over all draws of what was asked and not given there [unit of what was asked].
    probability : share of draws in which it happened.
    ahead : places that were served before it, most by amount first.
    ground : names of the arrangements by which they were.
    """

    supplier: str
    commodity: str
    place: str
    stage: str
    demand_class: str
    missing: float
    probability: float
    ahead: tuple[str, ...]
    ground: tuple[str, ...]

    def sentence(self) -> str:
        """Say it in one sentence."""
        return (
            f"{self.place} ({self.stage}, {self.demand_class}) went short of {self.commodity} from {self.supplier} "
            f"in {self.probability:.0%} of the draws, behind {', '.join(self.ahead)}; ground: {', '.join(self.ground)}."
        )


def shorted(ranking: Ranking, network: SupplyNetwork, asked: Floats, given: Floats) -> tuple[Shorted, ...]:
    """Name who went short behind a better rank.

    Parameters
    ----------
    ranking, network : as ranked.
    asked, given : (draw, link) amounts over the same span.

    Returns
    -------
    tuple
        Largest mean shortage first.

    Raises
    ------
    ValueError : `asked` or `given` is not of the shape of the ranking.
    """
    if not asked.shape == given.shape == ranking.rank.shape:
        raise ValueError(f"asked {asked.shape}, given {given.shape}: one entry for each of {ranking.rank.shape}")
    rows = [row for o in range(len(network.offers)) for row in _at_supplier(o, ranking, network, asked, given)]
    return tuple(sorted(rows, key=lambda r: (-r.missing, r.supplier, r.place, r.stage)))


def _at_supplier(
    offer: int, ranking: Ranking, network: SupplyNetwork, asked: Floats, given: Floats
) -> Iterator[Shorted]:
    links = np.flatnonzero(network.link_offer == offer)
    for k in links:
        short = asked[:, k] - given[:, k]
        first = (ranking.rank[:, links] < ranking.rank[:, [k]]) & (given[:, links] > 0)
        hit = (short > _LEAST * asked[:, k]) & first.any(axis=1)
        if not hit.any():
            continue
        amount = np.where(first & hit[:, None], given[:, links], 0.0).sum(axis=0)
        order = [i for i in np.argsort(-amount, kind="stable") if amount[i] > 0]
        market = network.markets[network.link_market[k]]
        grounds = [ranking.text(int(d), int(links[i])) for i in order for d in np.flatnonzero(first[:, i] & hit)]
        yield Shorted(
            supplier=network.offers[offer].place,
            commodity=market.commodity,
            place=market.place,
            stage=str(market.stage),
            demand_class=str(market.demand_class),
            missing=float(np.where(hit, short, 0.0).mean()),
            probability=float(hit.mean()),
            ahead=tuple(dict.fromkeys(network.markets[network.link_market[links[i]]].place for i in order)),
            ground=tuple(dict.fromkeys(grounds)),
        )
