"""A bill against the law of a day: the answers, and the lines that could not be judged."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ytterby.controls.batch import screen_many
from ytterby.controls.bill import Bill
from ytterby.controls.docket import Docket, docket
from ytterby.controls.evaluate import Answer, evaluate
from ytterby.controls.facts import Line, Query
from ytterby.controls.library import Library
from ytterby.controls.prepare import Prepared, Unresolved, prepare
from ytterby.controls.reasons import spread

DISCLAIMER = (
    "This is not legal advice. It is a reading of public sources with gaps; a line with outcome none is one "
    "that no rule loaded here reaches, as far as the rules are modelled."
)
MOST_WITH_REASONS = 5_000


@dataclass(frozen=True)
class Judged:
    """One line with its answer."""

    index: int
    line: Line
    part: str
    answer: Answer


@dataclass(frozen=True)
class Screening:
    """A bill against the law of a day.

    Attributes
    ----------
    law, query : what was asked.
    judged : lines with reasons; empty for a bill of more than `MOST_WITH_REASONS` lines.
    table : the outcome of every line that could be judged (see `screen_many`).
    unresolved : lines that cannot be judged as they stand.
    """

    law: Docket
    query: Query
    judged: tuple[Judged, ...]
    table: pl.DataFrame
    unresolved: tuple[Unresolved, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of lines by outcome; unresolved lines apart."""
        found = self.table.group_by("outcome").len().sort("outcome")
        return dict(zip(found["outcome"].to_list(), found["len"].to_list(), strict=True))


def screen(library: Library, bill: Bill, query: Query, shipped_from: str = "") -> Screening:
    """Return what the law of ``query.on`` says of every line of a bill.

    Parameters
    ----------
    library : the rules, as `ytterby.controls.library.load_library` gives them.
    bill : the goods.
    query : destination, day, user and use.
    shipped_from : place the goods leave from; empty means where each was made.

    Returns
    -------
    Screening
        A line with outcome ``none`` is one no loaded rule reaches: not legal advice.
    """
    law = docket(library, query.on, query.assumed)
    few = bill.frame.height <= MOST_WITH_REASONS
    prepared = prepare(bill, library, query, shipped_from, brief=not few)
    odd = {u.index for u in prepared.unresolved}
    table = screen_many(law, prepared, query).with_columns(bill.frame["part"], bill.frame["row"])
    kept = table.with_row_index("at").filter(~pl.col("at").is_in(list(odd))).drop("at") if odd else table
    judged = _judged(law, prepared, query, odd) if few else ()
    return Screening(law, query, judged, kept, prepared.unresolved)


def _judged(law: Docket, prepared: Prepared, query: Query, odd: set[int]) -> tuple[Judged, ...]:
    out = []
    for i in range(prepared.bill.frame.height):
        if i not in odd:
            line = prepared.line(i)
            out.append(Judged(i, line, prepared.bill.frame["part"][i], evaluate(law, line, query)))
    return tuple(out)


@dataclass(frozen=True)
class Changed:
    """A line whose answer differs between two days, and the rules that differ.

    Attributes
    ----------
    before, after : outcome on each day.
    ranges : the same with what `unknown` stands for: least to greatest, or each branch; empty for a large bill.
    why : (rule, before, after): the state of a rule on each day.
    """

    line: str
    part: str
    before: str
    after: str
    why: tuple[tuple[str, str, str], ...]
    ranges: tuple[str, ...] = ()


def difference(before: Screening, after: Screening) -> tuple[Changed, ...]:
    """Return what changed from one day to another, line by line; both screenings are of one bill.

    Large bills, which are answered without reasons, are compared by outcome and deciding rule.
    """
    if not before.judged:
        return _difference_of_tables(before.table, after.table)
    out = []
    for a, b in zip(before.judged, after.judged, strict=True):
        why = []
        for f, g in zip(a.answer.findings, b.answer.findings, strict=True):
            moved = f.span.state is not g.span.state and (f.would.most or g.would.most)
            if f.branches != g.branches or moved:
                why.append((f.entry.rule.id, f.span.state.value, g.span.state.value))
        if a.answer.branches != b.answer.branches or a.answer.outcome != b.answer.outcome:
            pairs = tuple(dict.fromkeys(why))
            ranges = (spread(a.answer), spread(b.answer))
            out.append(Changed(a.line.name, a.part, a.answer.outcome, b.answer.outcome, pairs, ranges))
    return tuple(out)


def _difference_of_tables(before: pl.DataFrame, after: pl.DataFrame) -> tuple[Changed, ...]:
    both = before.join(after, on="line", how="inner", suffix="_after", maintain_order="left")
    changed = both.filter(pl.col("outcome") != pl.col("outcome_after"))
    names = ("line", "part", "outcome", "outcome_after", "decided_by", "decided_by_after")
    return tuple(
        Changed(line, part, a, b, tuple((r, a, b) for r in dict.fromkeys((rule, other)) if r))
        for line, part, a, b, rule, other in changed.select(names).iter_rows()
    )
