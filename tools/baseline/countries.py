"""Country names and codes of the sources, mapped to the codes of `places`."""

from __future__ import annotations

import re
from functools import cache

from baseline.places import FORMER_STATES, territories

# Names that differ from the English CLDR names, as USGS, the EU tables and press use them.
_NAMES = {
    "Brasil": "BRA",
    "Brasilia": "BRA",
    "Brunei Darussalam": "BRN",
    "Burma": "MMR",
    "Cape Verde": "CPV",
    "Congo": "COG",
    "Congo (Kinshasa)": "COD",
    "Congo, D.R.": "COD",
    "Cote d'Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "Hong Kong": "HKG",
    "Iran, Islamic Rep.": "IRN",
    "Korea": "KOR",
    "Korea, North": "PRK",
    "Korea, Republic of": "KOR",
    "Korea, South": "KOR",
    "Libanon": "LBN",
    "Myanmar": "MMR",
    "Surinam": "SUR",
    "Trinidad and Tobago": "TTO",
    "Bosnia and Herzegovina": "BIH",
    "Turkey": "TUR",
    "Turkyie": "TUR",
    "US": "USA",
    "AU": "AUS",
    "EU": "EUU",
    "World": "WLD",
    "Greenland": "GRL",
    "Japan EEZ": "JPN",
    "New Caledonia (overseas territory of France)": "NCL",
}
# Codes of the World Bank and of BACI that are not ISO 3166-1. ZA1 (customs union to 1999), PUS, R20 are sums
# of several territories: they go to the rest of the world.
_CODES = {
    "ADO": "AND",
    "KSV": "XKX",
    "ROM": "ROU",
    "TMP": "TLS",
    "WBG": "PSE",
    "ZAR": "COD",
    "S19": "TWN",
    "EU": "EUU",
    "ZA1": "XRW",
    "PUS": "XRW",
    "R20": "XRW",
}


@cache
def _known() -> dict[str, str]:
    return {row["name_en"]: row["iso3"] for row in territories()} | _NAMES


@cache
def alpha2() -> dict[str, str]:
    return {row["iso2"]: row["iso3"] for row in territories()} | {"AN": "ANT", "CS": "SCG"}


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["iso3"] for row in territories()) | {r[0] for r in FORMER_STATES} | {"XRW", "EUU", "WLD"}


def code(text: str) -> str:
    """Give our code for a three-letter code of a source; refuse what is unknown."""
    found = _CODES.get(text, text)
    if found not in _codes():
        raise KeyError(f"unknown place code {text!r}")
    return found


def by_name(text: str) -> str:
    """Give the code for an English country name, without footnote marks; refuse what is unknown."""
    whole = re.sub(r", concentrate$| \(recoverable\)$", "", text.replace("\xa0", " ").strip())
    for name in (whole, re.sub(r"(?<=[a-z])e?\d*$", "", whole)):
        if name in _known():
            return _known()[name]
        if name.lower().startswith("world total"):
            return "WLD"
        if name.lower().startswith("other"):
            return "XRW"
    raise KeyError(f"unknown country {text!r}")
