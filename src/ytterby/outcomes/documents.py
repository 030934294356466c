"""What documents did to a run: the numbers they moved, by which claims, and the claims that moved nothing."""

from __future__ import annotations

from typing import Any

from ytterby.domain.claim import Claim
from ytterby.domain.estimate import Estimate
from ytterby.evidence.snapshot import Snapshot
from ytterby.scenario.evidence import Informed, Number

Row = dict[str, Any]
_EXAMPLES = 5


def document_rows(known: Informed) -> dict[str, Row]:
    """Return the key `evidence` of a run's result, or nothing if the run had no documents.

    Every number that documents speak of is listed with its range before and after; every claim is either behind one
    of them or counted under the reason why not. Quotes are kept with the run, so that they outlive the workspace.
    """
    said = known.said
    if said is None:
        return {}
    by_key = {c.id: c for c in said.claims}
    return {
        "evidence": {
            "workspace": said.address,
            "claims": len(said.claims),
            "used": len(known.used),
            "numbers": [_number(n) for n in known.numbers],
            "unused": [
                {"reason": reason, "claims": len(keys), "examples": list(keys[:_EXAMPLES])}
                for reason, keys in known.unused.items()
            ],
            "quotes": [quote_row(by_key[key], said) for key in known.used],
        }
    }


def _number(n: Number) -> Row:
    return {
        "estimate": n.before.id if n.after.id == n.before.id and not n.moved else n.after.id,
        "unit": n.after.unit,
        "moved": n.moved,
        "before": {**_range(n.before), "id": n.before.id, "standing": str(n.before.standing), "source": n.before.source,
                   "row": n.before.row},
        "after": _range(n.after),
        "how": n.note,
        "sources": n.fused.roots,
        "claims": list(n.fused.claims),
        "disagree": [list(pair) for pair in n.fused.disagree],
    }  # fmt: skip


def _range(e: Estimate) -> Row:
    return {"low": e.low, "best": e.best, "high": e.high}


def quote_row(claim: Claim, said: Snapshot) -> Row:
    """Return a claim as a run keeps it: its quote in its own script, with a little of the text around it."""
    document, (before, after) = said.documents[claim.document], said.context[claim.id]
    return {
        "claim": claim.id, "quote": claim.quote, "before": before, "after": after,
        "document": claim.document, "path": document.path, "published": document.published or None,
        "language": document.language, "start": claim.start, "end": claim.end, "value": claim.value,
        "low": claim.low, "high": claim.high, "unit": claim.unit, "period": claim.period,
        "speaker": claim.speaker, "modality": claim.modality,
    }  # fmt: skip
