"""Futures of a scenario with what each draw sent abroad, and behaviour drawn alike for every chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ytterby.assessment.world import World, in_parts, part, under, world_of
from ytterby.domain.estimate import triangular_quantile
from ytterby.outcomes.fill import fill_rate
from ytterby.scenario.sampling import uniforms
from ytterby.scenario.schema import Scenario
from ytterby.simulation.ensemble import Recorded, recorded
from ytterby.simulation.prepare import Prepared

Floats = NDArray[np.float64]
Change = Callable[[Prepared], Prepared]
APPROVAL = 7
"""Column of the scalars of a draw that scales approvals."""
LEAKAGE = (0.0, 0.1, 0.3)
"""Shares of barred lots that move in breach, a third of the draws each: a run of the law has one."""
WARNING = (0.25, 0.5, 1.0)
"""Alarm of a political warning without a notice, a third of the draws each: the same for every episode."""
PRIORS: Mapping[str, tuple[float, float, float]] = {
    "behaviour/kappa": (0.5, 1.5, 3.0),
    "behaviour/demand-elasticity": (0.10, 0.25, 0.40),
    "behaviour/supply-elasticity": (0.05, 0.15, 0.25),
    "behaviour/long-run-elasticity": (0.20, 0.40, 0.60),
    "switch": (1.2, 1.5, 1.8),
    "approval": (0.0, 0.5, 1.0),
}
"""Low, best and high of a triangular prior, the same for every chain; all but the last as in the chain files."""


@dataclass(frozen=True)
class Futures:
    """What the draws of a scenario did.

    Attributes
    ----------
    months : names of the months.
    groups : (stage, to) of what leaves the controller.
    sent : (draw, group, month) [t].
    before : (draw, group) [t/mo] in the baseline.
    uses : (place, end use, class).
    used, demand : (draw, use, month) [t].
    destroyed : (draw, use) [t] over the run: what price, budget and other designs took away.
    commodities : along the commodity axis of prices.
    price : (draw, zone, commodity, month) over the baseline's; zone 0 is the controller's market.
    """

    months: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    sent: Floats
    before: Floats
    uses: tuple[tuple[str, str, str], ...]
    used: Floats
    demand: Floats
    destroyed: Floats
    commodities: tuple[str, ...]
    price: Floats

    @property
    def fill(self) -> Floats:
        """(draw, use, month) [share]."""
        return fill_rate(self.used, self.demand)

    def exports(self, stages: tuple[str, ...], to: str = "") -> Floats:
        """(draw, month) what left the controller over the usual month, of some stages, to one place or all."""
        kept = [k for k, (stage, place) in enumerate(self.groups) if stage in stages and (not to or place == to)]
        usual = self.before[:, kept].sum(axis=1)
        return np.asarray(self.sent[:, kept].sum(axis=1) / usual[:, None], dtype=np.float64)


def behaviour_draws(count: int, seed: int) -> dict[str, Floats]:
    """Draw behaviour from its priors, (draw,) each, leakage and alarm in three levels: the same for every chain."""
    luck = uniforms(count, list(PRIORS), seed)
    priors = (np.array(column) for column in zip(*PRIORS.values(), strict=True))
    out = dict(zip(PRIORS, triangular_quantile(luck, *priors).T, strict=True))
    out["leakage"] = np.array(LEAKAGE)[np.arange(count) % len(LEAKAGE)]
    out["warning"] = np.array(WARNING)[np.arange(count) // len(LEAKAGE) % len(WARNING)]
    return out


def futures_of(
    scenario: Scenario, draws: int, seed: int, behaviour: Mapping[str, Floats] | None = None,
    change: Change | None = None,
) -> Futures:  # fmt: skip
    """Run a scenario draw by draw.

    Parameters
    ----------
    scenario : the question.
    draws, seed : as of a run (conventions §15).
    behaviour : values (draw,) by name as of `behaviour_draws`, in place of each chain's own draws and of what the
        scenario says of leakage and of warnings below 1.
    change : what is done to the arrays before they run.
    """
    given = dict(behaviour or {})
    approval = given.pop("approval", None)
    by_run: dict[str, Floats] = {name: given.pop(name) for name in ("leakage", "warning") if name in given}
    if not any(w.strength < 1 for w in scenario.uncertainties.warnings):
        by_run.pop("warning", None)
    world = world_of(scenario, draws, None, seed, given)
    found: list[tuple[NDArray[np.int64], Futures]] = []
    for level, rows in _levels(by_run, draws):
        arrays = part((under(world, _with_levels(world.scenario, level)) if level else world).prepared, rows)
        if approval is not None:
            arrays.draws.scalars[:, APPROVAL] = approval[rows]
        found.append((rows, _sent_abroad(world, change(arrays) if change else arrays)))
    return _in_order(found)


def _levels(by_run: Mapping[str, Floats], draws: int) -> list[tuple[dict[str, float], NDArray[np.int64]]]:
    """Group draws by what a run has one value of: the values, and the rows that have them."""
    table = np.column_stack([*by_run.values(), np.zeros(draws)])
    levels, of_draw = np.unique(table, axis=0, return_inverse=True)
    return [
        (dict(zip(by_run, map(float, level), strict=False)), np.flatnonzero(of_draw.ravel() == k))
        for k, level in enumerate(levels)
    ]


def _with_levels(scenario: Scenario, level: Mapping[str, float]) -> Scenario:
    """Return a scenario with a leakage, and with an alarm of its warnings without a notice."""
    update: dict[str, Any] = {}
    if "leakage" in level:
        update["leakage"] = level["leakage"]
    if "warning" in level:
        alarm = {"strength": level["warning"]}
        update["warnings"] = tuple(
            w.model_copy(update=alarm) if w.strength < 1 else w for w in scenario.uncertainties.warnings
        )
    return scenario.model_copy(update={"uncertainties": scenario.uncertainties.model_copy(update=update)})


def _sent_abroad(world: World, arrays: Prepared) -> Futures:
    """Simulate draws, and keep what leaves the controller by stage and destination."""
    parts = in_parts(arrays, lambda p: recorded(world.network, p, world.months))
    flows, home = parts[0].flows, world.network.chain.controller
    leaving = {k: (stage, to) for k, (stage, place, to, _) in enumerate(flows) if place == home != to}
    groups = tuple(sorted(set(leaving.values())))
    of_group = np.zeros((len(groups), len(flows)))
    for k, key in leaving.items():
        of_group[groups.index(key), k] = 1.0
    joined = partial(_joined, parts)
    return Futures(
        tuple(str(world.scenario.first_month + m) for m in range(world.months)),
        groups,
        np.einsum("gk,dkm->dgm", of_group, joined(lambda r: r.sent), optimize=True),
        joined(lambda r: r.before) @ of_group.T,
        parts[0].uses,
        joined(lambda r: r.used),
        joined(lambda r: r.demand),
        joined(lambda r: r.destroyed),
        parts[0].commodities,
        joined(lambda r: r.price),
    )


def _joined(parts: Sequence[Recorded], of: Callable[[Recorded], Floats]) -> Floats:
    return np.concatenate([of(p) for p in parts])


def _in_order(found: Sequence[tuple[NDArray[np.int64], Futures]]) -> Futures:
    """Put the draws of several groups back in their order."""
    back = np.argsort(np.concatenate([rows for rows, _ in found]))
    by_draw = ("sent", "before", "used", "demand", "destroyed", "price")
    whole: dict[str, Any] = {name: np.concatenate([getattr(f, name) for _, f in found])[back] for name in by_draw}
    return replace(found[0][1], **whole)
