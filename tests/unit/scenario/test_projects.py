"""Draws of projects against a plain twin, one draw and one project at a time."""

from __future__ import annotations

from dataclasses import replace
from math import exp, inf, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from ytterby.domain.month import Month
from ytterby.domain.project import Development, PipelineRules, Project, ProjectKind, StageOdds, TechnologyBan
from ytterby.domain.words import Standing
from ytterby.scenario.lead_times import LEAD_TIME, expected_supply, pert_cdf, triangular_cdf
from ytterby.scenario.projects import Effects, available, columns, draw_projects, mean_supply, success_odds
from ytterby.scenario.sampling import uniforms

AS_OF, RUN = Month(2026, 11), Month(2026, 1)
BAN = TechnologyBan(6, 12, 36, 1.05, 1.2, 1.5)
NORMAL = NormalDist()


def stage(name: str, odds: float, *months: float, kind: str = "plant") -> StageOdds:
    return StageOdds(ProjectKind(kind), Development(name), odds, *months, Standing.ASSUMPTION, "test")


RULES = PipelineRules(
    (stage("permits", 0.9, 6, 12, 24), stage("finance", 0.6, 3, 9, 24), stage("build", 0.95, 12, 24, 60)),
)
PLANT = Project(
    id="a/separation/ndpr",
    venture="a",
    place="AUS",
    process="separation/ndpr",
    kind=ProjectKind.PLANT,
    low=900.0,
    capacity=1200.0,
    high=1500.0,
    stage=Development.PERMITS,
    unit_cost=0.9,
    standing=Standing.ASSUMPTION,
    source="test",
)
HEAVY = replace(PLANT, id="a/separation/dytb", process="separation/dytb", low=60, capacity=60, high=60, floor=2.0)
NEIGHBOUR = replace(PLANT, id="b", venture="b", needs_controller_equipment=True, promised=Month(2030, 1))
FAR = replace(PLANT, id="c", venture="c", place="JPN", needs_controller_equipment=True, stage=Development.FINANCE)
BUILDING = replace(PLANT, id="d", venture="d", place="EST", stage=Development.BUILD, since=Month(2025, 11))
RUNNING = replace(PLANT, id="e", venture="e", place="USA", stage=Development.OPERATING, promised=Month(2025, 7))
ALL = (PLANT, HEAVY, NEIGHBOUR, FAR, BUILDING, RUNNING)
U = uniforms(2048, columns(ALL), seed=7)
DRAWS = draw_projects(ALL, RULES, U, AS_OF, RUN)


def twin_quantile(u, low, best, high):
    if u < (best - low) / (high - low):
        return low + sqrt(u * (high - low) * (best - low))
    return high - sqrt((1 - u) * (high - low) * (high - best))


def twin(project, row, own, country, effects):
    """One project in one draw: success, start, unit cost."""
    ahead = RULES.ahead(project.kind, project.stage)
    odds = 1.0
    for s in ahead:
        odds *= s.odds
    b = 0.55 if project.needs_controller_equipment else 0.0
    z = 0.45 * NORMAL.inv_cdf(row[country]) + b * NORMAL.inv_cdf(row[1])
    u = NORMAL.cdf(z + sqrt(1 - 0.45**2 - b**2) * NORMAL.inv_cdf(row[own + 1]))
    months = float(AS_OF - RUN)
    for s in ahead:
        past = min(AS_OF - project.since, s.best) if project.since and s.stage is project.stage else 0
        done = float(triangular_cdf(past, s.low, s.best, s.high))
        months += twin_quantile(done + u * (1 - done), s.low, s.best, s.high) - past
    if project.stage is Development.PERMITS:
        months += (effects.permit_delay or {}).get(project.place, 0)
    if project.promised:
        months = float(project.promised - RUN) if not ahead else max(months, project.promised - RUN)
    over = 1.3 * exp(0.35 * NORMAL.inv_cdf(row[own + 2])) if ahead else 1.0
    if effects.ban and project.needs_controller_equipment and months > effects.ban.start:
        months += twin_quantile(row[0], 6, 12, 36)
        over *= twin_quantile(row[0], 1.05, 1.2, 1.5)
    came = row[own] < odds
    return came, months if came else inf, project.unit_cost * (1 + 0.4 * (over - 1))


@pytest.mark.parametrize("effects", [Effects(), Effects(BAN, {"AUS": 9.0}), Effects(replace(BAN, start=60.0))])
def test_twin(effects):
    got = draw_projects(ALL, RULES, U[:64], AS_OF, RUN, effects)
    own = {"a": 6, "b": 10, "c": 14, "d": 18, "e": 22}
    country = {"AUS": 2, "JPN": 3, "EST": 4, "USA": 5}
    for i in range(64):
        for j, p in enumerate(ALL):
            came, begins, cost = twin(p, U[i], own[p.venture], country[p.place], effects)
            assert got.success[i, j] == came
            assert got.start[i, j] == pytest.approx(begins, abs=1e-8)
            assert got.cost[i, j] == pytest.approx(cost)


def test_shapes_and_units():
    assert len(set(columns(ALL))) == 2 + 4 + 4 * 5 == U.shape[1]
    assert DRAWS.start.shape == DRAWS.cost.shape == DRAWS.capacity.shape == (2048, 6)
    assert DRAWS.capacity[:, 0].mean() == pytest.approx(1200 / 12, rel=1e-3)
    assert list(DRAWS.floor) == [0, 2.0, 0, 0, 0, 0]


