import pytest

from ytterby.assessment.sensitivity.flips import flip
from ytterby.domain.estimate import Estimate
from ytterby.domain.words import Standing
from ytterby.errors import Infeasible


def estimate(unit="d"):
    return Estimate("cover/x", 10.0, 20.0, 40.0, unit, Standing.ASSUMPTION, "made up")


def short_below(limit):
    return lambda value: 1.0 if value < limit else 0.0


@pytest.mark.parametrize(("limit", "within"), [(12.0, True), (33.0, True), (100.0, False), (4.0, False)])
def test_the_turning_point_is_found(limit, within):
    now = 1.0 if limit > 20 else 0.0
    found = flip(estimate(), short_below(limit), now)
    assert found.value == pytest.approx(limit, abs=(160 - 40) / 2**5)
    assert found.within is within


def test_no_value_in_reach():
    found = flip(estimate(), short_below(1e6), 1.0)
    assert found.value is None and not found.why_not
    assert set(found.odds) == {10.0, 2.5, 40.0, 160.0}


def test_shares_stay_shares():
    share = Estimate("s", 0.5, 0.6, 0.7, "share", Standing.ASSUMPTION, "made up")
    assert max(flip(share, lambda _: 1.0, 1.0).odds) == 1.0


def test_a_chain_that_does_not_balance_is_said():
    def odds(value):
        if value > 40:
            raise Infeasible("no")
        return 1.0

    found = flip(estimate(), odds, 1.0)
    assert found.value is None and found.why_not == "at 160 d the chain does not balance"


def test_a_turn_inside_the_range_goes_before_one_beyond_it():
    found = flip(estimate(), lambda value: 1.0 if 4.0 < value < 33.0 else 0.0, 1.0)
    assert found.within and found.value == pytest.approx(33.0, abs=1.0)


def test_the_search_starts_where_the_answer_is_kept():
    # drawn, most futures are short; with the best value and below it, they are not: the turn is above
    found = flip(estimate(), lambda value: 1.0 if value > 30.0 else 0.0, 0.6)
    assert found.within and found.value == pytest.approx(30.0, abs=1.0)


def test_a_value_that_cannot_be_had_is_tried_once():
    calls = []

    def odds(value):
        calls.append(value)
        if value in {10.0, 40.0}:
            raise Infeasible("no")
        return 1.0

    assert flip(estimate(), odds, 1.0).value is None
    assert len(calls) == len(set(calls))
