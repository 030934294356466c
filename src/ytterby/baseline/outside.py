"""Addresses outside this machine, which a confidential workspace refuses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from ytterby.baseline.workspace import current_workspace, is_confidential
from ytterby.errors import Fault, UsageError

_BY_ENVIRONMENT = ("PGHOST", "PGHOSTADDR", "PGSERVICE")


def refuse_outside(address: str, where: str) -> None:
    """Refuse an address that is not of this machine while the workspace in use is confidential.

    Parameters
    ----------
    address : URL of a model, a database or a cluster.
    where : the option or setting it came from.

    Raises
    ------
    UsageError : it leads, or may lead, to another machine.
    """
    if not is_confidential():
        return
    outside = [host for host in hosts_of(address) if not is_here(host)]
    if outside:
        workspace = current_workspace()
        raise UsageError(
            Fault(
                f"the workspace is confidential and {outside[0]} is not this machine",
                where,
                "confidential work opens no connection but to this machine (127.0.0.1, ::1, localhost)",
                fix=f"use a service on this machine, or change the marking of {workspace.folder if workspace else ''}",
            )
        )


def hosts_of(address: str) -> Iterator[str]:
    """Yield every host an address may lead to; the driver of a database also asks its query and the environment."""
    parts = urlsplit(address if "://" in address else f"//{address}")
    netloc = parts.netloc.rpartition("@")[2]
    query = parse_qs(parts.query)
    named = [h for h in netloc.split(",") if h]
    named += [h for key in ("host", "hostaddr", "service") for v in query.get(key, []) for h in v.split(",") if h]
    if parts.scheme.startswith("postgres") and not named:
        named = [os.environ[v] for v in _BY_ENVIRONMENT if os.environ.get(v)]
    elif parts.scheme.startswith("postgres"):
        named += [os.environ[v] for v in ("PGHOSTADDR",) if os.environ.get(v)]
    for host in named:
        yield host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0] or host


def is_here(host: str) -> bool:
    """True for this machine: loopback addresses, localhost, and sockets in the file system.

    Examples
    --------
    >>> is_here("127.0.0.1"), is_here("::1"), is_here("/run/postgresql"), is_here("db.example")
    (True, True, True, False)
    """
    if host.startswith("/") or host.casefold() in {"localhost", ""}:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
