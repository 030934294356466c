"""The page without a server: a run and a grid of slider positions as one object, inlined into a single file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any

from ytterby.preview import Ground, central, ground_of
from ytterby.scenario.schema import Scenario
from ytterby.web.sliders import Slider, sliders_of, with_moved

Row = dict[str, Any]
Moved = Mapping[str, float]
STEPS, CORNERS = 5, 2
"""Positions of a slider moved alone; ends of two sliders moved together."""
LEAST_FLOW = 0.0005
"""Share of the largest flow: smaller ones are thinner than a line can be drawn, and are left out of a position."""
BANDS = ("p05", "p50", "p95")
WHOLE = ("fill_rate", "price_ratio", "embodied")
"""Long lists that go in as rows of numbers, or not at all: no screen of a single file shows them."""


def report_data(
    told: Mapping[str, Any], scenario: Scenario, lang: str, shown: Callable[[Row], Row],
    tell: Callable[[int, int], None],
) -> Row:  # fmt: skip
    """Return what the page shows when it is opened from a file.

    Parameters
    ----------
    told : the run as it is shown.
    scenario : its question.
    lang : language the page opens in.
    shown : marks and masks an object before it goes in.
    tell : told (done, all) as positions are finished.

    Returns
    -------
    Object of the page's report mode: `run`, `sliders`, and `grid` with the central future at each position.
    """
    sliders = sliders_of(scenario)
    ground, months = ground_of(scenario), len(told["months"])
    positions = list(positions_of(sliders))
    points = []
    for done, moved in enumerate(positions, 1):
        points.append({"moved": dict(moved), "run": shown(_point(ground, with_moved(scenario, moved), months))})
        tell(done, len(positions))
    rows = [s.told() for s in sliders]
    return {
        "mode": "report", "lang": lang, "sliders": rows, "run": compact(told),
        "grid": {"sliders": [{"id": s.id, "values": list(values_of(s))} for s in sliders], "points": points},
    }  # fmt: skip


def positions_of(sliders: tuple[Slider, ...]) -> Iterator[Moved]:
    """Yield positions: each slider alone through its range, then each pair of the first three at their ends."""
    for slider in sliders:
        yield from ({slider.id: value} for value in values_of(slider) if value != slider.value)
    for one, other in combinations(sliders[: CORNERS + 1], 2):
        ends = [[v for v in (s.least, s.most) if v != s.value] for s in (one, other)]
        yield from ({one.id: a, other.id: b} for a, b in product(*ends))


def values_of(slider: Slider) -> tuple[float, ...]:
    """Return the values of a slider that are worked out beforehand, its own among them."""
    width = slider.most - slider.least
    found = {slider.least + round(width * k / (STEPS - 1) / slider.step) * slider.step for k in range(STEPS)}
    return tuple(sorted({round(min(v, slider.most), 6) for v in found} | {slider.value}))


def compact(run: Mapping[str, Any]) -> Row:
    """Return a run as `columned`, its numbers no finer than a screen can show."""
    told = columned(run)
    fill = [{**use, **{name: _rounded(use[name]) for name in BANDS}} for use in told["fill"]]
    return {**told, "fill": fill, "flows": [_shorter(flow) for flow in told["flows"]]}


def columned(run: Mapping[str, Any]) -> Row:
    """Return a run with its demand met as one row of numbers for each end use, and without its longest lists."""
    return {**{k: v for k, v in run.items() if k not in WHOLE}, "fill": columns_of(run["fill_rate"])}


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Demand met, one row of numbers for each end use."""
    uses: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        key = (row["place"], row["end_use"], row["class"])
        use = uses.get(key)
        if use is None:
            use = uses[key] = {**dict(zip(("place", "end_use", "class"), key, strict=True)), **{b: [] for b in BANDS}}
        for name in BANDS:
            use[name].append(row[name])
    return list(uses.values())


def _rounded(values: Sequence[float | None]) -> list[float | None]:
    return [None if v is None else round(v, 5) for v in values]


def _point(ground: Ground, scenario: Scenario, months: int) -> Row:
    """What a position changes: demand met, first months short, what is not delivered, flows."""
    run = central(ground, scenario, months)
    focus = set(scenario.outcomes.focus)
    mine: Row = {
        key: [row for row in run[key] if not focus or row["place"] in focus]
        for key in ("fill_rate", "first_short", "undelivered_t")
    }
    largest = [max(f["before_t_mo"], *f["mean_t_mo"]) for f in run["flows"]]
    least = LEAST_FLOW * max(largest, default=0.0)
    flows = [f for f, size in zip(run["flows"], largest, strict=True) if size >= least]
    return compact({**mine, "flows": flows, "draws": 1, "preview": True})


def _shorter(flow: Mapping[str, Any]) -> Row:
    """A flow to three digits: as much as a band on a screen can show."""
    digits = [float(f"{value:.3g}") for value in flow["mean_t_mo"]]
    return {**flow, "before_t_mo": float(f"{flow['before_t_mo']:.4g}"), "mean_t_mo": digits}
