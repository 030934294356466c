"""Fold text for matching without changing its length, so that every offset survives."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ytterby.evidence.characters import Codes, codes, identity, mapped, text_of

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {
    0x3000: 0x20, 0xA0: 0x20, 0x2009: 0x20, 0x202F: 0x20, 0x2019: 0x27, 0x2018: 0x27,
    0x301C: 0x7E, 0x2011: 0x2D, 0x2010: 0x2D, 0x2212: 0x2D, 0x2013: 0x2D,
}  # fmt: skip

_WIDTHS = re.compile("[\uff01-\uff5e\u3000\xa0\u2009\u202f\u2018\u2019\u301c\u2010-\u2013\u2212]")


@cache
def _table(language: str, lower: bool) -> Codes:
    """Return what each code point becomes, (code point,)."""
    table = identity()
    table[list(_WIDE | _PLAIN)] = list((_WIDE | _PLAIN).values())
    if language == "zh":
        pairs = files("ytterby.evidence").joinpath("lexicon/traditional_simplified.txt").read_text("utf-8")
        for pair in filter(None, pairs.split("\n")):
            table[ord(pair[0])] = ord(pair[1])
    if lower:
        for code, plain in enumerate(table.tolist()):
            small = chr(plain).lower()
            if len(small) == 1:  # the dotted capital I grows when lowered, and stays
                table[code] = ord(small)
    return table


def fold(text: str, language: str) -> str:
    """Return `text` with plain digits and letters; Chinese also in simplified characters.

    Japanese is never simplified: its characters look alike but mean other words.

    Examples
    --------
    >>> fold("鎵85％", "zh"), fold("鎵85％", "ja")
    ('镓85%', '鎵85%')
    """
    return text.lower() if text.isascii() else text_of(mapped(codes(text), _table(language, True)))


def folded_codes(text: str, language: str) -> Codes:
    """Return the code points of ``fold(text, language)``."""
    return mapped(codes(text), _table(language, True))


def widths(text: str) -> str:
    """Return `text` with full-width letters, digits and marks in their plain form, length kept."""
    return text_of(mapped(codes(text), _table("und", False))) if _WIDTHS.search(text) else text
