"""`ytterby read`: documents become claims in the store."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ytterby.cli.output import say, say_json, say_marking
from ytterby.cli.workspace import store_in_use

if TYPE_CHECKING:
    from ytterby.evidence.extract import Extractor
    from ytterby.evidence.ingest import Report
    from ytterby.evidence.store import Store


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--store", help="Folder, .sqlite file or PostgreSQL URL of the claims; the workspace's if left out.")
@click.option(
    "--workers",
    default=min(os.cpu_count() or 1, 8),
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that read.",
)
@click.option(
    "--drafts",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write drafts to review there, as `ytterby drafts` does.",
)
@click.option("--model-url", help="Ask this OpenAI-compatible address for further quotes (extra llm).")
@click.option("--model", "model_name", default="", help="Name of the model at that address.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
def read(
    paths: tuple[Path, ...], store: str | None, workers: int, drafts: Path | None, model_url: str | None,
    model_name: str, as_json: bool,
) -> None:  # fmt: skip
    """Read documents (text, HTML, PDF, JSON Lines; folders are walked) into a workspace.

    Files read before are skipped, so an interrupted import goes on where it stopped. A file that cannot be read
    does not stop the rest: it is listed with its reason, and the exit code is 3 if no file could be read.
    """
    from ytterby.errors import BadData, Fault
    from ytterby.evidence.documents.read import files_of
    from ytterby.evidence.ingest import ingest
    from ytterby.evidence.store import Store

    files = files_of(paths)
    if not files:
        raise BadData(Fault("holds no file to read", ", ".join(map(str, paths))))
    with Store(store_in_use(store, "--store")) as kept:
        report = ingest(files, kept, min(workers, 1 + len(files) // 16), _extractor(model_url, model_name), _progress)
        found = _answer(kept, report)
        if drafts is not None:
            _draft(kept, report, drafts)
    nothing = report.bad and len(report.bad) == report.files and not report.skipped
    if nothing:  # one object or one message, not a report and an error
        raise BadData(*(Fault(reason) for _, reason in report.bad))
    if as_json:
        say_json(found)
    else:
        say_marking()
        _show(found, report)


def _extractor(url: str | None, model: str) -> Extractor | None:
    if url is None:
        return None
    from ytterby.evidence.model_extractor import ModelExtractor

    return ModelExtractor(url, model, os.environ.get("YTTERBY_MODEL_KEY", ""))


def _progress(done: int, count: int, path: str) -> None:
    if count >= 50 and (done % max(count // 100, 1) == 0 or done == count):
        sys.stderr.write(f"\rread {done} of {count}" + ("\n" if done == count else ""))
        sys.stderr.flush()


def _answer(store: Store, report: Report) -> dict[str, Any]:
    from ytterby.evidence.flags import flagged

    keys = set(report.keys)
    documents = [d for d in store.documents() if d.sha256 in keys]
    claims = flagged([c for c in store.claims() if c.document in keys])
    return {
        "schema": "ytterby/read/1",
        "documents": [d.to_dict() for d in documents],
        "claims": [c.to_dict() for c in claims],
        "report": {
            "read": report.files, "skipped": report.skipped, "new_claims": report.new,
            "bad": [{"path": p, "reason": r} for p, r in report.bad],
            "refused": [{"path": p, "reason": r} for p, r in report.refused],
        },
    }  # fmt: skip


def _draft(store: Store, report: Report, folder: Path) -> None:
    from ytterby.cli.drafts import write_drafts

    documents = {d.sha256: d for d in store.documents() if d.sha256 in set(report.keys)}
    write_drafts([c for c in store.claims() if c.document in documents], documents, folder)


def _show(found: dict[str, Any], report: Report) -> None:
    from ytterby.evidence.listing import printable, table

    counts = ((report.files, "file"), (len(found["documents"]), "document"), (len(found["claims"]), "claim"))
    files, documents, claims = (f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    say(f"{files} read, {report.skipped} read before: {documents}, {claims} ({report.new} new)")
    for path, reason in report.bad:
        say(f"  not read: {printable(reason if path in reason else path + ': ' + reason)}")
    for path, reason in report.refused:
        say(f"  nothing taken from {printable(path)}: {reason}")
    for line in table(found["claims"][:20]):
        say(line)
    if len(found["claims"]) > 20:
        say(f"... {len(found['claims']) - 20} more: `ytterby claims`")
