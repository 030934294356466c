"""The EU studies of 2017 and 2023: what they print against what follows from what they print."""

import pytest

from ytterby.assessment.answers import eu_2017, eu_2023
from ytterby.errors import NotFound


def test_study_of_2017():
    rows = [r for r in eu_2017.study_2017().rows if r["scope"] == "both"]
    errors = [abs(r["error"]) for r in rows]
    assert len(errors) == 59
    assert sum(errors) / 59 <= 0.065
    assert max(errors) <= 0.26
    assert max(rows, key=lambda r: abs(r["error"]))["material"] == "dysprosium"


def test_study_of_2023_ranks_alike_and_lists_what_is_missing():
    answer = eu_2023.study_2023()
    found = eu_2017.agreement(answer)
    assert found["compared"] >= 65
    assert found["rank_correlation"] >= 0.85
    assert answer.notes == eu_2023.MISSING_2023 and len(answer.notes) >= 6


def test_study_of_2023_without_borrowed_inputs():
    found = eu_2017.agreement(eu_2023.study_2023(eu_2023.Definitions(gaps="neutral")))
    assert found["rank_correlation"] >= 0.85


def test_importance_of_2023():
    found = eu_2017.agreement(eu_2023.importance_2023())
    assert found["compared"] >= 40 and found["rank_correlation"] >= 0.94


def test_definitions_change_the_answer():
    base = eu_2017.agreement(eu_2023.study_2023())
    for change in ({"scope": "global"}, {"stage": "processing"}, {"governance_year": 2010}):
        assert eu_2017.agreement(eu_2023.study_2023(eu_2023.Definitions(**change))) != base


def test_unknown_vintage_is_refused():
    with pytest.raises(NotFound, match="wgi-2024-update"):
        eu_2023.study_2023(eu_2023.Definitions(vintage="wgi-2030"))
