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
