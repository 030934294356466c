"""Language and script of a piece of text, by its characters."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from ytterby.evidence.characters import PLANE, codes, looked_up

_VIET = "ăđơưĂĐƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LATIN = re.compile(r"[A-Za-z]")
_SAMPLE = 300
_OTHER, _LETTER, _VIETNAMESE, _KANA, _HANGUL, _HAN, _TRADITIONAL = range(7)


@cache
def _classes() -> NDArray[np.uint8]:
    """Return the class of each code point, (code point,)."""
    table = np.zeros(PLANE, dtype=np.uint8)
    for first, last, what in (
        ("A", "Z", _LETTER), ("a", "z", _LETTER), ("ぁ", "ヿ", _KANA), ("가", "힣", _HANGUL), ("一", "鿿", _HAN),
    ):  # fmt: skip
        table[ord(first) : ord(last) + 1] = what
    table[[ord(c) for c in _VIET]] = _VIETNAMESE
    pairs = files("ytterby.evidence").joinpath("lexicon/traditional_simplified.txt").read_text("utf-8")
    table[[ord(pair[0]) for pair in pairs.split("\n") if pair]] = _TRADITIONAL
    return table


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
        return ("en", "Latn") if not fallback or len(_LATIN.findall(sample)) >= 3 else (fallback, "Zyyy")
    counts = np.bincount(looked_up(codes(sample), _classes()), minlength=7).tolist()
    latin, vietnamese, kana, hangul = counts[_LETTER], counts[_VIETNAMESE], counts[_KANA], counts[_HANGUL]
    han = counts[_HAN] + counts[_TRADITIONAL]
    if hangul > kana and hangul * 3 > han:
        return "ko", "Kore"
    if kana and kana * 12 > han:
        return "ja", "Jpan"
    if han * 4 > latin:
        if fallback == "ja" and han < 30:  # a heading in Japanese may have no kana
            return "ja", "Jpan"
        return "zh", "Hant" if counts[_TRADITIONAL] * 25 > han else "Hans"
    if vietnamese * 60 > latin:
        return "vi", "Latn"
    return ("en", "Latn") if latin >= 3 else (fallback or "und", "Zyyy")
