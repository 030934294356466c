"""Scenarios: list, one, check, keep."""

from __future__ import annotations

import subprocess
import sys

import pytest

from web_client import Client, serving
from ytterby.baseline.yamlfile import bundled, bundled_names

TEXT = bundled("scenarios", "japan-2026").read_text("utf-8")
OWN = TEXT.replace("id: japan-2026\n", "id: japan-2026-mine\n").replace("approval: 1.0", "approval: 0.3")


def test_the_list_has_every_scenario_with_its_parent(client: Client):
    rows = {r["id"]: r for r in client.get("/scenarios").json["scenarios"]}
    assert set(bundled_names("scenarios")) <= set(rows)
    assert rows["japan-2026-slowdown"]["parent"] == "japan-2026"
    assert rows["japan-2026"]["locked"]
    assert rows["japan-2026"]["focus"] == ["JPN"]


def test_the_list_needs_no_engine():
    heavy = {"numpy", "numba", "polars", "scipy", "pint", "sqlalchemy", "ytterby.study"}
    code = (
        "import sys; from pathlib import Path\n"
        "from ytterby.web.house import House\nfrom ytterby.web.premises import Settings\n"
        "import ytterby.web.serving, ytterby.web.app, uvicorn\n"
        "from ytterby.web.scenarios import listed\n"
        "house = House(Settings(Path('none'), 't' * 32, frozenset()))\n"
        "assert b'japan-2026' in listed(house, None).body\n"
        f"print(sorted(set(sys.modules) & {heavy!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_one_scenario_says_what_differs_from_its_parent(client: Client):
    found = client.get("/scenarios/japan-2026-slowdown").json
    assert {"path": "levers.law.practice[0].approval", "before": 1.0, "after": 0.6} in found["diff_to_parent"]
    assert found["data"]["months"] == 60
    assert found["yaml"].startswith("schema: ytterby/scenario/1")
    assert {s["id"] for s in found["sliders"]} >= {"licences-refused", "buyers-stock", "alternative-supply"}


def test_every_answer_carries_the_marking(client: Client):
    for path in ("/scenarios", "/scenarios/japan-2026", "/runs", "/goods", "/claims", "/map"):
        assert client.get(path).json["marking"] == "internal"


def test_a_text_is_checked_and_every_fault_has_its_line(client: Client):
    assert client.post("/scenarios/check", {"yaml": TEXT}).json["data"]["id"] == "japan-2026"
    wrong = TEXT.replace("months: 60", "months: 0").replace("focus: [JPN]", "focus: [ATLANTIS]")
    reply = client.post("/scenarios/check", {"yaml": wrong})
    assert reply.status == 422
    where = [f["where"] for f in reply.json["faults"]]
    lines = wrong.splitlines()
    assert f"yaml, line {lines.index('months: 0') + 1}: months" in where
    assert f"yaml, line {lines.index('  focus: [ATLANTIS]') + 1}: outcomes.focus[0]" in where


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a: [",
        "- 1",
        "a: &x [1]\nb: [*x, *x]",
        "a: \x07",
        "a: 2026-02-30",
        "[" * 5000,
        "- " * 5000,
        "a: 1\na: 2",
        "id: !!python/object:os.x {}",
    ],
)
def test_texts_that_are_no_scenario(client: Client, text: str):
    reply = client.post("/scenarios/check", {"yaml": text})
    assert reply.status == 422
    assert reply.json["faults"]


def test_a_bundled_scenario_stays_as_it_is(client: Client):
    assert client.ask("PUT", "/scenarios/japan-2026", {"yaml": TEXT}).status == 409


def test_an_own_scenario_is_kept_in_the_workspace(client: Client):
    path = "/scenarios/japan-2026-mine"
    assert client.get(path).status == 404
    assert client.ask("PUT", path, {"yaml": TEXT}).status == 422, "the text has another id"
    assert client.ask("PUT", path, {"yaml": OWN}).status == 201
    assert client.ask("PUT", path, {"yaml": OWN}).status == 200
    found = client.get(path).json
    assert (found["locked"], found["parent"]) == (False, "japan-2026")
    assert "japan-2026-mine" in [r["id"] for r in client.get("/scenarios").json["scenarios"]]


def test_without_a_workspace_nothing_is_kept(tmp_path):
    with serving(tmp_path / "runs") as (client, _):
        assert client.ask("PUT", "/scenarios/japan-2026-mine", {"yaml": OWN}).status == 409
        assert "marking" not in client.get("/scenarios").json


def test_the_schema_is_that_of_the_verb(client: Client):
    from ytterby.scenario.schema import Scenario

    assert client.get("/schemas/scenario").json == Scenario.model_json_schema(by_alias=True)
