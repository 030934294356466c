"""Which states a claim is about: those its clause names, and those it leaves to be understood."""

from __future__ import annotations

import re

from ytterby.evidence.parties import acts, is_inside, named, party, possessor, spends
from ytterby.evidence.reading import Cue, Reading, Span, is_listed
from ytterby.evidence.sharing import shared_out

# "Its imports": the claim is also about whoever they belong to.
_OF_ANOTHER = {
    "zh": re.compile(r"其(?:进口|出口|需求|供应|用量|采购|总量)|该国|当地|从而"),
    "ja": re.compile(r"同国[のにへ]|自国の"),
    "ko": re.compile(r"[그이] 나라|자국|현지"),
    "vi": re.compile(r"nước này|của mình|tại đây|trong số đó"),
    "en": re.compile(
        r"\b(?:its|their) (?:\w+ ){0,2}(?:imports?|exports?|needs|demand|supply|supplies|purchases)"
        r"|\bthere\b(?! (?:is|are|was|were|has|have|will))|\bof (?:it|them|those|which)\b"
    ),
}
# "The country", "its": one state, the first of the sentence before.
_THE_ONE = {
    "zh": re.compile(r"该国|当地|其(?!中|他|它|余|实|次|一|二|三)"),
    "ja": re.compile(r"同国"),
    "ko": re.compile(r"[그이] 나라|현지"),
    "vi": re.compile(r"nước này|tại đây"),
    "en": re.compile(r"\b(?:its?|the country|the nation|there)\b"),
}
_OFFICE = re.compile(r".{0,6}(?:部长|大臣|总统|首相|总理|外长|财长|防长|官员|高官|发言人)")
_SAID = ("称", "说", "言", "表示", "指出", "透露", "认为", "强调", "警告", "坦承", "宣布")
# "Most of it sold to China": said by the way, the subject stands before.
_ASIDE = re.compile(
    r"(?:most|some|many|half|all|several|part|which|including|phần lớn|đa số|hầu hết|chủ yếu) "
    r"|其中(?:多|大|绝|不少|半)|多数|大部分|绝大部分|大多"
)
_FRAME = re.compile(r"在|(?:in|tại|ở) ")
_WHO = ("org", "person", "weapon", "place")


def places_of(reading: Reading, at: int, wide: bool = False) -> tuple[str, ...]:
    """Return the places a claim at `at` is about: those of its clause, and its subject from further back.

    `wide` is for claims without a number: there a place that only qualifies ("中国の輸出", "to China") brings
    the subject of the sentence with it.
    """
    clause = reading.clause(at)
    key = ("places", clause[0], wide)
    found: tuple[str, ...] | None = reading.memo.get(key)
    if found is not None:
        return found
    whole = _with_list(reading, clause)
    if not wide and len(reading.quantities) > 1:
        shared = shared_out(reading, whole, at)
        if shared is not None:
            return _places(reading, whole, shared, wide)
    marks = named(reading, whole) + _joined(reading, whole) if wide else named(reading, whole)
    found = reading.memo[key] = _places(reading, whole, marks, wide)
    return found


def _places(reading: Reading, clause: Span, marks: list[Cue], wide: bool) -> tuple[str, ...]:
    pair = reading.before.pair
    if pair and reading.has("both", clause):
        return tuple(dict.fromkeys((*pair, *_codes(marks))))
    earlier = [c for c in reading.clauses if c[1] <= clause[0]]
    told = _told_by(reading, earlier) if earlier else []
    if marks and acts(reading, clause, marks, wide) and not _lacks_buyer(reading, clause, marks):
        return _codes(told + marks)
    if pair and not marks and any(reading.has("both", c) for c in earlier):
        return pair
    found: list[Cue] = []
    if earlier:
        found, whole = _further_back(reading, clause, earlier, marks, wide)
        if not whole and not marks and reading.before.places and _the_one(reading, clause):
            return reading.before.places[:1]
    if found or (wide and marks and acts(reading, clause, marks)):
        return _codes(told + found + marks)
    return _from_outside(reading, clause, marks, bool(earlier))


def _further_back(
    reading: Reading, clause: Span, earlier: list[Span], marks: list[Cue], wide: bool
) -> tuple[list[Cue], bool]:
    """Return the states of the clauses before, back to the first with a subject, and whether there is one."""
    which = reading.folded.startswith("which ", clause[0])  # about what was named last
    found: list[Cue] = []
    for span in reversed(earlier):
        span = _with_list(reading, span)  # noqa: PLW2901 - a clause with the list its commas cut off
        before = named(reading, span)
        if before and marks and not wide:
            before = _but_replaced(reading, before, marks)
        found = before + found
        ends = before and (which or acts(reading, span, before, True))
        if ends and not _ASIDE.match(reading.folded, span[0]):
            return found, True
    return found, False


