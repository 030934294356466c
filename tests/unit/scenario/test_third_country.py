"""Supply from outside the chain's relations is sized by its buyers."""

from __future__ import annotations

import numpy as np
import pytest

from twins import chain
from ytterby.domain.words import Stage
from ytterby.scenario.chance import new_sites
from ytterby.scenario.levers import ThirdCountry
from ytterby.scenario.schema import Levers


@pytest.mark.parametrize("commodity", ["feed/ndpr", "magnet/ndfeb"])
def test_its_size_is_a_share_of_what_buyers_take(commodity: str):
    """Named outflows are no buyers: nobody knows who takes them."""
    lever = ThirdCountry(id="t", commodity=commodity, place="XRW", share=0.5, price_low=1, price_high=2, source="s")
    question = chain.calm().model_copy(update={"levers": Levers(third_country=(lever,))})
    network = chain.network(4)
    (site,) = new_sites(question, network, chain.chance(4))
    bought = [
        m.commodity == commodity and m.stage != Stage.UNREPORTED
        for m in (network.markets[k] for k in network.link_market)
    ]
    np.testing.assert_allclose(site.capacity, 0.5 * network.flow[:, bought].sum(axis=1))
