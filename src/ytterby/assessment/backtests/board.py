"""The score board: every episode, with the behaviour believed before and after the calibration episodes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ytterby.assessment.backtests.calibrate import Posterior, parameter_rows, posterior
from ytterby.assessment.backtests.episodes import Episode, chosen, episodes
from ytterby.assessment.backtests.origins import EPISODE as ORIGINS
from ytterby.assessment.backtests.origins import origin_rows
from ytterby.assessment.backtests.product import EPISODE as PRODUCT
from ytterby.assessment.backtests.product import product_rows
from ytterby.assessment.backtests.promises import EPISODE as PROMISES
from ytterby.assessment.backtests.promises import promise_rows
from ytterby.assessment.backtests.surges import surge_rows
from ytterby.assessment.backtests.trade import rows_of
from ytterby.assessment.futures import Futures, behaviour_draws, futures_of
from ytterby.baseline.shelf import bundled_shelf, using

Row = dict[str, Any]
Told = Callable[[str], None]
DRAWS, SEED = 192, 1
PRODUCT_DRAWS = 96
"""Two stops in four versions each are run."""
OTHERS = (ORIGINS, PROMISES, PRODUCT)


@dataclass(frozen=True)
class Board:
    """Scores, and what the calibration learnt.

    Attributes
    ----------
    rows : one for each score, as of the contract of `backtest --json`.
    parameters : prior and posterior of behaviour; empty where no simulated episode was asked for.
    surges : first-month multiples, by one strength of hoarding for all chains.
    calibration : episodes, effective draws and tempering of the posterior.
    """

    rows: tuple[Row, ...]
    parameters: tuple[Row, ...]
    surges: tuple[Row, ...]
    calibration: Row

    def as_object(self) -> Row:
        """Return the object of `--json`."""
        return {
            "episodes": list(self.rows),
            "parameters": list(self.parameters),
            "surges": list(self.surges),
            "calibration": self.calibration,
        }


def backtest(names: tuple[str, ...] = (), draws: int = DRAWS, seed: int = SEED, tell: Told | None = None) -> Board:
    """Run episodes and score them.

    Parameters
    ----------
    names : episodes; all if empty.
    draws, seed : of every simulated episode; the draws of behaviour are the same for all.
    tell : told what is being run.

    Raises
    ------
    NotFound : no such episode.
    LookAhead : an episode's inputs reach beyond its date.

    Notes
    -----
    Only the package is read: figures, rules and documents of a workspace are of after the episodes.
    """
    wanted = chosen(names, OTHERS)
    with using(bundled_shelf()):
        return _scored(wanted, draws, seed, tell)


def _scored(wanted: tuple[str, ...], draws: int, seed: int, tell: Told | None) -> Board:
    rows: list[Row] = []
    asked = [e for e in episodes() if e.id in wanted]
    simulation = _simulated(asked, draws, seed, tell) if asked else None
    if simulation:
        rows += simulation.rows
    if ORIGINS in wanted:
        rows += origin_rows(1024, seed)
    if PROMISES in wanted:
        rows += promise_rows(seed)
    if PRODUCT in wanted:
        rows += product_rows(min(draws, PRODUCT_DRAWS), seed)
    if simulation is None:
        return Board(tuple(rows), (), (), {})
    return Board(tuple(rows), simulation.parameters, simulation.surges, simulation.calibration)


def _simulated(asked: list[Episode], draws: int, seed: int, tell: Told | None) -> Board:
    behaviour = behaviour_draws(draws, seed)
    taught = [e for e in episodes() if e.role == "calibration"]
    found: dict[str, Futures] = {}
    for e in dict.fromkeys([*taught, *asked]):
        if tell:
            tell(e.title)
        given = {k: v for k, v in behaviour.items() if k != "approval" or e.approval == "drawn"}
        found[e.id] = futures_of(e.question(), draws, seed, given)
    last: Posterior | None = None
    rows: list[Row] = []
    for e in asked:
        rows += rows_of(e, found[e.id], None, "prior")
        if e.role == "scored" and e.until >= max(t.effect for t in taught):
            last = posterior([(t, found[t.id]) for t in taught], e.until)
            rows += rows_of(e, found[e.id], last.weights, "posterior")
    if last is None:
        last = posterior([(t, found[t.id]) for t in taught], max(e.until for e in episodes()))
    return Board(
        tuple(rows), tuple(parameter_rows(behaviour, last.weights)),
        tuple(surge_rows([(e, found[e.id]) for e in asked], last.weights)), _calibration(taught, last, draws),
    )  # fmt: skip


def _calibration(taught: list[Episode], learnt: Posterior, draws: int) -> Row:
    return {
        "episodes": [e.id for e in taught],
        "figures_until": str(learnt.until),
        "draws": draws,
        "effective_draws": round(learnt.effective, 1),
        "tempered": round(learnt.tempered, 3),
    }
