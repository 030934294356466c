"""The spine: estimates -> network -> scenario -> simulate -> outcomes -> report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.baseline import resource
from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.domain.regime import Branch
from ytterby.errors import BadScenario
from ytterby.network.build import Built, build_network
from ytterby.network.chain import controlled_by, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.extend import extended
from ytterby.network.supply import SupplyNetwork
from ytterby.outcomes.branches import branch_row
from ytterby.outcomes.consequences import consequences
from ytterby.outcomes.findings import Findings, find
from ytterby.outcomes.money import Shortage, money_rows
from ytterby.outcomes.sources import moved_rows, source_rows, warnings_of
from ytterby.runs.address import data_hash, run_hash
from ytterby.scenario.chance import Chance, draw_chance, new_sites
from ytterby.scenario.law import same_law
from ytterby.scenario.law_rows import law_rows, status_of_rules
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, Progress, run_ensemble
from ytterby.simulation.prepare import Prepared, prepare

if TYPE_CHECKING:
    import xarray as xr

DRAWS, SEED = 200, 1


@dataclass(frozen=True)
class Run:
    """A finished run: the JSON object, and what it was made from."""

    result: dict[str, Any]
    built: Built
    ensemble: Ensemble
    findings: Findings

    def dataset(self) -> xr.Dataset:
        """Results over named axes, with units: the same numbers as `result`, for every draw."""
        from ytterby.runs.dataset import to_dataset

        return to_dataset(self.built.network, self.ensemble, self.findings.fill, self.findings.months)


def load_scenario(name: str) -> Scenario:
    """Read a bundled scenario by its name, or a file by its path (``.yaml``).

    Raises
    ------
    NotFound, BadScenario : no such scenario, or the file was refused; all faults at once.
    """
    is_path = name.endswith((".yaml", ".yml")) or "/" in name
    return load_model(Scenario, Path(name) if is_path else bundled("scenarios", name), BadScenario)


def run_scenario(
    scenario: Scenario,
    draws: int = DRAWS,
    months: int | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Run:
    """Answer a scenario: who runs short, when, how sure.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and scrambling of its sequence; the same draws serve every scenario.
    months : length of the run; the scenario's own if None.
    progress : told (done, all) as draws are finished.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    began = time.perf_counter()
    chain, months = controlled_by(load_chain(scenario.chain), scenario.controller), months or scenario.months
    estimates = overridden(chain_estimates(chain), scenario)
    built = build_network(chain, estimates, draw_estimates(estimates, draws, seed))
    chance = draw_chance(chain, draws, seed)
    network = extended(built.network, new_sites(scenario, built.network, chance))
    ways = _ways(scenario, network, chance, months)
    branch, prepared = next(iter(ways.items()))
    ensemble = run_ensemble(network, prepared, months, progress=progress)
    finished = len(ensemble.used)
    findings = find(scenario, network, prepared.draws.cover, ensemble)
    address = run_hash(scenario, chain, finished, months, seed)
    rules = status_of_rules(scenario, findings.months[-1] + "-15")
    result = {
        "run": f"{scenario.id}-{address[:8]}",
        "hash": address,
        "scenario": scenario.id,
        "title": scenario.title,
        "question": scenario.question,
        "chain": chain.id,
        "controller": chain.controller,
        "focus": list(scenario.outcomes.focus),
        "shortage_below": scenario.outcomes.shortage_below,
        "draws": finished,
        "seed": seed,
        "months": list(findings.months),
        **findings.rows,
        "measures": law_rows(scenario, prepared.permissions.deciding, str(branch)),
        "value_added_usd": money_rows(
            chain, Shortage(ensemble.uses, ensemble.used, ensemble.demand, ensemble.destroyed), scenario.outcomes.focus, seed
        ),
        **consequences(network, prepared.permissions, ensemble, findings, scenario.outcomes.shortage_below, seed),
        "levers": [s.model_dump(mode="json") for s in scenario.levers.stocks],
        "rule_branches": _branches(scenario, network, ways, rules["unknown"], findings, months),
        "as_of": {"data": resource(chain.table).vintage, "rules": rules["checked_on"], "data_hash": data_hash()},
        "sources": source_rows(built.network),
        "moved": moved_rows(built.moved),
        "warnings": [*warnings_of(finished, draws), *_stamp(scenario)],
    }
    result["elapsed_s"] = round(time.perf_counter() - began, 3)
    return Run(result, built, ensemble, findings)


def _ways(scenario: Scenario, network: SupplyNetwork, chance: Chance, months: int) -> dict[Branch, Prepared]:
    """Arrays for each branch of unknown law that differs from the others; the suspension kept up comes first."""
    law = scenario.levers.law
    chosen = [Branch.EXTEND, Branch.LAPSE, Branch.REVIVE] if law and law.branch is None else []
    ways = {b: prepare(scenario, network, chance, months, b) for b in chosen or [_only_branch(scenario)]}
    first, *others = ways.items()
    return dict([first, *((b, p) for b, p in others if not same_law(p.permissions, first[1].permissions))])


def _only_branch(scenario: Scenario) -> Branch:
    law = scenario.levers.law
    return law.branch if law and law.branch else Branch.EXTEND


def _branches(
    scenario: Scenario, network: SupplyNetwork, ways: dict[Branch, Prepared], rules: list[str], found: Findings,
    months: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """One row for each branch that differs; none where all lead to the same law."""
    if len(ways) == 1:
        return []
    (first, _), *others = ways.items()
    rows = [branch_row(str(first), rules, scenario, found)]
    for branch, prepared in others:
        ensemble = run_ensemble(network, prepared, months)
        rows.append(branch_row(str(branch), rules, scenario, find(scenario, network, prepared.draws.cover, ensemble)))
    return rows


def _stamp(scenario: Scenario) -> list[str]:
    """Say so where a scenario chose one branch of unknown law."""
    law = scenario.levers.law
    return [f"one branch of unknown law: {law.branch}"] if law and law.branch else []
