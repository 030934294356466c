"""Plans over the web: what is stopped is kept beside the answer, never as the answer."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from types import SimpleNamespace

import pytest

from web_client import serving
from ytterby import study
from ytterby.planning.clock import Clock

ASKED = {"scenario": "japan-2026", "budget": "2 GUSD", "attended": False}


def test_a_plan_that_is_stopped_keeps_its_points_and_is_not_the_answer(tmp_path, monkeypatch: pytest.MonkeyPatch):
    go_on = Event()

    def points(clock: Clock) -> Iterator[int]:
        tell = clock.part("frontier")
        assert tell is not None
        for k in range(1, 5):
            tell(k, 4)
            yield k
            if k == 2:
                go_on.wait(20)

    def planned(scenario, asked, tell):
        clock = Clock(tell)
        found = clock.gathered("frontier", points(clock))
        return SimpleNamespace(result={"frontier": found, "stopped": clock.stopped})

    monkeypatch.setattr(study, "plan", planned)
    with serving(tmp_path / "runs") as (client, _):
        plan = client.post("/plans", ASKED).json["plan"]
        with client.listening(f"/plans/{plan}/events") as events:
            assert next(told for name, told in events if name == "progress" and told["done"] == 2)
            assert client.ask("DELETE", f"/plans/{plan}").status == 202
            go_on.set()
            name, told = list(events)[-1]
        assert (name, told["run"]) == ("stopped", plan)
        kept = client.get(f"/plans/{told['kept']}").json
        assert (kept["plan"], kept["frontier"], kept["stopped"]) == (told["kept"], [1, 2], "frontier")
        assert client.get(f"/plans/{plan}").status == 404

        assert client.post("/plans", ASKED).status == 202, "what was stopped is no answer"
        with client.listening(f"/plans/{plan}/events") as events:
            assert list(events)[-1] == ("done", {"run": plan})
        assert client.get(f"/plans/{plan}").json["frontier"] == [1, 2, 3, 4]
        assert client.get(f"/plans/{kept['plan']}").status == 404, "the answer replaces it"
        assert client.post("/plans", ASKED).json["status"] == "stored"
