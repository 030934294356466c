"""What the stories on the page share: their scenarios, waiting, and a plan that is there."""

from __future__ import annotations

import json

VERB = "from ytterby.cli.main import main; main()"
WAIT = 240_000
"""Longest wait for a run, in ms: the first one may have to compile the kernels."""
BAN, SLOW, STOP = "small-ban", "small-slowdown", "small-stop"
"""Bundled scenarios over a year instead of five: the page always asks for 200 futures."""


def finished(page) -> None:
    """Wait until all futures are on screen."""
    page.wait_for_selector(".sentence[data-draws='200']", timeout=WAIT)


def with_plan(page, plan: dict) -> None:
    """Let the page ask for a plan and get the recorded one."""
    answer = {"status": 200, "content_type": "application/json"}
    page.route("**/api/v1/plans", lambda r: r.fulfill(**answer, body=json.dumps({"plan": "p", "status": "stored"})))
    page.route("**/api/v1/plans/p", lambda r: r.fulfill(**answer, body=json.dumps(plan)))


def stoppable_plan(page, plan: dict) -> list[str]:
    """Let the page ask for a plan that goes on until it is stopped; return what it was told to do."""
    told: list[str] = []
    warnings = [*plan.get("warnings", []), "stopped in frontier: later parts are missing"]
    bodies = {
        "/plans": lambda: json.dumps({"plan": "p", "status": "running"}),
        "/plans/p": lambda: json.dumps({"plan": "p", "status": "stopping"}),
        "/plans/p-stopped": lambda: json.dumps({**plan, "plan": "p-stopped", "warnings": warnings}),
        "/plans/p/events": lambda: "retry: 50\n" + (
            'event: stopped\ndata: {"run": "p", "draws": 2, "kept": "p-stopped"}\n\n' if told
            else 'event: progress\ndata: {"done": 2, "all": 8, "left_s": null}\n\n'),
    }  # fmt: skip

    def answer(route) -> None:
        path = route.request.url.partition("/api/v1")[2].partition("?")[0]
        if route.request.method == "DELETE":
            told.append("DELETE")
        kind = "text/event-stream" if path.endswith("/events") else "application/json"
        route.fulfill(status=200, content_type=kind, body=bodies[path]())

    page.route("**/api/v1/plans**", answer)
    page.route("**/api/v1/plans/**", answer)
    return told
