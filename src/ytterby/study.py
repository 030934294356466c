"""The spine: estimates -> network -> scenario -> simulate -> outcomes -> report."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ytterby.baseline import resource
from ytterby.baseline.shelf import Item, reading
from ytterby.baseline.yamlfile import bundled, load_model
from ytterby.domain.regime import Branch
from ytterby.errors import BadScenario
from ytterby.execution import Journal, Memory, Place, Progress, Task, Threads, Work, run
from ytterby.network.chain import Chain, controlled_by, load_chain
from ytterby.outcomes.branches import branch_row
from ytterby.outcomes.consequences import consequences
from ytterby.outcomes.documents import document_rows
from ytterby.outcomes.findings import Findings, find
from ytterby.outcomes.money import Shortage, money_rows
from ytterby.outcomes.sources import moved_rows, source_rows, warnings_of
from ytterby.runs.address import address_of, code_version, data_hash, digest, inputs_of, stamp
from ytterby.runs.folder import Finished, StoredRun, find_run, journal_folder, write_run
from ytterby.runs.manifest import Manifest, Remarks, Size, manifest_of
from ytterby.runs.provenance import keep_inputs, provenance
from ytterby.runs.tables import long_tables
from ytterby.scenario.figures import figures_of
from ytterby.scenario.law_rows import law_rows, stale, status_of_rules
from ytterby.scenario.reach import idle
from ytterby.scenario.sampling import draw_estimates
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Ensemble, gathered, simulate_block
from ytterby.simulation.question import Question, asked_branches, question_of

if TYPE_CHECKING:
    import xarray as xr

    from ytterby.network.supply import Floats
    from ytterby.planning.asked import Asked
    from ytterby.planning.clock import Tell
    from ytterby.planning.ladder import Ladder
    from ytterby.planning.levers import LeverBook
    from ytterby.planning.plan import Planned

DRAWS, SEED = 200, 1


@dataclass(frozen=True)
class Run:
    """A finished run: the JSON object, and what it was made from.

    Attributes
    ----------
    result : the object `ytterby run --json` prints.
    manifest : what it was made from, and when.
    asked : the scenario, without what a workspace adds to it.
    question : as it was asked of every future.
    drawn : (draw, estimate) values behind the futures.
    ensemble, findings : what the futures did, and what that means.
    kept : the futures, block by block.
    whole : False if it was stopped before its last draw.
    read : files that were read, by name.
    """

    result: dict[str, Any]
    manifest: Manifest
    asked: Scenario
    question: Question
    drawn: Floats
    ensemble: Ensemble
    findings: Findings
    kept: Journal | Memory
    whole: bool
    read: dict[str, Item]

    def dataset(self) -> xr.Dataset:
        """Results over named axes, with units: the same numbers as `result`, for every draw."""
        from ytterby.runs.dataset import arrays_of, to_dataset

        arrays = arrays_of(
            self.ensemble, self.findings.fill, self.findings.months, self.question.plan.estimates, self.drawn
        )
        return to_dataset(arrays, self.manifest)

    def write(self, store: Path, remarks: Remarks | None = None) -> StoredRun:
        """Write the run's folder into a store; the journal of a whole run is needed no longer."""
        manifest = self.manifest.model_copy(update={"remarks": remarks or Remarks()})
        blocks = self.kept.scan([b.name for b in self.question.blocks(len(self.drawn))])
        tables = long_tables(self.question, blocks, self.ensemble, self.findings.months, self.drawn)
        keep_inputs(self.result["as_of"]["data_hash"], self.read, store)  # first: what does not replay is not kept
        path = write_run(store, Finished(self.result, manifest, self.asked, tables))
        if isinstance(self.kept, Journal) and self.whole:
            self.kept.remove()
        return StoredRun(path, self.result, manifest)

    def _repr_html_(self) -> str:
        from ytterby.report import notebook

        return notebook(self.result)


@dataclass(frozen=True)
class PlanRun:
    """A finished plan: the JSON object of `ytterby plan`, and what it was made from."""

    result: dict[str, Any]
    planned: Planned

    def _repr_html_(self) -> str:
        from ytterby.report import plan_page

        return plan_page(self.result)


def load_scenario(name: str) -> Scenario:
    """Read a bundled scenario by its name, or a file by its path (``.yaml``).

    Parameters
    ----------
    name : such as ``japan-2026``, or ``mine.yaml``.

    Raises
    ------
    NotFound, BadScenario : no such scenario, or the file was refused; all faults at once.
    """
    is_path = name.endswith((".yaml", ".yml")) or "/" in name
    return load_model(Scenario, Path(name) if is_path else bundled("scenarios", name), BadScenario)


