"""Sentences and clauses, by punctuation."""

from __future__ import annotations

import re

_END = {
    "zh": re.compile(r"[。!?!?;;]+[”」』\"]?|\n"),
    "ja": re.compile(r"[。!?]+[」』]?|\n"),
    "ko": re.compile(r"(?<!\d)\.(?=\s|$)|[!?。]+|\n"),
    "vi": re.compile(r"(?<![A-Z])[.!?]+(?=\s|$)|\n"),
    "en": re.compile(
        r"(?<!\bno)(?<!\bu\.s)(?<!\bu\.k)(?<![ .]mr)(?<![ .]dr)(?<!\d\.\d)"
        r"[.!?]+[\"”']?(?=\s+[\u200e\u200f\u202a-\u202e]?[A-Z0-9“\"']"
        r"|\s*$)|\n",
        re.IGNORECASE,
    ),
}
_CLAUSE = {
    "zh": re.compile(r"[,::]|——"),
    "ja": re.compile(r"(?<=[ぁ-んー)」])、|,"),
    "ko": re.compile(r",(?=\s)|(?<=[고며데])\s(?=[가-힣])|(?<=지만|하면|으면|다면|면서|려면)\s(?=[가-힣])"),
    "vi": re.compile(r"[,;:](?=\s)|\s(?=trong khi\s|nhưng\s)|\s-\s|\s–\s"),
    "en": re.compile(
        r"[,;:](?=\s)|\s(?=while\s|but\s|whereas\s|although\s)|\s[—–-]\s|\s(?=and (?:refine"
        r"|the govern|agreed|capacity|restruct)[a-z]*)"),
}  # fmt: skip


def sentences(folded: str, language: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences of ``folded[start:end]``, trimmed."""
    out, at = [], start
    for match in _END[language].finditer(folded, start, end):
        if match.start() > at:
            out.append((at, match.end()))
        at = match.end()
    if at < end:
        out.append((at, end))
    return [span for a, b in out if (span := _trim(folded, a, b))[0] < span[1]]


def clauses(folded: str, language: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the clauses of one sentence; a comma inside brackets does not split."""
    out, at = [], start
    for match in _CLAUSE[language].finditer(folded, start, end):
        out.append((at, match.start()))
        at = match.end()
    out.append((at, end))
    return [span for a, b in out if (span := _trim(folded, a, b))[0] < span[1]]


_EDGE = " \t\r\n\u3000。,;:!?、.,"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
