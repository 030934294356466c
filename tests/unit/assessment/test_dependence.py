import numpy as np
import pytest

from ytterby.assessment import chokepoints, dependence
from ytterby.errors import BadData


def test_shares_that_do_not_add_up_are_all_named():
    with pytest.raises(BadData) as refused:
        dependence.sourcing([[[0.5, 0.4], [1, 0]], [[0.2, 0.2], [0, 0]]])
    assert [f.where for f in refused.value.faults] == ["step 0, row 0", "step 1, row 0"]


def test_a_loop_without_a_mine_is_refused():
    with pytest.raises(BadData, match="loop"):
        dependence.absorbing_origin([[0, 1], [1, 0]], [[0], [0]])


def test_toll_refining_there_and_back():
    # place 0 buys half from place 1, which buys a quarter back from place 0
    found = dependence.absorbing_origin([[0, 0.5], [0.25, 0]], [[0.5, 0], [0, 0.75]])
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert found[0, 0] == pytest.approx(0.5 / 0.875)


def test_goods_through_a_port_are_traced_to_the_maker():
    # 0 makes 100 and sends 50 to the port 1, which makes nothing and sends 50 on to 2
    found = dependence.without_entrepots([[0, 50, 0], [0, 0, 50], [0, 0, 0]], [100, 0, 0])
    assert found.supply[:, 2] == pytest.approx([50, 0, 0])
    assert found.moved[:, 2] == pytest.approx([50, -50, 0])
    assert found.unexplained.tolist() == [0, 0, 0]


def test_exports_nobody_made_are_reported_as_a_gap():
    found = dependence.without_entrepots([[0, 30], [0, 0]], [10, 0])
    assert found.unexplained.tolist() == [20, 0]
    assert found.supply[0, 1] == pytest.approx(30)


def test_a_circle_nobody_fills_is_refused():
    with pytest.raises(BadData, match="circle"):
        dependence.without_entrepots([[0, 5], [5, 0]], [0, 0])


def test_a_hub_is_replaced_by_what_it_buys():
    # 0 and 1 make, 2 and 3 are hubs (2 also sells to 3), 4 uses
    trade = np.zeros((5, 5))
    trade[0, 2], trade[1, 2], trade[2, 3], trade[2, 4], trade[3, 4], trade[0, 4] = 30, 10, 8, 20, 6, 5
    seen = dependence.through_hubs(trade, [False, False, True, True, False])
    assert seen[:, 4] == pytest.approx([5 + 0.75 * 26, 0.25 * 26, 0, 0, 0])


def test_a_hub_that_bought_nothing_on_record_keeps_its_sales():
    seen = dependence.through_hubs([[0, 0, 3], [0, 0, 7], [0, 0, 0]], [False, True, False])
    assert seen[:, 2] == pytest.approx([3, 7, 0])


def test_hubs_that_only_trade_with_each_other_keep_their_sales():
    trade = np.zeros((3, 3))
    trade[0, 1], trade[1, 0], trade[0, 2] = 5, 5, 4
    assert dependence.through_hubs(trade, [True, True, False])[:, 2] == pytest.approx([4, 0, 0])


def test_goods_passed_on_are_an_upper_bound():
    # 0 sells 10 to 1, which sells 6 to 2 and buys nothing else: all of it may be what it bought
    trade = np.zeros((3, 3))
    trade[0, 1], trade[1, 2] = 10, 6
    assert dependence.passed_on(trade, 0) == pytest.approx([0, 1, 1])
    # sold more than bought: at least 10 of 20 were its own
    trade[1, 2] = 20
    assert dependence.passed_on(trade, 0) == pytest.approx([0, 1, 0.5])


def test_goods_that_go_round_came_from_nobody():
    trade = np.zeros((4, 4))
    trade[1, 2] = trade[2, 1] = 5
    trade[0, 3] = 1
    assert dependence.passed_on(trade, 0) == pytest.approx([0, 0, 0, 1])


@pytest.mark.parametrize("seed", range(5))
def test_passed_on_is_at_least_what_is_bought(seed):
    trade = np.random.default_rng(seed).exponential(size=(6, 6)) + 0.1
    np.fill_diagonal(trade, 0)
    found = dependence.passed_on(trade, 2)
    direct = trade[2] / trade.sum(axis=0)
    assert (np.delete(found - direct, 2) >= -1e-12).all() and found.max() <= 1 + 1e-9


def test_ranking_and_rows_from_supply():
    rows = dependence.buyers_from(np.array([[2.0, 0], [6.0, 0]]))
    assert rows.tolist() == [[0.25, 0.75], [0, 0]]
    numbers = dependence.dependence([[0.5, 0.5], [1, 0]], dependence.sourcing([np.eye(2)]), 0)
    assert [name for name, _ in dependence.ranking(numbers, ["A", "B"])] == ["B", "A"]


def test_equally_tight_stages_gain_nothing_alone():
    found = chokepoints.chokepoint(chokepoints.chain([[3], [3], [9]], "abc", ["X"]))
    assert found.deliverable == pytest.approx(3) and found.next_gain.tolist() == [0, 0, 0]


def test_a_narrow_link_is_the_cut():
    links = np.full((1, 2, 2), np.inf)
    links[0, 0] = [0, 2]
    links[0, 1] = 0
    found = chokepoints.chokepoint(chokepoints.chain([[9, 9], [9, 9]], "ab", "xy", links=links))
    assert found.deliverable == pytest.approx(2) and found.cut_links == ((0, 0, 1),)


def test_losses_on_the_way():
    found = chokepoints.chokepoint(chokepoints.chain([[10], [100]], "ab", ["X"], passed_on=[1, 0.7]))
    assert found.deliverable == pytest.approx(7) and found.price[0, 0] == pytest.approx(0.7)


def test_unknown_capacity_and_wrong_shape_are_refused_together():
    with pytest.raises(BadData) as refused:
        chokepoints.chain([[1, np.nan]], "ab", "xy")
    assert len(refused.value.faults) == 2
