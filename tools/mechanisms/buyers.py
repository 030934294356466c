"""Figures of what buyers do: warning, price, demand, substitution, priority, allocation, budgets, programmes."""

from __future__ import annotations

import numpy as np

from mechanisms.chart import BLUE, GREEN, GREY, ORANGE, Figure, Line, Mark, Panel
from mechanisms.world import World, course, measure, scalar
from ytterby.outcomes.delivery import months_behind, usable
from ytterby.simulation.coordinated import compare_allocation
from ytterby.simulation.prepare import Prepared

FORCE = (Mark(6, "in force"),)
E_LONG = 6
HALF = {"measures": [measure(permission="quota", volume=0.5)]}
HALF_A_WHILE = {"measures": [measure(permission="quota", volume=0.5, until="2027-12-31")]}


def hoarding(world: World) -> Figure:
    """A ban with and without a warning four months before, and a warning that no ban follows."""
    start, ban = "2025-07", {"measures": [measure(from_="2026-03-01")]}
    event = {"date": "2025-11-01", "strength": 1.0, "origin": "CHN", "source": "assumption", "standing": "assumption"}
    warned = {"warnings": [event]}
    runs = [world.run(ban, None, 30, start), world.run(ban, warned, 30, start), world.run({}, warned, 30, start)]
    names, colours = ("ban, no warning", "ban after a warning", "warning, no ban"), (GREY, BLUE, ORANGE)
    marks = (Mark(4, "warning"), Mark(8, "ban"))
    out, met = [r.flow("magnet", "CHN", "!CHN") for r in runs], [r.fill("JPN", "ev-traction") for r in runs]
    return Figure(
        "hoarding",
        "Switched: a warning of full strength in November 2025, four months before nothing leaves China any"
        " more (or before nothing happens).",
        (
            Panel(
                "Magnets leaving China",
                "t of oxide equivalent a month",
                [Line(n, v, c, dashed=c == ORANGE) for n, v, c in zip(names, out, colours, strict=True)],
                start=start,
                marks=marks,
            ),
            Panel(
                "Japan, car drives: demand met",
                "share of demand",
                [Line(n, v, c, dashed=c == ORANGE) for n, v, c in zip(names, met, colours, strict=True)],
                start=start,
                marks=marks,
                top=1.0,
                percent=True,
            ),
        ),
    )


def prices(world: World) -> Figure:
    """Two zones under a limit on exports, and no prices at all."""
    run = world.run(HALF_A_WHILE)
    off = world.run()
    marks = (Mark(6, "quota 50 %"), Mark(24, "lifted"))
    panels = [
        Panel(title, "multiple of the baseline", [
            Line("no quota", off.prices(c), GREY), Line("outside China", run.prices(c), ORANGE, band=True),
            Line("inside", run.prices(c, inside=True), BLUE, band=True),
        ], marks=marks, log=True, top=40.0)
        for c, title in (("magnet/ndfeb", "Price of magnets without Dy, Tb"), ("oxide/dytb", "Price of Dy, Tb oxide"))
    ]  # fmt: skip
    return Figure(
        "prices",
        "Switched: a quota of half on all that leaves China, July 2026 to December 2027: one market becomes two zones.",
        panels,
    )


def demand(world: World) -> Figure:
    """Demand that answers the price, and demand that does not."""
    rigid, moves = (world.run(HALF_A_WHILE, edit=e) for e in (scalar(E_LONG, 0.0), None))
    marks = (Mark(6, "quota 50 %"), Mark(24, "lifted"))
    return Figure(
        "demand",
        "Switched: the answer of final demand to price (long-run elasticity 0, or .2 to .6 by draw), under "
        "a quota of half on all that leaves China. Substitution is on in both.",
        (
            Panel(
                "Price of magnets outside China",
                "multiple of the baseline",
                [
                    Line("no answer", rigid.prices("magnet/ndfeb"), GREY),
                    Line("demand answers", moves.prices("magnet/ndfeb"), BLUE),
                ],
                marks=marks,
            ),
            Panel(
                "Outside China: demand met",
                "share of demand before price",
                [
                    Line("no answer", rigid.fill(outside=True), GREY),
                    Line("demand answers", moves.fill(outside=True), BLUE),
                ],
                marks=marks,
                top=1.0,
                percent=True,
            ),
        ),
    )


def substitution(world: World) -> Figure:
    """Other designs take over part of a use while it is short, and stay for a while."""

    def none(p: Prepared) -> Prepared:
        return course(substitutable=np.zeros_like(p.course.substitutable))(p)

    fixed = [world.run(HALF_A_WHILE, edit=e, months=60) for e in (none, None)]
    marks = (Mark(6, "quota 50 %"), Mark(24, "lifted"))
    return Figure(
        "substitution",
        "Switched: other designs may take over up to 10 to 40 % of a civil use (none of defence) under a "
        "quota of half for 18 months; once adopted they are given up four times as slowly.",
        (
            Panel(
                "Price of magnets outside China",
                "multiple of the baseline",
                [
                    Line("no substitution", fixed[0].prices("magnet/ndfeb"), GREY),
                    Line("substitution", fixed[1].prices("magnet/ndfeb"), BLUE),
                ],
                marks=marks,
            ),
            Panel(
                "Magnets used outside China",
                "share of demand before",
                [
                    Line("no substitution", fixed[0].fill(outside=True), GREY),
                    Line("substitution", fixed[1].fill(outside=True), BLUE),
                ],
                marks=marks,
                top=1.0,
                percent=True,
            ),
        ),
    )


