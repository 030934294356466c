"""A brief as PDF, set by typst; this is the one door to it."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ytterby.errors import Fault, YtterbyError
from ytterby.report.brief.check import check_text
from ytterby.report.brief.setting import SIZES, source_of
from ytterby.report.brief.spans import Document, plain

if TYPE_CHECKING:
    from pypdf import PdfReader

FONTS: dict[str, tuple[str, ...]] = {
    "en": ("Libertinus Serif",),
    "vi": ("Libertinus Serif",),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo"),
    "zh-Hans": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
    "zh-Hant": ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Apple SD Gothic Neo", "Malgun Gothic"),
}  # fmt: skip
"""Families by language, the first that is there is used; the one for English and Vietnamese comes with typst."""
EXTRA = 'pip install "ytterby[brief]"'


def as_pdf(document: Document, font_folders: Sequence[str] = (), system_fonts: bool = True) -> bytes:
    """Return a brief as PDF, its numbers read again from the pages.

    The director's page is set in the largest size at which it is one page.

    Parameters
    ----------
    document : the brief.
    font_folders : folders with more fonts.
    system_fonts : False leaves the fonts of this machine aside.

    Raises
    ------
    YtterbyError : typst or pypdf is not installed; no font has the signs of the language; numbers do not agree.
    """
    typst, reader = _doors()
    fonts = typst.Fonts(include_system_fonts=system_fonts, font_paths=list(font_folders))
    family = _family(document.lang, fonts.families())
    size = next(
        (s for s in SIZES if _pages(reader, typst, fonts, source_of(document, family, s, alone=True)) == 1), 0.0
    )
    if not size:
        raise YtterbyError(Fault("the director's page does not fit on one page", "--format pdf", fix="write HTML"))
    pdf = _set(typst, fonts, source_of(document, family, size))
    found = reader(io.BytesIO(pdf))
    _refuse_blanks(found, document.lang)
    text = "\n".join(page.extract_text() for page in found.pages)
    check_text(text, document.cited(), _repeated(document, len(found.pages)))
    return pdf


def _doors() -> tuple[Any, type[PdfReader]]:
    try:
        import typst
        from pypdf import PdfReader
    except ModuleNotFoundError as missing:
        what = f"{missing.name} is not installed; a PDF is set by typst and read again by pypdf"
        raise YtterbyError(Fault(what, "--format pdf", fix=f"{EXTRA}, or write HTML and print it")) from None
    return typst, PdfReader


def _family(lang: str, present: Sequence[str]) -> str:
    """Return the family for a language.

    Raises
    ------
    YtterbyError : none is there.
    """
    found = next((name for name in FONTS[lang] if name in present), None)
    if found is None:
        what = f"no font on this machine has the signs of {lang}"
        fix = (
            "Install one (Debian: apt install fonts-noto-cjk), name its folder with --fonts, or write HTML, which uses "
            "the reader's fonts."
        )
        raise YtterbyError(Fault(what, "--format pdf", choices=FONTS[lang], fix=fix))
    return found


def _set(typst: Any, fonts: Any, source: str) -> bytes:  # noqa: ANN401 - an optional package without a stub in tests
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # typst warns of fonts in a list that are not there
        pdf: bytes = typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf", timestamp=0)
    return pdf


def _pages(reader: type[PdfReader], typst: Any, fonts: Any, source: str) -> int:  # noqa: ANN401
    return len(reader(io.BytesIO(_set(typst, fonts, source))).pages)


def _repeated(document: Document, pages: int) -> Iterator[str]:
    """What stands on every page: the marking, the foot, the page's number; foot and title are cited once besides."""
    yield from (document.marking for _ in range(pages if document.marking else 0))
    yield from (plain(document.foot) for _ in range(pages - 1))
    yield from (f"{page} / {pages}" for page in range(1, pages + 1))


def _refuse_blanks(found: PdfReader, lang: str) -> None:
    """Refuse pages with a sign that no font has: it would be printed as an empty box."""
    for number, page in enumerate(found.pages, 1):
        if any(sign == 0 for sign in _signs(page, found)):
            what = f"page {number} has signs that no font on this machine has"
            fix = "Install a font with them (Debian: apt install fonts-noto-cjk fonts-noto-core), or write HTML."
            raise YtterbyError(Fault(what, f"--format pdf --lang {lang}", fix=fix))


def _signs(page: Any, found: PdfReader) -> Iterator[int]:  # noqa: ANN401 - pages and forms within pages
    """Yield the signs shown on a page as numbers within their fonts, two bytes each as typst writes them."""
    from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

    content = page.get_contents() if hasattr(page, "get_contents") else page
    if content is None:
        return
    for operands, operator in ContentStream(content, found).operations:
        if operator not in (b"Tj", b"TJ"):
            continue
        parts = operands[0] if operator == b"TJ" else operands
        for part in parts:
            if isinstance(part, ByteStringObject | TextStringObject):
                raw = bytes(part) if isinstance(part, ByteStringObject) else part.original_bytes
                yield from (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
