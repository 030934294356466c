"""Which states a claim is about: those its clause names, and those it leaves to be understood."""

from __future__ import annotations

import re

from ytterby.evidence.quantities import Quantity
from ytterby.evidence.reading import Cue, Reading, Span, is_listed

# A state named after one of these is the other party of a trade; the subject stands elsewhere.
_PARTNER = re.compile(
    r"(?:对|向|从|自|送往|运往|发往|销往|流向|运抵|运到|抵达|交付|供应|卖给|占|与|和|跟|同|赴|由|被|给|比|仅次于|来自|至|往|摆脱|取代|替代|依赖|依靠|仰赖|倚赖|购自)$"
    r"|(?:\b(?:to|from|on|with|by|against|than|for|outside)\s(?:the\s)?)$|(?:sang|từ|vào|với|cho)\s$"
)
_INSIDE = re.compile(r"(?:在|于)$|(?:\b(?:in|at)\s(?:the\s)?)$|(?:ở|tại)\s$")
_OF = re.compile(r"\bof\s(?:the\s)?$|của\s$")
_CONTRASTED = ("trong khi của ", "còn của ")  # "while that of America": the subject, told by what it has
# The same where the word comes after the name: から, への, 에서 ... 수입.
_PARTNER_AFTER = re.compile(
    r"から|への|向け|に(?:[^、。]{0,12}(?:依存|頼|輸出|供給|投じ|投資))"
    r"|로부터|에서 [^,.]{0,20}(?:수입|들여|구매|조달|사들)|산?에 [^,.]{0,20}(?:의존|수출|공급|판매|투자)"
)
_MADE = re.compile(r"製|制|产|産|산|-made")
_QUALIFIES = re.compile(r"の|に|へ|から|向け|産|や|의|에|로|산")
_TOWARDS = frozenset("对対赴访訪输")
_OF_ANOTHER = re.compile(
    r"其(?:进口|出口|需求|供应|用量|采购|总量)|该国|当地|从而|同国[のにへ]|自国の|그 나라|이 나라|자국|현지"
    r"|\b(?:its|their) (?:\w+ ){0,2}(?:imports?|exports?|needs|demand|supply|supplies|purchases)|nước này|của mình"
    r"|tại đây|\bthere\b(?! (?:is|are|was|were|has|have|will))"
)
# "The country", "its": one state, the first of the sentence before.
_THE_ONE = re.compile(
    r"该国|当地|其(?!中|他|它|余|实|次|一|二|三)|同国|이 나라|그 나라|현지|nước này|tại đây"
    r"|\b(?:its?|the country(?:'s)?|the nation|there)\b"
)
_WIDEST = re.compile(r"最|'s (?:largest|biggest|first|only|main)|의? ?최대")
_AGENT = re.compile(r"(?:被|由)$|\bby\s(?:the )?$|bởi\s$")
_MEDIA_AFTER = re.compile(
    r"(?:'s|의|の|的)? ?(?:《[^》]*》|(?:the )?(?:financial times|guardian|telegraph|times|post|daily|newspaper|broadcaster|media|magazine|news agency|weekly)"
    r"|フィナンシャル|メディア|紙|誌|通信|新聞|파이낸셜|언론|매체|신문|일보|통신|방송|주간지|媒体|报纸|报章|杂志|广播公司)"
)
_MEDIA_BEFORE = re.compile(r"\b(?:tờ|báo|hãng tin|tạp chí|truyền thông)\b[^,;.]{0,30}$")
_OFFICE = re.compile(r".{0,6}(?:部长|大臣|总统|首相|总理|外长|财长|防长|官员|高官|发言人)")
_SAID = re.compile(r"(?:称|说|言|表示|指出|透露|认为|强调|警告|坦承|宣布)$")
_ASIDE = re.compile(
    r"(?:most|some|many|half|all|several|part|which|including|phần lớn|đa số|hầu hết|chủ yếu) |其中(?:多|大|绝|不少|半)|多数|大部分|绝大部分|大多"
)
_FRAME = re.compile(r"在|(?:in|tại|ở) ")
_STATE = frozenset(
    {
        "US DoD", "US DoC", "US DoI", "US DoE", "MOFCOM", "METI", "JOGMEC", "European Commission", "DFC",
        "NDRC", "MOF", "MOD", "MIIT", "GACC", "MLR", "MOTIE",
    }
)  # fmt: skip
_WHO = ("org", "person", "weapon", "place")
_NO_AMOUNT = frozenset({"bare"})


