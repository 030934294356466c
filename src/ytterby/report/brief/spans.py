"""What a brief is made of: words, and numbers that say where in the run they come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from markupsafe import Markup


@dataclass(frozen=True)
class Plain:
    """Words without a number of their own; `lang` where they stand in another language than the page."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Cited:
    """A number, or a text quoted from the run, as it is printed.

    Attributes
    ----------
    text : as printed.
    path : where it stands among the facts, such as ``run/first_short/JPN/defence/defence/p50``.
    form : how the value there becomes the text; a name in `ytterby.report.brief.forms.FORMS`.
    lang : of a quoted text, where it stands in another language than the page.
    """

    text: str
    path: str
    form: str
    lang: str = ""


Span = Plain | Cited
Line = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a part of the brief."""

    line: Line
    level: int = 2


@dataclass(frozen=True)
class Para:
    """A paragraph; `kind` is lead, plain, note or small."""

    line: Line
    kind: str = "plain"


@dataclass(frozen=True)
class Bullets:
    """Lines side by side in rank."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Table:
    """Rows under heads; columns in `numeric` are set to the right. A long one may be folded on a screen."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    title: Line = ()
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing with what it says in words; `labels` are the numbers printed in it."""

    svg: Markup
    labels: tuple[Cited, ...]
    title: Line = ()
    width: float = 0.5
    """Share of the width of a page."""


@dataclass(frozen=True)
class Gallery:
    """Drawings beside each other, and how to read them."""

    pictures: tuple[Picture, ...]
    caption: Line = ()


Block = Heading | Para | Bullets | Table | Gallery


@dataclass(frozen=True)
class Document:
    """A brief: the director's page, and the analyst's pages behind it.

    Attributes
    ----------
    lang : language of its words, such as ``zh-Hant``.
    marking : how far it may travel; empty where none is stated.
    title, foot : above and below every page.
    """

    lang: str
    marking: str
    title: Line
    foot: Line
    director: tuple[Block, ...]
    analyst: tuple[Block, ...] = field(default=())

    def cited(self) -> Iterator[Cited]:
        """Yield every cited number, in the order of reading; title and foot once, those in drawings last."""
        yield from self.told()
        for gallery in self.galleries():
            yield from (label for picture in gallery.pictures for label in picture.labels)

    def told(self, captions: bool = True) -> Iterator[Cited]:
        """Yield the cited numbers of the text alone, with the titles and captions of drawings or without."""
        blocks = [b for b in (*self.director, *self.analyst) if captions or not isinstance(b, Gallery)]
        for line in (self.title, *lines_of(tuple(blocks)), self.foot):
            yield from (span for span in line if isinstance(span, Cited))

    def galleries(self) -> Iterator[Gallery]:
        """Yield the blocks of drawings."""
        yield from (block for block in (*self.director, *self.analyst) if isinstance(block, Gallery))


def lines_of(blocks: tuple[Block, ...]) -> Iterator[Line]:
    """Yield the lines of blocks in the order of reading."""
    for block in blocks:
        match block:
            case Heading() | Para():
                yield block.line
            case Bullets():
                yield from block.lines
            case Table():
                yield block.title
                yield from block.head
                for row in block.rows:
                    yield from row
            case Gallery():
                yield from (picture.title for picture in block.pictures)
                yield block.caption


def plain(line: Line) -> str:
    """Return a line as text alone.

    Examples
    --------
    >>> plain((Plain("in "), Cited("May 2026", "run/months/4", "month")))
    'in May 2026'
    """
    return "".join(span.text for span in line)
