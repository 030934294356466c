"""A server at an address: who may bind where, the token, and the process around the application."""

from __future__ import annotations

import os
import secrets
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from ytterby.baseline.outside import is_here, refuse_outside
from ytterby.errors import Fault, NotFound, UsageError
from ytterby.web.borders import check
from ytterby.web.premises import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from uvicorn import Server

    from ytterby.web.house import House

PORT, TRIES = 8750, 20
TOKEN_VARIABLE = "YTTERBY_TOKEN"
"""A token of the user's own, so that the address stays the same; at least `SHORTEST` signs."""
SHORTEST = 24


@dataclass(frozen=True)
class Place:
    """Where a server listens, before it does.

    Attributes
    ----------
    settings : of the application.
    listener : a bound socket.
    address : as a browser opens it, with the token behind the hash: it is never sent with a request for a file.
    """

    settings: Settings
    listener: socket.socket
    address: str

    @property
    def port(self) -> int:
        """The port that was bound."""
        return int(self.listener.getsockname()[1])


def place_at(
    host: str, port: int | None, runs: Path, workspace: Path | None, topology: Path | None, redact: bool,
    evidence: str | None = None,
) -> Place:  # fmt: skip
    """Bind an address.

    Parameters
    ----------
    host, port : as asked; the first free port from `PORT` on if None.
    runs, workspace, topology, redact, evidence : as in `Settings`.

    Raises
    ------
    UsageError : the address cannot be bound, is every address at once, or the workspace is confidential and the address
        is not of this machine.
    NotFound : there is no such file of borders.
    """
    refuse_outside(host, "--host")
    _refuse_everywhere(host)
    if topology is not None and not topology.is_file():
        raise NotFound(Fault(f"there is no file {topology}", "--map", fix="name a TopoJSON file of countries"))
    if topology is not None:
        check(topology)
    token, listener = _token(), _bound(host, port)
    named, bound = _named(host), listener.getsockname()[1]
    settings = Settings(
        runs=runs, token=token, origins=origins_of(host, bound), workspace=workspace,
        topology=topology, redact=redact, evidence=evidence,
    )  # fmt: skip
    return Place(settings, listener, f"http://{named}:{bound}/#token={token}")


def origins_of(host: str, port: int) -> frozenset[str]:
    """Return the addresses of the page as browsers write them; the port of http may be left out."""
    names = {_named(host), "127.0.0.1", "localhost"} if is_here(host) else {_named(host)}
    ports = ("", ":80") if port == 80 else (f":{port}",)
    return frozenset(f"http://{name}{end}" for name in names for end in ports)


def _named(host: str) -> str:
    """Return a host as browsers write it: small letters, the shortest form of an IPv6 address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower()
    return f"[{address.compressed}]" if address.version == 6 else str(address)


def serve_at(place: Place, ready: Callable[[], None]) -> None:
    """Serve until the process is asked to end.

    Parameters
    ----------
    place : of `place_at`.
    ready : called when requests are answered.
    """
    from ytterby.web.app import create_app

    app = create_app(place.settings)
    server = server_of(app)
    place.listener.listen(256)
    ready()
    sys.stdout.flush()
    house: House = app.state.house
    Thread(target=house.warm, name="ytterby-warm", daemon=True).start()
    try:
        server.run(sockets=[place.listener])
    finally:  # it raises the signal that ended it again: what is under way keeps its ticket all the same
        house.close()


def server_of(app: Starlette) -> Server:
    """Return the server around an application: it logs no requests, names no software, trusts no proxy."""
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, http="h11", ws="none",
            loop="asyncio", lifespan="off", timeout_keep_alive=30, timeout_graceful_shutdown=2, proxy_headers=False,
        )
    )  # fmt: skip


def _refuse_everywhere(host: str) -> None:
    try:
        everywhere = ip_address(host).is_unspecified
    except ValueError:
        everywhere = False
    if everywhere:
        fix = "name the address the browser will use: requests for any other are refused"
        raise UsageError(Fault(f"{host} is every address at once", "--host", fix=fix))


def _bound(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tries = range(PORT, PORT + TRIES) if port is None else [port]
    for number in tries:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, number))
        except OSError as failure:
            listener.close()
            reason = failure.strerror or str(failure)
        else:
            return listener
    where = f"{host}, port {tries[0]}" + (f" to {tries[-1]}" if len(tries) > 1 else "")
    raise UsageError(Fault(f"{where}: {reason}", "ytterby serve", fix="name another with --port, or 0 for any"))


def _token() -> str:
    given = os.environ.get(TOKEN_VARIABLE, "")
    if not given:
        return secrets.token_urlsafe(32)
    if len(given) < SHORTEST or not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in given):
        rule = f"at least {SHORTEST} letters, digits, - and _"
        raise UsageError(Fault("the token is too short, or has other signs", TOKEN_VARIABLE, rule))
    return given
