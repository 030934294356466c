"""Places by name, as `--cluster` takes them."""

from __future__ import annotations

import re

from ytterby.errors import Fault, UsageError
from ytterby.execution.cluster import Cluster
from ytterby.execution.processes import Processes
from ytterby.execution.work import Place

CHOICES = ("local:N", "tcp://HOST:PORT", "tls://HOST:PORT")
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d+/?")


def place(name: str) -> Place:
    """Return the place of a name such as ``local:2`` or ``tcp://host:8786``.

    Raises
    ------
    UsageError : not such a name.
    """
    local = re.fullmatch(r"local:([1-9]\d{0,3})", name)
    if local:
        return Processes(int(local[1]))
    if _ADDRESS.fullmatch(name):
        return Cluster(name.rstrip("/"))
    raise UsageError(Fault(f'"{name}" is not a place to run', "--cluster", choices=CHOICES, fix="for example local:2"))
