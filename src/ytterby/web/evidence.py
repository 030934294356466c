"""Documents and claims: listed, read, reviewed, turned into drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ytterby.baseline.workspace import current_workspace
from ytterby.errors import Fault, NotFound
from ytterby.web.answers import Answer, told
from ytterby.web.endpoints import Asked
from ytterby.web.forms import ClaimsQuery, DraftForm, ReviewForm
from ytterby.web.house import House

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim
    from ytterby.evidence.store import Store

PAGE = 100
"""Claims on a page."""
CONTEXT = 160
"""Characters shown before and after a quote."""
_FACETS = 40


def documents(house: House, asked: Asked) -> Answer:
    """GET /documents."""
    with _store() as store:
        if store is None:
            return told(house.shown({"documents": [], "note": _NONE}))
        counts = Counter(c.document for c in store.claims(reviewed=False))
        rows = [{**d.to_dict(), "length": len(d.text), "claims": counts[d.sha256]} for d in store.documents()]
    return told(house.shown({"documents": rows}))


def document(house: House, asked: Asked) -> Answer:
    """GET /documents/{id}: its text in segments, and the claims in it."""
    with _opened() as store:
        found = store.document(asked.ids["id"])
        claims = [c for c in store.claims() if c.document == found.sha256]
        rows = _reviewed(store, claims)
    plain = found.to_dict()
    segments = [{**s, "text": found.text[s["start"] : s["end"]]} for s in plain["segments"]]
    return told(house.shown({**plain, "length": len(found.text), "segments": segments, "claims": rows}))


def claims(house: House, asked: Asked) -> Answer:
    """GET /claims."""
    from ytterby.evidence.flags import flagged

    query = asked.query
    assert isinstance(query, ClaimsQuery)
    with _store() as store:
        if store is None:
            return told(house.shown({"claims": [], "total": 0, "page": 1, "pages": 0, "facets": {}, "note": _NONE}))
        found = [c for c in flagged(store.claims(query.about)) if _fits(c, query)]
        rows = _reviewed(store, found[(query.page - 1) * PAGE : query.page * PAGE])
    return told(house.shown({
        "claims": rows, "total": len(found), "page": query.page, "pages": -(-len(found) // PAGE),
        "facets": {
            "kind": _counted(c.kind for c in found), "place": _counted(p for c in found for p in c.places),
            "document": _counted(c.document for c in found), "modality": _counted(c.modality for c in found),
        },
    }))  # fmt: skip


def claim(house: House, asked: Asked) -> Answer:
    """GET /claims/{id}: with the text around its quote, the numbers it speaks of, and what others say of them."""
    with _opened() as store:
        every = store.claims()
        found = next((c for c in every if c.id == asked.ids["id"]), None)
        if found is None:
            raise NotFound(Fault(f'no claim "{asked.ids["id"][:80]}"', "claim", fix="GET /claims lists them"))
        text = store.document(found.document)
        used, others = _used(found, every)
        rows = _reviewed(store, [found, *others])
        reviews = [r for r in store.reviews() if r.claim == found.id]
    return told(house.shown({
        **rows[0], "before": text.text[max(found.start - CONTEXT, 0) : found.start],
        "after": text.text[found.end : found.end + CONTEXT], "source": text.path, "published": text.published or None,
        "language": text.language, "reliability": text.reliability, "used_by": used, "others": rows[1:],
        "reviews": [{"decision": r.decision, "by": r.reviewer, "at": r.at, "note": r.note} for r in reviews],
    }))  # fmt: skip


def reviewed(house: House, asked: Asked) -> Answer:
    """POST /claims/{id}/reviews."""
    import getpass
    from datetime import UTC, datetime

    from ytterby.domain.review import Review

    form = asked.body
    assert isinstance(form, ReviewForm)
    changes = {**form.changes, **({"value": form.value} if form.value is not None else {})}
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    by = form.by.strip() or getpass.getuser()
    with _opened() as store:
        store.review(Review(asked.ids["id"], form.decision, by, now, form.note, tuple(sorted(changes.items()))))
    return told(house.shown({"claim": asked.ids["id"], "decision": form.decision, "by": by, "at": now}), 201)


def drafted(house: House, asked: Asked) -> Answer:
    """POST /drafts: what a document reports, as files that a person completes."""
    from datetime import UTC, datetime

    from ytterby.scenario.accepting import as_yaml
    from ytterby.scenario.drafting import drafts

    form = asked.body
    assert isinstance(form, DraftForm)
    with _opened() as store:
        found = store.document(form.document)
        mine = [c for c in store.claims() if c.document == found.sha256]
    made = drafts(mine, {found.sha256: found}, datetime.now(UTC).date())
    rows = [
        {"id": d.id, "kind": d.kind, "data": d.model_dump(mode="json", by_alias=True), "yaml": as_yaml(d)} for d in made
    ]
    return told(house.shown({"document": found.sha256, "drafts": rows}))


_NONE = "there is no workspace with documents: `ytterby read FILES` makes one"


@contextmanager
def _store() -> Iterator[Store | None]:
    """Open the store of the workspace in use; None where there is none yet."""
    from ytterby.evidence.store import Store

    workspace = current_workspace()
    try:
        store = Store(workspace.evidence, create=False) if workspace else None
    except NotFound:
        store = None
    try:
        yield store
    finally:
        if store is not None:
            store.close()


@contextmanager
def _opened() -> Iterator[Store]:
    with _store() as store:
        if store is None:
            raise NotFound(Fault(_NONE, "workspace", fix="`ytterby read FILES`, then start the page with --workspace"))
        yield store


def _fits(claim: Claim, query: ClaimsQuery) -> bool:
    return (
        query.kind in {"", claim.kind}
        and query.document in {"", claim.document}
        and (not query.place or query.place in claim.places)
    )


def _reviewed(store: Store, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return claims as rows, each with the last decision about it."""
    last = {r.claim: r for r in store.reviews()}
    return [
        {**c.to_dict(), "review": None if (r := last.get(c.id)) is None else
         {"decision": r.decision, "by": r.reviewer, "at": r.at, "note": r.note}}
        for c in claims
    ]  # fmt: skip


def _used(claim: Claim, every: Sequence[Claim]) -> tuple[list[dict[str, str]], list[Claim]]:
    """Return the numbers of the chains that a claim speaks of, and the other claims that speak of them."""
    from ytterby.baseline.yamlfile import bundled_names
    from ytterby.network.chain import load_chain
    from ytterby.network.estimates import chain_estimates
    from ytterby.scenario.claim_targets import targets

    used: list[dict[str, str]] = []
    others: dict[str, Claim] = {}
    for name in bundled_names("chains"):
        chain = load_chain(name)
        estimates = chain_estimates(chain)
        mine = targets(claim, chain, estimates)
        if isinstance(mine, str):
            continue
        ids = {t.estimate for t in mine}
        used += [{"chain": name, "estimate": id_} for id_ in sorted(ids)]
        for other in every:
            said = targets(other, chain, estimates)
            if other.id != claim.id and not isinstance(said, str) and ids & {t.estimate for t in said}:
                others[other.id] = other
    return used, list(others.values())


def _counted(values: Iterator[str]) -> Mapping[str, int]:
    return dict(Counter(values).most_common(_FACETS))
