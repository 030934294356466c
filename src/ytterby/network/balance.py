"""Balance a program for every draw, or say which places cannot be balanced."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from ytterby.errors import Fault, Infeasible
from ytterby.jit import Floats, Ints
from ytterby.network.balance_kernel import balance_draws, balance_one, residual
from ytterby.network.program import BalanceProgram

TOLERANCE = 1e-11


@dataclass(frozen=True)
class BalancePlan:
    """A program made ready to be balanced for any draws: what is the same for all of them.

    Attributes
    ----------
    program : rows in an order that keeps the Cholesky factor narrow.
    first : (row,) envelope of that factor.
    dual : (row,) solution for the best values, from which every draw starts.
    best : (variable,) [t/a] the best values balanced.
    """

    program: BalanceProgram
    first: Ints
    dual: Floats
    best: Floats


def balance_plan(program: BalanceProgram, best: Floats) -> BalancePlan:
    """Balance the best values (estimate,), and keep what helps with the draws.

    Raises
    ------
    Infeasible : hard values contradict each other; the places are named.
    """
    ordered, first = _ordered(program)
    prior = program.priors(best[None, :])[0]
    dual, x = np.zeros(len(program.rows)), np.empty_like(prior)
    args = (ordered.start, ordered.row, ordered.coef, first)
    worst = balance_one(*args, prior, program.sigma, dual, x, TOLERANCE)
    _refuse_if(worst > TOLERANCE, ordered, x)
    return BalancePlan(ordered, first, dual, x)


def balance_by(plan: BalancePlan, draws: Floats) -> Floats:
    """Balance each draw of the estimates: draw first, then balance (conventions §4).

    Parameters
    ----------
    plan : of `balance_plan`.
    draws : (draw, estimate) drawn values.

    Returns
    -------
    (draw, variable) [t/a]
        x that minimises sum (x ln(x/x0) - x)/sigma under A x = 0, to a relative residual of 1e-11.

    Raises
    ------
    Infeasible : hard values contradict each other; the places are named.
    """
    p = plan.program
    priors = p.priors(draws)
    out = np.empty_like(priors)
    left = balance_draws(p.start, p.row, p.coef, plan.first, priors, p.sigma, plan.dual, out, TOLERANCE)
    failed = int(np.argmax(left))
    _refuse_if(left[failed] > TOLERANCE, p, out[failed])
    return out


def _ordered(program: BalanceProgram) -> tuple[BalanceProgram, Ints]:
    """Reorder the rows so that the Cholesky factor is narrow; return its envelope."""
    n = len(program.rows)
    pairs = [
        (a, b)
        for v in range(len(program.variables))
        for a in program.row[program.start[v] : program.start[v + 1]]
        for b in program.row[program.start[v] : program.start[v + 1]]
    ]
    i, j = np.array(pairs).T
    graph = csr_array((np.ones(len(pairs)), (i, j)), shape=(n, n))
    order = reverse_cuthill_mckee(graph, symmetric_mode=True)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    first = np.arange(n)
    np.minimum.at(first, place[i], place[j])
    rows = tuple(program.rows[k] for k in order)
    return replace(program, row=place[program.row], rows=rows), first


def _refuse_if(bad: bool, program: BalanceProgram, x: Floats) -> None:
    if not bad:
        return
    out = np.zeros(len(program.rows))
    residual(program.start, program.row, program.coef, x, out)
    worst = np.argsort(-np.abs(out))[:5]
    faults = [
        Fault(
            f"{program.rows[r][1]} at {program.rows[r][2]} does not balance: {abs(out[r]):.3g} t/a are left",
            rule="what is made equals what leaves (conventions §4)",
            fix="widen the range of an estimate there, or add a route or a named outflow to the chain",
        )
        for r in worst
        if abs(out[r]) > 0
    ]
    raise Infeasible(*faults)
