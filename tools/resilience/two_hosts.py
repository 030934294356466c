"""One ensemble on two hosts, one of which is cut off: ``sudo python tools/resilience/two_hosts.py`` (Linux, root).

Three network namespaces stand for a desk with the scheduler and two hosts with a Dask worker each, joined by a bridge.
Once some blocks are finished, the second host's line is taken down. The run must finish on the first one, with the
numbers of a serial run. Exits with 1 if it does not.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commands import Question, fingerprint, kept, serial
from servers import Servers

DESK, HOSTS = "yt-desk", ("yt-one", "yt-two")
NET, PORT = "10.77.0", 8786


def main() -> None:
    options = arguments()
    question = Question(options.scenario, options.draws, options.months)
    with tempfile.TemporaryDirectory() as folder, network():
        root = Path(folder)
        expected = serial(question, root / "serial")
        servers, place = Servers(root, options.timeout), f"tcp://{NET}.1:{PORT}"
        try:
            servers.scheduler(place, inside(DESK))
            for host in HOSTS:
                servers.worker(place, inside(host), ["--name", host])
            whole = timed(question, place, root / "whole", cut_after=None)
            found = timed(question, place, root / "cut", cut_after=options.cut_after)
        finally:
            servers.end()
        same = [fingerprint(root / name) == expected for name in ("whole", "cut")]
    print(json.dumps({"serial": expected, "both_hosts": whole, "one_cut": found, "same": same}, indent=1))
    sys.exit(0 if all(same) else 1)


def timed(question: Question, place: str, out: Path, cut_after: int | None) -> dict[str, object]:
    """Run from the desk; take the second host's line down once so many blocks are finished."""
    began, cut_at, then = time.monotonic(), None, None
    process = subprocess.Popen([*inside(DESK), *question.command(out, place)], stdout=subprocess.DEVNULL)
    while process.poll() is None:
        if cut_after is not None and cut_at is None and kept(out) >= cut_after:
            ip("-n", HOSTS[1], "link", "set", "eth0", "down")
            cut_at, then = round(time.monotonic() - began, 1), kept(out)
        time.sleep(0.05)
    return {"exit": process.returncode, "s": round(time.monotonic() - began, 1), "cut_at_s": cut_at, "kept_then": then}


@contextmanager
def network() -> Iterator[None]:
    """Make the namespaces, their lines and the bridge; take them away again."""
    names = (DESK, *HOSTS)
    try:
        for name in names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", DESK, "link", "add", "bridge", "type", "bridge")
        ip("-n", DESK, "addr", "add", f"{NET}.1/24", "dev", "bridge")
        ip("-n", DESK, "link", "set", "bridge", "up")
        for n, host in enumerate(HOSTS, start=2):
            ip("-n", DESK, "link", "add", f"to-{host}", "type", "veth", "peer", "name", "eth0", "netns", host)
            ip("-n", DESK, "link", "set", f"to-{host}", "master", "bridge", "up")
            ip("-n", host, "addr", "add", f"{NET}.{n}/24", "dev", "eth0")
            ip("-n", host, "link", "set", "eth0", "up")
        yield
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "del", name], check=False, stderr=subprocess.DEVNULL)


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def inside(name: str) -> list[str]:
    return ["ip", "netns", "exec", name]


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--scenario", default="total-stop")
    options.add_argument("--draws", type=int, default=512)
    options.add_argument("--months", type=int, default=60)
    options.add_argument("--cut-after", type=int, default=4, help="blocks finished before the line goes down")
    options.add_argument("--timeout", type=int, default=15, help="seconds until a silent line is dropped; over 10")
    return options.parse_args()


if __name__ == "__main__":
    main()
