"""The analyst's pages, first half: demand met, flows, cover, money, programmes."""

from __future__ import annotations

from collections.abc import Sequence

from ytterby.report.brief.charts import fill_picture, flow_picture
from ytterby.report.brief.director import lowest, ranked
from ytterby.report.brief.phrases import (
    DASH,
    first_month,
    first_range,
    key_of,
    opened,
    placed_name,
    ranged,
    spread,
    stages,
    use_name,
)
from ytterby.report.brief.spans import Block, Gallery, Heading, Line, Para, Plain, Table
from ytterby.report.brief.tongue import Tongue
from ytterby.report.summary import UseSummary, summaries

MOST_DRAWN, MOST_COLUMNS, MOST_FLOWS = 12, 10, 40
LEAST_FLOW = 0.05
"""t a month: smaller flows are left out of the table."""


def results(tongue: Tongue) -> list[Block]:
    """Return figures and tables of what the run found."""
    uses = ranked(summaries(tongue.facts.view))
    return [
        *_fill(tongue, uses),
        *_uses(tongue, uses),
        *_flows(tongue),
        *_cover(tongue),
        *_money(tongue),
        *_programmes(tongue),
    ]


def columns(tongue: Tongue, *names: str) -> tuple[Line, ...]:
    """Return heads of a table by their keys."""
    parts = {"part": tongue.cite("fixed/part", "count"), "whole": tongue.cite("fixed/whole", "count")}
    return tuple(tongue.say(f"brief.col.{name}", **(parts if name == "range" else {})) for name in names)


def _fill(tongue: Tongue, uses: Sequence[UseSummary]) -> list[Block]:
    drawn = [use for use in uses if use.fill][:MOST_DRAWN]
    if not drawn:
        return []
    parts = {"part": tongue.cite("fixed/part", "count"), "whole": tongue.cite("fixed/whole", "count")}
    how = tongue.say("brief.fill.how", **parts)
    shown = drawn[:MOST_COLUMNS]
    months = tongue.facts.view.months
    rows = tuple(
        ((tongue.cite(f"run/months/{m}", "month"),), *(_share(tongue, use, month) for use in shown))
        for m, month in enumerate(months)
    )
    table = Table(
        (*columns(tongue, "month"), *(opened(placed_name(tongue, use)) for use in shown)), rows,
        numeric=frozenset(range(1, len(shown) + 1)), title=tongue.say("brief.table"), folded=True,
    )  # fmt: skip
    pictures = tuple(fill_picture(tongue, use) for use in drawn)
    return [Heading(tongue.say("brief.fill")), Gallery(pictures, how), table]


def _share(tongue: Tongue, use: UseSummary, month: str) -> Line:
    row = next((p for p in use.fill if p.month == month), None)
    if row is None or row.p50 is None:
        return DASH
    return (tongue.cite(f"run/fill_rate/{key_of(use)}/{month}/p50", "percent"),)


def _uses(tongue: Tongue, uses: Sequence[UseSummary]) -> list[Block]:
    head = columns(tongue, "place", "use", "first", "range", "odds", "lowest", "lost")
    rows = tuple(
        (
            tongue.place(use.place, f"run/first_short/{key_of(use)}/place"),
            opened(use_name(tongue, use)),
            first_month(tongue, use),
            first_range(tongue, use) if use.first_short.probability > 0 else DASH,
            (tongue.cite(f"run/first_short/{key_of(use)}/probability", "percent"),),
            _lowest_range(tongue, use),
            (*spread(tongue, f"run/undelivered_t/{key_of(use)}"), Plain(" t")) if use.undelivered else DASH,
        )
        for use in uses
    )
    widths = (10, 20, 12, 20, 9, 17, 12)
    return [Heading(tongue.say("brief.uses")), Table(head, rows, frozenset({4, 5, 6}), widths)]


def _lowest_range(tongue: Tongue, use: UseSummary) -> Line:
    if use.lowest is None or use.lowest.p50 is None or not ranged(tongue):
        return lowest(tongue, use)
    return spread(tongue, f"run/fill_rate/{key_of(use)}/{use.lowest.month}", "percent")


