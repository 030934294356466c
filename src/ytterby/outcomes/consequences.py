"""What shortages do further on: programmes that slip, exposure through traded components."""

from __future__ import annotations

from typing import Any

import numpy as np

from ytterby.baseline.programmes import load_programmes
from ytterby.network.supply import SupplyNetwork
from ytterby.outcomes.embodied import drawn_shares, embodied_shares, exposure_bands, exposure_rows
from ytterby.outcomes.fill import Floats
from ytterby.outcomes.findings import Findings
from ytterby.outcomes.programmes import programme_estimates, programme_rows, supplies
from ytterby.outcomes.sourcing import barred_share
from ytterby.scenario.law import PermissionTable
from ytterby.scenario.sampling import draw_estimates
from ytterby.simulation.ensemble import Ensemble

Row = dict[str, Any]
_PROGRAMME_SEED, _EMBODIED_SEED = 2, 3


def consequences(
    network: SupplyNetwork,
    permissions: PermissionTable,
    ensemble: Ensemble,
    findings: Findings,
    below: float,
    seed: int,
) -> dict[str, list[Row]]:
    """Rows `programmes` and `embodied` of a run.

    Parameters
    ----------
    network, permissions, ensemble, findings : as run.
    below : fill rate below which a month is short.
    seed : of the run; programmes and embodied shares have sequences of their own.
    """
    return {
        "programmes": _programmes(network, permissions, ensemble, findings, below, seed),
        "embodied": _embodied(ensemble, findings, seed),
    }


def _programmes(
    network: SupplyNetwork,
    permissions: PermissionTable,
    ensemble: Ensemble,
    findings: Findings,
    below: float,
    seed: int,
) -> list[Row]:
    book = load_programmes()
    made, uses = set(network.chain.commodities), set(ensemble.uses)
    mine = [p for p in book.programmes if p.use in uses and made & {c.commodity for c in p.content}]
    if not mine:
        return []
    book = book.model_copy(update={"programmes": tuple(mine)})
    estimates = programme_estimates(book)
    drawn = draw_estimates(estimates, len(findings.fill), seed + _PROGRAMME_SEED)
    ratio = magnet_price(ensemble)
    places = {p.place for p in mine}
    served = supplies(
        book,
        ensemble.uses,
        findings.fill,
        barred_share(network, ensemble.flow, permissions),
        dict.fromkeys(places, ratio),
    )
    return programme_rows(book, served, estimates, drawn, below)


def magnet_price(ensemble: Ensemble) -> Floats:
    """Price of the chain's last commodity outside the controller's market (draw, month), over the baseline."""
    return np.asarray(ensemble.price[:, 1, -1, :], dtype=np.float64)


def _embodied(ensemble: Ensemble, findings: Findings, seed: int) -> list[Row]:
    shares = embodied_shares()
    if not set(shares.end_uses) <= {u[1] for u in ensemble.uses}:  # the table is about the uses of one chain
        return []
    drawn = drawn_shares(shares, draw_estimates(shares.estimates, len(findings.fill), seed + _EMBODIED_SEED))
    return exposure_rows(
        shares, exposure_bands(shares, drawn, ensemble.uses, ensemble.used, ensemble.demand), findings.months
    )
