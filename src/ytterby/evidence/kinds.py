"""Which kind of claim a quantity makes, from its dimension and the words around it."""

from __future__ import annotations

import re

from ytterby.evidence.quantities import Quantity
from ytterby.evidence.reading import Reading

Span = tuple[int, int]
# A rise "to" a level states the level; a rise "by" an amount states a change, and "to Japan fell by" is one.
_TO_BEFORE = {
    "zh": re.compile(r"(?:至|到|为|达|成)[^,。]{0,5}$"),
    "ja": re.compile(r"(?!)"),
    "ko": re.compile(r"(?!)"),
    "vi": re.compile(r"(?:xuống|lên|còn|đến|tới|mức|từ)\s(?:(?!giảm|tăng)[^,.]){0,14}$"),
    "en": re.compile(r"\b(?:to|from|at)\s(?:(?!\bby\b|\bfell|\brose)[^,.]){0,16}$"),
}
_TO_AFTER = {
    "zh": re.compile(r"(?!)"),
    "ja": re.compile(r"(?:以下|以上|程度|超|近く|前後|弱|強)?(?:に|から|まで|へ)(?!減|増)"),
    "ko": re.compile(r"(?:\s?(?:이하|이상|수준|가까이))?(?:로|으로|까지|에서)"),
    "vi": re.compile(r"(?!)"),
    "en": re.compile(r"(?!)"),
}
_VERB_LAST = ("ja", "ko")
_SKIP_TIME = {
    "zh": (
        r"(?:过去|(?<![将接])近|最近|未来|今后|此后|上任仅?|时隔|连续|过去的|相隔|早在|每|头|前"
        r"|间隔)(?:了|的)?[^,。]{0,2}$",
        r"^(?:来|前(?!投产|完成)|间,|后(?!投产)|以来|连续|内阁|多来|历史)",
    ),
    "ja": (r"(?:今後|過去|この|ここ|毎|第|約束の|向こう)\s?(?:約)?$", r"^(?:連続|ぶり|前(?!倒)|来(?:の|、)|後(?!半))"),
    "ko": (
        r"(?:향후|지난|최근|앞으로|매|과거|이후)\s?$",
        r"^\s?(?:전(?!망|력|체|에는 없)|만에|연속|새|뒤|후|째|동안 이어온)",
    ),
    "vi": (
        r"(?:trong|những|mỗi|suốt|qua|các|hàng)\s(?:vòng\s)?$",
        r"^\s?(?:qua|trước|tới|sau|gần đây|nay|liên tiếp|một lần|/)",
    ),
    "en": (
        r"\b(?:past|(?<!stocks )(?<!stock )(?<!stockpile )(?<!inventories )(?<!inventory )(?<!magnets )(?<!would )"
        r"(?<!will )(?<!could )(?<!can )(?<!only )(?<!to )last|next|coming|every|previous|each|over|first|recent"
        r"|in the next|of the next)\s(?:\w+\s)?$",
        r"^\s?(?:ago|earlier|later|in a row|running|old\b|straight|hence)",
    ),
}
_SKIP = {k: (re.compile(a), re.compile(b)) for k, (a, b) in _SKIP_TIME.items()}
_YEARLY = re.compile(r"每年|年产|年間|연간|매년|mỗi năm|hằng năm|a year|per year|annually|annual")


def kind_of(reading: Reading, q: Quantity) -> str:
    """Return the kind of claim that `q` makes in its sentence, or "" if it makes none."""
    clause = reading.clause(q.start)
    if q.dimension == "pct":
        return _percent(reading, q, clause)
    if q.dimension == "money":
        return _money(reading, q, clause)
    if q.dimension == "price":
        return "deal" if reading.has("floor", clause) else "change"
    if q.dimension == "mass":
        return _mass(reading, clause)
    if q.dimension == "time":
        return _time(reading, q, clause)
    return {"mult": "multiple", "rank": "rank", "count": "count"}[q.dimension]


def direction(reading: Reading, q: Quantity) -> int:
    """Return +1 or -1 if `q` is the size of a rise or a fall, 0 if it states a level or nothing moves."""
    clause, language, folded = reading.clause(q.start), reading.language, reading.folded
    reach = 14 if language in ("zh", "ja", "ko") else 46
    best: tuple[int, int] | None = None
    for sign, category in ((1, "up"), (-1, "down")):
        for a, b, _ in reading.within(category, clause):
            gap = _gap(reading, q, a, b, reach)
            if gap is not None and (best is None or gap < best[0]):
                best = (gap, sign)
    if best is None or _TO_BEFORE[language].search(folded[max(clause[0], q.start - 24) : q.start]):
        return 0
    return 0 if _TO_AFTER[language].match(folded, q.end) else best[1]


