"""Kill a run at random moments, and see whether its numbers stay: ``python tools/resilience/kill_points.py``.

In turn a worker, the main process or, with --dask, the scheduler or a Dask worker is ended with ``kill -9`` at a random
moment: some time after a random number of blocks are finished. Where the command does not survive that, the same
command is given again. Then every number is compared with those of a serial run, bit for bit. Exits with 1 if any
differs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from commands import Question, fingerprint, kept, serial
from servers import Servers

PORT = 18786


@dataclass(frozen=True)
class Trial:
    """One kill and what came of it."""

    victim: str
    after_blocks: int
    and_s: float
    killed: bool
    kept_then: int
    commands: int
    said: str
    same: bool


def main() -> None:
    options = arguments()
    question = Question(options.scenario, options.draws, options.months)
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        expected = serial(question, root / "serial")
        blocks = undisturbed(question, root / "undisturbed", expected)
        victims = ["scheduler", "dask-worker"] if options.dask else ["worker", "main"]
        trials = []
        for n in range(options.points):
            moment = dice.randrange(blocks), dice.uniform(0.0, 1.0)
            trial = attempt(question, victims[n % 2], moment, root / f"trial-{n}", expected)
            print(f"{n + 1}: {trial}", file=sys.stderr, flush=True)
            trials.append(trial)
    same = sum(t.same for t in trials)
    found = {
        "question": asdict(question), "serial": expected, "blocks": blocks, "points": len(trials),
        "same": same, "trials": [asdict(t) for t in trials],
    }  # fmt: skip
    print(json.dumps(found, indent=1))
    sys.exit(0 if same == len(trials) else 1)


def undisturbed(question: Question, out: Path, expected: str) -> int:
    """Run on two processes; return how many blocks were seen in the journal."""
    process, blocks = subprocess.Popen(question.command(out, "local:2"), stdout=subprocess.DEVNULL), 0
    while process.poll() is None:
        blocks = max(blocks, kept(out))
        time.sleep(0.02)
    if fingerprint(out) != expected:
        raise SystemExit("two processes do not give the numbers of one thread, even without a kill")
    return blocks


def attempt(question: Question, victim: str, moment: tuple[int, float], out: Path, expected: str) -> Trial:
    """Run, kill, give the same command again until it succeeds."""
    out.mkdir()
    servers = Servers(out)
    place = f"tcp://127.0.0.1:{PORT}" if victim in {"scheduler", "dask-worker"} else "local:2"
    try:
        if place.startswith("tcp"):
            start(servers, place)
        with (out / "said").open("wb") as told:
            process = subprocess.Popen(question.command(out, place), stdout=told, stderr=subprocess.DEVNULL)
        killed, (blocks, seconds) = False, moment
        while process.poll() is None and kept(out) < blocks:
            time.sleep(0.02)
        time.sleep(seconds)
        while process.poll() is None and not killed:  # a worker may not have been started yet
            killed = end(target(victim, process, servers))
            time.sleep(0.05)
        then = kept(out)
        process.wait()
        said = message((out / "said").read_bytes())
        commands = 1
        while not list(out.glob("*/run.json")) and commands < 5:
            if victim == "scheduler":
                servers.end()
                servers = Servers(out)
                start(servers, place)
            subprocess.run(question.command(out, place), stdout=subprocess.DEVNULL, check=False)
            commands += 1
        same = fingerprint(out) == expected
        return Trial(victim, blocks, round(seconds, 2), killed, then, commands, said, same)
    finally:
        servers.end()


def start(servers: Servers, place: str) -> None:
    servers.scheduler(place)
    for _ in range(2):
        servers.worker(place)


def target(victim: str, process: subprocess.Popen[bytes], servers: Servers) -> int | None:
    """Return the process to be killed, None while there is none."""
    if victim == "scheduler":
        return servers.started[0].pid
    if victim == "dask-worker":
        return children(servers.started[1].pid)
    return process.pid if victim == "main" else children(process.pid)


def children(pid: int) -> int | None:
    """Return a process that a process has started; the last one is at work, the first one keeps count of the others."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(n) for n in listed.read_text().split()] if listed.exists() else []
    return found[-1] if found else None


def end(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def message(out: bytes) -> str:
    """What the command said of its failure, if it could still speak."""
    try:
        error = json.loads(out or b"{}").get("error")
    except ValueError:
        return ""
    return f"{error['what']}; {error['fix']}" if error else ""


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scenario", default="total-stop")
    options.add_argument("--draws", type=int, default=256)
    options.add_argument("--months", type=int, default=60)
    options.add_argument("--points", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--dask", action="store_true", help="kill the scheduler or a worker of a Dask cluster")
    return options.parse_args()


if __name__ == "__main__":
    main()
