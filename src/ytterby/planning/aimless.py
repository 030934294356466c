"""Levers that aim at what the network does not have: refused, for they would cost and do nothing."""

from __future__ import annotations

from ytterby.errors import BadData, Fault
from ytterby.network.supply import SupplyNetwork
from ytterby.planning.levers import Lever, LeverBook, Recycle, Stock, Substitute
from ytterby.planning.stores import needs_of


def refuse_aimless(book: LeverBook, network: SupplyNetwork) -> None:
    """Refuse levers on places where nothing is bought, used or recycled.

    Raises
    ------
    BadData : all such levers at once, each with the places where there is something.
    """
    found = [(lever, _aim(lever, network)) for lever in book.levers]
    faults = [
        Fault(f'lever "{lever.id}": {aim[0]}', f'levers "{book.id}"', "conventions §19", aim[1])
        for lever, aim in found
        if aim
    ]
    if faults:
        raise BadData(*faults)


def _aim(lever: Lever, network: SupplyNetwork) -> tuple[str, tuple[str, ...]] | None:
    """What a lever misses and where it could aim; None if it aims at something."""
    effect = lever.effect
    if isinstance(effect, Stock) and not needs_of(network, effect):
        places = {n.place for n in network.needs if n.stage == effect.stage}
        return f"nothing in {effect.place} buys at {effect.stage} for what it names", tuple(sorted(places))
    if isinstance(effect, Recycle):
        places = {s.place for s in network.sites if str(s.stage) == "recycling"}
        return None if effect.place in places else (f"nothing is recycled in {effect.place}", tuple(sorted(places)))
    if isinstance(effect, Substitute):
        places = {n.place for n in network.needs if n.end_use == effect.end_use}
        missing = sorted(set(effect.places) - places)
        return (f"no {effect.end_use} in {', '.join(missing)}", tuple(sorted(places))) if missing else None
    return None
