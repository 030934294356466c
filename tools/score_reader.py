"""Score the reader on the sentence corpora, and on the development documents when ../shared is there.

    python tools/score_reader.py [--misses] [--shared DIR]

A claim counts as found when one with the same value (1 %) or the same bounds, and the same unit, was read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ytterby.evidence.documents.build import build
from ytterby.evidence.extract import extract

ROOT = Path(__file__).resolve().parent.parent


def close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(abs(a) - abs(b)) <= 0.01 * abs(b)


def same(got: dict[str, Any], want: dict[str, Any]) -> bool:
    if got["unit"] != want["unit"]:
        return False
    if want["value"] is None:
        return close(got["low"], want["low"])
    return close(got["value"], want["value"])


class Tally:
    """Counts of what was right and of what was looked at."""

    def __init__(self) -> None:
        self.n: dict[str, int] = {}

    def add(self, name: str, ok: bool) -> None:
        """Count one case."""
        self.n[name] = self.n.get(name, 0) + ok
        self.n["/" + name] = self.n.get("/" + name, 0) + 1

    def line(self) -> str:
        """Return the counts as one line."""
        names = [n for n in self.n if n[0] != "/"]
        return "  ".join(f"{n} {self.n[n]}/{self.n['/' + n]}={self.n[n] / self.n['/' + n]:.3f}" for n in names)


def match(tally: Tally, got: list[dict[str, Any]], want: list[dict[str, Any]]) -> list[str]:
    notes, left = [], [g for g in got if g["unit"]]
    for w in want:
        if not w["unit"]:
            fitting = [g for g in got if not g["unit"] and overlaps(g, w)]
            tally.add("plain_found", bool(fitting))
            hit = max(fitting, key=lambda g: shared(g, w), default=None)
            if hit:
                score(tally, "plain_", hit, w)
                wrong = [
                    f"{k}: {hit[k]!r} not {w[k]!r}"
                    for k in ("kind", "modality", "material", "places")
                    if hit[k] != w[k]
                ]
                notes.append(f"plain {w.get('quote')} " + "; ".join(wrong))
            else:
                notes.append(f"PLAIN MISS {w['kind']} {w.get('quote')}")
            continue
        fitting = [g for g in left if same(g, w) and overlaps(g, w)]
        hit = next((g for g in fitting if material(g) == material(w)), fitting[0] if fitting else None)
        tally.add("recall", hit is not None)
        if hit is None:
            notes.append(f"MISS {w['kind']} {w['value']} {w['low']} {w['high']} {w['unit']}")
            continue
        left.remove(hit)
        score(tally, "", hit, w)
        wrong = [f"{k}: {hit[k]!r} not {w[k]!r}" for k in ("kind", "modality") if hit[k] != w[k]]
        wrong += [f"material: {hit['material']!r} not {w['material']!r}"] * (material(hit) != material(w))
        wrong += [f"places: {hit['places']} not {w['places']}"] * (set(hit["places"]) != set(w["places"]))
        if wrong:
            notes.append(f"{w['value']} {w['unit']}: " + "; ".join(wrong))
    for _ in range(len([g for g in got if g["unit"]]) - len(left)):
        tally.add("precision", True)
    for g in left:
        tally.add("precision", False)
        notes.append(f"EXTRA {g['kind']} {g['value']} {g['low']} {g['high']} {g['unit']} | {g['quote']}")
    return notes


def shared(g: dict[str, Any], w: dict[str, Any]) -> float:
    if "start" not in w:
        return float(g["kind"] == w["kind"])
    return min(g["end"], w["end"]) - max(g["start"], w["start"]) + 0.5 * (g["kind"] == w["kind"])


def overlaps(g: dict[str, Any], w: dict[str, Any]) -> bool:
    slack = 12 if w["unit"] else 0
    return "start" not in w or (g["start"] < w["end"] + slack and w["start"] - slack < g["end"])


def material(c: dict[str, Any]) -> set[str]:
    return set((c["material"] or "").split(";"))


def score(tally: Tally, prefix: str, hit: dict[str, Any], w: dict[str, Any]) -> None:
    tally.add(prefix + "kind", hit["kind"] == w["kind"])
    tally.add(prefix + "material", material(hit) == material(w))
    tally.add(prefix + "places", set(hit["places"]) == set(w["places"]))
    tally.add(prefix + "modality", hit["modality"] == w["modality"])
    if prefix:
        return
    tally.add("bounds", close(hit["low"], w["low"]) and close(hit["high"], w["high"]))


def corpus(path: Path, misses: bool) -> None:
    tally, by = Tally(), {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        got = [c.to_dict() for c in extract(build(row["text"], row["id"]))]
        mine = by.setdefault(row["lang"], Tally())
        match(mine, got, row["claims"])
        notes = match(tally, got, row["claims"])
        if misses and notes:
            print(row["id"], row["lang"], row["text"])
            for note in notes:
                print("     ", note)
    print(path.name, tally.line())
    for language, mine in by.items():
        print("   ", language, mine.line())


def gold(shared: Path, misses: bool) -> None:
    rows = [json.loads(line) for line in (shared / "gold/claims.jsonl").read_text("utf-8").splitlines()]
    total = Tally()
    for name in sorted({r["doc"] for r in rows}):
        document = build((shared / "seeds" / name).read_text("utf-8"), name)
        got = [c.to_dict() for c in extract(document)]
        want = [
            r | {"low": r["value_low"], "high": r["value_high"], "places": r["countries"]}
            for r in rows
            if r["doc"] == name
        ]
        tally = Tally()
        match(total, got, want)
        notes = match(tally, got, want)
        print(name, document.published, tally.line())
        for note in notes if misses else []:
            print("     ", note)
    print("gold", total.line())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    for path in sorted((ROOT / "tests/corpus").glob("*_sentences.jsonl")):
        if args.only in path.name:
            corpus(path, args.misses)
    if (args.shared / "gold").exists() and args.only in "gold":
        gold(args.shared, args.misses)
