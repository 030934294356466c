"""Grows a random balanced network from its uses upstream, with places for projects."""

from __future__ import annotations

import numpy as np

from twins.world import FREE, Link, Market, Need, Offer, Site

PLACES = ("AAA", "BBB", "CCC", "DDD")
CONTROLLER = "AAA"
HEAVY = 0.1  # share of the heavy material in the magnets of the random networks
COMMODITIES = [f"{kind}/{x}" for kind in ("feed", "scrap", "oxide", "metal") for x in "lh"] + ["magnet"]
COST_SHARE = {
    ("oxide/l", "feed/l"): 0.4, ("oxide/h", "feed/h"): 0.4, ("oxide/l", "scrap/l"): 0.1, ("metal/l", "oxide/l"): 0.7,
    ("metal/h", "oxide/h"): 0.8, ("magnet", "metal/l"): 0.3, ("magnet", "metal/h"): 0.2,
}  # fmt: skip


class Grower:
    """Adds stages from the uses upstream; sizes follow, so every site takes in more than it puts out."""

    def __init__(self, rng: np.random.Generator, width: int) -> None:
        self.rng, self.width = rng, width
        self.sites: list[Site] = []
        self.offers: list[Offer] = []
        self.needs: list[Need] = []
        self.flows: list[tuple[int, int, float]] = []
        self.markets: list[Market] = []
        self.links: list[Link] = []
        self.projects: list[int] = []

    def grow(self) -> None:
        """Make all sites first (needs of sites must come before final uses), then the flows."""
        rng, width = self.rng, self.width
        magnets = [self._site(["magnet", "scrap/l", "scrap/h"], ["metal/l", "metal/h"]) for _ in range(width)]
        recyclers = {x: [self._site([f"oxide/{x}"], [f"scrap/{x}"])] for x in "lh"}
        metals = {x: [self._site([f"metal/{x}"], [f"oxide/{x}"]) for _ in range(width)] for x in "lh"}
        separations = {x: [self._site([f"oxide/{x}"], [f"feed/{x}"]) for _ in range(width)] for x in "lh"}
        mines = [self._site(["feed/l", "feed/h"], []) for _ in range(width)]
        self.projects = [self._site(["oxide/h"], ["feed/h"]), self._site(["oxide/l"], [])]
        uses = [self._need(None, "magnet", k) for k in range(2 * width)]
        made = self._flows("magnet", magnets, {n: float(rng.lognormal(3, 1)) for n in uses})
        for x, share in (("l", 1 - HEAVY), ("h", HEAVY)):
            scrap = {s: made[s] * share * float(rng.uniform(0.05, 0.3)) for s in magnets}
            taken = {s: (made[s] * share + scrap[s]) / float(rng.uniform(0.9, 0.99)) for s in magnets}
            metal = self._flows(f"metal/{x}", metals[x], self._wants(magnets, f"metal/{x}", taken))
            oxide = {s: q / float(rng.uniform(0.8, 0.97)) for s, q in metal.items()}
            recycled = 0.95 * sum(scrap.values())
            self._push(f"scrap/{x}", scrap, recyclers[x][0])
            part = recycled / sum(oxide.values())
            self._flows(f"oxide/{x}", recyclers[x], self._wants(metals[x], f"oxide/{x}", oxide, part))
            oxides = self._flows(f"oxide/{x}", separations[x], self._wants(metals[x], f"oxide/{x}", oxide, 1 - part))
            feed = {s: q / float(rng.uniform(0.85, 0.97)) for s, q in oxides.items()}
            self._flows(f"feed/{x}", mines, self._wants(separations[x], f"feed/{x}", feed))
        self._close()

    def _site(self, makes: list[str], takes: list[str]) -> int:
        s, place = len(self.sites), str(self.rng.choice(PLACES))
        outside = place != CONTROLLER and self.rng.random() < 0.1  # runs on the controller's technology
        self.sites.append(Site(0.0, place == CONTROLLER or outside, int(place != CONTROLLER)))
        for c in makes:
            self.sites[s].offers.append(len(self.offers))
            self.offers.append(Offer(s, 0.0, c, place, main=not c.startswith("scrap")))
        for c in takes:
            self.sites[s].needs.append(self._need(s, c, 0, place))
        return s

    def _need(self, site: int | None, commodity: str, k: int, place: str = "") -> int:
        rng = self.rng
        value = float(rng.choice([rng.uniform(0.2, 0.7), 0.0011, 0.0004])) if site is not None else 0.0
        cover, where = float(rng.uniform(0.3, 3.0)), place or str(rng.choice(PLACES))
        self.needs.append(Need(site, 0.0, 0.0, cover, value, commodity, where, k % 2 == 1))
        return len(self.needs) - 1

    def _wants(self, sites: list[int], commodity: str, amount: dict[int, float], part: float = 1.0) -> dict[int, float]:
        return {n: amount[s] * part for s in sites for n in self.sites[s].needs if self.needs[n].commodity == commodity}

    def _offer(self, site: int, commodity: str) -> int:
        return next(o for o in self.sites[site].offers if self.offers[o].commodity == commodity)

    def _flows(self, commodity: str, suppliers: list[int], wants: dict[int, float]) -> dict[int, float]:
        """Share each want among some of the suppliers; return what each supplier makes in sum."""
        rng = self.rng
        made = dict.fromkeys(suppliers, 0.0)
        for k, (n, amount) in enumerate(wants.items()):
            keep = rng.random(len(suppliers)) < 0.7
            keep[k % len(suppliers)] = True
            if k == len(wants) - 1:
                keep |= np.array([made[s] == 0.0 for s in suppliers])
            weight = rng.lognormal(0, 1, len(suppliers)) * keep
            for s, w in zip(suppliers, weight / weight.sum(), strict=True):
                if w > 0:
                    self.flows.append((self._offer(s, commodity), n, amount * float(w)))
                    made[s] += amount * float(w)
        return made

    def _push(self, commodity: str, amounts: dict[int, float], site: int) -> None:
        (n,) = self.sites[site].needs
        for s, q in amounts.items():
            self.flows.append((self._offer(s, commodity), n, q))

    def _close(self) -> None:
        """Turn sums of flows into activity, yields and intakes; needs of a kind at a place become one market."""
        out, into = np.zeros(len(self.offers)), np.zeros(len(self.needs))
        for o, n, q in self.flows:
            out[o] += q
            into[n] += q
        for s, site in enumerate(self.sites):
            if s in self.projects:
                continue
            activity = float(out[[o for o in site.offers if self.offers[o].main]].sum())
            site.capacity = activity / float(self.rng.uniform(0.75, 0.95))
            for o in site.offers:
                self.offers[o].per_activity = float(out[o]) / activity
            for n in site.needs:
                self.needs[n].per_activity = float(into[n]) / activity
        for n, need in enumerate(self.needs):
            need.usual = float(into[n])
            if need.site is None:
                need.per_activity = need.usual
        self._trade()
        self._plan_projects(out)

    def _trade(self) -> None:
        kinds = [(n.commodity, n.place, n.site is None, n.defence, n.site in self.projects) for n in self.needs]
        at = {kind: m for m, kind in enumerate(dict.fromkeys(kinds))}
        self.markets = [Market(zone=int(place != CONTROLLER), commodity=c) for c, place, *_ in at]
        for n, kind in enumerate(kinds):
            self.needs[n].market = at[kind]
            self.markets[at[kind]].needs.append(n)
        total: dict[tuple[int, int], float] = {}
        for o, n, q in self.flows:
            total[o, self.needs[n].market] = total.get((o, self.needs[n].market), 0.0) + q
        for (o, m), q in total.items():
            self._link(o, m, q)

    def _link(self, offer: int, market: int, flow: float, fresh: float = 0.0) -> None:
        self.markets[market].links.append(len(self.links))
        conditioned = self.offers[offer].place == CONTROLLER
        self.links.append(Link(offer, market, flow, int(self.rng.integers(1, 7)), conditioned, fresh))

    def _plan_projects(self, out: np.ndarray) -> None:
        """Give projects a size, and links that nothing flows on yet; they never start unless somebody sets it."""
        for s in self.projects:
            site = self.sites[s]
            (o,) = site.offers
            same = [m for m in range(len(self.markets)) if self.markets[m].commodity == self.offers[o].commodity]
            size = {m: sum(self.links[k].flow for k in self.markets[m].links) for m in same}
            site.capacity, site.start = 0.4 * sum(size.values()), FREE
            self.offers[o].per_activity = 0.9
            for m, q in size.items():
                self._link(o, m, 0.0, site.capacity * q / sum(size.values()))
            for n in site.needs:
                self.needs[n].per_activity = 1.2
                makers = [i for i, x in enumerate(self.offers) if x.commodity == self.needs[n].commodity and out[i] > 0]
                for i in makers:
                    share = out[i] / sum(out[j] for j in makers)
                    self._link(i, self.needs[n].market, 0.0, 1.2 * site.capacity * share)
