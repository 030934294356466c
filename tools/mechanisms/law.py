"""Figures of what states decide: labels, reach of a rule, licences, quotas, tariffs, corridors."""

from __future__ import annotations

import numpy as np

from mechanisms.chart import BLUE, GREEN, GREY, ORANGE, PURPLE, Figure, Line, Mark, Panel, month_of
from mechanisms.world import World, measure
from ytterby.simulation.kernel.month import draw_of
from ytterby.simulation.kernel.steady import settle_labels

HEAVY = ["oxide/dytb", "metal/dytb", "magnet/ndfeb-dy"]
FORCE = (Mark(6, "in force"),)


def labels(world: World) -> Figure:
    """The content rule at .001 in both readings, and without it; and where the two readings part."""
    ban = {"measures": [measure(classes=["defence"], destinations=["JPN"], reach="deliveries")]}
    runs = {
        "no content rule": world.run(ban, {"content_threshold": 1.0}),
        "0.1 %, at every level": world.run(ban, {"content_reading": "cascade"}),
        "0.1 %, once": world.run(ban, {"content_reading": "once"}),
    }
    fill = [r.fill("JPN", cls="defence") for r in runs.values()]
    thresholds = np.array([10 ** (k / 8) for k in range(-24, 1)])
    free = {
        reading: np.array([_free_magnets(world, t, reading) for t in thresholds]) for reading in ("cascade", "once")
    }
    return Figure(
        "labels",
        "Switched: the content rule. Nothing that carries the label may be delivered to Japan's defence "
        "users from July 2026. Right: share of magnets made outside China that stay free of the label, mean"
        " of 64 draws.",
        (
            Panel(
                "Japan, defence: demand met",
                "share of demand",
                [
                    Line("no content rule", fill[0], GREY),
                    Line("0.1 %, every level", fill[1], BLUE, band=True),
                    Line("0.1 %, once", fill[2], ORANGE, dashed=True),
                ],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Magnets made elsewhere that stay free",
                "share",
                [
                    Line("every level", free["cascade"], BLUE),
                    Line("once", free["once"], ORANGE, dashed=True),
                ],
                x=thresholds,
                x_name="threshold, share of value",
                top=1.0,
                percent=True,
                marks=(Mark(-3.0, "0.1 %"),),
            ),
        ),
    )


def _free_magnets(world: World, threshold: float, reading: str) -> float:
    network, p = world.prepared({}, {"content_reading": reading}, 1, "2026-01")
    made, free = 0.0, 0.0
    for d in range(0, network.n_draws, 4):
        draw = draw_of(p.draws, d)
        settle_labels(p.topology, draw, threshold)
        for o, offer in enumerate(network.offers):
            if offer.commodity.startswith("magnet") and offer.place != "CHN":
                output = network.activity[d, offer.site] * network.yields[d, o]
                made, free = made + output, free + output * draw.free_share[o]
    return free / made


