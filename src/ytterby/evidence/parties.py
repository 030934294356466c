"""The states a sentence names, and the part each plays: who acts, the other party of a trade, where things are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ytterby.evidence.reading import Cue, Reading, Span, is_listed

# A state named after one of these is the other party of a trade; the subject stands elsewhere.
_PARTNER = {
    "zh": (
        "送往", "运往", "发往", "销往", "流向", "运抵", "运到", "抵达", "交付", "供应", "卖给", "仅次于", "来自",
        "摆脱", "取代", "替代", "依赖", "依靠", "仰赖", "倚赖", "购自", "对", "向", "从", "自", "占", "与", "和",
        "跟", "同", "赴", "由", "被", "给", "比", "至", "往",
    ),
    "en": (" to ", " from ", " on ", " with ", " by ", " against ", " than ", " for ", " outside "),
    "vi": (" sang ", " từ ", " vào ", " với ", " cho "),
}  # fmt: skip
_INSIDE: dict[str, tuple[str, ...]] = {"zh": ("在", "于"), "en": (" in ", " at "), "vi": (" ở ", " tại ")}
_OF: dict[str, tuple[str, ...]] = {"en": (" of ",), "vi": (" của ",)}
_CONTRASTED = ("trong khi của ", "còn của ")  # "while that of America": the subject, told by what it has
# Where the word comes after the name: から, への, 에서 ... 수입.
_PARTNER_AFTER = {
    "ja": re.compile(
        r"から|への|向け|の(?:輸入|輸出|需要|消費)量?の"
        r"|に(?:[^、。]{0,12}(?:依存|頼|輸出|供給|投じ|投資))"
    ),
    "ko": re.compile(
        r"로부터| (?:수입|수출|수요|소비)[량액]?의 |에서 [^,.]{0,20}(?:수입|들여|구매|조달|사들)"
        r"|산?에 [^,.]{0,20}(?:의존|수출|공급|판매|투자)"
    ),
}
_BEGINS = frozenset("か로への向に에산 ")
_ANY = {language: words + _OF.get(language, ()) + _INSIDE.get(language, ()) for language, words in _PARTNER.items()}
_QUALIFIES = re.compile(r"の|に|へ|から|向け|産|や|의|에|로|산")
_MADE = re.compile(r"製|制|产|産|산|-made")
_TOWARDS = frozenset("对対赴访訪输")
_AGENT = re.compile(r"(?:被|由)$|\bby\s(?:the )?$|bởi\s$")
_WIDEST = re.compile(r"最|'s (?:largest|biggest|first|only|main)|의? ?최대")
_MEDIA_AFTER = re.compile(
    r"(?:'s|의|の|的)? ?(?:《[^》]*》|(?:the )?(?:financial times|guardian|telegraph|times|post|daily|newspaper"
    r"|broadcaster|media|magazine|news agency|weekly)"
    r"|フィナンシャル|メディア|紙|誌|通信|新聞|파이낸셜|언론|매체|신문|일보|통신|방송|주간지"
    r"|媒体|报纸|报章|杂志|广播公司)"
)
_MEDIA_BEFORE = re.compile(r"\b(?:tờ|báo|hãng tin|tạp chí|truyền thông)\b[^,;.]{0,30}$")
# Agencies that act for their state. One of statistics (USGS) only says what holds elsewhere.
_STATE = frozenset(
    {
        "US DoD", "US DoC", "US DoI", "US DoE", "MOFCOM", "METI", "JOGMEC", "European Commission", "DFC",
        "NDRC", "MOF", "MOD", "MIIT", "GACC", "MLR", "MOTIE",
    }
)  # fmt: skip


def named(reading: Reading, span: Span) -> list[Cue]:
    """Return the states named in `span`, in order: by name, by agency or person, by a firm that acts alone."""
    found: list[Cue] | None = reading.memo.get(span)
    if found is None:
        found = reading.memo[span] = _named(reading, span)
    return found


def _named(reading: Reading, span: Span) -> list[Cue]:
    start, end = span
    by = reading.by
    places = [m for m in by["place"] if start <= m[0] < end] if "place" in by else []
    if places and ("rep" in by or "said" in by):
        places = [m for m in places if not _is_publisher(reading, m)]
    if len(places) > 1:  # "Europe's largest": how large, not where
        places = [m for m in places if m[2] != "EU" or not _WIDEST.match(reading.folded, m[1])]
    if "org" not in by and "person" not in by:
        return places
    out = list(places)
    for category in ("org", "person"):
        for a, b, v in by.get(category, ()):
            if start <= a < end:
                who, _, home = v.partition("@")
                if home and (category == "person" or who in _STATE or not places or _trades(reading, span, a, places)):
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
    if all(is_made(reading, m) for m in places):
        return True
    return spends(reading, span) or not acts(reading, span, places)


def _is_publisher(reading: Reading, mark: Cue) -> bool:
    if _MEDIA_AFTER.match(reading.folded, mark[1]):
        return True
    return reading.language == "vi" and bool(_MEDIA_BEFORE.search(reading.folded, reading.start, mark[0]))


def is_made(reading: Reading, mark: Cue) -> bool:
    """Tell whether a state only says where goods are from: 中国産, Chinese-made; the term may hold the sign itself."""
    folded, end = reading.folded, mark[1]
    return bool(_MADE.match(folded, end) or (end - mark[0] > 2 and _MADE.match(folded, end - 1)))


def spends(reading: Reading, span: Span) -> bool:
    """Tell whether an amount of money stands in `span`."""
    return any(span[0] <= q.start < span[1] and q.dimension == "money" for q in reading.quantities)


def acts(reading: Reading, clause: Span, marks: list[Cue], wide: bool = False) -> bool:
    """Tell whether one of the states is more than the other party of a trade."""
    if not is_partner(reading, clause, marks[0], wide):
        return True
    return len(marks) > 1 and not all(_parts(reading, clause, marks, wide))


def subjects(reading: Reading, clause: Span, marks: list[Cue]) -> list[Cue]:
    """Return the states that are more than the other party of a trade."""
    return [m for m, partner in zip(marks, _parts(reading, clause, marks, False), strict=True) if not partner]


def _parts(reading: Reading, clause: Span, marks: list[Cue], wide: bool) -> Iterator[bool]:
    """Yield for each state whether it is the other party; a list shares the part of its first."""
    partner = False
    for i, mark in enumerate(marks):
        if i == 0 or marks[i - 1][1] == mark[0] or not is_listed(reading, marks[i - 1], mark):
            partner = is_partner(reading, clause, mark, wide)
        yield partner


def is_partner(reading: Reading, clause: Span, mark: Cue, wide: bool = False) -> bool:
    """Tell whether a state is the other party: "from China", "72 % of Japan's imports", "invests ... in Chile"."""
    folded, at, language = reading.folded, mark[0], reading.language
    if folded[at] in _TOWARDS or (folded[at] == "대" and mark[1] - at == 2 and mark[2] != "TWN"):
        return True  # 对日, 대미: towards
    if language in _PARTNER_AFTER:
        if folded[mark[1] : mark[1] + 1] in _BEGINS and _PARTNER_AFTER[language].match(folded, mark[1]):
            return True
    elif at > reading.start:
        before = _before(reading, at)
        if before.endswith(_ANY[language]):
            if before.endswith(_PARTNER[language]):
                return True
            if before.endswith(_OF.get(language, ())):
                return not before.endswith(_CONTRASTED) and (at - clause[0] < 8 or _follows_amount(reading, clause, at))
            return wide or _follows_amount(reading, clause, at) or spends(reading, clause)
    return wide and bool(_QUALIFIES.match(folded, mark[1]))


def party(reading: Reading, mark: Cue) -> str:
    """Return the word that makes a state the other party of a trade, or ""."""
    if reading.folded[mark[0]] in _TOWARDS:
        return reading.folded[mark[0]]
    if reading.language in _PARTNER_AFTER:
        found = _PARTNER_AFTER[reading.language].match(reading.folded, mark[1])
        return found.group() if found else ""
    before = _before(reading, mark[0])
    return next((w for w in _PARTNER[reading.language] if before.endswith(w)), "")


def possessor(reading: Reading, mark: Cue) -> str:
    """Return the word of a state that is told by what it has ("of Japan"), or ""."""
    before = _before(reading, mark[0])
    return next((w for w in _OF.get(reading.language, ()) if before.endswith(w)), "")


def is_inside(reading: Reading, mark: Cue) -> bool:
    """Tell whether a state is where something is: "in Chile"."""
    return _before(reading, mark[0]).endswith(_INSIDE.get(reading.language, ()))


def _before(reading: Reading, at: int) -> str:
    text = " " + reading.folded[max(reading.start, at - 16) : at]
    return text[:-4] if text.endswith(" the ") else text


def _follows_amount(reading: Reading, clause: Span, at: int) -> bool:
    return any(clause[0] <= q.start < at for q in reading.quantities)
