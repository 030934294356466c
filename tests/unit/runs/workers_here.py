"""The worker processes of this process."""

from __future__ import annotations

import multiprocessing


def one() -> int:
    (first, *_) = [p for p in multiprocessing.active_children() if p.name == "ytterby-worker"]
    assert first.pid is not None
    return first.pid
