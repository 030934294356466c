"""The report on a terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from ytterby.report import RunView, print_comparison, print_run


def printed(function, argument, width: int = 160) -> str:
    console = Console(file=StringIO(), width=width, color_system=None)
    function(argument, console)
    return console.file.getvalue().replace("\u00a0", " ")


def test_one_run(plain_run):
    text = printed(print_run, RunView.from_json(plain_run(warnings=("made-up warning",))))
    for words in (
        "Defence users",
        "40 %",
        "Mar 2026",
        "Feb–May 2026",
        "98 %",
        "60 t",
        "30–120",
        "M-1",
        "made-up warning",
    ):
        assert words in text
    assert "made-up-0001: 256 draws, seed 1" in text


def test_comparison_has_a_column_for_each_run(readings):
    text = printed(print_comparison, [RunView.from_json(run) for run in readings()])
    assert "Of 8 end uses in Japan" in text
    assert "Everybody is refused" in text
    assert "78 %" in text
    assert "M-3" in text


def test_a_comparison_of_one_is_that_run(plain_run):
    assert printed(print_comparison, [RunView.from_json(plain_run())]) == printed(
        print_run, RunView.from_json(plain_run())
    )


def test_markup_in_names_is_text(plain_run):
    text = printed(print_run, RunView.from_json(plain_run(title="[red]made up[/nonsense]")))
    assert "[red]made up[/nonsense]" in text


@pytest.mark.parametrize("width", [40, 80])
def test_narrow_terminals_hold_it(readings, width):
    text = printed(print_comparison, [RunView.from_json(run) for run in readings()], width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_few_draws_are_told(plain_run):
    text = printed(print_run, RunView.from_json(plain_run(draws=64)))
    assert "fewer than 200; ranges are not shown as such" in text
    assert "30–120" not in text


def test_no_measures(plain_run):
    assert "No measure is in force." in printed(print_run, RunView.from_json(plain_run(measures=())))
