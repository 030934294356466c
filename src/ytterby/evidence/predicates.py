"""What a number with its kind says of its subject: a share of what, an amount of what."""

from __future__ import annotations

import re

from ytterby.evidence import scope
from ytterby.evidence.reading import Reading

_PREDICATE = {
    "change": "changes_by",
    "tariff": "additional_tariff",
    "threshold": "requires_licence_for",
    "target": "target",
    "fund": "size",
    "forecast": "expected_cost",
    "delay": "delayed_by",
    "duration": "lasts",
    "multiple": "price_multiple",
    "rank": "rank",
    "count": "number_of",
    "capability": "capacity",
    "deal": "amount",
}
_DEPENDS = re.compile(r"依赖|依存|頼って|의존|dependen|reliance|depends|phụ thuộc|relies")
_OF_EXPORTS = re.compile(
    r"占.{0,8}出口|出口.{0,6}占|輸出の|輸出に占め|exports? (?:go|went)|of .{0,30}exports|xuất khẩu|수출의|수출 비중"
)
_OF_IMPORTS = re.compile(r"进口|輸入|수입|\bimport|nhập khẩu")
_LEAST = re.compile(r"最短|最少|shortest|minimum|fastest|nhanh nhất|ngắn nhất|最速")
_MOST = re.compile(r"最长|最長|longest|maximum|dài nhất|lâu nhất|최장")
_WORLD = re.compile(r"全球|世界|グローバル|세계|글로벌|\bworld|\bglobal|thế giới|toàn cầu")
_MOVED = (
    ("exports", re.compile(r"出口|輸出|수출|\bexport|\bshipped|xuất khẩu")),
    ("imports", _OF_IMPORTS),
)
_MADE = re.compile(
    r"产量|产出|生产|年产|开采|采矿|冶炼|精炼|提炼|加工|生産|産出|採掘|精製|製錬|생산|채굴|정제|제련|\boutput|\bproduc|\bmine[ds]?\b|\bmining|"
    r"\brefin|\bsmelt|\bseparat|sản lượng|sản xuất|khai thác|tinh chế|tinh luyện|chế biến"
)
_OF_WORLD = (
    ("reserves", re.compile(r"储量|埋蔵|매장|\breserves?\b|trữ lượng")),
    ("demand", re.compile(r"消费|消耗|需求|需要|消費|수요|소비|\bconsum|\bdemand|\bbuys\b|nhu cầu|tiêu thụ")),
    *_MOVED,
    ("capacity", re.compile(r"产能|能力|설비|\bcapacity|công suất|năng lực")),
    ("output", _MADE),
    ("output", re.compile(r"供应|供給|供应链|공급|\bsuppl|cung cấp|nguồn cung")),
)
_YEARLY = re.compile(r"每年|年产|年产量|年間|연간|매년|mỗi năm|hằng năm|\ba year|per year|annually|\bannual")
_SPAN = re.compile(r"\d{4}")


def predicate_of(reading: Reading, kind: str, at: int) -> str:
    """Return the predicate of a number of `kind` at position `at`.

    A share of the world is named after what it is a share of (``share_of_world_output``); tonnes after what happens
    to them (``annual_output``, ``output``, ``exports``, ``imports``, ``amount_held``), because only some of them are
    what a model calls supply.
    """
    clause = reading.clause(at)
    words = reading.folded[clause[0] : clause[1]]
    if kind == "share":
        return _share(reading, clause, words)
    if kind == "stock":
        return "proven_reserves" if reading.has("reserve", clause) else _amount(reading, at, words)
    if kind == "lead_time":
        return "lead_time_min" if _LEAST.search(words) else "lead_time_max" if _MOST.search(words) else "lead_time"
    return _PREDICATE[kind]


def _share(reading: Reading, clause: tuple[int, int], words: str) -> str:
    if reading.has("stake", clause):
        return "stake_in"
    if _DEPENDS.search(words):
        return "import_dependence_on"
    if _OF_EXPORTS.search(words):
        return "share_of_exports"
    if _WORLD.search(words):
        what = next((name for name, pattern in _OF_WORLD if pattern.search(words)), "")
        reading.memo["world"] = found = f"share_of_world_{what}".rstrip("_")
        return found
    if _OF_IMPORTS.search(words):
        return "share_of_imports"
    inherited: str = reading.memo.get("world", "share_of")  # "98 % of the world's gallium, 60 % of germanium"
    return inherited


def _amount(reading: Reading, at: int, words: str) -> str:
    quantity = next((q for q in reading.quantities if q.start == at), None)
    if quantity is None or quantity.dimension != "mass":
        return "amount_held"
    for name, pattern in _MOVED:
        if pattern.search(words):
            return name
    if not _MADE.search(words):
        return "amount_held"
    yearly = _YEARLY.search(words) or _SPAN.fullmatch(scope.period_of(reading, at)[0])
    return "annual_output" if yearly else "output"
