"""The bundled chain and scenarios, built once for a test session."""

from __future__ import annotations

from functools import cache

from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.domain.estimate import EstimateSet
from ytterby.errors import BadScenario
from ytterby.network.build import build_network
from ytterby.network.chain import Chain, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.law import permission_table
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.prepare import Prepared, prepare

SEED = 20260106
SCENARIOS = ("japan-2026", "japan-2026-slowdown", "japan-2026-civil-denial", "total-stop")


@cache
def chain() -> Chain:
    return load_chain("magnet-rare-earths")


@cache
def estimates() -> EstimateSet:
    return chain_estimates(chain())


@cache
def network(count: int) -> SupplyNetwork:
    return build_network(chain(), estimates(), draw_estimates(estimates(), count, SEED)).network


@cache
def scenario(name: str) -> Scenario:
    return load_model(Scenario, bundled("scenarios", name), BadScenario)


def calm() -> Scenario:
    """Return the first scenario without its measures: nothing happens."""
    return scenario(SCENARIOS[0]).model_copy(update={"levers": type(scenario(SCENARIOS[0]).levers)()})


def ready(question: Scenario, months: int, count: int) -> Prepared:
    """Lay out fresh arrays: runs write the labels of the baseline into them."""
    law = permission_table(question, network(count), months)
    u = question.uncertainties
    return prepare(network(count), law, u.content_threshold, u.reshuffle)
