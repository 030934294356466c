"""What a claim is about: material, stage, places, subject, speaker, period."""

from __future__ import annotations

import re

from ytterby.evidence.reading import Cue, Reading

Span = tuple[int, int]
_LIST_GLUE = re.compile(
    r"^(?:[、,，和与及或跟·/]|\s|と|や|など|および|並びに|과|와|및|,|and|or|và|hoặc|等|제|金属|등)*$"
)
# A state named after one of these is an object; the subject stands before it.
_OBJECT = re.compile(
    r"(?:对|向|从|自|送往|运往|发往|销往|占|与|和|跟|同|赴|在|于|由|被|给|比|仅次于|来自|至|往|摆脱|取代|替代)$|(?:\b(?:to|from|in|on|with|by|against|than|of|at|for|outside)\s(?:the\s)?)$|(?:sang|từ|vào|với|ở|tại|của|cho)\s$"
)
_CONTRASTED = ("trong khi của ", "còn của ")  # "while that of America": the subject, told by what it has
_STATE = frozenset(
    {
        "USGS", "US DoD", "US DoC", "US DoI", "US DoE", "MOFCOM", "METI", "JOGMEC", "European Commission", "DFC",
        "NDRC", "MOF", "MOD", "MIIT", "GACC", "MLR", "MOTIE",
    }
)  # fmt: skip
_WHO = ("org", "person", "weapon", "place")
_OF_ANOTHER = re.compile(
    r"其(?:进口|出口|需求|供应|用量|采购|总量)|该国|从而|同国の|自国の|그 나라|이 나라|자국"
    r"|\b(?:its|their) (?:\w+ ){0,2}(?:imports?|exports?|needs|demand|supply|supplies|purchases)|nước này|của mình"
)
_QUALIFIES = re.compile(r"の|に|へ|から|向け|産|や|의|에|로|산")
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
    while first > 0 and _glued(reading, marks[first - 1], marks[first]):
        first -= 1
    while last + 1 < len(marks) and _glued(reading, marks[last], marks[last + 1]):
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


def _glued(reading: Reading, left: Cue, right: Cue) -> bool:
    return bool(_LIST_GLUE.match(reading.folded[left[1] : right[0]]))


def places_of(reading: Reading, at: int, wide: bool = False) -> tuple[str, ...]:
    """Return the places a claim at `at` is about: those of its clause, and its subject from further back.

    `wide` is for claims without a number: there a place that only qualifies ("中国の輸出", "to China") brings
    the subject of the sentence with it.
    """
    clause = _with_list(reading, reading.clause(at))
    key = ("places", clause[0], wide)
    if key not in reading.memo:
        reading.memo[key] = _places(reading, clause, wide)
    found: tuple[str, ...] = reading.memo[key]
    return found


def _places(reading: Reading, clause: Span, wide: bool) -> tuple[str, ...]:
    marks = sorted(_named(reading, clause))
    if reading.before.pair and reading.has("both", clause):
        return tuple(dict.fromkeys((*reading.before.pair, *_codes(marks))))
    if marks and not _is_object(reading, marks[0], wide) and not _lacks_buyer(reading, clause, marks):
        return _codes(marks)
    earlier = [c for c in reading.clauses if c[1] <= clause[0]]
    for span in reversed(earlier):
        found = sorted(_named(reading, span))
        if found:
            return _codes(found + marks)
    later = [c for c in reading.clauses if c[0] >= clause[1]]
    if not marks and not earlier:
        for span in later[:1]:
            found = sorted(_named(reading, span))
            if found:
                return _codes(found)
    if reading.anywhere("gen") or (reading.has("price", clause) and not marks):
        return _codes(marks)  # what holds in general, or on the market, is about no place
    inherited = tuple(p for p in reading.before.places if p not in _codes(marks))
    return inherited + _codes(marks)


def _with_list(reading: Reading, clause: Span) -> Span:
    """Return the clause with the places of a list that its commas cut off: "Chile, Argentina and Bolivia hold"."""
    start, end = clause
    for span in reversed([c for c in reading.clauses if c[1] <= start]):
        named = _named(reading, span)
        if len(named) != 1 or named[0][1] - named[0][0] < span[1] - span[0] or not _starts_named(reading, start):
            break
        start = span[0]
    return start, end


def _starts_named(reading: Reading, at: int) -> bool:
    return any(m[0] == at for c in _WHO if c in reading.by for m in reading.by[c])


def _lacks_buyer(reading: Reading, clause: Span, marks: list[Cue]) -> bool:
    """Tell whether a clause names a supplier only: "China makes up 72 % of its imports" is also about the buyer."""
    return len(marks) == 1 and bool(_OF_ANOTHER.search(reading.folded, clause[0], clause[1]))


def _is_object(reading: Reading, mark: Cue, wide: bool) -> bool:
    before = reading.folded[max(reading.start, mark[0] - 12) : mark[0]]
    if _OBJECT.search(before):
        return not before.endswith(_CONTRASTED)
    if reading.folded[mark[0]] in "对対赴访訪输대" and mark[1] - mark[0] == 2:
        return True  # 对日, 対日, 대미: exports of somebody to
    return wide and bool(_QUALIFIES.match(reading.folded, mark[1]))


def _named(reading: Reading, span: Span) -> list[Cue]:
    start, end = span
    out = [m for m in reading.by.get("place", ()) if start <= m[0] < end]
    named = bool(out)
    for category in ("org", "person"):
        for a, b, v in reading.by.get(category, ()):
            who, _, home = v.partition("@")
            # A firm's home counts where no other place is named: "Lynas's plant in Malaysia" is about Malaysia.
            if start <= a < end and home and not (named and category == "org" and who not in _STATE):
                out.append((a, b, home))
    return out


def _codes(marks: list[Cue]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for _, _, value in marks:
        for code in value.split("+"):
            codes[code] = None
    return tuple(codes)


def stage_of(reading: Reading, at: int) -> str:
    """Return the stage named nearest before `at` in its clause, else in the sentence, or ""."""
    clause = reading.clause(at)
    near = reading.within("stage", clause) or reading.by.get("stage", [])
    return min(near, key=lambda m: abs(m[0] - at))[2] if near else ""


def subject_of(reading: Reading, at: int) -> str:
    """Return who or what the claim is about: agency, person, weapon, place or material before it."""
    clause = reading.clause(at)
    named = [marks for category in _WHO if (marks := reading.by.get(category))]
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
