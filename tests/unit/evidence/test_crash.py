"""Kill an import at random moments, and the server once: the store stays whole and ends up the same."""

import os
import random
import subprocess
import sys
import time

import pytest

from ytterby.evidence.ingest import ingest
from ytterby.evidence.store import Store

IMPORT = (
    "import sys; from pathlib import Path; from ytterby.evidence.ingest import ingest\n"
    "from ytterby.evidence.store import Store\n"
    "with Store(sys.argv[2]) as store: ingest(sorted(Path(sys.argv[1]).iterdir()), store)"
)
KILLS = 20


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for i in range(400):
        text = (
            f"第{i}号简报:中国占全球镓产量的{50 + i % 50}%。日本的库存只够{i % 30 + 2}个月。价格上涨{i + 1}%。\n\n" * 5
        )
        (place / f"{i:03d}.txt").write_text(text + f"编号{i * 7919}", "utf-8")
    return place


def started(folder, address):
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), address], env=os.environ | {"PYTHONPATH": ":".join(sys.path)}
    )


def whole(folder, tmp_path):
    with Store(tmp_path / "whole") as store:
        ingest(sorted(folder.iterdir()), store)
        return store.content_hash()


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_twenty_kills_at_random_moments(folder, workspace, tmp_path):
    expected = whole(folder, tmp_path)
    moments = random.Random(7)
    for _ in range(KILLS):
        process = started(folder, workspace)
        time.sleep(moments.uniform(0.3, 1.6))
        process.kill()
        process.wait()
        with Store(workspace) as store:
            texts = {d.sha256: d.text for d in store.documents()}
            assert all(c.quote == texts[c.document][c.start : c.end] for c in store.claims())
    assert started(folder, workspace).wait() == 0
    with Store(workspace) as store:
        assert store.content_hash() == expected


@pytest.mark.timeout(300)
def test_the_server_is_killed_once(folder, server, tmp_path):
    address = server.database("killed")
    process = started(folder, address)
    time.sleep(1.2)
    server.kill()
    assert process.wait() != 0
    server.restart()
    assert started(folder, address).wait() == 0
    with Store(address) as store:
        assert store.content_hash() == whole(folder, tmp_path)
