"""The page: built files of the package, read once, matched by name against what there is."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ytterby.errors import Fault
from ytterby.web.problems import Refused, refusal

FOLDER = Path(__file__).parent / "bundle"
_PACKED = frozenset([".js", ".css", ".html", ".json", ".svg", ".map", ".txt"])
_KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".json": "application/json",
          ".svg": "image/svg+xml", ".woff2": "font/woff2"}  # fmt: skip


class File(NamedTuple):
    """A file of the page, plain and packed."""

    plain: bytes
    packed: bytes
    kind: str
    etag: str


def page_routes() -> list[Route]:
    """Return the routes of the page."""
    return [Route("/", _file, methods=["GET"]), Route("/{name:path}", _file, methods=["GET"])]


@cache
def files() -> dict[str, File]:
    """Return every file of the page by its name, such as ``assets/page-1a2b3c.js``."""
    found = sorted(p for p in FOLDER.rglob("*") if p.is_file())
    return {p.relative_to(FOLDER).as_posix(): _loaded(p) for p in found}


def _loaded(path: Path) -> File:
    plain = path.read_bytes()
    kind = _KINDS.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, 6, mtime=0) if path.suffix in _PACKED else b""
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return File(plain, packed, kind, f'"{hashlib.sha256(plain).hexdigest()[:16]}"')


async def _file(request: Request) -> Response:
    name = request.path_params.get("name") or "index.html"
    found = files().get(name)
    if found is None:
        what, fix = f"the page has no file {name[:100]}", "open the address the server printed"
        no = refusal(Refused(404, Fault(what, fix=fix)))
        return Response(no.body, no.status, dict(no.headers))
    headers = {"etag": found.etag, "vary": "accept-encoding", "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(status_code=304, headers=headers)
    packed = bool(found.packed) and "gzip" in request.headers.get("accept-encoding", "")
    if packed:
        headers["content-encoding"] = "gzip"
    return Response(found.packed if packed else found.plain, headers=headers, media_type=found.kind)
