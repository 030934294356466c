"""The rush is read in the reported month, and a warning without a notice alarms alike in every episode."""

from __future__ import annotations

import numpy as np

from ytterby.assessment.backtests.episodes import episodes
from ytterby.assessment.backtests.surges import surge_rows
from ytterby.assessment.futures import WARNING, _levels, _with_levels, behaviour_draws

ANTIMONY = next(e for e in episodes() if e.id == "antimony-2024")


class Early:
    """Futures whose rush comes in the month of the notice, not in that of the rule."""

    months = ("2024-07", "2024-08", "2024-09", "2024-10")

    def exports(self, stages, to=""):
        return np.tile([9.0, 1.5, 0.7, 0.1], (4, 1))


def test_the_reported_month_counts():
    (row,) = surge_rows([(ANTIMONY, Early())], np.full(4, 0.25))
    assert row["prior"] == [0.7, 0.7, 0.7]
    assert row["largest"] == [1.5, 1.5, 1.5]  # and not 9, which was before the notice
    assert not row["meets"]


def test_alarm_is_one_parameter_for_every_episode():
    """With a strength set by hand for each warning, each rush could be fitted after the event."""
    drawn = behaviour_draws(18, 1)
    assert sorted(set(drawn["warning"])) == sorted(WARNING)
    pairs = set(zip(drawn["leakage"], drawn["warning"], strict=True))
    assert len(pairs) == 9  # levels do not go together
    for name in ("magnets-to-japan-2025", "heavy-rare-earths-2025"):
        asked = next(e for e in episodes() if e.id == name).question()
        assert all(w.strength == 0.25 for w in _with_levels(asked, {"warning": 0.25}).uncertainties.warnings)
    notices = _with_levels(ANTIMONY.question(), {"warning": 0.25}).uncertainties.warnings
    assert [w.strength for w in notices] == [1.0]  # an announced rule stays one


def test_draws_are_grouped_by_what_a_run_has_one_of():
    found = _levels({"leakage": np.array([0.0, 0.3, 0.0]), "warning": np.array([1.0, 1.0, 0.5])}, 3)
    assert sorted((level["leakage"], level["warning"], tuple(rows)) for level, rows in found) == [
        (0.0, 0.5, (2,)), (0.0, 1.0, (0,)), (0.3, 1.0, (1,)),
    ]  # fmt: skip
    (alone,) = _levels({}, 3)
    assert alone[0] == {} and alone[1].tolist() == [0, 1, 2]
