"""Stored runs as bytes ready to be sent, within a bound of memory."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from ytterby.errors import Fault, NotFound, did_you_mean
from ytterby.web.answers import as_bytes

MOST_BYTES = 48 << 20
"""Packed runs that are kept; one of 200 draws over five years is some 150 kB."""
RESULT, MANIFEST, DESCRIPTOR = "run.json", "manifest.json", "datapackage.json"
FROM_PAGE = "page: "
"""What the note of a run begins with that is not its scenario as it stands on the shelf."""
Row = dict[str, Any]


@dataclass(frozen=True)
class Packed:
    """A run as it is sent.

    Attributes
    ----------
    body : JSON, packed by gzip.
    etag : of what was packed.
    """

    body: bytes
    etag: str

    @property
    def plain(self) -> bytes:
        """The JSON, for a client that reads no packed answers."""
        return gzip.decompress(self.body)


class Kept:
    """The runs of a folder.

    Parameters
    ----------
    folder : of runs; it need not exist yet.
    most : bytes of packed runs in memory.
    """

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self.folder, self.most = folder, most
        self._lock, self._packing = Lock(), Lock()
        self._packed: OrderedDict[tuple[str, int, str], Packed] = OrderedDict()
        self._rows: dict[str, tuple[int, Row]] = {}
        self._names: tuple[int, frozenset[str]] = (-1, frozenset())

    @property
    def bytes_kept(self) -> int:
        """Bytes in memory."""
        with self._lock:
            return sum(len(p.body) for p in self._packed.values())

    def names(self) -> frozenset[str]:
        """Return the ids of all stored runs; the folder is read again when something was put into it."""
        try:
            state = self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return frozenset()
        if state != self._names[0]:
            self._names = (state, frozenset(p.name for p in self.folder.iterdir() if (p / RESULT).is_file()))
        return self._names[1]

    def path(self, run: str) -> Path:
        """Return the folder of a run that is in the list.

        Raises
        ------
        NotFound : it is not.
        """
        names = self.names()
        if run not in names:  # two changes within one tick of the disk's clock look like one
            self._names = (-1, frozenset())
            names = self.names()
        if run not in names:
            near = did_you_mean(run, sorted(names))
            fix = near or "GET /runs lists what there is"
            raise NotFound(Fault(f'there is no stored run "{run[:80]}"', "run", fix=fix))
        return self.folder / run

    def rows(self) -> list[Row]:
        """Return one row for each stored run, the newest first."""
        found = (self._row(run) for run in self.names())
        return sorted((r for r in found if r), key=lambda r: str(r["finished"]), reverse=True)

    def first_of(self, scenarios: Iterable[str]) -> dict[str, str]:
        """Return the newest run of each scenario that was asked as it stands, by the scenario's id."""
        wanted, found = set(scenarios), dict[str, str]()
        for row in self.rows():
            if row["scenario"] in wanted and not str(row["note"]).startswith(FROM_PAGE):
                found.setdefault(str(row["scenario"]), str(row["run"]))
        return found

    def packed(self, run: str, shown: Callable[[Mapping[str, Any]], Mapping[str, Any]], how: str) -> Packed:
        """Return a run as it is sent.

        Parameters
        ----------
        run : its id.
        shown : what its object goes through before it is sent.
        how : names that; another way of showing is another entry.

        Raises
        ------
        NotFound : there is no such run.
        """
        path = self.path(run) / RESULT
        key = (run, path.stat().st_mtime_ns, how)
        with self._lock:
            if key in self._packed:
                self._packed.move_to_end(key)
                return self._packed[key]
        with self._packing:  # a crowd that asks for one run waits for one packing
            with self._lock:
                if key in self._packed:
                    return self._packed[key]
            body = as_bytes(shown(json.loads(path.read_bytes())))
            made = Packed(gzip.compress(body, 5, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:24]}"')
            with self._lock:
                self._packed[key] = made
                while sum(len(p.body) for p in self._packed.values()) > self.most and len(self._packed) > 1:
                    self._packed.popitem(last=False)
        return made

    def _row(self, run: str) -> Row:
        """Read what a run says of itself; empty for a folder that is no whole run."""
        path = self.folder / run
        try:
            state = (path / MANIFEST).stat().st_mtime_ns
            if run not in self._rows or self._rows[run][0] != state:
                manifest = json.loads((path / MANIFEST).read_bytes())
                descriptor = json.loads((path / DESCRIPTOR).read_bytes())
                self._rows[run] = (state, _told(run, manifest, descriptor))
        except (OSError, ValueError, KeyError):
            return {}
        return self._rows[run][1]


def _told(run: str, manifest: Mapping[str, Any], descriptor: Mapping[str, Any]) -> Row:
    size, said = manifest["size"], manifest["remarks"]
    return {
        "run": run, "status": "stored", "hash": manifest["address"], "scenario": run.rsplit("-", 1)[0],
        "title": descriptor.get("title", run), "draws": size["draws"], "months": size["months"], "seed": size["seed"],
        "finished": manifest["finished"], "elapsed_s": manifest["elapsed_s"], "note": said.get("note", ""),
    }  # fmt: skip
