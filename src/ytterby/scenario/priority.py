"""Who is served before whom, and on what ground (conventions §10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, model_validator

from ytterby.baseline.shelf import Item, current
from ytterby.baseline.yamlfile import load_model, named
from ytterby.domain.estimate import triangular_quantile
from ytterby.domain.words import DemandClass, Stage, Standing
from ytterby.network.chain import Judged
from ytterby.network.supply import Market, SupplyNetwork
from ytterby.scenario.quantity import Place

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PROPORTIONAL = "no arrangement covers it: shared in proportion"


class Rank(IntEnum):
    """Order of service; a smaller number is served first (conventions §10)."""

    RATED = 0
    FOREIGN_RATED = 1
    ESSENTIAL = 2
    OTHER = 3


_RANKS = {"rated": Rank.RATED, "foreign-rated": Rank.FOREIGN_RATED, "essential": Rank.ESSENTIAL, "other": Rank.OTHER}


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Coverage(_Frozen):
    """The demand an arrangement speaks of; an empty field names all."""

    stages: tuple[Stage, ...] = ()
    """Stages that take the good; `first-use` for final uses. Named outflows are never covered."""
    classes: tuple[DemandClass, ...] = ()
    """Classes of users; makers of intermediate goods count as civil."""
    commodities: tuple[str, ...] = ()
    """Commodities, such as `magnet/ndfeb-dy`."""

    def holds(self, market: Market) -> bool:
        """True if a market is covered."""
        return (
            market.stage != Stage.UNREPORTED
            and (not self.stages or market.stage in self.stages)
            and (not self.classes or market.demand_class in self.classes)
            and (not self.commodities or market.commodity in self.commodities)
        )


class Arrangement(_Frozen):
    """A rule or a promise by which suppliers of some places serve some demand first."""

    id: str
    """Short name."""
    title: str
    """Name for the result: the ground on which somebody was served first."""
    members: tuple[Place, ...]
    """Places whose suppliers and buyers take part."""
    between: Literal["own", "others", "all"]
    """Whose demand a member's suppliers serve first: their own place's, other members', or both."""
    rank: Literal["rated", "foreign-rated", "essential", "other"]
    """Rank the covered demand gets."""
    binding: bool
    """Binding arrangements are always honoured, others with the odds of `acceptance`."""
    acceptance: Judged | None = None
    """Probability that a supplier's state and the supplier honour a request; none where it is binding."""
    premium: Judged | None = None
    """What a buyer pays over the price for its rank [share of the price]; none where the rank costs nothing."""
    covers: Coverage = Coverage()
    """The demand it speaks of."""
    since: date | None = None
    """Day from which it holds; empty where it has held for longer than the data reach."""
    citation: str
    """Instrument and paragraph, or `assumption`."""
    source: str
    """Where that was read."""
    standing: Standing
    """How well the existence of the arrangement is known."""

    @model_validator(mode="after")
    def _odds(self) -> Arrangement:
        if self.binding != (self.acceptance is None):
            missing = "has no acceptance: it is always honoured" if self.binding else "needs the odds of acceptance"
            raise ValueError(f'"{self.id}" is {"" if self.binding else "not "}binding and {missing} (conventions §10)')
        for judged in (self.acceptance, self.premium):
            if judged and not judged.low <= judged.best <= judged.high:
                raise ValueError(f'"{judged.id}": low, best and high must not fall')
        if self.acceptance and self.acceptance.high > 1:
            raise ValueError(f'"{self.acceptance.id}" is a probability: at most 1')
        return self

    def ranks(self, supplier: str, market: Market) -> bool:
        """True if a supplier's place owes a market its rank, once the arrangement is honoured."""
        own = supplier == market.place
        allowed = {"own": own, "others": not own, "all": True}[self.between]
        return allowed and {supplier, market.place} <= set(self.members) and self.covers.holds(market)


class _File(_Frozen):
    arrangements: tuple[Arrangement, ...]


