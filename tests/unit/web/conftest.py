"""One server for the tests of the routes, with a workspace that has a document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from web_client import Client, serving
from ytterby.evidence.ingest import ingest
from ytterby.evidence.store import Store
from ytterby.web.house import House

TEXT = """Japan relies on China for more than 85 percent of its gallium.

China approved 45 percent of the applications in June 2025. The ministry said it will hold stocks of 60 days by 2030.
China bans exports of dual-use items to military users in Japan from 6 January 2026.
"""


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, House]]:
    folder = tmp_path_factory.mktemp("page")
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "workspace.yaml").write_text("schema: ytterby/workspace/1\nname: tests\nmarking: internal\n")
    document = folder / "paper.txt"
    document.write_text(TEXT)
    with Store(workspace) as store:
        ingest([document], store)
    with serving(folder / "runs", workspace) as found:
        yield found


@pytest.fixture
def client(page: tuple[Client, House]) -> Client:
    return page[0]


@pytest.fixture
def house(page: tuple[Client, House]) -> House:
    return page[1]


@pytest.fixture(scope="session")
def run(page: tuple[Client, House]) -> str:
    return made(page[0], "japan-2026", {})


@pytest.fixture(scope="session")
def other(page: tuple[Client, House]) -> str:
    return made(page[0], "japan-2026-slowdown", {"licences-refused": 0.9})


def made(client: Client, scenario: str, moved: dict[str, float]) -> str:
    asked = {"scenario": scenario, "moved": moved, "draws": 8, "months": 6}
    reply = client.post("/runs", asked)
    assert reply.status in {200, 202}, reply.body
    assert reply.headers["location"] == f"/api/v1/runs/{reply.json['run']}"
    assert client.finished(reply.json["run"])[-1] == ("done", {"run": reply.json["run"]})
    return str(reply.json["run"])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("other")
