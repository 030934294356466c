"""The bundled magnet chain, run with small changes on the same draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ytterby.network.build import build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import draw_chance, new_sites
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.kernel.arrays import Record
from ytterby.simulation.kernel.month import simulate
from ytterby.simulation.prepare import Prepared, prepare

DRAWS, SEED = 64, 1
Edit = Callable[[Prepared], Prepared]


@dataclass(frozen=True)
class Result:
    """What was recorded of a run: every final use and every link by itself.

    Attributes
    ----------
    used, asked : (draw, final use, month) [t]; sent : (draw, link, month) [t], links in the network's order.
    price : (draw, zone, commodity, month); zone 0 is the controller's.
    """

    network: SupplyNetwork
    prepared: Prepared
    used: np.ndarray
    asked: np.ndarray
    sent: np.ndarray
    price: np.ndarray

    def fill(self, places: str = "", use: str = "", cls: str = "", outside: bool = False) -> np.ndarray:
        """Use over demand (draw, month) of some final uses."""
        hit = [
            i
            for i, n in enumerate(self.network.needs[k] for k in self.network.sinks)
            if n.stage == "first-use"
            and (not places or n.place in places.split())
            and (not use or n.end_use == use)
            and (not cls or n.demand_class == cls)
            and (not outside or n.place != self.network.chain.controller)
        ]
        return self.used[:, hit].sum(axis=1) / self.asked[:, hit].sum(axis=1)

    def flow(self, made: str = "", origin: str = "", to: str = "", new: bool = False, maker: str = "") -> np.ndarray:
        """Shipments [t/mo] (draw, month). `made` starts a commodity's name; `!X` means anywhere but X."""
        n = self.network
        old = len(n.sites) if not new else len(n.sites) - self.fresh_sites
        hit = []
        for k, (o, m) in enumerate(zip(n.link_offer, n.link_market, strict=True)):
            offer = n.offers[o]
            if (
                offer.commodity.startswith(made)
                and _is(offer.place, origin)
                and _is(n.markets[m].place, to)
                and (not new or offer.site >= old)
                and (not maker or n.sites[offer.site].stage == maker)
                and n.markets[m].stage != "unreported"
            ):
                hit.append(k)
        return self.sent[:, hit].sum(axis=1)

    @cached_property
    def fresh_sites(self) -> int:
        """Number of sites that were not there before the run."""
        return int((self.network.start[0] > -np.inf).sum())

    def prices(self, commodity: str, inside: bool = False) -> np.ndarray:
        """Price over the baseline's (draw, month)."""
        return self.price[:, 0 if inside else 1, self.prepared.commodities.index(commodity)]


def _is(place: str, pattern: str) -> bool:
    if pattern.startswith("!"):
        return place not in pattern[1:].split()
    return not pattern or place in pattern.split()


class World:
    """The chain, balanced once; every run of it shares its draws and its luck."""

    def __init__(self, draws: int = DRAWS) -> None:
        self.chain = load_chain("magnet-rare-earths")
        estimates = chain_estimates(self.chain)
        self.network = build_network(self.chain, estimates, draw_estimates(estimates, draws, SEED)).network
        self.chance = draw_chance(self.chain, draws, SEED)

    def prepared(
        self, levers: dict[str, Any], unknown: dict[str, Any], months: int, start: str
    ) -> tuple[SupplyNetwork, Prepared]:
        """Compile a scenario on the chain."""
        scenario = Scenario.model_validate(
            {
                "schema": "ytterby/scenario/1", "id": "figure", "title": "figure", "question": "one mechanism",
                "start": start, "months": months, "levers": levers, "uncertainties": unknown,
            }
        )  # fmt: skip
        network = extended(self.network, new_sites(scenario, self.network, self.chance))
        return network, prepare(scenario, network, self.chance, months)

    def run(
        self,
        levers: dict[str, Any] | None = None,
        unknown: dict[str, Any] | None = None,
        months: int = 48,
        start: str = "2026-01",
        edit: Edit | None = None,
    ) -> Result:
        """Run a scenario; `edit` may change the compiled arrays."""
        network, prepared = self.prepared(levers or {}, unknown or {}, months, start)
        prepared = edit(prepared) if edit else prepared
        draws, links, sinks = network.n_draws, network.link_offer.size, network.sinks.size
        names = len(prepared.commodities)
        record = Record(
            np.arange(sinks), np.arange(links),
            np.zeros((draws, sinks, months), np.float32), np.zeros((draws, sinks, months), np.float32),
            np.zeros((draws, sinks), np.float32), np.zeros((draws, links, months), np.float32),
            np.zeros((draws, 2, names, months), np.float32),
        )  # fmt: skip
        simulate(prepared.topology, prepared.draws, prepared.law, prepared.course, prepared.behaviour, record, months)
        sent = np.empty_like(record.sent)
        sent[:, prepared.order] = record.sent
        return Result(network, prepared, record.used, record.demand, sent, record.price)


def measure(**given: Any) -> dict[str, Any]:
    """One measure: nothing leaves the controller from July 2026, unless told otherwise."""
    form = {"id": "figure", "citation": "assumption", "origin": "CHN", "from": "2026-07-01", "permission": "denied"}
    return form | {k.rstrip("_"): v for k, v in given.items()}


def course(**given: np.ndarray) -> Edit:
    """Change arrays of the course of events."""
    return lambda p: replace(p, course=p.course._replace(**given))


def behaviour(**given: float) -> Edit:
    """Change constants of behaviour."""
    return lambda p: replace(p, behaviour=p.behaviour._replace(**given))


def scalar(column: int, value: float) -> Edit:
    """Give every draw the same value in one column of the drawn scalars."""

    def edit(p: Prepared) -> Prepared:
        scalars = p.draws.scalars.copy()
        scalars[:, column] = value
        return replace(p, draws=p.draws._replace(scalars=scalars))

    return edit
