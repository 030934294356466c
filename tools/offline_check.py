"""Confidential work in a sandbox without network: nothing leaves, nothing is tried, own names stay in the house.

    sudo python tools/offline_check.py

Each command runs in a network namespace of its own (`unshare -n`), under `strace`. Shown: no connection is attempted
off loopback; the canary names of a part, a firm and a stock are in no log, address or redacted output; addresses
outside are refused. Controls show that each of the three checks can fail. Needs Linux, root and strace; without them
it says so and exits with 77.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src"
PART, FIRM, STOCK = "Canary-Gyro-77", "Canary Precision KK", "canary-vault"
CANARY = re.compile(r"canary", re.IGNORECASE)
REFUSED = (
    ["read", "note.txt", "--model-url", "http://192.0.2.7/v1"],
    ["read", "note.txt", "--store", "postgresql://user:secret@192.0.2.8/claims"],
    ["run", "scenario.yaml", "--draws", "8", "--cluster", "tcp://192.0.2.9:8786", "--seed", "9"],
)
CALL = "import sys; from ytterby.cli.main import run; sys.exit(run(sys.argv[1:]))"
INET = re.compile(
    r"(connect|sendto|sendmsg)\(.*sa_family=AF_INET6?,.*?"
    r"(?:inet_addr\(\"([^\"]+)\"\)|inet_pton\(AF_INET6, \"([^\"]+)\")"
)


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str
    attempts: tuple[str, ...]


def main() -> int:
    lacking = [
        word
        for word, here in (("root", os.geteuid() == 0), *((t, shutil.which(t)) for t in ("unshare", "strace")))
        if not here
    ]
    if lacking:
        print(f"NOT CHECKED: this needs {', '.join(lacking)}", file=sys.stderr)
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(folder)
        faults = [*controls(folder), *work(folder), *refusals(folder)]
    for fault in faults:
        print(f"FAULT: {fault}")
    print("offline check: " + (f"{len(faults)} faults" if faults else "all held"))
    return 1 if faults else 0


def lay_out(folder: Path) -> None:
    own = folder / "ytterby-workspace" / "own"
    own.mkdir(parents=True)
    (own.parent / "workspace.yaml").write_text("schema: ytterby/workspace/1\nname: Desk\nmarking: confidential\n")
    (own / "mine.yaml").write_text(
        f"schema: ytterby/own/1\nchain: magnet-rare-earths\nfirms: [{FIRM}]\nparts: [{PART}]\n"
        f"stocks:\n  - {{ id: {STOCK}, place: JPN, stage: first-use, days: 30 }}\n"
    )
    scenario = (SOURCE / "ytterby/baseline/scenarios/japan-2026.yaml").read_text("utf-8")
    (folder / "scenario.yaml").write_text(scenario.replace("Who runs short?", f"Does {FIRM} run short of {PART}?"))
    (folder / "bill.csv").write_text(
        "line,parent,part,quantity,material,mass_g,value_usd,origin,technology,hs,maker\n"
        f"1,,{PART},1,,,250,JPN,,,{FIRM}\n1.1,1,{PART} magnet,1,ndfeb with dy,8,0.30,CHN,CHN,8505111000,\n"
        f"1.2,1,{PART} part,1,canary alloy,8,0.30,CHN,CHN,,\n"
    )
    (folder / "bad.csv").write_text(f"line,part,quantity\n1,{PART},many\n1,{PART} again,1\n")
    (folder / "note.txt").write_text("China exported 100 tonnes of gallium in 2024.\n")


def work(folder: Path) -> list[str]:
    """Run, screen and write a brief with --redact; plain run for the record of the house."""
    run = ["run", "scenario.yaml", "--draws", "16", "--months", "12", "--out", "runs"]
    screen = ["screen", "bill.csv", "--to", "JPN", "--on", "2026-01-10", "--end-user", FIRM, "--redact"]
    faults = []
    steps = {
        "run --redact": [*run, "--redact"],
        "run --redact --json": [*run, "--redact", "--json"],
        "screen --redact": [*screen, "--html", "screen.html", "--csv", "screen.csv"],
        "screen --redact --json": [*screen, "--json"],
        "screen of a bad bill": ["screen", "bad.csv", "--to", "JPN", "--redact"],
        "data list": ["data", "list"],
    }
    for what, arguments in steps.items():
        faults += judged(what, call(folder, arguments), 3 if "bad" in what else 0)
    (stored,) = (p for p in (folder / "runs").iterdir() if not p.name.startswith("."))
    for form in ("html", "md"):
        brief = ["brief", str(stored), "--redact", "--format", form, "--out", f"out/brief.{form}"]
        faults += judged(f"brief --redact --format {form}", call(folder, brief), 0)
    for page in (
        folder / "screen.html",
        folder / "screen.csv",
        stored / "report-redacted.html",
        folder / "out/brief.html",
        folder / "out/brief.md",
    ):
        text = page.read_text("utf-8")
        faults += [f"{page.name} names a canary"] * bool(CANARY.search(text))
        faults += [f"{page.name} bears no marking"] * ("confidential" not in text.casefold())
    faults += [f"the address {stored.name} names a canary"] * bool(CANARY.search(stored.name))
    return faults


def judged(what: str, done: Done, code: int) -> list[str]:
    print(
        f"{what}: exit {done.code}, {len(done.out)} + {len(done.err)} characters, {len(done.attempts)} attempts outside"
    )
    faults = [f"{what}: exit {done.code}: {done.err[-400:]}"] * (done.code != code)
    faults += [f"{what}: tried {a}" for a in done.attempts]
    faults += [
        f"{what}: {side} names a canary"
        for side, text in (("stdout", done.out), ("stderr", done.err))
        if CANARY.search(text)
    ]
    marked = code != 0 or "confidential" in done.out.casefold()
    return faults + [f"{what}: bears no marking"] * (not marked)


def refusals(folder: Path) -> list[str]:
    faults = []
    for arguments in REFUSED:
        done = call(folder, arguments)
        print(f"{next(a for a in arguments if '://' in a)} outside: exit {done.code}, {len(done.attempts)} attempts")
        refused = done.code == 2 and "confidential" in done.err and "secret" not in done.err and not done.attempts
        faults += [f"{' '.join(arguments)} was not refused: {done.err}"] * (not refused)
    return faults


def controls(folder: Path) -> list[str]:
    """Each check must be able to fail."""
    seen = traced(
        folder, [sys.executable, "-c", "import socket; socket.socket().connect_ex(('192.0.2.1', 9))"]
    ).attempts
    plain = call(folder, ["screen", "bill.csv", "--to", "JPN", "--on", "2026-01-10"])
    online = call(
        folder, ["read", "note.txt", "--model-url", "http://192.0.2.7/v1", "--workspace", str(folder / "open")]
    )
    print(f"controls: connection seen {seen}, unredacted names seen {bool(CANARY.search(plain.out))}, "
          f"unmarked workspace tries {online.attempts}")  # fmt: skip
    return [
        *["the trace does not see a connection"] * (not seen),
        *["an unredacted screening does not name the canary"] * (not CANARY.search(plain.out)),
        *["a workspace without marking does not try the address it is given"] * (not online.attempts),
    ]


def call(folder: Path, arguments: list[str]) -> Done:
    return traced(folder, [sys.executable, "-c", CALL, *arguments])


def traced(folder: Path, command: list[str]) -> Done:
    log = folder / "trace"
    done = subprocess.run(
        ["unshare", "-n", "--", "strace", "-f", "-qq", "-e", "trace=network", "-o", str(log), *command],
        cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": _path()},
    )  # fmt: skip
    text = log.read_text("utf-8", "replace")
    log.unlink()
    found = [m[2] or m[3] for m in INET.finditer(text)]
    attempts = tuple(f"{a}" for a in found if not (a.startswith("127.") or a in {"::1", "::ffff:127.0.0.1"}))
    return Done(done.returncode, done.stdout, done.stderr, attempts)


def _path() -> str:
    return os.pathsep.join(filter(None, (str(SOURCE), os.environ.get("PYTHONPATH", ""))))


if __name__ == "__main__":
    sys.exit(main())
