"""What sets two questions apart, and that its parts add up to the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ytterby.baseline.shelf import bundled_shelf
from ytterby.baseline.workspace import open_workspace
from ytterby.outcomes.effects import Outcome, effect, explained
from ytterby.runs.changes import _differences, _set, changes
from ytterby.runs.provenance import Asked
from ytterby.study import load_scenario

READ = frozenset(["tables/chain_magnet_rare_earths.csv", "regimes/CN-2026-1.yaml", "chains/magnet-rare-earths.yaml",
                  "datapackage.json", "regimes/CN-2026-99.yaml"])  # fmt: skip
NAMES = (
    "japan-2026", "japan-2026-slowdown", "japan-2026-civil-denial", "heavy-rare-earths-2025", "total-stop",
    "allied-buildout",
)  # fmt: skip


def asked(name: str, shelf=None) -> Asked:
    return Asked(load_scenario(name), shelf or bundled_shelf(), 8, 12, 1)


def test_the_same_question_has_no_changes():
    assert changes(asked("japan-2026"), asked("japan-2026"), READ) == []


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_all_changes_together_lead_from_one_scenario_to_the_other(first, second):
    a, b = asked(first), asked(second)
    here = a.scenario.model_dump(mode="json", by_alias=True)
    for change in changes(a, b, READ):
        assert change.kind == "assumption" and change.before != change.after
    # applied one after the other, in any order that stands, they give the second scenario's numbers
    there = b.scenario.model_dump(mode="json", by_alias=True)
    for path, _, value in _differences(here, there, ()):
        here = _set(here, path, value)
    assert here == there


def test_one_practice_is_one_change():
    found = changes(asked("japan-2026"), asked("japan-2026-slowdown"), READ)
    assert any(c.id.startswith("levers.law.practice[CN-2025-18].approval") for c in found)
    alone = next(c for c in found if c.id.endswith("approval")).applied(asked("japan-2026"))
    assert alone.scenario.levers.law.practice[0].approval != 1.0
    assert alone.scenario.levers.law.instruments == load_scenario("japan-2026").levers.law.instruments


def test_files_are_told_by_what_they_hold(tmp_path: Path):
    for name in ("regimes/CN-2026-99.yaml", "tables/chain_magnet_rare_earths.csv", "own/mine.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("made up\n")
    shelf = open_workspace(tmp_path).shelf
    found = changes(asked("japan-2026"), asked("japan-2026", shelf), READ | {"own/mine.yaml"})
    told = [(c.kind, c.id, c.before is None) for c in found]
    assert told == [
        ("assumption", "own/mine.yaml", True),
        ("rule", "regimes/CN-2026-99.yaml", True),
        ("data", "tables/chain_magnet_rare_earths.csv", False),
    ]
    rule = found[1].applied(asked("japan-2026")).shelf
    assert "regimes/CN-2026-99.yaml" in rule.files and "own/mine.yaml" not in rule.files
    (back,) = (c for c in changes(asked("japan-2026", shelf), asked("japan-2026"), READ) if c.kind == "rule")
    assert back.after is None and "regimes/CN-2026-99.yaml" not in back.applied(asked("japan-2026", shelf)).shelf.files


def test_a_file_nobody_read_is_no_change(tmp_path: Path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "mine.yaml").write_text("made up\n")
    assert changes(asked("japan-2026"), asked("japan-2026", open_workspace(tmp_path).shelf), READ) == []


USES = (("JPN", "wind", "civil"), ("USA", "wind", "civil"))


def outcome(fill: float, lost: float) -> Outcome:
    grid = np.full((4, 2, 3), 1.0)
    grid[:, 0, 1] = fill
    return Outcome("r", USES, ("2026-01", "2026-02", "2026-03"), grid, np.full((4, 2), lost))


def test_an_effect_is_the_difference_in_each_future():
    found = effect(outcome(1.0, 0.0), outcome(0.5, 2.0), ["JPN"], 0.95)
    assert found["futures_short"] == {"before": 0.0, "after": 1.0}
    assert found["lowest_fill"] == {"p05": -0.5, "p50": -0.5, "p95": -0.5}
    assert found["undelivered_t"]["p50"] == 2.0  # one use of the two is in focus
    assert found["most"] == {"place": "JPN", "end_use": "wind", "class": "civil", "month": "2026-02", "p50": -0.5}


def test_a_change_that_cannot_stand_alone_says_why():
    first, second = asked("japan-2026"), asked("heavy-rare-earths-2025")

    def refuse(_: Asked) -> Outcome:
        raise ValueError("leans on another")

    rows = explained(first, outcome(1, 0), changes(first, second, READ)[:1], refuse, "r2", lambda _: None)
    assert rows[0]["effect"] is None and "leans" in rows[0]["why"] and rows[0]["run"] == "r2"
