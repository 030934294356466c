"""Sliders of a scenario, made from its own fields: what they stand at, how far they go, and what moving one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ytterby.domain.month import Month
from ytterby.domain.words import Stage
from ytterby.errors import BadScenario, Fault, did_you_mean
from ytterby.network.chain import load_chain
from ytterby.scenario.levers import Recycling, ThirdCountry
from ytterby.scenario.regimes import Practice
from ytterby.scenario.schema import ExtraStock, Measure, Scenario

Change = Callable[[Scenario, float], Scenario]
LATEST_START = 24
"""Months by which a control may be put off."""
SUPPLIER, STOCK, SCRAP = "page-supplier", "page-stock", "page-recycling"
"""Ids of the entries that sliders add."""
_MOVED = "assumption: moved on the page"


@dataclass(frozen=True)
class Slider:
    """One of them.

    Attributes
    ----------
    id : by which it is moved; ``page.slider.<id>`` is its label.
    path : field of the scenario it stands for.
    unit : ``share``, ``mo``, ``d`` or ``factor``.
    least, most, step, value : as the page shows it.
    marks : values worth a tick, with the key of their words.
    moved : gives the scenario with another value.
    """

    id: str
    path: str
    unit: str
    least: float
    most: float
    step: float
    value: float
    moved: Change
    marks: tuple[tuple[float, str], ...] = ()

    def told(self) -> dict[str, Any]:
        """Return what the page needs."""
        return {
            "id": self.id, "path": self.path, "label": f"page.slider.{self.id}", "unit": self.unit, "min": self.least,
            "max": self.most, "step": self.step, "value": self.value,
            "marks": [{"value": v, "label": key} for v, key in self.marks],
        }  # fmt: skip


def sliders_of(scenario: Scenario) -> tuple[Slider, ...]:
    """Return the sliders of a scenario, in the order of the page."""
    made = (_refused(scenario), _withheld(scenario), _start(scenario), _stock(scenario), _supply(scenario),
            _recycling(scenario), _leaks(scenario))  # fmt: skip
    return tuple(s for s in made if s is not None)


def with_moved(scenario: Scenario, moved: Mapping[str, float]) -> Scenario:
    """Return a scenario with some sliders moved; one that stands where it stood changes nothing.

    Raises
    ------
    BadScenario : a slider the scenario does not have, or a value beyond its ends; all at once.
    """
    known = {s.id: s for s in sliders_of(scenario)} if moved else {}
    faults = [f for id_, value in moved.items() if (f := _misfit(known, id_, value))]
    if faults:
        raise BadScenario(*faults)
    for slider in known.values():
        value = moved.get(slider.id, slider.value)
        if value != slider.value:
            scenario = slider.moved(scenario, value)
    return scenario


def _misfit(known: Mapping[str, Slider], id_: str, value: float) -> Fault | None:
    found = known.get(id_)
    if found is None:
        return Fault(f'there is no slider "{id_}"', "moved", choices=tuple(known), fix=did_you_mean(id_, list(known)))
    if not found.least <= value <= found.most:
        return Fault(f"{id_} is {value:g}", f"moved.{id_}", f"from {found.least:g} to {found.most:g}")
    return None


def _refused(scenario: Scenario) -> Slider | None:
    """Share of licences refused, by the practices that have no end."""
    at = [k for k, p in _open_practices(scenario) if p.volume is None]
    if not at:
        return None

    def moved(s: Scenario, value: float) -> Scenario:
        return _with_practices(s, at, {"approval": round(1.0 - value, 6)})

    assert scenario.levers.law is not None
    approval = min(scenario.levers.law.practice[k].approval for k in at)
    path = f"levers.law.practice[{','.join(map(str, at))}].approval"
    return Slider("licences-refused", path, "share", 0.0, 1.0, 0.05, round(1.0 - approval, 6), moved)


def _withheld(scenario: Scenario) -> Slider | None:
    """Share of the baseline flow held back, by quotas of practice, or by measures that deny; those without an end."""
    quotas = [k for k, p in _open_practices(scenario) if p.volume is not None]
    at = [k for k, m in enumerate(scenario.levers.measures) if m.until is None and m.permission != "licence"]
    if not quotas and not at:
        return None

    def moved(s: Scenario, value: float) -> Scenario:
        left = round(1.0 - value, 6)
        s = _with_practices(s, quotas, {"volume": left}) if quotas else s
        change = {"permission": "denied"} if left == 0.0 else {"permission": "quota", "volume": left}
        return _with_measures(s, dict.fromkeys(at, change))

    if at:
        m = scenario.levers.measures[at[0]]
        return Slider("held-back", f"levers.measures[{','.join(map(str, at))}].volume", "share", 0.0, 1.0, 0.05,
                      1.0 if m.permission == "denied" else round(1.0 - m.volume, 6), moved)  # fmt: skip
    assert scenario.levers.law is not None
    volume = scenario.levers.law.practice[quotas[0]].volume or 0.0
    path = f"levers.law.practice[{','.join(map(str, quotas))}].volume"
    return Slider("held-back", path, "share", 0.0, 1.0, 0.05, round(1.0 - volume, 6), moved)


def _start(scenario: Scenario) -> Slider | None:
    """Month in which the assumed measures without an end begin; else that of the practice."""
    first, most = scenario.first_month, float(min(LATEST_START, scenario.months - 1))
    days = {k: m.from_ for k, m in enumerate(scenario.levers.measures) if m.until is None}
    if days:
        begins = Month.of(min(days.values()))

        def moved(s: Scenario, value: float) -> Scenario:
            by = first + round(value) - begins
            return _with_measures(s, {k: {"from_": _later(day, by)} for k, day in days.items()})

        path, at = f"levers.measures[{','.join(map(str, days))}].from", float(begins - first)
        return Slider("control-starts", path, "mo", min(0.0, at), max(most, at), 1.0, at, moved)
    starts = _practice_starts(scenario)
    if not starts:
        return None
    began = Month.of(min(starts.values()))

    def put_off(s: Scenario, value: float) -> Scenario:
        by = first + round(value) - began
        for k, day in starts.items():
            later = _later(day, by)
            s = _with_practices(s, [k], {"from_": later if later > _first_day(first) else None})
        return s

    at = float(began - first)
    path = f"levers.law.practice[{','.join(map(str, starts))}].from"
    return Slider("control-starts", path, "mo", min(0.0, at), max(most, at), 1.0, at, put_off)


def _practice_starts(scenario: Scenario) -> dict[int, date]:
    """First day of each practice without an end, where no other practice of its rule goes before it."""
    law = scenario.levers.law
    bounded = {p.rule for p in law.practice if p.until is not None} if law else set()
    first = _first_day(scenario.first_month)
    return {k: p.from_ or first for k, p in _open_practices(scenario) if p.rule not in bounded}


def _first_day(month: Month) -> date:
    return date(month.year, month.month, 1)


def _stock(scenario: Scenario) -> Slider | None:
    """Days of use that makers in the places in focus hold beyond the baseline."""
    places = scenario.outcomes.focus
    if not places:
        return None
    mine = [s for s in scenario.levers.stocks if _is_users(s, places)]
    value = max((s.days for s in mine), default=0.0)

    def moved(s: Scenario, days: float) -> Scenario:
        others = tuple(x for x in s.levers.stocks if not _is_users(x, places))
        added = tuple(
            ExtraStock(id=f"{STOCK}-{p.lower()}", place=p, stage=Stage.USE, days=days) for p in places if days > 0
        )
        return _with_levers(s, stocks=(*others, *added))

    return Slider("buyers-stock", "levers.stocks", "d", 0.0, max(360.0, value), 5.0, value, moved)


def _is_users(stock: ExtraStock, places: tuple[str, ...]) -> bool:
    return stock.place in places and stock.stage is Stage.USE and not stock.end_uses


def _supply(scenario: Scenario) -> Slider | None:
    """Supply from outside the chain's relations, as a share of what the places in focus take."""
    known = scenario.levers.third_country
    value = max((t.share for t in known), default=0.0)

    def moved(s: Scenario, share: float) -> Scenario:
        entries = known or (_supplier(scenario),)
        scale = share / value if value else 0.0
        changed = (t.model_copy(update={"share": min(t.share * scale, 1.0) if known else share}) for t in entries)
        return _with_levers(s, third_country=tuple(changed) if share > 0 else ())

    return Slider("alternative-supply", "levers.third_country", "share", 0.0, 1.0, 0.05, value, moved)