def _flows(tongue: Tongue) -> list[Block]:
    drawn = flow_picture(tongue)
    if drawn is None:
        return []
    view, then = tongue.facts.view, tongue.facts.at("found/then")
    focus = set(view.focus)
    listed = sorted(
        (i for i, f in enumerate(view.flows)
         if (f.to in focus or f.from_ in focus) and max(f.before_t_mo, then[i]) >= LEAST_FLOW),
        key=lambda i: -max(view.flows[i].before_t_mo, then[i]),
    )[:MOST_FLOWS]  # fmt: skip
    head = columns(tongue, "stage", "from", "to", "before", "then", "change")
    worst = tongue.cite("found/worst", "month")
    return [
        Heading(tongue.say("brief.flows", month=worst)),
        Gallery((drawn,), tongue.say("brief.flows.how")),
        Table(head, tuple(_flow_row(tongue, i) for i in listed), frozenset({3, 4, 5}), (30, 16, 16, 13, 13, 12),
              tongue.say("brief.table"), folded=True),
    ]  # fmt: skip


def _flow_row(tongue: Tongue, i: int) -> tuple[Line, ...]:
    flow = tongue.facts.view.flows[i]
    new = tongue.facts.at(f"found/share/{i}") is None
    return (
        opened(stages(tongue, i)),
        tongue.place(flow.from_, f"run/flows/{i}/from"),
        tongue.place(flow.to, f"run/flows/{i}/to"),
        (tongue.cite(f"run/flows/{i}/before_t_mo", "number"),),
        (tongue.cite(f"found/then/{i}", "number"),),
        tongue.say("brief.flows.new") if new else (tongue.cite(f"found/share/{i}", "percent"),),
    )


def _cover(tongue: Tongue) -> list[Block]:
    view = tongue.facts.view
    rows = []
    for cover in view.cover_days:
        if cover.p50 is None or (view.focus and cover.place not in view.focus):
            continue
        path = f"run/cover_days/{cover.place}/{cover.end_use or ''}/{cover.stage}"
        use = tongue.name("use", cover.end_use, f"{path}/end_use") if cover.end_use else tongue.say("shared.all")
        source: Line = (tongue.quote(f"{path}/stock_source"),) if cover.stock_source else DASH
        rows.append((
            tongue.place(cover.place, f"{path}/place"), tongue.name("stage", cover.stage, f"{path}/stage"), use,
            spread(tongue, path, "count"), source,
        ))  # fmt: skip
    if not rows:
        return []
    head = columns(tongue, "place", "stage", "use", "cover", "source")
    return [Heading(tongue.say("brief.cover")), Table(head, tuple(rows), frozenset({3}), (10, 14, 20, 14, 42))]


def _money(tongue: Tongue) -> list[Block]:
    rows = tuple(
        (
            tongue.place(row["place"], f"run/value_added_usd/{i}/place"),
            opened(tongue.name("industry", row["industry"], f"run/value_added_usd/{i}/industry")),
            spread(tongue, f"run/value_added_usd/{i}", "money"),
            tongue.name("standing", row["standing"], f"run/value_added_usd/{i}/standing"),
        )
        for i, row in enumerate(tongue.facts.run.get("value_added_usd", []))
    )
    if not rows:
        return []
    head = columns(tongue, "place", "industry", "value", "standing")
    return [Heading(tongue.say("brief.money")), Table(head, rows, frozenset({2}), (18, 26, 38, 18))]


def _programmes(tongue: Tongue) -> list[Block]:
    focus = tongue.facts.view.focus
    rows = tuple(
        (
            (tongue.quote(f"run/programmes/{i}/title"),),
            tongue.name("use", row["end_use"], f"run/programmes/{i}/end_use"),
            tongue.say("brief.months", value=spread(tongue, f"run/programmes/{i}/delay_months")),
            tongue.name("standing", row["standing"], f"run/programmes/{i}/standing"),
        )
        for i, row in enumerate(tongue.facts.run.get("programmes", []))
        if not focus or row["place"] in focus
    )
    if not rows:
        return []
    head = columns(tongue, "programme", "use", "delay", "standing")
    note = tongue.say("brief.limits.stock")
    return [Heading(tongue.say("brief.programmes")), Table(head, rows, frozenset({2}), (38, 20, 26, 16)),
            Para(note, "small")]  # fmt: skip
