"""The bundled chain and scenarios, built once for a test session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.domain.estimate import EstimateSet
from ytterby.errors import BadScenario
from ytterby.network.build import build_network
from ytterby.network.chain import Chain, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Levers, Scenario, Uncertainties
from ytterby.simulation.prepare import Prepared, prepare

SEED = 20260106
FIXTURES = Path(__file__).parent.parent / "fixtures" / "scenarios"
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
def chance(count: int) -> Chance:
    return draw_chance(chain(), count, SEED)


@cache
def scenario(name: str) -> Scenario:
    """Read a bundled scenario; those of Japan with their law written out, which needs no regime."""
    own = FIXTURES / f"{name}.yaml"
    return load_model(Scenario, own if own.is_file() else bundled("scenarios", name), BadScenario)


def calm() -> Scenario:
    """Return the first scenario without its measures: nothing happens."""
    return scenario(SCENARIOS[0]).model_copy(update={"levers": Levers(), "uncertainties": Uncertainties()})


@dataclass(frozen=True)
class Ready:
    """A scenario on its network, with what may be added to it."""

    network: SupplyNetwork
    prepared: Prepared


def laid_out(question: Scenario, months: int, count: int) -> Ready:
    """Compile a scenario as `study.run_scenario` does."""
    base = network(count)
    whole = extended(base, new_sites(question, base, chance(count)))
    return Ready(whole, prepare(question, whole, chance(count), months))


def ready(question: Scenario, months: int, count: int) -> Prepared:
    return laid_out(question, months, count).prepared
