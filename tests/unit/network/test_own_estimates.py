"""Figures of a workspace in the place of a chain's, or beside them; and what they leave as it was."""

from __future__ import annotations

import numpy as np
import pytest

from ytterby.baseline.workspace import open_workspace, working_in
from ytterby.errors import BadData, BadScenario
from ytterby.network.chain import load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.own_estimates import with_own_estimates
from ytterby.scenario.own import with_own
from ytterby.scenario.sampling import draw_estimates
from ytterby.study import load_scenario

HEAD = "chain,id,low,best,high,unit,standing,source,row\n"
CHAIN = "magnet-rare-earths"
KNOWN, CERTAIN, NEW = "flow/ndpr/magnet/CHN-JPN", "flow/ndpr/oxide/MYS-CHN", "flow/ndpr/magnet/DEU-JPN"


def row(id_: str, low=1.0, best=2.0, high=3.0, unit="t/a", standing="estimate", source="me") -> str:
    return f"{CHAIN},{id_},{low},{best},{high},{unit},{standing},{source},own\n"


def estimates(tmp_path, *files: str):
    (tmp_path / "estimates").mkdir(exist_ok=True)
    for k, text in enumerate(files):
        (tmp_path / "estimates" / f"{k}.csv").write_text(text)
    with working_in(open_workspace(tmp_path)):
        return with_own_estimates(chain_estimates(load_chain(CHAIN)), CHAIN)


def test_without_a_workspace_nothing_changes():
    base = chain_estimates(load_chain(CHAIN))
    assert with_own_estimates(base, CHAIN) is base


def test_a_figure_stands_in_or_is_added_at_the_end(tmp_path):
    base, own = chain_estimates(load_chain(CHAIN)), estimates(tmp_path, HEAD + row(KNOWN) + row(NEW))
    assert own[KNOWN].best == 2.0 and own.index[KNOWN] == base.index[KNOWN]
    assert own.index[NEW] == len(base) and len(own) == len(base) + 1


def test_the_luck_of_all_others_stays_as_it_was(tmp_path):
    base, own = chain_estimates(load_chain(CHAIN)), estimates(tmp_path, HEAD + row(KNOWN) + row(CERTAIN) + row(NEW))
    before, after = draw_estimates(base, 16, 1), draw_estimates(own, 16, 1)
    others = [k for k, e in enumerate(base.items) if e.id not in {KNOWN, CERTAIN}]
    assert np.array_equal(before[:, others], after[:, others])
    assert len(np.unique(after[:, own.index[CERTAIN]])) == 16 and len(np.unique(after[:, -1])) == 16
    # a figure that stands in for an uncertain one keeps its luck: the order of futures is the same
    k = base.index[KNOWN]
    assert np.array_equal(np.argsort(before[:, k]), np.argsort(after[:, k]))


def test_a_part_of_the_draws_is_the_same_as_in_the_whole(tmp_path):
    own = estimates(tmp_path, HEAD + row(NEW))
    whole, part = draw_estimates(own, 16, 3), draw_estimates(own, 8, 3, 8)
    assert np.array_equal(whole[8:], part)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1,2\n", "the columns are a, b"),
        (HEAD + row(KNOWN, low=5.0), "must not fall"),
        (HEAD + row(KNOWN, low="x"), "are numbers"),
        (HEAD + row(KNOWN, high="inf"), "must not"),
        (HEAD + row(KNOWN, standing="sure"), "is no standing"),
        (HEAD + row(KNOWN, source=""), "source is empty"),
        (HEAD + row("flow/ndpr/magnet/CHN-JAP"), '"JAP" is no place'),
        (HEAD + row(KNOWN, unit="kg"), "is in kg, the chain has it in t/a"),
        (HEAD + row(KNOWN) + row(KNOWN), "is given by"),
        (HEAD + f"{CHAIN},{KNOWN},1\n", "another number of cells"),
    ],
)
def test_what_is_wrong_is_named(text, message, tmp_path):
    with pytest.raises(BadData, match=message):
        estimates(tmp_path, text)


OWN = """schema: ytterby/own/1
chain: magnet-rare-earths
stocks:
  - {{ id: {0}, place: JPN, stage: first-use, days: 30 }}
"""


def test_own_stocks_are_in_every_scenario_of_the_chain(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.yaml").write_text(OWN.format("shed"))
    with working_in(open_workspace(tmp_path)):
        assert [s.id for s in with_own(load_scenario("japan-2026")).levers.stocks] == ["shed"]
        assert with_own(load_scenario("antimony-2024")).levers.stocks == ()
        (tmp_path / "own" / "b.yaml").write_text(OWN.format("shed"))
    with working_in(open_workspace(tmp_path)), pytest.raises(BadScenario, match="given twice: shed"):
        with_own(load_scenario("japan-2026"))
    assert with_own(load_scenario("japan-2026")).levers.stocks == ()
