"""From a network with names to arrays without: what one chunk of draws needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ytterby.domain.words import Stage
from ytterby.jit import Floats, Ints
from ytterby.network.chain import Chain
from ytterby.network.supply import SINK, SupplyNetwork
from ytterby.scenario.law import PermissionTable
from ytterby.simulation.kernel.arrays import STEPS, Behaviour, Draws, Law, Topology

STABLE = Behaviour(
    tau_inventory=3.0, tau_finished=3.0, tau_orders=3.0, tau_slow=12.0, psi=0.8, alpha_max=1.25, tau_alpha=6.0,
    reshuffle=0.5,
)  # fmt: skip
"""The stable set, measured (conventions §5)."""


@dataclass(frozen=True)
class Prepared:
    """Arrays of one scenario on one network, links sorted by need.

    Attributes
    ----------
    topology, law, behaviour : shared by all draws.
    draws : one row for each draw.
    order : (link,) position of each sorted link in the network.
    """

    topology: Topology
    draws: Draws
    law: Law
    behaviour: Behaviour
    order: Ints


def prepare(network: SupplyNetwork, permissions: PermissionTable, theta: float, reshuffle: float) -> Prepared:
    """Sort links by need and lay out the arrays of the kernels.

    Parameters
    ----------
    network : balanced chain.
    permissions : what may move and be used.
    theta, reshuffle : content threshold and steering of lots (conventions §7).
    """
    order = np.argsort(network.link_market, kind="stable")
    steps = np.maximum(np.rint(network.link_lag[order] * STEPS), 1).astype(np.int64)
    lags, lag_of = np.unique(steps, return_inverse=True)
    topology = Topology(
        offer_start=_starts([o.site for o in network.offers], len(network.sites)),
        need_start=_starts([n.site for n in network.needs if n.site != SINK], len(network.sites)),
        market_start=_starts(sorted(network.need_market), len(network.markets)),
        market_need=np.argsort(network.need_market, kind="stable"),
        link_start=_starts(sorted(network.link_market), len(network.markets)),
        link_offer=network.link_offer[order].astype(np.int64),
        link_lag=lag_of.astype(np.int64),
        lags=lags,
        link_label=np.array(
            [network.offers[o].place == network.chain.controller for o in network.link_offer[order]]
        ).astype(np.int64),
        controlled=np.array([s.place == network.chain.controller for s in network.sites]),
        value=_value_shares(network),
    )
    flow = np.ascontiguousarray(network.flow[:, order])
    draws = Draws(
        flow=flow,
        capacity=network.activity / network.utilisation[:, None],
        yields=np.ascontiguousarray(network.yields),
        intake=np.ascontiguousarray(network.intake),
        use=_use(network),
        cover=network.cover + permissions.extra_cover,
        pipeline=_pipeline(flow, topology)[:, network.need_market],
        scalars=np.stack([network.finished_cover, network.switch, network.qualification], axis=1),
    )
    law = Law(
        np.ascontiguousarray(permissions.link[:, order]), permissions.use,
        np.ascontiguousarray(permissions.since[:, order]), permissions.demand, theta,
    )  # fmt: skip
    return Prepared(topology, draws, law, STABLE._replace(reshuffle=reshuffle), order)


def _use(network: SupplyNetwork) -> Floats:
    """What each need takes before anything happens (draw, need) [t/mo]."""
    site = np.array([n.site for n in network.needs])
    activity = np.where(site == SINK, 1.0, network.activity[:, np.maximum(site, 0)])
    return np.asarray(network.intake * activity)


def _pipeline(flow: Floats, topology: Topology) -> Floats:
    """Mean time [mo] under way (draw, market), seen after arrivals and before the step's own shipment."""
    late = flow * ((topology.lags[topology.link_lag] - 1) / STEPS)
    first = topology.link_start[:-1]
    return np.asarray(np.add.reduceat(late, first, axis=1) / np.add.reduceat(flow, first, axis=1))


def _starts(sites: list[int], count: int) -> Ints:
    if sites != sorted(sites):
        raise AssertionError("sites must stand together")
    return np.searchsorted(np.array(sites), np.arange(count + 1)).astype(np.int64)


def _value_shares(network: SupplyNetwork) -> Floats:
    """Share of each input in the value of what its site makes; zero for final uses, which make nothing."""
    return np.array(
        [0.0 if n.site == SINK else value_share(network.chain, n.stage, n.commodity) for n in network.needs]
    )


def value_share(chain: Chain, stage: Stage, commodity: str) -> float:
    """Value share of an input: named for the commodity or for its kind; an unnamed one is most of the value."""
    shares = chain.value_share.get(str(stage), {})
    if isinstance(shares, str):
        return 1.0
    return shares.get(commodity, shares.get(commodity.split("/", maxsplit=1)[0], 1.0))
