"""The same results wherever work runs, whatever is lost on the way."""

from __future__ import annotations

import polars as pl
import pytest
from workloads import DiesWhenUnpacked, die_once, fail, interrupt, leave_at_once, poison, square

from ytterby.errors import UsageError, WorkLost
from ytterby.execution import Journal, Memory, Place, Processes, Task, Threads, Work, place, run

PLACES = [Threads(1), Threads(3), Processes(2)]


def tasks(count: int = 7) -> list[Task]:
    return [Task(f"{n:03d}", n, f"number {n}", size=n + 1) for n in range(count)]


def squares(kept: Journal | Memory, count: int = 7) -> list[float]:
    return pl.concat([kept.get(f"{n:03d}") for n in range(count)])["square"].to_list()


@pytest.mark.parametrize("where", PLACES, ids=str)
@pytest.mark.parametrize("journal", [True, False])
def test_every_place_gives_the_same(where: Place, journal: bool, tmp_path):
    kept = Journal(tmp_path / "j") if journal else Memory()
    told: list[tuple[int, int]] = []
    outcome = run(Work(square, 0.5), tasks(), where, kept, lambda done, whole: told.append((done, whole)))
    assert squares(kept) == [n**2 + 0.5 for n in range(7)]
    assert (outcome.resumed, outcome.interrupted) == (0, False)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (28, 28)


def test_a_worker_that_dies_is_replaced(tmp_path):
    kept = Memory()
    run(Work(die_once, str(tmp_path)), tasks(), Processes(2), kept)
    assert squares(kept) == [n**2 for n in range(7)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0", "1", "2"]


def test_a_poison_task_is_named_and_the_rest_survives(tmp_path):
    kept = Journal(tmp_path / "j")
    with pytest.raises(WorkLost) as caught:
        run(Work(poison, 4), tasks(), Processes(2), kept)
    (fault,) = caught.value.faults
    assert fault.what.startswith("number 4 took down 3 workers")
    assert "signal 9" in fault.what
    assert [t.key for t in tasks() if t.key not in kept] == ["004"]
    outcome = run(Work(square, 0), tasks(), Threads(1), Journal(tmp_path / "j"))
    assert outcome.resumed == 6


@pytest.mark.parametrize("where", PLACES, ids=str)
def test_an_error_of_a_task_is_raised_as_it_is(where: Place, tmp_path):
    with pytest.raises(ArithmeticError, match="4 has no square"):
        run(Work(fail, 4), tasks(), where, Journal(tmp_path / "j"))


def test_workers_that_never_begin_are_no_endless_loop():
    with pytest.raises(WorkLost, match="died before they began: left with exit code 7"):
        run(Work(leave_at_once, DiesWhenUnpacked()), tasks(), Processes(2), Memory())


def test_an_interrupt_keeps_what_is_finished(tmp_path):
    kept = Journal(tmp_path / "j")
    outcome = run(Work(interrupt, 4), tasks(), Threads(1), kept)
    assert outcome.interrupted
    assert "003" in kept
    assert "006" not in kept
    again = run(Work(square, 0), tasks(), Threads(1), Journal(tmp_path / "j"))
    assert (again.resumed, again.interrupted) == (4, False)


def test_an_interrupt_before_anything_is_finished_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        run(Work(interrupt, 0), tasks(), Threads(1), Memory())


def test_a_finished_run_does_nothing_again(tmp_path):
    run(Work(square, 0), tasks(), Threads(1), Journal(tmp_path / "j"))
    outcome = run(Work(fail, 0), tasks(), Threads(1), Journal(tmp_path / "j"))
    assert outcome.resumed == 7


@pytest.mark.parametrize("name", ["local:1", "local:16"])
def test_local_places(name: str):
    assert place(name) == Processes(int(name.split(":")[1]))


@pytest.mark.parametrize("name", ["tcp://host:8786", "tls://10.0.0.1:8786/"])
def test_addresses_of_schedulers(name: str):
    pytest.importorskip("distributed")
    assert getattr(place(name), "address") == name.rstrip("/")  # noqa: B009  only a cluster has one


_TLS = {f"distributed.comm.tls.{name}": "no.pem" for name in ("ca-file", "client.cert", "client.key")}


@pytest.mark.parametrize(
    ("settings", "address", "words"),
    [
        ({}, "tls://127.0.0.1:9", "names none"),
        ({"distributed.comm.require-encryption": True}, "tcp://127.0.0.1:9", "requires encryption"),
        (_TLS, "tls://127.0.0.1:9", "cannot be read"),
    ],
)
def test_what_the_configuration_of_tls_forbids_is_refused_before_connecting(settings: dict, address: str, words: str):
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    with dask.config.set(settings), pytest.raises(UsageError, match=words):
        run(Work(square, 0), tasks(), place(address), Memory())


@pytest.mark.parametrize(
    "name", ["local", "local:0", "local:-1", "local:two", "host:86", "tcp://host", "http://a:1", ""]
)
def test_other_places_are_refused(name: str):
    with pytest.raises(UsageError, match="is not a place to run") as caught:
        place(name)
    assert caught.value.faults[0].choices
