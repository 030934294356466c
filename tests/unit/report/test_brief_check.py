"""A number that is not the run's never gets through: not into a document, not into what is written."""

from __future__ import annotations

import dataclasses
import re

import pytest
from brief_facts import facts_of, made_up
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.errors import YtterbyError
from ytterby.report.brief import brief_of, write_brief
from ytterby.report.brief.check import check_document, check_html, check_text, numbers_in
from ytterby.report.brief.html import as_html
from ytterby.report.brief.markdown import as_markdown, unescaped
from ytterby.report.brief.spans import Cited, Para, Plain

FACTS = facts_of(made_up.make_run(depths={"defence": 0.62, "ev-traction": 0.22}, draws=256))
DOCUMENT = brief_of(FACTS, "en", "INTERNAL · Desk 9")
HTML, MARKDOWN = as_html(DOCUMENT), unescaped(as_markdown(DOCUMENT))
SHOWN = [
    m for m in re.finditer(r'data-as="(?!verbatim|capital|start)\w+"[^>]*>([^<]*)<', HTML) if re.search(r"\d", m[1])
]
PRINTED = list(re.finditer(r"\d+", MARKDOWN))
MARKS = [DOCUMENT.marking, DOCUMENT.marking]


def replaced(document, block):
    return dataclasses.replace(document, director=(*document.director, block))


def test_what_is_right_gets_through():
    assert check_document(DOCUMENT, FACTS) > 300
    check_html(HTML, DOCUMENT, FACTS)
    check_text(MARKDOWN, DOCUMENT.told(captions=False), MARKS)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(SHOWN) - 1), st.integers(1, 9), st.data())
def test_a_digit_changed_anywhere_in_html_is_found(which, by, data):
    found = SHOWN[which]
    at = data.draw(st.sampled_from([i for i, sign in enumerate(found[1]) if sign.isdigit()])) + found.start(1)
    wrong = HTML[:at] + str((int(HTML[at]) + by) % 10) + HTML[at + 1 :]
    with pytest.raises(YtterbyError, match=r"is printed, the value is"):
        check_html(wrong, DOCUMENT, FACTS)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(PRINTED) - 1), st.integers(0, 10**6))
def test_a_number_changed_anywhere_in_markdown_is_found(which, number):
    found = PRINTED[which]
    if str(number) == found[0]:
        number += 1
    with pytest.raises(YtterbyError, match=r"none of the cited numbers|is not printed"):
        check_text(
            MARKDOWN[: found.start()] + str(number) + MARKDOWN[found.end() :], DOCUMENT.told(captions=False), MARKS
        )


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**9), st.integers(0, HTML.count("</p>") - 1))
def test_a_number_put_between_words_is_found(number, which):
    parts = HTML.split("</p>")
    with pytest.raises(YtterbyError, match=f'"{number}" stands in .* without a source'):
        check_html(
            "</p>".join(parts[: which + 1]) + f" {number}</p>" + "</p>".join(parts[which + 1 :]), DOCUMENT, FACTS
        )


def test_a_number_in_the_title_alone_is_found():
    with pytest.raises(YtterbyError, match='"31337" stands in the title'):
        check_html(HTML.replace("<title>", "<title>31337 ", 1), DOCUMENT, FACTS)


def test_a_number_taken_away_is_found():
    gone = re.sub(r"<data[^>]*>[^<]*</data>", "", HTML, count=1)
    with pytest.raises(YtterbyError, match="numbers were lost"):
        check_html(gone, DOCUMENT, FACTS)


@pytest.mark.parametrize(("span", "said"), [
    (Plain("some 40 days"), "holds a number without a source"),
    (Cited("41", "run/draws", "count"), "the value is"),
    (Cited("41", "run/nothing/here", "count"), "no such value"),
    (Cited("41", "run/fill_rate/JPN/wind/civil/2099-01/p50", "percent"), "no such value"),
    (Cited("256", "run/draws", "guess"), "no form"),
])  # fmt: skip
def test_a_document_with_a_number_of_its_own_is_refused(span, said):
    with pytest.raises(YtterbyError, match=said):
        check_document(replaced(DOCUMENT, Para((span,))), FACTS)


def test_all_faults_are_named_at_once_and_the_rest_counted():
    wrong = replaced(DOCUMENT, Para(tuple(Plain(f"{n} ") for n in range(20))))
    with pytest.raises(YtterbyError) as refused:
        check_document(wrong, FACTS)
    assert len(refused.value.faults) == 9 and "12 more" in str(refused.value)


def test_nothing_is_written_and_the_old_file_stays(tmp_path):
    path = tmp_path / "brief.html"
    path.write_text("old")
    with pytest.raises(YtterbyError):
        write_brief(replaced(DOCUMENT, Para((Plain("7 days"),))), FACTS, path, "html")
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["brief.html"]


def test_a_run_changed_after_the_document_was_made_is_noticed():
    other = facts_of(made_up.make_run(depths={"defence": 0.61, "ev-traction": 0.22}, draws=256))
    with pytest.raises(YtterbyError, match="the value is"):
        check_document(DOCUMENT, other)


def test_numbers_in_any_script():
    assert list(numbers_in("2026年3月～2027年12月、1,230トン、61%")) == ["2026", "3", "2027", "12", "1,230", "61"]
