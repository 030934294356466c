"""Entropy balance of many draws (conventions §4)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import Floats, Ints, kernel

MAX_STEPS = 200
_LONGEST_STEP = 3.0
_TINY = 1e-14


@kernel
def residual(start: Ints, row: Ints, coef: Floats, x: Floats, out: Floats) -> float:
    """Write A x into `out`; return its largest absolute entry over the flow through its row."""
    size = np.zeros_like(out)
    out[:] = 0.0
    for v in range(x.size):
        for e in range(start[v], start[v + 1]):
            out[row[e]] += coef[e] * x[v]
            size[row[e]] += abs(coef[e]) * x[v]
    worst = 0.0
    for r in range(out.size):
        if size[r] > 0.0:
            worst = max(worst, abs(out[r]) / size[r])
    return worst


@kernel
def primal(start: Ints, row: Ints, coef: Floats, prior: Floats, sigma: Floats, dual: Floats, x: Floats) -> float:
    """Write x = x0 exp(-sigma A'y) and return the dual objective, which the solution minimises."""
    value = 0.0
    for v in range(x.size):
        s = 0.0
        for e in range(start[v], start[v + 1]):
            s += coef[e] * dual[row[e]]
        if sigma[v] > 0.0:
            x[v] = prior[v] * np.exp(min(-sigma[v] * s, 500.0))
            value += x[v] / sigma[v]
        else:
            x[v] = prior[v]
            value -= prior[v] * s
    return value


@kernel
def hessian(start: Ints, row: Ints, coef: Floats, sigma: Floats, x: Floats, h: Floats) -> None:
    """Fill the lower triangle of H = A diag(sigma x) A'."""
    h[:] = 0.0
    for v in range(x.size):
        w = sigma[v] * x[v]
        for e in range(start[v], start[v + 1]):
            for f in range(start[v], start[v + 1]):
                if row[f] <= row[e]:
                    h[row[e], row[f]] += w * coef[e] * coef[f]


@kernel
def solve_envelope(h: Floats, first: Ints, b: Floats) -> None:
    """Solve H y = b in place by a Cholesky factor that keeps to the envelope `first` of the rows."""
    n = b.size
    for i in range(n):
        for j in range(first[i], i + 1):
            s = h[i, j]
            for k in range(max(first[i], first[j]), j):
                s -= h[i, k] * h[j, k]
            h[i, j] = np.sqrt(max(s, _TINY * h[i, i] + 1e-300)) if i == j else s / h[j, j]
    for i in range(n):
        for k in range(first[i], i):
            b[i] -= h[i, k] * b[k]
        b[i] /= h[i, i]
    for i in range(n - 1, -1, -1):
        b[i] /= h[i, i]
        for k in range(first[i], i):
            b[k] -= h[i, k] * b[i]


@kernel
def balance_one(
    start: Ints, row: Ints, coef: Floats, first: Ints, prior: Floats, sigma: Floats, dual: Floats, x: Floats,
    tolerance: float,
) -> float:  # fmt: skip
    """Balance one draw from a first guess of the dual, which is overwritten; return the worst residual left."""
    n = first.size
    h, step, trial = np.zeros((n, n)), np.zeros(n), np.zeros(n)
    value = primal(start, row, coef, prior, sigma, dual, x)
    worst = residual(start, row, coef, x, step)
    for _ in range(MAX_STEPS):
        if worst <= tolerance:
            break
        hessian(start, row, coef, sigma, x, h)
        solve_envelope(h, first, step)
        longest = 0.0
        for v in range(x.size):
            s = 0.0
            for e in range(start[v], start[v + 1]):
                s += coef[e] * step[row[e]]
            longest = max(longest, abs(sigma[v] * s))
        scale = min(1.0, _LONGEST_STEP / longest) if longest > 0.0 else 1.0
        for _ in range(30):
            for r in range(n):
                trial[r] = dual[r] + scale * step[r]
            new = primal(start, row, coef, prior, sigma, trial, x)
            if new <= value + 1e-9 * abs(value):
                break
            scale *= 0.5
        for r in range(n):
            dual[r] = trial[r]
        value = new
        worst = residual(start, row, coef, x, step)
    return worst


@kernel
def balance_draws(
    start: Ints, row: Ints, coef: Floats, first: Ints, priors: Floats, sigma: Floats, dual0: Floats, x: Floats,
    tolerance: float,
) -> Floats:  # fmt: skip
    """Balance some draws, one after another; return the worst relative residual of each (draw,)."""
    worst = np.zeros(priors.shape[0])
    for d in range(priors.shape[0]):
        worst[d] = balance_one(start, row, coef, first, priors[d], sigma, dual0.copy(), x[d], tolerance)
    return worst
