"""A plan put on the engine: levers of the scenario, sites of the network, luck of the futures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ytterby.network.supply import SupplyNetwork
from ytterby.planning.ladder import later
from ytterby.planning.levers import Lever, Licences, Priority, Recycle, Stock, Substitute
from ytterby.planning.situation import Situation, links_of, without
from ytterby.planning.stores import filled, ready
from ytterby.planning.ventures import course_with
from ytterby.scenario.chance import ranks
from ytterby.scenario.course import first_measure
from ytterby.scenario.levers import Recycling, Reserve, Surge
from ytterby.scenario.schema import Scenario
from ytterby.simulation.prepare import APPROVAL, Prepared, draws_of, frame_of

Floats = NDArray[np.float64]
Ranks = NDArray[np.uint8]
Choice = Mapping[tuple[str, int], float]
"""Lever and year of the plan in which it begins -> amount."""
_SAVED_BY = "planning levers"


def applied(situation: Situation, choice: Choice) -> Prepared:
    """Arrays of a situation with a plan.

    Parameters
    ----------
    situation : the step of the ladder.
    choice : what is done; its arrangements are honoured from the first month on (`arranged_from`).
    """
    scenario, network = scenario_with(situation, choice), network_with(situation, choice)
    law = situation.prepared.permissions
    frame = frame_of(scenario, network, situation.months, permissions=law)
    draws = draws_of(scenario, network, frame, situation.chance)
    for k, lever in enumerate(situation.book.levers):
        begun = [(y, a) for (name, y), a in choice.items() if name == lever.id and a > 0]
        if not begun:
            continue
        came, (year, amount) = situation.luck.came[:, k], begun[0]
        if isinstance(lever.effect, Licences):
            scalars = draws.scalars.copy()
            # the engine knows one factor for the whole run: a late start counts for the months that are left
            left = max(1.0 - ready(lever, year) / situation.months, 0.0)
            scalars[:, APPROVAL] *= np.where(came, 1.0 + (lever.effect.factor - 1.0) * amount * left, 1.0)
            draws = draws._replace(scalars=scalars)
        elif isinstance(lever.effect, Priority):
            given = ranks(_arranged(scenario, lever.effect.arrangement), network, situation.chance)[:, frame.order]
            draws = draws._replace(rank=_better(draws.rank, given, came))
    return frame.with_draws(draws)


def _better(before: Ranks, given: NDArray[np.int64], came: NDArray[np.bool_]) -> Ranks:
    """Rank of each link (draw, link): the better of what it had and was given; where all are equal it had none."""
    none = (before == before[:, :1]).all(axis=1, keepdims=True)
    better = np.where(none, given, np.minimum(before, given))
    return np.ascontiguousarray(np.where(came[:, None], better, before), dtype=before.dtype)


def arranged_from(situation: Situation, choice: Choice) -> list[tuple[int, Choice]]:
    """Return the plan as it stands from month to month: each arrangement counts from the end of its lead time.

    Parameters
    ----------
    situation : the step of the ladder.
    choice : what is done; all but its arrangements is in every part, for that begins by itself when it does.

    Returns
    -------
    first month [mo from the start] and plan from then on, the first from month 0.
    """
    kind = {lever.id: lever for lever in situation.book.levers if isinstance(lever.effect, Priority)}
    signed = {key: ceil(ready(kind[key[0]], key[1])) for key in choice if key[0] in kind}
    months = sorted({0, *(month for month in signed.values() if month < situation.months)})
    return [(now, {k: a for k, a in choice.items() if signed.get(k, 0) <= now}) for now in months]


def scenario_with(situation: Situation, choice: Choice) -> Scenario:
    """Return the scenario with the levers a scenario file can hold: reserves, recycling, less demand."""
    scenario = situation.scenario
    begun = begun_in(situation, choice)
    reserves = [_reserve(situation, x, a, y) for _, x, y, a in begun if isinstance(x.effect, Stock)]
    recycling = [_recycling(scenario, x, a, y) for _, x, y, a in begun if isinstance(x.effect, Recycle)]
    surges = [_saving(scenario, x, a, y) for _, x, y, a in begun if isinstance(x.effect, Substitute)]
    levers, open_ = scenario.levers, scenario.uncertainties
    return scenario.model_copy(update={
        "levers": levers.model_copy(update={
            "reserves": (*levers.reserves, *reserves), "recycling": (*levers.recycling, *recycling),
        }),
        "uncertainties": open_.model_copy(update={"surges": (*open_.surges, *surges)}),
    })  # fmt: skip


def begun_in(situation: Situation, choice: Choice) -> list[tuple[int, Lever, int, float]]:
    """Levers of a plan in the order of the book: place in it, lever, year, amount."""
    return [
        (k, lever, year, amount)
        for k, lever in enumerate(situation.book.levers)
        for (name, year), amount in sorted(choice.items())
        if name == lever.id and amount > 0
    ]


def network_with(situation: Situation, choice: Choice) -> SupplyNetwork:
    """Return the network with the sites a plan builds, and ventures as they fare with its help."""
    network = situation.network
    begun = begun_in(situation, choice)
    built = {lever.id for _, lever, _, _ in begun}
    network = without(network, [s for name, s in situation.sites.items() if name not in built])
    added, start, floor = network.added.copy(), network.start.copy(), network.floor.copy()
    fresh, opens = network.fresh.copy(), network.opens.copy()
    for k, lever, year, amount in begun:
        if lever.id in situation.sites:
            site = situation.sites[lever.id]
            added[:, site] *= amount
            start[:, site] += 12.0 * year
            links = links_of(network, site)
            fresh[:, links] *= amount
            opens[:, links] += 12.0 * year
        course = course_with(situation, k, year)
        for i, site in enumerate(course.sites if course else ()):
            assert course is not None
            links = links_of(network, site)
            grown = _growth(added[:, site], course.added[:, i])
            fresh[:, links] = fresh[:, links] * grown[:, None]
            fresh[:, links] += _first(situation, site, links) * (added[:, [site]] <= 0) * (course.added[:, [i]] > 0)
            opens[:, links] = np.minimum(opens[:, links], course.start[:, [i]])
            added[:, site], start[:, site] = course.added[:, i], course.start[:, i]
            floor[:, site] = np.maximum(floor[:, site], course.floor[i])
    return replace(network, added=added, start=start, floor=floor, fresh=fresh, opens=opens)


def _growth(old: Floats, new: Floats) -> Floats:
    return np.divide(new, old, out=np.ones_like(old), where=old > 0)


def _first(situation: Situation, site: int, links: NDArray[np.int64]) -> Floats:
    """Mean relations of a venture over the futures in which it comes, for those in which only the lever lets it."""
    network = situation.network
    there = network.added[:, site] > 0
    if not there.any():
        return np.zeros((network.n_draws, links.size))
    mean = network.fresh[there][:, links].mean(axis=0)
    return np.tile(mean, (network.n_draws, 1))


def _reserve(situation: Situation, lever: Lever, amount: float, year: int) -> Reserve:
    effect = lever.effect
    assert isinstance(effect, Stock)
    wait = max(ready(lever, year) - first_measure(situation.scenario), 0.0 if effect.holder == "firm" else 2.0)
    days = amount * filled(situation, lever, year)
    return Reserve(
        id=f"{lever.id}-{year}", place=effect.place, stage=effect.stage, days=min(days, 3650.0),
        end_uses=effect.end_uses, holder="state", decision_months=min(wait, 600.0), source=_SAVED_BY,
    )  # fmt: skip


def _recycling(scenario: Scenario, lever: Lever, amount: float, year: int) -> Recycling:
    effect = lever.effect
    assert isinstance(effect, Recycle)
    factor = 1.0 + (effect.factor - 1.0) * amount * lever.odds
    return Recycling(id=lever.id, place=effect.place, by=_month(scenario, lever, year), factor=factor, source=_SAVED_BY)


def _saving(scenario: Scenario, lever: Lever, amount: float, year: int) -> Surge:
    """Demand that falls away; the share expected, for a design that half succeeds saves half."""
    effect = lever.effect
    assert isinstance(effect, Substitute)
    return Surge(
        **{"id": lever.id, "from": _month(scenario, lever, year), "source": _SAVED_BY},
        end_use=effect.end_use, places=effect.places, share=-effect.share * amount * lever.odds,
    )  # fmt: skip


def _month(scenario: Scenario, lever: Lever, year: int) -> date:
    first = scenario.first_month
    return later(date(first.year, first.month, 1), int(ready(lever, year)))


def _arranged(scenario: Scenario, arrangement: str) -> Scenario:
    levers = scenario.levers.model_copy(update={"arrangements": (*scenario.levers.arrangements, arrangement)})
    return scenario.model_copy(update={"levers": levers})
