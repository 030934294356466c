"""What documents did to a run, in the report: numbers, highlighted quotes, reasons."""

from io import StringIO

from rich.console import Console

from ytterby.report import ReportInput, RunView, print_run, render

KEYS = ("c1:" + "a" * 64, "c1:" + "b" * 64)
QUOTE = {"quote": "日本のガリウム在庫は3カ月分だ", "before": "昨日、", "after": "。", "path": "a.txt", "language": "ja",
         "value": 3.0, "low": None, "high": None, "unit": "month", "modality": "fact"}  # fmt: skip
HOSTILE = "<script>alert(1)</script>\u202e"


def evidence():
    number = {
        "estimate": "cover/first-use/JPN", "unit": "d", "moved": True, "how": "figures that disagree span the range",
        "before": {"low": 14.0, "best": 30.0, "high": 60.0}, "after": {"low": 35.0, "best": 76.0, "high": 151.0},
        "sources": 2, "claims": list(KEYS), "disagree": [list(KEYS)],
    }  # fmt: skip
    quotes = [{**QUOTE, "claim": KEYS[0]}, {**QUOTE, "claim": KEYS[1], "quote": HOSTILE, "path": HOSTILE}]
    return {
        "workspace": "made-up", "claims": 9, "used": 2, "numbers": [number], "quotes": quotes,
        "unused": [{"reason": "a plan moves no number", "claims": 7, "examples": []}],
    }  # fmt: skip


def test_the_quote_is_highlighted_in_its_own_script(plain_run):
    page = render(ReportInput.of([plain_run() | {"evidence": evidence()}]))
    assert '<blockquote lang="ja">…昨日、<mark>日本のガリウム在庫は3カ月分だ</mark>。…</blockquote>' in page
    assert "<strong>3 month</strong>, fact. a.txt" in page
    assert '<a href="#evidence">' in page
    assert "7 claims: a plan moves no number" in page


def test_quotes_are_text_and_no_markup(plain_run):
    page = render(ReportInput.of([plain_run() | {"evidence": evidence()}]))
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_run_without_documents_has_no_such_section(plain_run):
    assert 'id="evidence' not in render(ReportInput.of([plain_run()]))


def test_every_run_side_by_side_shows_its_own(plain_run):
    runs = [plain_run(f"run-{i}") | {"evidence": evidence()} for i in range(2)]
    page = render(ReportInput.of(runs))
    assert page.count('class="evidence"') == 2


def test_the_terminal_names_numbers_claims_and_reasons(plain_run):
    out = StringIO()
    print_run(RunView.from_json(plain_run() | {"evidence": evidence()}), Console(file=out, width=200))
    shown = out.getvalue()
    assert "cover/first-use/JPN: 14 .. 30 .. 60 -> 35 .. 76 .. 151 d" in shown
    assert "claims aaaaaaaaaaaa, bbbbbbbbbbbb, 1 disagree" in shown
    assert "not used, 7 claims: a plan moves no number" in shown
