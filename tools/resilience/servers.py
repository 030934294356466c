"""A Dask scheduler and workers as processes of their own, wherever a command prefix puts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from commands import ONE_CORE

SCHEDULER = "import sys; from distributed.cli.dask_scheduler import main; sys.exit(main())"
WORKER = "import sys; from distributed.cli.dask_worker import main; sys.exit(main())"


class Servers:
    """Processes that are ended, all of them, when the trial is over."""

    def __init__(self, logs: Path, timeout_s: int = 15) -> None:
        self.logs = logs
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {**os.environ, **ONE_CORE, "DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP": f"{timeout_s}s"}

    def scheduler(self, address: str, prefix: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """Start a scheduler at ``tcp://host:port`` and wait until it listens."""
        where = urllib.parse.urlparse(address)
        options = ["--host", str(where.hostname), "--port", str(where.port), "--no-dashboard"]
        return self._start(prefix, SCHEDULER, options, "Scheduler at")

    def worker(self, address: str, prefix: Sequence[str] = (), options: Sequence[str] = ()) -> subprocess.Popen[bytes]:
        """Start a worker of one thread, with a nanny that replaces it, and wait until it has joined."""
        return self._start(prefix, WORKER, [address, "--nthreads", "1", "--no-dashboard", *options], "Registered to")

    def end(self) -> None:
        """End what was started here, and nothing else."""
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()

    def _start(self, prefix: Sequence[str], code: str, options: Sequence[str], ready: str) -> subprocess.Popen[bytes]:
        log = self.logs / f"server-{len(self.started)}.log"
        with log.open("wb") as out:
            command = [*prefix, sys.executable, "-c", code, *options]
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=self.environment)
        self.started.append(process)
        for _ in range(600):
            if ready in log.read_text("utf-8", "replace"):
                return process
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"{' '.join(command)} did not start:\n{log.read_text('utf-8', 'replace')}")
