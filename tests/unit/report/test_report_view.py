"""Plain objects are read into frozen form, with all faults named."""

from __future__ import annotations

import pytest

from ytterby.errors import BadData
from ytterby.report import ReportInput, RunView
from ytterby.report.summary import summaries, use_keys, worst_month


def test_unknown_keys_are_left_aside(plain_run):
    assert RunView.from_json({**plain_run(), "invented": 1}).run == "made-up-0001"


def test_a_run_is_frozen(plain_run):
    with pytest.raises(ValueError, match="frozen"):
        RunView.from_json(plain_run()).draws = 3


def test_all_faults_are_named(plain_run):
    bad = plain_run() | {"draws": 0, "months": ["2026-13"]}
    with pytest.raises(BadData) as caught:
        ReportInput.of([bad])
    assert {fault.where for fault in caught.value.faults} == {"runs[0].draws", "runs[0].months[0]"}
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "much"])
def test_numbers_that_are_none_are_refused(plain_run, value):
    bad = plain_run()
    bad["fill_rate"][0]["p50"] = value
    with pytest.raises(BadData, match=r"fill_rate\[0\]\.p50"):
        RunView.from_json(bad)


def test_flows_must_have_the_months_of_the_run(plain_run):
    bad = plain_run()
    bad["flows"][0]["mean_t_mo"] = [1.0]
    with pytest.raises(BadData, match="has 1 months, the run has 36"):
        RunView.from_json(bad)


def test_a_report_needs_a_run():
    with pytest.raises(BadData):
        ReportInput.of([])


def test_summaries_keep_to_the_focus(plain_run):
    plain = plain_run()
    plain["first_short"].append({"place": "DEU", "end_use": "wind", "class": "civil", "probability": 0.0})
    run = RunView.from_json(plain)
    assert {use.place for use in summaries(run)} == {"JPN"}
    assert {use.place for use in summaries(run, everywhere=True)} == {"JPN", "DEU"}


def test_the_worst_month_is_that_of_the_lowest_fill(plain_run):
    assert worst_month(RunView.from_json(plain_run(starts={"defence": 7}))) == 7


def test_uses_that_run_short_first_come_first(readings):
    order = [key[1] for key in use_keys([RunView.from_json(run) for run in readings()])]
    assert order[0] == "defence"
    assert order[1] == "ev-traction"


def test_sources_are_gathered_from_the_runs_once_each(plain_run, sources, moved):
    runs = [plain_run() | {"sources": sources, "moved": moved}, plain_run() | {"sources": sources[:3], "moved": moved}]
    given = ReportInput.of(runs)
    assert [source.id for source in given.sources] == [source["id"] for source in sources]
    assert len(given.moved) == len(moved)
    assert ReportInput.of(runs, sources=(), moved=()).sources == ()
