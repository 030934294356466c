"""Kill an import at random moments, and the server once: the store stays whole and ends up the same."""

import os
import random
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from ytterby.evidence.ingest import ingest
from ytterby.evidence.store import Store

IMPORT = (
    "import sys; from pathlib import Path; from ytterby.evidence.ingest import ingest\n"
    "from ytterby.evidence.store import Store\n"
    "with Store(sys.argv[2]) as store:\n"
    "    tell = lambda done, count, path: print(done, flush=True) if done == 1 else None\n"
    "    ingest(sorted(Path(sys.argv[1]).iterdir()), store, progress=tell)"
)
KILLS, FILES = 20, 2_000


def filled(place, count):
    place.mkdir()
    for i in range(count):
        text = (
            f"第{i}号简报:中国占全球镓产量的{50 + i % 50}%。日本的库存只够{i % 30 + 2}个月。价格上涨{i % 97 + 1}%。\n\n"
        )
        (place / f"{i:04d}.txt").write_text(text * 3 + f"编号{i * 7919}", "utf-8")
    return place


@pytest.fixture
def folder(tmp_path):
    return filled(tmp_path / "in", 400)


def started(folder, address):
    return subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(folder), address], env=os.environ | {"PYTHONPATH": ":".join(sys.path)},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def whole(folder, tmp_path):
    with Store(tmp_path / "whole") as store:
        ingest(sorted(folder.iterdir()), store)
        return store.content_hash()


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_twenty_kills_at_random_moments(workspace, tmp_path):
    folder = filled(tmp_path / "in", FILES)
    moments = random.Random(7)
    counts = []
    for _ in range(KILLS):
        process = started(folder, workspace)
        process.stdout.readline()  # the first file of this import is stored
        time.sleep(moments.uniform(0.0, 0.4))
        assert process.poll() is None, "the import was over before it was killed: take more files"
        process.kill()
        process.communicate()
        with Store(workspace) as store:
            texts = {d.sha256: d.text for d in store.documents()}
            assert all(c.quote == texts[c.document][c.start : c.end] for c in store.claims())
        counts.append(len(texts))
    assert all(a < b for a, b in pairwise(counts)), "each import goes on where the last one was killed"
    assert counts[-1] < FILES
    process = started(folder, workspace)
    process.communicate()
    assert process.returncode == 0
    with Store(workspace) as store:
        assert store.content_hash() == whole(folder, tmp_path)


@pytest.mark.timeout(300)
def test_the_server_is_killed_once(folder, server, tmp_path):
    address = server.database("killed")
    process = started(folder, address)
    process.stdout.readline()
    server.kill()
    process.communicate()
    assert process.returncode != 0
    server.restart()
    with Store(address) as store:
        assert 0 < len(list(store.documents())) < 400
    again = started(folder, address)
    again.communicate()
    assert again.returncode == 0
    with Store(address) as store:
        assert store.content_hash() == whole(folder, tmp_path)
