"""Chokepoints and N-1 of the packaged magnet chain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ytterby.assessment import chokepoints
from ytterby.assessment.answers import chain as chains
from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.indices.n_minus_one import n_minus_one as without_largest

CHAIN = "chain_magnet_rare_earths"


def chokepoint_without(controller: str | None = None, materials: Sequence[str] = chains.MATERIALS) -> Answer:
    """The chain with one place closed: what it delivers, and which stage's next tonnes would raise that.

    Parameters
    ----------
    controller : the place that is closed; the largest supplier if None.
    materials : of the magnet chain.

    Returns
    -------
    Answer
        `value` is what a stage yields without the place [t/a of oxide equivalent] (conventions §17).
    """
    rows: list[Row] = []
    for material in materials or chains.MATERIALS:
        chain = chains.read(material)
        asked = controller or chains.largest(chain)
        at = chains.position(chain.places, asked)
        world = chain.output.sum(axis=1)
        passed_on = np.minimum(1.0, np.append(1.0, world[1:] / world[:-1]))
        # Scrap enters after the mine: it widens the mine stage where it is collected.
        capacity = chain.output.copy()
        capacity[0] += chain.scrap
        whole = chokepoints.chain(capacity, chains.STAGES, chain.places, passed_on=passed_on)
        found = chokepoints.chokepoint(chokepoints.without(whole, [asked]))
        needed = float(chain.use.sum() - chain.use[at])
        for s, stage in enumerate(chains.STAGES):
            rows.append(
                row(
                    material,
                    stage,
                    asked,
                    chains.YEAR,
                    float(capacity[s].sum() - capacity[s, at]),
                    deliverable=found.deliverable,
                    needed=needed,
                    cover=found.deliverable / needed,
                    price=float(np.max(found.price[s])),
                    next_gain=float(found.next_gain[s]),
                    tight=any(stage_at == s for stage_at, _ in found.cut),
                )
            )
    notes = (
        "capacity is the output of the year: unused capacity is not on record, so this is a floor",
        "any place may sell to any other: licences, qualification and grades narrow it further",
    )
    return Answer("chokepoints", tuple(rows), packaged(CHAIN), notes)


def n_minus_one(materials: Sequence[str] = chains.MATERIALS) -> Answer:
    """Cover of demand without the largest supplier, at each stage.

    Parameters
    ----------
    materials : of the magnet chain.

    Returns
    -------
    Answer
        `value` is the net cover [share] (conventions §16).
    """
    rows: list[Row] = []
    for material in materials or chains.MATERIALS:
        chain = chains.read(material)
        demand = np.vstack([chain.output[1:], chain.use[None, :]])
        left = without_largest(chain.output, demand)
        for s, stage in enumerate(chains.STAGES):
            who = int(left.supplier[s])
            rows.append(
                row(
                    material,
                    stage,
                    "WLD",
                    chains.YEAR,
                    float(left.net[s]),
                    gross=float(left.gross[s]),
                    net=float(left.net[s]),
                    without=chain.places[who],
                    supply_t=float(chain.output[s].sum()),
                    demand_t=float(demand[s].sum()),
                )
            )
    note = "demand of a stage is the output of the next one, without losses; of magnets it is first use"
    return Answer("n-1", tuple(rows), packaged(CHAIN), (note,))
