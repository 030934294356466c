"""The line about today's law: on standard error, one line, with what the scenario counts and what comes next."""

from __future__ import annotations

from datetime import date

from click.testing import CliRunner

from ytterby.cli.law_notice import law_of_today
from ytterby.cli.screen import screen
from ytterby.controls.docket import docket
from ytterby.controls.library import load_library
from ytterby.scenario.law_rows import counted_rules
from ytterby.study import load_scenario


def test_the_day_after_the_suspension_of_october_2025_ended():
    told = law_of_today(date(2026, 11, 22))
    assert told.startswith(
        "9 rules have unknown status today, 2026-11-22; next: 2026-11-28 CN-2024-46.2 becomes unknown"
    )
    assert "\n" not in told


def test_the_next_suspension_adds_one():
    assert law_of_today(date(2026, 11, 28)).startswith("10 rules have unknown status today")


def test_before_any_suspension_ends_only_dates_are_told():
    assert law_of_today(date(2026, 11, 1)).startswith("next: 2026-11-10 US-50pct becomes unknown")


def test_what_a_scenario_counts():
    counted = counted_rules(load_scenario("japan-2026"))
    unknown = docket(load_library(), date(2026, 11, 22)).unknown
    told = law_of_today(date(2026, 11, 22), counted, "japan-2026")
    assert f"{len(counted & set(unknown))} of them counted by japan-2026" in told
    assert counted_rules(load_scenario("total-stop")) == frozenset()
    assert "none of them counted by total-stop" in law_of_today(date(2026, 11, 22), frozenset(), "total-stop")


def test_it_goes_to_standard_error():
    done = CliRunner().invoke(screen, ["actuator", "--to", "JPN", "--on", "2025-01-01", "--json"])
    assert "counted by" not in done.stderr
    assert done.stdout.startswith("{")
    assert done.stderr.count("\n") <= 1
