"""Cash of a lever by year."""

import numpy as np
import pytest

from ytterby.planning.effects import costs
from ytterby.planning.lever_files import load_levers

PLANT = next(x for x in load_levers("magnet-rare-earths").levers if x.id == "heavy-metal-plant-japan").model_copy(
    update={"cost": 60e6, "paid": (0.4, 0.4, 0.2), "running": 12e6, "lead_months": (18.0, 30.0, 48.0), "recovered": 0.0}
)


def test_running_costs_count_by_months_from_the_end_of_the_lead_time():
    cash, _ = costs(PLANT, 0, 60, 0.03)
    np.testing.assert_allclose(cash, [24.0, 24.0, 12.0 + 6.0, 12.0, 12.0])


def test_running_costs_end_with_the_plan():
    np.testing.assert_allclose(costs(PLANT, 0, 45, 0.03)[0], [24.0, 24.0, 18.0, 9.0])


def test_instalments_due_after_the_plan_are_committed():
    cash, net = costs(PLANT, 1, 24, 0.0)
    np.testing.assert_allclose(cash, [0.0, 60.0])
    assert net == pytest.approx(60.0)
