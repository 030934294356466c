"""The six languages: words by key, and lines made of words and cited numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ytterby.baseline import places
from ytterby.domain.place import LANGUAGES
from ytterby.errors import Fault, UsageError, did_you_mean
from ytterby.report.brief.facts import Facts
from ytterby.report.brief.forms import FORMS
from ytterby.report.brief.spans import Cited, Line, Plain, Span

Part = str | Span | Line
UNSPACED = frozenset({"ja", "zh-Hans", "zh-Hant"})
_SLOT = re.compile(r"\{(\w+)\}")
_DIGIT = re.compile(r"\d")


@cache
def words_of(lang: str) -> Mapping[str, str]:
    """Return the words of a language: key -> text with ``{name}`` where something is put in.

    Raises
    ------
    UsageError : no such language; the choices are listed.
    """
    if lang not in LANGUAGES:
        fix = did_you_mean(lang, LANGUAGES)
        raise UsageError(Fault(f'there are no words in "{lang}"', "--lang", choices=LANGUAGES, fix=fix))
    found: dict[str, str] = json.loads(files("ytterby.report").joinpath(f"words/{lang}.json").read_text("utf-8"))
    return found


@dataclass(frozen=True)
class Tongue:
    """A language, and the facts it speaks of.

    Attributes
    ----------
    lang : one of `LANGUAGES`.
    facts : what numbers are cited from.
    """

    lang: str
    facts: Facts

    @property
    def gap(self) -> Plain:
        """What stands between two sentences: nothing in Chinese and Japanese."""
        return Plain("" if self.lang in UNSPACED else " ")

    def say(self, key: str, **parts: Part) -> Line:
        """Return a sentence with parts put in; the words come by their key."""
        pieces = _SLOT.split(words_of(self.lang)[key])
        spans: list[Span] = []
        for i, piece in enumerate(pieces):
            spans += _spans(parts[piece]) if i % 2 else _spans(piece)
        return tuple(spans)

    def cite(self, path: str, form: str = "verbatim", lang: str = "") -> Cited:
        """Return a value of the facts as it is printed, with its path."""
        return Cited(FORMS[form](self.lang, self.facts.at(path)), path, form, lang)

    def quote(self, path: str, form: str = "verbatim") -> Cited:
        """Return a text of the run that stands in its own language, English but for what users wrote."""
        return self.cite(path, form, "" if self.lang == "en" else "en")

    def name(self, kind: str, code: str, path: str) -> Line:
        """Return a word of the vocabulary in this language, or the code itself as cited where there is none."""
        word = words_of(self.lang).get(f"shared.{kind}.{code}")
        return (Plain(word),) if word else (self.cite(path),)

    def place(self, code: str, path: str = "") -> Line:
        """Return the name of a place; of two joined by a hyphen, both with an arrow; the code where it has none."""
        known = places()
        parts = [known[p].name(self.lang) if p in known else p for p in code.split("-")]
        text = " → ".join(parts)
        return (self.cite(path),) if path and _DIGIT.search(text) else (Plain(text),)

    def joined(self, lines: Sequence[Line]) -> Line:
        """Return lines as a list in a sentence."""
        spans: list[Span] = []
        for i, line in enumerate(lines):
            if i:
                key = "shared.join.last" if i == len(lines) - 1 else "shared.join.comma"
                spans.append(Plain(words_of(self.lang)[key]))
            spans += line
        return tuple(spans)


def _spans(part: Part) -> list[Span]:
    if isinstance(part, str):
        return [Plain(part)] if part else []
    return [part] if isinstance(part, Plain | Cited) else list(part)
