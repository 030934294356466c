"""`ytterby doctor`: what this machine has, and whether Ytterby can work on it."""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import tempfile
from importlib import metadata, util
from pathlib import Path
from typing import Any, NamedTuple

import click

from ytterby import __version__
from ytterby.errors import Fault, YtterbyError

OLDEST_PYTHON = (3, 11)
LEAST_MEMORY_GB = 1.0


class Check(NamedTuple):
    """One line of the examination: a fault breaks the work, a warning slows it."""

    name: str
    state: str  # ok, warning, fault
    detail: str
    fix: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(as_json: bool) -> None:
    """Check this machine and this installation; exit code 1 if something is missing."""
    checks = examine()
    faults = [check for check in checks if check.state == "fault"]
    if as_json and not faults:
        click.echo(json.dumps(as_object(checks), ensure_ascii=False))
    elif not as_json:
        for check in checks:
            click.echo(f"{check.state:<8} {check.name:<20} {check.detail}")
    if faults:
        raise YtterbyError(*(Fault(what=c.detail, where=c.name, fix=c.fix) for c in faults))
    if not as_json:
        click.echo("Everything Ytterby needs is here.")


def examine() -> list[Check]:
    """Return all checks, in the order in which they are shown."""
    return [
        Check("ytterby", "ok", f"{__version__} in {Path(__file__).parents[1]}"),
        _python(),
        Check("cores", "ok", str(_cores())),
        _memory(),
        *_dependencies(),
        _data(),
        _kernel_cache(),
        _folder(),
    ]


def as_object(checks: list[Check]) -> dict[str, Any]:
    """Return the object that `--json` prints."""
    return {"ok": all(check.state != "fault" for check in checks), "checks": [c._asdict() for c in checks]}


def _python() -> Check:
    good = sys.version_info >= OLDEST_PYTHON
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Check("python", "ok" if good else "fault", detail, "" if good else "Install Python 3.11 or newer.")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> Check:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return Check("memory", "warning", "the operating system does not say")
    enough = total >= LEAST_MEMORY_GB
    fix = "" if enough else f"Use fewer draws; {LEAST_MEMORY_GB:g} GB is the least for a comfortable run."
    return Check("memory", "ok" if enough else "warning", f"{total:.1f} GB", fix)


def _dependencies() -> list[Check]:
    try:
        declared = metadata.requires("ytterby") or []
    except metadata.PackageNotFoundError:
        return [Check("installation", "warning", "runs from a folder, not installed", "Run `pip install .`")]
    return [_dependency(line) for line in declared if "extra ==" not in line]


def _dependency(line: str) -> Check:
    name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "fault", "not installed", f"Run `pip install '{line}'`.")


def _data() -> Check:
    spec = util.find_spec("ytterby.baseline")
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = [path for folder in folders for path in Path(folder).rglob("datapackage.json")]
    if not found:
        return Check("packaged data", "fault", "no data package found", "Install Ytterby again.")
    packages = [json.loads(path.read_text("utf-8")) for path in found]
    tables = sum(len(p.get("resources", [])) for p in packages)
    version = packages[0].get("version", "without a version")
    return Check("packaged data", "ok", f"{tables} tables, {version}, in {found[0].parent}")


def _kernel_cache() -> Check:
    if util.find_spec("numba") is None:
        return Check("kernel cache", "fault", "numba is not installed", "Install Ytterby again.")
    from ytterby.jit import cache_folder

    folder = cache_folder()
    if folder is None:
        fix = "Set NUMBA_CACHE_DIR to a folder you own, or every start compiles for half a minute."
        return Check("kernel cache", "warning", "no writable cache folder", fix)
    return Check("kernel cache", "ok", str(folder))


def _folder() -> Check:
    here = Path.cwd()
    try:
        with tempfile.NamedTemporaryFile(dir=here):
            return Check("current folder", "ok", f"{here} takes files")
    except OSError as error:
        fix = "Change to a folder you may write to, or give --out."
        return Check("current folder", "warning", f"{here}: {error.strerror}", fix)