def permissions(world: World) -> Figure:
    """One ban on military users, read three ways."""
    lines = []
    for reach, colour in (("exports", GREY), ("deliveries", BLUE), ("use", ORANGE)):
        run = world.run({"measures": [measure(classes=["defence"], reach=reach)]})
        lines.append((run.fill("JPN", cls="defence"), run.fill("USA", cls="defence"), reach, colour))
    return Figure(
        "permissions",
        "Switched: how far one and the same ban on military users reaches: goods leaving China; also "
        "deliveries of anything that carries its label; also what lies in the users' own stores.",
        (
            Panel(
                "Japan, defence: demand met",
                "share of demand",
                [Line(r, j, c) for j, _, r, c in lines],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "United States, defence: demand met",
                "share of demand",
                [Line(r, u, c) for _, u, r, c in lines],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
        ),
    )


def licences(world: World) -> Figure:
    """The licence regime of April 2025: trough, restart, level."""
    start = "2024-10"

    def regime(approval: float) -> dict[str, object]:
        rule = measure(permission="licence", commodities=HEAVY, approval=approval, from_="2025-04-04")
        return {"measures": [rule]}

    off, full, part = (world.run(x, months=30, start=start) for x in ({}, regime(1.0), regime(0.6)))
    marks = (Mark(month_of("2025-04-04", start), "in force"),)
    restart = (*marks, Mark(month_of("2025-06-11", start), "45 working days"))
    out = [r.flow("magnet/ndfeb-dy", "CHN", "!CHN") for r in (off, full, part)]
    cars = [r.fill("EUU", "ev-traction") for r in (off, full, part)]
    names, colours = ("free", "licence, all approved", "60 % approved"), (GREY, BLUE, ORANGE)
    return Figure(
        "licences",
        "Switched: a licence regime on goods with dysprosium or terbium from 4 April 2025; applications are"
        " decided after 45 working days and a tail of three weeks in the mean.",
        (
            Panel(
                "China's exports of magnets with Dy, Tb",
                "t of oxide equivalent a month",
                [Line(n, v, c, band=c == BLUE) for n, v, c in zip(names, out, colours, strict=True)],
                start=start,
                marks=restart,
            ),
            Panel(
                "European Union, car drives: demand met",
                "share of demand",
                [Line(n, v, c) for n, v, c in zip(names, cars, colours, strict=True)],
                start=start,
                marks=marks,
                top=1.0,
                percent=True,
            ),
        ),
    )


def quotas(world: World) -> Figure:
    """Export quotas of several sizes, and a duty of 100 %."""
    volumes = ((1.0, GREY), (0.75, GREEN), (0.5, BLUE), (0.25, ORANGE))
    runs = [world.run({"measures": [measure(permission="quota", volume=v)]}) for v, _ in volumes]
    return Figure(
        "quotas",
        "Switched: a quota on everything that leaves China from July 2026, as a share of "
        "the baseline flow of each relation.",
        (
            Panel(
                "Magnets leaving China",
                "t of oxide equivalent a month",
                [
                    Line(f"quota {v:.0%}", r.flow("magnet", "CHN", "!CHN"), c)
                    for r, (v, c) in zip(runs, volumes, strict=True)
                ],
                marks=FORCE,
            ),
            Panel(
                "Outside China: demand met",
                "share of demand",
                [Line(f"quota {v:.0%}", r.fill(outside=True), c) for r, (v, c) in zip(runs, volumes, strict=True)],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
        ),
    )


def tariffs(world: World) -> Figure:
    """A duty of 100 % on what the United States buys from China."""
    duty = {
        "id": "duty",
        "source": "assumption",
        "importer": "USA",
        "origins": ["CHN"],
        "from": "2026-07-01",
        "rate": 1.0,
    }
    off, on = world.run(), world.run({"tariffs": [duty]})
    return Figure(
        "tariffs",
        "Switched: a duty of 100 % on what the United States buys from China, from July 2026. A relation "
        "can grow by half before new qualification, so little else is to be had.",
        (
            Panel(
                "Magnets to the United States",
                "t of oxide equivalent a month",
                [
                    Line("China, no duty", off.flow("magnet", "CHN", "USA"), GREY),
                    Line("China, duty", on.flow("magnet", "CHN", "USA"), BLUE),
                ],
                marks=FORCE,
            ),
            Panel(
                "Magnets from all others",
                "t of oxide equivalent a month",
                [
                    Line("no duty", off.flow("magnet", "!CHN", "USA"), GREY),
                    Line("duty", on.flow("magnet", "!CHN", "USA"), BLUE, band=True),
                ],
                marks=FORCE,
            ),
        ),
    )


def corridors(world: World) -> Figure:
    """The crossings from Myanmar to China closed for a year."""
    shut = {
        "id": "border",
        "transit": "myanmar-china-border",
        "from": "2026-07-01",
        "until": "2027-06-30",
        "source": "assumption",
    }
    off, on = world.run(), world.run({"closures": [shut]})
    marks = (Mark(6, "closes"), Mark(18, "opens"))
    return Figure(
        "corridors",
        "Switched: the crossings from Myanmar to China, closed for a year; the detour "
        "through Laos takes a tenth of the flow.",
        (
            Panel(
                "Feed from Myanmar to China",
                "t of oxide equivalent a month",
                [
                    Line("open", off.flow("feed", "MMR"), GREY),
                    Line("closed", on.flow("feed", "MMR"), BLUE, band=True),
                ],
                marks=marks,
            ),
            Panel(
                "Price of dysprosium and terbium oxide",
                "multiple of the baseline",
                [
                    Line("open", off.prices("oxide/dytb", inside=True), GREY),
                    Line("closed, in China", on.prices("oxide/dytb", inside=True), ORANGE),
                    Line("closed, elsewhere", on.prices("oxide/dytb"), PURPLE),
                ],
                marks=marks,
            ),
        ),
    )
