"""Who may talk to the desk: the browser that was given the token, from this machine, by this desk's own pages.

A page elsewhere may send requests to 127.0.0.1 or give it a name of its own (DNS rebinding): the Host and Origin
headers, a cookie that no other site's request carries, and a token in every form stop that.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

OPEN = "/open"
"""The address that takes the one-time token."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # none at all would send forms with the origin "null"
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Session:
    """The one browser that is let in: a token that works once, then a cookie, and what every form must carry."""

    def __init__(self, port: int) -> None:
        self.name = f"desk-{port}"
        self.hosts = frozenset((f"127.0.0.1:{port}", f"localhost:{port}"))
        self.token: str | None = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)
        self.form = secrets.token_urlsafe(32)

    def enter(self, token: str) -> bool:
        """Whether ``token`` opens the desk; it does so once."""
        fits = self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())
        if fits:
            self.token = None
        return fits


class Guard:
    """Refuses every request that is not from the desk's own pages, and sends the headers that keep these closed.

    ``limits`` are pairs of an address and the bytes that may be sent to it; other addresses take ``most``.
    """

    def __init__(self, app: ASGIApp, session: Session, most: int, limits: Iterable[tuple[str, int]] = ()) -> None:
        self.app = app
        self.session = session
        self.most = most
        self.limits = dict(limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def closed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        status = 403 if scope["type"] != "http" else self._refusal(scope, Headers(scope=scope))
        app = self.app if not status else PlainTextResponse(f"qishan-lint review: {status}\n", status)
        await app(scope, receive, closed)

    def _refusal(self, scope: Scope, headers: Headers) -> int:
        """The status to refuse a request with, 0 to let it in."""
        if headers.get("host", "") not in self.session.hosts:
            return 421
        if scope["path"] == OPEN:
            return 0
        # A link elsewhere, or another site's form: the page that the token opens is the only way in.
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403
        cookie = cookie_parser(headers.get("cookie", "")).get(self.session.name, "")
        if not hmac.compare_digest(cookie.encode(), self.session.cookie.encode()):
            return 403
        return 0 if scope["method"] in ("GET", "HEAD") else self._unfit(scope, headers)

    def _unfit(self, scope: Scope, headers: Headers) -> int:
        """The status to refuse what is sent here with, 0 to take it."""
        if headers.get("origin") != f"http://{headers['host']}":
            return 403
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return 411
        return 413 if int(length) > self.limits.get(scope["path"], self.most) else 0
