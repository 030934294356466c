"""Which removals can matter at all: how much of final use can hang on a member, at most.

A relation carries at most `stretch` times its baseline (conventions §6), so in whatever world, all that a member sends
is at most `stretch` times what it sends today, and final use that needs it is at most `stretch` times the final use
that needs it today. Where that is little, taking the member away as well can take little more away. That holds for
total tonnes as long as one site more never lowers what all others deliver: true of the static program, plausible of
the simulation, and therefore audited by simulating a random sample of what was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ytterby.assessment.contingency.removals import Member, Removal, sites_of
from ytterby.assessment.indices.arrays import Floats, Ints
from ytterby.assessment.passage import enabled, relations
from ytterby.domain.words import Stage
from ytterby.network.supply import SupplyNetwork
from ytterby.simulation.ensemble import UseGroup

LEAST = 0.01
"""Share of the world's final use below which a member is not simulated."""
LEAST_OF_USE = 0.05
"""The same for any single use: less cannot bring its fill rate below the usual threshold of .95."""


@dataclass(frozen=True)
class Uses:
    """Final uses of a network, grouped as the simulation records them.

    Attributes
    ----------
    names : (group,) place, end use, class.
    group, market : (final use,) group and market of each.
    demand : (final use,) [t/mo] mean over draws.
    """

    names: tuple[UseGroup, ...]
    group: Ints
    market: Ints
    demand: Floats

    def by_group(self, market: Floats) -> Floats:
        """Average something of each market over the uses of a group: (market, case) -> (group, case)."""
        out = np.zeros((len(self.names), market.shape[1]))
        np.add.at(out, self.group, self.demand[:, None] * market[self.market])
        return np.asarray(out / self.total[:, None])

    @property
    def total(self) -> Floats:
        """Demand of each group (group,) [t/mo]."""
        return np.asarray(np.bincount(self.group, self.demand, len(self.names)), dtype=np.float64)


def final_uses(network: SupplyNetwork) -> Uses:
    """Group the final uses of a network; named outflows are nobody's demand."""
    sinks = [n for n in network.sinks if network.needs[n].stage != Stage.UNREPORTED]
    needs = [network.needs[n] for n in sinks]
    keys = [(n.place, n.end_use, str(n.demand_class)) for n in needs]
    names = tuple(sorted(set(keys)))
    group = np.array([names.index(k) for k in keys], dtype=np.int64)
    return Uses(names, group, network.need_market[sinks], network.intake.mean(axis=0)[sinks])


@dataclass(frozen=True)
class Screen:
    """How much can hang on each member.

    Attributes
    ----------
    world : member -> largest share of the world's final use that it can carry.
    use : member -> the same share for the use that leans on it most.
    small : members too small to be simulated.
    """

    world: dict[Member, float]
    use: dict[Member, float]
    small: frozenset[Member]

    def core(self, removal: Removal) -> Removal:
        """Return what of a removal is simulated."""
        return tuple(m for m in removal if m not in self.small)

    def bound(self, removal: Removal) -> float:
        """Return the share of final use that can hang on what is left out of a removal."""
        return sum(self.world[m] for m in removal if m in self.small)


def screen(
    network: SupplyNetwork, among: Sequence[Member], least: float = LEAST, least_of_use: float = LEAST_OF_USE
) -> Screen:
    """Tell the members that can matter from those that cannot.

    Parameters
    ----------
    network : balanced.
    among : members to look at.
    least, least_of_use : a member below both is small; 0 leaves nobody out.
    """
    uses, stretch = final_uses(network), float(network.switch.max())
    sources = np.array([sites_of(network, (m,)) for m in among]).T
    share = uses.by_group(enabled(relations(network), sources))
    world = np.minimum(stretch * (uses.total @ share) / uses.total.sum(), 1.0)
    most = np.minimum(stretch * share.max(axis=0), 1.0)
    small = (world < least) & (most < least_of_use)
    return Screen(
        dict(zip(among, world.tolist(), strict=True)),
        dict(zip(among, most.tolist(), strict=True)),
        frozenset(m for m, little in zip(among, small, strict=True) if little),
    )
