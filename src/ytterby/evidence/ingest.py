"""Read many files into a store: in parallel, resumable, with every failure named."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path

from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.errors import YtterbyError
from ytterby.evidence.documents.read import read_path
from ytterby.evidence.duplicates import Hashes, sketch
from ytterby.evidence.extract import Extractor, Page, extract_page
from ytterby.evidence.store import Store

# The version of the reader: files read by another version are read again, and the old claims stay.
READER = "r1"
_AHEAD = 64

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Taken:
    """What was taken out of one document."""

    document: Document
    claims: tuple[Claim, ...]
    sketch: Hashes


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its documents, or why it could not be read."""

    path: str
    digest: str
    taken: tuple[Taken, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """What an import did.

    Attributes
    ----------
    files, skipped : files read now, and files read before.
    documents, claims : taken out of the files read now; `new` of the claims were not in the store.
    bad : (path, reason) of every file that could not be read.
    refused : (path, reason) of every document that was read and gave nothing ("spam", "off topic", ...).
    keys : documents of all files given, those read before included.
    """

    files: int
    skipped: int
    documents: int
    claims: int
    new: int
    bad: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    keys: tuple[str, ...] = ()


def take(document: Document, extractor: Extractor | None = None) -> Taken:
    """Return a document with its claims; a page that is refused keeps the reason."""
    page = Page(document)
    judged = replace(document, refused=page.refused)
    claims = extract_page(page)
    if extractor is not None and not page.refused:
        known = {(c.start, c.end, c.kind, c.value) for c in claims}
        claims += [c for c in extractor(document) if (c.start, c.end, c.kind, c.value) not in known]
    return Taken(judged, tuple(claims), sketch(judged))


def take_file(path: Path, extractor: Extractor | None = None) -> FileResult:
    """Return what one file holds; a file that cannot be read gives its reason instead of an error."""
    try:
        digest = sha256(path.read_bytes()).hexdigest()
        return FileResult(str(path), digest, tuple(take(d, extractor) for d in read_path(path)))
    except YtterbyError as error:
        return FileResult(str(path), "", reason="; ".join(f.text() for f in error.faults))
    except (OSError, MemoryError, RecursionError, UnicodeError) as error:
        return FileResult(str(path), "", reason=f"{path}: {type(error).__name__}: {error}")


def ingest(
    files: Sequence[Path],
    store: Store,
    workers: int = 1,
    extractor: Extractor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read `files` into `store` and report; files already read are skipped.

    Parameters
    ----------
    files : in the order in which they are stored.
    store : takes documents and claims.
    workers : processes that read; the store is written by this one.
    extractor : an additional extractor, run in this process when given.
    progress : called with (files done, files in all, path) after each file.
    """
    known = store.read_files(READER)
    todo: list[Path] = []
    keys: dict[str, None] = {}
    for path in files:
        before = known.get(_digest(path)) if known else None
        keys.update(dict.fromkeys(before or ()))
        if before is None:
            todo.append(path)
    count = {"documents": 0, "claims": 0, "new": 0}
    bad: list[tuple[str, str]] = []
    refused: list[tuple[str, str]] = []
    for done, result in enumerate(_results(todo, workers, extractor), start=1):
        if result.reason:
            bad.append((result.path, result.reason))
        for taken in result.taken:
            count["new"] += store.add(taken.document, taken.claims, taken.sketch)
            count["documents"] += 1
            count["claims"] += len(taken.claims)
            if taken.document.refused:
                refused.append((taken.document.path, taken.document.refused))
        if result.taken:
            mine = [t.document.sha256 for t in result.taken]
            store.finish_file(result.digest, READER, mine)
            keys.update(dict.fromkeys(mine))
        if progress:
            progress(done, len(todo), result.path)
    return Report(len(todo), len(files) - len(todo), **count, bad=tuple(bad), refused=tuple(refused), keys=tuple(keys))


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _results(files: Iterable[Path], workers: int, extractor: Extractor | None) -> Iterator[FileResult]:
    if workers <= 1 or extractor is not None:
        for path in files:
            yield take_file(path, extractor)
        return
    # Spawned, not forked: the parent holds database connections and threads.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        left = iter(files)
        waiting: list[Future[FileResult]] = [pool.submit(take_file, p) for p in islice(left, _AHEAD)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(take_file, p) for p in islice(left, 1)]
