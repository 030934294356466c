"""A closure leaves a share of the usual flow, not of what a relation could carry at most (conventions §12)."""

from __future__ import annotations

import numpy as np
import pytest

from twins import chain
from twins.walk import begin, walk
from ytterby.scenario.schema import Levers
from ytterby.simulation.kernel.arrays import DT

MONTHS = 8


@pytest.mark.parametrize("closed", [0.2, 0.6])
def test_a_closure_leaves_its_share_of_the_usual_flow(closed: float):
    calm = chain.calm()
    closure = {
        "id": "c", "transit": "myanmar-china-border", "closed": closed, "from": "2026-04-01", "source": "test",
    }  # fmt: skip
    question = calm.model_copy(update={"levers": Levers.model_validate({"closures": [closure]})})
    prepared = chain.ready(question, MONTHS, 1)
    passes = prepared.course.passable[-1]
    assert ((passes > 0) & (passes < 1)).any()
    sent = np.zeros((MONTHS, passes.size))
    for step, _, state in walk(prepared, MONTHS):
        sent[step // 4] += state.shipped.sum(axis=1)
    usual = begin(prepared)[0].flow * 4 * DT
    hit = (passes < 1) & (usual > 0)
    np.testing.assert_allclose(sent[1, hit], usual[hit], rtol=1e-6)
    assert np.all(sent[-3:, hit] <= passes[hit] * usual[hit] * (1 + 1e-9))
    assert sent[-1, hit].sum() > 0.9 * (passes[hit] * usual[hit]).sum(), "and most of that share does pass"
