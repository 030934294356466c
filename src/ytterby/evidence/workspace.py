"""What a workspace says, read once: its reviewed claims and the documents they are from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.evidence.store import Store


@dataclass(frozen=True)
class Workspace:
    """Claims with their documents.

    Attributes
    ----------
    address : where it was read from: an absolute path, or a URL without its password.
    claims : rejected ones left out, corrected ones as corrected.
    documents : by key.
    """

    address: str
    claims: tuple[Claim, ...]
    documents: Mapping[str, Document]


def read_workspace(where: str | Path | None) -> Workspace | None:
    """Read a workspace; None for None.

    Raises
    ------
    NotFound : there is no store at that place.
    UsageError : its database cannot be reached.
    BadData : the file is no evidence store.
    """
    if where is None:
        return None
    with Store(where, create=False) as store:
        return Workspace(store.shown, tuple(store.claims()), {d.sha256: d for d in store.documents()})
