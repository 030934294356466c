"""The descriptor of a run's folder: a data package (Frictionless) that other programs can open."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from ytterby.runs.manifest import Manifest
from ytterby.runs.tables import fields_of

NAME = "datapackage.json"
_KINDS = {".parquet": "application/vnd.apache.parquet", ".json": "application/json", ".yaml": "application/yaml"}


def descriptor_of(folder: Path, manifest: Manifest, title: str, marking: str | None = None) -> dict[str, Any]:
    """Describe every file of a run's folder, with the hash of each, and the columns of tables.

    The manifest is left out of the hashes: its remarks may be added to later.
    """
    people = [{"title": manifest.remarks.who, "role": "author"}]
    if manifest.remarks.reviewer:
        people.append({"title": manifest.remarks.reviewer, "role": "reviewer"})
    files = [p for p in sorted(folder.iterdir()) if p.suffix in _KINDS and p.name not in {NAME, "manifest.json"}]
    return {
        "profile": "data-package",
        "name": manifest.run,
        "id": manifest.address,
        "title": title,
        "created": manifest.finished.isoformat(timespec="seconds"),
        "description": manifest.remarks.note,
        "contributors": people,
        **({"marking": marking} if marking else {}),
        "resources": [_resource(path) for path in files],
    }


def _resource(path: Path) -> dict[str, Any]:
    out: dict[str, Any] = {
        "name": path.stem.replace("_", "-"), "path": path.name, "format": path.suffix[1:],
        "mediatype": _KINDS[path.suffix], "bytes": path.stat().st_size, "hash": f"sha256:{file_hash(path)}",
    }  # fmt: skip
    if path.suffix == ".parquet":
        import polars as pl

        schema = dict(pl.scan_parquet(path).collect_schema())
        out["schema"] = {"fields": fields_of(path.stem, schema)}
    return out


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
