"""Figures of what can be made and kept: projects, third countries, recycling, stockpiles, outages and surges."""

from __future__ import annotations

from mechanisms.chart import BLUE, GREEN, GREY, ORANGE, Figure, Line, Mark, Panel
from mechanisms.world import World, measure

FORCE = (Mark(6, "in force"),)
HALF = {"measures": [measure(permission="quota", volume=0.5)]}


def projects(world: World) -> Figure:
    """The pipeline with and without a technology ban, and through a collapse of prices."""
    pipeline = {"projects": "bundled"}
    runs = [
        ("no projects", world.run(HALF, months=96), GREY),
        ("bundled list", world.run(HALF | {"pipeline": pipeline}, months=96), BLUE),
        ("technology ban", world.run(HALF | {"pipeline": pipeline | {"technology_ban": True}}, months=96), ORANGE),
    ]
    slump = {
        "id": "slump",
        "source": "assumption",
        "end_use": "all",
        "share": -0.35,
        "from": "2028-01-01",
        "until": "2030-12-31",
    }
    fall = world.run({"pipeline": pipeline}, {"surges": [slump]}, months=96)
    calm = world.run({"pipeline": pipeline}, months=96)
    return Figure(
        "projects",
        "Left, switched: projects and a technology ban, under a quota of half. Right, switched: demand down"
        " by 35 % in 2028 to 2030, no quota: projects stop where price and floor are below their cost.",
        (
            Panel(
                "Outside China: demand met",
                "share of demand",
                [Line(n, r.fill(outside=True), c) for n, r, c in runs],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Oxide from new plants",
                "t of oxide a month",
                [
                    Line("calm", calm.flow("oxide", new=True), GREY, band=True),
                    Line("slump", fall.flow("oxide", new=True), ORANGE),
                ],
                marks=(Mark(24, "slump"), Mark(60, "over")),
            ),
        ),
    )


