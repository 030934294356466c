"""The option `--redact`: what a run's object becomes before it is shown, and the page made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.cli.failures import mask_with
from ytterby.cli.output import headline_of, marked

if TYPE_CHECKING:
    from ytterby.report.redaction import Redactor
    from ytterby.scenario.schema import Scenario

Shown = Callable[[dict[str, Any]], dict[str, Any]]


def redactor() -> Redactor:
    """Return a redactor that remembers its pseudonyms in the workspace in use; all that is printed is masked by it."""
    from ytterby.baseline.workspace import current_workspace
    from ytterby.report.redaction import Redactor, own_names

    workspace = current_workspace()
    found = Redactor(workspace.folder if workspace else None)
    own_names(found)
    mask_with(found.text)
    return found


def shown_as(scenario: Scenario | None, redact: bool) -> Shown:
    """Return what turns a run's object into the one that is shown: marked, and redacted if asked.

    Parameters
    ----------
    scenario : whose own stocks and suppliers are masked beside those of the workspace.
    redact : as asked.
    """
    if not redact:
        return marked
    from ytterby.report.redaction import scenario_names

    found = redactor()
    if scenario is not None:
        scenario_names(found, scenario)
    return lambda result: marked(found.run(result))


def write_page(told: Sequence[dict[str, Any]], folder: Path, name: str, redact: bool) -> Path:
    """Write the report of runs as shown; a redacted one stands beside the whole one of the house."""
    from ytterby.report import ReportInput, write_report

    path = folder / f"{name}{'-redacted' if redact else ''}.html"
    marking = next((text for one in told if (text := headline_of(one))), "")
    write_report(ReportInput.of(told), path, marking)
    return path
