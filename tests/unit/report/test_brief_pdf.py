"""A brief as PDF: one page for the director, its numbers read again, never a sign without a font."""

from __future__ import annotations

import io
import sys

import pytest
from brief_facts import facts_of, made_up

from ytterby.domain.place import LANGUAGES
from ytterby.errors import YtterbyError
from ytterby.report.brief import brief_of
from ytterby.report.brief.pdf import FONTS, as_pdf

pypdf = pytest.importorskip(
    "pypdf", reason="SKIPPED: no pypdf, PDF briefs are not tested (pip install 'ytterby[brief]')"
)
typst = pytest.importorskip(
    "typst", reason="SKIPPED: no typst, PDF briefs are not tested (pip install 'ytterby[brief]')"
)
PRESENT = set(typst.Fonts().families())


def facts(**changes):
    depths = dict.fromkeys((*made_up.CIVIL, "defence"), 0.5)
    made = made_up.make_run(depths=depths, measures=(made_up.BAN, made_up.LICENCE, made_up.DENIAL), **changes)
    return facts_of(made | {"sources": made_up.make_sources(), "moved": made_up.make_moved()})


def pages(document, **how):
    return [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(as_pdf(document, **how))).pages]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_director_has_one_page_in_every_language(lang):
    if not PRESENT & set(FONTS[lang]):
        pytest.skip(f"SKIPPED: no font for {lang} on this machine (Debian: apt install fonts-noto-cjk)")
    from ytterby.report.brief.tongue import words_of

    document = brief_of(facts(), lang, "INTERNAL")
    told = pages(document)
    squeezed = ["".join(text.split()) for text in told]
    last, first = ("".join(words_of(lang)[f"brief.{key}"].split()) for key in ("change", "analyst"))
    assert last in squeezed[0] and first not in squeezed[0] and first in squeezed[1]
    assert all("INTERNAL" in text and f"{n}/{len(told)}" in "".join(text.split()) for n, text in enumerate(told, 1))


def test_a_wrong_number_on_the_page_is_found(monkeypatch):
    from ytterby.report.brief import pdf

    honest = pdf.source_of
    monkeypatch.setattr(pdf, "source_of", lambda *a, **k: honest(*a, **k).replace('#"98\u00a0%";', '#"89\u00a0%";', 1))
    with pytest.raises(YtterbyError, match='"89" is printed'):
        as_pdf(brief_of(facts()))


@pytest.mark.parametrize("lang", ["ja", "zh-Hans", "zh-Hant", "ko"])
def test_without_a_font_it_is_refused_with_what_to_do(lang):
    with pytest.raises(YtterbyError) as refused:
        as_pdf(brief_of(facts(), lang), system_fonts=False)
    (fault,) = refused.value.faults
    assert lang in fault.what and "fonts-noto-cjk" in fault.fix and fault.choices == FONTS[lang]


def test_a_sign_that_no_font_has_is_never_a_box():
    document = brief_of(facts(title="防衛"), "en")
    with pytest.raises(YtterbyError, match="signs that no font"):
        as_pdf(document, system_fonts=False)


def test_texts_are_never_commands_of_the_setter():
    hostile = '"); #panic("x") #read("/etc/passwd") \\ $ @ < [ ] * _ `'
    told = " ".join(pages(brief_of(facts(title=hostile))))
    assert "passwd" in told and "root:" not in told


def test_without_typst_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(YtterbyError, match=r"ytterby\[brief\]"):
        as_pdf(brief_of(facts()))


def test_the_same_brief_is_the_same_file():
    document = brief_of(facts(months=12))
    assert as_pdf(document) == as_pdf(document)
