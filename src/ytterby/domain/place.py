"""A place: a territory with an ISO code, or a sum of territories (conventions §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi")
EU_MEMBERS = frozenset(
    {"AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN"}
    | {"IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"}
)
"""Members of the European Union since 2020."""


@dataclass(frozen=True)
class Place:
    """A territory or an aggregate, with its name in each language.

    Attributes
    ----------
    code : ISO 3166-1 alpha-3; ``XRW``, ``EUU`` and ``WLD`` are rest of world, European Union, world.
    names : language -> name; languages are those of `LANGUAGES`.
    kind : territory, former or aggregate.
    iso2 : ISO 3166-1 alpha-2, or empty.
    m49 : UN M49 code with leading zeros, or empty.
    """

    code: str
    names: Mapping[str, str]
    kind: str = "territory"
    iso2: str = ""
    m49: str = ""

    def name(self, language: str = "en") -> str:
        """Return the name in a language, in English where there is none.

        Examples
        --------
        >>> Place("JPN", {"en": "Japan", "ja": "日本"}).name("ja")
        '日本'
        """
        return self.names.get(language, self.names["en"])