@dataclass(frozen=True)
class Ranking:
    """The rank of each link in each draw, and why.

    Attributes
    ----------
    rank : (draw, link) int8 of `Rank`.
    ground : (draw, link) int16 position of the arrangement that decided, -1 for none.
    arrangements : what the positions mean.
    """

    rank: NDArray[np.int8]
    ground: NDArray[np.int16]
    arrangements: tuple[Arrangement, ...]

    def text(self, draw: int, link: int) -> str:
        """Say on what ground a link has its rank in a draw."""
        k = int(self.ground[draw, link])
        return PROPORTIONAL if k < 0 else self.arrangements[k].title

    def premium(self, values: Floats | None = None) -> Floats:
        """Return what buyers pay over the price for their rank (draw, link) [share].

        Parameters
        ----------
        values : (draw, arrangement) [share] drawn premiums; the best estimates if None.
        """
        best = [a.premium.best if a.premium else 0.0 for a in self.arrangements]
        rows = np.broadcast_to(np.array(best), (self.ground.shape[0], len(best))) if values is None else values
        padded = np.hstack([rows, np.zeros((rows.shape[0], 1))])  # position -1, no arrangement, costs nothing
        return np.take_along_axis(padded, self.ground.astype(np.int64) % padded.shape[1], axis=1)


def load_arrangements(path: str = "") -> tuple[Arrangement, ...]:
    """Read the bundled arrangements, or a file of one's own.

    Raises
    ------
    NotFound, BadData : no such file, or it was refused; all faults at once.
    """
    return _read_arrangements(named("arrangements", path) if path else current().item("arrangements.yaml"))


@cache
def _read_arrangements(item: Item) -> tuple[Arrangement, ...]:
    return load_model(_File, item.path).arrangements


def in_force(arrangements: Sequence[Arrangement], day: date) -> tuple[Arrangement, ...]:
    """Keep the arrangements that hold on a day."""
    return tuple(a for a in arrangements if a.since is None or a.since <= day)


def acceptance(arrangements: Sequence[Arrangement], odds: Floats, chance: Floats) -> Bools:
    """Decide for each draw which arrangements are honoured.

    Parameters
    ----------
    odds : (draw, arrangement) uniform numbers in (0, 1) that pick the probability within its range.
    chance : (draw, arrangement) uniform numbers in (0, 1); honoured where below the probability.

    Returns
    -------
    (draw, arrangement)
        Always true for binding arrangements.
    """
    out = np.ones(chance.shape, dtype=np.bool_)
    for k, a in enumerate(arrangements):
        if a.acceptance is not None:
            low, best, high = (np.array([v]) for v in (a.acceptance.low, a.acceptance.best, a.acceptance.high))
            out[:, k] = chance[:, k] < triangular_quantile(odds[:, k, None], low, best, high)[:, 0]
    return out


def link_ranks(arrangements: Sequence[Arrangement], network: SupplyNetwork, accepted: Bools) -> Ranking:
    """Give every link its rank in every draw.

    Parameters
    ----------
    arrangements : in force; of two that give the same rank the first is the ground.
    network : whose links are ranked.
    accepted : (draw, arrangement) which are honoured; binding ones are, whatever it says.

    Notes
    -----
    rated > accepted foreign rated > essential civil > other; in proportion within a rank         conventions §10
    """
    shape = (accepted.shape[0], network.link_offer.size)
    rank = np.full(shape, Rank.OTHER, dtype=np.int8)
    ground = np.full(shape, -1, dtype=np.int16)
    for k, a in enumerate(arrangements):
        reached = np.array(
            [
                a.ranks(network.offers[o].place, network.markets[m])
                for o, m in zip(network.link_offer, network.link_market, strict=True)
            ],
            dtype=np.bool_,
        )
        honoured = np.ones(shape[0], dtype=np.bool_) if a.binding else accepted[:, k]
        better = honoured[:, None] & reached & ((rank > _RANKS[a.rank]) | ((ground < 0) & (rank == _RANKS[a.rank])))
        rank[better], ground[better] = _RANKS[a.rank], k
    return Ranking(rank, ground, tuple(arrangements))
