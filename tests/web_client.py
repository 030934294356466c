"""A server in a thread, and a plain client that can also misbehave: for the tests of the page's API."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ytterby.web.app import create_app
from ytterby.web.house import House
from ytterby.web.serving import Place, place_at, server_of

API = "/api/v1"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    port: int
    token: str

    def ask(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        sent = {
            "Authorization": f"Bearer {self.token}",
            **({"Content-Type": "application/json"} if body is not None else {}),
        }
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        return self.raw(method, path if path.startswith("/api") else API + path, content, {**sent, **(headers or {})})

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: object) -> Reply:
        return self.ask("POST", path, body)

    def raw(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    @contextmanager
    def listening(self, path: str) -> Iterator[Iterator[tuple[str, Any]]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", f"{API}{path}?token={self.token}")
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        try:
            yield _events(answer)
        finally:
            answer.close()
            connection.close()

    def finished(self, run: str) -> list[tuple[str, Any]]:
        with self.listening(f"/runs/{run}/events") as events:
            return list(events)


def _events(answer: http.client.HTTPResponse) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in answer:
        text = line.decode().rstrip("\n")
        if text.startswith("event: "):
            name = text.removeprefix("event: ")
        elif text.startswith("data: "):
            yield name, json.loads(text.removeprefix("data: "))


@contextmanager
def serving(runs: Path, workspace: Path | None = None, redact: bool = False) -> Iterator[tuple[Client, House]]:
    place: Place = place_at("127.0.0.1", 0, runs, workspace, None, redact)
    app = create_app(place.settings)
    server = server_of(app)
    place.listener.listen(64)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place.listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Client(place.port, place.settings.token), app.state.house
    finally:
        server.should_exit = True
        thread.join(10)
        app.state.house.close()


def unpacked(reply: Reply) -> bytes:
    return gzip.decompress(reply.body) if reply.headers.get("content-encoding") == "gzip" else reply.body
