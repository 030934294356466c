"""A brief as Markdown: for mail, wikis and version control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ytterby.report.brief.spans import Block, Bullets, Cited, Document, Gallery, Heading, Line, Para, Table
from ytterby.report.brief.tongue import words_of

_SPECIAL = re.compile(r"([\\*_\[\]<>|#~])")


def as_markdown(document: Document) -> str:
    """Return a brief as Markdown; drawings are left to their tables, the marking stands above and below."""
    words = words_of(document.lang)
    marking = [f"**{document.marking}**"] if document.marking else []
    parts = [
        *marking, f"# {_line(document.title)}", *_blocks(document.director), f"*{_line(document.foot)}*", "---",
        f"# {words['brief.analyst']}", *_blocks(document.analyst), *marking,
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def unescaped(text: str) -> str:
    """Return Markdown as the text a reader sees, for reading numbers again."""
    return re.sub(r"\\(.)", r"\1", text)


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(line, level):
                yield f"{'#' * level} {_line(line)}"
            case Para(line, "lead"):
                yield f"**{_line(line)}**"
            case Para(line, _):
                yield _line(line)
            case Bullets(lines):
                yield "\n".join(f"- {_line(line)}" for line in lines)
            case Table():
                yield from _table(block)
            case Gallery():
                continue


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{_line(table.title)}**"
    width = len(table.head) or len(table.rows[0])
    head = [_line(cell) for cell in table.head] or [""] * width
    rule = ["---:" if i in table.numeric else "---" for i in range(width)]
    rows = [head, rule, *([_line(cell) for cell in row] for row in table.rows)]
    yield "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _line(line: Line) -> str:
    return "".join(_escaped(span.text) if isinstance(span, Cited) else _words(span.text) for span in line).strip()


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))


def _words(text: str) -> str:
    """Words of the brief keep their marks for commands."""
    return "".join(part if i % 2 else _escaped(part) for i, part in enumerate(re.split(r"(`[^`]+`)", text)))
