"""`ytterby plan` as a user calls it, with wrong input."""

import json

import pytest

from ytterby.cli import main


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["plan", "japan-2026"], 2),
        (["plan", "japan-2026", "--budget", "2 kt"], 2),
        (["plan", "japan-2026", "--budget", "-2 GUSD"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--by", "hope"], 2),
        (["plan", "japan-2027", "--budget", "2 GUSD"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--levers", "nowhere.yaml"], 2),
        (["plan", "japan-2026", "--budget", "2 GUSD", "--require", "nolan-loan"], 2),
        (["plan", "gallium-germanium-2023", "--budget", "2 GUSD"], 2),
    ],
)
def test_wrong_input_is_refused_in_one_object(arguments, code, capsys):
    assert main.run([*arguments, "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert told["error"]["what"]


LADDER = """
schema: ytterby/escalations/1
id: one-step
title: one step
months: 36
standing: assumption
source: a test
steps:
  - { id: denial, scenario: japan-2026-civil-denial, odds: 1.0, after_months: 18, severe: true }
"""


def test_one_object_and_a_page(tmp_path, capsys):
    ladder, page = tmp_path / "ladder.yaml", tmp_path / "plan.html"
    ladder.write_text(LADDER, "utf-8")
    given = ["plan", "japan-2026", "--budget", "1 GUSD", "--ladder", str(ladder), "--futures", "5", "--points", "2"]
    assert main.run([*given, "--search", "0", "--page", str(page), "--json"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert found["gap"] <= 0.01 and found["ladder"] == "one-step"
    assert "<svg" in page.read_text("utf-8")
    assert "frontier" in told.err


def test_a_page_that_cannot_be_written_is_refused_first(tmp_path, capsys):
    (tmp_path / "nowhere").write_text("a file")
    page = tmp_path / "nowhere" / "plan.html"
    assert main.run(["plan", "japan-2026", "--budget", "1 GUSD", "--page", str(page), "--json"]) == 2
    assert "nowhere" in json.loads(capsys.readouterr().out)["error"]["what"]


@pytest.mark.parametrize(
    ("option", "text", "example"),
    [("--budget", "2", "2 GUSD"), ("--per-year", "much", "2 GUSD"), ("--floor", "80", "80 %")],
)
def test_a_number_without_its_unit_names_the_option_and_what_to_write(option, text, example, capsys):
    given = ["plan", "japan-2026", "--budget", "2 GUSD", option, text, "--json"]
    assert main.run(given) == 2
    told = json.loads(capsys.readouterr().out)["error"]
    assert told["where"] == option and example in told["fix"]
