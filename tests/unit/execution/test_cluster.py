"""Dask as a place to run: what can be told without a cluster, and by night a cluster of processes."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from workloads import poison, square

from ytterby.errors import UsageError, WorkLost
from ytterby.execution import Memory, Task, Work, cluster, run
from ytterby.execution.cluster import Cluster

TOOLS = Path(__file__).parents[3] / "tools" / "resilience"
TASKS = [Task(f"{n:03d}", n, f"number {n}") for n in range(7)]


def stamp() -> dict[str, str]:
    return {"ytterby": "1"}


def test_no_scheduler_is_said(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "CONNECT_S", 0.3)
    with pytest.raises(WorkLost, match="no Dask scheduler answers") as caught:
        run(Work(square, 0), TASKS, Cluster("tcp://127.0.0.1:9"), Memory())
    assert "dask scheduler" in caught.value.faults[0].fix


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="Dask is not installed") as caught:
        run(Work(square, 0), TASKS, Cluster("tcp://127.0.0.1:9"), Memory())
    assert "ytterby[cluster]" in caught.value.faults[0].fix


def test_a_worker_with_other_code_or_data_is_refused():
    pytest.importorskip("distributed")
    from ytterby.execution.remote import Held, do

    packed = pickle.dumps(Work(square, 0, stamp))
    Held("same", packed, {"ytterby": "1"}).setup(None)
    Held("other", packed, {"ytterby": "2", "numpy": "3"}).setup(None)
    assert do("same", 3).equals(square(0, 3))
    with pytest.raises(WorkLost, match="ytterby is 1 on the worker") as caught:
        do("other", 3)
    assert len(caught.value.faults) == 2


@pytest.mark.nightly
def test_a_poison_task_is_named_and_its_neighbours_survive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("distributed")
    monkeypatch.syspath_prepend(str(TOOLS))
    from servers import Servers

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    servers, kept = Servers(tmp_path), Memory()
    try:
        servers.scheduler("tcp://127.0.0.1:18787")
        for _ in range(2):
            servers.worker("tcp://127.0.0.1:18787")
        with pytest.raises(WorkLost) as caught:
            run(Work(poison, 4), TASKS, Cluster("tcp://127.0.0.1:18787"), kept)
    finally:
        servers.end()
    assert [f.what.split(" took")[0] for f in caught.value.faults] == ["number 4"]
    assert [t.key for t in TASKS if t.key not in kept] == ["004"]


def trial(name: str, *options: str) -> dict[str, object]:
    """Run a trial of resilience; it exits with 1 where a number differs."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(TOOLS / name), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_kills_of_workers_and_of_the_main_process_change_no_number():
    assert trial("kill_points.py", "--points", "20")["same"] == 20


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_kills_of_the_scheduler_and_of_its_workers_change_no_number():
    pytest.importorskip("distributed")
    assert trial("kill_points.py", "--points", "6", "--dask")["same"] == 6


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="network namespaces need root")
def test_a_host_that_is_cut_off_changes_no_number():
    pytest.importorskip("distributed")
    assert trial("two_hosts.py")["same"] == [True, True]
