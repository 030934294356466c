"""What a claim is about: material, stage, subject, speaker, period."""

from __future__ import annotations

import re

from ytterby.evidence.reading import Cue, Reading, is_listed

_WHO = ("org", "person", "weapon", "place")
_MEDIA = re.compile(r"(?:另外?|又)?(?:据|根据)?(《[^》]{2,16}》|[^\s,。]{2,14}?(?:社|媒|通信|时报|日报|新闻|电视台))")


def material_of(reading: Reading, at: int, end: int, inherit: bool = True) -> str:
    """Return the materials a claim at [at, end) is about, joined with ";", or ""."""
    found = reading.by.get("mat", [])
    if not found:
        return reading.before.material if inherit else ""
    clause = reading.clause(at)
    inside = [m for m in found if clause[0] <= m[0] < clause[1]]
    if inside:
        return _listed(reading, inside, at, end)
    earlier = [m for m in found if m[0] < clause[0]]
    return _listed(reading, earlier or found, at, end)


def _listed(reading: Reading, marks: list[Cue], at: int, end: int) -> str:
    """Return the mark nearest to the claim with the marks listed beside it."""
    nearest = min(range(len(marks)), key=lambda i: (_distance(marks[i], at, end), -marks[i][0]))
    first = last = nearest
    while first > 0 and is_listed(reading, marks[first - 1], marks[first]):
        first -= 1
    while last + 1 < len(marks) and is_listed(reading, marks[last], marks[last + 1]):
        last += 1
    names: dict[str, None] = {}
    for _, _, value in marks[first : last + 1]:
        for name in value.split("+"):
            names[name] = None
    if "RE_mud" not in names and "rare_earths" in names and _seabed(reading):
        return ";".join("RE_mud" if n == "rare_earths" else n for n in names)
    return ";".join(names)


def _seabed(reading: Reading) -> bool:
    return (
        "南鳥島" in reading.text[reading.start : reading.end] or "南鸟岛" in reading.folded[reading.start : reading.end]
    )


def _distance(mark: Cue, at: int, end: int) -> int:
    if mark[1] <= at:
        return at - mark[1]
    return mark[0] - end + 2 if mark[0] >= end else 0


def stage_of(reading: Reading, at: int) -> str:
    """Return the stage named nearest before `at` in its clause, else in the sentence, or ""."""
    clause = reading.clause(at)
    near = reading.within("stage", clause) or reading.by.get("stage", [])
    return min(near, key=lambda m: abs(m[0] - at))[2] if near else ""


def subject_of(reading: Reading, at: int) -> str:
    """Return who or what the claim is about: agency, person, weapon, place or material before it."""
    named = [reading.by[category] for category in _WHO if category in reading.by]
    clause = reading.clause(at) if named else (at, at)
    for start, end in ((clause[0], min(clause[1], at + 1)), (reading.start, clause[0])) if named else ():
        for marks in named:
            for mark in marks:
                if start <= mark[0] < end:
                    return mark[2].partition("@")[0]
    found = reading.by.get("mat", [])
    return reading.before.subject or (found[0][2] if found else "")


def speaker_of(reading: Reading) -> str:
    """Return who says it, as far as the sentence tells, or ""."""
    if "speaker" not in reading.memo:
        reading.memo["speaker"] = _speaker(reading)
    found: str = reading.memo["speaker"]
    return found


def _speaker(reading: Reading) -> str:
    cues = sorted([*reading.by.get("rep", []), *reading.by.get("said", [])])
    if not cues:
        return ""
    media = _MEDIA.search(reading.folded, reading.start, reading.end) if reading.language == "zh" else None
    if media:
        return reading.text[media.start(1) : media.end(1)]
    a, b, _ = cues[0]
    who = [m for c in ("person", "org", "place") for m in reading.by.get(c, []) if abs(m[0] - a) < 40]
    if who:
        return min(who, key=lambda m: abs(m[0] - a))[2].partition("@")[0]
    clause = reading.clause(a)
    return reading.text[clause[0] : max(b, clause[0])][-40:].strip()


def period_of(reading: Reading, at: int) -> tuple[str, bool]:
    """Return the period of a claim at `at` (ISO 8601, ``../2030`` for "by") and whether its date is damaged."""
    if not reading.dates:
        return "", False
    clause = reading.clause(at)
    near = [d for d in reading.dates if clause[0] <= d.start < clause[1]]
    before = [d for d in reading.dates if d.start <= at]
    chosen = near[0] if near else (before[-1] if before else reading.dates[0])
    if chosen.damaged:
        return "", True
    return chosen.iso, False
