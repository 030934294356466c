"""The same program in one piece: every future's rows beside each other. The measure of what decomposition saves."""

from __future__ import annotations

import numpy as np
from scipy.sparse import block_diag, csr_array, hstack, vstack

from ytterby.planning.choice import Menu
from ytterby.planning.flow import FlowModel, balances, unmet_cost, upper_limits
from ytterby.solve import Chosen, Mixed, choose


def whole_program(model: FlowModel, menu: Menu) -> Mixed:
    """Expected cost of all futures as one mixed-integer program.

    Returns
    -------
    Mixed
        Variables: options, then every future's columns. A column that an option moves has a row, flow - change x <=
        limit, in place of its upper limit.
    """
    upper, unmet, rows = upper_limits(model), unmet_cost(model), balances(model)
    touched = np.unique(np.concatenate([o.columns for o in menu.options]))
    fixed, low, high = menu.matrix()
    options, columns = len(menu.options), model.columns
    ties, limits = [], []
    saved, odds = menu.net.astype(np.float64), model.odds * model.weights
    for f in range(model.futures):
        change = np.zeros((touched.size, options))
        for j, o in enumerate(menu.options):
            change[np.searchsorted(touched, o.columns), j] = o.change[f]
        saved = saved + odds[f] * (unmet[touched] @ change)
        pick = csr_array((np.ones(touched.size), (np.arange(touched.size), f * columns + touched)),
                         shape=(touched.size, model.futures * columns))  # fmt: skip
        ties.append(hstack([csr_array(-change), pick]))
        limits.append(upper[f, touched])
    flows = block_diag([rows] * model.futures)
    matrix = vstack([
        hstack([fixed, csr_array((fixed.shape[0], flows.shape[1]))]),
        hstack([csr_array((flows.shape[0], options)), flows]), *ties,
    ])  # fmt: skip
    open_upper = upper.copy()
    open_upper[:, touched] = 1e7
    flat = np.concatenate(limits)
    return Mixed(
        cost=np.concatenate([saved, -(odds[:, None] * unmet[None, :]).ravel()]),
        rows=csr_array(matrix),
        low=np.concatenate([low, np.zeros(flows.shape[0]), np.full(flat.size, -np.inf)]),
        high=np.concatenate([high, np.full(flows.shape[0], np.inf), flat]),
        upper=np.concatenate([menu.most, open_upper.ravel()]),
        whole=np.concatenate([menu.whole, np.zeros(open_upper.size, dtype=np.bool_)]),
        constant=float((odds[:, None] * upper).sum(axis=0) @ unmet),
    )


def solve_whole(model: FlowModel, menu: Menu, gap: float, seconds: float) -> Chosen:
    """Solve the program in one piece, from nothing; objective and bound are expected cost [MUSD]."""
    found = choose(whole_program(model, menu), gap, seconds)
    return Chosen(found.values[: len(menu.options)], found.objective, found.bound)
