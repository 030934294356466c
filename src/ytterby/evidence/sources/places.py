"""Places as publishers write them: codes and names, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from ytterby.baseline import places

Lookup = Callable[[str], str | None]
SKIP = "skip"
_WORLD = frozenset(
    ["", "0", "W00", "WLD", "WORLD", "WORLD TOTAL", "TOTAL", "_X", "QP", "QR", "QS", "QU", "QV", "QW", "QX", "QY", "QZ",
     "EU", "-", "TOTAL FOR ALL COUNTRIES", "OTHER COUNTRIES", "S19X"]
)  # fmt: skip
"""Sums and rests, which would count twice or belong nowhere."""

# Codes of Japan's customs statistics; others are named in the mapping (partners:).
JAPAN_CUSTOMS: Mapping[str, str] = {
    "105": "CHN", "113": "MYS", "118": "IDN", "224": "RUS", "302": "CAN", "304": "USA", "601": "AUS",
}  # fmt: skip
# BACI and Comtrade write Taiwan as "Other Asia, not elsewhere specified", the United States and others with old codes.
_M49 = {"490": "TWN", "S19": "TWN", "842": "USA", "699": "IND", "251": "FRA", "757": "CHE", "579": "NOR", "381": "ITA"}
# Eurostat's own: Greece, the United Kingdom with and without Northern Ireland, Kosovo is left to the mapping.
_GEONOMENCLATURE = {"EL": "GRC", "XI": "GBR", "XU": "GBR", "UK": "GBR"}
_NAMES = {
    "congo (kinshasa)": "COD", "congo (brazzaville)": "COG", "burma": "MMR", "korea, republic of": "KOR",
    "korea, south": "KOR", "korea, north": "PRK", "vietnam": "VNM", "turkey": "TUR", "czech republic": "CZE",
    "russian federation": "RUS", "united states of america": "USA", "macau": "MAC", "中国台湾": "TWN", "台湾": "TWN",
    "中国香港": "HKG", "香港": "HKG", "中国澳门": "MAC", "俄罗斯联邦": "RUS", "韩国": "KOR", "朝鲜": "PRK",
}  # fmt: skip


def by_iso(text: str) -> str | None:
    """Place of a three-letter, two-letter or M49 code; None where it is none."""
    key = text.strip().upper()
    if key in _M49 or key in _GEONOMENCLATURE:
        return _M49.get(key) or _GEONOMENCLATURE[key]
    return _codes().get(key) or _codes().get(key.zfill(3) if key.isdigit() else key)


def by_name(text: str) -> str | None:
    """Place of a name in one of the languages of the product; None where it is none."""
    key = text.strip().casefold()
    return _NAMES.get(key) or _names().get(key)


def by_japan_customs(text: str) -> str | None:
    """Place of a code of Japan's customs statistics; None where the program does not know it."""
    return JAPAN_CUSTOMS.get(text.strip())


def resolved(texts: list[str], lookup: Lookup, declared: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return text -> place or `SKIP`, and the texts nobody knows.

    Parameters
    ----------
    texts : as the publisher writes them.
    lookup : what the program knows.
    declared : what the mapping says; it goes first.
    """
    found, unknown = {}, []
    for text in texts:
        key = text.strip()
        place = declared.get(key) or (SKIP if key.upper() in _WORLD else lookup(key))
        if place:
            found[text] = place
        else:
            unknown.append(text)
    return found, unknown


@cache
def _codes() -> dict[str, str]:
    out: dict[str, str] = {}
    for place in places().values():
        if place.kind == "territory":
            out |= {place.code: place.code, place.iso2: place.code, place.m49: place.code}
    out.pop("", None)
    return out


@cache
def _names() -> dict[str, str]:
    return {
        name.casefold(): place.code for place in places().values() if place.kind == "territory"
        for name in place.names.values()
    }  # fmt: skip
