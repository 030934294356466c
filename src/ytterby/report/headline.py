"""The finding in one sentence: who runs short, when, how sure, and why; never stronger than the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ytterby.report.summary import UseSummary, median, summaries
from ytterby.report.treatment import Treatment, clause, treatment
from ytterby.report.view import FirstShort, LowestFill, RunView
from ytterby.report.words import (
    FEWEST_DRAWS,
    NBSP,
    counted,
    floor_percent,
    in_place,
    joined,
    month_label,
    month_range,
    percent,
    use_label,
)

NAMED = 3
WORTH_NAMING = 0.05
"""Share of futures from which a shortage is named although most futures do without it."""
MOSTLY_ASSUMED = 0.5


@dataclass(frozen=True)
class Headline:
    """One sentence in its parts.

    Attributes
    ----------
    subject : the reading.
    lead : who runs short and when, or that nobody does.
    span : how sure, in brackets; empty without a range to show.
    why : what the law does to them; empty where nobody runs short.
    rest : what becomes of the other uses.
    caveat : what the date rests on; empty when it rests on sources.
    """

    subject: str
    lead: str
    span: str
    why: str
    rest: str
    caveat: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.subject}: {self.finding}"

    @property
    def finding(self) -> str:
        """The sentence without its subject, for a place that names the reading already."""
        first = f"{self.lead} {self.span}".strip()
        with_why = f"{first}, {self.why}" if self.why else first
        return "; ".join(part for part in (with_why, self.rest, self.caveat) if part) + "."


def headline(run: RunView) -> Headline:
    """Return the finding of one run.

    Parameters
    ----------
    run : a run; its focus places are spoken of, or all places if it has none.
    """
    uses = summaries(run)
    short = sorted((use for use in uses if use.short), key=_rank)
    if not uses:
        return Headline(run.name, "the run looks at no end use", "", "", "", "")
    if not short:
        return _nobody_short(run, uses)
    first = [use for use in short if use.first_short.p50 == short[0].first_short.p50]
    later = short[len(first) :]
    when = month_label(str(first[0].first_short.p50))
    verb = "run short first" if later else "run short"
    lead = f"{_names(first, uses)} {verb}{',' if later else ''} in {when}"
    rest = [*_followers(later, short), *_holders(run, uses), *_possible(uses), *_unknown_law(run)]
    return Headline(run.name, lead, _span(run, first), _why(run, first), "; ".join(rest), _caveat(run))


_FOLLOWED = {"lapse": "lapse", "revive": "apply again", "extend": "stay suspended"}


def _unknown_law(run: RunView) -> list[str]:
    """Say what the run means under each thing that may have followed an expired suspension."""
    if len(run.rule_branches) < 2:
        return []
    parts = []
    for row in run.rule_branches:
        worst = min(row.lowest_fill, key=lambda use: use.p50)
        then = _FOLLOWED.get(row.branch, row.branch)
        parts.append(f"{percent(worst.p50)} ({_placed(worst, row.lowest_fill)}) if they {then}")
    number = len(run.rule_branches[0].rules)
    rules = f"{number} rules of this scenario have" if number != 1 else "one rule of this scenario has"
    return [f"{rules} unknown status: the lowest demand met is {joined(parts)}"]


def comparison_headline(runs: Sequence[RunView]) -> str:
    """Return what sets several runs apart, in one sentence.

    Parameters
    ----------
    runs : two or more runs that share their focus places.
    """
    counts = [(sum(use.short for use in uses), len(uses), run.name) for run in runs for uses in [summaries(run)]]
    where = _where([place for run in runs for place in run.focus])
    total = {total for _, total, _ in counts}
    shown = [f"{n or 'none'}{'' if len(total) == 1 else f' of {of}'}" for n, of, _ in counts]
    parts = [f"{shown[0]} {'runs' if counts[0][0] == 1 else 'run'} short under “{counts[0][2]}”"]
    parts += [f"{n} under “{name}”" for n, (_, _, name) in zip(shown[1:], counts[1:], strict=True)]
    among = f"Of {counts[0][1]} end uses{where}" if len(total) == 1 else f"Of the end uses{where}"
    return f"{among}, {joined(parts)}, in at least half of the simulated futures; {_differences(runs)}."


def _rank(use: UseSummary) -> tuple[str, float, float]:
    return str(use.first_short.p50), -use.first_short.probability, median(use.lowest)


def _names(uses: Sequence[UseSummary], among: Sequence[UseSummary]) -> str:
    if len(uses) == len(among) > NAMED:
        return f"all {len(uses)} end uses{_where([u.place for u in uses])}"
    labels = [_placed(u, uses) for u in uses[:NAMED]]
    tail = _where([uses[0].place]) if len({u.place for u in uses}) == 1 else ""
    more = len(uses) - NAMED
    return joined([*labels, counted(more, "more use")] if more > 0 else labels) + tail


def _placed(use: UseSummary | LowestFill, among: Sequence[UseSummary | LowestFill]) -> str:
    """Name a use; with its place where those it stands among are in several."""
    label = use_label(use.end_use)
    return f"{label} in {in_place(use.place)}" if len({u.place for u in among}) > 1 else label


def _where(places: Sequence[str]) -> str:
    named = list(dict.fromkeys(places))
    return f" in {joined([in_place(place) for place in named])}" if 0 < len(named) <= NAMED else ""


def _span(run: RunView, first: Sequence[UseSummary]) -> str:
    if run.draws == 1:
        return "(one simulated future: no range)"
    if run.draws < FEWEST_DRAWS:
        return f"({run.draws} simulated futures, too few to show a range)"
    found = first[0].first_short
    whose = f"{_placed(first[0], first)}: " if len(first) > 1 else ""
    share = f"{percent(found.probability)} of futures run short" if found.probability < 1 else "all of them run short"
    when = range_words(run, found)
    if found.p05 == found.p50 == found.p95:
        when = "the same month"
    return f"({whose}{when} in 9 of 10 simulated futures; {share}; model error not included)"


def range_words(run: RunView, found: FirstShort) -> str:
    """Return the 5 to 95 % range of the first month short; an open end is said to be open.

    "Not by" a month: no shortage within the months simulated.
    """
    end = month_label(run.months[-1])
    if found.p05 is None:
        return f"not before {end}"
    if found.p95 is None:
        return f"{month_label(found.p05)} to not by {end}"
    return month_range(found.p05, found.p95)


def _why(run: RunView, first: Sequence[UseSummary]) -> str:
    found = treatment(run, first[0].place, first[0].demand_class)
    same = all(treatment(run, u.place, u.demand_class) == found for u in first)
    if not same:
        return ""
    return f"{'although' if found.permission == 'free' else 'because'} {clause(found)}"


def _followers(later: Sequence[UseSummary], short: Sequence[UseSummary]) -> list[str]:
    if not later:
        return []
    named = [f"{_placed(u, short)} ({month_label(str(u.first_short.p50))}, down to {_low(u)})" for u in later[:2]]
    more = [counted(len(later) - 2, "more use")] if len(later) > 2 else []
    return [f"then {joined([*named, *more])}"]


def _low(use: UseSummary) -> str:
    return percent(use.lowest.p50) if use.lowest and use.lowest.p50 is not None else "an unknown share"


def _holders(run: RunView, uses: Sequence[UseSummary]) -> list[str]:
    return [
        sentence
        for demand_class in dict.fromkeys(use.demand_class for use in uses)
        if (sentence := _holding(run, [u for u in uses if u.demand_class == demand_class]))
    ]


def _holding(run: RunView, uses: Sequence[UseSummary]) -> str:
    """Say what the uses of one class keep; nothing where all of them run short."""
    hold = [u for u in uses if not u.short and u.lowest and u.lowest.p50 is not None]
    if not hold:
        return ""
    kind = uses[0].demand_class
    least = floor_percent(min(median(u.lowest) for u in hold))
    if len(hold) == len(uses):
        who = f"every {kind} use keeps" if len(uses) > 1 else f"the {kind} use keeps"
    else:
        who = f"the other {counted(len(hold), kind + ' use')} keep" + ("s" if len(hold) == 1 else "")
    much = f"at least {least} of its demand" if least != f"100{NBSP}%" else "all of its demand"
    said = f"{who} {much} in the median future"
    if len(hold) > 1 and len(hold) != len(uses):
        said = said.replace("its demand", "their demand")
    found = {treatment(run, u.place, kind) for u in uses}
    return said + (_reason(found.pop(), kind) if len(hold) == len(uses) and len(found) == 1 else "")


def _reason(found: Treatment, kind: str) -> str:
    if found.permission == "free":
        return f", because no measure of this scenario restricts {kind} trade"
    if found.permission == "licence":
        return f", because {kind} trade goes on under licence ({found.ids})"
    return f", although {clause(found)}"


def _possible(uses: Sequence[UseSummary]) -> list[str]:
    """Name the use most likely to run short among those that mostly do not."""
    maybe = [u for u in uses if not u.short and u.first_short.probability >= WORTH_NAMING]
    if not maybe:
        return []
    most = max(maybe, key=lambda u: u.first_short.probability)
    return [f"yet {_placed(most, uses)} run short in {percent(most.first_short.probability)} of futures"]


def _nobody_short(run: RunView, uses: Sequence[UseSummary]) -> Headline:
    known = [u for u in uses if u.lowest and u.lowest.p50 is not None]
    where = _where([u.place for u in uses])
    futures = "in the median future " if run.draws > 1 else ""
    lead = f"no end use{where} runs short {futures}within {counted(len(run.months), 'month')}"
    rest = []
    if known:
        worst = min(known, key=lambda u: median(u.lowest))
        month = month_label(worst.lowest.month) if worst.lowest else ""
        rest.append(f"the lowest demand met is {_low(worst)} ({_placed(worst, known)}, {month})")
    few = run.draws < FEWEST_DRAWS
    span = _span(run, uses) if few else "(model error not included)"
    caveat = _caveat(run) if _possible(uses) else ""
    return Headline(run.name, lead, span, "", "; ".join([*rest, *_possible(uses)]), caveat)


def _caveat(run: RunView) -> str:
    if run.assumption_share is None or run.assumption_share <= MOSTLY_ASSUMED:
        return ""
    return (
        f"most of the spread of the first shortage date ({percent(run.assumption_share)}) "
        "comes from assumptions and estimates"
    )


def _differences(runs: Sequence[RunView]) -> str:
    """Name what the law does differently to a class of users, and the lowest demand met in that class."""
    words = {"free": "not restricted", "licence": "under licence", "denied": "denied"}
    keys = dict.fromkeys((u.place, u.demand_class) for run in runs for u in summaries(run))
    parts = []
    for place, kind in keys:
        found = [treatment(run, place, kind).permission for run in runs]
        if len(set(found)) > 1:
            treated = joined([words.get(f, f) for f in found])
            low = _lowest(runs, place, kind)
            parts.append(
                f"{kind} trade with {in_place(place)} is {treated}, and the lowest {kind} demand met is {low}, "
                "in that order"
            )
    alike = f"the law treats each class alike; the lowest demand met is {_lowest(runs)}, in that order"
    return "; ".join(parts[:NAMED]) or alike


def _lowest(runs: Sequence[RunView], place: str = "", kind: str = "") -> str:
    """Return the lowest median demand met in each run, over one class at one place or over all."""
    parts = []
    for run in runs:
        uses = [u for u in summaries(run) if not kind or (u.place, u.demand_class) == (place, kind)]
        known = [u.lowest.p50 for u in uses if u.lowest and u.lowest.p50 is not None]
        parts.append(percent(min(known)) if known else "unknown")
    return joined(parts)
