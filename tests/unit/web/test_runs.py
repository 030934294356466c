"""Runs: made, listed, read from memory, compared, explained, cancelled."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from web_client import Client, serving, unpacked
from ytterby.errors import NotFound
from ytterby.web.desk import MOST_WAITING, Desk
from ytterby.web.house import House
from ytterby.web.job import End, Job
from ytterby.web.kept import Kept
from ytterby.web.problems import Refused


def test_a_run_is_that_of_the_verb(client: Client, house: House, run: str):
    with (house.settings.runs / run / "run.json").open() as file:
        assert client.get(f"/runs/{run}").json == {**json.load(file), "marking": "internal"}


def test_the_same_question_again_is_answered_from_the_store(client: Client, run: str):
    reply = client.post("/runs", {"scenario": "japan-2026", "draws": 8, "months": 6})
    assert (reply.status, reply.json["run"], reply.json["status"]) == (200, run, "stored")
    assert client.finished(run) == [("done", {"run": run})]


def test_the_list_says_what_there_is(client: Client, run: str, other: str):
    rows = {r["run"]: r for r in client.get("/runs").json["runs"]}
    assert (rows[run]["status"], rows[run]["scenario"], rows[run]["note"]) == ("stored", "japan-2026", "")
    assert rows[other]["note"] == "page: licences-refused=0.9"
    answers = {r["id"]: r["answer"] for r in client.get("/scenarios").json["scenarios"]}
    assert answers["japan-2026"] == run
    assert answers["japan-2026-slowdown"] is None, "a moved slider is another question"


def test_a_run_that_the_client_has_is_not_sent_again(client: Client, run: str):
    first = client.get(f"/runs/{run}")
    again = client.get(f"/runs/{run}", **{"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    packed = client.get(f"/runs/{run}", **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(first.body) / 4
    assert unpacked(packed) == first.body


def test_memory_is_bounded(house: House, run: str, other: str):
    small = Kept(house.settings.runs, most=1)
    for name in (run, other, run):
        assert small.packed(name, dict, "plain").etag
    assert len(small._packed) == 1, "the one in use stays, whatever it weighs"
    large = Kept(house.settings.runs)
    first = large.packed(run, dict, "plain")
    assert large.packed(run, dict, "plain") is first
    assert large.packed(run, dict, "masked") is not first
    assert large.bytes_kept < 1 << 20
    with pytest.raises(NotFound):
        large.path(".asked")


def test_runs_are_compared(client: Client, run: str, other: str):
    found = client.get(f"/compare?runs={run},{other}").json
    assert found["scenarios"] == [run, other]
    assert {r["id"] for r in found["changed"]} >= {"levers.law.practice.CN-2025-18.approval"} or found["changed"]
    assert all(0 <= r["p_b_better"] <= 1 for r in found["paired"])
    assert client.get(f"/compare?runs={run}").status == 400
    assert client.get(f"/compare?runs={run},{run}").status == 400
    assert client.get(f"/compare?runs={run},none").status == 404
    assert client.get("/compare").status == 422
    refused = client.get(f"/compare?runs={run},{other}&effects=true")
    assert refused.status == 400, "a run for each change is no work for a request"
    assert "ytterby compare" in refused.json["fix"]


def test_a_number_is_explained(client: Client, run: str):
    number = "fill_rate/JPN/ev-traction/civil/2026-05/p50"
    found = client.get(f"/runs/{run}/explain?number={number}").json
    assert found["number"] == number
    assert found["sources"]
    assert client.get(f"/runs/{run}/explain?number=nothing/at/all").status == 404
    assert client.get(f"/runs/{run}/explain").status == 422
    assert client.get(f"/runs/none/explain?number={number}").status == 404


def test_questions_that_are_refused(client: Client):
    assert client.post("/runs", {"scenario": "japan-2026", "draws": 0}).status == 422
    assert client.post("/runs", {"scenario": "japan-2026", "draws": 10**9}).status == 422
    assert client.get("/runs/none").status == 404
    assert client.get("/runs/none/events").status == 404
    assert client.ask("DELETE", "/runs/none").status == 404


def test_a_run_that_fails_says_why(client: Client):
    text = client.get("/scenarios/japan-2026").json["yaml"].replace("CN-2026-1]", "CN-2099-1]")
    reply = client.post("/runs", {"yaml": text, "draws": 8, "months": 6})
    assert reply.status == 202
    event, told = client.finished(reply.json["run"])[-1]
    assert event == "failed"
    assert told["problem"]["status"] == 422
    assert "CN-2099-1" in told["problem"]["detail"]


def test_what_is_stopped_is_asked_for_again_and_goes_on(tmp_path):
    with serving(tmp_path / "runs") as (client, _):
        asked = {"scenario": "japan-2026", "draws": 96, "months": 36, "attended": False}
        run = client.post("/runs", asked).json["run"]
        assert client.post("/runs", asked).json["run"] == run
        with client.listening(f"/runs/{run}/events") as events:
            assert next(e for e in events if e[0] == "progress" and e[1]["done"] > 0)
            assert client.ask("DELETE", f"/runs/{run}").status == 202
            assert [name for name, _ in events][-1] in {"stopped", "done"}
        kept = list((tmp_path / "runs/.journal").glob("*/*.parquet"))
        assert kept or client.get(f"/runs/{run}").status == 200
        assert client.post("/runs", asked).status in {200, 202}
        assert client.finished(run)[-1] == ("done", {"run": run})
        assert not list((tmp_path / "runs/.asked").iterdir())


class _Idle:
    """Work that does nothing until it is let go."""

    def __init__(self, id_: str, gate, attended: bool = True) -> None:
        self.id, self._gate, self.laid, self.attended = id_, gate, 0, attended

    def row(self):
        return {"run": self.id}

    def taken_up(self) -> None:
        pass

    def laid_down(self) -> None:
        self.laid += 1

    def do(self, job: Job, house: House) -> End:
        self._gate.wait(10)
        job.progress(1, 1)
        return End("done", {"run": self.id})


def test_the_desk_has_an_end(house: House, folder):
    from threading import Event

    gate = Event()
    desk = Desk(House(replace(house.settings, runs=folder)))
    works = [_Idle(f"w{k}", gate) for k in range(MOST_WAITING + 2)]
    first = desk.begin(works[0])
    while first.status == "waiting":
        pass
    jobs = [desk.begin(w) for w in works[1:-1]]
    with pytest.raises(Refused) as refused:
        desk.begin(works[-1])
    assert refused.value.status == 429
    jobs[-1].cancel()
    gate.set()
    while any(j.status in {"waiting", "running"} for j in [first, *jobs]):
        pass
    assert [j.status for j in [first, *jobs]] == ["done"] * MOST_WAITING + ["stopped"]
    assert all(w.laid == 1 for w in works[:-1])


@pytest.mark.parametrize(("cancelled", "laid"), [(True, 1), (False, 0)])
def test_an_interruption_keeps_the_ticket_and_a_cancelled_work_loses_it(house: House, folder, cancelled, laid):
    from threading import Event

    class Interrupted(_Idle):
        def do(self, job: Job, house: House) -> End:
            self._gate.wait(10)
            raise KeyboardInterrupt

    gate = Event()
    work = Interrupted("w", gate)
    job = Desk(House(replace(house.settings, runs=folder))).begin(work)
    if cancelled:
        job.cancel()
    gate.set()
    while job.status in {"waiting", "running"}:
        pass
    assert (job.status, work.laid) == ("stopped", laid)


@pytest.mark.parametrize(("asked", "stops"), [((True, True), True), ((True, False), False), ((False, True), False)])
def test_work_somebody_does_not_attend_to_goes_on_when_the_listener_leaves(house: House, folder, asked, stops):
    from threading import Event

    from ytterby.web.events import _cancel_alone

    gate = Event()
    desk = Desk(House(replace(house.settings, runs=folder)))
    first, second = (desk.begin(_Idle("same", gate, attended)) for attended in asked)
    assert first is second

    def wake() -> None:
        pass

    first.listen(wake)
    _cancel_alone(first)
    assert not first.was_cancelled, "somebody listens"
    first.leave(wake)
    _cancel_alone(first)
    assert first.was_cancelled is stops
    gate.set()


def test_the_ticket_of_a_run_says_that_somebody_does_not_attend_to_it(tmp_path, monkeypatch: pytest.MonkeyPatch):
    from threading import Event

    from ytterby.web.asked_runs import AskedRun, left_behind

    gate = Event()
    monkeypatch.setattr(AskedRun, "do", lambda work, job, house: End("done", {"run": str(gate.wait(10) and work.id)}))
    asked = {"scenario": "japan-2026", "draws": 8, "months": 6}
    with serving(tmp_path) as (client, _):
        client.post("/runs", asked)
        client.post("/runs", {**asked, "attended": False})
        assert [work.attended for work in left_behind(tmp_path)] == [False]
        gate.set()


def test_a_name_that_is_added_is_masked_from_the_next_request_on(house: House, run: str, tmp_path):
    own = tmp_path / "ws" / "own"
    own.mkdir(parents=True)
    with serving(house.settings.runs, tmp_path / "ws", redact=True) as (client, _):
        title = client.get(f"/runs/{run}").json["title"]
        (own / "ours.yaml").write_text(
            json.dumps({"schema": "ytterby/own/1", "chain": "magnet-rare-earths", "firms": [title]})
        )
        assert client.get(f"/runs/{run}").json["title"] == "firm 1"
