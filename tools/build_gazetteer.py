"""Write the packaged place names (Unicode CLDR) and the Traditional-to-Simplified map (OpenCC).

Needs Babel and opencc-python-reimplemented; run again when they bring new names:
`python tools/build_gazetteer.py`.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.core import get_global
from opencc import OpenCC

OUT = Path(__file__).resolve().parent.parent / "src/ytterby/evidence/lexicon"
LOCALES = {
    "zh": ("zh_Hans", "zh_Hant", "zh_Hant_HK"),
    "ja": ("ja",),
    "ko": ("ko",),
    "vi": ("vi",),
    "en": ("en",),
}
# Names that are also common words, person names or currencies in that language.
AMBIGUOUS = {
    "Chad",
    "Georgia",
    "Jordan",
    "Guernsey",
    "Jersey",
    "Man",
    "Turkey",
    "Ý",
    "Anh",
    "Áo",
    "오만",
    "기니",
    "인도",
    "가나",
    "수단",
    "이란",
    "미국령",
    "모나코",
}


# CLDR also keeps withdrawn three-letter codes; the present ones win.
PRESENT = {"CD": "COD", "TL": "TLS", "FR": "FRA", "MM": "MMR", "RO": "ROU", "YE": "YEM"}


def alpha3() -> dict[str, str]:
    """ISO 3166-1 alpha-2 to alpha-3, from CLDR's territory aliases."""
    pairs = get_global("territory_aliases").items()
    found = {new[0]: old for old, new in pairs if len(old) == 3 and old.isalpha() and len(new) == 1}
    return {
        two: three for two, three in (found | PRESENT).items() if two[0] not in "QXZ" or two in ("QA", "ZA", "ZM", "ZW")
    }


def places() -> str:
    simplify, lines = OpenCC("t2s").convert, []
    for language, locales in LOCALES.items():
        for two, three in sorted(alpha3().items()):
            names = {Locale.parse(name).territories.get(two, "") for name in locales}
            names = {n.replace("(", "(").split("(")[0].strip() for n in names}
            names = {simplify(n) if language == "zh" else n for n in names}
            names = {n for n in names if len(n) > 1 and n not in AMBIGUOUS}
            if names and len(three) == 3 and two not in ("EU", "EZ", "UN"):
                lines.append(f"{language}\tplace\t{three}\t{'|'.join(sorted(names))}")
    return "\n".join(lines) + "\n"


def simplified() -> str:
    convert, pairs = OpenCC("t2s").convert, []
    for point in [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]:
        before, after = chr(point), convert(chr(point))
        if after != before and len(after) == 1:
            pairs.append(before + after)
    return "\n".join(pairs) + "\n"


if __name__ == "__main__":
    (OUT / "places_cldr.tsv").write_text(places(), "utf-8")
    (OUT / "traditional_simplified.txt").write_text(simplified(), "utf-8")
