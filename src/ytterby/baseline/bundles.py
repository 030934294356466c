"""Signed bundles: what a workspace holds, carried into a closed network and verified before anything is written."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ytterby import __version__
from ytterby.baseline.shelf import FOLDERS, bundled_shelf
from ytterby.baseline.signing import sign, signer
from ytterby.baseline.workspace import SETTINGS, Marking, Workspace, strictest
from ytterby.errors import BadData, Fault, NotFound, UsageError

FORM = "ytterby/bundle/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
CARRIED = (*FOLDERS, "imports", "revisions")
"""Folders of a workspace that travel; its settings, pseudonyms and evidence do not."""
MOST_FILES, MOST_BYTES, MOST_MANIFEST = 100_000, 20_000_000_000, 50_000_000
_NAME = re.compile(r"[\w.,+@ -]+(?:/[\w.,+@ -]+)+")


class Entry(BaseModel):
    """A file of a bundle."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0, le=MOST_BYTES)


class Contents(BaseModel):
    """What a bundle says it holds; this is what is signed."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    form: str = Field(alias="schema", pattern=rf"^{FORM}$")
    made_on: date
    made_by: str
    """Version of the program."""
    marking: Marking | None
    note: str
    files: dict[str, Entry]


def make_bundle(workspace: Workspace, target: Path, key: Path, note: str = "") -> Contents:
    """Write what a workspace holds into one signed file, whole or not at all.

    Raises
    ------
    UsageError : the target is there already, the workspace is empty, or the extra is missing.
    NotFound : no such key.
    BadData : no key, or a file that runs read here and that cannot travel: it is a link, or its name is refused there.
    """
    if target.exists():
        raise UsageError(Fault(f"{target} is there already", "ytterby data bundle", fix="name another file"))
    files = dict(_carried(workspace.folder))
    if not files:
        what = f"{workspace.folder} holds nothing to carry"
        raise UsageError(Fault(what, "ytterby data bundle", choices=CARRIED, fix="import data or add rules first"))
    _refuse_left_behind(workspace.folder, files)
    entries = {
        n: Entry(sha256=hashlib.sha256(p.read_bytes()).hexdigest(), bytes=p.stat().st_size) for n, p in files.items()
    }
    contents = Contents(
        form=FORM, made_on=date.today(), made_by=f"ytterby {__version__}", marking=workspace.settings.marking,
        note=note, files=entries,
    )  # fmt: skip
    listed = json.dumps(contents.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1).encode()
    signature = sign(listed, key)
    target.absolute().parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr(MANIFEST, listed)
            bundle.writestr(SIGNATURE, signature)
            for inner, path in files.items():
                bundle.write(path, inner)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return contents


def unpack_bundle(path: Path, workspace: Workspace, trusted: Sequence[Path]) -> tuple[Contents, Path, list[str]]:
    """Verify a bundle, then put its files into a workspace.

    Every file is verified in a scratch folder before the first one is put in place. Files of the workspace that the
    bundle does not name stay; those it names are replaced, and runs made with them replay from the revisions.

    Returns
    -------
    What it holds, the key that signed it, and the names that were new or changed.

    Raises
    ------
    NotFound : no such file or key.
    UsageError : no key is trusted, or the workspace is marked less strictly than the bundle.
    BadData : no bundle, wrong signature, wrong hash, or a name that leads out of the workspace; nothing is written.
    """
    if not trusted:
        fix = "--trust PUBLIC.pem, or trusted_keys: in workspace.yaml"
        raise UsageError(
            Fault("no key is trusted", "ytterby data unpack", "a bundle is opened by trust in a key", fix=fix)
        )
    if not path.is_file():
        raise NotFound(Fault(f"there is no file {path}", fix="check the path"))
    try:
        with zipfile.ZipFile(path) as bundle:
            contents, by = _verified(bundle, path, trusted)
            _refuse_weaker(workspace, contents, path)
            return contents, by, _placed(bundle, contents, path, workspace)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as failure:
        raise BadData(Fault(f"it is no whole bundle: {failure}", str(path))) from None


def _refuse_weaker(workspace: Workspace, contents: Contents, path: Path) -> None:
    """Refuse a workspace in which what a bundle holds would lose its marking."""
    of, here = contents.marking, workspace.settings.marking or Marking.PUBLIC
    if of is not None and strictest(of, here) != here:
        settings = f"in {workspace.folder / SETTINGS}"
        raise UsageError(
            Fault(f"the bundle is {of}, the workspace {workspace.settings.marking or 'not marked'}", str(path),
                  "what a bundle holds keeps its marking", fix=f"write `marking: {of}` {settings}, then unpack again")
        )  # fmt: skip


def _verified(bundle: zipfile.ZipFile, path: Path, trusted: Sequence[Path]) -> tuple[Contents, Path]:
    sizes = {i.filename: i.file_size for i in bundle.infolist()}
    if MANIFEST not in sizes or SIGNATURE not in sizes:
        raise BadData(Fault(f"it has no {MANIFEST} or no {SIGNATURE}", str(path), fix="is this a bundle?"))
    if sizes[MANIFEST] > MOST_MANIFEST or sizes[SIGNATURE] > 1024:
        raise BadData(Fault("its list of contents is too large", str(path)))
    listed = bundle.read(MANIFEST)
    by = signer(listed, bundle.read(SIGNATURE), trusted)
    try:
        contents = Contents.model_validate_json(listed)
    except ValidationError as failure:
        raise BadData(Fault(f"its list of contents was refused: {failure.error_count()} faults", str(path))) from None
    _refuse_contents(contents, bundle, path)
    return contents, by


def _refuse_contents(contents: Contents, bundle: zipfile.ZipFile, path: Path) -> None:
    infos = bundle.infolist()
    names = [i.filename for i in infos]
    faults = [
        Fault(f'"{n}" is no name of a file in a workspace', str(path), choices=CARRIED)
        for n in contents.files
        if not _NAME.fullmatch(n) or ".." in PurePosixPath(n).parts or n.split("/")[0] not in CARRIED
    ]
    listed = {MANIFEST, SIGNATURE, *contents.files}
    faults += [Fault(f'"{n}" is missing', str(path)) for n in sorted(listed - set(names))]
    faults += [Fault(f'"{n}" is not in its list of contents', str(path)) for n in sorted(set(names) - listed)]
    if len(names) != len(set(names)) or len(names) > MOST_FILES:
        faults.append(Fault("a name is given twice, or there are too many", str(path)))
    if sum(e.bytes for e in contents.files.values()) > MOST_BYTES:
        faults.append(Fault("more than 20 GB are too many", str(path)))
    if faults:
        raise BadData(*faults[:50])


def _placed(bundle: zipfile.ZipFile, contents: Contents, path: Path, workspace: Workspace) -> list[str]:
    folder = workspace.folder
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    scratch = Path(tempfile.mkdtemp(dir=existing, prefix=".unpacking-"))
    try:
        for name, entry in contents.files.items():
            _extract(bundle, name, entry, scratch / name, path)
        changed = [n for n, e in contents.files.items() if not _same(folder / n, e)]
        for name in changed:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (scratch / name).replace(target)
        return changed
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _extract(bundle: zipfile.ZipFile, name: str, entry: Entry, target: Path, path: Path) -> None:
    """Copy one file out of a bundle, never more than it says, and compare its hash."""
    target.parent.mkdir(parents=True, exist_ok=True)
    found, left = hashlib.sha256(), entry.bytes
    with bundle.open(name) as source, target.open("wb") as out:
        while chunk := source.read(min(1 << 20, left + 1)):
            left -= len(chunk)
            if left < 0:
                break
            found.update(chunk)
            out.write(chunk)
    if left != 0 or found.hexdigest() != entry.sha256:
        raise BadData(
            Fault(f'"{name}" is not what was signed', str(path), "every file has the hash in the signed list")
        )


def _refuse_left_behind(folder: Path, files: Mapping[str, Path]) -> None:
    """Refuse to make a bundle that would not be unpacked, or that lacks what runs read here."""
    faults = [
        Fault(
            f'"{n}" would be refused when it is unpacked', str(folder), fix="letters, digits and . , + @ - in its name"
        )
        for n in files
        if not _NAME.fullmatch(n)
    ]
    faults += [
        Fault(f'"{n}" is a link, and only files travel', str(folder), fix="put the file itself there")
        for n, item in bundled_shelf().over(folder).files.items()
        if item.origin == "workspace" and item.path.is_symlink()
    ]
    if faults:
        raise BadData(*faults[:50])


def _same(path: Path, entry: Entry) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry.sha256


def _carried(folder: Path) -> Iterator[tuple[str, Path]]:
    for inner in CARRIED:
        for path in sorted((folder / inner).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix(), path


def told(contents: Contents) -> dict[str, Any]:
    """Return what is told of a bundle."""
    return {
        "made_on": contents.made_on.isoformat(), "made_by": contents.made_by, "note": contents.note,
        "of_marking": str(contents.marking) if contents.marking else None, "files": len(contents.files),
        "bytes": sum(e.bytes for e in contents.files.values()),
    }  # fmt: skip
