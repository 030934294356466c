"""Local search on the engine: the program's proposal, with one lever more, less or in another's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.apply import Choice
from ytterby.planning.choice import Menu
from ytterby.planning.engine import Trial
from ytterby.planning.master import Goal

Floats = NDArray[np.float64]
Try = Callable[[Choice], Trial]


@dataclass(frozen=True)
class Seen:
    """A plan and what it costs on the engine.

    Attributes
    ----------
    name : what it is, or how it differs from the proposal.
    amount : (option,).
    cost : (future,) [MUSD] levers and shortage.
    trial : the engine's answer.
    """

    name: str
    amount: Floats
    cost: Floats
    trial: Trial


def choice_of(menu: Menu, amount: Floats) -> Choice:
    """Return a plan by lever and year, for the engine."""
    return {(o.lever, o.year): float(a) for o, a in zip(menu.options, amount, strict=True) if a > 1e-6}


def seen(name: str, menu: Menu, amount: Floats, run: Try) -> Seen:
    """Put a plan on the engine."""
    trial = run(choice_of(menu, amount))
    return Seen(name, amount, trial.cost + float(menu.net @ amount), trial)


def searched(
    menu: Menu, first: Seen, goal: Goal, gains: Floats, run: Try, tries: int, keeps: Callable[[Floats], bool]
) -> Iterator[Seen]:
    """Try neighbours of a plan on the engine, give each as it is seen, and go on from every better one.

    Parameters
    ----------
    menu, first : the options, and where to begin.
    goal : what is made least; measured on the engine.
    gains : (option,) [MUSD] what the program expects of one unit more, for the order of trial.
    run : puts a plan on the engine.
    tries : how many runs may be spent.
    keeps : whether amounts (option,) keep every limit; others are not tried.
    """
    best, known = first, {_key(first.amount)}
    for _ in range(tries):
        name, amount = next(
            ((n, a) for n, a in _neighbours(menu, best.amount, gains) if _key(a) not in known and keeps(a)),
            ("", None),
        )
        if amount is None:
            return
        known.add(_key(amount))
        tried = seen(name, menu, amount, run)
        if goal.value(tried.cost) < goal.value(best.cost) - 1e-9:
            best = tried
        yield tried


def _key(amount: Floats) -> bytes:
    return np.round(amount, 4).tobytes()


def _neighbours(menu: Menu, amount: Floats, gains: Floats) -> Iterator[tuple[str, Floats]]:
    """One lever more, one less, one of another size, in turn: the most promising, the least, the dearest first."""
    chosen = [j for j in range(amount.size) if amount[j] > 1e-6]
    levers = {menu.options[j].lever for j in chosen}
    others = [int(j) for j in np.argsort(-gains) if menu.options[j].lever not in levers]
    dearest = sorted(chosen, key=lambda j: -menu.net[j] * amount[j])
    more = ((f"with {menu.options[j].lever}", _set(amount, j, menu.options[j].most)) for j in others)
    less = ((f"without {menu.options[j].lever}", _set(amount, j, 0.0)) for j in sorted(chosen, key=lambda j: gains[j]))
    sizes = (n for j in dearest if not menu.options[j].whole for n in _resized(menu, amount, j))
    for turn in zip_longest(more, less, sizes):
        yield from (n for n in turn if n is not None)


def _resized(menu: Menu, amount: Floats, j: int) -> Iterator[tuple[str, Floats]]:
    option = menu.options[j]
    same = sum(amount[i] for i, o in enumerate(menu.options) if o.lever == option.lever and i != j)
    for factor in (1.5, 0.5):
        size = min(amount[j] * factor, option.most - same)
        if abs(size - amount[j]) > 0.05 * option.most:
            yield f"{option.lever} {size:.0f} in place of {amount[j]:.0f}", _set(amount, j, size)


def _set(amount: Floats, j: int, value: float) -> Floats:
    out = amount.copy()
    out[j] = value
    return out
