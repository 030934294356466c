"""What a tonne that is not delivered is worth, at prices before anything happened."""

from __future__ import annotations

import numpy as np
import polars as pl

from ytterby import baseline
from ytterby.assessment.contingency.screen import final_uses
from ytterby.assessment.indices.arrays import Floats
from ytterby.network.supply import SupplyNetwork

_KG_PER_LB = 0.45359237
_KG_W_PER_MTU = 10.0 * 0.7930
"""A metric ton unit is 10 kg of WO3, of which 79.30 % is tungsten."""
PRICED = {
    "ndpr": ("price/ndpr/ndpr-oxide-99/international/2024", 1.0),
    "dytb": ("price/dy/dy2o3/international/2025", 1.0),
    "ga": ("price/ga/gallium-import-unit-value/us-import/2024", 1.0),
    "ge": ("price/ge/germanium-metal-europe/europe/2024", 1.0),
    "sb": ("price/sb/antimony-metal/international/2024", _KG_PER_LB),
    "w": ("price/w/tungsten-concentrate-rotterdam/rotterdam/2024", _KG_W_PER_MTU),
}
"""Material -> row of the packaged prices, and the kg of material its unit holds. Dy+Tb count as dysprosium, the cheaper
of the two. Cobalt and dichlorosilane have no packaged price."""


def prices(network: SupplyNetwork) -> dict[str, float] | None:
    """Price of each material of a chain [USD/kg]; None where one has none."""
    table = baseline.table("prices")
    out = {}
    for material in network.chain.materials:
        if material not in PRICED:
            return None
        row, kilograms = PRICED[material]
        out[material] = float(table.filter(pl.col("id") == row)["best"].item()) / kilograms
    return out


def value_of_uses(network: SupplyNetwork) -> Floats | None:
    """Value of the material in a tonne of each use (group,) [USD/t]; None where a material has no price."""
    of, per_kg = final_uses(network), prices(network)
    if per_kg is None:
        return None
    market = np.array(
        [
            1e3 * sum(share * per_kg[m] for m, share in network.chain.commodities[k.commodity].content.items())
            for k in network.markets
        ]
    )
    return np.asarray(of.by_group(market[:, None])[:, 0])
