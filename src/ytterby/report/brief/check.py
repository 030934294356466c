"""Every number of a brief against the facts: before it is written, and in what was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from ytterby.errors import Fault, YtterbyError
from ytterby.report.brief.facts import Facts
from ytterby.report.brief.forms import FORMS
from ytterby.report.brief.spans import Cited, Document, Plain, lines_of

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
RULE = "each number of a brief is one of its run's"
MOST = 8
_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "line", "rect", "circle", "path", "polyline", "polygon"})


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers of a text, in whatever digits it has.

    Examples
    --------
    >>> list(numbers_in("1,230 t in 2026年3月, 61 %"))
    ['1,230', '2026', '3', '61']
    """
    return (found[0] for found in NUMBER.finditer(text))


def check_document(document: Document, facts: Facts) -> int:
    """Refuse a brief that prints what the facts do not say.

    Returns
    -------
    How many numbers and quoted texts were checked.

    Raises
    ------
    YtterbyError : a cited text is not the value at its path, or words hold a number of their own; all are named.
    """
    faults = [fault for cited in document.cited() if (fault := _wrong(cited, document.lang, facts))]
    for line in (document.title, document.foot, *lines_of(document.director), *lines_of(document.analyst)):
        faults += [
            Fault(f'"{span.text}" holds a number without a source', "words of the brief", RULE)
            for span in line
            if isinstance(span, Plain) and NUMBER.search(span.text)
        ]
    _refuse(faults)
    return sum(1 for _ in document.cited())


def check_html(text: str, document: Document, facts: Facts) -> None:
    """Read HTML again and refuse it when a number is not that of the path it carries, or carries none.

    Raises
    ------
    YtterbyError : all such numbers are named.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    faults = [fault for cited in reader.cited if (fault := _wrong(cited, document.lang, facts))]
    faults += [
        Fault(f'"{number}" stands in "{_short(said)}" without a source', "the page as written", RULE)
        for said in reader.loose
        for number in numbers_in(said.replace(document.marking, "") if document.marking else said)
    ]
    known = {number for cited in document.cited() for number in numbers_in(cited.text)}
    faults += [Fault(f'"{number}" stands in the title "{_short(said)}" alone', "the page as written", RULE)
               for said in reader.titles for number in numbers_in(said) if number not in known]  # fmt: skip
    _refuse(faults)
    if len(reader.cited) != sum(1 for _ in document.cited()):
        _refuse([Fault("numbers were lost while the page was written", "the page as written", RULE)])


def check_text(text: str, cited: Iterable[Cited], repeated: Iterable[str] = ()) -> None:
    """Read a text again and refuse it when its numbers are not exactly those that are cited in it.

    Parameters
    ----------
    text : what was written, as a reader of text sees it.
    cited : what stands in it once.
    repeated : what stands there besides, such as the marking, the foot and the number of every page.

    Raises
    ------
    YtterbyError : numbers that are too many or too few, all of them.
    """
    wanted = Counter(n for c in cited for n in numbers_in(c.text))
    wanted += Counter(n for said in repeated for n in numbers_in(said))
    found = Counter(numbers_in(text))
    faults = [Fault(f'"{n}" is printed and is none of the cited numbers', "the page as written", RULE)
              for n in found - wanted]  # fmt: skip
    faults += [Fault(f'"{n}" is cited and is not printed', "the page as written", RULE) for n in wanted - found]
    _refuse(faults)


def _wrong(cited: Cited, lang: str, facts: Facts) -> Fault | None:
    """The fault of a cited text that is not its value; None where it is."""
    if cited.form not in FORMS:
        return Fault(f'"{cited.form}" is no form of a number', cited.path, RULE)
    try:
        should = FORMS[cited.form](lang, facts.at(cited.path))
    except (YtterbyError, TypeError, AttributeError, KeyError):
        return Fault(f'"{cited.text}" is printed, and no such value stands there', cited.path, RULE)
    if " ".join(should.split()) == " ".join(cited.text.split()):
        return None
    return Fault(f'"{cited.text}" is printed, the value is "{_short(should)}"', cited.path, RULE)


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 60 else joined[:57] + "..."


def _refuse(faults: list[Fault]) -> None:
    if faults:
        more = [Fault(f"and {len(faults) - MOST} more")] if len(faults) > MOST else []
        raise YtterbyError(*faults[:MOST], *more)


class _Reader(HTMLParser):
    """Takes the texts of a page apart: those with a path, and those without; scripts and styles are no text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cited: list[Cited] = []
        self.loose: list[str] = []
        self.titles: list[str] = []
        self._open: list[tuple[str, str, str]] = []
        self._said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what is open, and the path it carries."""
        if tag not in _VOID:
            given = dict(attrs)
            self._open.append((tag, given.get("data-from") or "", given.get("data-as") or ""))
            self._said = ""

    def handle_endtag(self, tag: str) -> None:
        """Close the element; one with a path is a cited number."""
        while self._open:
            name, path, form = self._open.pop()
            if path:
                self.cited.append(Cited(self._said, path, form))
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Keep a text with its element."""
        if not self._open or self._open[-1][0] in {"script", "style"}:
            return
        if self._open[-1][0] == "title":  # of the page and of drawings: they repeat what stands on the page
            self.titles.append(data)
        elif self._open[-1][1]:
            self._said += data
        elif data.strip():
            self.loose.append(data)
