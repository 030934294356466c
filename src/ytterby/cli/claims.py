"""`ytterby claims`: look at what the documents say, and decide about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ytterby.cli.output import marked, marking, say, say_json, say_marking
from ytterby.cli.workspace import store_in_use

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim
    from ytterby.evidence.store import Store


MOST_NAMED = 20
_NEAR = {"words": "near it", "materials": "materials there are", "places": "places there are"}


@click.command()
@click.option(
    "--about", default="", help="Only claims whose quote has these words; materials and places in all languages."
)
@click.option("--kind", help="Only claims of this kind.")
@click.option("--store", help="Folder, .sqlite file or PostgreSQL URL of the claims; the workspace's if left out.")
@click.option(
    "--review", "decision", type=click.Choice(["accept", "reject", "correct"]), help="Decide about one claim."
)
@click.option("--claim", default="", help="Key of a claim, or the beginning of it: the one to decide about or to list.")
@click.option("--by", "reviewer", help="Who decides.")
@click.option("--note", default="", help="Why.")
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="With correct: the right value.")
@click.option("--estimates", is_flag=True, help="Show what the claims add up to.")
@click.option("--export", "form", type=click.Choice(["jsonl", "annotation", "prov"]), help="Print in a standard form.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def claims(
    about: str, kind: str | None, store: str | None, decision: str | None, claim: str, reviewer: str | None,
    note: str, changes: tuple[str, ...], estimates: bool, form: str | None, as_json: bool,
) -> None:  # fmt: skip
    """List claims with their quotes, review one, or show the estimates they make."""
    from ytterby.evidence.flags import flagged
    from ytterby.evidence.store import Store

    _refuse(kind, decision, reviewer, note, changes)
    with Store(store_in_use(store, "--store"), create=False) as kept:
        if decision:
            _review(kept, decision, claim, reviewer or "", note, changes)
        found = [c for c in flagged(kept.claims(about)) if kind in (None, c.kind) and _named(c, claim)]
        if form:
            _export(kept, found, form)
        elif estimates:
            _estimates(kept, found, as_json)
        else:
            _list(kept, found, about, as_json)


def _list(kept: Store, found: list[Claim], about: str, as_json: bool) -> None:
    """Print claims; where a search found none, what there is to look for."""
    from ytterby.evidence.listing import table
    from ytterby.evidence.synonyms import nearest

    unknown = bool(about) and not found and not kept.claims(about)
    near = nearest(about, kept.claims()) if unknown else {}
    if as_json:
        beside = {"nearest": near} if near else {}
        say_json({"schema": "ytterby/claims/1", "claims": [c.to_dict() for c in found], **beside})
        return
    say_marking()
    for line in table([c.to_dict() for c in found]):
        say(line)
    if found:
        return
    say(f'no claim has "{about}"' if unknown else "no such claim")
    for name, words in near.items():
        if words:
            more = f", ... ({len(words)} in all)" if len(words) > MOST_NAMED else ""
            say(f"  {_NEAR[name]}: {', '.join(words[:MOST_NAMED])}{more}")


def _refuse(
    kind: str | None, decision: str | None, reviewer: str | None, note: str, changes: tuple[str, ...]
) -> None:  # fmt: skip
    """Refuse a kind that is none, and the options of a decision without one."""
    from ytterby.domain.claim import KINDS
    from ytterby.errors import Fault, UsageError, did_you_mean

    if kind is not None and kind not in KINDS:
        raise UsageError(Fault(f'"{kind}" is no kind of claim', "--kind", "", KINDS, did_you_mean(kind, list(KINDS))))
    given = [n for n, v in (("--by", reviewer), ("--note", note), ("--set", changes)) if v]
    if given and not decision:
        raise UsageError(Fault("says nothing without --review", given[0], fix="add --review accept, reject or correct"))


def _named(claim: Claim, key: str) -> bool:
    return claim.id.removeprefix("c1:").startswith(key.removeprefix("c1:"))


def _review(store: Store, decision: str, key: str, reviewer: str, note: str, changes: tuple[str, ...]) -> None:
    from ytterby.domain.review import Review
    from ytterby.errors import Fault, NotFound, UsageError

    if not key.removeprefix("c1:"):
        raise UsageError(Fault("is missing", "--claim", fix="`ytterby claims` lists the keys."))
    found = [c.id for c in store.claims(reviewed=False) if _named(c, key)]
    if len(found) != 1:
        what = "names no claim" if not found else f"names {len(found)} claims"
        raise NotFound(Fault(f'"{key}" {what}', "--claim", fix="`ytterby claims` lists the keys."))
    pairs = [change.partition("=") for change in changes]
    if any(not sign for _, sign, _ in pairs):
        raise UsageError(Fault("needs FIELD=VALUE", "--set"))
    corrected = tuple((name, _value(name, text)) for name, _, text in pairs)
    store.review(
        Review(found[0], decision, reviewer, datetime.now(UTC).isoformat(timespec="microseconds"), note, corrected)
    )


def _value(name: str, text: str) -> str | float | None:
    from ytterby.errors import Fault, UsageError

    if not text:
        return None
    if name not in ("value", "low", "high"):
        return text
    try:
        return float(text)
    except ValueError:
        raise UsageError(Fault(f'"{text}" is no number', f"--set {name}")) from None


def _export(store: Store, found: list[Claim], form: str) -> None:
    from ytterby.evidence import export

    keys = sorted({c.document for c in found})
    documents = {d.sha256: d for d in store.documents(*keys)} if keys else {}
    if form == "jsonl":
        for row in export.rows(found):
            say(json.dumps(marked(row), ensure_ascii=False))
    elif form == "annotation":
        told = [marked(export.annotation(c, documents[c.document])) for c in found]
        say(json.dumps(told, ensure_ascii=False))
    else:
        say(json.dumps(export.prov(found, documents.values(), marking()), ensure_ascii=False))


def _estimates(store: Store, found: list[Claim], as_json: bool) -> None:
    from dataclasses import asdict

    from ytterby.evidence.reconcile import reconcile

    fused = reconcile(found, store.documents())
    if as_json:
        say_json({"schema": "ytterby/estimates/1", "estimates": [asdict(f) for f in fused]})
        return
    say_marking()
    for f in fused:
        e = f.estimate
        apart = f"  {len(f.disagree)} disagree" if f.disagree else ""
        say(f"{e.id}: {e.low:,g} .. {e.best:,g} .. {e.high:,g} {e.unit}  ({f.method}, {e.source}){apart}")
