"""Two runs side by side: paired by futures, what differs between them, what each difference does; and replays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ytterby.baseline.shelf import current, using
from ytterby.baseline.yamlfile import bundled_names
from ytterby.errors import Fault, UsageError
from ytterby.execution import Progress
from ytterby.outcomes.effects import Outcome, effect, explained
from ytterby.outcomes.fill import Floats, undelivered
from ytterby.outcomes.paired import paired_rows
from ytterby.runs.address import code_version
from ytterby.runs.changes import changes
from ytterby.runs.folder import DEFAULT, StoredRun, read_run
from ytterby.runs.manifest import Manifest
from ytterby.runs.provenance import Asked, asked_of
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import UseGroup
from ytterby.study import DRAWS, SEED, Run, answered, load_scenario, run_scenario

Row = dict[str, Any]
Showing = Callable[[str], AbstractContextManager[Progress | None]]


@dataclass(frozen=True)
class Side:
    """One of the runs that are compared.

    Attributes
    ----------
    asked : what it was asked, on which files.
    result : the object of `ytterby run --json`.
    manifest : what it was made from, by which versions.
    found : uses, months and numbers of each future; of a stored run as they were stored.
    """

    asked: Asked
    result: Row
    manifest: Manifest
    found: Outcome


@dataclass(frozen=True)
class Comparison:
    """Runs side by side on the same futures.

    Attributes
    ----------
    sides : the runs; all others are set against the first.
    changed : what differs between the first and each other, with its effect where that was asked.
    """

    sides: tuple[Side, ...]
    changed: tuple[Row, ...]

    @cached_property
    def paired(self) -> list[Row]:
        """Differences of fill rate, other less first, in each future."""
        first, *others = self.sides
        return [row for other in others for row in paired(first, other)]

    def as_object(self) -> Row:
        """The object of `ytterby compare --json`."""
        runs = [s.result["run"] for s in self.sides]
        return {"scenarios": runs, "paired": self.paired, "changed": list(self.changed)}


def compare(
    asked: Sequence[str | Scenario],
    draws: int = DRAWS,
    months: int | None = None,
    seed: int = SEED,
    store: Path = DEFAULT,
    effects: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    showing: Showing = lambda _: nullcontext(),
) -> Comparison:
    """Put scenarios, or stored runs, side by side on the same futures.

    Parameters
    ----------
    asked : scenarios, by name, path or as they are; or stored runs by folder, name or start of a hash.
    draws, months, seed : size of what is not run yet; that of the first stored run, where there is one.
    store : folder of runs; answers are taken from it and put there.
    effects : asks again with each change alone; each costs a run.
    tell : told what is asked again.
    showing : called with the name of a run, gives what is told its progress.

    Raises
    ------
    UsageError : fewer than two are named, or they do not share their futures.
    NotFound, BadScenario, Infeasible, WorkLost : as of each run.
    """
    if len(asked) < 2:
        raise UsageError(Fault("one scenario cannot be compared", "ytterby compare", fix="name two to four"))
    sides = _sides(asked, draws, months, seed, store, showing)
    first, *others = sides
    return Comparison(sides, tuple(r for other in others for r in changed_rows(first, other, effects, tell)))


def _sides(
    asked: Sequence[str | Scenario], draws: int, months: int | None, seed: int, store: Path, showing: Showing
) -> tuple[Side, ...]:  # fmt: skip
    """Read what is stored, run what is not."""
    found = [
        stored_side(a, store) if isinstance(a, str) and not is_scenario(a)
        else load_scenario(a) if isinstance(a, str) else a
        for a in asked
    ]  # fmt: skip
    first = next((f for f in found if isinstance(f, Side)), None)
    if first is not None:
        draws, months, seed = first.asked.draws, months or first.asked.months, first.asked.seed
    sides = []
    for one in found:
        if isinstance(one, Side):
            sides.append(one)
            continue
        # the first scenario's length serves all
        length = months or next(f.months for f in found if isinstance(f, Scenario))
        with showing(one.id) as tell:
            sides.append(fresh_side(Asked(one, current(), draws, length, seed), store, tell))
    return tuple(sides)


def is_scenario(name: str) -> bool:
    """True if a word names a scenario or a scenario file; else it can only be a stored run."""
    return name.endswith((".yaml", ".yml")) or name in bundled_names("scenarios")


def fresh_side(asked: Asked, store: Path, progress: Progress | None = None) -> Side:
    """Run a question now, or take its answer from a store of runs; a new answer is put there.

    Raises
    ------
    BadScenario, Infeasible, WorkLost : as `ytterby.study.run_scenario`.
    """
    with using(asked.shelf):
        stored = answered(asked.scenario, asked.draws, asked.months, asked.seed, store)
        if stored is None:
            done = run_scenario(asked.scenario, asked.draws, asked.months, asked.seed, progress, store=store)
            stored = done.write(store)
    # a chain given by its path is on no shelf but that of what the run has read
    return Side(asked_of(stored), stored.result, stored.manifest, _stored(stored))


def stored_side(name: str, runs: Path) -> Side:
    """Read a stored run with what it was made from.

    Raises
    ------
    NotFound, YtterbyError : no such run, or something it was made from is not kept.
    """
    stored = read_run(name, runs)
    return Side(asked_of(stored), stored.result, stored.manifest, _stored(stored))


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
    found = changes(first.asked, other.asked, frozenset(first.result["inputs"]) | frozenset(other.result["inputs"]))
    name = other.result["run"]
    if not effects:
        rows = [{"kind": c.kind, "id": c.id, "before": c.before, "after": c.after, "run": name} for c in found]
        return [*rows, *_code_row(first, other)]
    # the changes are tried with the installed code: so is what they start from
    base = first.found if first.manifest.inputs.version == code_version() else _outcome(_again(first.asked))
    rows = explained(first.asked, base, found, lambda q: _outcome(_again(q)), name, progress)
    return [*rows, *(_with_effect(row, first, other) for row in _code_row(first, other))]


def replayed(stored: StoredRun, progress: Progress | None = None) -> Row:
    """Make a stored run again, on the inputs it was made from.

    Returns
    -------
    The object of `ytterby run --json`, with `replay`: whether hash and numbers are the same, and what else differs.
    """
    done = _again(asked_of(stored), progress)
    before, after = _stored(stored), _outcome(done)
    largest = float(np.abs(after.fill - before.fill).max()) if before.fill.shape == after.fill.shape else None
    same_hash, same = done.result["hash"] == stored.result["hash"], largest == 0.0
    was, now = stored.manifest.inputs.version, code_version()
    words = f"Replay of {stored.result['run']}: " + (
        "the same numbers in every future" if same
        else "other months or uses" if largest is None
        else f"fill rates differ by up to {largest:.3g}"
    ) + ("." if was == now else f"; it was made by another code ({was}, now {now}).")  # fmt: skip
    told = {
        "of": stored.result["hash"], "same_hash": same_hash, "same_numbers": same, "largest_difference": largest,
        "code_before": was, "code_now": now, "words": words,
    }  # fmt: skip
    return {**done.result, "replay": told}


def _again(asked: Asked, progress: Progress | None = None) -> Run:
    with using(asked.shelf):
        return run_scenario(asked.scenario, asked.draws, asked.months, asked.seed, progress)


def _outcome(done: Run) -> Outcome:
    lost = undelivered(done.ensemble.used, done.ensemble.demand)
    return Outcome(done.result["run"], tuple(done.ensemble.uses), done.findings.months, done.findings.fill, lost)


def _stored(stored: StoredRun) -> Outcome:
    """Numbers of each future of a stored run."""
    months: tuple[str, ...] = tuple(stored.result["months"])
    rows = stored.fill.select("place", "end_use", "class").unique(maintain_order=True).rows()
    uses: list[UseGroup] = [(a, b, c) for a, b, c in rows]
    at = {u: k for k, u in enumerate(uses)}
    when = {m: k for k, m in enumerate(months)}
    shape = (stored.manifest.size.draws, len(uses), len(months))
    fill: Floats = np.full(shape, np.nan)
    lost: Floats = np.zeros(shape)
    frame = stored.fill
    use = [at[u] for u in frame.select("place", "end_use", "class").iter_rows()]
    where = (frame["draw"].to_numpy(), use, [when[m] for m in frame["month"]])
    fill[where] = frame["fill_rate"].to_numpy()
    lost[where] = np.maximum(frame["demand_t"].to_numpy() - frame["used_t"].to_numpy(), 0.0)
    return Outcome(stored.manifest.run, tuple(uses), months, fill, lost.sum(axis=2))


def _aligned(first: Side, other: Side) -> tuple[Outcome, Outcome]:
    """Both outcomes over the months and uses they share; refuses what has no common futures."""
    a, b = first.found, other.found
    faults = [
        Fault(
            f"{a.run} has {what} {getattr(first.asked, what)}, {b.run} has {getattr(other.asked, what)}",
            "ytterby compare", "differences are taken future by future (conventions §15)",
            fix="run both with the same --draws and --seed",
        )
        for what in ("draws", "seed")
        if getattr(first.asked, what) != getattr(other.asked, what)
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
    fill = outcome.fill[:, rows][:, :, columns]
    return Outcome(outcome.run, tuple(uses), tuple(months), fill, outcome.undelivered[:, rows])


def _code_row(first: Side, other: Side) -> list[Row]:
    """Rows for the program and the libraries whose arithmetic counts."""
    name = other.result["run"]
    was, now = first.manifest, other.manifest
    pairs: list[tuple[str, str | None, str | None]] = [("ytterby", was.inputs.version, now.inputs.version)]
    libraries = [lib for lib in dict.fromkeys((*was.versions, *now.versions)) if lib != "ytterby"]
    pairs += [(lib, was.versions.get(lib), now.versions.get(lib)) for lib in libraries]
    return [{"kind": "code", "id": i, "before": a, "after": b, "run": name} for i, a, b in pairs if a != b]


def _with_effect(row: Row, first: Side, other: Side) -> Row:
    """What the other code does to one question: stored numbers beside those of the installed code.

    Program and libraries are tried together, because only one installation is at hand.
    """
    scenario, now = first.asked.scenario.outcomes, code_version()
    if other.manifest.inputs.version == now:
        before, after = first.found, _outcome(_again(first.asked))
    elif first.manifest.inputs.version == now:
        before, after = _outcome(_again(other.asked)), other.found
    else:
        return {**row, "effect": None, "why": "neither run was made by the installed code"}
    if before.fill.shape != after.fill.shape:
        return {**row, "effect": None, "why": "the codes tell of other uses or months"}
    return {**row, "effect": effect(before, after, scenario.focus, scenario.shortage_below)}