def _gap(reading: Reading, q: Quantity, a: int, b: int, reach: int) -> int | None:
    if b <= q.start:
        if reading.language in _VERB_LAST or q.start - b > reach:
            return None
        return (
            None
            if any(o.end > b and o.end <= q.start and o.dimension == q.dimension for o in reading.quantities)
            else q.start - b
        )
    if a >= q.end and a - q.end <= (reach if reading.language in _VERB_LAST else reach // 2 + 2):
        other = any(q.end <= o.start < a for o in reading.quantities)
        return None if other else a - q.end + (0 if reading.language in _VERB_LAST else 8)
    return None


def _percent(reading: Reading, q: Quantity, clause: Span) -> str:
    if reading.has("tariff", clause) or (reading.anywhere("tariff") and not reading.has("dep", clause)):
        return "tariff"
    bounded = q.low is not None or q.high is not None
    if reading.has("thresh", clause) and (bounded or (q.value or 100) <= 1):
        return "threshold"
    beside = (max(clause[0], q.start - 8), min(clause[1], q.end + 24))
    if direction(reading, q) and not reading.has("stake", beside):
        return "change"
    if reading.has("stake", clause):
        return "share"
    goal = any(value in ("goal", "target") for _, _, value in reading.within("target", clause))
    return "target" if goal else "share"


def _money(reading: Reading, q: Quantity, clause: Span) -> str:
    if reading.has("loss", clause) and not reading.has("stake", clause):
        return "forecast"
    near = (max(clause[0], q.start - 40), min(clause[1], q.end + 40))
    if reading.has("fund", near):
        return "fund"
    follows = [c for c in reading.clauses if c[0] >= clause[1]][:1]
    if follows and reading.has("fund", follows[0]) and not reading.has("deal", clause):
        return "fund"
    return "deal"


def _mass(reading: Reading, clause: Span) -> str:
    if reading.has("reserve", clause):
        return "stock"
    if reading.has("quota", clause):
        return "threshold"
    if reading.has("inventory", clause) and not reading.has("capacity", clause):
        return "stock"
    planned = reading.has("plan", clause) or reading.has("fore", clause)
    yearly = planned and bool(_YEARLY.search(reading.folded, clause[0], clause[1]))
    if yearly or reading.has("capacity", clause) or reading.has("target", clause):
        return "target" if planned or reading.has("target", clause) else "capability"
    if any(v.startswith("deal/") for _, _, v in reading.by.get("q", ())):
        return "deal"
    return "stock"


def _time(reading: Reading, q: Quantity, clause: Span) -> str:
    before, after = _SKIP[reading.language]
    head = reading.folded[max(reading.start, q.start - 20) : q.start]
    tail = reading.folded[q.end : q.end + 12]
    if before.search(head) or after.search(tail):
        return ""
    money = any(o.dimension == "money" and clause[0] <= o.start < clause[1] for o in reading.quantities)
    for category, kind in (
        ("delay", "delay"),
        ("inventory", "stock"),
        ("reserve", "stock"),
        ("lead", "lead_time"),
        ("term", "duration"),
    ):
        if money and category in ("inventory", "lead"):
            continue
        if reading.has(category, clause):
            return _settled(reading, clause, kind)
    if money:
        return ""
    for category, kind in (
        ("delay", "delay"),
        ("reserve", "stock"),
        ("lead", "lead_time"),
        ("inventory", "stock"),
        ("term", "duration"),
    ):
        if reading.anywhere(category):
            return kind
    return ""


def _settled(reading: Reading, clause: Span, kind: str) -> str:
    """A licence clock, a contract or an upper bound is a duration even where "needs" stands beside it."""
    if kind == "stock" and reading.has("target", clause) and reading.has("plan", clause):
        return "target"
    if kind == "lead_time" and reading.has("term", clause):
        licence = re.search(
            r"审批|审查|审核|许可|審査|심사|허가|licen[cs]e|xét duyệt|giấy phép|cấp phép|協定|契約",
            reading.folded[clause[0] : clause[1]],
        )
        return "duration" if licence else kind
    return kind
