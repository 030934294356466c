"""The one door to the solver (HiGHS, as SciPy ships it)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ytterby.errors import Fault, Infeasible

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solution:
    """Values and objective of a solved linear program."""

    values: Floats
    objective: float


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
