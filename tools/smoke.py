"""Install the built wheel into a fresh environment and try every verb there, without compiler, node or checkout.

Run ``python tools/smoke.py dist/ytterby-X.Y.Z-py3-none-any.whl [--folder DIR]``; DIR keeps environment and outputs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

MAKE_VENV = Path(__file__).with_name("make_venv.py")
DOCUMENT = "On 3 March 2026 the ministry said that Japan depends on China for 60 % of its rare earth imports.\n"
SMALL = ["--draws", "8", "--months", "6"]
RUN = "japan-2026"


def commands(verbs: set[str]) -> dict[str, list[list[str]]]:
    """What is tried, by verb; a verb of the command line without a row here is a fault."""
    rows = {
        "run": [["run", RUN, *SMALL, "--json"]],
        "compare": [["compare", RUN, "japan-2026-civil-denial", *SMALL, "--no-effects", "--json"]],
        "export": [["export", RUN, "--format", "csv", "--json"]],
        "explain": [["explain", RUN, "first_short/JPN/ev-traction/civil", "--json"]],
        "screen": [["screen", "actuator", "--to", "JPN", "--on", "2026-01-10", "--json"]],
        "read": [["read", "note.txt", "--json"]],
        "claims": [["claims", "--json"]],
        "assess": [
            ["assess", "hhi", "--json"], ["assess", "n-1", "--json"], ["assess", "chokepoints", "--json"],
            ["assess", "dependence", "--json"], ["assess", "eu-supply-risk", "--json"],
            ["assess", "contingency", "--static", "--json"],
            ["assess", "sensitivity", RUN, "--draws", "64", "--months", "6", "--flips", "0", "--json"],
        ],
        "backtest": [["backtest", "gallium-2023", "--draws", "12", "--json"]],
        "plan": [["plan", RUN, "--budget", "500 MUSD", "--futures", "5", "--search", "0", "--points", "2", "--json"]],
        "data": [["data", "list", "--json"], ["data", "check", "--json"]],
        "report": [["report", RUN, "--json"]],
        "brief": [["brief", RUN, "--no-live", "--json"]],
        "init": [["init", "another", "--json"]],
        "schema": [["schema", "scenario"]],
        "doctor": [["doctor", "--json"]],
        "drafts": [["drafts", "--help"]],
        "mcp": [["mcp", "--help"]],
        "serve": [["serve", "--port", "0", "--json"]],
    }  # fmt: skip
    unknown = verbs - set(rows)
    if unknown:
        sys.exit(f"tools/smoke.py tries nothing for: {', '.join(sorted(unknown))}")
    return {verb: tried for verb, tried in rows.items() if verb in verbs}


def install(wheel: Path, folder: Path) -> Path:
    """Make a fresh environment with the wheel in it and return its folder of commands."""
    venv = folder / "venv"
    subprocess.run([sys.executable, str(MAKE_VENV), str(venv)], check=True)
    binaries = venv / "bin"
    pip = [str(binaries / "python"), "-m", "pip", "--disable-pip-version-check", "--quiet", "install", str(wheel)]
    subprocess.run(pip, check=True)
    return binaries


def environment(binaries: Path, home: Path) -> dict[str, str]:
    """Nothing of this machine but the environment itself: no compiler, no node, no settings of the user."""
    home.mkdir(exist_ok=True)
    return {"PATH": str(binaries), "HOME": str(home), "LANG": "C.UTF-8"}


def verbs_of(binaries: Path, env: dict[str, str], work: Path) -> set[str]:
    """Verbs the installed command has, and where it is imported from."""
    code = "import json, ytterby; from ytterby.cli.main import VERBS; print(json.dumps([ytterby.__file__, [*VERBS]]))"
    done = subprocess.run([str(binaries / "python"), "-c", code], cwd=work, env=env, capture_output=True, check=True)
    home, verbs = json.loads(done.stdout)
    if not Path(home).is_relative_to(binaries.parent):
        sys.exit(f"ytterby came from {home}, not from the wheel")
    return set(verbs)


def served(binaries: Path, env: dict[str, str], work: Path) -> str:
    """Start the server, ask it for its page, and end it; return what is wrong, empty if nothing is."""
    command = [str(binaries / "ytterby"), "serve", "--port", "0", "--json"]
    server = subprocess.Popen(command, cwd=work, env=env, stdout=subprocess.PIPE, text=True)
    try:
        told = json.loads(server.stdout.readline())
        with urllib.request.urlopen(f"http://127.0.0.1:{told['port']}/", timeout=60) as page:
            good = page.status == 200 and b"<html" in page.read().lower()
    finally:
        server.terminate()
        server.wait(30)
    print(f"{'ok' if good else 'FAULT':<6} {'':>6}    ytterby serve: page on port {told['port']}", flush=True)
    return "" if good else "serve: no page"


def attempt(command: list[str], binaries: Path, env: dict[str, str], work: Path) -> str:
    """Run one command; return what is wrong with it, empty if nothing is."""
    if command[0] == "serve":
        return served(binaries, env, work)
    began = time.monotonic()
    done = subprocess.run([str(binaries / "ytterby"), *command], cwd=work, env=env, capture_output=True, text=True,
                          check=False)  # fmt: skip
    took = time.monotonic() - began
    print(f"{'ok' if done.returncode == 0 else 'FAULT':<6} {took:6.1f} s  ytterby {' '.join(command)}", flush=True)
    if done.returncode != 0:
        return f"{command}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    if "--json" in command:
        json.loads(done.stdout)
    return ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="ytterby-smoke-"))
    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    (work / "note.txt").write_text(DOCUMENT, "utf-8")
    binaries = install(given.wheel.resolve(), folder)
    env = environment(binaries, folder / "home")
    if found := [name for name in ("cc", "gcc", "clang", "node") if shutil.which(name, path=env["PATH"])]:
        sys.exit(f"the environment holds {found}")
    tried = commands(verbs_of(binaries, env, work))
    faults = [f for rows in tried.values() for row in rows if (f := attempt(row, binaries, env, work))]
    if given.folder is None:
        shutil.rmtree(folder)
    if faults:
        sys.exit("\n".join(faults))
    print(f"{sum(map(len, tried.values()))} commands of {len(tried)} verbs, no fault; {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
