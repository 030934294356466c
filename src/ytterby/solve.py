"""The one door to the solver: HiGHS, as SciPy ships it for single programs, by highspy where programs repeat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from ytterby.errors import Fault, Infeasible

if TYPE_CHECKING:
    from highspy import Highs

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Solution:
    """Values and objective of a solved linear program."""

    values: Floats
    objective: float


@dataclass(frozen=True)
class Priced:
    """A solved program with the price of each row.

    Attributes
    ----------
    values : (variable,).
    objective : least cost.
    prices : (row,) change of the objective with the row's limit.
    """

    values: Floats
    objective: float
    prices: Floats


@dataclass(frozen=True)
class Chosen:
    """A solved mixed-integer program.

    Attributes
    ----------
    values : (variable,).
    objective : cost of `values`.
    bound : no choice costs less.
    """

    values: Floats
    objective: float
    bound: float


@dataclass(frozen=True)
class Mixed:
    """Minimise constant + cost x under low <= rows x <= high and 0 <= x <= upper, some variables whole numbers.

    Attributes
    ----------
    constant : part of the objective, so that a gap is relative to the whole of it.
    cost, upper, whole : (variable,); `whole` is True for whole numbers.
    rows : (row, variable) sparse; low, high : (row,).
    """

    cost: Floats
    rows: csr_array
    low: Floats
    high: Floats
    upper: Floats
    whole: Bools
    constant: float = 0.0


def linear_program(cost: Floats, rows: csr_array, limit: Floats, upper: Floats) -> Solution:
    """Minimise cost x under rows x <= limit and 0 <= x <= upper.

    Parameters
    ----------
    cost, upper : (variable,).
    rows, limit : (row, variable) sparse, (row,).

    Raises
    ------
    Infeasible : there is no solution, in the solver's words.
    """
    from scipy.optimize import linprog

    found = linprog(cost, A_ub=rows, b_ub=limit, bounds=np.stack([np.zeros_like(upper), upper], axis=1), method="highs")
    if found.status != 0:
        raise Infeasible(Fault(f"the program has no solution: {found.message}", rule="conventions §6, §19"))
    return Solution(np.asarray(found.x), float(found.fun))


def choose(program: Mixed, gap: float = 1e-4, seconds: float = 60.0, relaxed: bool = False) -> Chosen:
    """Solve a mixed-integer program to a relative gap, or the program without whole numbers.

    Parameters
    ----------
    program : what to solve.
    gap : [share] at which the search ends.
    seconds : after which the best found so far is taken, with its bound.
    relaxed : True lets every variable be a fraction.

    Raises
    ------
    Infeasible : there is no solution, or none was found in time.
    """
    solver = _solver()
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", seconds)
    whole = np.zeros_like(program.whole) if relaxed else program.whole
    _pass(solver, program.rows, program.low, program.high, program.cost, program.upper, whole)
    solver.changeObjectiveOffset(program.constant)
    solver.run()
    info, status = solver.getInfo(), solver.modelStatusToString(solver.getModelStatus())
    if info.primal_solution_status != 2:
        raise Infeasible(Fault(f"the program has no solution: {status}", rule="conventions §19"))
    bound = float(info.mip_dual_bound) if whole.any() else float(info.objective_function_value)
    return Chosen(np.array(solver.getSolution().col_value), float(info.objective_function_value), bound)


class Repeated:
    """Minimise cost x under low <= rows x and 0 <= x <= upper, again and again with other upper limits.

    Each solution starts from the last one: between two futures, or two plans, little changes. Not for two threads.
    """

    def __init__(self, cost: Floats, rows: csr_array, low: Floats) -> None:
        self._solver = _solver()
        self._columns = np.arange(cost.size, dtype=np.int32)
        self._zero = np.zeros(cost.size)
        none = np.zeros(cost.size, dtype=np.bool_)
        _pass(self._solver, rows, low, np.full(low.size, np.inf), cost, self._zero, none)

    def solve(self, upper: Floats) -> Priced:
        """Solve with these upper limits.

        Parameters
        ----------
        upper : (variable,) not negative.

        Raises
        ------
        Infeasible : there is no solution.
        """
        solver = self._solver
        solver.changeColsBounds(self._columns.size, self._columns, self._zero, upper)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != 2:
            status = solver.modelStatusToString(solver.getModelStatus())
            raise Infeasible(Fault(f"the program of a future has no solution: {status}", rule="conventions §19"))
        found = solver.getSolution()
        return Priced(np.array(found.col_value), float(info.objective_function_value), np.array(found.row_dual))


def _solver() -> Highs:
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


def _pass(solver: Highs, rows: csr_array, low: Floats, high: Floats, cost: Floats, upper: Floats, whole: Bools) -> None:
    """Hand a program to the solver, by columns."""
    import highspy

    by_column = csc_array(rows)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = rows.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros_like(upper), upper
    model.row_lower_, model.row_upper_ = low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = by_column.indptr, by_column.indices
    model.a_matrix_.value_ = by_column.data
    if whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(w)] for w in whole]
    solver.passModel(model)
