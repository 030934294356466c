"""Two runs side by side: paired by futures, what differs between them, what each difference does; and replays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ytterby.baseline.shelf import using
from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import Fault, UsageError
from ytterby.outcomes.effects import Outcome, effect, explained
from ytterby.outcomes.fill import Floats, undelivered
from ytterby.outcomes.paired import paired_rows
from ytterby.runs.changes import changes
from ytterby.runs.folder import StoredRun, read_run
from ytterby.runs.provenance import Question, code, question_of
from ytterby.simulation.ensemble import Progress, UseGroup
from ytterby.study import Run, run_scenario

Row = dict[str, Any]


@dataclass(frozen=True)
class Side:
    """One of the runs that are compared.

    Attributes
    ----------
    question : what it was asked, on which files.
    result : the object of `ytterby run --json`.
    found : uses, months and fill rates; of a stored run as they were stored.
    run : the run itself, where it was made now.
    """

    question: Question
    result: Row
    found: Outcome
    run: Run | None = None


def is_scenario(name: str) -> bool:
    """True if a word names a scenario or a scenario file; else it can only be a stored run."""
    return name.endswith((".yaml", ".yml")) or name in bundled_names("scenarios")


def fresh_side(question: Question, progress: Progress | None = None) -> Side:
    """Run a question now.

    Raises
    ------
    BadScenario, Infeasible : as `ytterby.study.run_scenario`.
    """
    done = _asked(question, progress)
    return Side(question, done.result, _outcome(done), done)


def stored_side(name: str, runs: Path) -> Side:
    """Read a stored run with what it was made from.

    Raises
    ------
    NotFound, YtterbyError : no such run, or something it was made from is not kept.
    """
    stored = read_run(name, runs)
    return Side(question_of(stored), stored.result, _stored(stored))


def paired(first: Side, other: Side) -> list[Row]:
    """Return differences of fill rate, other less first, in each future, over the months and uses both have.

    Raises
    ------
    UsageError : the runs do not share their futures.
    """
    a, b = _aligned(first, other)
    return paired_rows((a.run, b.run), a.uses, a.months, a.fill, b.fill)


def changed_rows(first: Side, other: Side, effects: bool, progress: Callable[[str], None]) -> list[Row]:
    """Return what differs between two runs, each with its effect on the first run's outcome when it alone changes.

    Parameters
    ----------
    first, other : the runs.
    effects : False leaves the effects out; each costs a run.
    progress : told what is asked next.

    Raises
    ------
    UsageError : the runs do not share their futures.
    """
    _aligned(first, other)
    found = changes(first.question, other.question, frozenset(first.result["inputs"]) | frozenset(other.result["inputs"]))
    name = other.result["run"]
    if not effects:
        rows = [{"kind": c.kind, "id": c.id, "before": c.before, "after": c.after, "run": name} for c in found]
        return [*rows, *_code_row(first, other)]
    base = first.found if first.run else _outcome(_asked(first.question))
    rows = explained(first.question, base, found, lambda q: _outcome(_asked(q)), name, progress)
    return [*rows, *(_with_effect(row, first, other, base) for row in _code_row(first, other))]


def replayed(stored: StoredRun, progress: Progress | None = None) -> Row:
    """Make a stored run again, on the inputs it was made from.

    Returns
    -------
    The object of `ytterby run --json`, with `replay`: whether hash and numbers are the same, and what else differs.
    """
    question = question_of(stored)
    done = _asked(question, progress)
    before, after = _stored(stored), _outcome(done)
    largest = float(np.abs(after.fill - before.fill).max()) if before.fill.shape == after.fill.shape else None
    same_hash, same = done.result["hash"] == stored.result["hash"], largest == 0.0
    was, now = stored.result.get("code"), code()
    words = f"Replay of {stored.result['run']}: " + (
        "the same numbers in every future" if same
        else "other months or uses" if largest is None
        else f"fill rates differ by up to {largest:.3g}"
    ) + ("." if was == now else f"; it was made by another code ({_shown(was)}, now {_shown(now)}).")  # fmt: skip
    told = {
        "of": stored.result["hash"], "same_hash": same_hash, "same_numbers": same, "largest_difference": largest,
        "code_before": was, "code_now": now, "words": words,
    }  # fmt: skip
    return {**done.result, "replay": told}


def _asked(question: Question, progress: Progress | None = None) -> Run:
    with using(question.shelf):
        return run_scenario(question.scenario, question.draws, question.months, question.seed, progress)


def _outcome(done: Run) -> Outcome:
    lost = undelivered(done.ensemble.used, done.ensemble.demand)
    return Outcome(done.result["run"], tuple(done.ensemble.uses), done.findings.months, done.findings.fill, lost)


def _stored(stored: StoredRun) -> Outcome:
    """Fill rates of a stored run; the tonnes of each future are not stored."""
    months: tuple[str, ...] = tuple(stored.result["months"])
    rows = stored.fill.select("place", "end_use", "class").unique(maintain_order=True).rows()
    uses: list[UseGroup] = [(a, b, c) for a, b, c in rows]
    at = {u: k for k, u in enumerate(uses)}
    when = {m: k for k, m in enumerate(months)}
    fill: Floats = np.full((stored.result["draws"], len(uses), len(months)), np.nan)
    frame = stored.fill
    use = [at[u] for u in frame.select("place", "end_use", "class").iter_rows()]
    fill[frame["draw"].to_numpy(), use, [when[m] for m in frame["month"]]] = frame["fill_rate"].to_numpy()
    return Outcome(stored.result["run"], tuple(uses), months, fill, None)


def _aligned(first: Side, other: Side) -> tuple[Outcome, Outcome]:
    """Both outcomes over the months and uses they share; refuses what has no common futures."""
    a, b = first.found, other.found
    faults = [
        Fault(f"{a.run} has {what} {x}, {b.run} has {y}", "ytterby compare", "differences are taken future by future (conventions §15)",
              fix="run both with the same --draws and --seed")
        for what, x, y in (("draws", first.question.draws, other.question.draws), ("seed", first.question.seed, other.question.seed))
        if x != y
    ]  # fmt: skip
    months = [m for m in a.months if m in set(b.months)]
    uses = [u for u in a.uses if u in set(b.uses)]
    if not months or not uses:
        what = f"{a.run} and {b.run} have no {'month' if uses else 'end use'} in common"
        faults.append(Fault(what, "ytterby compare", fix="compare runs of one chain and one span"))
    if faults:
        raise UsageError(*faults)
    return _cut(a, uses, months), _cut(b, uses, months)


def _cut(outcome: Outcome, uses: list[UseGroup], months: list[str]) -> Outcome:
    rows, columns = [outcome.uses.index(u) for u in uses], [outcome.months.index(m) for m in months]
    lost = None if outcome.undelivered is None else outcome.undelivered[:, rows]
    return Outcome(outcome.run, tuple(uses), tuple(months), outcome.fill[:, rows][:, :, columns], lost)


def _code_row(first: Side, other: Side) -> list[Row]:
    before, after = first.result.get("code"), other.result.get("code")
    if before == after:
        return []
    return [{"kind": "code", "id": "ytterby", "before": _shown(before), "after": _shown(after), "run": other.result["run"]}]


def _with_effect(row: Row, first: Side, other: Side, base: Outcome) -> Row:
    """What the other code does to one question: stored numbers beside those of the installed code."""
    scenario, now = first.question.scenario.outcomes, code()
    if other.result.get("code") == now:
        before, after = first.found, base
    elif first.result.get("code") == now:
        before, after = _outcome(_asked(other.question)), other.found
    else:
        return {**row, "effect": None, "why": "neither run was made by the installed code"}
    if before.fill.shape != after.fill.shape:
        return {**row, "effect": None, "why": "the codes tell of other uses or months"}
    return {**row, "effect": effect(before, after, scenario.focus, scenario.shortage_below)}


def _shown(told: Row | None) -> str:
    return f"{told['version']} ({told['sha256'][:8]})" if told else "not told"

