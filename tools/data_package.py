"""Put the packaged tables and their descriptor in one archive, for those who want the data without the engine.

Run ``python tools/data_package.py FOLDER``: writes FOLDER/ytterby-baseline-VERSION.zip; the same tables give the same
bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path

BASELINE = Path(__file__).resolve().parents[1] / "src" / "ytterby" / "baseline"
DESCRIPTOR = "datapackage.json"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: when a table was written says nothing about it."""


def write(folder: Path, baseline: Path = BASELINE) -> Path:
    """Write the archive and return its path; a table that is not what the descriptor says is a fault."""
    package = json.loads((baseline / DESCRIPTOR).read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{package['name']}-{package['version']}.zip"
    files = {DESCRIPTOR: (baseline / DESCRIPTOR).read_bytes()}
    for entry in package["resources"]:
        files[entry["path"]] = (baseline / entry["path"]).read_bytes()
        if hashlib.sha256(files[entry["path"]]).hexdigest() != entry["sha256"]:
            sys.exit(f"{entry['path']} is not what {DESCRIPTOR} says: run tools/build_baseline.py")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry_of = zipfile.ZipInfo(f"{path.stem}/{name}", EARLIEST)
            entry_of.compress_type, entry_of.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry_of, content)
    return path


if __name__ == "__main__":
    made = write(Path(sys.argv[1]))
    print(f"{made}: {made.stat().st_size / 1e6:.1f} MB")
