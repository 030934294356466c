"""A small run, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from twins import minerals
from ytterby.runs.folder import StoredRun
from ytterby.runs.manifest import Remarks
from ytterby.scenario.schema import Scenario
from ytterby.simulation import question as question_module
from ytterby.study import Run, run_scenario

DRAWS, MONTHS = 36, 6


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five blocks of eight draws, the last one shorter."""
    monkeypatch.setattr(question_module, "LINK_MONTHS", 1)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return minerals.question("gallium", stop=True)


@pytest.fixture(scope="session")
def done(scenario: Scenario) -> Run:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(question_module, "LINK_MONTHS", 1)
        return run_scenario(scenario, DRAWS, MONTHS)


@pytest.fixture
def stored(done: Run, tmp_path: Path) -> StoredRun:
    return done.write(tmp_path / "store", Remarks(who="somebody", note="for the desk"))
