"""Read many files into a store: in parallel, resumable, with every failure named."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from ytterby import __version__
from ytterby.domain.claim import Claim
from ytterby.domain.document import Document
from ytterby.errors import BadData, YtterbyError
from ytterby.evidence.documents.read import content_of, documents_in
from ytterby.evidence.duplicates import Hashes, sketch
from ytterby.evidence.extract import Extractor, Page, extract_page
from ytterby.evidence.lexicon import LANGUAGES, lexicon
from ytterby.evidence.store import READER, Store
from ytterby.execution import Killed, Place, Processes, Results, Task, Threads, Work, run

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
        raw = content_of(path)
        taken = tuple(take(d, extractor) for d in documents_in(raw, path))
        return FileResult(str(path), sha256(raw).hexdigest(), taken)
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

    Raises
    ------
    WorkLost : no process could be started.
    KeyboardInterrupt : interrupted; what is finished is in the store.
    """
    known = store.read_files()
    todo: list[Path] = []
    keys: dict[str, None] = {}
    for path in files:
        before = known.get(_digest(path)) if known else None
        keys.update(dict.fromkeys(before or ()))
        if before is None:
            todo.append(path)
    kept = _Kept(store, len(todo), progress, keys)
    if workers <= 1 or extractor is not None:
        place, work = _Told(Threads(1)), Work(_take, extractor, _stamp)
    else:
        place, work = _Told(Processes(workers)), Work(_take_alone, None, _stamp)
    tasks = [Task(f"{i:09d}", path, str(path)) for i, path in enumerate(todo)]
    if run(work, tasks, place, kept).interrupted:
        raise KeyboardInterrupt
    counts = {"documents": kept.documents, "claims": kept.claims, "new": kept.new}
    bad, refused = tuple(kept.bad), tuple(kept.refused)
    return Report(len(todo), len(files) - len(todo), **counts, bad=bad, refused=refused, keys=tuple(keys))


@dataclass(frozen=True)
class _Told:
    """A place where a file that takes down everyone who reads it has a reason, like any other bad file."""

    place: Place

    def results(self, work: Work, tasks: Sequence[Task]) -> Results:
        """Read every file."""
        with closing(self.place.results(work, tasks)) as found:
            for task, result in found:
                yield task, _lost(task.words, result) if isinstance(result, Killed) else result


def _lost(path: str, killed: Killed) -> FileResult:
    reason = f"{path}: took down {killed.times} processes that read it, the last one {killed.how}"
    return FileResult(path, "", reason=reason)


@dataclass
class _Kept:
    """The store, as the seam sees it: takes what was read, in the order of the files, whoever is done first."""

    store: Store
    files: int
    progress: Progress | None
    keys: dict[str, None]
    documents: int = 0
    claims: int = 0
    new: int = 0
    bad: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    _next: int = 0
    _early: dict[int, FileResult] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return int(key) < self._next

    def pack(self, do: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """Return the work as it is."""
        return do

    def put(self, key: str, result: FileResult) -> None:
        """Store what a file held, and all that waited for it."""
        self._early[int(key)] = result
        while self._next in self._early:
            self._store(self._early.pop(self._next))

    def _store(self, result: FileResult) -> None:
        self._next += 1
        if result.reason:
            self.bad.append((result.path, result.reason))
        mine = [t.document.sha256 for t in result.taken]
        self.keys.update(dict.fromkeys(mine))
        for number, taken in enumerate(result.taken, start=1):
            finishes = (result.digest, mine) if number == len(mine) else None
            self.new += self.store.add(taken.document, taken.claims, taken.sketch, finishes=finishes)
            self.documents += 1
            self.claims += len(taken.claims)
            if taken.document.refused:
                self.refused.append((taken.document.path, taken.document.refused))
        if self.progress:
            self.progress(self._next, self.files, result.path)


def ready() -> None:
    """Make a process that only reads ready: word lists are built, and the collector of garbage left out of the way.

    A document makes tens of thousands of small objects and no cycles, and the word lists stay to the end.
    """
    for language in LANGUAGES:
        lexicon(language)
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _take(extractor: Extractor | None, path: Path) -> FileResult:
    return take_file(path, extractor)


def _take_alone(_: None, path: Path) -> FileResult:
    """Read a file in a process that does nothing else."""
    _ready_once()
    return take_file(path)


@cache
def _ready_once() -> None:
    ready()


def _stamp() -> Mapping[str, str]:
    return {"ytterby": __version__, "reader": str(READER)}


def _digest(path: Path) -> str:
    try:
        return sha256(content_of(path)).hexdigest()
    except (OSError, BadData):
        return ""
