"""What happens besides law, month by month: growth, outages, tariffs, corridors, warnings, reserves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.month import Month
from ytterby.domain.words import Stage
from ytterby.network.supply import SINK, Need, SupplyNetwork
from ytterby.scenario.closures import closure_table
from ytterby.scenario.corridors import load_corridors
from ytterby.scenario.levers import Outage, Recycling, Reserve, Surge, Tariff
from ytterby.scenario.schema import Scenario
from ytterby.scenario.steps import share_of_month
from ytterby.scenario.warning import warning_table

Floats = NDArray[np.float64]
_DAYS = 365.25 / 12.0


@dataclass(frozen=True)
class CourseTable:
    """Exogenous events of a scenario on a network; axes as the kernels' `Course`.

    Attributes
    ----------
    demand, capacity : (month, need), (month, site) over the baseline's.
    passable, pull : (month, link).
    warning : (step, market).
    event_on : (month, event); event_site : (event, site); event_need : (event, need).
    odds : (event,) share of futures in which an event happens.
    substitutable, budget, extra_cover : (need,); reserve : (need,) [mo of use].
    to_come : (month, need) share of a reserve that may not be released yet.
    """

    demand: Floats
    capacity: Floats
    passable: Floats
    pull: Floats
    warning: Floats
    event_on: Floats
    event_site: Floats
    event_need: Floats
    odds: Floats
    substitutable: Floats
    budget: Floats
    reserve: Floats
    to_come: Floats
    extra_cover: Floats


def course_table(scenario: Scenario, network: SupplyNetwork, months: int) -> CourseTable:
    """Compile everything that is not law.

    Parameters
    ----------
    scenario, network : the question and the chain.
    months : length of the run.
    """
    chain, needs = network.chain, network.needs
    events: list[Outage | Surge] = [*scenario.uncertainties.outages, *scenario.uncertainties.surges]
    reserve, to_come = _reserves(scenario, needs, months)
    return CourseTable(
        demand=_growth(scenario, network, months),
        capacity=_recycling(scenario, network, months),
        passable=_passable(scenario, network, months),
        pull=_tariffs(scenario, network, months) * _grown(scenario, network, months),
        warning=_warnings(scenario, network, months),
        event_on=np.array([lasting(e.from_, e.until, scenario, months) for e in events]).T.reshape(months, len(events)),
        event_site=np.array([_sites_hit(e, network) for e in events]).reshape(len(events), len(network.sites)),
        event_need=np.array([_needs_hit(e, network) for e in events]).reshape(len(events), len(needs)),
        odds=np.array([e.odds for e in events]),
        substitutable=np.array([chain.substitutable.shares.get(n.end_use, 0.0) for n in needs]),
        budget=np.array([chain.fixed_budget.shares.get(n.end_use, 0.0) for n in needs]),
        reserve=reserve,
        to_come=to_come,
        extra_cover=_extra_cover(scenario, needs),
    )


def lasting(from_: date, until: date | None, scenario: Scenario, months: int) -> Floats:
    """Return the share of each month in which something lasts (month,)."""
    return np.array([share_of_month(scenario.first_month + m, from_, until) for m in range(months)])


def _growth(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    out = np.ones((months, len(network.needs)))
    years = np.arange(months) / 12.0
    for growth in scenario.uncertainties.growth:
        hit = final_uses(network.needs, growth.end_use, growth.places)
        out[:, hit] *= ((1.0 + growth.per_year) ** years)[:, None]
    return out


def final_uses(needs: Sequence[Need], end_use: str, places: Sequence[str]) -> list[int]:
    """Return the final uses of an end use (or `all`) in some places (or everywhere); named outflows are none."""
    return [
        n
        for n, need in enumerate(needs)
        if need.site == SINK
        and need.stage != Stage.UNREPORTED
        and end_use in {"all", need.end_use}
        and (not places or need.place in places)
    ]


def _recycling(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    """Capacity of collection and recycling grows in a straight line to its factor."""
    out = np.ones((months, len(network.sites)))
    for lever in scenario.levers.recycling:
        whole = max(Month.of(lever.by) - scenario.first_month, 1)
        path = 1.0 + (lever.factor - 1.0) * np.minimum(np.arange(months) / whole, 1.0)
        out[:, recyclers(lever, network)] *= path[:, None]
    return out


def recyclers(lever: Recycling, network: SupplyNetwork) -> list[int]:
    """Return the sites that collect and recycle where a lever says."""
    return [s for s, site in enumerate(network.sites) if (site.place, site.stage) == (lever.place, Stage.RECYCLING)]


def _grown(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    """Relations of what is collected and recycled grow with its capacity, or none of it could be sold."""
    site = np.array([o.site for o in network.offers])
    return np.maximum(_recycling(scenario, network, months), 1.0)[:, site[network.link_offer]]


def _passable(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    if not scenario.levers.closures:
        return np.ones((months, network.link_offer.size))
    return closure_table(load_corridors(), scenario.levers.closures, network, scenario.first_month, months).flow


def _tariffs(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    """Weight of a relation falls with the duty on it: (1 + rate) ** -shift while the duty lasts."""
    out = np.ones((months, network.link_offer.size))
    for tariff in scenario.levers.tariffs:
        on = lasting(tariff.from_, tariff.until, scenario, months)
        out[:, links_taxed(tariff, network)] *= (1.0 + on * ((1.0 + tariff.rate) ** -tariff.shift - 1.0))[:, None]
    return out


def links_taxed(tariff: Tariff, network: SupplyNetwork) -> list[int]:
    """Return the links on which a duty is due: into the importer, from elsewhere."""
    out = []
    for k in range(network.link_offer.size):
        origin, importer = network.link_places(k)
        commodity = network.offers[network.link_offer[k]].commodity
        if (
            importer == tariff.importer != origin
            and (not tariff.origins or origin in tariff.origins)
            and (not tariff.commodities or commodity in tariff.commodities)
        ):
            out.append(k)
    return out


def _warnings(scenario: Scenario, network: SupplyNetwork, months: int) -> Floats:
    """Alarm of each market: that of any of its needs, which share place, commodity and stage."""
    u = scenario.uncertainties
    table = warning_table(u.warnings, network.needs, scenario.first_month, months, u.warning_half_life_months)
    first = [int(np.flatnonzero(network.need_market == m)[0]) for m in range(len(network.markets))]
    return np.asarray(table[:, first])


def _sites_hit(event: Outage | Surge, network: SupplyNetwork) -> Floats:
    if isinstance(event, Surge):
        return np.zeros(len(network.sites))
    return np.array([event.share * ((s.place, s.stage) == (event.place, event.stage)) for s in network.sites])


def _needs_hit(event: Outage | Surge, network: SupplyNetwork) -> Floats:
    out = np.zeros(len(network.needs))
    if isinstance(event, Surge):
        out[final_uses(network.needs, event.end_use, event.places)] = event.share
    return out


def _reserves(scenario: Scenario, needs: Sequence[Need], months: int) -> tuple[Floats, Floats]:
    """Months of use in reserve at each need (need,), and the share that may not be released yet (month, need)."""
    size, to_come = np.zeros(len(needs)), np.zeros((months, len(needs)))
    for reserve in scenario.levers.reserves:
        here, held = holders(reserve.place, reserve.stage, reserve.end_uses, needs), reserve.days / _DAYS
        size[here] += held
        to_come[: max(ceil(_release(reserve, scenario)), 0), here] += held
    return size, np.divide(to_come, size, out=np.zeros_like(to_come), where=size > 0)


def _release(reserve: Reserve, scenario: Scenario) -> float:
    """A firm releases at once; a state so many months after the first measure."""
    return 0.0 if reserve.holder == "firm" else first_measure(scenario) + reserve.decision_months


def first_measure(scenario: Scenario) -> float:
    """Month of the first measure, from the start; 0 for one in force by then, and without any."""
    begun = min((Month.of(m.from_) - scenario.first_month for m in scenario.levers.measures), default=0)
    return float(max(begun, 0))


def _extra_cover(scenario: Scenario, needs: Sequence[Need]) -> Floats:
    out = np.zeros(len(needs))
    for stock in scenario.levers.stocks:
        out[holders(stock.place, stock.stage, stock.end_uses, needs)] += stock.days / _DAYS
    return out


def holders(place: str, stage: Stage, end_uses: Sequence[str], needs: Sequence[Need]) -> list[int]:
    """Return the needs whose store a stock or reserve at a stage of a place fills."""
    return [
        n
        for n, need in enumerate(needs)
        if (need.place, need.stage) == (place, stage) and (not end_uses or need.end_use in end_uses)
    ]
