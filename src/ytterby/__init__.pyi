from ytterby.assessment.answers.chokepoints import chokepoint_without as chokepoints
from ytterby.assessment.answers.chokepoints import n_minus_one as n_minus_one
from ytterby.assessment.answers.dependence import dependence_on as dependence
from ytterby.assessment.answers.eu_2023 import study_2023 as eu_supply_risk
from ytterby.assessment.answers.production import hhi as hhi
from ytterby.assessment.answers.reliance import import_reliance as import_reliance
from ytterby.assessment.backtests.board import backtest as backtest
from ytterby.assessment.claims.answer import claim_rows as check_claims
from ytterby.assessment.claims.book import load_statements as load_statements
from ytterby.assessment.leverage.answer import leverage as leverage
from ytterby.baseline import resources as tables
from ytterby.baseline import table as table
from ytterby.baseline.workspace import open_workspace as open_workspace
from ytterby.baseline.workspace import working_in as working_in
from ytterby.comparison import compare as compare
from ytterby.controls.bill import load_bill as load_bill
from ytterby.controls.facts import Query as Query
from ytterby.controls.library import load_library as load_rules
from ytterby.controls.screening import screen as screen
from ytterby.errors import YtterbyError as YtterbyError
from ytterby.evidence.ingest import ingest as read
from ytterby.evidence.reconcile import reconcile as reconcile
from ytterby.evidence.store import Store as Store
from ytterby.network.chain import load_chain as load_chain
from ytterby.outcomes.explanation import explain_number as explain
from ytterby.planning.answer import answer as plan_object
from ytterby.planning.plan import Asked as PlanQuestion
from ytterby.planning.plan import plan_scenario as plan
from ytterby.report import ReportInput as ReportInput
from ytterby.report import write_report as write_report
from ytterby.runs.exports import export as export
from ytterby.runs.exports import ranges as ranges
from ytterby.runs.folder import StoredRun as StoredRun
from ytterby.runs.folder import read_run as load_run
from ytterby.scenario.schema import Scenario as Scenario
from ytterby.study import Run as Run
from ytterby.study import load_scenario as load_scenario
from ytterby.study import run_scenario as run

__version__: str

__all__ = [
    "PlanQuestion",
    "Query",
    "ReportInput",
    "Run",
    "Scenario",
    "Store",
    "StoredRun",
    "YtterbyError",
    "__version__",
    "backtest",
    "check_claims",
    "chokepoints",
    "compare",
    "dependence",
    "eu_supply_risk",
    "explain",
    "export",
    "hhi",
    "import_reliance",
    "leverage",
    "load_bill",
    "load_chain",
    "load_rules",
    "load_run",
    "load_scenario",
    "load_statements",
    "n_minus_one",
    "open_workspace",
    "plan",
    "plan_object",
    "ranges",
    "read",
    "reconcile",
    "run",
    "screen",
    "table",
    "tables",
    "working_in",
    "write_report",
]
