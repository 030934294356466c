"""Revisions: every file a run or an import has used, kept once by its content, so that old runs replay."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ytterby.baseline.shelf import Item, Shelf, listing_text
from ytterby.errors import Fault, YtterbyError

FOLDER = "revisions"


@dataclass(frozen=True)
class Revisions:
    """A store of contents under their SHA-256; what is in it is never changed.

    Attributes
    ----------
    folder : where it is; made when the first content is kept.
    """

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep a content and return its SHA-256; one that is there already is not copied again."""
        key = hashlib.sha256(content).hexdigest()
        target = self._path(key)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                Path(name).chmod(0o444)
                Path(name).replace(target)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        return key

    def keep_shelf(self, shelf: Shelf, also: Iterable[Item] = ()) -> str:
        """Keep everything a shelf lists, and the list itself; return the shelf's fingerprint.

        Parameters
        ----------
        shelf : whose files answers stand on.
        also : files that were read without being on the shelf, such as a chain given by its path.
        """
        for item in (*(shelf.files[name] for name in shelf.listing()), *also):
            if not self._path(item.sha256).exists():
                self.keep(item.read())
        return self.keep(listing_text(shelf.listing()).encode())

    def has(self, key: str) -> bool:
        """True if a content of that SHA-256 is kept."""
        return self._path(key).is_file()

    def item(self, name: str, key: str) -> Item:
        """Return a kept content as a file of that name.

        Raises
        ------
        YtterbyError : it is not kept, or it is damaged.
        """
        path = self._path(key)
        if not path.is_file():
            fix = "use the workspace, or the folder of runs, in which it was kept"
            raise YtterbyError(Fault(f"the revision {key[:12]} of {name} is not kept", str(self.folder), fix=fix))
        found = Item(name, path, "revision")
        if found.sha256 != key:
            raise YtterbyError(Fault(f"the revision {key[:12]} of {name} was changed", str(path), fix="restore it"))
        return found

    def shelf(self, fingerprint: str, also: Iterable[tuple[str, str]] = ()) -> Shelf:
        """Return the shelf of a fingerprint, as it was.

        Parameters
        ----------
        fingerprint : of a shelf that was kept.
        also : (name, SHA-256) of files read beside it.

        Raises
        ------
        YtterbyError : something of it is not kept, or damaged.
        """
        listing = json.loads(self.item("the list of files", fingerprint).path.read_text("utf-8"))
        files = {name: self.item(name, key) for name, key in {**listing, **dict(also)}.items()}
        return Shelf(MappingProxyType(files))

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