def places_of(reading: Reading, at: int, wide: bool = False) -> tuple[str, ...]:
    """Return the places a claim at `at` is about: those of its clause, and its subject from further back.

    `wide` is for claims without a number: there a place that only qualifies ("中国の輸出", "to China") brings
    the subject of the sentence with it.
    """
    clause = _with_list(reading, reading.clause(at))
    shared = _shared_out(reading, clause, at) if not wide and len(reading.quantities) > 1 else None
    key = ("places", clause[0], wide, tuple(shared) if shared else ())
    if key not in reading.memo:
        marks = named(reading, clause) if shared is None else shared
        reading.memo[key] = _places(reading, clause, marks + (_joined(reading, clause) if wide else []), wide)
    found: tuple[str, ...] = reading.memo[key]
    return found


def _places(reading: Reading, clause: Span, marks: list[Cue], wide: bool) -> tuple[str, ...]:
    if reading.before.pair and reading.has("both", clause):
        return tuple(dict.fromkeys((*reading.before.pair, *_codes(marks))))
    earlier = [c for c in reading.clauses if c[1] <= clause[0]]
    told = _told_by(reading, earlier)
    if marks and _has_subject(reading, clause, marks, wide) and not _lacks_buyer(reading, clause, marks):
        return _codes(told + marks)
    if not marks and reading.before.pair and any(reading.has("both", c) for c in earlier):
        return reading.before.pair
    one = _THE_ONE.search(reading.folded, reading.start, clause[1])
    which = reading.folded.startswith("which ", clause[0])  # about what was named last
    found: list[Cue] = []
    for span in reversed(earlier):
        span = _with_list(reading, span)  # noqa: PLW2901 - a clause with the list its commas cut off
        before = named(reading, span)
        if before and marks and not wide:
            before = _but_replaced(reading, before, marks)
        found = before + found
        if before and (which or _has_subject(reading, span, before, True)) and not _ASIDE.match(reading.folded, span[0]):
            break
    else:
        if one and not marks and reading.before.places:
            return reading.before.places[:1]
    if found:
        return _codes(told + found + marks)
    if wide and marks and _has_subject(reading, clause, marks, False):
        return _codes(marks)
    if not marks and not earlier and not reading.has("price", clause):
        for span in [c for c in reading.clauses if c[0] >= clause[1]][:1]:
            later = named(reading, span)
            if later and (_has_subject(reading, span, later, wide) or not reading.before.places):
                return _codes(later)
    if reading.anywhere("gen") or (reading.has("price", clause) and not marks):
        return _codes(marks)  # what holds in general, or on the market, is about no place
    if marks and not _spends(reading, clause) and _is_inside(reading, marks[0]):
        return _codes(marks)  # what is made in a state needs no owner
    given = reading.before.places[:1] if one else reading.before.places
    inherited = tuple(p for p in given if p not in _codes(marks))
    return inherited + _codes(marks)


def _but_replaced(reading: Reading, before: list[Cue], marks: list[Cue]) -> list[Cue]:
    """Return the states of a clause but for the party that the next one replaces: "to Japan 5%, to India 3%"."""
    word = _party(reading, marks[0]) or _possessor(reading, marks[0])
    return [m for m in before if not word or (_party(reading, m) or _possessor(reading, m)) != word]


def _possessor(reading: Reading, mark: Cue) -> str:
    found = _OF.search(reading.folded[max(reading.start, mark[0] - 16) : mark[0]])
    return found.group() if found else ""


def _party(reading: Reading, mark: Cue) -> str:
    """Return the word that makes a state the other party of a trade, or ""."""
    folded, at = reading.folded, mark[0]
    found = _PARTNER.search(folded[max(reading.start, at - 16) : at]) or _PARTNER_AFTER.match(folded, mark[1])
    return found.group() if found else folded[at] * (folded[at] in _TOWARDS)


