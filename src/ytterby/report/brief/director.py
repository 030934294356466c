"""The director's page: who stops, days of cover, three actions, official figures, what would change the answer."""

from __future__ import annotations

from collections.abc import Sequence

from ytterby.report.brief.actions import action_blocks
from ytterby.report.brief.change import change_blocks
from ytterby.report.brief.facts import NAMED, SHOWN
from ytterby.report.brief.official import official_blocks
from ytterby.report.brief.phrases import (
    DASH,
    first_month,
    first_range,
    key_of,
    opened,
    placed_name,
    ranged,
    spread,
    use_name,
)
from ytterby.report.brief.spans import Block, Heading, Line, Para, Plain, Table
from ytterby.report.brief.tongue import Tongue, words_of
from ytterby.report.summary import UseSummary, median, summaries

USERS_STAGE = "first-use"
MOST_INDUSTRIES = 2


def director(tongue: Tongue) -> tuple[Block, ...]:
    """Return the blocks of the page."""
    uses = ranked(summaries(tongue.facts.view))
    return (
        Para(lead(tongue, uses), "lead"),
        Para((*_certainty(tongue, uses), tongue.gap, *tongue.say("brief.check")), "plain"),
        *_who(tongue, uses),
        *action_blocks(tongue),
        *official_blocks(tongue),
        *change_blocks(tongue),
    )


def ranked(uses: Sequence[UseSummary]) -> list[UseSummary]:
    """Return end uses, those that run short first before the others, deepest first among equals."""
    return sorted(uses, key=lambda u: (u.first_short.p50 or "never", -u.first_short.probability, median(u.lowest)))


def lead(tongue: Tongue, uses: Sequence[UseSummary]) -> Line:
    """Return the finding in one sentence: who runs short first, where, when."""
    short = [use for use in uses if use.short]
    focus = list(dict.fromkeys(use.place for use in short or uses))
    if not short:
        return tongue.say("brief.lead.none", place=tongue.joined([tongue.place(p) for p in focus]))
    first = [use for use in short if use.first_short.p50 == short[0].first_short.p50]
    places = list(dict.fromkeys(use.place for use in first))
    several = len(places) > 1
    names = [placed_name(tongue, use) if several else use_name(tongue, use) for use in first[:NAMED]]
    if len(first) > NAMED:
        names.append(tongue.say("brief.lead.more", count=tongue.cite("found/unnamed", "count")))
    month = tongue.cite(f"run/first_short/{key_of(short[0])}/p50", "month")
    uses_said = _listed(tongue, names, len(first) > NAMED)
    if several:  # each is named with its place
        key = "brief.lead.first.several" if len(short) > len(first) else "brief.lead.only.several"
        return tongue.say(key, uses=uses_said, month=month)
    key = "brief.lead.first" if len(short) > len(first) else "brief.lead.only"
    return tongue.say(key, place=tongue.place(places[0]), uses=uses_said, month=month)


def _listed(tongue: Tongue, names: list[Line], counted: bool) -> Line:
    """Names as a list; where the last one counts what is not named, it brings its own "and"."""
    if not counted:
        return tongue.joined(names)
    comma = Plain(words_of(tongue.lang)["shared.join.comma"])
    spans = [span for i, name in enumerate(names[:-1]) for span in ((comma, *name) if i else name)]
    return (*spans, tongue.gap, *names[-1])


def _certainty(tongue: Tongue, uses: Sequence[UseSummary]) -> Line:
    counted = tongue.say(
        "brief.lead.counted", short=tongue.cite("found/short", "count"), all=tongue.cite("found/uses", "count")
    )
    if not ranged(tongue):
        few = tongue.say(
            "brief.few", draws=tongue.cite("run/draws", "count"), fewest=tongue.cite("fixed/fewest", "count")
        )
        return (*counted, tongue.gap, *few)
    if not uses or not uses[0].short:
        return counted
    odds = tongue.cite(f"run/first_short/{key_of(uses[0])}/probability", "percent")
    parts = {"part": tongue.cite("fixed/part", "count"), "whole": tongue.cite("fixed/whole", "count")}
    return (
        *tongue.say("brief.lead.range", range=first_range(tongue, uses[0]), **parts), tongue.gap,
        *opened(tongue.say("brief.lead.odds", use=placed_name(tongue, uses[0]), odds=odds)), tongue.gap, *counted,
    )  # fmt: skip


