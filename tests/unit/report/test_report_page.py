"""The HTML report: one file, no network, the numbers of the input, nothing of it as markup."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from html.parser import HTMLParser

import pytest

from ytterby.errors import YtterbyError
from ytterby.report import ReportInput, RunView, render, write_report
from ytterby.report.words import month_label, percent, quantity

REFERENCES = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "background", "formaction"}
VOID = {"meta", "input", "br", "link"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


class Page(HTMLParser):
    """Elements with attributes, checked for balance, and the text of `data` elements by card."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.numbers: dict[str, list[tuple[str, str]]] = {}
        self.card = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "article":
            self.card = str(attributes["id"])
        if tag == "data" and self.card:
            self.numbers.setdefault(self.card, []).append((str(attributes["value"]), ""))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag
        if tag == "article":
            self.card = ""

    def handle_data(self, data):
        if self.open and self.open[-1] == "data" and self.card:
            value, text = self.numbers[self.card][-1]
            self.numbers[self.card][-1] = (value, text + data)


@pytest.fixture
def three(readings, sources, moved):
    return ReportInput.of(readings(), sources, moved)


def test_no_reference_leaves_the_file(three):
    text = render(three)
    page = Page(text)
    found = [
        (tag, name, value)
        for tag, attributes in page.elements
        for name, value in attributes.items()
        if name in REFERENCES and not (value or "").startswith("#")
    ]
    assert found == []
    assert not {"link", "img", "iframe", "object", "embed", "base"} & {tag for tag, _ in page.elements}
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(", text)


def test_elements_are_closed_in_order(three):
    assert Page(render(three)).open == []


def test_ids_are_unique_and_links_lead_to_them(three):
    elements = Page(render(three)).elements
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {a["href"] for t, a in elements if t == "a"} <= {f"#{name}" for name in ids}


def test_the_policy_admits_only_this_style_and_script(three):
    text = render(three)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    for _, attributes in Page(text).elements:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


def test_numbers_of_the_cards_are_those_of_the_input(three, readings):
    cards = Page(render(three)).numbers
    assert len(cards) == 3
    for number, plain in enumerate(readings(), start=1):
        assert cards[f"card-{number}"] == expected_numbers(plain)


def expected_numbers(plain):
    """Work out a card's numbers from the plain object, without the report's own code for it."""
    lowest = [min(row["p50"] for row in plain["fill_rate"] if row["class"] == kind) for kind in ("civil", "defence")]
    short = [row for row in plain["first_short"] if row["p50"]]
    first = min(short, key=lambda row: row["p50"])
    most = max(row["p50"] for row in plain["undelivered_t"])
    return [
        *((str(value), percent(value)) for value in lowest),
        (first["p50"], month_label(first["p50"])),
        (str(first["probability"]), percent(first["probability"])),
        (str(len(short)), f"{len(short)} of {len(plain['first_short'])}"),
        (str(most), f"{quantity(most)}\u00a0t"),
    ]


def test_hostile_names_stay_text(plain_run, sources, moved):
    run = plain_run(title=HOSTILE, warnings=(HOSTILE,))
    run |= {"question": HOSTILE, "scenario": HOSTILE, "run": HOSTILE, "hash": HOSTILE}
    run["measures"] = [{**run["measures"][0], "id": HOSTILE, "citation": HOSTILE}]
    for row in (*run["first_short"], *run["fill_rate"], *run["cover_days"]):
        row["end_use"] = HOSTILE if row["end_use"] == "wind" else row["end_use"]
    for flow in run["flows"]:
        flow["from"] = "</script><b>" if flow["from"] == "MYS" else flow["from"]
    hostile_sources = [{**sources[0], "what": HOSTILE, "source": HOSTILE, "standing": HOSTILE, "id": HOSTILE}]
    text = render(ReportInput.of([run, run], hostile_sources, [{**moved[0], "cause": HOSTILE}]))
    page = Page(text)
    assert "<img" not in text
    assert sum(tag == "script" for tag, _ in page.elements) == 1 + 2  # the page's own, and the data of two figures
    assert not [a for _, attributes in page.elements for a in attributes if a.startswith("on")]
    assert page.open == []


@pytest.mark.parametrize("months", [1, 2, 36])
@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_runs_and_months(readings, sources, months, count):
    text = render(ReportInput.of(readings(months=months)[:count], sources))
    page = Page(text)
    assert page.open == []
    assert sum(attributes.get("class") == "curve" for _, attributes in page.elements) == 8 * count
    assert len(page.numbers) == count
    assert not re.search(r'="[^"]*\b(?:nan|inf)\b', text)


def test_without_shortages_measures_flows_sources(plain_run):
    plain = plain_run(depths={}, measures=()) | {"flows": [], "cover_days": []}
    text = render(ReportInput.of([plain]))
    assert "No measure is in force in this reading." in text
    for absent in ('id="flow"', 'id="cover"', 'id="sources"', 'id="moved"'):
        assert absent not in text
    assert Page(text).open == []


def test_few_draws_show_no_band_and_say_so(plain_run):
    few, many = (render(ReportInput.of([plain_run(draws=draws)])) for draws in (64, 256))
    assert not re.search(r"<polygon", few)
    assert re.search(r"<polygon", many)
    assert "fewer than 200, so ranges are not shown as such" in few
    assert "fewer than 200, so ranges are not shown as such" not in many


def test_every_figure_has_a_name_and_a_table(three):
    page = Page(render(three))
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert drawings
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in drawings)
    assert sum(tag == "summary" for tag, _ in page.elements) >= 8 + 3


def test_sources_are_grouped_by_standing_with_counts(three):
    text = render(three)
    assert [f'{s}">{s} 8<' in text for s in ("verified", "reported", "derived", "estimate", "assumption")] == [True] * 5


def test_same_input_same_bytes(three):
    assert render(three) == render(three)


def test_written_whole_and_readable(three, tmp_path):
    target = tmp_path / "new" / "report.html"
    write_report(three, target)
    assert target.read_text("utf-8") == render(three)
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]


def test_an_unwritable_place_is_one_clear_fault(three, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(YtterbyError, match="cannot write the report") as caught:
        write_report(three, tmp_path / "file" / "report.html")
    assert caught.value.faults[0].fix
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_failed_write_leaves_the_old_file_and_no_scraps(three, tmp_path, monkeypatch):
    target = tmp_path / "report.html"
    target.write_text("old")

    def refuse(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(YtterbyError, match="No space left"):
        write_report(three, target)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_every_month_is_in_the_table_of_curves(plain_run):
    text = render(ReportInput.of([plain_run(months=13)]))
    assert month_label("2027-01") in text
    assert RunView.from_json(plain_run(months=13)).months[-1] == "2027-01"
