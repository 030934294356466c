"""What documents did to a run: the numbers they moved, by which claims, and the claims that moved nothing."""

from __future__ import annotations

from typing import Any

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.domain.estimate import Estimate
from ytterby.evidence.anchors import CONTEXT
from ytterby.evidence.export import LONGEST_QUOTE, cut
from ytterby.scenario.evidence import Informed, Number

Row = dict[str, Any]
_EXAMPLES = 5


def document_rows(known: Informed) -> dict[str, Row]:
    """Return the key `evidence` of a run's result, or nothing if the run had no documents.

    Every number that documents speak of is listed with its range before and after; every claim is either behind one
    of them or counted under the reason why not. Quotes are kept with the run, so that they outlive the workspace.
    """
    space = known.workspace
    if space is None:
        return {}
    by_key = {c.id: c for c in space.claims}
    return {
        "evidence": {
            "workspace": space.address,
            "claims": len(space.claims),
            "used": len(known.used),
            "numbers": [_number(n) for n in known.numbers],
            "unused": [
                {"reason": reason, "claims": len(keys), "examples": list(keys[:_EXAMPLES])}
                for reason, keys in known.unused.items()
            ],
            "quotes": [quote_row(by_key[key], space.documents[by_key[key].document]) for key in known.used],
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


def quote_row(claim: Claim, document: Document) -> Row:
    """Return a claim as a run keeps it: its quote in its own script, with a little of the text around it.

    Quote and context together are at most `LONGEST_QUOTE` characters: third-party text is cited, not copied.
    """
    quote = cut(claim.quote)
    room = min(CONTEXT, (LONGEST_QUOTE - len(quote)) // 2)
    return {
        "claim": claim.id, "quote": quote,
        "before": document.text[max(0, claim.start - room) : claim.start],
        "after": document.text[claim.end : claim.end + room],
        "document": claim.document, "path": document.path, "published": document.published or None,
        "language": document.language, "start": claim.start, "end": claim.end, "value": claim.value,
        "low": claim.low, "high": claim.high, "unit": claim.unit, "period": claim.period,
        "speaker": claim.speaker, "modality": claim.modality,
    }  # fmt: skip