def priority(world: World) -> Figure:
    """Ranks where suppliers cannot serve all."""
    stop = {"measures": [measure()]}
    arrangements = (
        ("none", [], GREY),
        ("rated orders", ["us-dpas"], GREEN),
        ("and SOSA", ["us-dpas", "sosa-us-jpn"], BLUE),
    )
    runs = [(n, world.run(stop | {"arrangements": a}), c) for n, a, c in arrangements]
    return Figure(
        "priority",
        "Switched: priority arrangements when nothing leaves China from July 2026. Ranks bind suppliers in "
        "the member places, which deliver a few per cent of what the United States' magnet users need: the gain is of "
        "that size. Means of draws.",
        (
            Panel(
                "United States, defence: demand met",
                "share of demand",
                [Line(n, r.fill("USA", cls="defence").mean(axis=0), c) for n, r, c in runs],
                marks=FORCE,
                percent=True,
            ),
            Panel(
                "United States, civil: demand met",
                "share of demand",
                [Line(n, r.fill("USA", cls="civil").mean(axis=0), c) for n, r, c in runs],
                marks=FORCE,
                percent=True,
            ),
        ),
    )


def trusted_buyers(world: World) -> Figure:
    """A market of trusted buyers: members are served before others by members' suppliers."""
    off, on = world.run(HALF), world.run(HALF | {"arrangements": ["trusted-buyers"]})
    members = "JPN USA AUS KOR IND EUU DEU FRA EST"
    return Figure(
        "trusted-buyers",
        "Switched: a trusted-buyer market (Japan, United States, European Union, Korea, Australia, India) "
        "under a quota of half on all that leaves China.",
        (
            Panel(
                "Members: demand met",
                "share of demand",
                [
                    Line("no such market", off.fill(members), GREY),
                    Line("market", on.fill(members), BLUE),
                ],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Rest of world: demand met",
                "share of demand",
                [
                    Line("no such market", off.fill("XRW"), GREY),
                    Line("market", on.fill("XRW"), BLUE),
                ],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
        ),
    )


def allocation(world: World) -> Figure:
    """Rationing in rounds against a program that sees everything."""
    _, p = world.prepared(HALF, {}, 24, "2026-01")
    found = [compare_allocation(p, 24, d) for d in range(0, 8)]
    rationed, coordinated = (np.array([getattr(f, n) for f in found]) for n in ("rationed", "coordinated"))
    gap = np.cumsum(coordinated - rationed, axis=1) / np.arange(1, 25)
    return Figure(
        "allocation",
        "Switched: who shares what there is, under a quota of half on all that leaves China: suppliers in "
        "proportion to the baseline, or one program with the least weighted shortage each step. Eight "
        "draws.",
        (
            Panel(
                "All final uses: demand met",
                "share of demand",
                [
                    Line("rationed", rationed, GREY),
                    Line("coordinated", coordinated, BLUE),
                ],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Cost of not coordinating, to date",
                "share of demand to date",
                [Line("mean gap", gap, BLUE, band=True)],
                marks=FORCE,
                percent=True,
            ),
        ),
    )


def budget(world: World) -> Figure:
    """A fixed budget buys less of what got dearer."""
    lines = []
    for share, colour in ((0.0, GREY), (0.01, GREEN), (0.1, BLUE), (0.5, ORANGE)):

        def edit(p: Prepared, share: float = share) -> Prepared:
            return course(budget=np.where(p.course.budget > 0, share, 0.0))(p)

        run = world.run({"measures": [measure(permission="quota", volume=0.75)]}, edit=edit)
        lines.append((f"{share:.0%} of the budget", run, colour))
    return Figure(
        "budget",
        "Switched: the share of a fixed defence budget that the material takes (bundled value: 1 %), under "
        "a quota of three quarters on all that leaves China.",
        (
            Panel(
                "Outside China, defence: demand met",
                "share of demand",
                [Line(n, r.fill(cls="defence", outside=True), c) for n, r, c in lines],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Price of magnets with Dy, Tb outside China",
                "multiple of the baseline",
                [Line(n, r.prices("magnet/ndfeb-dy"), c) for n, r, c in lines[1:2]],
                marks=FORCE,
            ),
        ),
    )


def programmes(world: World) -> Figure:
    """A programme that must requalify what comes from another source."""
    run = world.run({"measures": [measure(classes=["defence"], destinations=["JPN"], reach="deliveries")]}, months=60)
    fill = np.clip(run.fill("JPN", cls="defence"), 0.0, 1.0)
    barred = np.zeros(fill.shape, dtype=bool)
    barred[:, 6:] = True
    months = np.full(fill.shape[0], 12.0)
    built = usable(fill, barred, 0.95, months)
    plan = np.ones(fill.shape[1])
    return Figure(
        "programmes",
        "Switched: requalification of 12 months for a programme of Japan's defence, of which deliveries "
        "that carry China's label are barred from July 2026.",
        (
            Panel(
                "Units delivered",
                "share of plan",
                [Line("no requalification", fill, GREY), Line("12 months", built, BLUE)],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Behind plan",
                "months",
                [
                    Line("no requalification", months_behind(plan, fill), GREY),
                    Line("12 months", months_behind(plan, built), BLUE),
                ],
                marks=FORCE,
            ),
        ),
    )
