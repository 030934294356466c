"""What is in the journal is whole, whenever the writer was stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from workloads import square

from ytterby.errors import YtterbyError
from ytterby.execution import Journal
from ytterby.execution.journal import InParquet, write_durably

HERE = Path(__file__).parent
WRITER = """
import sys
from pathlib import Path
from ytterby.execution import Journal, Task, Threads, Work, run
from workloads import slow_square
tasks = [Task(f"{n:03d}", n) for n in range(200)]
run(Work(slow_square, 0.02), tasks, Threads(1), Journal(Path(sys.argv[1])))
"""


def packed(n: int) -> bytes:
    return InParquet(square)(0, n)


def test_results_come_back_bit_for_bit(tmp_path):
    journal = Journal(tmp_path / "j")
    journal.put("a", packed(3))
    assert Journal(tmp_path / "j").get("a").equals(square(0, 3))
    assert journal.scan(["a"]).collect().equals(square(0, 3))


def test_a_damaged_file_does_not_count(tmp_path):
    journal = Journal(tmp_path)
    for key in "abc":
        journal.put(key, packed(ord(key)))
    (victim,) = tmp_path.glob("b.*")
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    (tmp_path / "c.parquet").write_bytes(b"what somebody put here")
    again = Journal(tmp_path)
    assert [key in again for key in "abc"] == [True, False, True]
    assert sorted(p.name[:2] for p in again.damaged) == ["b.", "c."]
    again.put("b", packed(ord("b")))
    assert "b" in Journal(tmp_path)


def test_a_half_written_file_has_another_name(tmp_path):
    (tmp_path / ".writing-x").write_bytes(packed(1)[:50])
    assert Journal(tmp_path).damaged == []


def test_two_writers_write_the_same_file(tmp_path):
    one, other = Journal(tmp_path), Journal(tmp_path)
    one.put("a", packed(1))
    other.put("a", packed(1))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_is_said(tmp_path, monkeypatch: pytest.MonkeyPatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(YtterbyError, match="cannot be kept: No space left"):
        Journal(tmp_path).put("a", packed(1))
    assert list(tmp_path.iterdir()) == []


def test_a_name_appears_only_with_its_content(tmp_path, monkeypatch: pytest.MonkeyPatch):
    seen: list[list[str]] = []
    flush = os.fsync
    monkeypatch.setattr("os.fsync", lambda h: (seen.append([p.name for p in tmp_path.iterdir()]), flush(h))[1])
    write_durably(tmp_path / "whole", b"x" * 1000)
    assert [names == ["whole"] for names in seen] == [False, True]


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_a_kill_leaves_only_whole_results(tmp_path):
    folder = tmp_path / "j"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], env=env)
    try:
        while len(list(folder.glob("*.parquet"))) < 5:
            assert writer.poll() is None
            time.sleep(0.005)
        writer.send_signal(signal.SIGKILL)
    finally:
        writer.wait()
    journal = Journal(folder)
    assert journal.damaged == []
    done = [n for n in range(200) if f"{n:03d}" in journal]
    assert 5 <= len(done) < 200
    assert pl.concat([journal.get(f"{n:03d}") for n in done])["n"].to_list() == done
