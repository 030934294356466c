"""The door to numba: what is compiled, and where machine code is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from ytterby import jit

CHILD = """
import sys; sys.path.insert(0, sys.argv[1])
import kernels
print(kernels.half(3.0), sum(kernels.half.stats.cache_hits.values()))
print(kernels.numba.config.CACHE_DIR)
"""
KERNELS = "import numba\nfrom ytterby.jit import kernel\n@kernel\ndef half(x):\n    return x / 2\n"


def run_child(folder: Path, **environment: str) -> list[str]:
    if not (folder / "kernels.py").exists():  # a second writing would change the stamp numba looks at
        (folder / "kernels.py").write_text(KERNELS)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    command = [sys.executable, "-W", "error", "-c", CHILD, str(folder)]
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def kept_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("kernels.half*") if path.suffix in {".nbi", ".nbc"}]


def test_division_by_zero_follows_numpy():
    @jit.kernel
    def divide(a: float, b: float) -> float:
        return a / b

    assert divide(1.0, 0.0) == np.inf
    assert np.isnan(divide(0.0, 0.0))


def test_second_process_reads_what_the_first_compiled(tmp_path):
    first = run_child(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    second = run_child(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert (first[:2], second[:2]) == (["1.5", "0"], ["1.5", "1"])
    assert kept_files(tmp_path / "cache" / "ytterby" / "kernels")


def test_other_libraries_keep_their_own_cache_folder(tmp_path):
    assert len(run_child(tmp_path, XDG_CACHE_HOME=str(tmp_path / "cache"))) == 2  # CACHE_DIR stays empty


def test_the_folder_named_by_the_user_is_taken(tmp_path):
    run_child(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert kept_files(tmp_path / "mine")
    assert not (tmp_path / "cache").exists()


def test_without_a_writable_folder_it_computes_and_keeps_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert run_child(tmp_path, XDG_CACHE_HOME=str(blocked))[:2] == ["1.5", "0"]
    assert not kept_files(tmp_path)


def test_folder_names_version_python_and_numba(monkeypatch, tmp_path):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jit.cache_folder.cache_clear()
    folder = jit.cache_folder()
    jit.cache_folder.cache_clear()
    assert folder is not None
    assert folder.is_relative_to(tmp_path)
    for part in (jit.__version__, f"py{sys.version_info.major}{sys.version_info.minor}", numba.__version__):
        assert part in folder.name


def test_fingerprint_follows_kernels_and_nothing_else(tmp_path):
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel" / "sizes.py").write_text("STEPS = 4\n")
    (tmp_path / "a.py").write_text("from ytterby.jit import kernel\n\n@kernel\ndef one(): return 1\n")
    (tmp_path / "b.py").write_text("from ytterby.jit import Floats\n")
    seen = [jit.kernel_fingerprint(tmp_path)]
    (tmp_path / "b.py").write_text("from ytterby.jit import Ints\n")
    assert jit.kernel_fingerprint(tmp_path) == seen[0]
    (tmp_path / "a.py").write_text("from ytterby.jit import kernel\n\n@kernel\ndef one(): return 2\n")
    seen.append(jit.kernel_fingerprint(tmp_path))
    (tmp_path / "kernel" / "sizes.py").write_text("STEPS = 5\n")
    seen.append(jit.kernel_fingerprint(tmp_path))
    assert len(set(seen)) == 3


def test_a_folder_of_somebody_else_is_refused(monkeypatch, tmp_path):
    assert jit.is_private_and_writable(tmp_path / "new")
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1)
    assert not jit.is_private_and_writable(tmp_path / "new")


@pytest.mark.parametrize("named", ["", "relative/path"])
def test_cache_root_falls_back_to_the_home_folder(monkeypatch, named):
    monkeypatch.setenv("XDG_CACHE_HOME", named)
    assert jit.user_cache_root() == Path.home() / ".cache" / "ytterby"
