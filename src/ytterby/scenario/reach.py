"""Entries of a scenario that change nothing in its run: said aloud, for their effect would be read as zero."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ytterby.domain.words import Stage
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Lists
from ytterby.scenario.closures import closure_table
from ytterby.scenario.corridors import load_corridors
from ytterby.scenario.course import final_uses, holders, lasting, links_taxed, recyclers
from ytterby.scenario.law import links_reached
from ytterby.scenario.levers import Outage, Surge, Tariff
from ytterby.scenario.priority import in_force
from ytterby.scenario.schema import Measure, Scenario
from ytterby.scenario.steps import first_day_of
from ytterby.scenario.warning import warning_pulse


def idle(scenario: Scenario, network: SupplyNetwork, months: int, lists: Lists) -> list[str]:
    """Return a sentence for each entry that has nothing to act on.

    Parameters
    ----------
    scenario, network, months : the question, the chain it is asked of with its new sites, and the length of the run.
    lists : projects and arrangements there are.
    """
    found = (
        *_demand(scenario, network, months), *_supply(scenario, network, months), *_stores(scenario, network),
        *_measures(scenario, network, months), *_trade(scenario, network, months), *_lists(scenario, lists),
    )  # fmt: skip
    return [f"{what} changes nothing: {why}" for what, why in found] + [*_others_law(scenario, network)]


_Found = Iterator[tuple[str, str]]
_SPAN = "it lies outside the months of the run"


def _outside(entry: Outage | Surge | Tariff | Measure, scenario: Scenario, months: int) -> bool:
    return not lasting(entry.from_, entry.until, scenario, months).any()


def _demand(scenario: Scenario, network: SupplyNetwork, months: int) -> _Found:
    for growth in scenario.uncertainties.growth:
        if not final_uses(network.needs, growth.end_use, growth.places):
            yield f'growth of "{growth.end_use}"', f"no such use in {_listed(growth.places)}"
    for surge in scenario.uncertainties.surges:
        if not final_uses(network.needs, surge.end_use, surge.places):
            yield f'surge "{surge.id}"', f"there is no {surge.end_use} in {_listed(surge.places)}"
        elif _outside(surge, scenario, months):
            yield f'surge "{surge.id}"', _SPAN
    u = scenario.uncertainties
    for event in u.warnings:
        if not any(event.concerns(need) for need in network.needs):
            yield f"the warning of {event.date}", "it concerns no buyer of the chain"
        elif not warning_pulse([event], scenario.first_month, months, u.warning_half_life_months).any():
            yield f"the warning of {event.date}", "it lies after the run, or has no strength"


def _supply(scenario: Scenario, network: SupplyNetwork, months: int) -> _Found:
    sites = {(s.place, s.stage) for s in network.sites}
    for outage in scenario.uncertainties.outages:
        if (outage.place, outage.stage) not in sites:
            yield f'outage "{outage.id}"', f"the chain has no {outage.stage} in {outage.place}"
        elif _outside(outage, scenario, months):
            yield f'outage "{outage.id}"', _SPAN
    for lever in scenario.levers.recycling:
        if not recyclers(lever, network):
            yield f'recycling "{lever.id}"', f"the chain has no {Stage.RECYCLING} in {lever.place}"
    for third in scenario.levers.third_country:
        if not any(
            m.commodity == third.commodity and m.stage != Stage.UNREPORTED and m.place in (third.buyers or (m.place,))
            for m in network.markets
        ):
            yield f'supply "{third.id}"', f"nobody in {_listed(third.buyers)} buys {third.commodity}"


def _stores(scenario: Scenario, network: SupplyNetwork) -> _Found:
    for what, entries in (("stock", scenario.levers.stocks), ("reserve", scenario.levers.reserves)):
        for entry in entries:
            if not holders(entry.place, entry.stage, entry.end_uses, network.needs):
                yield f'{what} "{entry.id}"', f"nobody in {entry.place} buys for {entry.stage} in this chain"


def _measures(scenario: Scenario, network: SupplyNetwork, months: int) -> _Found:
    for measure in scenario.levers.measures:
        if not links_reached(measure, network):
            yield f'measure "{measure.id}"', "no relation of the chain carries what it names to whom it names"
        elif _outside(measure, scenario, months):
            yield f'measure "{measure.id}"', _SPAN


def _others_law(scenario: Scenario, network: SupplyNetwork) -> Iterator[str]:
    """Measures of a place whose label no lot carries: one state's label can be followed in a run (conventions §2)."""
    controller = network.chain.controller
    for measure in scenario.levers.measures:
        if measure.origin != controller:
            yield (
                f'measure "{measure.id}" of {measure.origin} holds back only what carries the label of {controller}: '
                f"labels follow the law of one state, set by `controller: {measure.origin}`"
            )


def _trade(scenario: Scenario, network: SupplyNetwork, months: int) -> _Found:
    for tariff in scenario.levers.tariffs:
        if not links_taxed(tariff, network):
            yield f'tariff "{tariff.id}"', f"no relation of the chain brings what it names to {tariff.importer}"
        elif _outside(tariff, scenario, months):
            yield f'tariff "{tariff.id}"', _SPAN
    for closure in scenario.levers.closures:
        table = closure_table(load_corridors(), [closure], network, scenario.first_month, months)
        if np.all(table.flow == 1.0):
            yield f'closure "{closure.id}"', "all that passed there still passes; freight and time do not enter a run"


def _lists(scenario: Scenario, lists: Lists) -> _Found:
    pipeline, levers = scenario.levers.pipeline, scenario.levers
    asked = pipeline.technology_ban or pipeline.permit_delay_months or pipeline.floors
    if pipeline.projects == "none" and asked:
        yield "what the pipeline says of projects", "none are counted; say `projects: bundled`"
    if pipeline.projects == "bundled" and lists.projects is None:
        yield "the pipeline", "this chain has no list of projects"
    places = {v.place for v in lists.projects.ventures} if lists.projects else set()
    for place in pipeline.permit_delay_months:
        if pipeline.projects == "bundled" and lists.projects and place not in places:
            yield f"the permit delay in {place}", "no project of the list is there"
    holding = {a.id for a in in_force(lists.arrangements, first_day_of(0, scenario.first_month))}
    for name in levers.arrangements:
        if name not in holding:
            yield f'arrangement "{name}"', "it does not hold yet on the first day of the run"


def _listed(places: tuple[str, ...]) -> str:
    return ", ".join(places) or "any place"
