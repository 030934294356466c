"""A server in memory, over a small folder of runs and a workspace with one document."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed: nothing of the server is tested")

from mcp_asking import Asker

from ytterby.baseline.workspace import open_workspace
from ytterby.mcp.house import open_house

DOCUMENT = """2025年12月、中国は世界のガリウム生産の98％を占める。
According to the ministry, Japan depends on China for 60 % of its rare earth imports.
"""


@pytest.fixture(scope="session")
def workspace(tmp_path_factory) -> Path:
    from ytterby.evidence.ingest import ingest
    from ytterby.evidence.store import Store

    folder = tmp_path_factory.mktemp("house")
    (folder / "note.txt").write_text(DOCUMENT, "utf-8")
    (folder / "workspace.yaml").write_text("schema: ytterby/workspace/1\nmarking: internal\nname: desk 4\n", "utf-8")
    with Store(folder) as store:
        ingest([folder / "note.txt"], store)
    return folder


@pytest.fixture(scope="session")
def runs(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def ask(runs: Path, workspace: Path) -> Asker:
    return Asker(open_house(runs, open_workspace(workspace), redact=False, stays_here=False, most_draws=64))
