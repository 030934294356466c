"""The figures: flows against what came, origins of Japan's imports, losses of both sides over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from mechanisms.chart import BLUE, FONT, GREY, ORANGE

from ytterby.assessment.backtests.episodes import episodes
from ytterby.assessment.backtests.history import outcome_shares, outcomes_after
from ytterby.assessment.backtests.origins import BUYER, CODES, forecast, past_of
from ytterby.assessment.backtests.trade import known_of
from ytterby.assessment.futures import behaviour_draws, futures_of
from ytterby.report.figures.svg import element, points

WIDTH, PANEL, TOP, LEFT, GAP, FOOT = 760.0, 190.0, 30.0, 46.0, 58.0, 40.0
SHOWN = ("gallium-2023", "germanium-2023", "antimony-2024", "heavy-rare-earths-2025")


@dataclass(frozen=True)
class Curve:
    """A line with a band, or dots, over x."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    colour: str
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    dots: bool = False


@dataclass(frozen=True)
class Panel:
    """One set of axes; `labels` are words at places of x."""

    title: str
    curves: tuple[Curve, ...]
    labels: dict[float, str]
    top: float
    unit: str = ""


@dataclass(frozen=True)
class Sheet:
    """Panels, two in a row."""

    caption: str
    panels: tuple[Panel, ...]

    def save(self, path: Path) -> None:
        """Write the drawing."""
        rows = (len(self.panels) + 1) // 2
        width = (WIDTH - LEFT - GAP) / 2 - 6
        parts = [
            part
            for k, panel in enumerate(self.panels)
            for part in drawn(panel, LEFT + (k % 2) * (width + GAP), TOP + (k // 2) * (PANEL + TOP + FOOT), width)
        ]
        height = rows * (PANEL + TOP + FOOT) + 34
        svg = element(
            "svg", element("title", self.caption), element("rect", width=WIDTH, height=height, fill="#ffffff"), *parts,
            word(self.caption, 10, height - 12, GREY, "start", 11.5),
            xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH:.0f} {height:.0f}", width=int(WIDTH),
            height=int(height), role="img", font_family=FONT,
        )  # fmt: skip
        path.write_text(f"{svg}\n", "utf-8")


def word(text: str, x: float, y: float, colour: str, anchor: str = "start", size: float = 11.0) -> Any:
    return element("text", text, x=round(x, 1), y=round(y, 1), font_size=size, fill=colour, text_anchor=anchor)


def drawn(panel: Panel, left: float, top: float, width: float) -> list[Any]:
    """Lay out one panel."""
    xs = [x for c in panel.curves for x in c.x]
    first, last = min(xs), max(xs)

    def at(x: float, y: float) -> tuple[float, float]:
        share = min(max(y / panel.top, 0.0), 1.03)
        return round(left + width * (x - first) / max(last - first, 1e-9), 1), round(top + PANEL * (1 - share), 1)

    parts = [word(panel.title, left - 36, top - 12, "#222222", size=12.5)]
    for share in (0.0, 0.5, 1.0):
        y = at(first, share * panel.top)[1]
        parts.append(element("line", x1=left, x2=left + width, y1=y, y2=y, stroke="#dddddd"))
        parts.append(word(f"{share * panel.top:g}{panel.unit}", left - 5, y + 4, GREY, "end"))
    parts += [word(text, at(x, 0)[0], top + PANEL + 16, GREY, "middle") for x, text in panel.labels.items()]
    for k, c in enumerate(panel.curves):
        if c.low:
            ring = [at(x, y) for x, y in zip(c.x, c.high, strict=True)]
            ring += [at(x, y) for x, y in reversed(list(zip(c.x, c.low, strict=True)))]
            parts.append(element("polygon", points=points(ring), fill=c.colour, fill_opacity=0.16))
        line = [at(x, y) for x, y in zip(c.x, c.y, strict=True)]
        if c.dots:
            parts += [element("circle", cx=x, cy=y, r=3.4, fill=c.colour) for x, y in line]
        else:
            parts.append(element("polyline", points=points(line), fill="none", stroke=c.colour, stroke_width=1.8))
        parts.append(word(c.name, left + 4 + k * 130, top + PANEL + 32, c.colour))
    return parts


def paths(draws: int, seed: int) -> Sheet:
    """Exports of the licence episodes by month, model with behaviour as believed before, and customs."""
    behaviour, panels = behaviour_draws(draws, seed), []
    for e in (x for x in episodes() if x.id in SHOWN):
        flow, futures = e.flows[0], futures_of(e.question(), draws, seed, behaviour)
        usual = float(np.mean(list(known_of(e, flow).values())))
        came = {m: v / usual for m, v in outcomes_after(flow.series, e.until, flow.last).items() if m in futures.months}
        band = np.quantile(futures.exports(flow.stages), (0.05, 0.5, 0.95), axis=0)
        x = [float(k) for k in range(len(futures.months))]
        panels.append(
            Panel(
                flow.quantity,
                (
                    Curve("model, 5 to 95 %", x, band[1], BLUE, tuple(band[0]), tuple(band[2])),
                    Curve(
                        "customs",
                        [float(futures.months.index(m)) for m in came],
                        list(came.values()),
                        ORANGE,
                        dots=True,
                    ),
                ),
                {float(k): m for k, m in enumerate(futures.months) if k % 6 == 0},
                2.5,
            )
        )
    return Sheet(
        "What left China over the usual month: forecasts with inputs from before the notice, and what came.",
        tuple(panels),
    )


def origins(seed: int) -> Sheet:
    """China's share in Japan's tonnes as forecast from the ends of two years."""
    came = outcome_shares(BUYER, CODES)
    observed = {y: row.get("CHN", 0.0) / sum(row.values()) for y, row in came.items() if y >= 2004}
    panels = []
    for year in (2010, 2012):
        model, _ = forecast(past_of(year), 2018 - year, 1024, seed)
        band = np.quantile(model[:, :, 0], (0.05, 0.5, 0.95), axis=0)
        x = [float(y) for y in range(year + 1, 2019)]
        seen = {y: s for y, s in observed.items() if y <= 2018}
        panels.append(
            Panel(
                f"China's share, as known at the end of {year}",
                (
                    Curve("model, 5 to 95 %", x, band[1], BLUE, tuple(band[0]), tuple(band[2])),
                    Curve("customs (BACI)", [float(y) for y in seen], list(seen.values()), ORANGE, dots=True),
                ),
                {float(y): str(y) for y in range(2004, 2019, 4)},
                1.0,
            )
        )
    return Sheet("Share of China in the tonnes of rare earths that Japan bought.", tuple(panels))


def leverage(found: dict[str, Any]) -> Sheet:
    """Both sides' losses by month for two senders, and what the target loses for a dollar forgone."""
    panels = []
    for s in found["senders"]:
        months = [m["month"] for m in s["months"]]
        x = [float(k) for k in range(len(months))]
        target = np.array([m["target_usd"] for m in s["months"]]) / 1e9
        income = np.array([m["sender_income_usd"] for m in s["months"]]) / 1e9
        labels = {float(k): m for k, m in enumerate(months) if k % 12 == 0}
        panels.append(
            Panel(
                f"{s['what']}: bn USD a month",
                (
                    Curve("target's loss", x, target[:, 1], ORANGE, tuple(target[:, 0]), tuple(target[:, 2])),
                    Curve("sender's income", x, income[:, 1], BLUE, tuple(income[:, 0]), tuple(income[:, 2])),
                ),
                labels,
                float(np.ceil(target[:, 2].max())),
            )
        )
        ratio = np.cumsum(target[:, 1]) / np.maximum(np.cumsum(income[:, 1]), 1e-6)
        top = float(np.ceil(ratio.max() / 10) * 10)
        title = f"{s['what']}: lost per dollar forgone"
        panels.append(Panel(title, (Curve("so far", x, ratio, GREY),), labels, top))
    panels += [_share(s) for s in found["share"] if s.get("fitted_until") in {2014, 2018}]
    return Sheet("Leverage over time: what the target fails to add, and what the sender fails to earn.", tuple(panels))


def _share(fit: dict[str, Any]) -> Panel:
    """The sender's share by year, and the fall and rise fitted on the years before a cut-off."""
    years = [float(y) for y in fit["years"]]
    seen, curve = zip(*fit["years"].values(), strict=True)
    return Panel(
        f"China's share in Japan's tonnes, fitted to {fit['fitted_until']}",
        (Curve("fit", years, curve, BLUE), Curve("customs (BACI)", years, seen, ORANGE, dots=True)),
        {y: str(int(y)) for y in years if y % 4 == 0},
        1.0,
    )
