"""Numerals of the six languages as numbers: digits, characters, words, and vague amounts."""

from __future__ import annotations

import re

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "半": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_BIG = {"万": 1e4, "萬": 1e4, "만": 1e4, "亿": 1e8, "億": 1e8, "억": 1e8, "兆": 1e12, "조": 1e12}
_PART = re.compile(r"\d[\d,]*(?:\.\d+)?|.")
_KO = {
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "석": 3,
    "넉": 4,
    "다섯": 5,
    "여섯": 6,
    "일곱": 7,
    "여덟": 8,
    "아홉": 9,
    "열": 10,
    "절": 0,
}
_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "a": 1, "an": 1, "half": 0.5, "dozen": 12, "hundred": 100,
}  # fmt: skip
_EN_SCALE = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "crore": 1e7, "lakh": 1e5, "dozen": 12,
}  # fmt: skip
_VI = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "nửa": 0.5,
}
_VI_SCALE = {
    "chục": 10, "trăm": 1e2, "nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "trăm triệu": 1e8, "tỷ": 1e9,
    "tỉ": 1e9, "nghìn tỷ": 1e12, "ngàn tỷ": 1e12, "trăm tỷ": 1e11, "chục tỷ": 1e10,
    "trăm nghìn": 1e5, "chục triệu": 1e7,
}  # fmt: skip


def cjk(text: str) -> float:
    """Return the number written in `text` with digits, Chinese characters or Hangul scale words.

    Examples
    --------
    >>> cjk("7000亿"), cjk("1兆2500億"), cjk("四十五"), cjk("1조2천억")
    (700000000000.0, 1250000000000.0, 45.0, 1200000000000.0)
    """
    total = section = number = 0.0
    seen = False
    for part in _PART.findall(text):
        if part[0].isdigit() and part.isascii():
            number, seen = float(part.replace(",", "")), True
        elif part in _DIGIT:
            number, seen = number * 10 + _DIGIT[part] if seen and "〇" in text else _DIGIT[part], True
        elif part in _SMALL:
            section, number, seen = section + (number if seen else 1) * _SMALL[part], 0.0, False
        elif part in _BIG:
            whole = section + number
            total = (total + whole) * _BIG[part] if _nested(total, part) else total + (whole or 1) * _BIG[part]
            section = number = 0.0
            seen = False
    return total + section + number


def _nested(total: float, part: str) -> bool:
    """Tell whether a scale multiplies all before it (万亿) instead of adding to it (1兆2500億)."""
    return 0 < total < _BIG[part]


def hangul(text: str) -> float:
    """Return a Korean number: native words or digits with scale words."""
    return float(_KO[text]) if text in _KO else cjk(text.replace(" ", ""))


def english(text: str) -> float:
    """Return an English number word or digits, as in ``"three and a half"`` or ``"1,200.5"``."""
    if text[0].isdigit():
        return float(text.replace(",", ""))
    total = 0.0
    for word in re.findall(r"[a-z]+", text):
        if word == "and":
            continue
        if word in ("a", "an") and text != word:
            continue
        total = total * 100 if word == "hundred" and total else total + _EN.get(word, 0)
    return total or 1.0


def english_scale(text: str | None) -> float:
    """Return the factor of ``million``, ``bn`` and the like; 1 for none."""
    return _EN_SCALE.get((text or "").strip(), 1.0)


def vietnamese(text: str, scaled: bool) -> float:
    """Return a Vietnamese number: ``2,02`` has a decimal comma, ``3.000`` a thousands point.

    `scaled` says that a scale word follows. Machine translation leaves decimal points ("2.4 tỷ"), so a point
    before other than three digits is decimal; ``1,234`` without a scale word is a thousand.
    """
    if not text[0].isdigit():
        return float(sum(_VI.get(word, 0) for word in text.split()))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        return float(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", text) or (
        not scaled and re.fullmatch(r"[1-9]\d{0,2},\d{3}", text)
    ):
        return float(text.replace(",", ""))
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", text):  # "0..0", "1.2.3": damaged, or no number at all
        return float("nan")
    return float(text.replace(",", "."))


def vietnamese_scale(text: str | None) -> float:
    """Return the factor of ``triệu``, ``nghìn tỷ`` and the like; 1 for none."""
    return _VI_SCALE.get(re.sub(r"\s+", " ", (text or "").strip()), 1.0)


def last_place(value: float) -> float:
    """Return the place value of the last non-zero digit: 60 -> 10, 200 -> 100, 65 -> 1.

    "60-odd" is 60 to 70, "200-odd" 200 to 300.
    """
    step = 1.0
    while value >= step * 10 and value % (step * 10) == 0:
        step *= 10
    return step
