"""The smoke test of a wheel tries every verb there is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import smoke

from ytterby.cli.main import VERBS


def test_every_verb_is_tried():
    assert set(smoke.commands(set(VERBS))) == set(VERBS)


def test_a_verb_nobody_tries_is_a_fault():
    with pytest.raises(SystemExit, match="dance"):
        smoke.commands({*VERBS, "dance"})
