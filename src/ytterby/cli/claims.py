"""`ytterby claims`: look at what the documents say, and decide about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.workspace import default_store

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim
    from ytterby.evidence.store import Store


@click.command()
@click.option("--about", default="", help="Only claims whose quote has these words, in any of the six languages.")
@click.option("--kind", help="Only claims of this kind.")
@click.option("--store", help="Folder, .sqlite file or PostgreSQL URL of the claims; the workspace's if left out.")
@click.option(
    "--review", "decision", type=click.Choice(["accept", "reject", "correct"]), help="Decide about one claim."
)
@click.option("--claim", help="Key of that claim, or the beginning of it.")
@click.option("--by", "reviewer", help="Who decides.")
@click.option("--note", default="", help="Why.")
@click.option("--set", "changes", multiple=True, metavar="FIELD=VALUE", help="With correct: the right value.")
@click.option("--estimates", is_flag=True, help="Show what the claims add up to.")
@click.option("--export", "form", type=click.Choice(["jsonl", "annotation", "prov"]), help="Print in a standard form.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def claims(
    about: str, kind: str | None, store: str | None, decision: str | None, claim: str | None, reviewer: str | None,
    note: str, changes: tuple[str, ...], estimates: bool, form: str | None, as_json: bool,
) -> None:  # fmt: skip
    """List claims with their quotes, review one, or show the estimates they make."""
    from ytterby.evidence.flags import flagged
    from ytterby.evidence.listing import table
    from ytterby.evidence.store import Store

    with Store(store or default_store()) as kept:
        if decision:
            _review(kept, decision, claim or "", reviewer or "", note, changes)
        found = [c for c in flagged(kept.claims(about)) if kind in (None, c.kind)]
        if form:
            _export(kept, found, form)
        elif estimates:
            _estimates(kept, found, as_json)
        elif as_json:
            say_json({"claims": [c.to_dict() for c in found]})
        else:
            say_marking()
            for line in table([c.to_dict() for c in found]):
                say(line)


def _review(store: Store, decision: str, key: str, reviewer: str, note: str, changes: tuple[str, ...]) -> None:
    from ytterby.domain.review import Review
    from ytterby.errors import Fault, NotFound, UsageError

    found = [c.id for c in store.claims(reviewed=False) if c.id.removeprefix("c1:").startswith(key.removeprefix("c1:"))]
    if not key or len(found) != 1:
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

    documents = {d.sha256: d for d in store.documents()}
    if form == "jsonl":
        for line in export.json_lines(found):
            say(line)
    elif form == "annotation":
        say(json.dumps([export.annotation(c, documents[c.document]) for c in found], ensure_ascii=False))
    else:
        say(json.dumps(export.prov(found, documents.values()), ensure_ascii=False))


def _estimates(store: Store, found: list[Claim], as_json: bool) -> None:
    from dataclasses import asdict

    from ytterby.evidence.reconcile import reconcile

    fused = reconcile(found, store.documents())
    if as_json:
        say_json({"estimates": [asdict(f) for f in fused]})
        return
    say_marking()
    for f in fused:
        e = f.estimate
        apart = f"  {len(f.disagree)} disagree" if f.disagree else ""
        say(f"{e.id}: {e.low:,g} .. {e.best:,g} .. {e.high:,g} {e.unit}  ({f.method}, {e.source}){apart}")
