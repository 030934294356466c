"""Scenarios as read: kept, and not without end."""

from __future__ import annotations

import pytest

from ytterby.web import asking


def test_what_is_kept_of_scenarios_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(asking, "MOST", 2, raising=False)
    first = asking.stored("japan-2026")
    for name in ("japan-2026-slowdown", "japan-2026", "cobalt-drc-2025"):
        asking.stored(name)
    assert len(asking._KNOWN) == 2
    assert asking.stored("japan-2026") is first, "the one in use stays"
