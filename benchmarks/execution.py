"""What journal, processes and Dask cost, and how a large ensemble scales: ``python benchmarks/execution.py``.

``waiting`` measures the seam alone: tasks that wait 200 ms and return as many bytes as a block of futures, so that
other work on the machine hardly counts; overhead is over the same tasks in one thread of this process, nothing kept.
``working`` measures blocks of futures as a run has them. ``large`` (with --large) is many draws
on two processes beside a tenth of them on two and on one. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from facts import machine

from ytterby.execution import Journal, Memory, Place, Processes, Task, Threads, Work, place, run
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.simulation.ensemble import simulate_block
from ytterby.simulation.question import Block, question_of
from ytterby.study import load_scenario

SECONDS, TASKS, VALUES, BLOCKS = 0.2, 40, 160_000, 12
PORT = 18790
TOOLS = Path(__file__).parent.parent / "tools" / "resilience"
ENTRY = "from ytterby.cli.main import main; main()"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder, dask(Path(folder)) as cluster:
        found = {
            "machine": machine(),
            "waiting": waiting(Path(folder), cluster),
            "working": working(Path(folder), cluster, options.repeats),
            **({"large": large(Path(folder), options)} if options.large else {}),
        }
    print(json.dumps(found, indent=2))


def wait(shared: float, content: int) -> pl.DataFrame:
    """Take the time of a chunk, and return as much."""
    values = np.random.default_rng(content).random(VALUES).astype(np.float32)
    time.sleep(shared)
    return pl.DataFrame([pl.Series("n", [content]), pl.Series("values", values[None, :])])


def waiting(folder: Path, cluster: str | None) -> dict[str, Any]:
    """Measure tasks of 200 ms, one after the other in each place."""
    tasks = [Task(f"{n:03d}", n) for n in range(TASKS)]
    each = {
        name: _each(Work(wait, SECONDS), tasks, where, kept) for name, where, kept in _kept(folder / "waiting", cluster)
    }
    return {"task_s": SECONDS, "tasks": TASKS, "result_mb": round(VALUES * 4 / 1e6, 2), **_over(each)}


def working(folder: Path, cluster: str | None, repeats: int) -> dict[str, Any]:
    """Measure blocks of futures in each place, in turn; the best of each counts."""
    scenario = load_scenario("total-stop")
    chain = load_chain(scenario.chain)
    question = question_of(scenario, chain, chain_estimates(chain), 60, 1)
    blocks = [Block(n * question.block_size, question.block_size) for n in range(BLOCKS)]
    tasks = [Task(b.name, b) for b in blocks]
    best: dict[str, float] = {}
    for n in range(repeats):
        for name, where, kept in _kept(folder / f"working-{n}", cluster):
            each = _each(Work(simulate_block, question), tasks, where, kept)
            best[name] = min(each, best.get(name, each))
    return {"draws": question.block_size, "months": 60, "blocks": BLOCKS, **_over(best)}


def _kept(folder: Path, cluster: str | None) -> Iterator[tuple[str, Place, Journal | Memory]]:
    """Yield each place, with and without a journal; the first is the least there can be."""
    places: dict[str, Place] = {"threads:1": Threads(1), "local:1": Processes(1)}
    if cluster:
        places["dask:1"] = place(cluster)
    for name, where in places.items():
        yield f"{name} memory", where, Memory()
        yield f"{name} journal", where, Journal(folder / name)


def _each(work: Work, tasks: list[Task], where: Place, kept: Journal | Memory) -> float:
    """Time from one result to the next [s]; starting a worker is no overhead."""
    times: list[float] = []
    run(work, tasks, where, kept, lambda done, whole: times.append(time.perf_counter()))
    return (times[-1] - times[0]) / (len(tasks) - 1)


def _over(each: dict[str, float]) -> dict[str, Any]:
    least = next(iter(each.values()))
    return {name: {"each_s": round(s, 4), "overhead": round(s / least - 1, 4)} for name, s in each.items()}


def large(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Measure the command itself, from the first import to the finished folder; CPU time is of all its processes."""
    tenth, whole = options.draws // 10, options.draws
    sizes = {
        "tenth on local:1": (tenth, "local:1"),
        "tenth on local:2": (tenth, "local:2"),
        "whole": (whole, "local:2"),
    }
    out: dict[str, Any] = {name: _command(folder / name, *size, options.months) for name, size in sizes.items()}
    wall, cpu = ([found[key] for found in out.values()] for key in ("wall_ms_per_draw", "cpu_ms_per_draw"))
    return {
        **out, "months": options.months,
        "over_linear_in_draws": {"wall": round(wall[2] / wall[1], 3), "cpu": round(cpu[2] / cpu[1], 3)},
        "over_linear_in_workers": {"wall": round(2 * wall[2] / wall[0], 3), "cpu": round(cpu[2] / cpu[0], 3)},
    }  # fmt: skip


def _command(out: Path, draws: int, where: str, months: int) -> dict[str, Any]:
    question = ["run", "total-stop", "--draws", str(draws), "--months", str(months)]
    command = [sys.executable, "-c", ENTRY, *question, "--out", str(out), "--cluster", where]
    began, load, used = time.perf_counter(), os.getloadavg()[0], resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    wall, now = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return {
        "draws": draws, "wall_s": round(wall, 1), "cpu_s": round(cpu, 1),
        "wall_ms_per_draw": round(wall / draws * 1e3, 3), "cpu_ms_per_draw": round(cpu / draws * 1e3, 3),
        "load_before_and_after": [round(load, 2), round(os.getloadavg()[0], 2)],
        "largest_process_mb": round(now.ru_maxrss / 1024),
    }  # fmt: skip


@contextmanager
def dask(folder: Path) -> Iterator[str | None]:
    """A scheduler and one worker of one thread; None without Dask."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        yield None
        return
    sys.path.insert(0, str(TOOLS))
    from servers import Servers

    servers, address = Servers(folder), f"tcp://127.0.0.1:{PORT}"
    servers.environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    try:
        servers.scheduler(address)
        servers.worker(address)
        yield address
    finally:
        servers.end()


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--large", action="store_true", help="also run 100,000 draws; minutes")
    options.add_argument("--draws", type=int, default=100_000)
    options.add_argument("--months", type=int, default=6)
    return options.parse_args()


if __name__ == "__main__":
    import execution  # a worker looks for `wait` in the module of that name, not in __main__

    execution.main()
