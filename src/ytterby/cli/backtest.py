"""`ytterby backtest`: the score board, misses included."""

from __future__ import annotations

from typing import Any

import click

from ytterby.cli.output import say, say_json, say_marking


@click.command()
@click.argument("episode", nargs=-1)
@click.option("--draws", default=192, show_default=True, type=click.IntRange(12, 4096), help="Futures of each episode.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of the draws.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def backtest(episode: tuple[str, ...], draws: int, seed: int, as_json: bool) -> None:
    """Score the model on EPISODEs, or on all: inputs from before each date, naive forecasts beside it.

    Scores are CRPS (smaller is better, in the unit named) or Brier; skill is the share by which the model beats the
    best naive forecast, below zero where it is beaten.
    """
    from ytterby.assessment.backtests.blind import blind_note
    from ytterby.assessment.backtests.board import backtest as run

    board = run(episode, draws, seed, lambda title: say(f"{title} ...", err=True))
    if as_json:
        say_json({**board.as_object(), "blind": blind_note()})
        return
    say_marking()
    for line in lines(board.as_object()):
        say(line)


def lines(found: dict[str, Any]) -> list[str]:
    """Lay the board out for a terminal."""
    out = []
    for row in found["episodes"]:
        gained = "  -  " if row["skill"] is None else f"{row['skill']:+.2f}"
        out.append(
            f"{gained}  {row['id']}: {row['quantity']} ({row['behaviour']}): {row['score']} {row['value']:.3g} against "
            f"{row['baseline']:.3g} ({row['baseline_name']}), {row['unit']}; inputs to {row['inputs_until']}"
        )
    lost = sum(1 for row in found["episodes"] if row["skill"] is not None and row["skill"] <= 0)
    exact = sum(1 for row in found["episodes"] if row["skill"] is None and row["value"] > 0)
    out.append(
        f"{len(found['episodes'])} scores, {lost} of them no better than a naive forecast; "
        f"{exact} more miss what a naive forecast has exactly."
    )
    for p in found["parameters"]:
        out.append(f"{p['parameter']}: prior {p['prior']}, posterior {p['posterior']} (5, 50, 95 %)")
    return out
