"""From the measures of a scenario to what may move and be used, month by month (conventions §8)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.month import Month
from ytterby.domain.words import Label, Stage
from ytterby.network.supply import SINK, Market, Need, SupplyNetwork
from ytterby.scenario.schema import Measure, Scenario

Floats = NDArray[np.float64]
UNLIMITED = 1e9
_FINAL = frozenset({Stage.USE, Stage.NON_MAGNET})


@dataclass(frozen=True)
class PermissionTable:
    """What the law and the levers of a scenario say of each link and use.

    Attributes
    ----------
    link : (month, link, label) licensed volume over the baseline flow; 0 denied, `UNLIMITED` free.
    use : (month, need, label) 1 where lots of that label may be used.
    since : (month, link) months for which conditioned lots have been limited without a break; -1 where they are not.
    demand : (month, need) demand over the baseline's.
    extra_cover : (need,) [mo] stock added by levers.
    """

    link: Floats
    use: Floats
    since: Floats
    demand: Floats
    extra_cover: Floats


def permission_table(scenario: Scenario, network: SupplyNetwork, months: int) -> PermissionTable:
    """Compile measures, growth and stocks into arrays; the most restrictive measure wins.

    Parameters
    ----------
    scenario, network : the question and the chain.
    months : length of the run.
    """
    link = np.full((months, network.link_offer.size, 2), UNLIMITED)
    use = np.ones((months, len(network.needs), 2))
    for measure in scenario.levers.measures:
        share = np.array([_in_force(measure, scenario.first_month + m) for m in range(months)])
        reached = _links_reached(measure, network)
        volume = 0.0 if measure.permission == "denied" else measure.volume
        allowed = np.where(share[:, None] > 0, 1.0 - share[:, None] * (1.0 - volume), UNLIMITED)
        link[:, reached, Label.CONDITIONED] = np.minimum(link[:, reached, Label.CONDITIONED], allowed)
        if measure.reach == "use":
            barred = [
                n
                for n, need in enumerate(network.needs)
                if need.site == SINK
                and _names(measure, need)
                and (not measure.commodities or need.commodity in measure.commodities)
            ]
            use[:, barred, Label.CONDITIONED] *= (1.0 - share)[:, None]
    return PermissionTable(link, use, _since(link), _growth(scenario, network, months), _extra_cover(scenario, network))


def _since(link: Floats) -> Floats:
    """Months for which conditioned lots have been limited on each link, -1 where they are free."""
    out = np.full(link.shape[:2], -1.0)
    for m in range(link.shape[0]):
        before = out[m - 1] if m else np.full(link.shape[1], -1.0)
        out[m] = np.where(link[m, :, Label.CONDITIONED] < UNLIMITED, before + 1.0, -1.0)
    return out


def _in_force(measure: Measure, month: Month) -> float:
    """Share of a month's days in which a measure is in force."""
    days = monthrange(month.year, month.month)[1]
    first, last = date(month.year, month.month, 1), date(month.year, month.month, days)
    start = max(measure.from_, first)
    end = last if measure.until is None else min(measure.until, last)
    return max((end - start).days + 1, 0) / days


def _links_reached(measure: Measure, network: SupplyNetwork) -> list[int]:
    """Links on which lots that carry the label are held back: out of the origin, and into the users it names."""
    out = []
    for k, (o, m) in enumerate(zip(network.link_offer, network.link_market, strict=True)):
        offer, market = network.offers[o], network.markets[m]
        if not _names(measure, market) or (measure.commodities and offer.commodity not in measure.commodities):
            continue
        leaves = offer.place == measure.origin
        if leaves or (measure.reach != "exports" and market.stage in _FINAL):
            out.append(k)
    return out


def _names(measure: Measure, buyer: Market | Need) -> bool:
    """True if a measure names the place and the class of a buyer; what stays in the origin is never reached."""
    return (
        buyer.place != measure.origin
        and (not measure.destinations or buyer.place in measure.destinations)
        and buyer.demand_class in measure.classes
    )


def _growth(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    out = np.ones((months, len(network.needs)))
    years = np.arange(months) / 12.0
    for growth in scenario.uncertainties.growth:
        hit = [
            n
            for n, need in enumerate(network.needs)
            if need.site == SINK
            and growth.end_use in {"all", need.end_use}
            and (not growth.places or need.place in growth.places)
        ]
        out[:, hit] *= ((1.0 + growth.per_year) ** years)[:, None]
    return out


def _extra_cover(scenario: Scenario, network: SupplyNetwork) -> Floats:
    out = np.zeros(len(network.needs))
    for stock in scenario.levers.stocks:
        for n in _holders(stock.place, stock.stage, stock.end_uses, network.needs):
            out[n] += stock.days * 12.0 / 365.25
    return out


def _holders(place: str, stage: Stage, end_uses: tuple[str, ...], needs: tuple[Need, ...]) -> Iterator[int]:
    for n, need in enumerate(needs):
        if need.place == place and need.stage == stage and (not end_uses or need.end_use in end_uses):
            yield n
