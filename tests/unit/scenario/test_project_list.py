"""The bundled project list: its sums, its sources, and how a wrong list is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ytterby.baseline.tables import table
from ytterby.baseline.yamlfile import bundled, parse_model, read_yaml
from ytterby.domain.month import Month
from ytterby.domain.project import Development, ProjectKind
from ytterby.domain.words import Standing
from ytterby.errors import BadData, NotFound
from ytterby.network.chain import load_chain
from ytterby.scenario.lead_times import LEAD_TIME, runs
from ytterby.scenario.project_list import ProjectList, load_projects
from ytterby.scenario.projects import columns, draw_projects
from ytterby.scenario.sampling import uniforms

LIST = load_projects("magnet-rare-earths")
PROJECTS = LIST.projects()


def raw():
    return read_yaml(bundled("projects", "magnet-rare-earths"))


def test_adds_to_processes_of_its_chain():
    chain = load_chain(LIST.chain)
    assert {p.process for p in PROJECTS} <= set(chain.processes)
    assert len({p.id for p in PROJECTS}) == len(PROJECTS) >= 50


def test_mine_stages_sum_to_the_lead_time_of_rare_earth_mines():
    before = [
        s for s in LIST.stages if s.kind is ProjectKind.MINE and s.stage not in {Development.BUILD, Development.RAMP}
    ]
    assert [sum(getattr(s, n) for s in before) for n in ("low", "best", "high")] == [12 * a for a in LEAD_TIME]
    known = table("lead_times").filter(population="rare-earth mines")
    assert dict(zip(known["statistic"], known["best"], strict=True)) == dict(
        zip(("min", "typical", "max"), LEAD_TIME, strict=True)
    )


def test_mine_odds_lie_between_the_two_records():
    odds = [s.odds for s in LIST.stages if s.kind is ProjectKind.MINE and s.stage is not Development.DISCOVERY]
    assert 2 / 9 < np.prod(odds) < 2120 / 4676


def test_mines_take_as_long_from_discovery_as_they_have():
    """Schodde 2014 and 2017: 12.4 years from discovery to mine; S&P Global 2023: 15.7, 127 mines."""
    after = [s for s in LIST.stages if s.kind is ProjectKind.MINE and s.stage is not Development.DISCOVERY]
    assert sum(s.low + s.best + s.high for s in after) / 36 == pytest.approx(11.9, abs=0.05)


def test_a_plant_decided_in_2022_seen_from_then():
    """Eneabba: decided in April 2022 for 2025, now expected in 2027 (57 months)."""
    known = next(p for p in PROJECTS if p.id == "eneabba/separation/ndpr")
    then, promised = Month(2022, 4), Month(2025, 1)
    project = (replace(known, since=then, promised=promised),)
    start = draw_projects(project, LIST.rules(), uniforms(4096, columns(project), 1), then, then).start
    assert np.mean(start <= promised - then) == pytest.approx(0.39, abs=0.02)
    assert np.mean((start > 57) & np.isfinite(start)) == pytest.approx(0.075, abs=0.01)


@pytest.mark.parametrize(("study", "expected"), [("2015-03", 0.56), ("2019-02", 0.51)])
def test_studied_mines_that_were_not_begun_by_2026(study, expected):
    """Browns Range and Nolans: the model gave them better odds than they have had."""
    then = Month.parse(study)
    project = (replace(next(p for p in PROJECTS if p.venture == "browns-range"), since=then, promised=None),)
    start = draw_projects(project, LIST.rules(), uniforms(4096, columns(project), 1), then, then).start
    assert np.mean(start <= Month(2026, 11) - then) == pytest.approx(expected, abs=0.02)


def test_collapse_of_the_price_stops_all_but_those_with_a_floor():
    """Half the price of 2024, as between 2012 and 2015."""
    u = uniforms(512, columns(PROJECTS), 1)
    d = draw_projects(PROJECTS, LIST.rules(), u, LIST.month, Month(2026, 1))
    alive = runs(0.5, d.cost, d.floor).mean(axis=0)
    for share, p in zip(alive, PROJECTS, strict=True):
        assert (share == 1.0) if p.floor else (share < 0.3), p.id


def test_every_stage_is_there_for_both_kinds():
    stages = {k: [s.stage for s in LIST.stages if s.kind is k] for k in ProjectKind}
    assert stages[ProjectKind.MINE] == list(Development)[:-1]
    assert stages[ProjectKind.PLANT] == list(Development)[2:-1]


def test_every_figure_names_its_source_and_row():
    rows = {r for t in ("projects", "facilities") for r in table(t)["source_row"]}
    for v in LIST.ventures:
        cited = [part for part in v.row.replace("; ", ";").split(";") if part.startswith(("projects", "facilities"))]
        assert cited, v.id
        for part in cited:
            name, lines = part.split(":")
            for line in lines.replace("-", ",").split(","):
                assert f"{name}:{line}" in rows, (v.id, part)


@pytest.mark.parametrize(
    ("project", "table_name", "row", "factor"),
    [
        ("eneabba/separation/ndpr", "facilities", "facilities.csv:7", 1.0),
        ("nolans/separation/ndpr", "projects", "projects.csv:68", 1.0),
        ("longonjo/mine/ndpr", "projects", "projects.csv:70", 1.0),
        ("caremag/separation/dytb", "facilities", "facilities.csv:49", 1.0),
        ("mp-heavy-line/separation/dytb", "facilities", "facilities.csv:34", 1.0),
        ("js-link/magnet/ndfeb", "facilities", "facilities.csv:31", 0.234),
        ("js-link/magnet/ndfeb-dy", "facilities", "facilities.csv:31", 0.094),
        ("blacksburg/magnet/ndfeb", "facilities", "facilities.csv:13", 0.234),
        ("browns-range/mine/dytb", "projects", "projects.csv:4", (4230 + 630) / 4230 / 11),
    ],
)
def test_figures_follow_from_the_tables(project, table_name, row, factor):
    stated = table(table_name).filter(source_row=row)["best"].item()
    listed = next(p for p in PROJECTS if p.id == project)
    assert listed.capacity == pytest.approx(stated * factor, rel=0.002)


def test_judgement_is_called_judgement():
    assert {s.standing for s in LIST.stages} <= {Standing.ASSUMPTION, Standing.ESTIMATE}
    assert all(c.standing is Standing.ASSUMPTION for c in LIST.unit_costs.values())
    assert LIST.technology_ban.standing is Standing.ASSUMPTION


def test_mines_need_no_equipment_of_the_controller():
    assert not [p.id for p in PROJECTS if p.needs_controller_equipment and p.process.startswith("mine/") and
                p.venture not in {"nolans", "eneabba"}]  # fmt: skip
    assert any(p.needs_controller_equipment for p in PROJECTS)


def test_supply_outside_rises_and_promises_are_not_kept_on_average():
    u = uniforms(512, columns(PROJECTS), 1)
    d = draw_projects(PROJECTS, LIST.rules(), u, LIST.month, Month(2026, 1))
    late = [
        np.median(d.start[d.success[:, j], j]) - (p.promised - Month(2026, 1))
        for j, p in enumerate(PROJECTS)
        if p.promised and p.stage is not Development.OPERATING
    ]
    assert min(late) >= 0 and np.median(late) == pytest.approx(36, abs=2)
    on = [np.sum(d.capacity * (d.start <= m), axis=1).mean() for m in (12, 36, 60, 120)]
    assert all(b > a for a, b in pairwise(on))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda r: r["ventures"].append(r["ventures"][0]), "is given twice"),
        (lambda r: r["ventures"][0].update(place="XYZ"), "no such place"),
        (lambda r: r["ventures"][0].update(stage="smelting"), "discovery"),
        (lambda r: r["ventures"][0].pop("promised"), "operates"),
        (lambda r: r["ventures"][0]["adds"][0].update(low=1e9), "must not fall"),
        (lambda r: r["ventures"][0]["adds"].append(r["ventures"][0]["adds"][0]), "adds to a process twice"),
        (lambda r: r["unit_costs"].pop("mine"), 'no unit cost for "mine"'),
        (lambda r: r["stages"].pop(6), "no odds for the stage ramp of a mine"),
        (lambda r: r["stages"][0].update(odds=1.5), "is not at most 1"),
        (lambda r: r["loadings"].update(country=0.9), "less than 1"),
        (lambda r: r["technology_ban"].update(delay_months=[9, 6, 36]), "technology ban"),
        (lambda r: r.update(colour="red"), "is not a field here"),
    ],
)
def test_a_wrong_list_is_refused(change, message):
    content = raw()
    change(content)
    with pytest.raises(BadData, match=message):
        parse_model(ProjectList, content, "mine.yaml")


def test_unknown_list():
    with pytest.raises(NotFound):
        load_projects("unobtainium")
