"""A scenario's other ranges for estimates of the chain."""

from __future__ import annotations

from ytterby.domain.estimate import Estimate, EstimateSet
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.scenario.schema import Scenario


def overridden(estimates: EstimateSet, scenario: Scenario) -> EstimateSet:
    """Replace the estimates a scenario overrides.

    Raises
    ------
    BadScenario : an estimate the chain does not have, or another unit than its own; all faults at once.
    """
    changes, faults = {}, []
    for k, o in enumerate(scenario.uncertainties.overrides):
        where = f"{scenario.id}: uncertainties.overrides[{k}]"
        if o.estimate not in estimates:
            near = did_you_mean(o.estimate, list(estimates.index))
            faults.append(Fault(f'the chain has no estimate "{o.estimate}"', f"{where}.estimate", fix=near))
            continue
        old = estimates[o.estimate]
        if o.unit != old.unit:
            faults.append(
                Fault(
                    f'unit "{o.unit}" is not the unit of {old.id}',
                    f"{where}.unit",
                    "conventions §1",
                    (old.unit,),
                )
            )
            continue
        changes[old.id] = Estimate(
            old.id, o.low, o.best, o.high, o.unit, o.standing, o.source, f"{scenario.id}.yaml overrides[{k}]"
        )
    if faults:
        raise BadScenario(*faults)
    return estimates.replaced(changes)
