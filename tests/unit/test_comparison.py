"""`compare` takes names, scenarios and stored runs alike."""

from __future__ import annotations

import pytest

import ytterby
from ytterby.baseline.yamlfile import bundled
from ytterby.errors import NotFound, UsageError

SMALL = {"draws": 8, "months": 3}


def test_one_scenario_is_refused(tmp_path):
    with pytest.raises(UsageError, match="one scenario cannot be compared"):
        ytterby.compare(["japan-2026"], store=tmp_path)


def test_a_word_that_is_neither_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(NotFound, match='no run "japan-2062"'):
        ytterby.compare(["japan-2026", "japan-2062"], store=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_copy_beside_its_original(tmp_path):
    asked = ytterby.load_scenario("japan-2026-civil-denial")
    kinder = asked.model_copy(update={"id": "kinder", "levers": asked.levers.model_copy(update={"law": None})})
    told: list[str] = []
    found = ytterby.compare([asked, kinder], **SMALL, store=tmp_path, tell=told.append)
    assert [s.asked.scenario.id for s in found.sides] == ["japan-2026-civil-denial", "kinder"]
    assert found.changed and told == []
    assert all(row["difference_p05"] >= -1e-5 for row in found.paired if row["place"] == "JPN")
    again = ytterby.compare([found.sides[0].result["run"], kinder], store=tmp_path)
    assert again.as_object()["paired"] == found.as_object()["paired"]


def test_a_chain_given_by_its_path_is_told_by_its_hashes(tmp_path):
    mine, text = tmp_path / "mine.yaml", bundled("chains", "gallium").read_text("utf-8")
    mine.write_text(text)
    asked = ytterby.load_scenario("gallium-germanium-2023").model_copy(update={"chain": str(mine), "id": "own-chain"})
    first = ytterby.compare([asked, asked.model_copy(update={"id": "again"})], **SMALL, store=tmp_path / "runs")
    assert first.changed == ()
    mine.write_text(text.replace("title:", "title: Other", 1))
    found = ytterby.compare([first.sides[0].result["run"], asked], **SMALL, store=tmp_path / "runs")
    before, after = (s.result["inputs"]["chains/mine.yaml"] for s in found.sides)
    assert before != after
    assert [(r["kind"], r["id"], r["before"], r["after"]) for r in found.changed] == [
        ("assumption", "chains/mine.yaml", before, after)
    ]
