"""Who may ask: Host, Origin, token; and what every answer says."""

from __future__ import annotations

import pytest

from web_client import API, Client
from ytterby.web.guard import HEADERS


def test_without_the_token_nothing_is_answered(client: Client):
    for headers in (
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Bearer "},
        {"Authorization": f"Basic {client.token}"},
    ):
        reply = client.raw("GET", f"{API}/scenarios", None, headers)
        assert reply.status == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.json["fix"]


def test_a_token_of_strange_signs_is_refused_and_does_no_harm(client: Client):
    assert client.raw("GET", f"{API}/scenarios", None, {"Authorization": "Bearer \xff\xfe"}).status == 401
    assert client.raw("GET", f"{API}/scenarios?token=%ff%00", None, {}).status == 401


def test_the_token_may_stand_in_the_query_for_event_sources(client: Client):
    assert client.raw("GET", f"{API}/scenarios?token={client.token}", None, {}).status == 200


def test_another_host_is_refused_before_the_token_is_looked_at(client: Client):
    for host in ("evil.example", "127.0.0.1", "127.0.0.1:1", f"localhost.evil.example:{client.port}"):
        assert client.get("/scenarios", Host=host).status == 421
    assert client.get("/scenarios", Host=f"localhost:{client.port}").status == 200


def test_another_page_is_refused(client: Client):
    assert client.get("/scenarios", Origin="https://evil.example").status == 403
    assert client.get("/scenarios", **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}).status == 403
    assert client.get("/scenarios", Origin="null").status == 403, "a frame in a sandbox"
    assert client.get("/scenarios", **{"Sec-Fetch-Site": "cross-site"}).status == 403
    assert client.get("/scenarios", Origin=f"http://127.0.0.1:{client.port}").status == 200


def test_a_link_from_elsewhere_opens_the_page_but_reads_nothing(client: Client):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.raw("GET", "/nothing", None, headers).status == 404
    assert client.raw("GET", f"{API}/scenarios", None, headers).status == 401


@pytest.mark.parametrize("path", ["/", "/assets/none.js", f"{API}/scenarios", f"{API}/nothing"])
def test_every_answer_has_the_headers(client: Client, path: str):
    for reply in (client.ask("GET", path) if path.startswith(API) else client.raw("GET", path, None, {}),
                  client.raw("GET", path, None, {"Host": "evil.example"})):  # fmt: skip
        assert {name: reply.headers.get(name) for name in HEADERS} == HEADERS
        assert "server" not in reply.headers
    assert "default-src 'self'" in HEADERS["content-security-policy"]
    assert "unsafe" not in HEADERS["content-security-policy"]


def test_a_body_that_is_too_large_is_refused(client: Client):
    reply = client.ask("POST", "/scenarios/check", b'{"yaml": "' + b"a" * 2_100_000 + b'"}')
    assert reply.status == 413
    reply = client.ask("POST", "/scenarios/check", {"yaml": "a" * 100_001})
    assert reply.status == 422


def test_what_is_no_json_is_refused(client: Client):
    assert client.ask("POST", "/preview", b"{").status == 400
    assert client.ask("POST", "/preview", b"[" * 100_000).status == 400
    assert client.ask("POST", "/preview", b"\xff").status == 400
    assert client.ask("POST", "/preview", b"[1]").status == 422
    assert client.ask("POST", "/preview", b"{}", {"Content-Type": "text/plain"}).status == 415


@pytest.mark.parametrize("id_", ["..%2f..%2fetc%2fpasswd", "..", ".asked", "%2e%2e", "a%00b", "x" * 3000, ".journal"])
def test_no_path_reaches_the_disk(client: Client, id_: str):
    for path in (f"/runs/{id_}", f"/scenarios/{id_}", f"/plans/{id_}", f"/runs/{id_}/events", f"/documents/{id_}"):
        assert client.get(path).status in {401, 404}, path
    assert client.raw("GET", f"/{id_}", None, {}).status == 404


def test_methods_that_are_not_served(client: Client):
    assert client.ask("PATCH", "/runs").status == 405
    assert client.ask("POST", "/map", {}).status == 405
