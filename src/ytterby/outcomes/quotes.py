"""The claims behind a number of a run, with their quotes: as the run keeps them, checked against the workspace."""

from __future__ import annotations

from typing import Any, NamedTuple

from ytterby.errors import YtterbyError

Row = dict[str, Any]


class Quotes(NamedTuple):
    """What a run knows of its documents.

    Attributes
    ----------
    by_estimate : rows of the claims behind a number, by its id.
    numbers : what documents did to a number, by its id.
    note : what became of the workspace since; "" for a run without documents.
    """

    by_estimate: dict[str, list[Row]]
    numbers: dict[str, Row]
    note: str


def quotes_of(result: Row, wanted: set[str]) -> Quotes:
    """Return the claims behind the numbers `wanted` of a run's result.

    The quotes are those the run kept, so a document that was moved or a workspace that is gone takes none away; the
    note says so, and names every quote that the stored text no longer holds.
    """
    found = result.get("evidence")
    if not found:
        return Quotes({}, {}, "")
    kept = {q["claim"]: q for q in found["quotes"]}
    numbers = {n["estimate"]: n for n in found["numbers"] if n["estimate"] in wanted}
    by_estimate = {name: [kept[key] for key in n["claims"]] for name, n in numbers.items()}
    rows = [row for claims in by_estimate.values() for row in claims]
    return Quotes(by_estimate, numbers, _checked(found["workspace"], rows) if rows else "")


def _checked(address: str, rows: list[Row]) -> str:
    from ytterby.evidence.store import Store

    if "://" in address:
        return f"quotes are those the run kept: it keeps no password, so {address} is not asked again"
    try:
        with Store(address, create=False) as store:
            texts = {d.sha256: d.text for d in store.documents(*sorted({r["document"] for r in rows}))}
    except YtterbyError as error:
        why = "; ".join(f.what for f in error.faults)
        return f"the workspace {address} cannot be read any more ({why}): quotes are those the run kept"
    lost = [r["claim"][3:15] for r in rows if not _stands(r, texts.get(r["document"], ""))]
    if lost:
        return f"the workspace {address} no longer holds the quotes of {', '.join(lost)}: they are those the run kept"
    return f"every quote stands in the workspace {address}"


def _stands(row: Row, text: str) -> bool:
    return text[row["start"] : row["end"]].startswith(row["quote"].removesuffix("…"))
