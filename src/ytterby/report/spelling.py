"""Names as they may be written: in any case, composed or not, between spaces or in a script without them."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean: words stand beside each other, or have endings."""
_MARKS = "\u0300-\u036f\u3099\u309a"
"""Marks that belong to the letter before them."""
_LETTER = rf"[^\W_{_UNSPACED}]"
"""A letter or digit that a name may not go on into."""
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


def fold(text: str) -> str:
    """Return a text in the one spelling that names are compared in.

    Examples
    --------
    >>> fold("Stra\u00dfe") == fold("STRASSE"), fold("\u00dc") == fold("u\u0308")
    (True, True)
    """
    return text.lower() if text.isascii() else "".join(map(_fold_sign, text))


def places_of(text: str) -> list[int]:
    """Return where each sign of the folded text stands in the text, and its end."""
    return [*(k for k, sign in enumerate(text) for _ in _fold_sign(sign)), len(text)]


def bounded(folded: str) -> str:
    """Return the pattern of a folded name as a word of its own."""
    before = "" if is_unspaced(folded[0]) else f"(?<!{_LETTER})"
    after = "" if is_unspaced(folded[-1]) else f"(?!{_LETTER})"
    return f"{before}{re.escape(folded)}(?![{_MARKS}]){after}"


def is_unspaced(text: str) -> bool:
    """True where a text has signs of a script that is written without spaces."""
    return _IS_UNSPACED.search(text) is not None


@lru_cache(maxsize=4096)
def _fold_sign(sign: str) -> str:
    return normalize("NFKD", sign.casefold()).casefold()
