import html
import json
import re

import pytest
from click.testing import CliRunner

from ytterby.cli.assess import assess
from ytterby.cli.columns import columns
from ytterby.errors import NotFound, UsageError, YtterbyError

VERBS = (
    ["hhi"],
    ["hhi", "--table", "eu-2023"],
    ["import-reliance", "--mirror", "net-floored"],
    ["eu-supply-risk"],
    ["eu-supply-risk", "--study", "2017"],
    ["eu-supply-risk", "--importance"],
    ["usgs"],
    ["n-1"],
    ["dependence", "--controller", "USA"],
    ["dependence", "--hs", "811010", "--year", "2023"],
    ["dependence", "--chain", "tungsten", "--by-use"],
    ["chokepoints"],
    ["eve"],
)


def invoke(*arguments):
    return CliRunner().invoke(assess, list(arguments), catch_exceptions=False, standalone_mode=False)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_json_is_one_object_of_the_contract(verb):
    result = invoke(*verb, "--json")
    found = json.loads(result.stdout)
    assert {"index", "rows", "sources"} <= set(found) and found["rows"]
    assert {"material", "stage", "place", "year", "value"} <= set(found["rows"][0])
    assert result.stdout.count("\n") == 1


def test_rows_are_narrowed():
    rows = json.loads(invoke("hhi", "--material", "GA", "--year", "2022", "--year", "2023", "--json").stdout)["rows"]
    assert [(r["material"], r["year"]) for r in rows] == [("ga", 2022), ("ga", 2023)]


def test_text_shows_rows_notes_and_sources():
    text = invoke("chokepoints", "--material", "ndpr").stdout
    assert text.splitlines()[0].startswith("material") and "note: capacity" in text and "source: " in text


def test_words_no_row_has_are_refused_together():
    with pytest.raises(NotFound) as refused:
        invoke("eve", "--material", "galium", "--place", "ATA")
    assert [f.where for f in refused.value.faults] == ["--material", "--place"]
    assert refused.value.faults[0].fix == 'Did you mean "gallium"?'


def test_no_row_for_all_words_at_once_is_said_on_stderr():
    result = invoke("hhi", "--material", "be", "--year", "2025")
    assert "No row answers all of this" in result.stderr


def test_nothing_named_lists_what_there_is():
    with pytest.raises(UsageError, match="contingency"):
        invoke()


@pytest.mark.parametrize("order", ["1", "2"])
def test_static_contingency_is_one_object_of_the_contract(order):
    result = invoke("contingency", "--static", "--chain", "gallium", "--order", order, "--json")
    found = json.loads(result.stdout)
    assert {"removed", "place", "end_use", "fill_rate_p50", "first_short_p50"} <= set(found["rows"][0])
    assert len(found["rows"][0]["removed"]) == int(order) and result.stdout.count("\n") == 1


def test_contingency_goes_on_where_it_was(tmp_path):
    short = ("contingency", "--chain", "gallium", "--draws", "16", "--months", "4", "--out", str(tmp_path))
    first, again = invoke(*short, "--json"), invoke(*short)
    found = json.loads(first.stdout)
    assert found["finished"] and len(list(tmp_path.glob("contingency-*.jsonl"))) == 1
    whole = len(found["ranking"])
    assert f"{whole} to simulate, 0 of them done before" in first.stderr
    assert f"{whole} to simulate, {whole} of them done before" in again.stderr
    assert again.stdout.splitlines()[0].split()[:2] == ["rank", "removed"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--scenario", "japan-2026", "--chain", "gallium"), "brings its own chain"),
        (("--scenario", "japan-2026", "--static"), "needs months"),
        (("--chain", "galium"), 'no chain "galium"'),
        (("--chain", "gallium", "--static", "--place", "JPM"), 'Did you mean "JPN"'),
    ],
)
def test_contingency_refuses(words, says, tmp_path):
    with pytest.raises(YtterbyError, match=says):
        invoke("contingency", "--out", str(tmp_path / "new"), *words)
    assert not (tmp_path / "new").exists()


def test_a_page_with_a_map_that_asks_for_nothing(tmp_path):
    page = tmp_path / "page.html"
    invoke("dependence", "--hs", "850511", "--year", "2010", "--year", "2024", "--out", str(page), "--json")
    text = html.unescape(page.read_text(encoding="utf-8"))
    assert "default-src 'none'" in text and not re.search(r"(?:src|href)=|https?:", text)
    assert text.count('class="shade-') > 100 and "Hidden by re-exports" in text and "2010" in text
    with pytest.raises(UsageError):
        invoke("dependence", "--hs", "850511", "--chain", "gallium")
    with pytest.raises(UsageError):
        invoke("dependence", "--hub", "HKG")


def test_score_of_2020_needs_inputs():
    with pytest.raises(UsageError, match="--own FILE"):
        invoke("usgs", "--edition", "2020")


def test_columns_line_up():
    assert columns([{"a": 1, "b": None}, {"a": 0.123456, "c": "x"}]) == [
        "a       b  c",
        "1       -  -",
        "0.1235  -  x",
    ]


@pytest.mark.parametrize(
    ("arguments", "where", "choice"),
    [
        (["--vintage", "foo"], "--vintage", "wgi-2024-update"),
        (["--governance-year", "1900"], "--governance-year", "2021"),
        (["--indicators", "zz"], "--indicators", "mean"),
    ],
)
def test_the_option_that_is_wrong_is_named(arguments, where, choice):
    with pytest.raises(NotFound) as refused:
        invoke("eu-supply-risk", *arguments)
    (fault,) = refused.value.faults
    assert fault.where == where and choice in fault.choices


def test_a_controller_outside_the_chain_is_named_by_its_option():
    with pytest.raises(NotFound) as refused:
        invoke("chokepoints", "--controller", "JPM")
    assert refused.value.faults[0].where == "--controller" and "JPN" in refused.value.faults[0].fix


def test_shares_are_fractions():
    rows = json.loads(invoke("eu-supply-risk", "--json").stdout)["rows"]
    for part in ("import_reliance", "recycling_input_rate", "substitution_risk"):
        assert 0 < max(r[part] for r in rows if part in r) <= 1, part
