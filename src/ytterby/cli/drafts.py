"""`ytterby drafts`: what documents report, as objects that a person completes and accepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ytterby.cli.output import headline, say, say_json, say_marking, write_text
from ytterby.cli.workspace import store_in_use

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim
    from ytterby.domain.document import Document
    from ytterby.evidence.store import Store


@click.command()
@click.option("--store", help="Folder, .sqlite file or PostgreSQL URL of the claims; the workspace's if left out.")
@click.option("--about", default="", help="Only from claims whose quote has these words.")
@click.option("--accept", "draft", type=click.Path(path_type=Path), help="A draft you have completed.")
@click.option("--by", "reviewer", default="", help="With --accept: who accepts it.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.  [default: drafts, "
              "or accepted with --accept]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def drafts(
    store: str | None, about: str, draft: Path | None, reviewer: str, out: Path | None, as_json: bool
) -> None:  # fmt: skip
    """Write a draft for each measure, deal, tariff, pledge and lead time that documents report; or accept one.

    A draft is a YAML file with its quotes and its doubts. Complete it, take the settled doubts off its list, and
    accept it: the claims it stands on are marked as accepted, and the regime file or scenario entry is written.
    """
    from ytterby.evidence.store import Store

    with Store(store_in_use(store, "--store"), create=False) as kept:
        if draft is not None:
            files = _accept(kept, draft, reviewer, out or Path("accepted"))
        else:
            found = kept.claims(about)
            documents = {d.sha256: d for d in kept.documents(*sorted({c.document for c in found}))} if found else {}
            files = write_drafts(found, documents, out or Path("drafts"))
    if as_json:
        say_json({"schema": "ytterby/drafts/1", "files": [str(f) for f in files]})
    else:
        say_marking()
        for file in files:
            say(str(file))
        say(f"{len(files)} files written" if files else "no claim gives a draft")


def write_drafts(claims: Iterable[Claim], documents: Mapping[str, Document], folder: Path) -> list[Path]:
    """Write the drafts of claims into a folder and return the files; one that is there already is left alone."""
    from ytterby.scenario.accepting import as_yaml
    from ytterby.scenario.drafting import drafts as made

    texts = {
        f"{d.kind.replace(' ', '-')}-{d.id}.yaml": as_yaml(d) for d in made(claims, documents, datetime.now(UTC).date())
    }
    return _written(folder, {n: t for n, t in texts.items() if not (folder / n).exists()})


def _accept(store: Store, path: Path, reviewer: str, out: Path) -> list[Path]:
    from ytterby.baseline.yamlfile import load_model
    from ytterby.domain.review import Review
    from ytterby.scenario.accepting import accepted
    from ytterby.scenario.drafts import Draft

    draft = load_model(Draft, path)
    files = accepted(draft, store.claims(), reviewer)
    written = _written(out, files)
    decided = {r.claim for r in store.reviews()}  # a correction stands as it is
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    for quoted in draft.evidence:
        if quoted.claim not in decided:
            store.review(Review(quoted.claim, "accept", reviewer, now, f"accepted with {draft.id}"))
    return written


def _written(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write files under the marking of the workspace in use."""
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    marking = headline()
    for name, text in files.items():
        write_text(folder / name, f"# {marking}\n{text}" if marking else text)
    return [folder / name for name in files]
