"""The balance on programs small enough to solve by hand, and against a plain twin (conventions §4)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins.balance import balanced
from ytterby.errors import Infeasible
from ytterby.network.balance import balance_by, balance_plan
from ytterby.network.program import BalanceProgram, Variable

PLACES = ("JPN", "KOR", "VNM")


def program_of(cells: np.ndarray, rows: np.ndarray, columns: np.ndarray, sigma: np.ndarray) -> BalanceProgram:
    """Write a table with margins as a program: cells first, then row totals, then column totals."""
    m, n = cells.shape
    names = [("made", "oxide", PLACES[i]) for i in range(m)] + [("asked", "oxide", PLACES[j]) for j in range(n)]
    prior = np.concatenate([cells.ravel(), rows, columns])
    columns_of = [[(i, -1.0), (m + j, 1.0)] for i in range(m) for j in range(n)]
    columns_of += [[(i, 1.0)] for i in range(m)] + [[(m + j, -1.0)] for j in range(n)]
    variables = tuple(
        Variable("flow", "oxide", "", prior=float(p), sigma=float(s)) for p, s in zip(prior, sigma, strict=True)
    )
    start = np.concatenate([[0], np.cumsum([len(c) for c in columns_of])]).astype(np.int64)
    flat = [entry for column in columns_of for entry in column]
    return BalanceProgram(
        variables, tuple(names), start, np.array([r for r, _ in flat], dtype=np.int64),
        np.array([c for _, c in flat]),
    )  # fmt: skip


def solve(program: BalanceProgram) -> np.ndarray:
    nothing = np.zeros((1, 0))
    return balance_by(balance_plan(program, nothing[0]), nothing)[0]


def hard(cells: list[list[float]], rows: list[float], columns: list[float]) -> BalanceProgram:
    z = np.array(cells)
    sigma = np.concatenate([np.ones(z.size), np.zeros(len(rows) + len(columns))])
    return program_of(z, np.array(rows), np.array(columns), sigma)


def test_hard_margins_are_biproportional_scaling():
    x = solve(hard([[30, 10], [20, 40]], [50, 50], [60, 40]))
    np.testing.assert_allclose(x, [40, 10, 20, 30, 50, 50, 60, 40], rtol=1e-9)


def test_balanced_prior_stays():
    x = solve(hard([[30, 10], [20, 40]], [40, 60], [50, 50]))
    np.testing.assert_allclose(x, [30, 10, 20, 40, 40, 60, 50, 50], rtol=1e-12)


def test_soft_totals_meet_at_the_weighted_geometric_mean():
    """One flow, 100 t made and 50 t asked: ln x is the mean of the logs, each weighted with 1/sigma."""
    z, sigma = np.array([[70.0]]), np.array([1.0, 0.04, 0.01])
    x = solve(program_of(z, np.array([100.0]), np.array([50.0]), sigma))
    w = 1 / sigma
    expected = np.exp((w @ np.log([70.0, 100.0, 50.0])) / w.sum())
    np.testing.assert_allclose(x, expected, rtol=1e-9)


def test_contradicting_hard_margins_are_refused_by_place():
    with pytest.raises(Infeasible) as caught:
        solve(hard([[30, 10], [20, 40]], [50, 50], [60, 50]))
    assert any(place in str(caught.value) for place in PLACES[:2])
    assert "t/a" in str(caught.value)


def test_a_hard_margin_no_route_can_fill_is_refused_by_place():
    """JPN makes 50 t; VNM takes 10 t of it and has nowhere else to take from, KOR asks for 100 t."""
    with pytest.raises(Infeasible) as caught:
        solve(hard([[50, 10]], [50], [100, 10]))
    assert "JPN" in str(caught.value) or "KOR" in str(caught.value)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 3), st.booleans())
def test_equals_the_twin_on_random_tables(seed: int, m: int, n: int, one_hard: bool):
    rng = np.random.default_rng(seed)
    cells = rng.lognormal(3, 1.5, (m, n))
    rows = cells.sum(axis=1) * rng.lognormal(0, 0.3, m)
    columns = cells.sum(axis=0) * rng.lognormal(0, 0.3, n)
    sigma = np.concatenate([np.ones(m * n), rng.choice([0.05, 0.2, 1.0], m + n)])
    if one_hard:
        sigma[m * n] = 0.0
    program = program_of(cells, rows, columns, sigma)
    by_row: list[dict[int, float]] = [{} for _ in program.rows]
    for v in range(len(sigma)):
        for e in range(program.start[v], program.start[v + 1]):
            by_row[program.row[e]][v] = float(program.coef[e])
    twin = balanced(by_row, [v.prior for v in program.variables], sigma.tolist())
    np.testing.assert_allclose(solve(program), twin, rtol=1e-7)
