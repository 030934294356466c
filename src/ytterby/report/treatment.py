"""How the measures of a run treat a class of users at a place, in words."""

from __future__ import annotations

from dataclasses import dataclass

from ytterby.outcomes.bearing import reaches
from ytterby.report.view import MeasureView, RunView
from ytterby.report.words import in_place, joined

_RANK = {"free": 0, "licence": 1, "denied": 2}


@dataclass(frozen=True)
class Treatment:
    """The strictest treatment in force during a run, and the measures that give it.

    Attributes
    ----------
    permission : free, licence or denied (conventions §8).
    measures : those of that permission; empty when free.
    """

    permission: str
    measures: tuple[MeasureView, ...]

    @property
    def ids(self) -> str:
        """The measures by name, as a list in a sentence."""
        return joined([measure.id for measure in self.measures])

    @property
    def origins(self) -> str:
        """The places whose goods the measures reach, as a list in a sentence."""
        return joined(list(dict.fromkeys(in_place(measure.origin) for measure in self.measures)))

    @property
    def partial(self) -> bool:
        """True when every measure names only some commodities."""
        return all(measure.commodities for measure in self.measures)


def treatment(run: RunView, place: str, demand_class: str) -> Treatment:
    """Return how a run's measures treat a class of users at a place."""
    reached = [
        m
        for m in run.measures
        if reaches(m.origin, m.destinations, m.classes, place, demand_class) and m.from_[:7] <= run.months[-1]
    ]
    if not reached:
        return Treatment("free", ())
    strictest = max((m.permission for m in reached), key=lambda p: _RANK.get(p, 0))
    return Treatment(strictest, tuple(m for m in reached if m.permission == strictest))


def clause(found: Treatment, *, plural: bool = True) -> str:
    """Return what the measures do to the users the sentence has just named.

    Examples
    --------
    >>> clause(Treatment("free", ()))
    'no measure of this scenario restricts their trade'
    """
    if found.permission == "free":
        return f"no measure of this scenario restricts {'their' if plural else 'its'} trade"
    goods = f"{'some of the' if found.partial else 'the'} goods from {found.origins}"
    if found.permission == "denied":
        return f"{found.ids} {'denies' if len(found.measures) == 1 else 'deny'} them {goods}"
    return f"{goods} reach them only under licence ({found.ids})"
