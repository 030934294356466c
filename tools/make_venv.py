"""Make a virtual environment with pip in it, also where Python came without ensurepip.

Run with the bare interpreter, before anything is installed: standard library only.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
WHEELS = Path("/usr/share/python-wheels")  # where Debian keeps the wheel of pip for ensurepip


def main(folder: Path) -> int:
    """Make `folder` a virtual environment unless it is one already; return the exit code."""
    if sys.version_info < OLDEST:
        print(f"Python {sys.version.split()[0]} is too old; Ytterby needs 3.11 or newer.", file=sys.stderr)
        return 2
    python = folder / "bin" / "python"
    if not _has_pip(python):
        venv.create(folder, with_pip=importlib.util.find_spec("ensurepip") is not None)
    if _has_pip(python) or any(_succeeds(command) for command in _ways_to_pip(python)):
        return 0
    print(
        f"{sys.executable} has no ensurepip and no other pip was found, so {folder} has no pip.\n"
        "Install one of them and repeat the command. Debian: apt install python3.11-venv",
        file=sys.stderr,
    )
    return 2


def _has_pip(python: Path) -> bool:
    return python.exists() and _succeeds([str(python), "-m", "pip", "--version"])


def _ways_to_pip(python: Path) -> list[list[str]]:
    ways = [[str(python), f"{wheel}/pip", "install", "--quiet", str(wheel)] for wheel in WHEELS.glob("pip-*.whl")]
    if importlib.util.find_spec("pip"):
        ways.append([sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "pip"])
    if uv := shutil.which("uv"):
        ways.append([uv, "pip", "install", "--quiet", "--python", str(python), "pip"])
    return ways


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
