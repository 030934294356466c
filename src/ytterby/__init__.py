"""Ytterby: what stops, when, at what cost, and what would fix it.

The names below are the public API: functions and classes of the rooms, under the name a notebook wants. Each is
imported when it is first used, so ``import ytterby`` costs nothing. ``__init__.pyi`` tells type checkers the same.

>>> import ytterby
>>> done = ytterby.run(ytterby.load_scenario("japan-2026"), draws=50)  # doctest: +SKIP
>>> done.result["first_short"][0]  # doctest: +SKIP
"""

from importlib import import_module as _import_module

__version__ = "0.1.0"

_HOMES = {
    "run": "study:run_scenario",
    "Run": "study:Run",
    "Scenario": "scenario.schema:Scenario",
    "load_scenario": "study:load_scenario",
    "load_chain": "network.chain:load_chain",
    "load_run": "runs.folder:read_run",
    "StoredRun": "runs.folder:StoredRun",
    "compare": "comparison:compare",
    "explain": "outcomes.explanation:explain_number",
    "export": "runs.exports:export",
    "ranges": "runs.exports:ranges",
    "write_report": "report:write_report",
    "ReportInput": "report:ReportInput",
    "screen": "controls.screening:screen",
    "load_bill": "controls.bill:load_bill",
    "load_rules": "controls.library:load_library",
    "Query": "controls.facts:Query",
    "read": "evidence.ingest:ingest",
    "Store": "evidence.store:Store",
    "reconcile": "evidence.reconcile:reconcile",
    "hhi": "assessment.answers.production:hhi",
    "import_reliance": "assessment.answers.reliance:import_reliance",
    "eu_supply_risk": "assessment.answers.eu_2023:study_2023",
    "dependence": "assessment.answers.dependence:dependence_on",
    "chokepoints": "assessment.answers.chokepoints:chokepoint_without",
    "n_minus_one": "assessment.answers.chokepoints:n_minus_one",
    "leverage": "assessment.leverage.answer:leverage",
    "check_claims": "assessment.claims.answer:claim_rows",
    "load_statements": "assessment.claims.book:load_statements",
    "backtest": "assessment.backtests.board:backtest",
    "plan": "planning.plan:plan_scenario",
    "PlanQuestion": "planning.plan:Asked",
    "plan_object": "planning.answer:answer",
    "table": "baseline:table",
    "tables": "baseline:resources",
    "open_workspace": "baseline.workspace:open_workspace",
    "working_in": "baseline.workspace:working_in",
    "YtterbyError": "errors:YtterbyError",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - strings all


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = home.partition(":")
    found = globals()[name] = getattr(_import_module(f"{__name__}.{module}"), attribute)
    return found


def __dir__() -> list[str]:
    return __all__