def _but_replaced(reading: Reading, before: list[Cue], marks: list[Cue]) -> list[Cue]:
    """Return the states of a clause but for the party that the next one replaces: "to Japan 5%, to India 3%"."""
    word = party(reading, marks[0]) or possessor(reading, marks[0])
    return [m for m in before if not word or (party(reading, m) or possessor(reading, m)) != word]


def _from_outside(reading: Reading, clause: Span, marks: list[Cue], begun: bool) -> tuple[str, ...]:
    """Return the states of a claim whose sentence has no subject so far: from the next clause or the last sentence."""
    price = not marks and reading.has("price", clause)
    if not marks and not begun and not price:
        for span in [c for c in reading.clauses if c[0] >= clause[1]][:1]:
            later = named(reading, span)
            if later and (not reading.before.places or acts(reading, span, later)):
                return _codes(later)
    own = _codes(marks)
    if price or reading.anywhere("gen"):
        return own  # what holds in general, or on the market, is about no place
    if marks and is_inside(reading, marks[0]) and not spends(reading, clause):
        return own  # what is made in a state needs no owner
    given = reading.before.places
    if len(given) > 1 and _the_one(reading, clause):
        given = given[:1]
    return tuple(p for p in given if p not in own) + own


def _the_one(reading: Reading, clause: Span) -> bool:
    return bool(_THE_ONE[reading.language].search(reading.folded, reading.start, clause[1]))


def _lacks_buyer(reading: Reading, clause: Span, marks: list[Cue]) -> bool:
    """Tell whether a clause names a supplier only: "China makes up 72 % of its imports" is also about the buyer."""
    return len(marks) == 1 and bool(_OF_ANOTHER[reading.language].search(reading.folded, clause[0], clause[1]))


def _told_by(reading: Reading, earlier: list[Span]) -> list[Cue]:
    """Return who says or does it in a clause of its own: "the minister said, ...", "首相と大統領が、...".

    A minister's state is a party to what is said; a paper's or an agency's of statistics is not.
    """
    folded, span = reading.folded, earlier[-1]
    if _FRAME.match(folded, span[0]) and not _starts_named(reading, span[0]):
        frame = named(reading, span)  # "In Indonesia, Chinese firms own ..."
        if frame and frame[-1][1] == span[1]:
            return frame
    if reading.language == "ja":
        topics = [c for c in earlier if is_topic(folded, c)]
        return named(reading, topics[-1]) if topics else []
    if reading.language != "zh" or not folded[span[0] : span[1]].endswith(_SAID):
        return []
    people = [(a, b, v.partition("@")[2]) for a, b, v in reading.within("person", span)]
    return [m for m in named(reading, span) if m in people or _OFFICE.match(folded, m[1])]


def is_topic(folded: str, span: Span) -> bool:
    """Tell whether a Japanese clause is only the subject or place of what follows: "首相と大統領が、", "欧州では、"."""
    last, before = folded[span[1] - 1], folded[span[1] - 2]
    if "ぁ" <= before <= "ん":  # a verb before が is "but"
        return last == "は" and before in "でに"
    return last in "はが"


def _joined(reading: Reading, clause: Span) -> list[Cue]:
    """Return the parties with which the next clause goes on: "在峰会期间,与马来西亚、泰国签署协议"."""
    for span in [c for c in reading.clauses if c[0] >= clause[1]][:1]:
        marks = named(reading, span)
        if marks and 0 < marks[0][0] - span[0] <= 2 and party(reading, marks[0]):
            return [m for i, m in enumerate(marks) if i == 0 or is_listed(reading, marks[i - 1], m)]
    return []


def _with_list(reading: Reading, clause: Span) -> Span:
    """Return the clause with the places of a list that its commas cut off: "Chile, Argentina and Bolivia hold"."""
    start, end = clause
    if start == reading.clauses[0][0] or not _starts_named(reading, start):
        return clause
    for span in reversed([c for c in reading.clauses if c[1] <= start]):
        marks = named(reading, span)
        if len(marks) != 1 or not is_listed(reading, marks[0], (start, start, "")) or not _starts_named(reading, start):
            break
        if marks[0][0] > span[0] and not _continues(reading, start, end):
            break
        start = span[0]
    return start, end


def _continues(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a clause opens with the end of a list: "Laos and Myanmar supply"."""
    marks = named(reading, (start, end))
    return len(marks) > 1 and marks[0][0] == start and is_listed(reading, marks[0], marks[1])


def _starts_named(reading: Reading, at: int) -> bool:
    return any(m[0] == at for c in _WHO if c in reading.by for m in reading.by[c])


def _codes(marks: list[Cue]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for _, _, value in marks:
        for code in value.split("+"):
            codes[code] = None
    return tuple(codes)
