"""Results as an xarray data set with units, from memory or from a stored run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ytterby.runs.tables import ZONES

if TYPE_CHECKING:
    import xarray as xr

    from ytterby.domain.estimate import EstimateSet
    from ytterby.network.supply import Floats
    from ytterby.runs.folder import StoredRun
    from ytterby.runs.manifest import Manifest
    from ytterby.simulation.ensemble import Ensemble


@dataclass(frozen=True)
class Arrays:
    """The numbers of a run by axis.

    Attributes
    ----------
    months : names.
    uses : (place, end use, class) of each use.
    used, demand, fill : (draw, use, month) [t, t, share].
    flows : (stage, from, to, stage of the buyer) of each flow.
    sent, before : (flow, month), (flow,) [t/mo] means over draws.
    commodities : names.
    price : (draw, zone, commodity, month) over the baseline's.
    estimates : id -> unit of the uncertain estimates.
    drawn : (draw, estimate) in their units.
    """

    months: Sequence[str]
    uses: Sequence[Sequence[str]]
    used: Floats
    demand: Floats
    fill: Floats
    flows: Sequence[Sequence[str]]
    sent: Floats
    before: Floats
    commodities: Sequence[str]
    price: Floats
    estimates: dict[str, str]
    drawn: Floats


def arrays_of(
    ensemble: Ensemble, fill: Floats, months: Sequence[str], estimates: EstimateSet, drawn: Floats
) -> Arrays:  # fmt: skip
    """Take the numbers of a run from memory."""
    e, live = ensemble, estimates.uncertain
    units = {estimates.items[i].id: estimates.items[i].unit for i in live}
    return Arrays(
        months, e.uses, e.used, e.demand, fill, e.flows, e.sent, e.before, e.commodities, e.price, units,
        drawn[:, live],
    )  # fmt: skip


def stored_arrays(run: StoredRun) -> Arrays:
    """Read the numbers of a stored run back into arrays."""
    uses = [(r["place"], r["end_use"], r["class"]) for r in run.result["first_short"]]
    months, draws = run.result["months"], run.result["draws"]
    commodities = list(dict.fromkeys(r["commodity"] for r in run.result["price_ratio"]))
    fill, flows, prices = run.fill, run.table("flows").collect(), run.table("prices").collect()
    shape = (draws, len(uses), len(months))
    used, demand, rate = (fill[c].to_numpy().reshape(shape) for c in ("used_t", "demand_t", "fill_rate"))
    unit = {s["id"]: s["unit"] for s in run.result["sources"]}
    return Arrays(
        months, uses, used, demand, rate,
        flows.select("stage", "from", "to", "to_stage")[:: len(months)].rows(),
        flows["sent_t_mo"].to_numpy().reshape(-1, len(months)), flows["before_t_mo"].to_numpy()[:: len(months)],
        commodities, prices["price_ratio"].to_numpy().reshape(draws, len(ZONES), len(commodities), len(months)),
        {c: unit[c] for c in run.draws.columns}, run.draws.to_numpy(),
    )  # fmt: skip


def to_dataset(arrays: Arrays, manifest: Manifest) -> xr.Dataset:
    """Lay out the numbers of a run over named axes.

    Parameters
    ----------
    arrays : of a run.
    manifest : names the run in the attributes.

    Returns
    -------
    Dataset with dimensions (draw, use, month), (flow, month), (draw, zone, commodity, month) and (draw, estimate)
        `used`, `demand` [t], `fill_rate` [share], `sent` and `before` [t/mo], `price_ratio` [1],
        `estimate_value` in the unit of each estimate.
    """
    import xarray as xr

    a, mean = arrays, {"units": "t/mo", "statistic": "mean over draws"}
    cell = ("draw", "use", "month")
    return xr.Dataset(
        {
            "used": (cell, a.used, {"units": "t"}),
            "demand": (cell, a.demand, {"units": "t"}),
            "fill_rate": (cell, a.fill, {"units": "share"}),
            "sent": (("flow", "month"), a.sent, mean),
            "before": (("flow",), a.before, mean),
            "price_ratio": (("draw", "zone", "commodity", "month"), a.price, {"units": "1"}),
            "estimate_value": (("draw", "estimate"), a.drawn, {"units": "see estimate_unit"}),
        },
        coords={
            "draw": np.arange(len(a.used)),
            "month": list(a.months),
            "zone": list(ZONES),
            "commodity": list(a.commodities),
            **{name: ("use", [u[i] for u in a.uses]) for i, name in enumerate(("place", "end_use", "demand_class"))},
            **{
                name: ("flow", [f[i] for f in a.flows])
                for i, name in enumerate(("stage", "sender", "receiver", "receiver_stage"))
            },
            "estimate": list(a.estimates),
            "estimate_unit": ("estimate", list(a.estimates.values())),
        },
        attrs={"run": manifest.run, "address": manifest.address, "version": manifest.inputs.version},
    )
