import json

import pytest
from click.testing import CliRunner

from ytterby.cli.assess import assess
from ytterby.cli.columns import columns
from ytterby.errors import UsageError

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


def test_no_row_is_said_on_stderr():
    result = invoke("hhi", "--material", "unobtainium")
    assert "No row answers this" in result.stderr


def test_score_of_2020_needs_inputs():
    with pytest.raises(UsageError, match="--own FILE"):
        invoke("usgs", "--edition", "2020")


def test_columns_line_up():
    assert columns([{"a": 1, "b": None}, {"a": 0.123456, "c": "x"}]) == [
        "a       b  c",
        "1       -  -",
        "0.1235  -  x",
    ]
