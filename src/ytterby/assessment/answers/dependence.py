"""Hidden dependence along a chain: four numbers for every place and product, from its balanced network (§17)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ytterby.assessment.answers.form import Answer, Row, packaged, row
from ytterby.assessment.contingency.screen import final_uses
from ytterby.assessment.indices.arrays import Floats
from ytterby.assessment.passage import Relations, kept, relations, touched
from ytterby.assessment.world import drawn, undisturbed
from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.network.supply import SupplyNetwork

CHAIN = "magnet-rare-earths"
_DRAWS, _SEED = 64, 1
_YEAR = 12.0


def dependence_on(
    controller: str | None = None,
    materials: Sequence[str] = (),
    *,
    chain: str = CHAIN,
    switch: float | None = None,
    by_use: bool = False,
) -> Answer:
    """Four numbers for every place and product, most touched first.

    Parameters
    ----------
    controller : the place that may stop; None for the largest maker of any stage.
    materials : of the chain; all if empty.
    chain : bundled chain, or the path of one.
    switch : how far remaining relations stretch (§6); the chain's own if None.
    by_use : a row for each end use instead of one for all uses of a place.

    Returns
    -------
    Answer
        Shares of what a place takes at its final uses, on the mean of the balanced flows.

    Raises
    ------
    NotFound
        The chain, the controller or a material does not exist.
    """
    network = drawn(undisturbed(chain), _DRAWS, _SEED).network
    _refuse_unknown(network, controller, materials)
    asked = controller or largest(network)
    rows: list[Row] = []
    for material in materials or network.chain.materials:
        found = _numbers(network, relations(network, material), asked, switch, by_use)
        found.sort(key=lambda r: (-r["value"], r["place"], r["end_use"]))
        rows += [{**r, "rank": n + 1} for n, r in enumerate(found)]
    notes = (
        f"mean of {_DRAWS} balanced draws; a share counts mass of the material, own supply included",
        "no_alternative: lost when every remaining relation is stretched to its limit and shared in proportion",
    )
    return Answer("dependence", tuple(rows), packaged(network.chain.table), notes)


def largest(network: SupplyNetwork) -> str:
    """Place with the largest share of any one stage."""
    made = network.activity.mean(axis=0)
    stages = {s.stage for s in network.sites}
    whole = {stage: sum(made[k] for k, s in enumerate(network.sites) if s.stage == stage) for stage in stages}
    share: dict[tuple[str, str], float] = {}
    for k, s in enumerate(network.sites):
        key = (s.place, str(s.stage))
        share[key] = share.get(key, 0.0) + float(made[k] / whole[s.stage])
    return max(sorted(share), key=lambda key: share[key])[0]


def _numbers(network: SupplyNetwork, of: Relations, controller: str, switch: float | None, by_use: bool) -> list[Row]:
    uses = final_uses(network)
    by_market = _by_market(network, of, controller, switch)
    held = [
        network.chain.commodities[network.markets[m].commodity].content.get(of.material or "", 0.0) for m in uses.market
    ]
    taken = uses.demand * held
    keys = [(place, end_use if by_use else "all") for place, end_use, _ in uses.names]
    out = []
    for place, end_use in dict.fromkeys(keys):
        weight = np.where([keys[g] == (place, end_use) for g in uses.group], taken, 0.0)
        if place == controller or weight.sum() <= 0:
            continue
        share = {name: float(weight @ value[uses.market] / weight.sum()) for name, value in by_market.items()}
        parts = {**share, "end_use": end_use, "use_t": float(weight.sum() * _YEAR), "controller": controller}
        out.append(row(of.material or "", "first-use", place, network.chain.year, share["touched"], **parts))
    return out


def _by_market(network: SupplyNetwork, of: Relations, controller: str, switch: float | None) -> dict[str, Floats]:
    """Four numbers of what each market takes (market,)."""
    there = np.array([s.place == controller for s in network.sites])[:, None]
    stretch = float(network.switch.mean()) if switch is None else switch
    spare = max(stretch if switch is not None else float(1.0 / network.utilisation.mean()), 1.0)
    found = {
        "direct": of.bought @ there.astype(np.float64),
        "mine_origin": touched(of, there & of.makes_from_nothing[:, None]),
        "touched": touched(of, there),
        "no_alternative": 1.0 - np.minimum(kept(of, there, stretch, spare), 1.0),
    }
    return {name: np.asarray(value)[:, 0] for name, value in found.items()}


def _refuse_unknown(network: SupplyNetwork, controller: str | None, materials: Sequence[str]) -> None:
    places = tuple(sorted({s.place for s in network.sites}))
    known = network.chain.materials
    faults = [
        Fault(f'no "{m}" in the chain {network.chain.id}', "--material", choices=known, fix=did_you_mean(m, known))
        for m in materials
        if m not in known
    ]
    if controller is not None and controller not in places:
        faults.append(Fault(f'"{controller}" makes nothing in this chain', "--controller", choices=places))
    if faults:
        raise NotFound(*faults)
