"""The page's server under load: stored runs for 50 clients, slider steps, cold start. Prints one JSON object.

Run: python benchmarks/serve.py [--clients 50] [--seconds 60] [--steps 40]

The server is a process of its own, as users start it; clients are threads of this one. `machine.busy` says how long a
fixed loop took against its time on a quiet core: latencies on a shared machine grow with it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

SERVE = (
    "from ytterby.cli.main import main; main(['serve', '--json', '--port', '0', '--runs', __import__('sys').argv[1]])"
)
QUESTION = {"scenario": "japan-2026", "draws": 200, "months": 60}


class Page:
    """A kept-alive connection to the server."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Accept-Encoding": "gzip",
        }

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask, and read the whole answer."""
        content = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1{path}", content, {**self.headers, **headers})
        reply = self.connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()


def started(runs: str) -> tuple[subprocess.Popen[str], dict[str, object], float]:
    began = time.perf_counter()
    server = subprocess.Popen([sys.executable, "-c", SERVE, runs], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return server, json.loads(server.stdout.readline()), began


def cold(runs: str) -> dict[str, float]:
    """Seconds from the start of the process."""
    server, told, began = started(runs)
    page, found = Page(int(str(told["port"])), str(told["token"])), {}
    found["ready_s"] = time.perf_counter() - began
    status, _, _ = page.ask("POST", "/preview", {"scenario": "japan-2026"})
    found["first_answer_s"] = time.perf_counter() - began
    page.ask("GET", "/scenarios")
    found["scenarios_s"] = time.perf_counter() - began
    page.ask("GET", "/scenarios/japan-2026")
    page.ask("POST", "/preview", {"scenario": "japan-2026", "moved": {"leaks": 0.02}})
    found["first_slider_step_s"] = time.perf_counter() - began
    server.kill()
    server.wait()
    return {name: round(value, 3) for name, value in found.items()} | {"first_status": status}


def stored_run(page: Page) -> str:
    _, _, body = page.ask("POST", "/runs", {**QUESTION, "attended": False})
    run = str(json.loads(body)["run"])
    while page.ask("GET", f"/runs/{run}")[0] != 200:
        time.sleep(0.5)
    return run


def steps(page: Page, count: int) -> dict[str, float]:
    """A slider moved step by step: time for the client, and as the server counts it."""
    seen, told = [], []
    for k in range(count + 3):
        asked = {"scenario": "japan-2026-slowdown", "moved": {"licences-refused": round(0.05 * (k % 20), 2)}}
        began = time.perf_counter()
        _, _, body = page.ask("POST", "/preview", asked)
        seen.append((time.perf_counter() - began) * 1e3)
        told.append(json.loads(body)["elapsed_s"] * 1e3)
    return {
        "client_p50_ms": round(statistics.median(seen[3:]), 1), "server_p50_ms": round(statistics.median(told[3:]), 1),
        "server_least_ms": round(min(told[3:]), 1), "server_p95_ms": quantile(told[3:], 0.95), "bytes": len(body),
    }  # fmt: skip


def crowd(port: int, token: str, run: str, clients: int, seconds: float) -> dict[str, float]:
    """Clients that read a stored run over and over; every third read says what it has."""
    took: list[float] = []
    errors: list[str] = []
    until = time.perf_counter() + seconds

    def reads() -> None:
        page, etag, mine = Page(port, token), "", 0
        while time.perf_counter() < until:
            headers = {"If-None-Match": etag} if etag and mine % 3 == 2 else {}
            began = time.perf_counter()
            try:
                status, told, _ = page.ask("GET", f"/runs/{run}", **headers)
            except OSError as failure:
                errors.append(repr(failure))
                return
            took.append((time.perf_counter() - began) * 1e3)
            if status not in {200, 304}:
                errors.append(str(status))
            etag, mine = told.get("etag", ""), mine + 1
            time.sleep(0.2)

    threads = [threading.Thread(target=reads) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {
        "clients": clients, "seconds": seconds, "requests": len(took), "errors": len(errors),
        "p50_ms": quantile(took, 0.5), "p95_ms": quantile(took, 0.95), "most_ms": round(max(took), 1),
    }  # fmt: skip


def quantile(values: list[float], level: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(int(level * len(ordered)), len(ordered) - 1)], 1)


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return round(int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024, 1)


def loop_ms() -> float:
    began = time.perf_counter()
    sum(range(3_000_000))
    return (time.perf_counter() - began) * 1e3


def machine() -> dict[str, object]:
    loops = sorted(loop_ms() for _ in range(30))
    return {
        "cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform(),
        "load": [round(x, 1) for x in os.getloadavg()], "busy": round(statistics.mean(loops) / loops[0], 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--steps", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, object] = {"machine": machine(), "cold_start": cold(folder)}
        server, told, _ = started(folder)
        port, token = int(str(told["port"])), str(told["token"])
        try:
            page = Page(port, token)
            run = stored_run(page)
            found["slider_step"] = steps(page, asked.steps)
            before = memory_mb(server.pid)
            found["stored_run"] = crowd(port, token, run, asked.clients, asked.seconds)
            found["memory_mb"] = {"before": before, "after": memory_mb(server.pid)}
        finally:
            server.kill()
            server.wait()
    found["machine_after"] = machine()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
