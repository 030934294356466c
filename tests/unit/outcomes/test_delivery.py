"""Deliveries by hand: requalification, budget, delay."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.outcomes.delivery import affordable, months_behind, rework, scarcest, usable

ALWAYS = np.ones((1, 10), dtype=bool)


def built(fill, months, changed=ALWAYS, below=0.95):
    return usable(np.array([fill], dtype=float), changed, below, np.array([months], dtype=float))[0]


def test_supply_from_another_source_waits_until_it_is_requalified():
    assert built([1, 1, 0, 0, 1, 1, 1, 1, 1, 1], 3).tolist() == [1, 1, 0, 0, 0, 0, 0, 1, 1, 1]


def test_half_a_month_of_requalification_is_half_a_month():
    assert built([1, 1, 0, 0, 1, 1, 1, 1, 1, 1], 2.5).tolist() == [1, 1, 0, 0, 0, 0, 0.5, 1, 1, 1]


def test_what_the_old_sources_still_give_goes_on():
    assert built([1, 1, 0.4, 0.4, 1, 1, 1, 1, 1, 1], 3).tolist() == [1, 1, 0.4, 0.4, 0.4, 0.4, 0.4, 1, 1, 1]


def test_a_slow_recovery_is_only_later():
    assert built([1, 0, 0.25, 0.5, 0.75, 1, 1, 1, 1, 1], 2).tolist() == [1, 0, 0, 0, 0.25, 0.5, 0.75, 1, 1, 1]


def test_a_source_once_requalified_stays_so():
    assert built([1, 0, 1, 1, 1, 0, 1, 1, 1, 1], 2).tolist() == [1, 0, 0, 0, 1, 0, 1, 1, 1, 1]


def test_the_old_source_needs_no_requalification():
    changed = np.array([[True] * 4 + [False] * 6])
    assert built([1, 1, 0, 0, 1, 1, 1, 1, 1, 1], 3, changed).tolist() == [1, 1, 0, 0, 1, 1, 1, 1, 1, 1]


def test_without_an_interruption_nothing_waits():
    fill = [1, 0.96, 0.99, 1, 1, 1, 1, 1, 1, 1]
    assert built(fill, 6).tolist() == fill


def test_a_requalification_longer_than_the_run_never_ends():
    assert built([1, 0, 1, 1, 1, 1, 1, 1, 1, 1], 30).tolist() == [1] + [0] * 9


@pytest.mark.parametrize("path", [[0, 0, 1, 1], [0, 0.2, 0.6, 1], [0.3, 0.3, 0.3, 1], [0, 0.9, 0.9, 1]])
@pytest.mark.parametrize("months", [0.0, 1.0, 2.25, 5.0])
def test_it_costs_its_months_times_what_came_back(path, months):
    fill = np.array([[1.0, *path, *[1.0] * 7]])
    out = usable(fill, np.ones(fill.shape, dtype=bool), 0.95, np.array([months]))
    assert (fill - out).sum() == pytest.approx(months * (1 - min(path)))


def test_the_scarcest_grade_decides():
    fills = [np.array([[1.0, 0.2, 0.8]]), np.array([[0.5, 0.9, 0.8]])]
    assert scarcest(fills).tolist() == [[0.5, 0.2, 0.8]]


def test_a_fixed_budget_buys_fewer_units_of_what_is_dearer():
    # half the cost is material: at 3 times its price a unit costs 2; a tenth at 5 times: 1.4
    found = affordable(np.array([[0.5], [0.1]]), np.array([[1.0, 3.0], [5.0, 0.5]]))
    assert found == pytest.approx(np.array([[1.0, 0.5], [1 / 1.4, 1.0]]))


def test_delay_is_the_time_since_the_plan_stood_there():
    plan = np.array([0.0, 2.0, 2.0, 4.0, 4.0])
    delivered = np.array([[0.0, 2.0, 1.0, 1.0, 2.0]])
    # due at month ends 0 2 4 8 12; delivered 0 2 3 4 6: the plan stood at 3 at 2.5, at 4 at 3, at 6 at 3.5
    assert months_behind(plan, delivered)[0] == pytest.approx([0, 0, 0.5, 1.0, 1.5])


def test_nothing_delivered_is_late_by_the_whole_time_since_the_start():
    assert months_behind(np.array([0.0, 0.0, 3.0, 3.0]), np.zeros((1, 4)))[0].tolist() == [0, 0, 1, 2]


def test_a_plan_beyond_the_run_is_not_late():
    assert months_behind(np.zeros(3), np.zeros((2, 3))).tolist() == [[0, 0, 0]] * 2


def test_a_development_slips_while_its_source_is_barred():
    barred = np.array([[False, True, True, False, True, True, True]])
    started = np.array([False, False, True, True, True, True, True])
    assert rework(barred, started, np.array([2.5]))[0].tolist() == [0, 0, 1, 1, 2, 2.5, 2.5]