def third_country(world: World) -> Figure:
    """Supply from elsewhere at three to five times the price."""

    def offered(quality: float) -> dict[str, object]:
        site = {
            "id": "elsewhere",
            "source": "assumption",
            "commodity": "magnet/ndfeb",
            "place": "XRW",
            "buyers": ["JPN"],
            "share": 0.3,
            "price_low": 3.0,
            "price_high": 5.0,
            "quality": quality,
            "ready_months": 9.0,
        }
        return {"third_country": [site]}

    runs = [
        ("none", world.run(HALF), GREY),
        ("all usable", world.run(HALF | offered(1.0)), GREEN),
        ("70 % usable", world.run(HALF | offered(0.7)), BLUE),
        ("no quota", world.run(offered(0.7)), ORANGE),
    ]
    return Figure(
        "third-country",
        "Switched: magnets from a third country for Japan: 30 % of its intake, at 3 to 5 times the price by"
        " draw, ready in October 2026; a quota of half on all that leaves China from July 2026 (“no quota”: it does"
        " not pay). Means of draws.",
        (
            Panel(
                "Magnets from the third country",
                "t of oxide equivalent a month",
                [Line(n, r.flow("magnet", new=True).mean(axis=0), c) for n, r, c in runs[1:]],
                marks=FORCE,
            ),
            Panel(
                "Japan, civil: demand met",
                "share of demand",
                [Line(n, r.fill("JPN", cls="civil").mean(axis=0), c) for n, r, c in runs[:3]],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
        ),
    )


def recycling(world: World) -> Figure:
    """Collection and treatment grown fivefold in Japan."""
    more = {"id": "more", "source": "assumption", "place": "JPN", "by": "2029-01-01", "factor": 5.0}
    off, on = world.run(HALF, months=60), world.run(HALF | {"recycling": [more]}, months=60)
    return Figure(
        "recycling",
        "Switched: collection and treatment of scrap in Japan grow to five times the baseline by January "
        "2029, under a quota of half on all that leaves China.",
        (
            Panel(
                "Oxide from scrap in Japan",
                "t of oxide a month",
                [
                    Line("as it is", off.flow("oxide", "JPN", maker="recycling"), GREY),
                    Line("grown", on.flow("oxide", "JPN", maker="recycling"), BLUE, band=True),
                ],
                marks=FORCE,
            ),
            Panel(
                "Magnets made in Japan",
                "t of oxide equivalent a month",
                [
                    Line("as it is", off.flow("magnet", "JPN"), GREY),
                    Line("grown", on.flow("magnet", "JPN"), BLUE, band=True),
                ],
                marks=FORCE,
            ),
        ),
    )


def stockpiles(world: World) -> Figure:
    """The same days of stock at different stages, and in different hands."""

    def reserve(stage: str, holder: str, decision: float = 2.0) -> dict[str, object]:
        held = {
            "id": "held",
            "source": "assumption",
            "place": "JPN",
            "stage": stage,
            "days": "90 d",
            "holder": holder,
            "decision_months": decision,
        }
        return {"reserves": [held]}

    ban = {"measures": [measure(destinations=["JPN"])]}
    none = world.run(ban).fill("JPN", cls="civil")
    by_stage = [
        (n, world.run(ban | reserve(s, "firm")).fill("JPN", cls="civil"), c)
        for n, s, c in (("oxide at metal makers", "metal", GREEN), ("magnets at first use", "first-use", BLUE))
    ]
    soon, late = (world.run(ban | reserve("first-use", "state", m)).fill("JPN", cls="civil") for m in (2.0, 9.0))
    return Figure(
        "stockpiles",
        "Switched: 90 days of use in store in Japan when nothing leaves China for Japan from July 2026: by "
        "stage (held by firms), and by holder (a state decides two or nine months after the first measure).",
        (
            Panel(
                "Japan, civil: demand met, by stage",
                "share of demand",
                [Line("none", none, GREY), *(Line(n, v, c) for n, v, c in by_stage)],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
            Panel(
                "Japan, civil: demand met, by holder",
                "share of demand",
                [
                    Line("none", none, GREY),
                    Line("firms", by_stage[1][1], BLUE),
                    Line("state, 2 months", soon, GREEN, dashed=True),
                    Line("state, 9 months", late, ORANGE),
                ],
                marks=FORCE,
                top=1.0,
                percent=True,
            ),
        ),
    )


def outages(world: World) -> Figure:
    """A separation plant that stops for half a year, and a demand that jumps for a year."""
    out = {
        "id": "flood",
        "source": "assumption",
        "place": "MYS",
        "stage": "separation",
        "share": 1.0,
        "from": "2026-07-01",
        "until": "2026-12-31",
    }
    jump = {
        "id": "cars",
        "source": "assumption",
        "end_use": "ev-traction",
        "share": 0.3,
        "from": "2026-07-01",
        "until": "2027-06-30",
    }
    calm, flood, surge = world.run(), world.run({}, {"outages": [out]}), world.run({}, {"surges": [jump]})
    return Figure(
        "outages-and-surges",
        "Left, switched: separation in Malaysia stops for six months. Right, switched: demand for car "
        "drives is 30 % higher everywhere for a year.",
        (
            Panel(
                "Price of oxide outside China",
                "multiple of the baseline",
                [
                    Line("calm", calm.prices("oxide/ndpr"), GREY),
                    Line("NdPr, outage", flood.prices("oxide/ndpr"), BLUE, band=True),
                ],
                marks=(Mark(6, "stops"), Mark(12, "runs")),
            ),
            Panel(
                "Magnets made, all places",
                "t of oxide equivalent a month",
                [
                    Line("calm", calm.flow("magnet"), GREY),
                    Line("surge", surge.flow("magnet"), ORANGE, band=True),
                ],
                marks=(Mark(6, "surge"), Mark(18, "over")),
            ),
        ),
    )
