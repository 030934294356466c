"""Numbers in letters of other scripts, and what is none."""

from __future__ import annotations

import math

import pytest

from ytterby.evidence.numerals import vietnamese


@pytest.mark.parametrize("text", ["0..0", "0.0.0", "1.2.3", "1,,5"])
def test_damaged_vietnamese_numbers_have_no_value(text: str):
    assert math.isnan(vietnamese(text, scaled=False))


@pytest.mark.parametrize(("text", "value"), [("2,02", 2.02), ("3.000", 3000.0), ("2.4", 2.4), ("1,234", 1234.0)])
def test_whole_ones_keep_it(text: str, value: float):
    assert vietnamese(text, scaled=False) == value
