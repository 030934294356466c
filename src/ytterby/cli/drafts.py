"""`ytterby drafts`: what documents report, as objects that a person completes and accepts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ytterby.domain.claim import Claim
    from ytterby.domain.document import Document
    from ytterby.evidence.store import Store


@click.command()
@click.option(
    "--workspace", default="ytterby-evidence", show_default=True, help="Folder, .sqlite file or PostgreSQL URL."
)
@click.option("--about", default="", help="Only from claims whose quote has these words.")
@click.option("--accept", "draft", type=click.Path(path_type=Path), help="A draft you have completed.")
@click.option("--by", "reviewer", default="", help="With --accept: who accepts it.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder to write to.  [default: drafts, "
              "or accepted with --accept]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def drafts(workspace: str, about: str, draft: Path | None, reviewer: str, out: Path | None, as_json: bool) -> None:
    """Write a draft for each measure, deal, tariff, pledge and lead time that documents report; or accept one.

    A draft is a YAML file with its quotes and its doubts. Complete it, take the settled doubts off its list, and
    accept it: the claims it stands on are marked as accepted, and the regime file or scenario entry is written.
    """
    from ytterby.evidence.store import Store

    with Store(workspace, create=False) as store:
        if draft is not None:
            files = _accept(store, draft, reviewer, out or Path("accepted"))
        else:
            found = store.claims(about)
            documents = {d.sha256: d for d in store.documents(*sorted({c.document for c in found}))} if found else {}
            files = write_drafts(found, documents, out or Path("drafts"))
    if as_json:
        click.echo(json.dumps({"files": [str(f) for f in files]}, ensure_ascii=False))
    else:
        for file in files:
            click.echo(str(file))
        click.echo(f"{len(files)} files written" if files else "no claim gives a draft")


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
    if files:
        folder.mkdir(parents=True, exist_ok=True)
    out = []
    for name, text in files.items():
        part = folder / f".{name}.part"
        part.write_text(text, "utf-8")
        part.replace(folder / name)
        out.append(folder / name)
    return out
