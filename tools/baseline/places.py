"""Names of places in six languages, from CLDR through Babel, with former states and aggregates of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel import Locale, __version__
from babel.core import get_global

from baseline.resource import UNICODE, Field, Resource

LANGUAGES = {
    "en": "en",
    "ja": "ja",
    "zh_hans": "zh_Hans",
    "zh_hant": "zh_Hant",
    "ko": "ko",
    "vi": "vi",
}
# Codes of former states and former areas that CLDR still maps to today's code.
_FORMER = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "230", "249", "278", "280", "720", "736", "886"}
# Parts of ISO members without an ISO 3166-1 alpha-3 code of their own.
_NOT_ISO = {"AC", "CP", "DG", "TA"}
# Former states that the trade and governance series still carry; CLDR no longer names them.
FORMER_STATES = (
    (
        "ANT",
        "Netherlands Antilles",
        "オランダ領アンティル",
        "荷属安的列斯",
        "荷屬安地列斯",
        "네덜란드령 안틸레스",
        "Antille thuộc Hà Lan",
    ),
    (
        "SCG",
        "Serbia and Montenegro",
        "セルビア・モンテネグロ",
        "塞尔维亚和黑山",
        "塞爾維亞與蒙特內哥羅",
        "세르비아 몬테네그로",
        "Serbia và Montenegro",
    ),
)
_AGGREGATES = (
    (
        "XRW",
        "rest of world",
        "その他の世界",
        "世界其他地区",
        "世界其他地區",
        "기타 세계",
        "Phần còn lại của thế giới",
    ),
    ("EUU", "European Union", "欧州連合", "欧盟", "歐盟", "유럽 연합", "Liên Minh Châu Âu"),
    ("WLD", "world", "世界", "世界", "世界", "세계", "Thế giới"),
)
FIELDS = (
    Field(
        "iso3",
        "string",
        "ISO 3166-1 alpha-3; XRW, EUU, WLD are aggregates, XKX is Kosovo",
        role="id",
        constraints={"required": True, "unique": True, "pattern": "^[A-Z]{3}$"},
    ),
    Field("iso2", "string", "ISO 3166-1 alpha-2", constraints={"pattern": "^[A-Z]{2}$"}),
    Field("m49", "string", "UN M49 code with its leading zeros", constraints={"pattern": "^[0-9]{3}$"}),
    Field(
        "kind",
        "string",
        "territory, former state, or sum of territories",
        constraints={"enum": ["territory", "former", "aggregate"]},
    ),
    *(
        Field(f"name_{key}", "string", f"name in {code} (CLDR)", constraints={"required": True})
        for key, code in LANGUAGES.items()
    ),
)


def build(_shared: Path) -> list[Resource]:
    """List every ISO 3166-1 territory with its CLDR names, then the aggregates."""
    rows = (
        sorted(territories(), key=lambda r: r["iso3"])
        + [own("former", *row) for row in FORMER_STATES]
        + [own("aggregate", *row) for row in _AGGREGATES]
    )
    return [
        Resource(
            "places",
            "Places and their names in six languages",
            FIELDS,
            rows,
            licences=(UNICODE,),
            sources=((f"Unicode CLDR through Babel {__version__}", "https://cldr.unicode.org"),),
            vintage=f"Babel {__version__}",
            key=("iso3",),
        )
    ]


def territories() -> list[dict[str, Any]]:
    codes: dict[str, dict[str, str]] = {"XK": {"iso3": "XKX"}}
    for old, new in get_global("territory_aliases").items():
        if len(old) != 3 or len(new) != 1 or old in _FORMER or new[0] in _NOT_ISO or private(new[0]):
            continue
        codes.setdefault(new[0], {})["iso3" if old.isalpha() else "m49"] = old
    names = {key: Locale.parse(code).territories for key, code in LANGUAGES.items()}
    return [
        {"iso2": iso2, "kind": "territory", **found, **{f"name_{k}": names[k][iso2] for k in LANGUAGES}}
        for iso2, found in codes.items()
        if "iso3" in found and iso2 in names["en"]
    ]


def private(iso2: str) -> bool:
    """Tell the user-assigned codes of ISO 3166 apart (AA, QM-QZ, X*, ZZ)."""
    return iso2 in {"AA", "ZZ"} or iso2[0] == "X" or (iso2[0] == "Q" and iso2[1] >= "M")


def own(kind: str, iso3: str, *names: str) -> dict[str, Any]:
    m49 = "001" if iso3 == "WLD" else None
    return {"iso3": iso3, "kind": kind, "m49": m49} | {
        f"name_{key}": name for key, name in zip(LANGUAGES, names, strict=True)
    }
