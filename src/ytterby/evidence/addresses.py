"""Where a workspace is: a folder, a file, or the URL of a database; shown without its password."""

from __future__ import annotations

from pathlib import Path

from ytterby.errors import Fault, NotFound, UsageError

STORE_NAME = "evidence.sqlite"
FIRST_READ = "`ytterby read DOCUMENTS --workspace FOLDER` makes one."


def database_url(where: str | Path, create: bool) -> str:
    """Return the URL of a workspace; makes its folder if `create`, else refuses what is not there."""
    text_ = str(where)
    if "://" in text_:
        if not text_.startswith(("postgresql://", "postgres://")):
            scheme = text_.partition("://")[0]
            choices = ("a folder", "a .sqlite file", "postgresql://user@host/database")
            raise UsageError(Fault(f'"{scheme}" is no database that is supported', shown(text_), choices=choices))
        return text_.replace("postgresql://", "postgresql+psycopg://", 1).replace(
            "postgres://", "postgresql+psycopg://", 1
        )
    path = Path(where)
    file = path if path.suffix in (".sqlite", ".db") else path / STORE_NAME
    if not create and not file.is_file():
        raise NotFound(Fault("there is no evidence store", str(where), fix=FIRST_READ))
    if file is not path:
        path.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{file}"


def first_line(error: Exception) -> str:
    """Return the first line of what a database said."""
    return str(getattr(error, "orig", None) or error).strip().split("\n")[0]


def shown(address: str) -> str:
    """Return the address without its password."""
    if address.startswith("sqlite:///"):
        return address.removeprefix("sqlite:///")
    head, at, tail = address.rpartition("@")
    scheme = head.partition("://")[0].removesuffix("+psycopg")
    return f"{scheme}://...@{tail}" if at else address
