"""The same world written down in another order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from twins.networks import Market, World


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
    needs += [int(n) for n in rng.permutation([n for n, x in enumerate(world.needs) if x.site is None])]
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
            Market(new.of("needs", x.needs), new.of("links", x.links)) for x in (world.markets[m] for m in markets)
        ],
        links=[
            replace(x, offer=int(new.offers[x.offer]), market=int(new.markets[x.market]))
            for x in (world.links[k] for k in links)
        ],
        may_move=lambda m, k: world.may_move(m, links[k]),
        may_use=lambda m, n: world.may_use(m, needs[n]),
        limited_for=lambda m, k: world.limited_for(m, links[k]),
        demand=lambda m, n: world.demand(m, needs[n]),
    )
    return other, new