def run_scenario(
    scenario: Scenario,
    draws: int = DRAWS,
    months: int | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
    place: Place | None = None,
    store: Path | None = None,
    begun: Callable[[Callable[[], Run]], None] | None = None,
) -> Run:
    """Answer a scenario: who runs short, when, how sure.

    Parameters
    ----------
    scenario : the question.
    draws, seed : size of the ensemble and seed of its luck; the same draws serve every scenario.
    months : length of the run; the scenario's own if None.
    progress : told (done, all) as draws are finished.
    place : where futures are simulated; threads of this process if None. No number depends on it.
    store : folder of runs whose journal remembers what is finished, so that a later call goes on; none if None.
    begun : is given what tells, at any time from then on, the answer of the futures finished so far.

    Raises
    ------
    BadScenario : the scenario names things the chain does not have.
    Infeasible : estimates contradict each other beyond their ranges.
    WorkLost : workers or their scheduler were lost; with a store, what is finished is kept.
    """
    began = time.perf_counter()
    with reading() as read:
        size = Size.of(draws, months or scenario.months, seed, asked_branches(scenario))
        done = _run(scenario, size, progress, place, store, begun)
        done.result["rule_branches"] = _branches(done)
    done.result.update(provenance(read))
    elapsed = done.result["elapsed_s"] = round(time.perf_counter() - began, 3)
    return replace(done, read=read, manifest=done.manifest.model_copy(update={"elapsed_s": elapsed}))


def _run(
    asked: Scenario, size: Size, progress: Progress | None, place: Place | None, store: Path | None,
    begun: Callable[[Callable[[], Run]], None] | None,
) -> Run:  # fmt: skip
    figures, chain = figures_of(asked), _chain(asked)
    question = question_of(figures.scenario, figures.chain, figures.estimates, size.months, size.seed)
    kept = _kept(manifest_for(asked, chain, size), store)
    tasks = [Task(b.name, b, b.words, b.count) for b in question.blocks(size.draws)]

    def so_far() -> Run:
        done = _so_far(asked, chain, size, question, kept)
        done.result.update(document_rows(figures.known))
        return done

    if begun:
        begun(so_far)
    run(Work(simulate_block, question, stamp), tasks, place or Threads(), kept, progress)
    return so_far()


def _so_far(asked: Scenario, chain: Chain, size: Size, question: Question, kept: Journal | Memory) -> Run:
    """Answer by the futures that are finished."""
    finished = _finished(question, size.draws, kept)
    drawn = draw_estimates(question.plan.estimates, finished, size.seed)
    ensemble = _ensemble(question, kept, finished, next(iter(question.frames)))
    findings = find(question.scenario, question.reference, drawn, ensemble)
    manifest = manifest_for(asked, chain, size.model_copy(update={"draws": finished}))
    result = laid_out(question, manifest, ensemble, findings, size.draws)
    return Run(result, manifest, asked, question, drawn, ensemble, findings, kept, finished == size.draws, {})


def laid_out(
    question: Question, manifest: Manifest, ensemble: Ensemble, findings: Findings, asked: int
) -> dict[str, Any]:  # fmt: skip
    """Lay out the object of the contract; branches of unknown law and the time it took come last.

    Parameters
    ----------
    question, manifest : what was asked, and its address.
    ensemble, findings : what the futures did, and what that means.
    asked : draws that were asked for; a warning says so where fewer are finished.
    """
    scenario, network, chain = question.scenario, question.reference, question.plan.chain
    below, seed = scenario.outcomes.shortage_below, question.seed
    frame = next(iter(question.frames.values()))
    return {
        "run": manifest.run,
        "hash": manifest.address,
        **outline(question, ensemble, findings, asked),
        "value_added_usd": money_rows(
            chain,
            Shortage(ensemble.uses, ensemble.used, ensemble.demand, ensemble.destroyed),
            scenario.outcomes.focus,
            seed,
        ),
        **consequences(network, frame.permissions, ensemble, findings, below, seed),
        "rule_branches": [],
        "sources": source_rows(network),
        "moved": moved_rows(question.plan.moved()),
    }


def outline(question: Question, ensemble: Ensemble, findings: Findings, asked: int) -> dict[str, Any]:
    """Lay out what a run's object says at once: who runs short, when, under which measures, and with which warnings.

    Parameters
    ----------
    question : what was asked.
    ensemble, findings : what the futures did, and what that means.
    asked : draws that were asked for.
    """
    scenario, chain = question.scenario, question.plan.chain
    branch, frame = next(iter(question.frames.items()))
    draws, rules = len(ensemble.used), _rules(scenario, findings)
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "question": scenario.question,
        "chain": chain.id,
        "controller": chain.controller,
        "focus": list(scenario.outcomes.focus),
        "shortage_below": scenario.outcomes.shortage_below,
        "draws": draws,
        "seed": question.seed,
        "months": list(findings.months),
        **findings.rows,
        "measures": law_rows(scenario, frame.permissions.deciding, str(branch)),
        "levers": [s.model_dump(mode="json") for s in scenario.levers.stocks],
        "as_of": {"data": resource(chain.table).vintage, "rules": rules["checked_on"], "data_hash": data_hash()},
        "warnings": [
            *warnings_of(draws, asked),
            *idle(scenario, question.reference, question.months, question.lists),
            *_stamp(scenario),
            *stale(scenario, chain.table),
        ],
    }


