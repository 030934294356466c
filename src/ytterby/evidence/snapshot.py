"""What documents say, as one file on the shelf: a run reads it, keeps it by its content, and is replayed from it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ytterby.baseline.shelf import Item, Shelf, current
from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.evidence.anchors import CONTEXT
from ytterby.evidence.export import LONGEST_QUOTE, cut
from ytterby.evidence.store import Store

NAME = "evidence/claims.json"
FORM = "ytterby/evidence/1"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a run needs of a document: no text of it.

    Attributes
    ----------
    path, published, language : as read.
    cluster : the document it is a copy of, or its own key.
    """

    path: str
    published: str
    language: str
    cluster: str


@dataclass(frozen=True)
class Snapshot:
    """Reviewed claims at one moment, with what they cite.

    Attributes
    ----------
    address : store they are from: an absolute path, or a URL without its password.
    claims : rejected ones left out, corrected ones as corrected; quotes are cut (`LONGEST_QUOTE`).
    context : a little text before and after each quote, by the claim's key.
    documents : by key.
    """

    address: str
    claims: tuple[Claim, ...]
    context: Mapping[str, tuple[str, str]]
    documents: Mapping[str, Cited]


def snapshot_of(where: str | Path) -> bytes:
    """Read a store and return its snapshot as a file.

    Raises
    ------
    NotFound : there is no store at that place.
    UsageError : its database cannot be reached.
    BadData : the file is no evidence store.
    """
    with Store(where, create=False) as store:
        claims = store.claims()
        cited = {c.document for c in claims}
        return packed(store.shown, claims, (d for d in store.documents() if d.sha256 in cited))


def packed(address: str, claims: Iterable[Claim], documents: Iterable[Document]) -> bytes:
    """Return claims and their documents as a snapshot in its one form.

    Quote and context together are at most `LONGEST_QUOTE` characters: third-party text is cited, not copied.
    """
    known = {d.sha256: d for d in documents}
    plain = {
        "schema": FORM,
        "address": address,
        "documents": {key: _cited(d) for key, d in sorted(known.items())},
        "claims": [{**c.to_dict(), **_quoted(c, known[c.document].text)} for c in claims],
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


def unpacked(content: bytes) -> Snapshot:
    """Read a snapshot back."""
    plain = json.loads(content)
    context = {c["id"]: (c.pop("before"), c.pop("after")) for c in plain["claims"]}
    documents = {key: Cited(**d) for key, d in plain["documents"].items()}
    return Snapshot(plain["address"], tuple(Claim.from_dict(c) for c in plain["claims"]), context, documents)


def with_evidence(shelf: Shelf, where: str | Path) -> Shelf:
    """Return a shelf with the snapshot of a store on it: what runs on that shelf is informed by its claims.

    Raises
    ------
    NotFound, UsageError, BadData : as `snapshot_of`.
    """
    return with_snapshot(shelf, taken_from(where))


def taken_from(where: str | Path) -> Item:
    """Return the snapshot of a store as a file that is none yet.

    Raises
    ------
    NotFound, UsageError, BadData : as `snapshot_of`.
    """
    return Item(NAME, Path(NAME), "store", snapshot_of(where))


def with_snapshot(shelf: Shelf, item: Item) -> Shelf:
    """Return a shelf with a snapshot that has been taken."""
    return Shelf(MappingProxyType({**shelf.files, NAME: item}))


def current_snapshot() -> Snapshot | None:
    """Return what documents say to the shelf in use; None where there is nothing."""
    shelf = current()
    return unpacked(shelf.item(NAME).read()) if NAME in shelf.files else None


def _cited(d: Document) -> dict[str, str]:
    return {"path": d.path, "published": d.published, "language": d.language, "cluster": d.cluster or d.sha256}


def _quoted(claim: Claim, text: str) -> dict[str, Any]:
    quote = cut(claim.quote)
    room = min(CONTEXT, (LONGEST_QUOTE - len(quote)) // 2)
    return {
        "quote": quote,
        "before": text[max(0, claim.start - room) : claim.start],
        "after": text[claim.end : claim.end + room],
    }
