"""Dates of national plans against the stages ahead of them."""

from dataclasses import replace

import numpy as np
import pytest

from ytterby.planning.deals import load_deals
from ytterby.planning.national import kept, load_national_plans
from ytterby.scenario.project_list import load_projects
from ytterby.study import load_scenario

RULES = load_projects("magnet-rare-earths").rules()
PLANS = {p.id: p for p in load_national_plans()}


def test_a_chain_from_permits_is_not_there_in_two_years():
    found = kept(PLANS["two-years"], RULES)
    assert found.by_date == 0.0
    assert found.ever == pytest.approx(0.9 * 0.6 * 0.97 * 0.97 * (0.95 * 0.95) ** 2, abs=0.02)


def test_a_later_date_is_kept_more_often():
    plan = PLANS["siberian-cluster"]
    late = plan.model_copy(update={"due": "2045-12"})
    assert kept(plan, RULES).by_date < kept(late, RULES).by_date == pytest.approx(kept(late, RULES).ever)


def test_one_part_by_hand():
    """One plant under construction for certain: P(triangular(12, 24, 60) + triangular(0, 3, 12) sharing u <= 24)."""
    sure = replace(RULES, stages=tuple(replace(s, odds=1.0) for s in RULES.stages))
    part = PLANS["two-years"].parts[1]
    plan = PLANS["two-years"].model_copy(update={"parts": (part,)})
    u = (np.arange(20000) + 0.5) / 20000
    from ytterby.scenario.lead_times import lead_time_quantile

    months = lead_time_quantile(u, 12, 24, 60) + lead_time_quantile(u, 0, 3, 12)
    assert kept(plan, sure).by_date == pytest.approx(float((months <= 24).mean()), abs=0.002)


def test_deals_and_scenarios_of_plans_exist():
    deals = {d.id for d in load_deals()}
    for plan in PLANS.values():
        assert not plan.deal or plan.deal in deals
        if plan.scenario:
            assert {s.place for s in load_scenario(plan.scenario).levers.third_country} == {plan.place}