def _supplier(scenario: Scenario) -> ThirdCountry:
    commodity = load_chain(scenario.chain).uses[0].commodities[-1]
    return ThirdCountry(
        id=SUPPLIER, source=f"{_MOVED}; three to five times the price", commodity=commodity, place="XRW",
        buyers=scenario.outcomes.focus, share=1.0, price_low=3.0, price_high=5.0,
    )  # fmt: skip


def _recycling(scenario: Scenario) -> Slider | None:
    """Scrap collected and treated in the places in focus, as a multiple of the baseline, two years from the start."""
    chain, places = load_chain(scenario.chain), scenario.outcomes.focus
    if not places or not any(p.stage is Stage.RECYCLING for p in chain.processes.values()):
        return None
    value = max((r.factor for r in scenario.levers.recycling if r.place in places), default=1.0)
    by = scenario.first_month + 24

    def moved(s: Scenario, factor: float) -> Scenario:
        others = tuple(r for r in s.levers.recycling if r.place not in places)
        added = tuple(
            Recycling(id=f"{SCRAP}-{p.lower()}", source=_MOVED, place=p, by=date(by.year, by.month, 1), factor=factor)
            for p in places
            if factor != 1.0
        )
        return _with_levers(s, recycling=(*others, *added))

    return Slider("recycling", "levers.recycling", "factor", 1.0, max(5.0, value), 0.25, value, moved)


