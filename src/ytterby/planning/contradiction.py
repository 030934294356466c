"""Limits on choosing that contradict each other: which of them, in words."""

from __future__ import annotations

import numpy as np

from ytterby.errors import Fault, Infeasible
from ytterby.planning.choice import Menu, Row
from ytterby.solve import Mixed, choose

_SECONDS = 20.0


def refuse_contradiction(menu: Menu) -> None:
    """Refuse limits that no plan keeps, and name those that bind: without any one of them there would be a plan.

    Raises
    ------
    Infeasible : budgets, requirements, exclusions contradict each other.
    """
    if _possible(menu, menu.rows):
        return
    raise Infeasible(Fault(
        "no plan keeps all of these: " + "; ".join(_says(menu, row) for row in binding(menu)), "budget",
        "conventions §19", fix="give more, require less, or let it begin later",
    ))  # fmt: skip


def binding(menu: Menu) -> tuple[Row, ...]:
    """Return a smallest set of rows that contradict each other; empty if a plan keeps all.

    Notes
    -----
    Rows are dropped one after the other; one without which the rest can be kept is put back (deletion filter,
    Chinneck and Dravnieks 1991, doi 10.1287/ijoc.3.2.157).
    """
    left = list(menu.rows)
    if _possible(menu, left):
        return ()
    for row in menu.rows:
        rest = [r for r in left if r is not row]
        if not _possible(menu, rest):
            left = rest
    return tuple(sorted(left, key=lambda r: r.low <= 0))


def _possible(menu: Menu, rows: tuple[Row, ...] | list[Row]) -> bool:
    """Whether any plan keeps some rows; doing nothing keeps all that ask for nothing."""
    if all(r.low <= 0 <= r.high for r in rows):
        return True
    matrix, low, high = Menu(menu.options, tuple(rows)).matrix()
    try:
        choose(Mixed(np.zeros(len(menu.options)), matrix, low, high, menu.most, menu.whole), seconds=_SECONDS)
    except Infeasible:
        return False
    return True


def _says(menu: Menu, row: Row) -> str:
    lever = row.name.removeprefix("one start of ")
    if lever == row.name:
        return f"the {row.name} is {row.high:,.0f} MUSD" if row.name.startswith("budget") else row.name
    if row.low <= 0:
        return f"{lever} is chosen once"
    least = min(menu.options[j].most * float(menu.options[j].cash.sum()) for j in row.coefficients)
    return f"{lever} must be in the plan and costs {least:,.0f} MUSD"
