"""Nothing of after an episode reaches its forecast: by the workspace, by the chain, by what was not published yet."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from ytterby.assessment.backtests import board
from ytterby.assessment.backtests.episodes import episodes, learnt
from ytterby.assessment.backtests.history import Known, published
from ytterby.assessment.backtests.trade import known_of
from ytterby.baseline.shelf import bundled_shelf, current
from ytterby.baseline.workspace import open_workspace, working_in
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates

BY_ID = {e.id: e for e in episodes()}
BEFORE = {"cover", "behaviour", "switch", "qualification", "utilisation"}


def test_a_workspace_does_not_reach_the_board(tmp_path, monkeypatch):
    (tmp_path / "estimates").mkdir()
    head = "chain,id,low,best,high,unit,standing,source,row\n"
    (tmp_path / "estimates" / "own.csv").write_text(head + "gallium,cover/process,1,1,1,d,estimate,learnt later,own\n")
    shelves = []
    monkeypatch.setattr(board, "promise_rows", lambda seed: shelves.append(current()) or [])
    with working_in(open_workspace(tmp_path)):
        assert current() is not bundled_shelf()
        board.backtest(("project-promises",))
    assert shelves == [bundled_shelf()]


@pytest.mark.parametrize("chain", sorted({e.question().chain for e in episodes()}))
def test_what_a_chain_learnt_from_an_episode_is_listed(chain):
    """A number whose source is an episode is taken out of the episodes it was set from."""
    found = chain_estimates(load_chain(chain))
    told = {
        e.id
        for e in found.items
        if e.id.split("/")[0] in BEFORE
        and any(word in e.source for word in ("an episode", "after the April 2025 control", "as for makers"))
        and "to be fitted" not in e.source
    }
    assert told == {x.without.estimate for x in learnt() if x.chain == chain}
    assert all(found[x.without.estimate].unit == x.without.unit for x in learnt() if x.chain == chain)


def test_an_episode_does_not_run_on_what_it_taught():
    gallium = {o.estimate: o.best for o in BY_ID["gallium-2023"].question().uncertainties.overrides}
    assert gallium == {"cover/process": 30, "cover/first-use": 30}
    magnets = BY_ID["heavy-rare-earths-2025"].question().uncertainties.overrides
    assert [o.estimate for o in magnets] == ["cover/first-use/EUU"]
    assert not BY_ID["japan-2026"].question().uncertainties.overrides  # by then it had been learnt


@pytest.mark.parametrize("episode", episodes(), ids=lambda e: e.id)
def test_every_known_month_had_been_published(episode):
    for flow in episode.flows:
        assert all(published(period) <= episode.until for period in known_of(episode, flow))


def test_customs_of_the_last_month_are_not_out_on_its_last_day():
    gallium = "exports/ga/CHN-WLD/kg/"
    assert "2023-06" not in Known(date(2023, 7, 2)).monthly(gallium)
    assert 2010 not in Known(date(2010, 12, 31)).yearly("JPN", ("284690",))


def test_where_no_month_was_out_two_full_years_stand_for_it():
    embargo = BY_ID["embargo-2010"]
    known = known_of(embargo, embargo.flows[0])
    assert sorted(known) == ["2008-06", "2009-06"]
    # 634 t of November are .33 of the usual month, as conventions §9 have it
    assert 634.0 / np.mean(list(known.values())) == pytest.approx(0.33, abs=0.005)


def test_a_restart_whose_day_is_given_is_no_forecast():
    assert BY_ID["embargo-2010"].end_given()
    assert not any(e.end_given() for e in episodes() if e.id != "embargo-2010")