def _leaks(scenario: Scenario) -> Slider:
    """Share of barred lots that moves in breach."""

    def moved(s: Scenario, share: float) -> Scenario:
        return s.model_copy(update={"uncertainties": s.uncertainties.model_copy(update={"leakage": share})})

    value = scenario.uncertainties.leakage
    return Slider("leaks", "uncertainties.leakage", "share", 0.0, max(0.5, value), 0.01, value, moved)


def _open_practices(scenario: Scenario) -> Iterator[tuple[int, Practice]]:
    law = scenario.levers.law
    return ((k, p) for k, p in enumerate(law.practice if law else ()) if p.until is None)


def _with_practices(scenario: Scenario, at: list[int], change: Mapping[str, Any]) -> Scenario:
    law = scenario.levers.law
    assert law is not None
    practice = tuple(p.model_copy(update=change) if k in at else p for k, p in enumerate(law.practice))
    return _with_levers(scenario, law=law.model_copy(update={"practice": practice}))


def _with_measures(scenario: Scenario, changes: Mapping[int, Mapping[str, Any]]) -> Scenario:
    measures: tuple[Measure, ...] = tuple(
        m.model_copy(update=changes[k]) if k in changes else m for k, m in enumerate(scenario.levers.measures)
    )
    return _with_levers(scenario, measures=measures)


def _with_levers(scenario: Scenario, **change: Any) -> Scenario:  # noqa: ANN401 - fields of the levers
    return scenario.model_copy(update={"levers": scenario.levers.model_copy(update=change)})


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    month = Month.of(day) + months
    after = month + 1
    last = date(after.year, after.month, 1) - timedelta(days=1)
    return date(month.year, month.month, min(day.day, last.day))