def test_odds_multiply():
    assert success_odds(PLANT, RULES) == pytest.approx(0.9 * 0.6 * 0.95)
    assert success_odds(RUNNING, RULES) == 1.0
    assert DRAWS.success.mean(axis=0) == pytest.approx([success_odds(p, RULES) for p in ALL], abs=0.01)


def test_rows_of_a_venture_share_their_fate():
    assert np.array_equal(DRAWS.success[:, 0], DRAWS.success[:, 1])
    assert np.array_equal(DRAWS.start[:, 0], DRAWS.start[:, 1])
    assert np.array_equal(DRAWS.overrun[:, 0], DRAWS.overrun[:, 1])


def test_what_operates_is_certain():
    assert np.all(DRAWS.start[:, 5] == -6)
    assert np.all(DRAWS.overrun[:, 5] == 1.0)


def test_time_spent_in_a_stage_counts():
    fresh = draw_projects((replace(BUILDING, since=None),), RULES, U[:, :7], AS_OF, RUN)
    begun = draw_projects((BUILDING,), RULES, U[:, :7], AS_OF, RUN)
    assert np.all(begun.start[begun.success] < fresh.start[fresh.success])


def test_schedules_correlate_by_country_and_by_equipment():
    always = replace(RULES, stages=tuple(replace(s, odds=1.0) for s in RULES.stages))
    plain = replace(PLANT, place="JPN", venture="x")
    a = replace(PLANT, place="AUS", venture="y")
    b = replace(PLANT, place="AUS", venture="z", needs_controller_equipment=True)
    c = replace(PLANT, place="KOR", venture="w", needs_controller_equipment=True)
    projects = (plain, a, b, c)
    start = draw_projects(projects, always, uniforms(8192, columns(projects), 3), AS_OF, RUN).start
    r = np.corrcoef(start.T)
    assert r[1, 2] == pytest.approx(0.45**2, abs=0.03)
    assert r[2, 3] == pytest.approx(0.55**2, abs=0.03)
    assert abs(r[0, 1]) < 0.03
    assert abs(r[0, 3]) < 0.03


def test_ban_delays_only_those_that_need_the_equipment():
    banned = draw_projects(ALL, RULES, U, AS_OF, RUN, Effects(BAN))
    came = DRAWS.success
    assert np.array_equal(banned.success, came)
    for j, p in enumerate(ALL):
        late = banned.start[came[:, j], j] - DRAWS.start[came[:, j], j]
        if p.needs_controller_equipment:
            assert late.min() >= 6 and late.max() <= 36
            assert np.all(banned.cost[:, j] > DRAWS.cost[:, j])
        else:
            assert np.all(late == 0)
            assert np.array_equal(banned.cost[:, j], DRAWS.cost[:, j])


def test_ban_leaves_those_on_stream_before_it():
    running = replace(RUNNING, needs_controller_equipment=True)
    got = draw_projects((running,), RULES, U[:, :7], AS_OF, RUN, Effects(BAN))
    assert np.all(got.start == -6) and np.all(got.cost == 0.9)


def test_permit_delay_reaches_only_its_place_and_stage():
    late = draw_projects(ALL, RULES, U, AS_OF, RUN, Effects(permit_delay={"AUS": 12.0, "JPN": 12.0, "EST": 12.0}))
    came = DRAWS.success
    shift = [np.max(late.start[came[:, j], j] - DRAWS.start[came[:, j], j], initial=0) for j in range(6)]
    assert shift == pytest.approx([12, 12, 12, 0, 0, 0])


def test_another_start_of_the_run_shifts_the_months():
    later = draw_projects(ALL, RULES, U, AS_OF, RUN + 24)
    came = DRAWS.success
    assert later.start[came] == pytest.approx(DRAWS.start[came] - 24)


def test_available_ramps_from_the_start():
    at = available(DRAWS, 18.0)
    assert at[:, 5] == pytest.approx(DRAWS.capacity[:, 5] * (1 - np.exp(-24 / 18)))
    assert np.all(at[~DRAWS.success] == 0)
    assert np.all(available(DRAWS, -7.0) == 0)


def test_mean_supply_meets_its_closed_form():
    years = tuple(12.0 * y for y in LEAD_TIME)
    rules = PipelineRules((stage("build", 0.4, *years),), country_loading=0.0)
    three = tuple(replace(PLANT, id=v, venture=v, stage=Development.BUILD) for v in "abc")
    draws = draw_projects(three, rules, uniforms(16384, columns(three), 5), RUN, RUN)
    on_stream = np.mean(draws.start <= 120.0, axis=0)
    assert on_stream == pytest.approx([0.4 * float(triangular_cdf(10.0, *LEAD_TIME))] * 3, abs=0.01)
    assert expected_supply([1200.0] * 3, on_stream, 1.0, 1.0) == pytest.approx(3600 * 0.4 * 0.3948, rel=0.05)
    assert float(pert_cdf(10.0, *LEAD_TIME)) > float(triangular_cdf(10.0, *LEAD_TIME))
    assert mean_supply(draws, 1e6) == pytest.approx([40.0] * 3, rel=0.05)


@pytest.mark.parametrize("u", [U[:, :-1], U[0], np.full_like(U, 1.0), np.full_like(U, np.nan)])
def test_wrong_uniforms_are_refused(u):
    with pytest.raises(ValueError, match="uniforms"):
        draw_projects(ALL, RULES, u, AS_OF, RUN)


def test_rows_of_a_venture_that_disagree_are_refused():
    with pytest.raises(ValueError, match="venture a"):
        draw_projects((PLANT, replace(HEAVY, place="JPN")), RULES, U[:, :8], AS_OF, RUN)
