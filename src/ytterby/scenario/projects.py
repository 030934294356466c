"""Draws from a list of projects: which come, when, how large, how dear (conventions §11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ytterby.domain.month import Month
from ytterby.domain.project import DEVELOPMENT, Development, PipelineRules, Project, TechnologyBan
from ytterby.scenario.lead_times import RAMP_YEARS, lead_time_quantile, overrun, ramp, remaining_months

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_OWN = ("success", "schedule", "cost", "capacity")


@dataclass(frozen=True)
class ProjectDraws:
    """Projects, one possible world in each row.

    Attributes
    ----------
    projects : in the order of the columns.
    success : (draw, project) whether it comes at all.
    start : (draw, project) [mo from the start of the run] first output; below 0 before the run, infinite if never.
    capacity : (draw, project) [t/mo of contained oxide] at full output.
    cost : (draw, project) unit cost as a multiple of the 2024 price, overrun included.
    overrun : (draw, project) capital cost over the promised one, technology ban included.
    floor : (project,) guaranteed price as a multiple of the 2024 price; 0 for none.
    """

    projects: tuple[Project, ...]
    success: Bools
    start: Floats
    capacity: Floats
    cost: Floats
    overrun: Floats
    floor: Floats


@dataclass(frozen=True)
class Effects:
    """What a scenario does to projects.

    Attributes
    ----------
    ban : technology and service ban of the controlling state, or None.
    permit_delay : place -> [mo] added where permits are still to come.
    """

    ban: TechnologyBan | None = None
    permit_delay: Mapping[str, float] | None = None


NO_EFFECTS = Effects()


def columns(projects: Sequence[Project]) -> tuple[str, ...]:
    """Return the names of the uniform columns that `draw_projects` needs.

    Columns are: severity of a technology ban; the equipment factor; one factor for each place; then success, schedule,
    cost and capacity of each venture. A scenario that changes odds or adds a ban leaves them where they are.
    """
    places = dict.fromkeys(f"place:{p.place}" for p in projects)
    own = [f"{venture}/{what}" for venture in dict.fromkeys(p.venture for p in projects) for what in _OWN]
    return tuple(f"project/{name}" for name in ("ban", "equipment", *places, *own))


def draw_projects(
    projects: Sequence[Project],
    rules: PipelineRules,
    u: Floats,
    as_of: Month,
    run_start: Month,
    effects: Effects = NO_EFFECTS,
) -> ProjectDraws:
    """Draw success, start, capacity and cost of every project.

    Parameters
    ----------
    projects, rules : the list, and the odds it faces.
    u : (draw, name of `columns`) [share]
        Uniform numbers in (0, 1); the same numbers in two scenarios pair their differences.
    as_of : month in which the projects were in the stages stated.
    run_start : first month of the run.
    effects : ban and delays of a scenario.

    Returns
    -------
    ProjectDraws
        (draw, project) arrays.

    Raises
    ------
    ValueError : `u` has another number of columns, or lies outside (0, 1); rows of a venture disagree.

    Notes
    -----
    success = u < product of the odds ahead; start = max(as_of + sum of stage times ahead + permit delay, promised)
    + ban delay. The stages of one project share one schedule number: a project slow in one is slow in all, so that the
    least and the most of the whole are those of the parts.
    """
    u = _checked(u, len(columns(projects)))
    ventures = _ventures(projects)
    at = _layout(projects)
    schedule = _schedules(list(ventures.values()), rules, u, at)
    shape = (u.shape[0], len(projects))
    success, start, capacity, overran = np.zeros(shape, bool), np.full(shape, np.inf), np.zeros(shape), np.zeros(shape)
    for v, (name, first) in enumerate(ventures.items()):
        own = at[name] + np.arange(len(_OWN))
        came = u[:, own[0]] < success_odds(first, rules)
        begins = _start(first, rules, schedule[:, v], as_of, run_start, effects)
        late, dearer = _ban(first, effects.ban, begins, u[:, 0])
        over = np.ones(u.shape[0])
        if DEVELOPMENT.index(first.stage) <= DEVELOPMENT.index(Development.BUILD):
            over = overrun(u[:, own[2]], rules.overrun_median, rules.overrun_sigma)
        for j, p in enumerate(projects):
            if p.venture == name:
                success[:, j] = came
                start[:, j] = np.where(came, begins + late, np.inf)
                capacity[:, j] = lead_time_quantile(u[:, own[3]], p.low, p.capacity, p.high) / 12.0
                overran[:, j] = over * dearer
    unit = np.array([p.unit_cost for p in projects])
    cost = unit * (1.0 + rules.capital_share * (overran - 1.0))
    floor = np.array([p.floor or 0.0 for p in projects], dtype=np.float64)
    return ProjectDraws(tuple(projects), success, start, capacity, cost, overran, floor)


def success_odds(project: Project, rules: PipelineRules) -> float:
    """Odds [share] that a project comes at all: those of the stages ahead, multiplied."""
    return float(np.prod([s.odds for s in rules.ahead(project.kind, project.stage)]))


def available(draws: ProjectDraws, month: float, years: float = RAMP_YEARS) -> Floats:
    """Capacity on stream and ramped (draw, project) [t/mo], `month` months into the run."""
    since = np.where(draws.success, month - np.where(draws.success, draws.start, 0.0), 0.0)
    return draws.capacity * ramp(since, years)


def mean_supply(draws: ProjectDraws, month: float, years: float = RAMP_YEARS) -> Floats:
    """Mean over draws of `available` (project,) [t/mo]; `lead_times.expected_supply` is its closed form."""
    out: Floats = available(draws, month, years).mean(axis=0)
    return out


def _checked(u: Floats, wanted: int) -> Floats:
    u = np.asarray(u, dtype=np.float64)
    if u.ndim != 2 or u.shape[1] != wanted:
        raise ValueError(f"uniforms have shape {u.shape}; these projects need (draw, {wanted})")
    if not np.all((u > 0) & (u < 1)):
        raise ValueError("uniforms lie strictly between 0 and 1")
    return u


def _ventures(projects: Sequence[Project]) -> dict[str, Project]:
    """Return the first project of each venture; the others must share its fate."""
    out: dict[str, Project] = {}
    for p in projects:
        first = out.setdefault(p.venture, p)
        if _fate(p) != _fate(first):
            raise ValueError(f"rows of the venture {p.venture} differ in kind, place, stage, months or equipment")
    return out


def _fate(p: Project) -> tuple[object, ...]:
    return p.kind, p.place, p.stage, p.since, p.promised, p.needs_controller_equipment


def _layout(projects: Sequence[Project]) -> dict[str, int]:
    """Return the first column of each place and each venture; their names cannot collide (``place:``)."""
    places = {f"place:{p.place}": None for p in projects}
    out = {place: 2 + i for i, place in enumerate(places)}
    for i, name in enumerate(dict.fromkeys(p.venture for p in projects)):
        out[name] = 2 + len(places) + len(_OWN) * i
    return out


def _schedules(ventures: list[Project], rules: PipelineRules, u: Floats, at: Mapping[str, int]) -> Floats:
    """Correlated uniform schedules (draw, venture): z = a F_country + b F_equipment + sqrt(1 - a^2 - b^2) e."""
    from scipy.special import ndtr, ndtri

    a = rules.country_loading
    b = np.array([rules.equipment_loading if p.needs_controller_equipment else 0.0 for p in ventures])
    country = ndtri(u[:, [at[f"place:{p.place}"] for p in ventures]])
    own = ndtri(u[:, [at[p.venture] + 1 for p in ventures]])
    out: Floats = ndtr(a * country + b * ndtri(u[:, 1])[:, None] + np.sqrt(1.0 - a * a - b * b) * own)
    return out


def _start(p: Project, rules: PipelineRules, u: Floats, as_of: Month, run_start: Month, effects: Effects) -> Floats:
    """First output (draw,) [mo from the start of the run], before a technology ban."""
    promised = float(p.promised - run_start) if p.promised else -np.inf
    if p.stage is Development.OPERATING:
        return np.full(u.size, promised)
    elapsed = float(max(as_of - p.since, 0)) if p.since else 0.0
    months = np.full(u.size, float(as_of - run_start))
    for s in rules.ahead(p.kind, p.stage):
        months += remaining_months(u, s.low, s.best, s.high, elapsed if s.stage is p.stage else 0.0)
    if DEVELOPMENT.index(p.stage) <= DEVELOPMENT.index(Development.PERMITS):
        months += (effects.permit_delay or {}).get(p.place, 0.0)
    begins: Floats = np.maximum(months, promised)
    return begins


def _ban(p: Project, ban: TechnologyBan | None, start: Floats, severity: Floats) -> tuple[Floats, Floats]:
    """Delay (draw,) [mo] and factor on capital cost (draw,); one severity for all, for all seek the same substitute."""
    if ban is None or not p.needs_controller_equipment:
        return np.zeros(start.size), np.ones(start.size)
    hit = start > ban.start
    delay = lead_time_quantile(severity, ban.delay_low, ban.delay_best, ban.delay_high)
    factor = lead_time_quantile(severity, ban.cost_low, ban.cost_best, ban.cost_high)
    return np.where(hit, delay, 0.0), np.where(hit, factor, 1.0)