def _joined(reading: Reading, clause: Span) -> list[Cue]:
    """Return the parties with which the next clause goes on: "在峰会期间,与马来西亚、泰国签署协议"."""
    for span in [c for c in reading.clauses if c[0] >= clause[1]][:1]:
        marks = named(reading, span)
        if marks and 0 < marks[0][0] - span[0] <= 2 and _party(reading, marks[0]):
            return [m for i, m in enumerate(marks) if i == 0 or is_listed(reading, marks[i - 1], m)]
    return []


def _has_subject(reading: Reading, clause: Span, marks: list[Cue], wide: bool) -> bool:
    """Tell whether one of the states is more than the other party of a trade."""
    return bool(_subjects(reading, clause, marks, wide))


def _subjects(reading: Reading, clause: Span, marks: list[Cue], wide: bool = False) -> list[Cue]:
    """Return the states that are more than the other party of a trade."""
    partner, out = False, []
    for i, mark in enumerate(marks):
        if i == 0 or marks[i - 1][1] == mark[0] or not is_listed(reading, marks[i - 1], mark):
            partner = _is_partner(reading, clause, mark, wide)
        if not partner:
            out.append(mark)
    return out


def _is_partner(reading: Reading, clause: Span, mark: Cue, wide: bool) -> bool:
    folded, at = reading.folded, mark[0]
    before = folded[max(reading.start, at - 16) : at]
    if _party(reading, mark) or (folded[at] == "대" and mark[1] - at == 2 and mark[2] != "TWN"):
        return True  # the latter is 대미, "towards America"
    if _OF.search(before):
        if before.endswith(_CONTRASTED):
            return False
        return at - clause[0] < 8 or any(clause[0] <= q.start < at for q in reading.quantities)
    if _INSIDE.search(before):
        return wide or any(clause[0] <= q.start < at for q in reading.quantities) or _spends(reading, clause)
    return wide and bool(_QUALIFIES.match(folded, mark[1]))


def _is_inside(reading: Reading, mark: Cue) -> bool:
    return bool(_INSIDE.search(reading.folded[max(reading.start, mark[0] - 16) : mark[0]]))


def _spends(reading: Reading, clause: Span) -> bool:
    return any(clause[0] <= q.start < clause[1] and q.dimension == "money" for q in reading.quantities)


def _lacks_buyer(reading: Reading, clause: Span, marks: list[Cue]) -> bool:
    """Tell whether a clause names a supplier only: "China makes up 72 % of its imports" is also about the buyer."""
    return len(marks) == 1 and bool(_OF_ANOTHER.search(reading.folded, clause[0], clause[1]))


def _told_by(reading: Reading, earlier: list[Span]) -> list[Cue]:
    """Return who says or does it in a clause of its own: "the minister said, ...", "首相と大統領が、...".

    A minister's state is a party to what is said; what a paper or an agency of statistics says is not about its country.
    """
    if earlier and _FRAME.match(reading.folded, earlier[-1][0]):
        frame = named(reading, earlier[-1])  # "In Indonesia, Chinese firms own ..."
        if frame and frame[-1][1] == earlier[-1][1] and not _starts_named(reading, earlier[-1][0]):
            return frame
    if reading.language == "ja":
        topics = [c for c in earlier if is_topic(reading.folded, c)]
        return named(reading, topics[-1]) if topics else []
    if reading.language != "zh" or not earlier:
        return []
    span = earlier[-1]
    if not _SAID.search(reading.folded, span[0], span[1]):
        return []
    people = [(a, b, v.partition("@")[2]) for a, b, v in reading.within("person", span)]
    return [m for m in named(reading, span) if m in people or _OFFICE.match(reading.folded, m[1])]


def is_topic(folded: str, span: Span) -> bool:
    """Tell whether a Japanese clause is only the subject of what follows: "首相と大統領が、"."""
    last, before = folded[span[1] - 1], folded[span[1] - 2]
    return last in "はが" and (before == "で" if last == "は" and "ぁ" <= before <= "ん" else not "ぁ" <= before <= "ん")


