"""`ytterby assess claims`: each statement with its definition, and what the model check says of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ytterby.assessment.claims import book as b
from ytterby.assessment.claims import data_checks as data
from ytterby.assessment.claims import model_checks as model
from ytterby.assessment.claims.finding import Finding, Outcome
from ytterby.assessment.claims.model_checks import Results
from ytterby.errors import BadData, Fault

Row = dict[str, Any]
_DATA: dict[type, Callable[[Any], Finding]] = {
    b.ShareCheck: data.share,
    b.SourcedCheck: data.sourced,
    b.TradeCheck: data.trade,
    b.FigureCheck: data.figure,
    b.RankCheck: data.rank,
    b.LawCheck: data.law,
    b.LeadCheck: data.lead_time,
    b.MultiplesCheck: data.multiples,
    b.SumCheck: data.total,
    b.OpenCheck: data.open_,
    b.PromiseCheck: model.promise,
    b.FutureShareCheck: model.future_share,
}
_RUNS: dict[type, Callable[[Any, Results], Finding]] = {
    b.PriceCheck: model.price,
    b.FillCheck: model.fill,
    b.DelayCheck: model.delay,
    b.LossCheck: model.loss,
}


def check(statement: b.Statement, results: Results) -> Finding:
    """Check one statement.

    Parameters
    ----------
    statement : with its definition and the question it becomes.
    results : asked for the runs it needs.

    Notes
    -----
    A statement that was overtaken before it was made is `superseded`, whatever its figure; the figure is still shown.
    """
    asked = statement.check
    found = _DATA[type(asked)](asked) if type(asked) in _DATA else _RUNS[type(asked)](asked, results)
    if statement.later and statement.date >= statement.later.since:
        why = (
            f"{statement.later.why} (since {statement.later.since}, {statement.later.source}); before that: {found.why}"
        )
        return Finding(Outcome.SUPERSEDED, found.probability, found.range, why)
    return found


def claim_rows(statements: tuple[b.Statement, ...], results: Results, documents: Path | None = None) -> list[Row]:
    """Rows of `assess claims --json`.

    Parameters
    ----------
    statements : to check.
    results : asked for the runs they need.
    documents : folder with your copies of the documents, from which quotes are cut; none without it.
    """
    return [_row(s, check(s, results), quote(s.where, documents)) for s in statements]


def quote(where: b.Span, documents: Path | None) -> str | None:
    """Cut a quote from a document by its offsets; None without the document.

    Raises
    ------
    BadData : the document holds another text there.
    """
    path = documents / where.document if documents else None
    if path is None or not path.is_file():
        return None
    text = path.read_text("utf-8")[where.start : where.end]
    if hashlib.sha256(text.encode()).hexdigest()[:16] != where.digest:
        raise BadData(
            Fault(
                f"characters {where.start} to {where.end} are not the text that was read", str(path),
                "a quote is cut by offset and its hash is kept", fix="give the document as it was, UTF-8",
            )
        )  # fmt: skip
    return text


def _row(s: b.Statement, found: Finding, text: str | None) -> Row:
    return {
        "claim": s.claim,
        "quote": text,
        "speaker": list(s.speaker),
        "date": str(s.date),
        "definition": s.definition,
        "scenario": getattr(s.check, "scenario", None),
        "outcome": str(found.outcome),
        "probability": None if found.probability is None else round(found.probability, 3),
        "range": None if found.range is None else [round(x, 4) for x in found.range],
        "why": found.why,
        "id": s.id,
        "kind": s.check.kind,
        "document": s.where.document,
        "start": s.where.start,
        "end": s.where.end,
    }
