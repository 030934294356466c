"""The page shows what the code gives: cheap episodes always, the whole board by night."""

from __future__ import annotations

from pathlib import Path

import pytest

from ytterby.assessment.backtests.board import backtest
from ytterby.assessment.backtests.origins import origin_rows
from ytterby.assessment.backtests.promises import promise_rows

PAGE = (Path(__file__).parents[3] / "docs" / "explanation" / "backtests.md").read_text("utf-8")


def start_of(row) -> str:
    gained = "" if row["skill"] is None else f"{row['skill']:+.2f}"
    cells = (row["id"], row["quantity"], row["behaviour"], f"{row['value']:.3g}", f"{row['baseline']:.3g}")
    return f"| {' | '.join(cells)} | {row['baseline_name']} | {gained} |"


def test_origins_and_promises_are_on_the_page():
    assert [start_of(r) for r in (*origin_rows(1024, 1), *promise_rows(1)) if start_of(r) not in PAGE] == []


@pytest.mark.nightly
def test_the_whole_board_is_on_the_page():
    rows = backtest(draws=192, seed=1).rows
    assert [start_of(r) for r in rows if start_of(r) not in PAGE] == []
    assert PAGE.count("\n| ") > len(rows)
