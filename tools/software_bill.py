"""Write the software bill (CycloneDX 1.6) and the licences of what Ytterby needs, from the lock and installed metadata.

Run ``python tools/software_bill.py FOLDER``: writes FOLDER/sbom.cdx.json and FOLDER/THIRD-PARTY.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
ENTRY = re.compile(r"^([\w.-]+)==([\w.!+-]+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}[^\n]*)*)", re.MULTILINE)
TROVE = {
    "Apache Software License": "Apache-2.0", "MIT License": "MIT", "BSD License": "BSD-3-Clause",
    "Python Software Foundation License": "PSF-2.0", "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "The Unlicense (Unlicense)": "Unlicense",
}  # fmt: skip
WORDS = {"Apache 2.0": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "BSD": "BSD-3-Clause",
         "MIT License": "MIT", "BSD 3-Clause": "BSD-3-Clause", "3-Clause BSD License": "BSD-3-Clause",
         "new BSD": "BSD-3-Clause", "Simplified BSD": "BSD-2-Clause"}  # fmt: skip
KNOWN: dict[str, str] = {}
"""Package -> licence, where its metadata say nothing: with the place it was read."""


class Package(NamedTuple):
    """A locked package."""

    name: str
    version: str
    hashes: tuple[str, ...]
    needed: str  # run, extra or develop


def locked() -> dict[str, Package]:
    """Packages of the lock by normal name; what running needs is told from what extras and development need."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    run = reached(project["dependencies"])
    extra = reached([r for group in project["optional-dependencies"].values() for r in group])
    out = {}
    for name, version, hashes in ENTRY.findall(text):
        key = normal(name)
        needed = "run" if key in run else "extra" if key in extra else "develop"
        out[key] = Package(name, version, tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)), needed)
    return out


def reached(requirements: list[str]) -> set[str]:
    """Packages that requirements lead to, through what is installed."""
    found: set[str] = set()
    todo = [_name(r) for r in requirements]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        todo += [_name(r) for r in _requires(name) if "extra ==" not in r]
    return found


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def _name(requirement: str) -> str:
    return normal(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def normal(name: str) -> str:
    """Name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(name: str) -> str:
    """Licence expression of an installed package; empty where it is not installed or says nothing."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    if expression := about.get("License-Expression"):
        return str(expression)
    classes = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier", []) if c.startswith("License ::")]
    named = [TROVE[c] for c in classes if c in TROVE]
    text = " ".join(str(about.get("License") or "").split())
    if named:
        return " OR ".join(dict.fromkeys(named))
    return WORDS.get(text, text if 0 < len(text) <= 40 else "")


def bill(packages: Mapping[str, Package], version: str, when: str) -> dict[str, Any]:
    """The software bill of a release: what running and its extras need."""
    parts = [p for _, p in sorted(packages.items()) if p.needed != "develop"]
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'ytterby {version} {when}')}",
        "metadata": {
            "timestamp": when,
            "component": {"type": "application", "bom-ref": "ytterby", "name": "ytterby", "version": version,
                          "licenses": [{"license": {"id": "Apache-2.0"}}], "purl": f"pkg:pypi/ytterby@{version}"},
        },
        "components": [_component(p) for p in parts],
        "dependencies": [
            {"ref": "ytterby", "dependsOn": [_ref(p) for p in parts]},
            *({"ref": _ref(p), "dependsOn": sorted(_below(p, packages))} for p in parts),
        ],
    }  # fmt: skip


def _component(p: Package) -> dict[str, Any]:
    said = licence(normal(p.name))
    return {
        "type": "library", "bom-ref": _ref(p), "name": p.name, "version": p.version, "purl": _ref(p),
        "scope": "required" if p.needed == "run" else "optional",
        **({"licenses": [{"expression": said}]} if said else {}),
        "properties": [{"name": "locked:sha256", "value": h} for h in p.hashes],
    }  # fmt: skip


def _ref(p: Package) -> str:
    return f"pkg:pypi/{normal(p.name)}@{p.version}"


def _below(p: Package, packages: Mapping[str, Package]) -> Iterator[str]:
    for name in {_name(r) for r in _requires(p.name) if "extra ==" not in r}:
        if name in packages and packages[name].needed != "develop":
            yield _ref(packages[name])


def page(packages: Mapping[str, Package]) -> str:
    """Licences of packages and of packaged data."""
    rows = [f"| {p.name} | {p.version} | {p.needed} | {licence(key) or 'not installed here'} |"
            for key, p in sorted(packages.items()) if p.needed != "develop"]  # fmt: skip
    data = json.loads((ROOT / "src/ytterby/baseline/datapackage.json").read_text("utf-8"))
    tables = [f"| {r['name']} | {', '.join(x['name'] for x in r['licenses'])} |" for r in data["resources"]]
    return "\n".join([
        "# What Ytterby needs and carries, and under which licence", "",
        "Ytterby itself: Apache-2.0. Nothing below is part of the wheel; packages are installed beside it.", "",
        "| package | version | needed to | licence |", "|---|---|---|---|", *rows, "",
        "Packaged tables, which are part of the wheel:", "", "| table | licence |", "|---|---|", *tables, "",
    ])  # fmt: skip


def main(folder: Path) -> None:
    """Write both files; a package of running without a licence is a fault."""
    version = re.search(r'__version__ = "(.+)"', (ROOT / "src/ytterby/__init__.py").read_text("utf-8"))[1]
    packages = locked()
    silent = [key for key, p in packages.items() if p.needed == "run" and not licence(key)]
    if silent:
        sys.exit(f"no licence known of {', '.join(sorted(silent))}: install what the lock holds, or add it to KNOWN")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill(packages, version, _when()), indent=1) + "\n", "utf-8")
    (folder / "THIRD-PARTY.md").write_text(page(packages), "utf-8")
    count = sum(p.needed == "run" for p in packages.values())
    print(f"{folder}/sbom.cdx.json, {folder}/THIRD-PARTY.md: {count} packages to run")


def _when() -> str:
    """Time of the last commit: the same commit gives the same bill."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 0
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
