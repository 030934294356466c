"""`backtest`, `assess leverage`, `assess claims` as a new user would call them."""

from __future__ import annotations

import json

import pytest

from ytterby.cli.main import run


def called(capsys, *arguments):
    code = run(arguments)
    streams = capsys.readouterr()
    return code, streams.out, streams.err


def test_the_board_of_one_episode(capsys):
    code, out, _ = called(capsys, "backtest", "japan-origins", "project-promises", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) >= {"episodes", "parameters", "calibration", "blind"}
    for row in found["episodes"]:
        assert set(row) >= {"id", "quantity", "score", "value", "baseline", "skill", "inputs_until"}


def test_a_wrong_episode_is_refused(capsys):
    code, out, _ = called(capsys, "backtest", "japan-orgins", "--json")
    error = json.loads(out)["error"]
    assert code == 2
    assert "japan-origins" in error["fix"]


def test_people_read_misses_too(capsys):
    code, out, _ = called(capsys, "backtest", "japan-origins")
    assert code == 0
    assert "no better than a naive forecast" in out


def test_a_miss_where_the_naive_forecast_is_exact_is_a_miss():
    from ytterby.cli.backtest import lines

    row = {"id": "e", "quantity": "q", "behaviour": "prior", "score": "crps", "unit": "mo",
           "inputs_until": "2020-01-01", "baseline": 0.0, "baseline_name": "clock", "skill": None}  # fmt: skip
    found = {"episodes": [row | {"value": 1.0}, row | {"value": 0.0}], "parameters": []}
    assert "0 of them no better" in lines(found)[-1]
    assert "1 more miss what a naive forecast has exactly" in lines(found)[-1]


def test_claims_one_by_one(capsys):
    code, out, _ = called(capsys, "assess", "claims", "--only", "000-025", "--json")
    assert code == 0
    assert json.loads(out)["rows"][0]["outcome"] == "legal status differs"


def test_an_unknown_claim_is_refused(capsys):
    code, out, _ = called(capsys, "assess", "claims", "--only", "000-26", "--json")
    assert code == 2
    assert "000-026" in json.loads(out)["error"]["fix"]


@pytest.mark.parametrize("text", ["statements: 3\n", "statements:\n  - { id: a }\n", "- a\n"])
def test_a_bad_file_of_statements_is_refused(capsys, tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    code, out, _ = called(capsys, "assess", "claims", "--statements", str(path), "--json")
    assert code == 3
    assert json.loads(out)["error"]["what"]
