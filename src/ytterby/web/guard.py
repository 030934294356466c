"""Who may ask, and what every answer says: Host, Origin and token are checked before anything is read."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ytterby.errors import Fault
from ytterby.web.answers import Answer
from ytterby.web.endpoints import PREFIX
from ytterby.web.problems import Refused, refusal

POLICY = "; ".join((
    "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
    "connect-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()", "x-frame-options": "DENY",
}  # fmt: skip


class Guard:
    """Refuses a request that does not come from the page, or does not show the token."""

    def __init__(self, app: ASGIApp, token: str, origins: frozenset[str]) -> None:
        self.app, self.token, self.origins = app, token.encode(), origins
        self.hosts = frozenset(urlsplit(o).netloc for o in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; add the headers to every answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refused = self._refused(scope)
        if refused is None:
            await self.app(scope, receive, with_headers)
        else:
            await _send(refused, with_headers)

    def _refused(self, scope: Scope) -> Answer | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.hosts:
            return _no(421, "this address is not served here", "Host", "open the address the server printed")
        if headers.get("origin") not in self.origins | {None} or _crosses(headers):
            return _no(403, "requests of other pages are refused", "Origin", "open the address the server printed")
        if scope["path"].startswith(PREFIX) and not self._knows(scope, headers):
            what = "the token is missing or is not that of this server"
            return _no(401, what, "Authorization", "open the whole address the server printed, with #token=")
        return None

    def _knows(self, scope: Scope, headers: Headers) -> bool:
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":  # EventSource sends no headers
            shown = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("token", [""])[0]
        return hmac.compare_digest(shown.encode(), self.token)


def _crosses(headers: Headers) -> bool:
    """True for a request another site's page makes; opening the page from a link is a plain navigation."""
    site, mode = headers.get("sec-fetch-site", "none"), headers.get("sec-fetch-mode")
    return site not in {"none", "same-origin"} and mode != "navigate"


def _no(status: int, what: str, where: str, fix: str) -> Answer:
    return refusal(Refused(status, Fault(what, where, fix=fix)))


async def _send(answer: Answer, send: Send) -> None:
    headers = [(k.encode(), v.encode()) for k, v in answer.headers.items()]
    if answer.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
