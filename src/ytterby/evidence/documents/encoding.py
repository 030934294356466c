"""Turn bytes into text: byte order marks, UTF-8, then the old encodings of the six languages."""

from __future__ import annotations

import re

from ytterby.errors import BadData, Fault

_OLD = ("gb18030", "big5", "shift_jis", "euc_jp", "cp949", "cp1258", "cp1252")
_COMMON = {
    "gb18030": re.compile(r"[的了在是和与国中年为对将]"),
    "big5": re.compile(r"[的了在是和與國中年為對將]"),
    "shift_jis": re.compile(r"[のはをにがでとしたるい]"),
    "euc_jp": re.compile(r"[のはをにがでとしたるい]"),
    "cp949": re.compile(r"[이다는의에을가고한로]"),
}
_LATIN_WORD = re.compile(r"[A-Za-z][àáâãèéêìíòóôõùúăđĩũơưçñäöüß][A-Za-z]|[“”’–](?=[A-Za-z ])")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(raw: bytes, where: str) -> str:
    """Return the text of `raw`.

    UTF-8 wins when it is valid, or nearly so (the damaged bytes become U+FFFD). Otherwise the old encodings are
    tried, and the one whose text has the most everyday characters of its language is taken.

    Raises
    ------
    BadData
        For archives, binary files and bytes no encoding explains.
    """
    if (
        raw[:4] in (b"PK\x03\x04", b"PK\x05\x06")
        or raw[:2] == b"\x1f\x8b"
        or raw[:6] in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
    ):
        raise _refused(where, "is an archive", "Unpack it and read the files inside.")
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if b"\0" in raw[:65536]:
        raise _refused(where, "is a binary file", "Read text, HTML, PDF or JSON Lines.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_old(raw, where)


def _decode_old(raw: bytes, where: str) -> str:
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = sum(c > "\x7f" for c in lenient) - bad
    if good > 8 * bad:
        return lenient
    best = (0.0, "")
    for name in _OLD:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        letters = sum(c > "\x7f" for c in text)
        if name.startswith("cp12"):  # every byte is a letter there: only words of letters between spaces count
            score = 0.3 * len(_LATIN_WORD.findall(text)) / max(letters, 1)
        else:
            score = len(_COMMON[name].findall(text)) / max(letters, 1)
        if score > best[0]:
            best = (score, text)
    if best[0] < 0.01:
        raise _refused(where, "has bytes of no known encoding", "Save it as UTF-8.")
    return best[1]


def _refused(where: str, what: str, fix: str) -> BadData:
    return BadData(Fault(what, where, "evidence reads text, HTML, PDF with a text layer and JSON Lines", fix=fix))
