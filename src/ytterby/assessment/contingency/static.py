"""Contingency without time: what the relations of today leave, stretched as far as they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ytterby.assessment.contingency.removals import Removal, sites_of
from ytterby.assessment.contingency.screen import final_uses
from ytterby.assessment.indices.arrays import Floats, ratio
from ytterby.assessment.passage import kept, relations
from ytterby.network.supply import SupplyNetwork
from ytterby.simulation.ensemble import UseGroup


@dataclass(frozen=True)
class StaticLoss:
    """What is left after each removal.

    Attributes
    ----------
    uses : (place, end use, class).
    fill : (removal, use) [share] of demand that can still be met.
    whole : (removal,) [share] of the world's final use that can still be met.
    gross, net : (removal,) [1] cover of the tightest stage that lost a member (conventions §16).
    """

    uses: tuple[UseGroup, ...]
    fill: Floats
    whole: Floats
    gross: Floats
    net: Floats


def static_loss(network: SupplyNetwork, asked: Sequence[Removal]) -> StaticLoss:
    """Take each removal away from the mean network.

    Parameters
    ----------
    network : balanced; flows are averaged over draws.
    asked : what to remove.

    Notes
    -----
    Fill of a use is that of `passage.kept`, at most 1: relations stretch by `switch`, sites by 1 / utilisation.
    With S_p the supply of a stage at place p and D_p what is taken of it there,
    gross = (S - S_R) / D and net = (S - S_R) / (D - D_R), the smaller over the stages of R        conventions §16
    """
    uses = final_uses(network)
    sites = np.array([sites_of(network, r) for r in asked]).T
    stretch, spare = float(network.switch.mean()), float(1.0 / network.utilisation.mean())
    fill = np.minimum(uses.by_group(np.minimum(kept(relations(network), sites, stretch, spare), 1.0)), 1.0)
    gross, net = covers(network, asked)
    return StaticLoss(uses.names, fill.T, np.asarray(uses.total @ fill / uses.total.sum()), gross, net)


def covers(network: SupplyNetwork, asked: Sequence[Removal]) -> tuple[Floats, Floats]:
    """Gross and net cover of the tightest stage that each removal hits (removal,), (removal,) [1] (conventions §16).

    NaN where nobody else has a demand.
    """
    supply, demand = _traded(network)
    gross, net = np.full(len(asked), np.nan), np.full(len(asked), np.nan)
    for k, removal in enumerate(asked):
        for stage in {m.stage for m in removal}:
            lost = [m.place for m in removal if m.stage == stage]
            s, d = supply[stage], demand[stage]
            left = sum(s.values()) - sum(s.get(p, 0.0) for p in lost)
            whole = sum(d.values())
            gross[k] = np.fmin(gross[k], ratio(left, whole))
            net[k] = np.fmin(net[k], ratio(left, whole - sum(d.get(p, 0.0) for p in lost)))
    return gross, net


def _traded(network: SupplyNetwork) -> tuple[dict[str, dict[str, float]], dict[str, dict[str, float]]]:
    """What each stage sends, by place of making and by place of use: stage -> place -> [t/mo]."""
    supply: dict[str, dict[str, float]] = {}
    demand: dict[str, dict[str, float]] = {}
    for k, flow in enumerate(network.flow.mean(axis=0)):
        stage = str(network.sites[network.offers[network.link_offer[k]].site].stage)
        for table, place in zip((supply, demand), network.link_places(k), strict=True):
            of = table.setdefault(stage, {})
            of[place] = of.get(place, 0.0) + float(flow)
    return supply, demand