def _who(tongue: Tongue, uses: Sequence[UseSummary]) -> list[Block]:
    parts = {"part": tongue.cite("fixed/part", "count"), "whole": tongue.cite("fixed/whole", "count")}
    head = (
        tongue.say("brief.col.use"), tongue.say("brief.col.first"), tongue.say("brief.col.range", **parts),
        tongue.say("brief.col.odds"), tongue.say("brief.col.lowest"), tongue.say("brief.col.cover"),
    )  # fmt: skip
    rows = tuple(use_row(tongue, use) for use in uses[:SHOWN])
    out: list[Block] = [
        Heading(tongue.say("brief.who")),
        Table(head, rows, numeric=frozenset({3, 4, 5}), widths=(20, 13, 25, 9, 19, 14)),
    ]
    small = _upstream(tongue)
    if len(uses) > SHOWN:
        more = tongue.say("brief.who.more", count=tongue.cite("found/unshown", "count"))
        small = (*more, tongue.gap, *small)
    return [*out, *_money(tongue), Para(small, "small")]


def _money(tongue: Tongue) -> list[Block]:
    """Name the industries that lose most, where the run says so."""
    rows = [(row["p50"], i) for i, row in enumerate(tongue.facts.run.get("value_added_usd", [])) if row.get("p50")]
    if not rows:
        return []
    told = []
    for _, i in sorted(rows, reverse=True)[:MOST_INDUSTRIES]:
        path = f"run/value_added_usd/{i}"
        name = tongue.name("industry", tongue.facts.at(f"{path}/industry"), f"{path}/industry")
        several = len(tongue.facts.view.focus) > 1
        name = (*tongue.place(tongue.facts.at(f"{path}/place")), Plain(" "), *name) if several else name
        told.append((*name, Plain(" "), *spread(tongue, path, "money")))
    return [Para(tongue.say("brief.who.money", each=tongue.joined(told)))]


def use_row(tongue: Tongue, use: UseSummary) -> tuple[Line, ...]:
    """Return an end use: its name, first month short, range, odds, lowest demand met, days of cover."""
    odds = tongue.cite(f"run/first_short/{key_of(use)}/probability", "percent")
    return (
        opened(placed_name(tongue, use)),
        first_month(tongue, use),
        first_range(tongue, use) if use.short else DASH,
        (odds,),
        lowest(tongue, use),
        _cover(tongue, use),
    )


def lowest(tongue: Tongue, use: UseSummary) -> Line:
    """Return the lowest median demand met and its month."""
    if use.lowest is None or use.lowest.p50 is None:
        return DASH
    path = f"run/fill_rate/{key_of(use)}/{use.lowest.month}"
    share = tongue.cite(f"{path}/p50", "percent")
    if share.text == tongue.cite("fixed/all", "percent").text:
        return (share,)
    return (share, Plain(" · "), tongue.cite(f"{path}/month", "month"))


def _cover(tongue: Tongue, use: UseSummary) -> Line:
    rows = {(c.place, c.end_use or "", c.stage) for c in tongue.facts.view.cover_days}
    for end_use in (use.end_use, ""):
        if (use.place, end_use, USERS_STAGE) in rows:
            return spread(tongue, f"run/cover_days/{use.place}/{end_use}/{USERS_STAGE}", "count")
    return DASH


def _upstream(tongue: Tongue) -> Line:
    """Say what days of cover mean, and what lies with the makers in focus."""
    view = tongue.facts.view
    makers = [c for c in view.cover_days if not c.end_use and c.p50 is not None and c.place in view.focus]
    if not makers:
        return tongue.say("brief.who.cover.alone")
    several = len({c.place for c in makers}) > 1
    told = []
    for cover in makers:
        path = f"run/cover_days/{cover.place}//{cover.stage}"
        stage = tongue.name("stage", cover.stage, f"{path}/stage")
        stage = (*tongue.place(cover.place), Plain(" "), *stage) if several else stage
        told.append((*stage, Plain(" "), *spread(tongue, path, "count")))
    return tongue.say("brief.who.cover", stages=tongue.joined(told))
