"""Requests made from the description of the API: none may end in an error of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from web_client import serving
from ytterby.web.endpoints import ENDPOINTS, PREFIX
from ytterby.web.openapi import openapi

schemathesis = pytest.importorskip(
    "schemathesis", reason="schemathesis is not installed: pip install schemathesis", exc_type=ImportError
)
SLOW = {("POST", "/plans"), ("POST", "/runs"), ("GET", "/runs/{id}/events"), ("GET", "/plans/{id}/events")}
"""Routes that begin minutes of work; they are asked with wrong forms only, in the unit tests."""
SCHEMA = schemathesis.openapi.from_dict(openapi())


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "workspace").mkdir()
    with serving(folder / "runs", folder / "workspace") as (client, _):
        yield f"http://127.0.0.1:{client.port}", client.token


def _quick() -> object:
    slow = [{"method": method, "path": PREFIX + path} for method, path in SLOW]
    found = SCHEMA
    for each in slow:
        found = found.exclude(**each)
    return found


def _asked(case, address: tuple[str, str]) -> None:
    reply = case.call(base_url=address[0], headers={"Authorization": f"Bearer {address[1]}"}, timeout=120)
    assert reply.status_code < 500, (case.method, case.formatted_path, case.body, reply.text[:400])
    if reply.status_code >= 400:
        assert "application/problem+json" in reply.headers["content-type"]
        assert reply.json()["faults"]


@_quick().parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_an_error_of_the_server(case, address):
    _asked(case, address)


@pytest.mark.nightly
@_quick().parametrize()
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_ends_in_an_error_of_the_server_at_length(case, address):
    _asked(case, address)


def test_the_slow_routes_are_routes():
    assert {(e.method, e.path) for e in ENDPOINTS} >= SLOW
