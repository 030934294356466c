"""The first answer, packaged: it is on the screen before the engine is imported, or compiled on a new machine.

It is the preview of the scenario the page opens with, made by ``tools/first_answer.py`` and held by a test to what the
code gives. It is given out only on the files it was made from.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from ytterby.baseline.shelf import current
from ytterby.web.forms import PreviewForm

SCENARIO = "japan-2026"
"""The scenario the page opens with."""
FILE = Path(__file__).parent / "first_answer.json.gz"


def first_answer(form: PreviewForm) -> dict[str, Any] | None:
    """Return the packaged answer if it answers the question on the files at hand, else None."""
    if form.scenario != SCENARIO or form.moved or form.months is not None or not FILE.is_file():
        return None
    packed, shelf = _packed(), current()
    same = packed["scenario_sha256"] == shelf.item(f"scenarios/{SCENARIO}.yaml").sha256
    return packed["answer"] if same and packed["data_hash"] == shelf.fingerprint() else None


@cache
def _packed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found
