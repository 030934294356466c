"""Hand claims on: JSON Lines, W3C Web Annotation, PROV-JSON. Quotes are cut at 200 characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.evidence.anchors import selector

LONGEST_QUOTE = 200


def cut(quote: str) -> str:
    """Return at most `LONGEST_QUOTE` characters of a quote: third-party text is cited, not copied."""
    return quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"


def rows(claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    """Yield a plain row for each claim, as a line of JSON Lines."""
    for claim in claims:
        yield {**claim.to_dict(), "quote": cut(claim.quote)}


def annotation(claim: Claim, document: Document) -> dict[str, Any]:
    """Return a claim as a W3C Web Annotation with a quote selector and a position selector."""
    quote = selector(document.text, claim.start, claim.end)
    position = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
    chosen: list[dict[str, Any]] = [position]
    if len(quote["exact"]) <= LONGEST_QUOTE:
        chosen.insert(0, {"type": "TextQuoteSelector", **quote})
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": f"urn:ytterby:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "Dataset", "value": {**claim.to_dict(), "quote": cut(claim.quote)}},
        "target": {"source": f"urn:sha256:{claim.document}", "selector": chosen},
    }


def prov(claims: Iterable[Claim], documents: Iterable[Document], marking: str | None = None) -> dict[str, Any]:
    """Return PROV-JSON: each claim an entity derived from its document, attributed to its speaker.

    Parameters
    ----------
    claims, documents : what is handed on; documents that no claim is from are entities too.
    marking : how far it may travel; stands on every entity.
    """
    entities: dict[str, Any] = {}
    derived: dict[str, Any] = {}
    agents: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for d in documents:
        entities[f"doc:{d.sha256[:12]}"] = {
            "prov:type": "document",
            "ytterby:path": d.path,
            "ytterby:published": d.published,
        }
    for c in claims:
        name = f"claim:{c.id.removeprefix('c1:')[:12]}"
        entities[name] = {"prov:type": "claim", "prov:value": cut(c.quote), "ytterby:kind": c.kind}
        derived[f"_:d{len(derived)}"] = {"prov:generatedEntity": name, "prov:usedEntity": f"doc:{c.document[:12]}"}
        if c.speaker:
            agent = f"speaker:{len(agents)}" if c.speaker not in agents else agents[c.speaker]
            agents.setdefault(c.speaker, agent)
            said[f"_:a{len(said)}"] = {"prov:entity": name, "prov:agent": agents[c.speaker]}
    for entity in entities.values() if marking else ():
        entity["ytterby:marking"] = marking
    return {
        "prefix": {
            "ytterby": "urn:ytterby:",
            "doc": "urn:ytterby:doc:",
            "claim": "urn:ytterby:claim:",
            "speaker": "urn:ytterby:speaker:",
        },
        "entity": entities,
        "agent": {agent: {"prov:label": speaker} for speaker, agent in agents.items()},
        "wasDerivedFrom": derived,
        "wasAttributedTo": said,
    }
