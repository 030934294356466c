"""Word lists in six languages and the one automaton per language that finds them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import permutations

from ahocorasick_rs import AhoCorasick, MatchKind

from ytterby.evidence.fold import fold

LANGUAGES = ("zh", "ja", "ko", "vi", "en")
Entry = tuple[str, str]
Mark = tuple[int, int, tuple[Entry, ...]]

# One-character names of states in Chinese: written together they name several states (中日, 美日澳).
_SHORT = {
    "中": "CHN", "美": "USA", "日": "JPN", "俄": "RUS", "韩": "KOR", "印": "IND", "澳": "AUS", "欧": "EU",
    "英": "GBR", "德": "DEU", "法": "FRA", "越": "VNM", "加": "CAN", "哈": "KAZ", "台": "TWN", "乌": "UKR",
}  # fmt: skip
_FULL = {
    "中国": "CHN", "美国": "USA", "日本": "JPN", "俄罗斯": "RUS", "韩国": "KOR", "印度": "IND", "欧盟": "EU",
    "欧洲": "EU", "澳大利亚": "AUS", "澳洲": "AUS", "德国": "DEU", "法国": "FRA", "英国": "GBR", "越南": "VNM",
}  # fmt: skip
# Categories that a longer term does not inherit from the terms inside it.
_WHOLE = frozenset({"place", "org", "person", "mat", "stage", "weapon", "spam", "none", "q", "neg"})
_TELLING = frozenset({"q", "rep"})
_NAMED = frozenset({"place", "org", "person"})


@dataclass(frozen=True)
class Lexicon:
    """The terms of one language: what each means, and the automaton."""

    language: str
    entries: tuple[tuple[Entry, ...], ...]
    automaton: AhoCorasick
    proper: frozenset[int]
    short: frozenset[int]
    latin: frozenset[int]
    telling: frozenset[int]
    """Identities of the entries without which a sentence that has no number claims nothing."""

    def marks(self, text: str, folded: str) -> list[Mark]:
        """Find every term, longest first from the left; words whole in alphabetic scripts."""
        entries = self.entries
        found = self.automaton.find_matches_as_indexes(folded)
        if self.language in ("zh", "ja", "ko"):
            latin = self.latin
            return [(a, b, entries[i]) for i, a, b in found if i not in latin or not _inside_word(folded, a, b)]
        size, out = len(folded), []
        for i, a, b in found:
            if (a and folded[a - 1].isalnum()) or (b < size and folded[b].isalnum()):
                continue
            if i in self.proper and text[a:b].islower():
                continue  # "turkey", "polish"; but "châu Âu" has its capital later
            if i in self.short and not text[a:b].isupper():
                continue
            out.append((a, b, entries[i]))
        return out


def _inside_word(folded: str, a: int, b: int) -> bool:
    """Tell whether a Latin term found in CJK text is only part of a longer Latin word."""
    before, after = folded[a - 1 : a], folded[b : b + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _combinations() -> dict[str, str]:
    terms = {}
    for size in (2, 3):
        for names in permutations(list(_SHORT)[: 16 if size == 2 else 8], size):
            terms["".join(names)] = "+".join(_SHORT[n] for n in names)
    for name, code in _SHORT.items():
        for verb in ("对", "赴", "访", "输", "驻", "援"):
            terms.setdefault(verb + name, code)
        for noun in ("方", "企", "军", "商", "政府", "资"):
            terms.setdefault(name + noun, code)
    for name, code in _FULL.items():  # 其中美国 is not "中美" and a stray 国
        terms["其中" + name] = code
    for word in (
        "中美洲",
        "中印半岛",
        "中日甲午",
        "法德",
        "台中",
        "日中",
        "加德",
        "哈德",
        "加法",
        "法中",
        "法印",
        "加印",
        "中加",
        "中法",
    ):
        terms.pop(word, None)
    return terms


# One-character names of states in Japanese papers, and pairs of them that are other words.
_SHORT_JA = {
    "日": "JPN", "米": "USA", "中": "CHN", "韓": "KOR", "露": "RUS", "ロ": "RUS", "欧": "EU", "豪": "AUS", "印": "IND",
    "英": "GBR", "独": "DEU", "仏": "FRA", "加": "CAN", "台": "TWN", "越": "VNM",
}  # fmt: skip
_OTHER_JA = frozenset({"中米", "中欧", "台中", "中越", "中台", "日加", "加中", "独中", "中独", "中加", "加独"})


def _combinations_ja() -> dict[str, str]:
    terms = {}
    for a, b in permutations(_SHORT_JA, 2):
        if a + b not in _OTHER_JA and _SHORT_JA[a] != _SHORT_JA[b]:
            terms[a + b] = f"{_SHORT_JA[a]}+{_SHORT_JA[b]}"
    for names in (*permutations("日米中韓豪印", 3), *permutations("英仏独", 3), *permutations("日米欧", 3)):
        terms["".join(names)] = "+".join(_SHORT_JA[n] for n in names)
    return terms


def terms(language: str) -> list[tuple[str, str, str]]:
    """Return the rows of a language: category, meaning, term."""
    folder = files("ytterby.evidence").joinpath("lexicon")
    rows = [("place", code, term) for term, code in _combinations().items()] if language == "zh" else []
    if language == "ja":
        rows = [("place", code, term) for term, code in _combinations_ja().items()]
    if language == "zh":  # a paper's country is not what its report is about
        rows += [("rep", "media", name + "媒") for name in _SHORT]
    for line in folder.joinpath("places_cldr.tsv").read_text("utf-8").split("\n"):
        if line.startswith(language + "\t"):
            _, category, value, listed = line.split("\t")
            rows += [(category, value, term) for term in listed.split("|")]
    for line in folder.joinpath(f"{language}.tsv").read_text("utf-8").split("\n"):
        if line:
            category, value, listed = line.split("\t")
            rows += [(category, value, term) for term in listed.split("|") if term.strip()]
    return rows


def _nest(meaning: dict[str, dict[Entry, None]], spaced: bool) -> None:
    """Give a long term the cues of the shorter terms inside it: only the longest match is reported."""
    cues = {k: [e for e in es if e[0] not in _WHOLE] for k, es in meaning.items()}
    for key, entries in meaning.items():
        if any(e[0] == "none" for e in entries):
            continue
        size = len(key)
        for a in range(size):
            for b in range(a + 1, size + 1):
                inner = cues.get(key[a:b])
                if not inner or b - a == size:
                    continue
                if spaced and ((a and key[a - 1] != " ") or (b < size and key[b] != " ")):
                    continue
                entries.update(dict.fromkeys(inner))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of `language`, built once."""
    meaning: dict[str, dict[Entry, None]] = {}
    proper: set[str] = set()
    for category, value, term in terms(language):
        key = fold(term, language)
        meaning.setdefault(key, {})[category, value] = None
        if category in _NAMED and language in ("en", "vi"):
            proper.add(key)
    _nest(meaning, spaced=language in ("en", "vi"))
    keys = list(meaning)
    entries = tuple(tuple(meaning[key]) for key in keys)
    return Lexicon(
        language=language,
        entries=entries,
        automaton=AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest),
        proper=frozenset(i for i, key in enumerate(keys) if key in proper),
        short=frozenset(i for i, k in enumerate(keys) if k in proper and len(k) <= 3 and language == "en"),
        latin=frozenset(i for i, k in enumerate(keys) if k[0].isascii() and k[-1].isascii()),
        telling=frozenset(id(found) for found in entries if any(c in _TELLING for c, _ in found)),
    )
