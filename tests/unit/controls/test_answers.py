"""What is said, and what is never said; disarmed cells; the command."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from asking import ask, item, table
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import ytterby.controls
from ytterby.cli.screen import screen as command
from ytterby.controls.answers import as_object, as_table, as_text, disarmed
from ytterby.controls.bill import check_bill, place_names
from ytterby.controls.docket import coming_dates, docket
from ytterby.controls.facts import Query
from ytterby.controls.library import load_library, regime_schema
from ytterby.controls.pages import as_page
from ytterby.controls.permissions import Assumed, Law, Passage, permissions
from ytterby.controls.reasons import rule_object
from ytterby.controls.screening import MOST_WITH_REASONS, difference, screen
from ytterby.domain.regime import Branch, Instrument, Reading
from ytterby.domain.words import DemandClass, Label
from ytterby.errors import BadScenario, UsageError

CASE = {"goods": "ndfeb with dy", "origin": "CHN", "to": "JPN", "on": "2026-11-21", "end_use": "military"}


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def test_the_object_has_the_fields_of_the_contract():
    told = json.loads(run("actuator", "--to", "JPN", "--end-use", "civil", "--on", "2026-11-21", "--json"))
    assert {"date", "disclaimer", "lines", "unresolved"} <= set(told)
    for line in told["lines"]:
        assert {"line", "part", "outcome", "rules"} <= set(line)
        assert {r["id"] for r in line["rules"]} == set(load_library().entries)
        keys = {"id", "outcome", "reading", "clause", "window", "inputs", "missing", "flips_at"}
        assert all(keys <= set(r) for r in line["rules"])


@pytest.mark.parametrize("bill", ["actuator", "ev-traction-motor", "semiconductor-gas", "wind-generator"])
@pytest.mark.parametrize("use", ["civil", "military"])
def test_words_that_are_never_used(tmp_path, bill, use):
    page, rows = tmp_path / "p.html", tmp_path / "t.csv"
    text = run(bill, "--to", "JPN", "--end-use", use, "--on", "2026-11-21", "--html", str(page), "--csv", str(rows))
    for told in (text, page.read_text("utf-8"), rows.read_text("utf-8")):
        assert "not legal advice" in told
        for word in ("complian", "reroute", "redesign", "avoid", "circumvent", "instead use", "verdict"):
            assert word not in told.lower()


def test_listings_name_issuer_date_citation_and_doubt():
    told = item(ask(CASE | {"end_use": "civil", "end_user": "JAXA"}))
    screening = ask(CASE | {"end_use": "civil", "end_user": "JAXA"})
    rules = {f.entry.rule.id: rule_object(f, told.line, screening.query) for f in told.answer.findings}
    (said,) = rules["CN-2026-11"]["inputs"]["parties_and_uses"]
    assert "MOFCOM, 2026-02-24, Announcement 2026 No. 11; status after 2026-02-24 not known" in said


def test_notice_and_stamp():
    told = as_object(ask(CASE))
    assert told["notice"].startswith("9 rules have unknown status on 2026-11-21")
    assert as_object(ask(CASE | {"on": "2026-11-01"}))["notice"] == ""
    assert "branch revive only" in as_text(ask(CASE | {"branch": "revive"}))


def test_what_would_change_the_answer():
    case = {"value": 250, "origin": "JPN", "to": "USA", "on": "2026-11-21", "end_use": "civil"}
    screening = ask(case | {"parts": [{"goods": "ndfeb with dy", "origin": "CHN", "value": 0.30}]})
    judged = item(screening)
    f = next(f for f in judged.answer.findings if f.entry.rule.id == "CN-2025-61.1")
    flips = rule_object(f, judged.line, screening.query)["flips_at"]
    assert flips["share"] == 0.001
    assert flips["item_value_usd"] == pytest.approx([300, 300])
    assert flips["counted_usd"] == pytest.approx([0.25, 0.25])


def nested() -> list[dict[str, object]]:
    return [
        {"line": "1", "part": "car", "value_usd": 40_000, "origin": "DEU"},
        {"line": "2", "parent": "1", "part": "motor", "value_usd": 250, "origin": "DEU"},
        {
            "line": "3",
            "parent": "2",
            "part": "magnet",
            "material": "ndfeb with dy",
            "value_usd": 0.3,
            "origin": "CHN",
        },
    ]


def test_the_two_readings_of_a_cascade():
    query = Query("USA", date(2026, 11, 21), "civil", branch=Branch.REVIVE)
    car = screen(load_library(), check_bill(table(nested()), "b"), query).judged[0].answer
    assert [r.word for r in car.readings] == ["none", "licence"]
    told = as_text(screen(load_library(), check_bill(table(nested()), "b"), query))
    assert "content read once: none; read as a cascade: licence" in told


def test_unresolved_lines_come_first_with_suggestions():
    rows = [
        {"line": "1", "part": "a", "material": "disprosium oxide", "origin": "CHINA"},
        {"line": "2", "part": "b"},
    ]
    told = as_object(screen(load_library(), check_bill(table(rows), "b"), Query("JPN", date(2026, 1, 7), "civil")))
    assert [(u["line"], u["suggestions"][0]) for u in told["unresolved"]] == [
        ("1", "dysprosium oxide"),
        ("1", "CHN (China)"),
        ("2", "fill material"),
    ]
    assert told["lines"] == []
    text = as_text(screen(load_library(), check_bill(table(rows), "b"), Query("JPN", date(2026, 1, 7), "civil")))
    assert text.index("Not judged: 3") < text.index("Lines:")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_cells_that_would_run_are_disarmed(cell):
    assert disarmed(cell).startswith("'")
    rows = [{"line": "1", "part": cell, "material": "copper", "origin": "DEU"}]
    found = screen(load_library(), check_bill(table(rows), "b"), Query("JPN", date(2026, 1, 7), "civil"))
    bare = cell.strip()
    assert f"'{bare}" in as_table(found)
    assert f">1 {bare}" not in as_page(found)
    assert "<summary>1 &#x27;" in as_page(found)


def test_markup_in_a_bill_is_text_on_the_page():
    rows = [{"line": "1", "part": "<script>x</script>", "material": "copper", "origin": "DEU"}]
    found = screen(load_library(), check_bill(table(rows), "b"), Query("JPN", date(2026, 1, 7), "civil"))
    assert "<script>" not in as_page(found)


def test_a_page_shows_what_matters_first_and_names_every_rule():
    told = as_page(ask(CASE | {"end_use": "civil", "from": "VNM"}))
    shown, folded = told.split("considered, outcome none")[:2]
    assert "CN-2025-61.3" in shown
    assert "lapse: none, revive: licence, extend: none" in shown
    assert "2026-11-11 to ..." in shown
    assert "gap: " in shown
    assert "US-DPAS" in folded
    assert all(rule in told for rule in load_library().entries)


def test_a_large_bill_is_answered_with_deciding_rules():
    rows = [{"line": str(i), "part": "x", "material": "gallium", "origin": "CHN"} for i in range(MOST_WITH_REASONS + 1)]
    found = screen(load_library(), check_bill(table(rows), "b"), Query("DEU", date(2026, 1, 7), "civil"))
    told = as_object(found)
    assert found.judged == ()
    assert len(told["lines"]) == MOST_WITH_REASONS + 1
    assert told["lines"][0]["rules"] == [{"id": "CN-2023-23", "outcome": "licence"}]
    before = screen(load_library(), check_bill(table(rows), "b"), Query("DEU", date(2023, 7, 31), "civil"))
    changed = difference(before, found)
    assert len(changed) == MOST_WITH_REASONS + 1
    assert changed[0].why == (("CN-2023-23", "none", "licence"),)


def test_difference_of_two_days():
    days = ("--on", "2026-01-05", "--and", "2026-01-07")
    told = json.loads(run("ev-traction-motor", "--to", "JPN", "--end-use", "military", *days, "--json"))
    (changed,) = told["changed"]
    assert (changed["line"], changed["before"], changed["after"]) == ("1.1.1.1", "licence", "prohibited")
    assert {"id": "CN-2026-1", "before": "not announced", "after": "in force"} in changed["why"]


def test_an_open_import_case_is_noted():
    text = run("semiconductor-gas", "--to", "CHN", "--end-use", "civil", "--on", "2026-02-01")
    assert "CN-AD-2026-DCS: none, opening of the case; in scope of an open case: no duty yet" in text
    assert "noted: Investigation of imports" in text


def test_calendar_of_coming_dates():
    told = json.loads(run("--calendar", "--on", "2026-11-21", "--json"))
    assert {(d["date"], d["rule"]) for d in told["dates"]} >= {
        ("2026-11-28", "CN-2024-46.2"),
        ("2027-01-07", "CN-AD-2026-DCS"),
    }
    assert "9 rules have unknown status" in run("--calendar", "--on", "2026-11-21")
    days = [c.on for c in coming_dates(load_library(), date(2026, 1, 1))]
    assert days == sorted(days)


@pytest.mark.parametrize(
    "arguments",
    [
        ["actuator"],
        ["--to", "JPN"],
        ["actuator", "--to", "Japan"],
        ["actuator", "--to", "JPN", "--on", "soon"],
        ["actuator", "--to", "JPN", "--use", "cooking"],
        ["actuator", "--to", "JPN", "--use", "logic-chip:small"],
        ["actuator", "--to", "JPN", "--assume", "CN-1"],
    ],
)
def test_wrong_calls(arguments):
    done = CliRunner().invoke(command, arguments)
    assert isinstance(done.exception, UsageError)


def test_every_regime_file_meets_the_published_schema():
    from ruamel.yaml import YAML

    validator = Draft202012Validator(regime_schema())
    folder = Path(ytterby.controls.__file__).parents[1] / "baseline" / "regimes"
    files = sorted(folder.glob("*.yaml"))
    assert len(files) >= 35
    for path in files:
        raw = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        plain = json.loads(json.dumps(raw, default=lambda d: d.isoformat()))
        assert list(validator.iter_errors(plain)) == [], path.name
        assert Instrument.model_validate(raw).id == path.stem


def test_the_engine_names_no_state():
    codes = set(place_names())
    for path in Path(ytterby.controls.__file__).parent.glob("*.py"):
        code = re.sub(r'"""(.|\n)*?"""', "", path.read_text("utf-8"))
        named = {w for w in re.findall(r'"([A-Z]{3})"', code) if w in codes}
        examples = {"DEU", "JPN", "USA", "CHN"} if path.name == "bill.py" else set()
        assert named <= examples, path.name


def test_permissions_of_the_january_ban():
    passages = [Passage("magnet/ndfeb-dy", "CHN", "JPN", d, Label.CONDITIONED, "CHN") for d in DemandClass]
    use = Passage("magnet/ndfeb-dy", "JPN", "JPN", DemandClass.DEFENCE, Label.CONDITIONED, "CHN")
    rows = permissions(
        load_library(), [*passages, use], [date(2025, 12, 31), date(2026, 1, 6)], Law(Branch.LAPSE, Reading.ONCE)
    )
    assert [[x.status.name for x in row] for row in rows] == [
        ["LICENCE", "LICENCE", "FREE"],
        ["LICENCE", "DENIED", "DENIED"],
    ]
    assert rows[1][1].rules == ("CN-2026-1",)
    assert rows[0][0].working_days == 45


def test_permissions_with_a_rumour_for_some_days():
    passage = Passage("magnet/ndfeb-dy", "CHN", "JPN", DemandClass.CIVIL, Label.CONDITIONED, "CHN")
    law = Law(Branch.LAPSE, Reading.ONCE, (Assumed("CN-RUMOUR-2026-JP", date(2026, 3, 4), date(2026, 4, 20)),))
    days = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 4, 20), date(2026, 4, 21)]
    rows = permissions(load_library(), [passage], days, law)
    assert [r[0].outcome for r in rows] == ["licence", "case-by-case", "case-by-case", "licence"]
    odd = Passage("x/y", "CHN", "JPN", DemandClass.CIVIL, Label.CONDITIONED, "CHN")
    with pytest.raises(BadScenario):
        permissions(load_library(), [odd], [date(2026, 1, 15)], law)


def test_docket_of_an_assumed_rule_is_not_unknown():
    assert "US-50pct" not in docket(load_library(), date(2026, 11, 21), frozenset(["US-50pct"])).unknown
