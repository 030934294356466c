"""Provenance through a process: how much of an output the controller's law does not reach (conventions §7)."""

from __future__ import annotations

import numpy as np

from ytterby.jit import Floats, kernel


@kernel
def free_output(y: float, first: int, last: int, value: Floats, stock: Floats, theta: float) -> float:
    """Output that stays unconditioned: the most that keeps conditioned content below theta of its value.

    Parameters
    ----------
    y : output made [t/mo].
    first, last : range of the inputs.
    value : (need,) share of each input in the output's value.
    stock : (need, label) [t]; inputs are drawn in proportion to what is in store.
    theta : threshold as a share of value; equality counts as conditioned.

    Returns
    -------
    q_free [t/mo]
        max q <= y with sum_c v_c max(0, 1 - F_c/(a_c q)) < theta; zero where nothing is free.

    Notes
    -----
    With phi_c the free share of input c, F_c/(a_c q) = phi_c y/q. The inputs with phi_c y < q bind; for that set
    q = y sum(v phi)/(sum(v) - theta). Taking inputs in order of phi finds the set.       conventions §7
    """
    conditioned = False
    for n in range(first, last):
        conditioned = conditioned or stock[n, 1] > 0.0
    if not conditioned:
        return y
    content, carried, edge = 0.0, 0.0, -1.0
    while True:
        lowest = np.inf
        for n in range(first, last):
            phi = _free_share(stock, n)
            if edge < phi < lowest:
                lowest = phi
        if content > theta or (content == theta and carried == 0.0):
            q = carried / (content - theta) if carried > 0.0 else 0.0
            if q <= lowest or lowest == np.inf:
                return y * min(q, 1.0)
        if lowest >= 1.0:
            return y
        edge = lowest
        for n in range(first, last):
            if _free_share(stock, n) == edge:
                content += value[n]
                carried += value[n] * edge


@kernel
def _free_share(stock: Floats, n: int) -> float:
    w = stock[n, 0] + stock[n, 1]
    return stock[n, 0] / w if w > 0.0 else 1.0
