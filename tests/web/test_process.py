"""A real server process: killed, left alone, told to end, marked confidential."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from web_client import Client

SERVE = "from ytterby.cli.main import main; main(['serve', '--json', '--port', '0', *__import__('sys').argv[1:]])"
LONG = {"scenario": "japan-2026", "draws": 320, "months": 36}
SHORT = {"scenario": "japan-2026", "draws": 8, "months": 6}


@contextmanager
def process(folder: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    env = os.environ | {"PYTHONPATH": ":".join(p for p in sys.path if p)}
    command = [sys.executable, "-c", SERVE, "--runs", str(folder / "runs"), *more]
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line, server.communicate()[1]
            told = json.loads(line)
            assert told["address"] == f"http://127.0.0.1:{told['port']}/#token={told['token']}"
            yield server, Client(told["port"], told["token"])
        finally:
            server.kill()
            server.communicate()


def test_a_kill_loses_no_stored_run_and_the_next_server_goes_on(tmp_path):
    with process(tmp_path) as (server, client):
        stored = client.post("/runs", SHORT).json["run"]
        client.finished(stored)
        before = client.get(f"/runs/{stored}").body
        run = client.post("/runs", LONG).json["run"]
        with client.listening(f"/runs/{run}/events") as events:
            assert next(e for e in events if e[0] == "progress" and e[1]["done"] > 0)
            server.send_signal(signal.SIGKILL)
        server.wait()
    parts = {p.name for p in (tmp_path / "runs/.journal").glob("*/*.parquet")}
    assert parts, "what was finished is in the journal"
    with process(tmp_path) as (_, client):
        assert client.get(f"/runs/{stored}").body == before
        assert {r["run"]: r["status"] for r in client.get("/runs").json["runs"]} == {stored: "stored", run: "stopped"}
        told = client.finished(run)
        resumed = next(e[1]["done"] for e in told if e[0] == "progress" and e[1]["done"] > 0)
        assert resumed > 0
        assert told[-1][0] == "done"
        assert client.get(f"/runs/{told[-1][1]['run']}").json["draws"] == LONG["draws"]
    assert not list((tmp_path / "runs/.asked").iterdir())


def test_a_client_that_leaves_cancels_its_run(tmp_path):
    with process(tmp_path) as (_, client):
        client.finished(client.post("/runs", SHORT).json["run"])  # what is compiled now is no part of the test
        run = client.post("/runs", {**LONG, "draws": 10_000, "months": 60}).json["run"]
        with client.listening(f"/runs/{run}/events") as events:
            assert next(events)[0] == "progress"
        deadline = time.monotonic() + 120
        while (status := _status(client, run)) != "stopped":
            assert time.monotonic() < deadline, status
            time.sleep(0.2)


def test_a_client_that_comes_back_has_not_left(tmp_path):
    with process(tmp_path) as (_, client):
        run = client.post("/runs", {**LONG, "draws": 10_000}).json["run"]
        with client.listening(f"/runs/{run}/events") as events:
            assert next(events)[0] == "progress"
        with client.listening(f"/runs/{run}/events") as events:
            assert next(events)[0] == "progress"
            time.sleep(3.0)
            assert _status(client, run) == "running"
        client.ask("DELETE", f"/runs/{run}")


def test_control_c_ends_it_and_keeps_the_ticket(tmp_path):
    with process(tmp_path) as (server, client):
        run = client.post("/runs", {**LONG, "draws": 10_000, "attended": False}).json["run"]
        server.send_signal(signal.SIGINT)
        assert server.wait(60) in {0, 130}
    assert [p.stem for p in (tmp_path / "runs/.asked").iterdir()] == [run]


@pytest.mark.parametrize("more", [["--host", "192.0.2.1"], ["--host", "0.0.0.0"], ["--map", "none.json"]])
def test_starts_that_are_refused(tmp_path, more):
    (tmp_path / "workspace.yaml").write_text("schema: ytterby/workspace/1\nmarking: confidential\n")
    env = os.environ | {"PYTHONPATH": ":".join(p for p in sys.path if p)}
    command = [sys.executable, "-c", SERVE, "--workspace", str(tmp_path), *more]
    done = subprocess.run(command, check=False, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["what"]


def _status(client: Client, run: str) -> str:
    return next((str(r["status"]) for r in client.get("/runs").json["runs"] if r["run"] == run), "gone")
