"""The arrays of the kernels read back into a world of lists."""

from __future__ import annotations

import numpy as np

from twins.world import Event, Happenings, Licence, Link, Market, Need, Offer, Regime, Rules, Site, Traits, World
from ytterby.simulation.prepare import Prepared


def world_of(prepared: Prepared, d: int) -> World:
    """Return draw `d`; links keep the order of the arrays."""
    t, names = prepared.topology, list(prepared.commodities)
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if t.cost_share[i, j] > 0]
    world = World(
        *_nodes(prepared, d), [], [], names, {(names[i], names[j]): float(t.cost_share[i, j]) for i, j in pairs},
        Traits(*(float(x) for x in prepared.draws.scalars[d])), prepared.law.theta, t.ranks, _rules(prepared),
        _happenings(prepared, d), prepared.behaviour,
    )  # fmt: skip
    _trade(world, prepared, d)
    return world


def _nodes(prepared: Prepared, d: int) -> tuple[list[Site], list[Offer], list[Need]]:
    t, a, course = prepared.topology, prepared.draws, prepared.course
    sites = [
        Site(
            float(a.capacity[d, s]), bool(t.controlled[s]), int(t.site_zone[s]),
            None if a.start[d, s] <= -1e9 else float(a.start[d, s]), float(a.cost[d, s]), float(a.floor[d, s]),
            list(range(t.offer_start[s], t.offer_start[s + 1])), list(range(t.need_start[s], t.need_start[s + 1])),
        )
        for s in range(a.capacity.shape[1])
    ]  # fmt: skip
    offers = [
        Offer(s, float(a.yields[d, o]), prepared.commodities[t.offer_commodity[o]], main=bool(t.drives[o]))
        for s, site in enumerate(sites) for o in site.offers
    ]  # fmt: skip
    owner = {n: s for s, site in enumerate(sites) for n in site.needs}
    needs = [
        Need(
            owner.get(n), float(a.intake[d, n]), float(a.use[d, n]), float(a.cover[d, n]), float(t.value[n]),
            market=int(t.need_market[n]), reserve=float(a.reserve[d, n]), parts=_parts(course.to_come[:, n]),
            substitutable=float(course.substitutable[n]), budget=float(course.budget[n]),
        )
        for n in range(a.intake.shape[1])
    ]  # fmt: skip
    return sites, offers, needs


def _parts(to_come: np.ndarray) -> list[tuple[float, float]]:
    """Parts of a reserve from the share of it that is still to come, by month."""
    before = np.concatenate([to_come, [0.0]])
    came = [(float(month), float(before[month - 1] - before[month])) for month in range(1, len(before))]
    return [part for part in came if part[1] > 0.0]


def _trade(world: World, prepared: Prepared, d: int) -> None:
    t, a = prepared.topology, prepared.draws
    for m in range(len(t.market_start) - 1):
        members = t.market_need[t.market_start[m] : t.market_start[m + 1]].tolist()
        links = list(range(t.link_start[m], t.link_start[m + 1]))
        world.markets.append(Market(members, links, int(t.market_zone[m]), world.commodities[t.market_commodity[m]]))
        for k in links:
            world.links.append(
                Link(
                    int(t.link_offer[k]), m, float(a.flow[d, k]), int(t.lags[t.link_lag[k]]), bool(t.link_label[k]),
                    float(a.fresh[d, k]), float(a.opens[d, k]), int(a.rank[d, k]),
                )
            )  # fmt: skip


def _rules(prepared: Prepared) -> Rules:
    law = prepared.law
    licences = {
        int(k): Licence(
            [None if x <= -1 else float(x) for x in law.approval[:, q]],
            [bool(x) for x in law.binding[:, q]],
            bool(law.running[q]),
        )
        for q, k in enumerate(law.licensed)
    }
    return Rules(
        lambda step, k: (float(law.link[step, k, 0]), float(law.link[step, k, 1])),
        lambda step, n: (float(law.use[step, n, 0]), float(law.use[step, n, 1])),
        lambda step, k: float(law.since[step, k]),
        licences,
        Regime([int(x) for x in law.decided], [float(x) for x in law.tail], law.validity),
    )


def _happenings(prepared: Prepared, d: int) -> Happenings:
    c, hit = prepared.course, prepared.draws.hit[d]
    events = [
        Event(
            bool(hit[e]), c.event_on[:, e].tolist(),
            {s: float(x) for s, x in enumerate(c.event_site[e]) if x},
            {n: float(x) for n, x in enumerate(c.event_need[e]) if x},
        )
        for e in range(len(hit))
    ]  # fmt: skip
    return Happenings(
        lambda month, n: float(c.demand[month, n]),
        lambda month, s: float(c.capacity[month, s]),
        lambda month, k: float(c.passable[month, k]),
        lambda month, k: float(c.pull[month, k]),
        lambda step, m: float(c.warning[step, m]),
        events,
    )
