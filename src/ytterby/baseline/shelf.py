"""The shelf: the files a run may read, bundled or of a workspace, found at one place and known by their content.

Loaders ask the current shelf for a file by its name, such as ``regimes/CN-2025-70.yaml``. The bundled shelf is current
unless `using` puts another in its place: a workspace lays its own files over the bundled ones, and a stored run is
replayed on the revisions it was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from ytterby.errors import Fault, NotFound, did_you_mean

BUNDLED = Path(__file__).parent
FOLDERS = {
    "chains": (".yaml",),
    "regimes": (".yaml",),
    "projects": (".yaml",),
    "programmes": (".yaml",),
    "own": (".yaml",),
    "estimates": (".csv",),
    "tables": (".csv", ".parquet"),
    "scenarios": (".yaml",),
    "bills": (".csv",),
    "levers": (".yaml",),
    "escalations": (".yaml",),
}
"""Folder -> endings of the files that count in it."""
ASKED = ("scenarios/", "bills/", "levers/", "escalations/")
"""What is asked about, not what answers stand on: left out of the fingerprint."""
_ALWAYS = ("tables/places.csv",)


@dataclass(frozen=True, eq=False)
class Item:
    """A file on a shelf; two are equal when name and content are.

    Attributes
    ----------
    name : path within a shelf.
    path : where the file is now.
    origin : ``bundled``, ``workspace``, ``revision``, or ``store`` for what was taken out of a database.
    content : of what is no file yet; None where `path` holds it.
    """

    name: str
    path: Path
    origin: str
    content: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """Return the content."""
        return self.path.read_bytes() if self.content is None else self.content

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the content, in hex."""
        return hashlib.sha256(self.read()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Item) and (self.name, self.sha256) == (other.name, other.sha256)

    def __hash__(self) -> int:
        return hash((self.name, self.sha256))


@dataclass(frozen=True)
class Shelf:
    """Files by name."""

    files: Mapping[str, Item]

    def item(self, name: str) -> Item:
        """Return a file, and note that it was read.

        Raises
        ------
        NotFound : there is no file of that name.
        """
        found = self.files.get(name)
        if found is None:
            near = did_you_mean(name, list(self.files))
            raise NotFound(Fault(f'there is no file "{name}"', fix=near or "the installation or the run is not whole"))
        note = _READ.get()
        if note is not None:
            note[name] = found
        return found

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder without folder and ending, sorted."""
        start = f"{folder}/"
        return tuple(sorted({n.removeprefix(start).rpartition(".")[0] for n in self.files if n.startswith(start)}))

    def listing(self) -> dict[str, str]:
        """Return name -> SHA-256 of everything answers may stand on."""
        return {n: x.sha256 for n, x in sorted(self.files.items()) if not n.startswith(ASKED)}

    def fingerprint(self) -> str:
        """Return the hash of the listing: shelves that give the same answers have the same one."""
        return hashlib.sha256(listing_text(self.listing()).encode()).hexdigest()

    def over(self, folder: Path, origin: str = "workspace") -> Shelf:
        """Return this shelf with the files of a folder laid over it."""
        return Shelf(MappingProxyType({**self.files, **_scan(folder, origin)}))


def listing_text(listing: Mapping[str, str]) -> str:
    """Return a listing in the one form that is hashed and stored."""
    return json.dumps(dict(listing), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@cache
def bundled_shelf() -> Shelf:
    """Return the files of the package."""
    single = {p.name: Item(p.name, p, "bundled") for p in (*BUNDLED.glob("*.yaml"), BUNDLED / "datapackage.json")}
    return Shelf(MappingProxyType({**single, **_scan(BUNDLED, "bundled")}))


def current() -> Shelf:
    """Return the shelf loaders read from."""
    return _CURRENT.get() or bundled_shelf()


@contextmanager
def using(shelf: Shelf) -> Iterator[Shelf]:
    """Make a shelf the current one within a block."""
    token = _CURRENT.set(shelf)
    try:
        yield shelf
    finally:
        _CURRENT.reset(token)


@contextmanager
def reading() -> Iterator[dict[str, Item]]:
    """Give a dictionary that fills with the files read within a block, by name.

    What every loader checks its text against counts as read from the start: loaders keep what they have parsed, and
    would ask for it only the first time in a process.
    """
    outer = _READ.get()
    files = current().files
    note: dict[str, Item] = {name: files[name] for name in _ALWAYS if name in files}
    token = _READ.set(note)
    try:
        yield note
    finally:
        _READ.reset(token)
        if outer is not None:
            outer.update(note)


def loose(name: str, path: Path) -> Item:
    """Return a file that was given by its path as an item, and note that it was read."""
    found = Item(name, path, "file")
    note = _READ.get()
    if note is not None:
        note[name] = found
    return found


def _scan(root: Path, origin: str) -> dict[str, Item]:
    found = {}
    for folder, endings in FOLDERS.items():
        for path in sorted((root / folder).glob("*")):
            if path.suffix in endings and path.is_file() and not path.name.startswith("."):
                name = f"{folder}/{path.name}"
                found[name] = Item(name, path, origin)
    return found


_CURRENT: ContextVar[Shelf | None] = ContextVar("shelf", default=None)
_READ: ContextVar[dict[str, Item] | None] = ContextVar("read", default=None)
