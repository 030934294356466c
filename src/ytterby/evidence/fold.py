"""Fold text for matching without changing its length, so that every offset survives."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = {
    0x3000: 0x20, 0xA0: 0x20, 0x2009: 0x20, 0x202F: 0x20, 0x2019: 0x27, 0x2018: 0x27,
    0x301C: 0x7E, 0x2011: 0x2D, 0x2010: 0x2D, 0x2212: 0x2D, 0x2013: 0x2D,
}  # fmt: skip

_WIDTHS = re.compile("[\uff01-\uff5e\u3000\xa0\u2009\u202f\u2018\u2019\u301c\u2010-\u2013\u2212]")


@cache
def _table(language: str) -> dict[int, int]:
    table = _WIDE | _PLAIN
    if language == "zh":
        pairs = files("ytterby.evidence").joinpath("lexicon/traditional_simplified.txt").read_text("utf-8")
        table = table | {ord(pair[0]): ord(pair[1]) for pair in pairs.split("\n") if pair}
    return table


def fold(text: str, language: str) -> str:
    """Return `text` with plain digits and letters; Chinese also in simplified characters.

    Japanese is never simplified: its characters look alike but mean other words.

    Examples
    --------
    >>> fold("鎵85％", "zh"), fold("鎵85％", "ja")
    ('镓85%', '鎵85%')
    """
    plain = text if text.isascii() else text.translate(_table(language))
    lowered = plain.lower()
    if len(lowered) != len(plain):  # e.g. the dotted capital I grows when lowered
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    return lowered


def widths(text: str) -> str:
    """Return `text` with full-width letters, digits and marks in their plain form, length kept."""
    return text.translate(_table("und")) if _WIDTHS.search(text) else text
