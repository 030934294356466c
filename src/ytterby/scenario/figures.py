"""The chain and the figures a scenario is asked of: who knows a number better than whom."""

from __future__ import annotations

from dataclasses import dataclass

from ytterby.domain.estimate import EstimateSet
from ytterby.evidence.snapshot import current_snapshot
from ytterby.network.chain import Chain, controlled_by, load_chain
from ytterby.network.estimates import chain_estimates
from ytterby.network.own_estimates import with_own_estimates
from ytterby.scenario.chance import lists_of
from ytterby.scenario.evidence import Informed, informed
from ytterby.scenario.names import refuse_unknown
from ytterby.scenario.overrides import overridden
from ytterby.scenario.own import with_own
from ytterby.scenario.schema import Scenario


@dataclass(frozen=True)
class Figures:
    """What a scenario is asked of.

    Attributes
    ----------
    scenario : with what the workspace adds to it.
    known : what documents know of the chain and its numbers.
    estimates : the numbers of the run.
    """

    scenario: Scenario
    known: Informed
    estimates: EstimateSet

    @property
    def chain(self) -> Chain:
        """The chain, under the scenario's controller."""
        return self.known.chain


def figures_of(asked: Scenario) -> Figures:
    """Collect the numbers of a scenario from the shelf in use.

    Of two that know a number the later one counts: the packaged table, documents read, figures of the workspace,
    the scenario itself.

    Raises
    ------
    NotFound, BadData, BadScenario : chain, figures of the workspace or overrides were refused, or the scenario names
        what the chain does not have.
    """
    scenario = with_own(asked)
    chain = controlled_by(load_chain(scenario.chain), scenario.controller)
    known = informed(chain, with_own_estimates(chain_estimates(chain), chain.id), scenario, current_snapshot())
    estimates = overridden(known.estimates, scenario)
    refuse_unknown(scenario, known.chain, lists_of(chain), estimates)
    return Figures(scenario, known, estimates)
