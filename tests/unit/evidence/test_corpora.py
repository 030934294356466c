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
    found = wanted = given = kinds = 0
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
                hit = next((c for c in mine if c.kind == want["kind"]), mine[0])
                left.remove(hit)
                found += 1
                kinds += hit.kind == want["kind"]
    return found / wanted, found / given, kinds / found


@pytest.mark.parametrize("name", ["blind_sentences.jsonl", "dev_sentences.jsonl"])
def test_recall_precision_and_kind_stay_above_their_floor(name):
    recall, precision, kind = measure(name)
    assert recall >= 0.95
    assert precision >= 0.95
    assert kind >= 0.90


def test_there_are_four_hundred_sentences_in_six_languages():
    rows = [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    assert len(rows) >= 400
    assert {r["lang"] for r in rows} == {"zh", "zh-Hant", "ja", "ko", "vi", "en"}
    assert len({r["text"] for r in rows}) == len(rows)
