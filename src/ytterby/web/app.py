"""The application: the table of routes behind the guard, and the page."""

from __future__ import annotations

import json
import logging
from typing import Any

from anyio import CapacityLimiter, to_thread
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ytterby.errors import BadInput, Fault, YtterbyError
from ytterby.forms import fault_of
from ytterby.web.answers import Answer, Stream
from ytterby.web.bundle import page_routes
from ytterby.web.endpoints import ENDPOINTS, PREFIX, Asked, Endpoint
from ytterby.web.guard import Guard
from ytterby.web.house import House
from ytterby.web.premises import Settings
from ytterby.web.problems import Refused, refusal, unexpected

LOG = logging.getLogger("ytterby.web")
THREADS = 8
"""Requests that are worked on at once; more of them wait."""


def create_app(settings: Settings) -> Starlette:
    """Return the application of a server.

    Parameters
    ----------
    settings : where things lie, and who may ask.
    """
    house, limiter = House(settings), CapacityLimiter(THREADS)
    routes = [_route(endpoint, house, limiter) for endpoint in ENDPOINTS]
    guard = Middleware(Guard, token=settings.token, origins=settings.origins)
    app = Starlette(
        routes=[*routes, *page_routes()], middleware=[guard], exception_handlers={404: _nowhere, 405: _nowhere}
    )
    app.state.house = house
    return app


def _route(endpoint: Endpoint, house: House, limiter: CapacityLimiter) -> Route:
    def work(asked: Asked) -> Answer | Stream:
        with house.at_work():
            return endpoint.handler(house, asked)

    def refuse(error: YtterbyError) -> Answer:
        with house.at_work():
            return refusal(error, house.shown)

    async def answer(request: Request) -> Response:
        try:
            asked = await _asked(endpoint, request)
            found = await to_thread.run_sync(work, asked, limiter=limiter)
        except YtterbyError as error:
            try:
                found = await to_thread.run_sync(refuse, error, limiter=limiter)
            except YtterbyError as worse:  # the workspace itself cannot be read
                found = refusal(worse)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as error:
            LOG.exception("%s %s", endpoint.method, endpoint.path)
            found = refusal(unexpected(error))
        return _response(found)

    return Route(PREFIX + endpoint.path, answer, methods=[endpoint.method])


def _response(found: Answer | Stream) -> Response:
    if isinstance(found, Stream):
        return StreamingResponse(found.events(), media_type="text/event-stream")
    return Response(found.body, found.status, dict(found.headers))


async def _asked(endpoint: Endpoint, request: Request) -> Asked:
    query = {k: v for k, v in request.query_params.items() if k != "token"}
    body = None
    if endpoint.body is not None:
        body = _fit(endpoint.body, _parsed(await _read(request, endpoint.most)), "body")
    headers = request.headers
    return Asked(
        ids=dict(request.path_params), query=_fit(endpoint.query, query, "query"), body=body,
        etag=headers.get("if-none-match", ""), accepts_gzip="gzip" in headers.get("accept-encoding", ""),
    )  # fmt: skip


async def _read(request: Request, most: int) -> bytes:
    """Read a body that is not too large; a longer one is refused before it is in memory."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, Fault(f'"{kind[:40]}" is not read here', "Content-Type", fix="send application/json"))
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Refused(413, Fault("the request is too large", "body", f"at most {most:,} bytes"))
        parts.append(part)
    return b"".join(parts)


def _parsed(raw: bytes) -> Any:  # noqa: ANN401 - plain JSON data
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Refused(400, Fault("the body is not JSON", "body", fix="send one JSON object")) from None


def _fit(form: type[BaseModel], raw: object, where: str) -> BaseModel:
    try:
        return form.model_validate(raw)
    except ValidationError as failure:
        fields = tuple(f.alias or name for name, f in form.model_fields.items())
        raise BadInput(*(fault_of(e, where, fields) for e in failure.errors(include_url=False))) from None


async def _nowhere(request: Request, error: Exception) -> Response:
    status = int(getattr(error, "status_code", 404))
    what = f"there is nothing at {request.url.path[:200]}" if status == 404 else f"{request.method} is not served here"
    found = _response(refusal(Refused(status, Fault(what, fix=f"{PREFIX}/openapi.json lists the routes"))))
    for name, value in (getattr(error, "headers", None) or {}).items():
        found.headers[name] = value
    return found
