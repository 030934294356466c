"""Networks small enough to be done by hand."""

from __future__ import annotations

import numpy as np

from ytterby.domain.words import DemandClass, Stage
from ytterby.network.supply import SINK, Market, Need, Offer, Site, SupplyNetwork

CIVIL = DemandClass.CIVIL


class Builder:
    """Put sites, uses and flows together by name."""

    def __init__(self, stretch=1.5, utilisation=1 / 1.5):
        self.sites, self.needs, self.links = [], [], []
        self.stretch, self.utilisation = stretch, utilisation

    def site(self, stage, place, **inputs):
        """Add a site; its inputs are stage=t taken."""
        self.sites.append((Stage(stage), place))
        here = len(self.sites) - 1
        self.needs += [(here, source, place, Stage(stage), "", amount) for source, amount in inputs.items()]

    def use(self, place, source, amount, end_use="use"):
        self.needs.append((SINK, source, place, Stage.USE, end_use, amount))

    def flow(self, source, origin, stage, buyer, amount):
        self.links.append((Stage(source), origin, Stage(stage), buyer, amount))

    def network(self):
        sites = tuple(Site((str(stage),), stage, place) for stage, place in self.sites)
        offers = tuple(Offer(k, str(stage), place) for k, (stage, place) in enumerate(self.sites))
        needs = tuple(Need(s, c, p, st, e, CIVIL) for s, c, p, st, e, _ in self.needs)
        keys = [Market(n.place, n.commodity, n.stage, CIVIL) for n in needs]
        markets = tuple(dict.fromkeys(keys))
        at = {m: k for k, m in enumerate(markets)}
        made = np.array([sum(x for s, o, _, _, x in self.links if (s, o) == site) for site in self.sites])
        one = np.ones(1)
        links = len(self.links)
        zeros, never = np.zeros((1, len(sites))), np.full((1, links), np.inf)
        return SupplyNetwork(
            chain=None, estimates=None, sites=sites, offers=offers, needs=needs, markets=markets,
            need_market=np.array([at[k] for k in keys]),
            link_offer=np.array([self.sites.index((s, o)) for s, o, _, _, _ in self.links]),
            link_market=np.array([at[Market(b, str(s), st, CIVIL)] for s, _, st, b, _ in self.links]),
            link_lag=np.ones(links), activity=made[None, :], yields=np.ones((1, len(sites))),
            intake=np.array([[amount if s == SINK else amount / made[s] for s, _, _, _, _, amount in self.needs]]),
            flow=np.array([[x for *_, x in self.links]]), cover=np.ones((1, len(needs))), finished_cover=one,
            utilisation=one * self.utilisation, switch=one * self.stretch, qualification=one, added=zeros,
            start=np.full_like(zeros, -np.inf), cost=zeros, floor=zeros, fresh=np.zeros((1, links)), opens=never,
            cover_origin=np.zeros(len(needs), int), link_origin=np.zeros(links, int), draws=np.zeros((1, 1)),
        )  # fmt: skip


def by_shares(oxide, mines, places, stretch=1.5):
    """One buyer, oxide from each place, ore of each oxide from each place."""
    b = Builder(stretch, 1 / stretch)
    for p in places:
        b.site("mine", p)
    for p, share in zip(places, oxide, strict=True):
        b.site("separation", p, mine=share)
    b.use("USR", "separation", 1.0)
    for p, share in zip(places, oxide, strict=True):
        b.flow("separation", p, "first-use", "USR", share)
        for q, part in zip(places, mines[places.index(p)], strict=True):
            b.flow("mine", q, "separation", p, share * part)
    return b.network()
