"""Drawings of the analyst's pages; every number in them is cited like those of the text."""

from __future__ import annotations

from markupsafe import Markup

from ytterby.report.brief.phrases import key_of, opened, stages, use_name
from ytterby.report.brief.spans import Cited, Picture, plain
from ytterby.report.brief.tongue import Tongue
from ytterby.report.figures.curves import HEIGHT, LANE, LEFT, RIGHT, WIDTH, YEARS, Axis, course, reach
from ytterby.report.figures.svg import element, picture
from ytterby.report.summary import UseSummary
from ytterby.report.view import RunView

MOST_ROWS = 10
ROW, BAR, ROOM, TAIL = 24.0, 14.0, 270.0, 50.0


def cited_text(cited: Cited, **place: float | str) -> Markup:
    """Return a number in a drawing, with its path."""
    return element("text", cited.text, data_from=cited.path, data_as=cited.form, **place)


def fill_picture(tongue: Tongue, use: UseSummary) -> Picture:
    """Return demand met over time of one end use: median, band, law, first month short."""
    view = tongue.facts.view
    axis = Axis(view.months)
    labels: list[Cited] = []
    parts: list[Markup] = []
    for k, share in enumerate((0.0, 0.5, 1.0)):
        tick = tongue.cite(f"fixed/axis/{k}", "percent")
        y = axis.y(share)
        labels.append(tick)
        parts.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
        parts.append(cited_text(tick, x=LEFT - 5, y=y + 4, text_anchor="end", class_="tick"))
    for k, anchor in ((0, "start"), (len(view.months) - 1, "end")):
        edge = tongue.cite(f"run/months/{k}", "month")
        labels.append(edge)
        parts.append(cited_text(edge, x=axis.x(view.months[k]), y=YEARS, text_anchor=anchor, class_="tick"))
    parts += course(view, use, axis)
    if use.short:
        when = tongue.cite(f"run/first_short/{key_of(use)}/p50", "month")
        labels.append(when)
        parts.append(_beside(view, use, axis, when))
    name = opened(use_name(tongue, use))
    svg = picture(WIDTH, HEIGHT, plain(name), *parts, class_="curve")
    return Picture(svg, tuple(labels), name, 0.33)


def _beside(view: RunView, use: UseSummary, axis: Axis, label: Cited) -> Markup:
    """The month beside its range, on the side where there is room; above its end where there is none."""
    left, right = reach(view, use, axis)
    if right < WIDTH - 70:
        return cited_text(label, x=right + 8, y=LANE + 4, text_anchor="start", class_="when")
    if left > LEFT + 70:
        return cited_text(label, x=left - 8, y=LANE + 4, text_anchor="end", class_="when")
    return cited_text(label, x=WIDTH - RIGHT, y=LANE + 15, text_anchor="end", class_="when")


def flow_picture(tongue: Tongue) -> Picture | None:
    """Return what comes into the focus, before and in the hardest month, the largest first; None without flows."""
    view = tongue.facts.view
    into = [
        (f.before_t_mo, i) for i, f in enumerate(view.flows)
        if f.to in view.focus and f.from_ != f.to and max(f.before_t_mo, *f.mean_t_mo) > 0
    ]  # fmt: skip
    rows = sorted(into, reverse=True)[:MOST_ROWS]
    if not rows:
        return None
    then = tongue.facts.at("found/then")
    most = max(max(before, then[i]) for before, i in rows)
    labels: list[Cited] = []
    parts: list[Markup] = []
    for k, (before, i) in enumerate(rows):
        share = tongue.cite(f"found/share/{i}", "percent") if before else None
        labels += [share] if share else []
        parts += _bar(tongue, i, k * ROW, before / most, then[i] / most, share)
    height = ROW * len(rows) + 6
    return Picture(picture(2 * WIDTH, height, "", *parts, class_="bars"), tuple(labels), (), 1.0)


def _bar(tongue: Tongue, i: int, y: float, before: float, then: float, share: Cited | None) -> list[Markup]:
    flow = tongue.facts.view.flows[i]
    name = f"{plain(stages(tongue, i))} · {plain(tongue.place(f'{flow.from_}-{flow.to}'))}"
    long = 2 * WIDTH - ROOM - TAIL
    kept = min(before, then)
    out = [
        element("text", name, x=ROOM - 8, y=y + 15, text_anchor="end", class_="label"),
        element("rect", x=ROOM, y=y + 4, width=max(long * before, 0.5), height=BAR, class_="pale"),
        element("rect", x=ROOM, y=y + 4, width=long * kept, height=BAR, class_="solid"),
    ]
    if then > before:
        out.append(
            element("rect", x=ROOM + long * before, y=y + 4, width=long * (then - before), height=BAR, class_="more")
        )
    if share:
        out.append(cited_text(share, x=ROOM + long * max(before, then) + 8, y=y + 15, class_="when"))
    return out
