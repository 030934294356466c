import numpy as np
import pytest

from twins.small import Builder, by_shares
from ytterby.assessment.contingency.removals import Member, members, name_of, removals, sites_of
from ytterby.assessment.contingency.screen import final_uses, screen
from ytterby.assessment.contingency.static import covers, static_loss
from ytterby.errors import UsageError


def four_suppliers():
    """S = (80, 10, 6, 4), D = (60, 40) of conventions §16."""
    b = Builder()
    for place, made in zip("ABCD", (80, 10, 6, 4), strict=True):
        b.site("metal", place * 3)
        for buyer, asked in (("AAA", 60), ("BBB", 40)):
            b.flow("metal", place * 3, "first-use", buyer, made * asked / 100)
    b.use("AAA", "metal", 60.0)
    b.use("BBB", "metal", 40.0)
    return b.network()


def test_gross_and_net_of_16():
    gross, net = covers(four_suppliers(), [(Member("metal", "AAA"),)])
    assert (gross[0], net[0]) == (pytest.approx(0.20), pytest.approx(0.50))


def test_gross_and_net_of_a_pair():
    gross, net = covers(four_suppliers(), [(Member("metal", "AAA"), Member("metal", "BBB"))])
    assert gross[0] == pytest.approx(0.10) and np.isnan(net[0])


def test_fill_by_hand():
    loss = static_loss(four_suppliers(), removals(four_suppliers(), 1))
    assert loss.whole == pytest.approx([0.3, 1.0, 1.0, 1.0])  # 20 of 100, stretched by half


def test_every_pair_once():
    network = four_suppliers()
    assert [name_of((m,)) for m in members(network)] == ["metal/AAA", "metal/BBB", "metal/CCC", "metal/DDD"]
    assert len(removals(network, 2)) == 6 and len(set(removals(network, 2))) == 6
    assert sites_of(network, removals(network, 2)[0]).tolist() == [True, True, False, False]
    with pytest.raises(UsageError, match="choices are 1, 2"):
        removals(network, 3)


@pytest.mark.parametrize("seed", range(8))
def test_no_removal_takes_more_than_the_screen_allows(seed):
    """The bound on which members are left out holds for the static program, alone and on top of any other."""
    rng = np.random.default_rng(seed)
    places = ["AAA", "BBB", "CCC", "DDD"]
    network = by_shares(rng.dirichlet(np.ones(4)), rng.dirichlet(np.full(4, 0.5), 4).tolist(), places)
    every = members(network)
    bound = screen(network, every, 0.0, 0.0).world
    alone = dict(zip(every, static_loss(network, removals(network, 1)).whole, strict=True))
    for m in every:
        assert 1.0 - alone[m] <= bound[m] + 1e-9
    pairs = removals(network, 2)
    for (a, b), whole in zip(pairs, static_loss(network, pairs).whole, strict=True):
        assert alone[a] - whole <= bound[b] + 1e-9 and alone[b] - whole <= bound[a] + 1e-9


def test_small_members_are_left_out_with_their_bound():
    network = four_suppliers()
    found = screen(network, members(network), least=0.10, least_of_use=0.10)
    assert {str(m) for m in found.small} == {"metal/CCC", "metal/DDD"}
    assert found.world[Member("metal", "DDD")] == pytest.approx(0.06)
    assert found.core((Member("metal", "AAA"), Member("metal", "DDD"))) == (Member("metal", "AAA"),)
    assert found.bound((Member("metal", "CCC"), Member("metal", "DDD"))) == pytest.approx(0.15)
    assert not screen(network, members(network), 0.0, 0.0).small


def test_uses_add_up():
    uses = final_uses(four_suppliers())
    assert uses.names == (("AAA", "use", "civil"), ("BBB", "use", "civil"))
    assert uses.total.tolist() == [60.0, 40.0]
