"""The arithmetic of conventions §18, and fits that find what they were made from."""

from __future__ import annotations

import math
from datetime import date

import pytest

from ytterby.assessment.leverage.book import Package, load_book
from ytterby.assessment.leverage.decay import Approach, fitted, regimes, through
from ytterby.assessment.leverage.suspension import odds
from ytterby.errors import BadData


def test_the_worked_decay():
    fit = through(81.61, 68.37, 58.0)
    assert fit.tau == pytest.approx(1.215, abs=5e-4)
    assert fit.half_life == pytest.approx(0.84, abs=5e-3)
    assert fit.at(1) == pytest.approx(68.37)
    assert fit.at(2) == pytest.approx(62.6, abs=0.06)


def test_a_decay_that_does_not_fall_to_its_level_is_refused():
    with pytest.raises(BadData):
        through(81.61, 50.0, 58.0)
    with pytest.raises(BadData):
        fitted([2009, 2010], [0.8, 0.7])


def test_both_regimes_are_found_again():
    fall, rise = Approach(0.8, 0.5, 1.5), Approach(0.5, 0.7, 3.0)
    shares = {2009 + t: fall.at(t) for t in range(8)}
    low = shares[2016]
    shares |= {2016 + t: Approach(low, rise.level, rise.tau).at(t) for t in range(1, 9)}
    fit = regimes(shares, 2009, 2024)
    assert fit.turn == 2016
    assert fit.fall.tau == pytest.approx(1.5, rel=0.1)
    assert fit.rise is not None
    assert fit.rise.level == pytest.approx(0.7, abs=0.02)
    assert fit.at(2012) == pytest.approx(shares[2012], abs=0.01)


def test_a_cut_off_hides_the_rise():
    shares = {2009 + t: 0.5 + 0.3 * math.exp(-t) for t in range(6)} | {2015: 0.9, 2016: 0.95, 2017: 0.97}
    assert regimes(shares, 2009, 2014).rise is None


def package(start: date, end: date | None) -> Package:
    return Package(id=str(start), from_=start, ended=end, aimed=False, how="", source="made up")


def test_odds_by_hand():
    some = [package(date(2020, 1, 1), date(2020, 3, 1)), package(date(2020, 1, 1), None)]
    found = odds(some, 12, date(2026, 1, 1))
    assert (found["cases"], found["ended"]) == (2, 1)
    assert found["p50"] == pytest.approx(0.5)


def test_a_package_younger_than_the_horizon_does_not_count_even_if_it_ended():
    young = [package(date(2025, 12, 1), date(2025, 12, 20))]
    assert odds(young, 12, date(2026, 1, 1))["cases"] == 0


def test_the_ladder_has_every_step():
    steps = [r.id for r in load_book().ladder]
    assert steps == ["slow-down", "denial-military", "denial-all", "content-rule", "technology-ban", "total-stop"]
    assert len({s.id for s in load_book().senders}) == 2
