"""Results as an xarray data set with units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray as xr

    from ytterby.network.supply import Floats, SupplyNetwork
    from ytterby.simulation.ensemble import Ensemble


def to_dataset(network: SupplyNetwork, ensemble: Ensemble, fill: Floats, months: tuple[str, ...]) -> xr.Dataset:
    """Lay out what a run recorded over named axes.

    Returns
    -------
    Dataset with dimensions (draw, use, month), (flow, month) and (draw, estimate)
        `used`, `demand` [t], `fill_rate` [share], `sent` and `before` [t/mo],
        `estimate_value` in the unit of each estimate.
    """
    import xarray as xr

    uses, flows = ensemble.uses, ensemble.flows
    return xr.Dataset(
        {
            "used": (("draw", "use", "month"), ensemble.used, {"units": "t"}),
            "demand": (("draw", "use", "month"), ensemble.demand, {"units": "t"}),
            "fill_rate": (("draw", "use", "month"), fill, {"units": "share"}),
            "sent": (("flow", "month"), ensemble.sent, {"units": "t/mo", "statistic": "mean over draws"}),
            "before": (("flow",), ensemble.before, {"units": "t/mo", "statistic": "mean over draws"}),
            "estimate_value": (("draw", "estimate"), network.draws, {"units": "see estimate_unit"}),
        },
        coords={
            "draw": np.arange(network.n_draws),
            "month": list(months),
            "place": ("use", [u[0] for u in uses]),
            "end_use": ("use", [u[1] for u in uses]),
            "demand_class": ("use", [u[2] for u in uses]),
            "stage": ("flow", [f[0] for f in flows]),
            "sender": ("flow", [f[1] for f in flows]),
            "receiver": ("flow", [f[2] for f in flows]),
            "estimate": [e.id for e in network.estimates.items],
            "estimate_unit": ("estimate", [e.unit for e in network.estimates.items]),
        },
    )
