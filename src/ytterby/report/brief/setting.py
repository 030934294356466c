"""A brief as source of typst: texts go in as strings, so nothing in them is taken for a command."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ytterby.report.brief.spans import (
    Block,
    Bullets,
    Cited,
    Document,
    Gallery,
    Heading,
    Line,
    Para,
    Picture,
    Table,
    plain,
)
from ytterby.report.brief.tongue import words_of

SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Sizes of the director's page [pt], the largest that fits is taken."""
REST = 8.5
_CODE = re.compile(r"`([^`]+)`")
_LANG = {"zh-Hans": ("zh", "cn"), "zh-Hant": ("zh", "tw")}
_LOOK = (
    ".grid{stroke:#d5dce3}.law{stroke:#4c5b6a;stroke-dasharray:3 3}.band{fill:#b9d0e6}"
    ".median{fill:none;stroke:#1f5f99;stroke-width:2}.whisker{stroke:#cf4318;stroke-width:2}.short,.dot{fill:#cf4318}"
    ".pale{fill:#cfd9e3}.solid{fill:#1f5f99}.more{fill:#3a7d5c}text{font-size:11px;fill:#4c5b6a}"
)
_HEAD = """#let ink = rgb("#4c5b6a")
#set document(title: {title})
#set page(paper: "a4", margin: (x: 15mm, top: {top}, bottom: 15mm), header: {header}, footer: {footer})
#set text(font: ({fonts}), size: {size}pt, lang: "{lang}"{region}, hyphenate: false, cjk-latin-spacing: none)
#set par(leading: 0.52em, spacing: 0.75em)
#set list(spacing: 0.55em, indent: 0.2em)
#show heading: set block(above: 1.05em, below: 0.5em)
#show heading.where(level: 1): set text(1.15em)
#show heading.where(level: 2): set text(1.06em)
#show raw: set text(font: ({fonts}), size: 1.25em)
#let rows(widths, right, size, ..cells) = [#set text(size); #table(columns: widths, stroke: none,
  inset: (x: 0pt, y: 0.27em), column-gutter: 7pt,
  align: (x, y) => if x in right {{ end + top }} else {{ start + top }}, ..cells)]
"""


def source_of(document: Document, family: str, size: float, alone: bool = False) -> str:
    """Return the source of a brief.

    Parameters
    ----------
    document : the brief.
    family : font of its language.
    size : of the director's page [pt].
    alone : True for the director's page without the analyst's.
    """
    words = words_of(document.lang)
    parts = [
        _head(document, family, size),
        f'#text(fill: ink, weight: "bold")[{_string(words["brief.name"])} · {_line(document.title)}]',
        *_blocks(document.director, family),
    ]
    if not alone:
        parts += ["#pagebreak()", f"#set text({REST}pt)", f"= {_string(words['brief.analyst'])}"]
        parts += _blocks(document.analyst, family)
    return "\n\n".join(parts)


def _head(document: Document, family: str, size: float) -> str:
    lang, region = _LANG.get(document.lang, (document.lang, ""))
    families = dict.fromkeys((family, "Libertinus Serif"))
    foot = (
        f"context [#set text(7pt, fill: ink); {_line(document.foot)} #h(1fr) #counter(page).display() / "
        "#counter(page).final().first()]"
    )
    marking = f'[#align(center, text(8pt, weight: "bold", tracking: 0.06em)[{_string(document.marking)}])]'
    return _HEAD.format(
        title=_literal(plain(document.title)), top="17mm" if document.marking else "13mm",
        header=marking if document.marking else "none", footer=foot, fonts="".join(f'"{f}", ' for f in families),
        size=size, lang=lang, region=f', region: "{region}"' if region else "",
    )  # fmt: skip


def _blocks(blocks: Sequence[Block], family: str) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(line, level):
                yield f"{'=' * level} {_line(line)}"
            case Para(line, "lead"):
                yield f'#text(1.45em, weight: "bold", fill: rgb("#b3320b"))[{_line(line)}]'
            case Para(line, "small"):
                yield f"#text(0.88em, fill: ink)[{_line(line)}]"
            case Para(line, _):
                yield _line(line)
            case Bullets(lines):
                yield "\n".join(f"- {_line(line)}" for line in lines)
            case Table():
                yield _table(block)
            case Gallery(pictures, caption):
                yield _gallery(pictures, caption, family)


def _table(table: Table) -> str:
    width = len(table.head) or len(table.rows[0])
    widths = table.widths or (14, *(10 for _ in range(width - 1)))
    # a head with numbers stands once: what is read again must hold each of them as often as it is cited
    again = "false" if any(isinstance(span, Cited) for cell in table.head for span in cell) else "true"
    heads = ", ".join(f"[#text(fill: ink)[{_line(cell)}]]" for cell in table.head)
    head = f"table.header(repeat: {again}, {heads}, table.hline(stroke: 0.5pt + ink))"
    cells = [f"[{_line(cell)}]" for row in table.rows for cell in row]
    right = "".join(f"{i}, " for i in sorted(table.numeric))
    size = "0.93em" if width < 8 else "0.8em"
    title = f"#text(fill: ink)[{_line(table.title)}]\n" if table.title else ""
    columns = "".join(f"{w}fr, " for w in widths)
    return f"{title}#rows(({columns}), ({right}), {size}, {', '.join(([head] if table.head else []) + cells)})"


def _gallery(pictures: Sequence[Picture], caption: Line, family: str) -> str:
    wide = pictures[0].width == 1
    drawn = ", ".join(f"[{_picture(picture, family)}]" for picture in pictures)
    columns = 1 if wide else 3
    return f"#grid(columns: ({'1fr, ' * columns}), gutter: 8pt, {drawn})\n#text(0.88em, fill: ink)[{_line(caption)}]"


def _picture(picture: Picture, family: str) -> str:
    svg = str(picture.svg).replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{family}" ', 1)
    at = svg.index(">") + 1
    svg = f"{svg[:at]}<style>{_LOOK}</style>{svg[at:]}"
    title = f"#strong[{_line(picture.title)}]\\\n" if picture.title else ""
    return f'{title}#image(bytes({_literal(svg)}), format: "svg", width: 100%)'


def _line(line: Line) -> str:
    return "".join(_string(s.text) if isinstance(s, Cited) else _words(s.text) for s in line)


def _words(text: str) -> str:
    parts = _CODE.split(text)
    return "".join(f"#raw({_literal(part)})" if i % 2 else _string(part) for i, part in enumerate(parts) if part)


def _string(text: str) -> str:
    return f"#{_literal(text)};"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
