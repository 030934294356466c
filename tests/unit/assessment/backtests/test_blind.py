"""The blind forecast stays as it was made."""

from __future__ import annotations

import json

import pytest

from ytterby.assessment.backtests import blind
from ytterby.errors import BadData


def test_the_published_forecast_is_what_its_hash_says():
    body = blind.published()
    assert blind.digest(body) == body["sha256"] == blind.blind_note()["sha256"]
    assert body["made_on"] == "2026-11-22"
    assert min(body["exports_of_magnets_t"]["extend"]) == "2026-12"


def test_a_changed_forecast_is_refused(tmp_path, monkeypatch):
    body = json.loads(blind.FILE.read_text("utf-8"))
    body["usual_t"] += 1
    changed = tmp_path / "blind.json"
    changed.write_text(json.dumps(body), "utf-8")
    monkeypatch.setattr(blind, "FILE", changed)
    blind.published.cache_clear()
    try:
        with pytest.raises(BadData, match="hash"):
            blind.published()
    finally:
        blind.published.cache_clear()


def test_order_of_keys_does_not_matter():
    assert blind.digest({"a": 1, "b": 2}) == blind.digest({"b": 2, "a": 1, "sha256": "x"})
