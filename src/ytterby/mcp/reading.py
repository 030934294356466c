"""The tool that looks at what documents claim."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

from pydantic import Field

from ytterby.baseline.workspace import DEFAULT
from ytterby.domain.claim import KINDS, Claim
from ytterby.errors import Fault, NotFound, UsageError, did_you_mean
from ytterby.mcp.figures import Figure, Frozen, Told, cut
from ytterby.mcp.house import House

MOST_SIGNS = 400
"""Of a quote in an answer; `explain` gives it whole."""


class ClaimTold(Frozen):
    """What a document says; a model check of it is another matter."""

    id: str
    kind: str
    quote: str
    speaker: str | None
    modality: str
    period: str | None
    places: tuple[str, ...]
    material: str | None
    credibility: int
    """1 confirmed to 5 improbable, 6 cannot be judged."""
    flags: tuple[str, ...]
    """Inconsistencies found; nothing is repaired."""


class ClaimsTold(Told):
    """Claims; the amount of each stands among the figures under the claim's id."""

    claims: tuple[ClaimTold, ...]


def claims(
    house: House,
    about: Annotated[str, Field(max_length=200, description="Words of the quote, in any of the six languages.")] = "",
    kind: Annotated[str | None, Field(description="Such as share, deal, policy, forecast.")] = None,
    most: Annotated[int, Field(ge=1, le=200, description="Claims shown at most.")] = 20,
) -> ClaimsTold:
    """List what the documents of the workspace claim, each with its quote, speaker, date and range.

    Use when: the question is who says what, or where sources contradict one another.
    Do not use when: you want to know what the model gives (`run`, `assess`): a claim is what somebody says. Whether a
    tonne in a document is contained material or gross weight is known only where the document says so.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError(Fault(f'"{kind}" is no kind', "kind", choices=KINDS, fix=did_you_mean(kind, KINDS)))
    found = [c for c in _claims(house, about) if kind in (None, c.kind)]
    shown, left = cut(found, most)
    figures = tuple(f for c in shown if (f := claim_figure(c)))
    return ClaimsTold(claims=tuple(_told(c) for c in shown), figures=figures, left_out=left)


def claim_of(house: House, id_: str) -> Claim:
    """Return a claim by its id.

    Raises
    ------
    NotFound : the store has no such claim.
    """
    for claim in _claims(house, ""):
        if claim.id == id_:
            return claim
    raise NotFound(Fault(f"there is no claim {id_}", "number", fix="`claims` lists them"))


def claim_figure(c: Claim) -> Figure | None:
    """Return the amount of a claim, None where it has none."""
    if c.unit is None:
        return None
    ranged = c.low is not None or c.high is not None
    return Figure(
        id=c.id, what=f"{c.kind}: {c.subject} {c.predicate} {c.object}".strip()[:200], value=c.value,
        low=c.low if ranged else c.value, high=c.high if ranged else c.value,
        interval="as the document states it; an open end is None" if ranged else "one figure in the document",
        unit=f"{c.unit} as stated" if c.unit == "t" else c.unit, standing="reported",
    )  # fmt: skip


def _claims(house: House, about: str) -> list[Claim]:
    from ytterby.evidence.addresses import STORE_NAME
    from ytterby.evidence.flags import flagged
    from ytterby.evidence.store import Store

    where = house.workspace.evidence if house.workspace else str(DEFAULT)
    if "://" not in where and not any(p.is_file() for p in (Path(where), Path(where) / STORE_NAME)):
        raise NotFound(Fault("no document has been read", "claims", fix="`ytterby read DOCUMENTS` fills the store"))
    with closing(Store(where)) as store:
        return flagged(store.claims(about))


def _told(c: Claim) -> ClaimTold:
    return ClaimTold(
        id=c.id, kind=c.kind, quote=c.quote[:MOST_SIGNS], speaker=c.speaker, modality=c.modality, period=c.period,
        places=c.places, material=c.material, credibility=c.credibility, flags=c.flags,
    )  # fmt: skip
