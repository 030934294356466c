"""Nothing finished is lost, and nothing depends on what was lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import workers_here

from ytterby import study
from ytterby.baseline.shelf import Item, Shelf, current, using
from ytterby.errors import BadScenario, YtterbyError
from ytterby.execution import Place, Processes, Threads
from ytterby.runs import address
from ytterby.scenario.schema import Scenario
from ytterby.study import Run, answered, load_scenario, run_scenario

DRAWS, MONTHS = 36, 6


def numbers(run: Run) -> dict[str, Any]:
    return {key: value for key, value in run.result.items() if key != "elapsed_s"}


def stop_after(draws: int) -> Callable[[int, int], None]:
    def tell(done: int, whole: int) -> None:
        if done >= draws:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize("place", [Threads(1), Threads(3), Processes(2)], ids=str)
def test_no_number_depends_on_the_place(place: Place, scenario: Scenario, done: Run, tmp_path: Path):
    found = run_scenario(scenario, DRAWS, MONTHS, place=place, store=tmp_path)
    assert numbers(found) == numbers(done)
    assert np.array_equal(found.ensemble.sent, done.ensemble.sent)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_worker_killed_in_the_middle_changes_no_number(scenario: Scenario, done: Run, tmp_path: Path):
    killed: list[int] = []

    def kill_one(finished: int, whole: int) -> None:
        if not killed:
            killed.append(workers_here.one())
            os.kill(killed[0], signal.SIGKILL)

    found = run_scenario(scenario, DRAWS, MONTHS, progress=kill_one, place=Processes(2), store=tmp_path)
    assert killed
    assert numbers(found) == numbers(done)


def test_an_interrupted_run_keeps_what_it_has_and_goes_on(scenario: Scenario, done: Run, tmp_path: Path):
    part = run_scenario(scenario, DRAWS, MONTHS, progress=stop_after(16), place=Threads(1), store=tmp_path)
    assert (part.result["draws"], part.whole) == (16, False)
    assert any("stopped after 16 of 36" in w for w in part.result["warnings"])
    assert part.manifest.address == run_scenario(scenario, 16, MONTHS).manifest.address
    part.write(tmp_path)
    told: list[int] = []
    whole = run_scenario(
        scenario, DRAWS, MONTHS, progress=lambda n, _: told.append(n), place=Threads(1), store=tmp_path
    )
    assert told[0] == 16
    assert numbers(whole) == numbers(done)
    assert list(tmp_path.glob(".journal/*/*.parquet"))
    whole.write(tmp_path)
    assert not list(tmp_path.glob(".journal/*/*.parquet"))


def test_the_same_question_is_answered_from_the_store(scenario: Scenario, done: Run, tmp_path: Path):
    assert answered(scenario, DRAWS, MONTHS, 1, tmp_path) is None
    written = done.write(tmp_path)
    found = answered(scenario, DRAWS, MONTHS, 1, tmp_path)
    assert found is not None
    assert found.result == done.result
    assert found.path == written.path


@pytest.mark.parametrize("change", ["draws", "months", "seed", "scenario", "data", "rules", "code"])
def test_another_question_is_not(
    change: str, scenario: Scenario, done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):  # fmt: skip
    done.write(tmp_path)
    draws, months, seed = DRAWS + (change == "draws"), MONTHS + (change == "months"), 1 + (change == "seed")
    if change == "scenario":
        scenario = scenario.model_copy(update={"question": "Who runs short, and why?"})
    changed = {"data": "data_hashes", "rules": "rule_hashes"}
    if change in changed:
        monkeypatch.setattr(address, changed[change], lambda: {"all": "f" * 64})
    if change == "code":
        monkeypatch.setattr(address, "code_version", lambda: "9.9.9+000000000000")
    assert answered(scenario, draws, months, seed, tmp_path) is None


def test_futures_of_another_library_are_not_gone_on_with(
    scenario: Scenario, done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):  # fmt: skip
    run_scenario(scenario, DRAWS, MONTHS, progress=stop_after(16), place=Threads(1), store=tmp_path)
    there = study.stamp()
    monkeypatch.setattr(study, "stamp", lambda: {**there, "numpy": "0.0.1"})
    told: list[int] = []
    found = run_scenario(
        scenario, DRAWS, MONTHS, progress=lambda n, _: told.append(n), place=Threads(1), store=tmp_path
    )
    assert told[0] == 8
    assert numbers(found) == numbers(done)


def test_a_run_whose_files_changed_meanwhile_is_not_kept(done: Run, tmp_path: Path):
    changed = replace(done, result={**done.result, "as_of": {**done.result["as_of"], "data_hash": "f" * 64}})
    with pytest.raises(YtterbyError, match="a file was changed"):
        changed.write(tmp_path)
    assert answered(done.asked, DRAWS, MONTHS, 1, tmp_path) is None
    assert not list(tmp_path.glob("*/run.json"))


def test_what_was_read_does_not_depend_on_what_was_asked_before():
    law = load_scenario("gallium-germanium-2023")
    first, second = (run_scenario(law, 8, 3).result["inputs"] for _ in range(2))
    assert "goods.yaml" in second
    assert first == second


def test_the_law_of_other_goods_is_not_that_of_the_goods_asked_before(tmp_path: Path):
    law, files, other = load_scenario("gallium-germanium-2023"), dict(current().files), tmp_path / "goods.yaml"
    other.write_text(files["goods.yaml"].path.read_text("utf-8").replace("id: gallium/", "id: other/"), "utf-8")
    files["goods.yaml"] = Item("goods.yaml", other, "revision")
    run_scenario(law, 8, 3)
    with using(Shelf(files)), pytest.raises(BadScenario, match="gallium/metal"):
        run_scenario(law, 8, 3)
