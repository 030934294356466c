"""Floors of accuracy on our own sentences: half were written before the grammar and never tuned on."""

import json
from pathlib import Path

import pytest

from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract

CORPUS = Path(__file__).parents[2] / "corpus"


def near(a, b):
    return a is b if a is None or b is None else abs(abs(a) - abs(b)) <= 0.01 * abs(b)


def measure(name):
    """Recall and precision of value with unit, and the shares of what was found with the right kind, places, ..."""
    found = wanted = given = 0
    right = {"kind": 0, "material": 0, "places": 0, "modality": 0}
    for line in (CORPUS / name).read_text("utf-8").splitlines():
        row = json.loads(line)
        left = [c for c in extract(build(row["text"], row["id"])) if c.unit]
        given += len(left)
        for want in (w for w in row["claims"] if w["unit"]):
            wanted += 1
            mine = [
                c
                for c in left
                if c.unit == want["unit"]
                and near(c.value, want["value"])
                and (want["value"] is not None or near(c.low, want["low"]))
            ]
            if mine:
                hit = next((c for c in mine if (c.material or "") == (want["material"] or "")), mine[0])
                left.remove(hit)
                found += 1
                right["kind"] += hit.kind == want["kind"]
                right["modality"] += hit.modality == want["modality"]
                right["places"] += set(hit.places) == set(want["places"])
                right["material"] += set((hit.material or "").split(";")) == set((want["material"] or "").split(";"))
    return {"recall": found / wanted, "precision": found / given} | {k: v / found for k, v in right.items()}


FLOORS = {
    "blind_sentences.jsonl": {
        "recall": 0.96, "precision": 0.96, "kind": 0.92, "material": 0.92, "places": 0.90, "modality": 0.90,
    },
    "dev_sentences.jsonl": {
        "recall": 0.97, "precision": 0.98, "kind": 0.94, "material": 0.97, "places": 0.96, "modality": 0.94,
    },
    "places_sentences.jsonl": {
        "recall": 0.97, "precision": 0.97, "kind": 0.83, "material": 0.93, "places": 0.94, "modality": 0.89,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_below_its_floor(name):
    found = measure(name)
    assert {k: v for k, v in found.items() if v < FLOORS[name][k]} == {}


def test_there_are_four_hundred_sentences_in_six_languages():
    rows = [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    assert len(rows) >= 400
    assert {r["lang"] for r in rows} == {"zh", "zh-Hant", "ja", "ko", "vi", "en"}
    assert len({r["text"] for r in rows}) == len(rows)
