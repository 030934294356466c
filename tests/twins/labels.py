"""Labels, the slow way: bisection on the rule itself (conventions §7)."""

from __future__ import annotations

from twins.world import World


def free_fraction(values: list[float], free: list[float], theta: float) -> float:
    """Share of an output that stays unconditioned when a share `free[c]` of each input is (§7), by bisection.

    q_free = max q <= y such that sum_c v_c max(0, 1 - F_c/(a_c q)) < theta, with F_c = free_c a_c y and y = 1.
    """

    def conditioned_content(q: float) -> float:
        return sum(v * max(0.0, 1.0 - f / q) for v, f in zip(values, free, strict=True))

    if conditioned_content(1.0) < theta:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle == 0.0:
            break
        if conditioned_content(middle) < theta:
            low = middle
        else:
            high = middle
    return low


def share_free(lot: list[float]) -> float:
    total = lot[0] + lot[1]
    return lot[0] / total if total > 0 else 1.0


def output_free_share(world: World, s: int, free: list[float]) -> float:
    site = world.sites[s]
    if site.controlled:
        return 0.0
    return free_fraction([world.needs[n].value for n in site.needs], free, world.theta)


def bought_free_share(world: World, market: int, share: list[float]) -> float:
    """Share of unconditioned lots in what a market takes in the baseline; nothing bought is not conditioned."""
    links = world.links_into(market)
    total = sum(x.flow for x in links)
    return sum(x.flow * share[x.offer] for x in links) / total if total > 0 else 1.0


def baseline_labels(world: World) -> list[float]:
    """Follow labels downstream until they stand still (§7)."""
    share = [1.0] * len(world.offers)
    for _ in range(2000):
        bought = [bought_free_share(world, m, share) for m in range(len(world.markets))]
        inside = [bought[need.market] for need in world.needs]
        new = list(share)
        for s, site in enumerate(world.sites):
            here = output_free_share(world, s, [inside[n] for n in site.needs])
            for o in site.offers:
                new[o] = here
        if max(abs(a - b) for a, b in zip(new, share, strict=True)) < 1e-15:
            break
        share = new
    return share
