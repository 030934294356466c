"""The spine: estimates -> network -> scenario -> simulate -> outcomes -> report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ytterby.baseline import resource
from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.errors import BadScenario
from ytterby.network.build import Built, build_network
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.outcomes.findings import Findings, find
from ytterby.outcomes.sources import moved_rows, source_rows, warnings_of
from ytterby.runs.address import data_hash, run_hash
from ytterby.scenario.law import permission_table
from ytterby.scenario.overrides import overridden
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, run_ensemble
from ytterby.simulation.prepare import prepare

DRAWS, SEED = 200, 1


@dataclass(frozen=True)
class Run:
    """A finished run: the JSON object, and what it was made from."""

    result: dict[str, Any]
    built: Built
    ensemble: Ensemble
    findings: Findings


def load_scenario(name: str) -> Scenario:
    """Read a bundled scenario by its name, or a file by its path (``.yaml``).

    Raises
    ------
    NotFound, BadScenario : no such scenario, or the file was refused; all faults at once.
    """
    is_path = name.endswith((".yaml", ".yml")) or "/" in name
    return load_model(Scenario, Path(name) if is_path else bundled("scenarios", name), BadScenario)


def run_scenario(scenario: Scenario, draws: int = DRAWS, months: int | None = None, seed: int = SEED) -> Run:
    """Answer a scenario: who runs short, when, how sure.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and scrambling of its sequence; the same draws serve every scenario.
    months : length of the run; the scenario's own if None.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    """
    began = time.perf_counter()
    chain, months = load_chain(scenario.chain), months or scenario.months
    estimates = overridden(chain_estimates(chain), scenario)
    built = build_network(chain, estimates, draw_estimates(estimates, draws, seed))
    permissions = permission_table(scenario, built.network, months)
    uncertain = scenario.uncertainties
    prepared = prepare(built.network, permissions, uncertain.content_threshold, uncertain.reshuffle)
    ensemble = run_ensemble(built.network, prepared, months)
    findings = find(scenario, built.network, permissions, ensemble)
    address = run_hash(scenario, chain, draws, months, seed)
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
        "draws": draws,
        "seed": seed,
        "months": list(findings.months),
        **findings.rows,
        "measures": [m.model_dump(mode="json", by_alias=True) for m in scenario.levers.measures],
        "value_added_usd": [],
        "programmes": [],
        "levers": [s.model_dump(mode="json") for s in scenario.levers.stocks],
        "rule_branches": [],
        "as_of": {"data": resource(chain.table).vintage, "rules": None, "data_hash": data_hash()},
        "sources": source_rows(built.network),
        "moved": moved_rows(built.moved),
        "warnings": warnings_of(draws),
    }
    result["elapsed_s"] = round(time.perf_counter() - began, 3)
    return Run(result, built, ensemble, findings)
