"""Names in a scenario that its chain does not have: refused, for they would change nothing and nobody would see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ytterby.domain.estimate import EstimateSet
from ytterby.domain.words import Stage
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.network.chain import Chain
from ytterby.network.plausible import use_places
from ytterby.scenario.chance import Lists
from ytterby.scenario.schema import Scenario

ALL = "all"
"""What growth and surges call every end use."""


class _Name(NamedTuple):
    """A name, what it should be the name of, where it stands, and what there is."""

    value: str
    what: str
    where: str
    known: Sequence[str]


def refuse_unknown(scenario: Scenario, chain: Chain, lists: Lists, estimates: EstimateSet) -> None:
    """Refuse a scenario that names what its chain does not have.

    Parameters
    ----------
    scenario, chain : the question, and what it is asked of.
    lists : projects and arrangements there are.
    estimates : of the chain; they tell which places have final uses, of which the headline can speak.

    Raises
    ------
    BadScenario : end uses, commodities, stages, arrangements, ventures or places in focus; all at once.
    """
    users = sorted({*use_places(chain, estimates), *(chain.spread_use.places if chain.spread_use else ())})
    faults = [
        Fault(
            f'there is no {n.what} "{n.value}"', f"{scenario.id}: {n.where}", f"conventions §2, chain {chain.id}",
            tuple(n.known), did_you_mean(n.value, n.known),
        )
        for n in (
            *_end_uses(scenario, chain), *_commodities(scenario, chain), *_stages(scenario, chain),
            *_lists(scenario, lists), *_each(scenario.outcomes.focus, "final user", "outcomes.focus", users),
        )
        if n.value not in n.known
    ]  # fmt: skip
    if faults:
        raise BadScenario(*faults)


def _each(values: Iterable[str], what: str, where: str, known: Sequence[str]) -> Iterator[_Name]:
    return (_Name(value, what, f"{where}[{k}]", known) for k, value in enumerate(values))


def _end_uses(scenario: Scenario, chain: Chain) -> Iterator[_Name]:
    uses = [u.end_use for u in chain.uses] + ([chain.spread_use.end_use] if chain.spread_use else [])
    u, levers = scenario.uncertainties, scenario.levers
    for k, growth in enumerate(u.growth):
        yield _Name(growth.end_use, "end use", f"uncertainties.growth[{k}].end_use", (ALL, *uses))
    for k, surge in enumerate(u.surges):
        yield _Name(surge.end_use, "end use", f"uncertainties.surges[{k}].end_use", (ALL, *uses))
    for k, stock in enumerate(levers.stocks):
        yield from _each(stock.end_uses, "end use", f"levers.stocks[{k}].end_uses", uses)
    for k, reserve in enumerate(levers.reserves):
        yield from _each(reserve.end_uses, "end use", f"levers.reserves[{k}].end_uses", uses)


def _commodities(scenario: Scenario, chain: Chain) -> Iterator[_Name]:
    levers, known, what = scenario.levers, tuple(chain.commodities), "commodity"
    for k, measure in enumerate(levers.measures):
        yield from _each(measure.commodities, what, f"levers.measures[{k}].commodities", known)
    for k, tariff in enumerate(levers.tariffs):
        yield from _each(tariff.commodities, what, f"levers.tariffs[{k}].commodities", known)
    for k, third in enumerate(levers.third_country):
        yield _Name(third.commodity, what, f"levers.third_country[{k}].commodity", known)
    for k, practice in enumerate(levers.law.practice if levers.law else ()):
        yield from _each(practice.commodities, what, f"levers.law.practice[{k}].commodities", known)
    for k, warning in enumerate(scenario.uncertainties.warnings):
        yield from _each(warning.commodities, what, f"uncertainties.warnings[{k}].commodities", known)


def _stages(scenario: Scenario, chain: Chain) -> Iterator[_Name]:
    """Stages that make something can fail; stages that buy something can hold stock."""
    makers = tuple(dict.fromkeys(str(p.stage) for p in chain.processes.values()))
    buyers = tuple(dict.fromkeys(str(p.stage) for p in chain.processes.values() if p.inputs))
    buyers += (str(Stage.USE), *((str(chain.spread_use.stage),) if chain.spread_use else ()))
    for k, outage in enumerate(scenario.uncertainties.outages):
        yield _Name(str(outage.stage), "stage that makes something", f"uncertainties.outages[{k}].stage", makers)
    for k, stock in enumerate(scenario.levers.stocks):
        yield _Name(str(stock.stage), "stage that buys", f"levers.stocks[{k}].stage", buyers)
    for k, reserve in enumerate(scenario.levers.reserves):
        yield _Name(str(reserve.stage), "stage that buys", f"levers.reserves[{k}].stage", buyers)


def _lists(scenario: Scenario, lists: Lists) -> Iterator[_Name]:
    levers, known = scenario.levers, [a.id for a in lists.arrangements]
    yield from _each(levers.arrangements, "priority arrangement", "levers.arrangements", known)
    ventures = [v.id for v in lists.projects.ventures] if lists.projects else []
    for venture in levers.pipeline.floors:
        yield _Name(venture, "venture on the project list", f"levers.pipeline.floors.{venture}", ventures)
