"""Previews: one future, from memory; and the packaged first answer."""

from __future__ import annotations

import pytest

from web_client import Client, serving
from ytterby.preview import central, ground_of
from ytterby.study import load_scenario
from ytterby.web.first import SCENARIO, first_answer
from ytterby.web.forms import PreviewForm
from ytterby.web.house import House

LEFT_OUT = {"programmes", "embodied", "value_added_usd", "sources", "moved"} | {"fill_rate", "price_ratio"}


def test_a_preview_is_a_run_of_one_draw(client: Client, run: str):
    asked = {"scenario": "japan-2026", "months": 6, "whole": True}
    found, stored = client.post("/preview", asked).json, client.get(f"/runs/{run}").json
    assert found["draws"] == 1
    assert set(stored) - set(found) <= {"inputs"}
    assert all(r["p05"] == r["p50"] == r["p95"] for r in found["fill_rate"])
    assert [r["month"] for r in found["fill_rate"]] == [r["month"] for r in stored["fill_rate"]]


def test_a_quick_preview_leaves_the_slow_keys_out(client: Client):
    found = client.post("/preview", {"scenario": "japan-2026", "months": 6, "moved": {"leaks": 0.1}}).json
    assert not LEFT_OUT & set(found)
    assert {"fill", "first_short", "cover_days", "flows", "measures", "warnings"} <= set(found)
    assert all(len(row["p50"]) == 6 for row in found["fill"])
    assert found["moved_sliders"] == {"leaks": 0.1}


def test_refusing_licences_leaves_less(client: Client):
    def lowest(refused: float) -> float:
        asked = {"scenario": "japan-2026-slowdown", "months": 24, "moved": {"licences-refused": refused}}
        rows = client.post("/preview", asked).json["fill"]
        return min(min(r["p50"]) for r in rows if r["place"] == "JPN" and r["class"] == "civil")

    assert lowest(1.0) < lowest(0.6) < lowest(0.0)


def test_a_ground_is_made_once_for_a_chain(house: House):
    slow, denied = load_scenario("japan-2026-slowdown"), load_scenario("japan-2026-civil-denial")
    with house.at_work():
        assert house.grounds.of(slow) is house.grounds.of(denied)
        assert house.grounds.of(load_scenario("total-stop")) is house.grounds.of(slow)
        assert house.grounds.of(load_scenario("us-content-rules")) is not house.grounds.of(slow)


def test_what_previews_keep_does_not_leak_from_one_question_into_the_next():
    asked = load_scenario("japan-2026-slowdown")
    ground = ground_of(asked)
    before = central(ground, asked, 6)
    central(ground, load_scenario("japan-2026-civil-denial"), 6)
    after = central(ground, asked, 6)
    assert before["fill_rate"] == after["fill_rate"] == central(ground_of(asked), asked, 6)["fill_rate"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 422), ({"scenario": "nope"}, 404), ({"yaml": "a: 1"}, 422),
        ({"scenario": "japan-2026", "yaml": "a: 1"}, 422),
        ({"scenario": "japan-2026", "moved": {"leaks": 9}}, 422), ({"scenario": "japan-2026", "months": 0}, 422),
        ({"scenario": "japan-2026", "extra": 1}, 422), ({"scenario": "../x"}, 422),
    ],
)  # fmt: skip
def test_questions_that_are_refused(client: Client, asked: dict[str, object], status: int):
    assert client.post("/preview", asked).status == status


def test_the_packaged_first_answer_is_what_the_code_gives():
    packaged = first_answer(PreviewForm(scenario=SCENARIO))
    assert packaged is not None, "the data has changed: run tools/first_answer.py"
    scenario = load_scenario(SCENARIO)
    _alike(packaged, central(ground_of(scenario), scenario, whole=True), "")


def test_the_packaged_answer_is_given_until_the_engine_is_there(tmp_path):
    with serving(tmp_path / "runs") as (client, house):
        assert client.post("/preview", {"scenario": SCENARIO}).json["packaged"]
        house.is_warm = True
        assert "packaged" not in client.post("/preview", {"scenario": SCENARIO}).json


def test_only_the_question_itself_has_a_packaged_answer():
    assert first_answer(PreviewForm(scenario="total-stop")) is None
    assert first_answer(PreviewForm(scenario=SCENARIO, months=12)) is None
    assert first_answer(PreviewForm(scenario=SCENARIO, moved={"leaks": 0.1})) is None


def _alike(a: object, b: object, where: str) -> None:
    if isinstance(a, dict) and isinstance(b, dict):
        assert set(a) == set(b), f"{where}: run tools/first_answer.py"
        for key in a:
            if key not in {"elapsed_s", "warnings"}:  # warnings grow with the age of the data
                _alike(a[key], b[key], f"{where}.{key}")
    elif isinstance(a, list) and isinstance(b, list):
        assert len(a) == len(b), f"{where}: run tools/first_answer.py"
        for k, (x, y) in enumerate(zip(a, b, strict=True)):
            _alike(x, y, f"{where}[{k}]")
    elif isinstance(a, float) and isinstance(b, float):
        assert a == pytest.approx(b, rel=1e-5, abs=1e-5), f"{where}: run tools/first_answer.py"
    else:
        assert a == b, f"{where}: run tools/first_answer.py"
