"""What an issuer does in practice has days and goods; the law of a run is that of each step."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from twins import chain
from ytterby.domain.month import Month
from ytterby.domain.regime import Branch
from ytterby.domain.words import Label, Permission
from ytterby.scenario.law import permission_table
from ytterby.scenario.regimes import Practice, RegimeLever, RegimeTable, regime_table
from ytterby.scenario.schema import Levers
from ytterby.scenario.steps import STEPS_PER_MONTH

START, MONTHS = Month(2025, 3), 4


def practice(**changes: object) -> Practice:
    return Practice.model_validate({"rule": "CN-2025-18", "source": "a test"} | changes)


def table(*practices: Practice) -> RegimeTable:
    lever = RegimeLever(instruments=("CN-2025-18",), practice=practices)
    return regime_table(lever, "test", chain.network(2), START, MONTHS, Branch.LAPSE, True)


def licensed(found: RegimeTable) -> np.ndarray:
    return np.flatnonzero((found.status[:, :, Label.CONDITIONED] == Permission.LICENCE).any(axis=0))


def test_a_rule_of_4_april_counts_from_the_step_whose_middle_it_has_reached():
    found = table()
    links = licensed(found)
    assert links.size
    rows = (found.status[:, links, Label.CONDITIONED] == Permission.LICENCE).all(axis=1)
    april = STEPS_PER_MONTH  # the first step has its middle on the 4th or the 5th
    assert not rows[:april].any()
    assert rows[april:].all()
    assert not found.running.any()


def test_practice_holds_on_its_days():
    found = table(
        practice(approval=0.25, until=date(2025, 5, 31)), practice(approval=0.8, **{"from": date(2025, 6, 1)})
    )
    k = licensed(found)[0]
    assert set(found.approval[STEPS_PER_MONTH : 3 * STEPS_PER_MONTH, k]) == {0.25}
    assert set(found.approval[3 * STEPS_PER_MONTH :, k]) == {0.8}


def test_practice_names_goods():
    network = chain.network(2)
    found = table(practice(approval=0.5, commodities=["magnet/ndfeb-dy"]))
    for k in licensed(found):
        expected = 0.5 if network.offers[network.link_offer[k]].commodity == "magnet/ndfeb-dy" else 1.0
        assert found.approval[-1, k] == expected


def test_a_quota_of_some_days_leaves_the_others_free():
    found = table(practice(volume=0.4, **{"from": date(2025, 6, 1)}))
    k = licensed(found)[0]
    assert np.isnan(found.volume[: 3 * STEPS_PER_MONTH, k]).all()
    assert set(found.volume[3 * STEPS_PER_MONTH :, k]) == {0.4}


def test_what_is_refused_after_a_quota_is_refused():
    """A quota until May and no licence from June: the quota does not free June."""
    june = 3 * STEPS_PER_MONTH
    practices = (practice(volume=0.4, until=date(2025, 5, 31)), practice(approval=0.0, **{"from": date(2025, 6, 1)}))
    lever = RegimeLever(instruments=("CN-2025-18",), branch=Branch.LAPSE, practice=practices)
    question = chain.calm().model_copy(update={"start": str(START), "levers": Levers(law=lever)})
    law = permission_table(question, chain.network(2), MONTHS, Branch.LAPSE)
    links = licensed(table(*practices))
    assert set(law.licensed) == set(links)
    assert law.binding[june:].all()
    assert not law.binding[:june].any()
    assert set(np.unique(law.approval[june:])) == {0.0}


def test_days_run_forwards():
    with pytest.raises(ValueError, match="lies before"):
        practice(until=date(2025, 1, 1), **{"from": date(2025, 2, 1)})
