"""The bundled chains beside the magnet chain, built once for a test session."""

from __future__ import annotations

from functools import cache

from ytterby.domain.estimate import EstimateSet
from ytterby.network.build import Built, build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario

CONTROLLERS = {
    "gallium": "CHN",
    "germanium": "CHN",
    "antimony": "CHN",
    "tungsten": "CHN",
    "cobalt": "COD",
    "dichlorosilane": "JPN",
}
NAMES = tuple(CONTROLLERS)
DRAWS, SEED = 200, 20260107


@cache
def estimates(name: str) -> EstimateSet:
    return chain_estimates(load_chain(name))


@cache
def built(name: str) -> Built:
    """Balance a chain for every draw."""
    return build_network(load_chain(name), estimates(name), draw_estimates(estimates(name), DRAWS, SEED))


@cache
def at_best(name: str) -> Built:
    """Balance the best estimates alone."""
    return build_network(load_chain(name), estimates(name), estimates(name).best[None, :])


def question(name: str, *, stop: bool = False, outage: dict[str, object] | None = None) -> Scenario:
    """Ask for three years of a chain: calm, under a total stop of its controller, or with an outage."""
    measure = {
        "id": "stop",
        "citation": "assumption",
        "from": "2026-01-01",
        "origin": CONTROLLERS[name],
        "permission": "denied",
    }
    return Scenario.model_validate(
        {
            "schema": "ytterby/scenario/1",
            "id": f"{name}-question",
            "title": name,
            "question": "Who runs short?",
            "chain": name,
            "start": "2026-01",
            "months": 36,
            "levers": {"measures": [measure] if stop else []},
            "uncertainties": {"outages": [outage] if outage else []},
        }
    )
