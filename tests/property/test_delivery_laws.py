"""Laws of requalification, against a slow twin that follows one draw with plain loops."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ytterby.outcomes.delivery import months_behind, usable

SHARE = st.sampled_from([0.0, 0.25, 0.5, 0.9, 0.95, 1.0])
MONTHS = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.25, 40.0])


@st.composite
def draws(draw):
    months, count = draw(st.integers(1, 14)), draw(st.integers(1, 3))
    fill = [draw(st.lists(SHARE, min_size=months, max_size=months)) for _ in range(count)]
    changed = [draw(st.lists(st.booleans(), min_size=months, max_size=months)) for _ in range(count)]
    wait = draw(st.lists(MONTHS, min_size=count, max_size=count))
    return np.array(fill), np.array(changed), np.array(wait)


def twin(fill, changed, below, wait):
    """What may be built in one draw: at each month look back at every month before."""
    out, inside, level = [], [], []
    for m, f in enumerate(fill):
        inside.append(bool(changed[m]) and ((m > 0 and inside[-1]) or f < below))
        level.append(f if inside[-1] else 0.0)
        if not inside[-1]:
            out.append(f)
            continue
        first = max(k for k in range(m + 1) if inside[k] and (k == 0 or not inside[k - 1]))
        old = min(fill[first : m + 1])
        new = max(held(level, k, wait) for k in range(m + 1))
        out.append(min(f, max(old, new)))
    return out


def held(level, month, wait):
    def lowest(back):
        return min(level[month - back : month + 1]) if month >= back else 0.0

    whole = math.floor(wait)
    return (1 - (wait - whole)) * lowest(whole) + (wait - whole) * lowest(whole + 1)


@settings(deadline=None, max_examples=200)
@given(draws())
def test_equals_its_twin(case):
    fill, changed, wait = case
    slow = [twin(list(f), list(c), 0.95, w) for f, c, w in zip(fill, changed, wait, strict=True)]
    np.testing.assert_allclose(usable(fill, changed, 0.95, wait), slow, atol=1e-12)


@settings(deadline=None, max_examples=200)
@given(draws())
def test_never_above_supply_and_no_better_by_waiting_longer(case):
    fill, changed, wait = case
    found = usable(fill, changed, 0.95, wait)
    assert (found <= fill + 1e-12).all() and (found >= 0).all()
    assert (usable(fill, changed, 0.95, wait + 1.0) <= found + 1e-12).all()
    np.testing.assert_allclose(usable(fill, changed, 0.95, np.zeros(len(wait))), fill, atol=1e-12)


@settings(deadline=None, max_examples=200)
@given(draws(), st.integers(0, 5))
def test_under_a_constant_plan_delay_is_the_units_lacking_over_the_rate(case, start):
    fill, _, _ = case
    plan = np.where(np.arange(fill.shape[1]) >= start, 7.0, 0.0)
    late = months_behind(plan, fill * plan)
    np.testing.assert_allclose(late[:, -1], ((1 - fill) * plan).sum(axis=1) / 7.0, atol=1e-9)
    assert (np.diff(late, axis=1) >= -1e-9).all()
