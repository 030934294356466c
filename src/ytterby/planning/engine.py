"""What a plan costs on the engine, future by future."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ytterby.planning.apply import Choice, applied, arranged_from
from ytterby.planning.situation import Situation
from ytterby.planning.worth import Worth
from ytterby.simulation.ensemble import Ensemble, run_ensemble

Floats = NDArray[np.float64]
_THREADS = 2


@dataclass(frozen=True)
class Trial:
    """A plan on the engine.

    Attributes
    ----------
    cost : (future,) [MUSD] of shortage, discounted; situation after situation.
    short : (future,) [t] not delivered to the focus over the plan.
    fill : (future, month) [share] of the focus's demand that is met.
    price : one (draw, commodity, month) for each situation, outside over the baseline's.
    """

    cost: Floats
    short: Floats
    fill: Floats
    price: tuple[Floats, ...]


def tried(situations: tuple[Situation, ...], choice: Choice, focus: tuple[str, ...], worth: Worth) -> Trial:
    """Put a plan on the engine in every future; other plans meet the same futures (conventions §15).

    Parameters
    ----------
    situations : steps of the ladder.
    choice : what is done; an empty one does nothing.
    focus : places whose shortage counts in full.
    worth : of what is not delivered.
    """
    with ThreadPoolExecutor(_THREADS) as pool:
        done = list(pool.map(lambda s: _run(s, choice), situations))
    parts = [_costs(e, focus, worth) for e in done]
    cost, short, fill = (np.concatenate(x) for x in zip(*parts, strict=True))
    return Trial(cost, short, fill, tuple(np.asarray(e.price[:, 1], dtype=np.float64) for e in done))


def _run(situation: Situation, choice: Choice) -> Ensemble:
    """Run a plan in a situation.

    Notes
    -----
    The engine knows one order of buyers for a whole run. A plan with an arrangement is therefore run with it and
    without, and each month is taken from the run in which the arrangements of that month are honoured: before one
    begins that is exact, after it stocks are as if it had been honoured before.
    """
    parts = arranged_from(situation, choice)
    runs = [_whole(situation, part) for _, part in parts]
    return _joined(runs, [first for first, _ in parts]) if len(runs) > 1 else runs[0]


def _whole(situation: Situation, choice: Choice) -> Ensemble:
    prepared = applied(situation, choice) if choice else situation.prepared
    return run_ensemble(situation.network, prepared, situation.months)


def _joined(runs: list[Ensemble], first: list[int]) -> Ensemble:
    """Months of several runs in turn, each from its first month to that of the next."""
    months = runs[0].used.shape[2]
    of = np.searchsorted(first, np.arange(months), side="right") - 1

    def taken(name: str) -> Floats:
        return np.asarray(np.choose(of, [getattr(run, name) for run in runs]))

    used, demand = taken("used"), taken("demand")
    destroyed = np.zeros(used.shape[:2])
    for k, run in enumerate(runs):  # the engine keeps its sum over a run: it is spread over months as the shortage is
        short = np.maximum(run.demand - run.used, 0.0)
        whole = short.sum(axis=2)
        share = np.divide(short[:, :, of == k].sum(axis=2), whole, out=np.zeros_like(whole), where=whole > 0)
        destroyed += run.destroyed * share
    return replace(runs[-1], used=used, demand=demand, destroyed=destroyed, price=taken("price"))


def _costs(ensemble: Ensemble, focus: tuple[str, ...], worth: Worth) -> tuple[Floats, Floats, Floats]:
    """Cost (draw,) [MUSD], tonnes short (draw,), and fill rate by month (draw, month) of the focus.

    Notes
    -----
    Of what is not delivered, the part that price, budget and other designs took away is given up; the engine keeps
    its sum over the run, so the same share counts as given up in every month.
    """
    used, demand = ensemble.used.astype(np.float64), ensemble.demand.astype(np.float64)
    short = np.maximum(demand - used, 0.0)
    whole = short.sum(axis=2)
    given = np.clip(np.divide(ensemble.destroyed, whole, out=np.zeros_like(whole), where=whole > 0), 0.0, 1.0)
    here = np.array([not focus or u[0] in focus for u in ensemble.uses])
    needed = np.array([u[1] not in worth.others for u in ensemble.uses])
    counts = np.where(here, 1.0, worth.elsewhere)
    each = np.where(needed, worth.use * (1.0 - given) + worth.given_up * given, worth.other) * counts
    now = (1.0 + worth.rate) ** (-(np.arange(short.shape[2]) + 0.5) / 12.0)
    cost = ((short @ now) * each).sum(axis=1)
    mine = here & needed
    fill = np.minimum(used[:, mine], demand[:, mine]).sum(axis=1) / demand[:, mine].sum(axis=1)
    return cost, short[:, mine].sum(axis=(1, 2)), fill
