"""What can be chosen, when, for how much, and what may not go together (conventions §19)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Option:
    """A lever begun in a year.

    Attributes
    ----------
    lever : its id.
    year : of the plan in which it begins, from 0.
    most : largest amount; whole numbers only if `whole`.
    whole : True where half of it makes no sense.
    cash : (year,) [MUSD] paid for one unit, by year of the plan.
    net : [MUSD] cost of one unit over the plan, discounted, less what comes back.
    columns : (touched,) columns of the flow model whose upper limit it moves.
    change : (future, touched) [t] by how much, for one unit.
    """

    lever: str
    year: int
    most: float
    whole: bool
    cash: Floats
    net: float
    columns: Ints
    change: Floats


@dataclass(frozen=True)
class Row:
    """A limit on what can be chosen together: sum of coefficient x amount, between two numbers."""

    name: str
    coefficients: dict[int, float]
    low: float
    high: float


@dataclass(frozen=True)
class Menu:
    """All options, and the limits on choosing.

    Attributes
    ----------
    options : columns of the first stage.
    rows : budgets, one start for each lever, what needs or excludes another.
    needs : lever -> levers without which it does nothing.
    """

    options: tuple[Option, ...]
    rows: tuple[Row, ...]
    needs: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def helped_by(self, lever: str) -> set[str]:
        """Return levers that do nothing without one, directly or by others."""
        out: set[str] = set()
        while more := {k for k, others in self.needs.items() if {lever, *out} & set(others)} - out:
            out |= more
        return out

    @property
    def net(self) -> Floats:
        """Net cost of one unit of each option (option,) [MUSD]."""
        return np.array([o.net for o in self.options], dtype=np.float64)

    @property
    def most(self) -> Floats:
        """Largest amount of each option (option,)."""
        return np.array([o.most for o in self.options], dtype=np.float64)

    @property
    def whole(self) -> NDArray[np.bool_]:
        """True where an option is taken whole or not at all (option,)."""
        return np.array([o.whole for o in self.options], dtype=np.bool_)

    def spent(self, amount: Floats) -> float:
        """Money of all years that amounts (option,) cost [MUSD]."""
        return sum(float(o.cash.sum()) * float(a) for o, a in zip(self.options, amount, strict=True))

    def matrix(self) -> tuple[csr_array, Floats, Floats]:
        """Rows over options: (row, option) sparse, low and high (row,)."""
        dense = np.zeros((len(self.rows), len(self.options)))
        for r, row in enumerate(self.rows):
            for option, value in row.coefficients.items():
                dense[r, option] = value
        low, high = np.array([r.low for r in self.rows]), np.array([r.high for r in self.rows])
        return csr_array(dense), low, high

    def keeps(self, amount: Floats, tolerance: float = 1e-6) -> bool:
        """Return whether amounts (option,) keep every limit."""
        rows, low, high = self.matrix()
        sums = rows @ amount
        room = tolerance * np.maximum(1.0, np.abs(np.where(np.isfinite(high), high, 1.0)))
        inside = bool(np.all(sums >= low - room) and np.all(sums <= high + room))
        return inside and bool(np.all(amount >= -tolerance) and np.all(amount <= self.most + tolerance))


def menu(
    options: tuple[Option, ...], budget: float, per_year: Floats | None = None,
    needs: dict[str, tuple[str, ...]] | None = None,
    exclusive: tuple[tuple[str, ...], ...] = (), required: tuple[str, ...] = (),
) -> Menu:  # fmt: skip
    """Put the limits together.

    Parameters
    ----------
    options : every lever in every year it can begin.
    budget : [MUSD] for all years.
    per_year : (year,) [MUSD] most that can be paid in a year; none if None.
    needs : lever -> levers without which it does nothing; they begin no later.
    exclusive : sets of levers of which one at most is chosen.
    required : levers that must be chosen.
    """
    of: dict[str, list[int]] = {}
    for j, o in enumerate(options):
        of.setdefault(o.lever, []).append(j)
    rows = [Row("budget", {j: float(o.cash.sum()) for j, o in enumerate(options)}, -np.inf, budget)]
    for y in range(0 if per_year is None else len(per_year)):
        spent = {j: float(o.cash[y]) for j, o in enumerate(options) if o.cash[y] > 0}
        rows.append(Row(f"budget of year {y + 1}", spent, -np.inf, float(per_year[y])))  # type: ignore[index]
    for lever, own in of.items():
        share = {j: 1.0 / options[j].most for j in own}
        rows.append(Row(f"one start of {lever}", share, 1.0 if lever in required else -np.inf, 1.0))
    for group in exclusive:
        together = {j: 1.0 / options[j].most for name in group for j in of.get(name, [])}
        rows.append(Row("one of " + ", ".join(group), together, -np.inf, 1.0))
    rows += _needs(options, of, needs or {})
    return Menu(options, tuple(rows), needs or {})


def _needs(options: tuple[Option, ...], of: dict[str, list[int]], needs: dict[str, tuple[str, ...]]) -> list[Row]:
    """A lever that needs another begins in its year or later."""
    rows = []
    for lever, others in needs.items():
        for other in others:
            for j in of.get(lever, []):
                row = {j: 1.0 / options[j].most}
                row |= {i: -1.0 / options[i].most for i in of.get(other, []) if options[i].year <= options[j].year}
                rows.append(Row(f"{lever} needs {other}", row, -np.inf, 0.0))
    return rows


def moved(model_upper: Floats, options: tuple[Option, ...], amount: Floats) -> Floats:
    """Upper limits with a plan: those before any lever plus what it moves, never below zero (future, column)."""
    out = model_upper.copy()
    for j in np.flatnonzero(np.abs(amount) > 1e-12):
        out[:, options[j].columns] += amount[j] * options[j].change
    return np.maximum(out, 0.0)


def with_budget(menu: Menu, budget: float) -> Menu:
    """Return the same choices with another budget for all years [MUSD]."""
    rows = tuple(Row(r.name, r.coefficients, r.low, budget) if r.name == "budget" else r for r in menu.rows)
    return replace(menu, rows=rows)
