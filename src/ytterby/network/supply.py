"""The balanced supply network: who makes, needs and sends what, one row of numbers per draw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.words import DemandClass, Stage
from ytterby.network.chain import Chain

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SINK = -1


@dataclass(frozen=True)
class Site:
    """Processes at a place that run together."""

    processes: tuple[str, ...]
    stage: Stage
    place: str


@dataclass(frozen=True)
class Offer:
    """One output of a site."""

    site: int
    commodity: str
    place: str


@dataclass(frozen=True)
class Need:
    """One input of a site, or a final use (site is `SINK`)."""

    site: int
    commodity: str
    place: str
    stage: Stage
    end_use: str = ""
    demand_class: DemandClass = DemandClass.CIVIL


@dataclass(frozen=True)
class Market:
    """Needs of one place for one commodity, of one stage and class: they buy from the same suppliers."""

    place: str
    commodity: str
    stage: Stage
    demand_class: DemandClass


@dataclass(frozen=True, eq=False)
class SupplyNetwork:
    """A chain balanced for every draw; two are the same only if they are one object.

    Attributes
    ----------
    chain, estimates : what it was made from.
    sites, offers, needs, markets : the nodes, in the order of the arrays below.
    need_market : (need,) where a need buys.
    link_offer, link_market : (link,) where a link starts and ends.
    link_lag : (link,) [mo] time under way.
    activity : (draw, site) [t/mo] of all main outputs together.
    yields : (draw, offer) t of this output per t of activity.
    intake : (draw, need) t of this input per t of activity; for final uses, demand [t/mo].
    flow : (draw, link) [t/mo] before anything happens.
    cover : (draw, need) [mo] input stock aimed at.
    finished_cover, utilisation, switch, qualification : (draw,) [mo, share, share, mo].
    added : (draw, site) [t/mo] capacity of sites that are not there yet.
    start, cost, floor : (draw, site) month such a site comes on stream, its unit cost and price floor as multiples of
        the baseline price; `start` is -inf for what is there.
    fresh, opens : (draw, link) [t/mo, mo] flow a new relation can carry, and when it opens.
    cover_origin, link_origin : origin ids of the estimates behind a number, -1 where the balance found it.
    draws : (draw, estimate) the drawn values everything above was made from.
    """

    chain: Chain
    estimates: EstimateSet
    sites: tuple[Site, ...]
    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    markets: tuple[Market, ...]
    need_market: Ints
    link_offer: Ints
    link_market: Ints
    link_lag: Floats
    activity: Floats
    yields: Floats
    intake: Floats
    flow: Floats
    cover: Floats
    finished_cover: Floats
    utilisation: Floats
    switch: Floats
    qualification: Floats
    added: Floats
    start: Floats
    cost: Floats
    floor: Floats
    fresh: Floats
    opens: Floats
    cover_origin: Ints
    link_origin: Ints
    draws: Floats

    @property
    def n_draws(self) -> int:
        """Number of draws."""
        return int(self.flow.shape[0])

    def same_structure(self, other: SupplyNetwork) -> bool:
        """True if the nodes and links of another network are those of this one, in the same order."""
        nodes = ("sites", "offers", "needs", "markets")
        links = ("need_market", "link_offer", "link_market", "link_lag")
        return all(getattr(self, n) == getattr(other, n) for n in nodes) and all(
            np.array_equal(getattr(self, n), getattr(other, n)) for n in links
        )

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Every place that makes or uses something, sorted."""
        return tuple(sorted({s.place for s in self.sites} | {n.place for n in self.needs}))

    @cached_property
    def sinks(self) -> Ints:
        """Needs that are final uses."""
        return np.array([i for i, n in enumerate(self.needs) if n.site == SINK], dtype=np.int64)

    def link_places(self, link: int) -> tuple[str, str]:
        """Return (from, to) of a link."""
        return self.offers[self.link_offer[link]].place, self.markets[self.link_market[link]].place