def _shared_out(reading: Reading, clause: Span, at: int) -> list[Cue] | None:
    """Return the states of the amount at `at` where a clause gives each amount its own: "10% in A and 5% in B"."""
    amounts = [q for q in reading.quantities if clause[0] <= q.start < clause[1] and q.dimension not in _NO_AMOUNT]
    marks = named(reading, clause)
    if len(amounts) < 2 or len(marks) < 2 or len({q.dimension for q in amounts}) > 1:
        return None
    groups: list[list[Cue]] = []
    for mark in marks:
        if groups and is_listed(reading, groups[-1][-1], mark):
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return _owned(reading, clause, groups, amounts, at)


def _owned(
    reading: Reading, clause: Span, groups: list[list[Cue]], amounts: list[Quantity], at: int
) -> list[Cue] | None:
    order = "".join(k for _, k in sorted([(g[0][0], "P") for g in groups] + [(q.start, "Q") for q in amounts]))
    index = next((i for i, q in enumerate(amounts) if q.start == at), None)
    if index is None:
        return None
    parties = [_is_partner(reading, clause, g[0], False) or _is_made(reading, g[0]) for g in groups]
    size = len(amounts)
    if reading.has("dist", clause):
        marks = [m for g in groups for m in g]
        own = marks if len(marks) == size else _subjects(reading, clause, marks)
        if len(own) == size:
            return [m for m in marks if m not in own or m is own[index]]
    if order == "PQ" * size and not any(parties[1:]):
        return groups[index]
    if order == "QP" * size:
        return groups[index]
    if order in ("P" + "QP" * size, "P" + "PQ" * size) and all(parties[1:]):
        return groups[0] + groups[index + 1]
    return None


def _with_list(reading: Reading, clause: Span) -> Span:
    """Return the clause with the places of a list that its commas cut off: "Chile, Argentina and Bolivia hold"."""
    start, end = clause
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


def named(reading: Reading, span: Span) -> list[Cue]:
    """Return the states named in `span`, in order: by name, by agency or person, by a firm that acts alone."""
    start, end = span
    out = [m for m in reading.by.get("place", ()) if start <= m[0] < end]
    if out and ("rep" in reading.by or "said" in reading.by):
        out = [m for m in out if not _is_publisher(reading, m)]
    if len(out) > 1:
        out = [m for m in out if m[2] != "EU" or not _WIDEST.match(reading.folded, m[1])]  # "Europe's largest"
    places = list(out)
    for category in ("org", "person"):
        for a, b, v in reading.by.get(category, ()):
            who, _, home = v.partition("@")
            if not (start <= a < end and home):
                continue
            if not places or (category == "person") or who in _STATE or _trades(reading, span, a, places):
                out.append((a, b, home))
    return sorted(out)


def _trades(reading: Reading, span: Span, at: int, places: list[Cue]) -> bool:
    """Tell whether a firm buys from, sells to or invests in the states named after it.

    Elsewhere its home does not count where a place is named: "Lynas's plant in Malaysia" is about Malaysia.
    """
    if _AGENT.search(reading.folded, max(span[0], at - 8), at):
        return True
    if at > places[0][0] or any(m[0] < at for m in reading.within("org", span)):
        return False
    if all(_is_made(reading, m) for m in places):
        return True
    return _spends(reading, span) or not _has_subject(reading, span, places, False)


def _is_made(reading: Reading, mark: Cue) -> bool:
    """Tell whether a state only says where goods are from: 中国産, Chinese-made; the term may hold the sign itself."""
    return bool(_MADE.match(reading.folded, mark[1]) or (mark[1] - mark[0] > 2 and _MADE.match(reading.folded, mark[1] - 1)))


def _is_publisher(reading: Reading, mark: Cue) -> bool:
    if _MEDIA_AFTER.match(reading.folded, mark[1]):
        return True
    return reading.language == "vi" and bool(_MEDIA_BEFORE.search(reading.folded, reading.start, mark[0]))


def _codes(marks: list[Cue]) -> tuple[str, ...]:
    codes: dict[str, None] = {}
    for _, _, value in marks:
        for code in value.split("+"):
            codes[code] = None
    return tuple(codes)
