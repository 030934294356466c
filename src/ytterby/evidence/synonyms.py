"""Words to look for that mean the same: materials and places in every language whose lexicon knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from ytterby.evidence.fold import fold
from ytterby.evidence.lexicon import LANGUAGES, terms
from ytterby.evidence.tokens import search_tokens

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim

_MEANT = frozenset({"mat", "place"})
_LEAST_LATIN = 3
"""Shorter words of alphabets, such as "US", are words of other meaning too; the code of the place stands for them."""
Phrase = tuple[str, ...]


def alternatives(about: str) -> list[list[Phrase]]:
    """Return what a text asks for: for each of its terms, the search words of everything that means the same.

    The longest runs of words that a lexicon knows are one term; a word that none knows stands for itself.

    Examples
    --------
    >>> ("镓",) in alternatives("gallium")[0], alternatives("xyzzy")
    (True, [[('xyzzy',)]])
    """
    words, out = about.split(), []
    while words:
        size = next((n for n in range(len(words), 1, -1) if _meanings(" ".join(words[:n]))), 1)
        term, words = " ".join(words[:size]), words[size:]
        found = dict.fromkeys(tuple(search_tokens(text)) for text in (term, *_alike(term)))
        if phrases := [phrase for phrase in found if phrase]:
            out.append(phrases)
    return out


def nearest(about: str, claims: Iterable[Claim]) -> dict[str, list[str]]:
    """Return what a search that found nothing could have meant: words near it, and what the claims speak of.

    Returns
    -------
    `words` nearest to those of the search; `materials` and `places` of the claims, the most frequent first.
    """
    materials: dict[str, int] = defaultdict(int)
    places: dict[str, int] = defaultdict(int)
    words: dict[str, None] = {}
    for claim in claims:
        for material in filter(None, (claim.material or "").split(";")):
            materials[material] += 1
        for place in claim.places:
            places[place] += 1
        words |= dict.fromkeys(w for w in search_tokens(f"{claim.quote} {claim.subject}") if len(w) >= _LEAST_LATIN)
    known = [*words, *(term for term, _ in _terms() if len(term) >= _LEAST_LATIN)]
    near = [match for word in about.split() for match in get_close_matches(fold(word, "en"), known, n=3, cutoff=0.75)]
    return {"words": list(dict.fromkeys(near)), "materials": _ranked(materials), "places": _ranked(places)}


def _ranked(counts: dict[str, int]) -> list[str]:
    return sorted(counts, key=lambda name: (-counts[name], name))


def _alike(term: str) -> list[str]:
    """Return the codes and the terms, in every language, of what a term means."""
    meanings = _meanings(term)
    codes = [code for _, value in meanings if "+" not in value for code in (value, value.replace("_", " "))]
    others = [other for other, meaning in _terms() if meaning in meanings]
    return [*codes, *(t for t in others if not t.isascii() or len(t) >= _LEAST_LATIN)]


def _meanings(term: str) -> frozenset[tuple[str, str]]:
    folded = {fold(term, language) for language in LANGUAGES}
    return frozenset(meaning for key in folded for meaning in _by_term().get(key, ()))


@cache
def _terms() -> tuple[tuple[str, tuple[str, str]], ...]:
    """Return every term of a material or a place, with what it means."""
    found = (
        (fold(term, language), (category, value))
        for language in LANGUAGES
        for category, value, term in terms(language)
        if category in _MEANT
    )
    return tuple(dict.fromkeys(found))


@cache
def _by_term() -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for term, meaning in _terms():
        out[term].append(meaning)
        out.setdefault(fold(meaning[1], "en"), []).append(meaning)
    return {term: list(dict.fromkeys(meanings)) for term, meanings in out.items()}
