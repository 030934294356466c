"""Contingency month by month: every removal that can matter is simulated with the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ytterby.assessment.contingency.findings import Finding, Yardstick, finding
from ytterby.assessment.contingency.removals import Removal, members, name_of, removals, sites_of
from ytterby.assessment.contingency.screen import LEAST, LEAST_OF_USE, Screen, screen
from ytterby.assessment.contingency.value import value_of_uses
from ytterby.assessment.world import World, closed, simulated
from ytterby.runs.address import data_hash, digest, stamp

Progress = Callable[[int, int], None]
AUDITED = {1: 3, 2: 24}
"""Removals that were left out and are simulated all the same, by order, to see whether that was right."""
_AUDIT_SEED = 7


class Kept(Protocol):
    """Where results are kept as they come: `ytterby.assessment.contingency.journal.Journal`, or another."""

    done: dict[str, Finding]

    def add(self, task: str, result: Finding) -> None:
        """Keep a result."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a contingency analysis.

    Attributes
    ----------
    order : how many members are removed at once, 1 or 2.
    places : places whose first shortage counts; the scenario's focus, or all, if empty.
    least, least_of_use : as of `screen`.
    audited : how many of those left out are simulated all the same; None for `AUDITED`.
    """

    order: int = 1
    places: tuple[str, ...] = ()
    least: float = LEAST
    least_of_use: float = LEAST_OF_USE
    audited: int | None = None


@dataclass(frozen=True)
class Plan:
    """What is simulated, and what is not and why.

    Attributes
    ----------
    asked : every removal of the order.
    screen : how much hangs on each member.
    simulated : cores to simulate, single members first.
    audit : removals left out that are simulated all the same.
    """

    asked: tuple[Removal, ...]
    screen: Screen
    simulated: tuple[Removal, ...]
    audit: tuple[Removal, ...]

    @property
    def tasks(self) -> tuple[Removal, ...]:
        """All that is simulated."""
        return (*self.simulated, *self.audit)


def plan(world: World, asked: Asked) -> Plan:
    """Choose what to simulate: the members that can matter, alone and in pairs, and a sample of the rest."""
    every = removals(world.network, asked.order)
    found = screen(world.network, members(world.network), asked.least, asked.least_of_use)
    alone = {(m,) for r in every for m in found.core(r)}
    cores = ({found.core(r) for r in every} | alone) - {()}
    left_out = [r for r in every if found.core(r) != r]
    audited = AUDITED[asked.order] if asked.audited is None else asked.audited
    lot = np.random.default_rng(_AUDIT_SEED).permutation(len(left_out))[:audited]
    return Plan(
        tuple(every), found, tuple(sorted(cores, key=lambda r: (len(r), r))), tuple(left_out[k] for k in sorted(lot))
    )


def address(world: World, places: Sequence[str]) -> str:
    """Hash of all that results depend on: scenario, chain, data, code, libraries, ensemble, the places that count."""
    return digest(
        {
            "scenario": world.scenario.model_dump(mode="json", by_alias=True),
            "chain": world.network.chain.model_dump(mode="json", by_alias=True),
            "data": data_hash(),
            "code": stamp(),
            "values": digest(np.round(world.values, 9).tolist()),
            "months": world.months,
            "places": sorted(places),
        }
    )


def run(
    world: World, tasks: Sequence[Removal], places: Sequence[str], kept: Kept, progress: Progress | None = None
) -> bool:
    """Simulate every task that is not done yet, and keep each as it is finished.

    Parameters
    ----------
    world : prepared once; a removal is a column of zeros in the capacity of its course.
    tasks : what to remove.
    places : places whose first shortage counts; all if empty.
    kept : results so far, and those to come.
    progress : told (done, all) after each.

    Returns
    -------
    True when all were finished, False when interrupted: what is kept stays.
    """
    try:
        against = _yardstick(world, places)
        for k, task in enumerate(tasks):
            if name_of(task) not in kept.done:
                ensemble = simulated(world, closed(world, sites_of(world.network, task)))
                kept.add(name_of(task), finding(ensemble, against))
            if progress:
                progress(k + 1, len(tasks))
    except KeyboardInterrupt:
        return False
    return True


def _yardstick(world: World, places: Sequence[str]) -> Yardstick:
    """Simulate the undisturbed futures."""
    ensemble = simulated(world)
    return Yardstick(
        used=ensemble.used.sum(axis=2, dtype=np.float64),
        below=world.scenario.outcomes.shortage_below,
        focus=np.array([not places or place in places for place, _, _ in ensemble.uses]),
        value=value_of_uses(world.network),
    )
