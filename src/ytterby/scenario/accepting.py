"""From a reviewed draft to the file that the engine reads: a person's decision, checked against the claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from pydantic import BaseModel

from ytterby.domain.claim import Claim
from ytterby.errors import BadData, Fault
from ytterby.evidence.export import cut
from ytterby.scenario.drafts import Draft

_LEVERS = {"measure": "measures", "tariff": "tariffs", "reserve": "reserves"}


def accepted(draft: Draft, claims: Iterable[Claim], reviewer: str) -> dict[str, str]:
    """Return the files of an accepted draft, name to text.

    A regime becomes a regime file; a measure, a tariff or a reserve an entry of a scenario, under the keys where it
    belongs. Deals, pledges and lead times stay what they are, marked as accepted.

    Parameters
    ----------
    draft : as the person left it.
    claims : claims of the workspace, rejected ones left out.
    reviewer : who accepts it.

    Raises
    ------
    BadData : nobody is named, a doubt is left, a claim is gone or rejected, or a quote was changed; all at once.
    """
    known = {c.id: c for c in claims}
    faults = [] if reviewer.strip() else [Fault("is empty", "--by", "an accepted draft says who accepted it")]
    faults += [
        Fault(f'a doubt is left: "{d}"', f"{draft.id}: doubts", fix="Settle it and take it off the list.")
        for d in draft.doubts
    ]
    faults += [
        f for k, q in enumerate(draft.evidence) for f in _checked(known, q.claim, q.quote, f"{draft.id}: evidence[{k}]")
    ]
    if faults:
        raise BadData(*faults)
    final = draft.model_copy(update={"review": "accepted", "reviewer": reviewer})
    files = {f"{draft.id}.yaml": _yaml(_plain(final))}
    if draft.regime is not None:
        files[f"{draft.regime.id}.yaml"] = _yaml(_plain(draft.regime))
    levers = {_LEVERS[n]: [_plain(getattr(draft, n))] for n in _LEVERS if getattr(draft, n) is not None}
    if levers:
        files[f"{draft.id}-scenario.yaml"] = _yaml({"levers": levers})
    return files


def _checked(known: Mapping[str, Claim], key: str, quote: str, where: str) -> list[Fault]:
    if key not in known:
        fix = "`ytterby claims` lists the keys; a rejected claim carries no draft."
        return [Fault(f'"{key[:15]}" is not a claim of the workspace, or was rejected', where, fix=fix)]
    if cut(known[key].quote) != quote:
        return [Fault("the quote is not that of the claim", where, "a quote is never retyped")]
    return []


def _plain(model: BaseModel) -> dict[str, Any]:
    return model.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)


def _yaml(plain: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = False, True, 110
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    stream = StringIO()
    yaml.dump(plain, stream)
    return stream.getvalue()


def as_yaml(draft: Draft) -> str:
    """Return a draft as a YAML document."""
    return _yaml(_plain(draft))