def plan(
    scenario: Scenario, asked: Asked, book: LeverBook | None = None, ladder: Ladder | None = None,
    tell: Tell | None = None,
) -> PlanRun:  # fmt: skip
    """Find what to hold, build, buy and agree on within a budget, verified by simulation.

    Parameters
    ----------
    scenario : the question; its focus is whose shortage counts.
    asked : budget, criterion, limits.
    book, ladder : levers, and what may follow; those bundled for the scenario if None.
    tell : told (part, done, all) as work goes on.

    Raises
    ------
    UsageError, Infeasible, KeyboardInterrupt : as `ytterby.planning.plan.plan_scenario`.
    """
    from ytterby.planning.answer import answer
    from ytterby.planning.plan import plan_scenario

    with reading() as read:
        planned = plan_scenario(scenario, asked, book, ladder, tell)
        last = scenario.first_month + (int(planned.program.lengths.sum()) - 1)
        rules = status_of_rules(scenario, f"{last}-15")
        result = answer(planned)
    vintage = resource(load_chain(scenario.chain).table).vintage
    result["as_of"] = {"data": vintage, "rules": rules["checked_on"], "data_hash": data_hash()}
    return PlanRun({**result, "version": code_version(), **provenance(read)}, planned)


def answered(scenario: Scenario, draws: int, months: int | None, seed: int, store: Path) -> StoredRun | None:
    """Return the finished run of the same question, data, rules and code, if the store has it."""
    size = Size.of(draws, months or scenario.months, seed, asked_branches(scenario))
    manifest = manifest_for(scenario, _chain(scenario), size)
    return find_run(store, manifest.run, manifest.address)


def _chain(scenario: Scenario) -> Chain:
    return controlled_by(load_chain(scenario.chain), scenario.controller)


def manifest_for(scenario: Scenario, chain: Chain, size: Size) -> Manifest:
    """Return the manifest of a question before it is answered: its name and address."""
    inputs = inputs_of(scenario, chain)
    address = address_of(inputs, size)
    return manifest_of(f"{scenario.id}-{address[:8]}", address, inputs, size)


def _kept(manifest: Manifest, store: Path | None) -> Journal | Memory:
    """What takes the blocks: the journal of this question in a store, or memory.

    Futures of another version of a library are not gone on with: half of a run's numbers would be of each.
    """
    if store is None:
        return Memory()
    return Journal(journal_folder(store, digest({"address": manifest.address, "stamp": stamp()})))


def _rules(scenario: Scenario, findings: Findings) -> dict[str, Any]:
    return status_of_rules(scenario, findings.months[-1] + "-15")


def _finished(question: Question, draws: int, kept: Journal | Memory) -> int:
    """Draws that are finished without a gap from the first on.

    Raises
    ------
    KeyboardInterrupt : it was stopped before the first block was finished.
    """
    finished = 0
    for block in question.blocks(draws):
        if block.name not in kept:
            break
        finished = block.first + block.count
    if not finished:
        raise KeyboardInterrupt
    return finished


def _ensemble(question: Question, kept: Journal | Memory, draws: int, branch: Branch) -> Ensemble:
    return gathered(question, (kept.get(b.name) for b in question.blocks(draws)), draws, branch)


def _branches(done: Run) -> list[dict[str, Any]]:
    """One row for each branch of unknown law that differs; none where all lead to the same law."""
    question, scenario = done.question, done.question.scenario
    first, *others = question.frames
    if not others:
        return []
    unknown = _rules(scenario, done.findings)["unknown"]
    rows = [branch_row(str(first), unknown, scenario, done.findings)]
    for branch in others:
        ensemble = _ensemble(question, done.kept, len(done.drawn), branch)
        found = find(scenario, question.reference, done.drawn, ensemble)
        rows.append(branch_row(str(branch), unknown, scenario, found))
    return rows


def _stamp(scenario: Scenario) -> list[str]:
    """Say so where a scenario chose one branch of unknown law."""
    law = scenario.levers.law
    return [f"one branch of unknown law: {law.branch}"] if law and law.branch else []
