"""How much of a by-product its host metal can carry (conventions §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ytterby.baseline import table
from ytterby.domain.words import Standing
from ytterby.network.chain import Chain, Host

_ORDER = tuple(Standing)


@dataclass(frozen=True)
class Coupling:
    """A by-product's capacity against the output of its host, at one place.

    Attributes
    ----------
    process : process of the chain that makes the by-product or its feed.
    metal, place : host product, and where.
    host_output : [t/a] of the host product.
    capacity : [t/a] (low, best, high) of the by-product.
    standing : the weaker of the two figures' standings.
    sources : who says so: host output, capacity.
    """

    process: str
    metal: str
    place: str
    host_output: float
    capacity: tuple[float, float, float]
    standing: Standing
    sources: tuple[str, str]

    @property
    def per_t(self) -> float:
        """By-product capacity [t] per t of host product."""
        return self.capacity[1] / self.host_output

    def ceiling(self, host_share: float = 1.0) -> float:
        """Most of the by-product [t/a] while the host runs at `host_share` of its output."""
        return self.capacity[2] * host_share


def couplings(chain: Chain) -> tuple[Coupling, ...]:
    """Return the host couplings of a chain, one for each place where both figures are known.

    Places without a host figure are left out, not guessed; `Host.note` says which.
    """
    return tuple(c for host in chain.hosts for c in _couplings(chain, host))


def _couplings(chain: Chain, host: Host) -> Iterator[Coupling]:
    rows = [r for r in table(chain.table).iter_rows(named=True) if r["basis"] == host.metal and r["best"]]
    capacity = {r["place"]: r for r in rows if r["kind"] == "capacity"}
    for output in rows:
        if output["kind"] != "host" or output["place"] not in capacity:
            continue
        here = capacity[output["place"]]
        standings = sorted((Standing(output["standing"]), Standing(here["standing"])), key=_ORDER.index)
        yield Coupling(
            host.process, host.metal, output["place"], output["best"],
            (here["low"] or here["best"], here["best"], here["high"] or here["best"]),
            standings[-1], (output["source"], here["source"]),
        )  # fmt: skip
