"""The evaluator for many lines at once: the same tests on distinct values, joined by array arithmetic.

Equal to `evaluate` line by line; a property test holds it to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ytterby.controls.docket import BRANCHES, Docket
from ytterby.controls.evaluate import READINGS, SEVERITY
from ytterby.controls.facts import ASSEMBLY, MAYBE, NO, YES, Line, Query
from ytterby.controls.scope import destination, leaves, match_items, nexus, threshold
from ytterby.controls.treat import treatment_met
from ytterby.domain.regime import Outcome

if TYPE_CHECKING:
    import numpy.typing as npt

    from ytterby.controls.content import Shares
    from ytterby.controls.library import Entry
    from ytterby.controls.prepare import Prepared

    Trits = npt.NDArray[np.int8]

LEVELS = [o.word for o in Outcome] + ["unknown"]


def screen_many(law: Docket, prepared: Prepared, query: Query) -> pl.DataFrame:
    """Return the outcome of every line.

    Returns
    -------
    pl.DataFrame
        ``line, outcome, decided_by``, then least and greatest outcome under each branch as
        ``lapse_least`` ... ``extend_most`` (0 to 5, the order of `Outcome`); `decided_by` is the first rule
        that reaches the greatest outcome under the branches asked for.
    """
    n = prepared.bill.parent.size
    least = np.zeros((3, n), dtype=np.int8)
    most = np.zeros((3, n), dtype=np.int8)
    asked = [0, 1, 2] if query.branch is None else [BRANCHES.index(query.branch)]
    rule_ids = list(law.library.entries)
    decided = np.full(n, -1, dtype=np.int16)
    peak = np.zeros(n, dtype=np.int8)
    for number, entry in enumerate(law.library.entries.values()):
        for low, high in _rule(law, entry, prepared, query):
            np.maximum(least, low, out=least)
            np.maximum(most, high, out=most)
            reached = high[asked].max(axis=0)
            better = reached > peak
            decided[better] = number
            np.maximum(peak, reached, out=peak)
    same = np.ones(n, dtype=bool)
    first = asked[0]
    for b in asked:
        same &= (least[b] == least[first]) & (most[b] == most[first])
    outcome = np.where(same & (least[first] == most[first]), least[first], len(LEVELS) - 1)
    names = pl.Series("decided_by", [*rule_ids, ""], dtype=pl.String)
    columns = {"line": prepared.bill.frame["line"]}
    columns["outcome"] = pl.Series("outcome", LEVELS, dtype=pl.String).gather(outcome)
    columns["decided_by"] = names.gather(np.where(decided < 0, len(rule_ids), decided))
    for i, branch in enumerate(BRANCHES):
        columns[f"{branch.value}_least"] = pl.Series(least[i])
        columns[f"{branch.value}_most"] = pl.Series(most[i])
    return pl.DataFrame(columns)


def _rule(law: Docket, entry: Entry, p: Prepared, query: Query) -> list[tuple[Trits, Trits]]:
    rule = entry.rule
    if not entry.acting or not destination(rule, query.to) or not any(law.live[rule.id]):
        return []
    if rule.content is None:
        return [_one(law, entry, p, query, None)]
    asked = READINGS if query.reading is None else (query.reading,)
    return [_one(law, entry, p, query, p.content[rule.id, r]) for r in asked]


def _one(law: Docket, entry: Entry, p: Prepared, query: Query, content: Shares | None) -> tuple[Trits, Trits]:
    """Judge one rule on all lines; tests that look at one column are made on its distinct values."""
    rule = entry.rule
    tie = _tie(entry, p, query, content)
    probes = [Line("", p.goods[0], o, None, p.shipped_from) for o in p.origins]
    moves = np.array([leaves(rule, x, query.to) for x in probes], dtype=np.int8)[p.origin_at]
    matches = [match_items(entry, g, law) for g in p.goods]
    told = [[treatment_met(t, query, r, law).result for r in p.recipients] for t in rule.treatments]
    exempt = any(u in x.uses for x in rule.exemptions for u, _ in query.uses)
    foothold = tie == YES
    specific = np.array([not rule.items.every and not (g.form == ASSEMBLY and content is not None) for g in p.goods])
    widest = np.array([max(m.result for m in three) for three in matches], dtype=np.int8)
    foothold |= (specific & (widest == YES))[p.goods_at]
    if content is not None:
        foothold |= content.pointed
    base = np.where(foothold, np.minimum(tie, moves), NO).astype(np.int8)
    least = np.zeros((3, tie.size), dtype=np.int8)
    most = np.zeros((3, tie.size), dtype=np.int8)
    for branch in range(3):
        if exempt or not law.live[rule.id][branch]:
            continue
        match = np.array([m[branch].result for m in matches], dtype=np.int8)[p.goods_at]
        gate = np.minimum(base, match)
        for treatment, by_recipient in zip(rule.treatments, told, strict=True):
            result = np.minimum(gate, np.array(by_recipient, dtype=np.int8)[p.recipients_at])
            if treatment.codes:
                meant = [any(c in m[branch].codes for c in treatment.codes) for m in matches]
                result = np.where(np.array(meant)[p.goods_at], result, NO)
            outcome = SEVERITY[treatment.outcome]
            np.maximum(least[branch], np.where(result == YES, outcome, 0), out=least[branch], casting="unsafe")
            np.maximum(most[branch], np.where(result >= MAYBE, outcome, 0), out=most[branch], casting="unsafe")
    return least, most


def _tie(entry: Entry, p: Prepared, query: Query, content: Shares | None) -> Trits:
    rule = entry.rule
    kind = rule.nexus.kind
    if kind != "technology-of" and not rule.nexus.licensor_is_destination:
        by_origin = [nexus(rule, Line("", p.goods[0], o), query.to, None) for o in p.origins]
        tie = np.array(by_origin, dtype=np.int8)[p.origin_at]
    else:
        table = [[nexus(rule, Line("", p.goods[0], o, t), query.to, None) for t in p.technologies] for o in p.origins]
        tie = np.array(table, dtype=np.int8)[p.origin_at, p.technology_at]
    if content is not None and rule.content is not None:
        bound = threshold(rule.content, query.to)
        at_least = rule.content.comparator == "at-least"
        sure = content.low >= bound if at_least else content.low > bound
        perhaps = content.high >= bound if at_least else content.high > bound
        tie = np.minimum(tie, np.where(sure, YES, np.where(perhaps, MAYBE, NO))).astype(np.int8)
    return tie
