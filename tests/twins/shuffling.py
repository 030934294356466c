"""The same world written down in another order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twins.world import Event, Happenings, Rules, World


@dataclass(frozen=True)
class Renumbering:
    """New number of each old site, offer, need, market and link."""

    sites: np.ndarray
    offers: np.ndarray
    needs: np.ndarray
    markets: np.ndarray
    links: np.ndarray

    def of(self, kind: str, old: list[int]) -> list[int]:
        return sorted(int(getattr(self, kind)[x]) for x in old)


def shuffled(world: World, rng: np.random.Generator) -> tuple[World, Renumbering]:
    """Write the same world down in another order: sites, uses, markets, and the links into each market."""
    sites = rng.permutation(len(world.sites)).tolist()
    offers = [int(o) for s in sites for o in rng.permutation(world.sites[s].offers)]
    needs = [int(n) for s in sites for n in rng.permutation(world.sites[s].needs)]
    needs += [int(n) for n in rng.permutation(world.sinks())]
    markets = rng.permutation(len(world.markets)).tolist()
    links = rng.permutation(len(world.links)).tolist()
    new = Renumbering(*(np.argsort(old) for old in (sites, offers, needs, markets, links)))
    other = replace(
        world,
        sites=[
            replace(x, offers=new.of("offers", x.offers), needs=new.of("needs", x.needs))
            for x in (world.sites[s] for s in sites)
        ],
        offers=[replace(x, site=int(new.sites[x.site])) for x in (world.offers[o] for o in offers)],
        needs=[
            replace(x, site=None if x.site is None else int(new.sites[x.site]), market=int(new.markets[x.market]))
            for x in (world.needs[n] for n in needs)
        ],
        markets=[
            replace(x, needs=new.of("needs", x.needs), links=new.of("links", x.links))
            for x in (world.markets[m] for m in markets)
        ],
        links=[
            replace(x, offer=int(new.offers[x.offer]), market=int(new.markets[x.market]))
            for x in (world.links[k] for k in links)
        ],
        rules=_rules(world.rules, needs, links, new),
        happenings=_happenings(world.happenings, sites, needs, markets, links, new),
    )
    return other, new


def _rules(old: Rules, needs: list[int], links: list[int], new: Renumbering) -> Rules:
    return Rules(
        lambda step, k: old.may_move(step, links[k]),
        lambda step, n: old.may_use(step, needs[n]),
        lambda step, k: old.limited_for(step, links[k]),
        {int(new.links[k]): licence for k, licence in old.licences.items()},
        old.regime,
    )


def _happenings(
    old: Happenings, sites: list[int], needs: list[int], markets: list[int], links: list[int], new: Renumbering
) -> Happenings:
    events = [
        Event(
            e.happens, e.lasts,
            {int(new.sites[s]): x for s, x in e.takes.items()}, {int(new.needs[n]): x for n, x in e.adds.items()},
        )
        for e in old.events
    ]  # fmt: skip
    return Happenings(
        lambda month, n: old.demand(month, needs[n]),
        lambda month, s: old.capacity(month, sites[s]),
        lambda month, k: old.passable(month, links[k]),
        lambda month, k: old.pull(month, links[k]),
        lambda step, m: old.warning(step, markets[m]),
        events,
    )
