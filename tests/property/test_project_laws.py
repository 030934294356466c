"""Laws of the project pipeline over random projects and rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.domain.month import Month
from ytterby.domain.project import Development, PipelineRules, Project, ProjectKind, StageOdds, TechnologyBan
from ytterby.domain.words import Standing
from ytterby.scenario.lead_times import pert_cdf, ramp, remaining_months, triangular_cdf
from ytterby.scenario.projects import Effects, available, columns, draw_projects

STAGES = (Development.FEASIBILITY, Development.PERMITS, Development.FINANCE, Development.BUILD, Development.RAMP)
AS_OF, RUN = Month(2026, 11), Month(2026, 1)
threes = st.tuples(*[st.floats(0, 120).map(lambda x: round(x, 6))] * 3).map(sorted)  # to the second, not to 1e-311
shares = st.floats(0, 1)


@st.composite
def stage_rows(draw):
    rows = []
    for stage in STAGES:
        low, best, high = draw(threes)
        rows.append(StageOdds(ProjectKind.PLANT, stage, draw(shares), low, best, high, Standing.ASSUMPTION, "t"))
    return PipelineRules(tuple(rows), draw(st.floats(0.5, 2)), draw(st.floats(0, 1)), draw(shares))


@st.composite
def lists(draw):
    out = []
    for i in range(draw(st.integers(1, 5))):
        low, best, high = sorted(draw(st.tuples(*[st.floats(1, 1e5)] * 3)))
        stage = draw(st.sampled_from([*STAGES, Development.OPERATING]))
        month = st.integers(-60, 120).map(lambda m: RUN + m)
        promised = draw(month if stage is Development.OPERATING else st.none() | month)
        out.append(
            Project(
                f"p{i}", f"p{i}", draw(st.sampled_from(["AUS", "JPN", "USA"])), "separation/ndpr", ProjectKind.PLANT,
                low, best, high, stage, draw(st.floats(0.1, 3)), Standing.ASSUMPTION, "t",
                since=draw(st.none() | st.integers(0, 120).map(lambda m: AS_OF + -m)), promised=promised,
                needs_controller_equipment=draw(st.booleans()),
            )
        )  # fmt: skip
    return tuple(out)


def numbers(projects, seed):
    return np.random.default_rng(seed).uniform(1e-6, 1 - 1e-6, (50, len(columns(projects))))


@settings(deadline=None)
@given(lists(), stage_rows(), st.integers(0, 99))
def test_bounds(projects, rules, seed):
    d = draw_projects(projects, rules, numbers(projects, seed), AS_OF, RUN)
    for j, p in enumerate(projects):
        start = d.start[d.success[:, j], j]
        assert np.all(np.isinf(d.start[~d.success[:, j], j]))
        if p.stage is Development.OPERATING:
            assert np.all(start == p.promised - RUN)
            continue
        ahead = rules.ahead(p.kind, p.stage)
        assert np.all(start <= max(10 + sum(s.high for s in ahead), (p.promised or RUN) - RUN) + 1e-9)
        assert np.all(start >= 10)  # never before the month the list was made
        assert p.promised is None or np.all(start >= p.promised - RUN)
        if p.since is None:
            assert np.all(start >= 10 + sum(s.low for s in ahead) - 1e-9)
    low, high = [np.array([getattr(p, n) / 12 for p in projects]) for n in ("low", "high")]
    assert np.all((d.capacity >= low * (1 - 1e-9)) & (d.capacity <= high * (1 + 1e-9)))
    assert np.all(np.isfinite(d.cost)) and np.all(d.overrun > 0)
    for month in (-24.0, 0.0, 60.0, 1e5):
        assert np.all((available(d, month) >= 0) & (available(d, month) <= d.capacity))


@settings(deadline=None)
@given(lists(), stage_rows(), st.integers(0, 99), threes, st.floats(-12, 120))
def test_effects_only_delay_and_only_cost(projects, rules, seed, delay, begins):
    u = numbers(projects, seed)
    plain = draw_projects(projects, rules, u, AS_OF, RUN)
    effects = Effects(TechnologyBan(*delay, 1.0, 1.2, 2.0, begins), {"AUS": 7.0})
    hit = draw_projects(projects, rules, u, AS_OF, RUN, effects)
    assert np.array_equal(plain.success, hit.success)
    assert np.all(hit.start >= plain.start) and np.all(hit.overrun >= plain.overrun)
    assert np.array_equal(plain.capacity, hit.capacity)
    for month in (24.0, 96.0):
        assert np.all(available(hit, month) <= available(plain, month) + 1e-12)


@settings(deadline=None)
@given(lists(), stage_rows(), st.integers(0, 99))
def test_supply_never_falls_with_time(projects, rules, seed):
    d = draw_projects(projects, rules, numbers(projects, seed), AS_OF, RUN)
    path = np.stack([available(d, m) for m in np.linspace(-60, 600, 23)])
    assert np.all(np.diff(path, axis=0) >= 0)


@settings(deadline=None)
@given(lists(), stage_rows(), st.integers(0, 99))
def test_better_odds_never_lose_a_project(projects, rules, seed):
    u = numbers(projects, seed)
    plain = draw_projects(projects, rules, u, AS_OF, RUN).success
    worse = draw_projects(projects, _with_odds(rules, lambda o: o / 2), u, AS_OF, RUN).success
    assert np.all(worse <= plain)
    assert np.all(draw_projects(projects, _with_odds(rules, lambda o: 1.0), u, AS_OF, RUN).success)


def _with_odds(rules: PipelineRules, change) -> PipelineRules:
    return replace(rules, stages=tuple(replace(s, odds=change(s.odds)) for s in rules.stages))


@settings(deadline=None)
@given(threes, st.floats(0, 400))
def test_distributions_rise_from_nothing_to_all(three, elapsed):
    x = np.linspace(-10, 130, 141)
    for cdf in (triangular_cdf, pert_cdf):
        share = cdf(x, *three)
        assert np.all(np.diff(share) >= -1e-12) and share[0] == 0.0 and share[-1] == 1.0
    left = remaining_months(np.linspace(0.01, 0.99, 50), *three, elapsed)
    assert np.all(left >= 0) and np.all(left <= three[2]) and np.all(np.diff(left) >= -1e-9)
    assert np.all((ramp(x) >= 0) & (ramp(x) < 1))
