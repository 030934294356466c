"""Language and script of a piece of text, by its characters."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_KANA = re.compile(r"[ぁ-ヿ]")
_HANGUL = re.compile(r"[가-힣]")
_HAN = re.compile(r"[一-鿿]")
_VIET = re.compile(
    r"[ăđơưĂĐƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
)
_LATIN = re.compile(r"[A-Za-z]")
_SAMPLE = 300


@cache
def _traditional_only() -> re.Pattern[str]:
    pairs = files("ytterby.evidence").joinpath("lexicon/traditional_simplified.txt").read_text("utf-8")
    return re.compile("[" + "".join(pair[0] for pair in pairs.split("\n") if pair) + "]")


def language_of(text: str, fallback: str = "") -> tuple[str, str]:  # noqa: PLR0911 - one answer per script
    """Return (language, script) of `text`: zh, ja, ko, vi, en or "und", and an ISO 15924 script.

    Kana means Japanese, Hangul Korean, Han without kana Chinese; the letters that only Vietnamese uses decide
    between Vietnamese and English. `fallback` stands for text with too few letters to tell.

    Examples
    --------
    >>> language_of("稀土"), language_of("レアアースの輸出"), language_of("đất hiếm")
    (('zh', 'Hans'), ('ja', 'Jpan'), ('vi', 'Latn'))
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        letters = len(_LATIN.findall(sample))
        return ("en", "Latn") if letters >= 3 or not fallback else (fallback, "Zyyy")
    han, kana, hangul = len(_HAN.findall(sample)), len(_KANA.findall(sample)), len(_HANGUL.findall(sample))
    if hangul > kana and hangul * 3 > han:
        return "ko", "Kore"
    latin = len(_LATIN.findall(sample))
    if kana and kana * 12 > han:
        return "ja", "Jpan"
    if han * 4 > latin:
        if fallback == "ja" and han < 30:  # a heading in Japanese may have no kana
            return "ja", "Jpan"
        return "zh", "Hant" if len(_traditional_only().findall(sample)) * 25 > han else "Hans"
    if len(_VIET.findall(sample)) * 60 > latin:
        return "vi", "Latn"
    return ("en", "Latn") if latin >= 3 else (fallback or "und", "Zyyy")
