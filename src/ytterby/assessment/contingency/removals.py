"""What can be taken away: every stage of every place, alone and in pairs."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from ytterby.assessment.indices.arrays import Bools
from ytterby.errors import Fault, UsageError
from ytterby.network.supply import SupplyNetwork

ORDERS = (1, 2)


class Member(NamedTuple):
    """All sites of one stage in one place.

    Examples
    --------
    >>> str(Member("magnet", "JPN"))
    'magnet/JPN'
    """

    stage: str
    place: str

    def __str__(self) -> str:
        return f"{self.stage}/{self.place}"


Removal = tuple[Member, ...]
"""What is taken away together, in the order of the alphabet; empty for nothing."""


def members(network: SupplyNetwork) -> tuple[Member, ...]:
    """Return every (stage, place) at which the chain makes something."""
    return tuple(sorted({Member(str(s.stage), s.place) for s in network.sites}))


def removals(network: SupplyNetwork, order: int) -> list[Removal]:
    """Return all sets of `order` members: n for 1, n(n-1)/2 for 2.

    Raises
    ------
    UsageError : an order that is neither 1 nor 2.
    """
    if order not in ORDERS:
        choices = tuple(str(o) for o in ORDERS)
        raise UsageError(Fault(f"{order} places cannot be taken away at once", "--order", choices=choices))
    return list(combinations(members(network), order))


def name_of(removal: Removal) -> str:
    """Return the key of a removal.

    Examples
    --------
    >>> name_of((Member("mine", "AUS"), Member("metal", "JPN")))
    'mine/AUS+metal/JPN'
    >>> name_of(())
    'nothing'
    """
    return "+".join(str(m) for m in removal) or "nothing"


def sites_of(network: SupplyNetwork, removal: Removal) -> Bools:
    """Return which sites a removal closes (site,)."""
    return np.array([Member(str(s.stage), s.place) in removal for s in network.sites])
