"""A brief as one HTML file: readable without a script, closed to the network, marked, escaped."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest
from brief_facts import facts_of, made_up

from ytterby.domain.place import LANGUAGES
from ytterby.errors import YtterbyError
from ytterby.report.brief import brief_of, write_brief
from ytterby.report.brief.html import as_html
from ytterby.report.brief.live import Live, live_page

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
LIMIT = 3_000_000


def run(**changes):
    return made_up.make_run(depths={"defence": 0.62, "ev-traction": 0.22}, **changes)


def page(lang="en", marking="", **changes):
    return as_html(brief_of(facts_of(run(**changes)), lang, marking))


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_nothing_is_fetched_and_no_script_runs():
    text = page()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert "default-src 'none'" in policy and f"'{digest(style)}'" in policy and "script-src 'none'" in policy
    assert "<script" not in text and not re.search(r'(?:src|href|action|url)\s*[=(]\s*["\']?(?:https?:)?//', text)


def test_the_directors_page_comes_first_and_the_analysts_behind():
    text = page()
    director, analyst = text.index('class="director"'), text.index('class="analyst"')
    assert director < text.index("Who stops, and when") < text.index("Three actions") < analyst
    assert analyst < text.index("Demand met, month by month") < text.index("Provenance")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_its_language(lang):
    assert f'<html lang="{lang}">' in page(lang)


def test_quoted_texts_say_theirs():
    text = page("ja")
    assert re.search(r'<data[^>]*lang="en"[^>]*>Made-up order No\. 1</data>', text)


def test_the_marking_stands_at_both_ends_and_on_every_printed_page():
    text = page(marking="CONFIDENTIAL · Procurement")
    assert text.count(">CONFIDENTIAL · Procurement</p>") == 2
    assert "position: fixed" in text[text.index("@media print") :]
    assert "marking" not in re.sub(r"<style>.*?</style>", "", page(), flags=re.DOTALL)


def test_names_of_users_files_are_never_markup():
    made = run(title=HOSTILE)
    made["measures"][0]["citation"] = HOSTILE
    made["warnings"] = [HOSTILE]
    text = as_html(brief_of(facts_of(made)))
    assert "<script" not in text and "<img" not in text and text.count("&lt;script&gt;") >= 3


def test_every_number_carries_a_path_and_drawings_have_a_name():
    text = page()
    assert len(re.findall(r'data-from="run/fill_rate/', text)) > 36 * 8
    assert all('role="img"' in svg for svg in re.findall(r"<svg[^>]*>", text))


def test_the_page_behind_is_admitted_by_its_digest_and_cannot_end_its_element():
    live = Live(("p{}",), ("var a=1",), json.dumps({"title": "\\u003c/script>"}))
    text = as_html(brief_of(facts_of(run())), live)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    assert f"'{digest('var a=1')}'" in policy and f"'{digest('p{}')}'" in policy and "unsafe" not in policy
    assert (
        text.index('id="brief"') < text.index('id="ytterby"') < text.index('id="ytterby-data"') < text.index("var a=1")
    )


def test_data_of_the_page_hold_no_tag():
    live = live_page({"title": HOSTILE, "n": [1, None]})
    assert live is not None and "<" not in live.data and json.loads(live.data)["title"] == HOSTILE
    assert all("</script" not in script for script in live.scripts)


def test_a_whole_brief_is_small_enough_to_mail(tmp_path):
    facts = facts_of(run() | {"sources": made_up.make_sources(), "moved": made_up.make_moved()})
    written = write_brief(brief_of(facts), facts, tmp_path / "b.html", "html", {"mode": "report"})
    assert written.live and written.size == (tmp_path / "b.html").stat().st_size < LIMIT


def test_a_file_that_cannot_be_written_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    facts = facts_of(run())
    with pytest.raises(YtterbyError, match="cannot write"):
        write_brief(brief_of(facts), facts, tmp_path / "file" / "brief.md", "md")


def test_markdown_has_the_marking_the_tables_and_no_drawing(tmp_path):
    facts = facts_of(run(title="A | title_with *signs*"))
    document = brief_of(facts, "vi", "INTERNAL")
    write_brief(document, facts, tmp_path / "b.md", "md")
    text = (tmp_path / "b.md").read_text("utf-8")
    assert text.startswith("**INTERNAL**") and text.rstrip().endswith("**INTERNAL**") and "<svg" not in text
    assert "# A \\| title\\_with \\*signs\\*" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) > 60 and all(line.endswith(" |") for line in rows)
