"""What every request must have before anything is read: the token in its path, a host and an origin of ours.

A page of somebody else cannot read drafts by giving its own name the address 127.0.0.1: `Host` tells that
name.  Nor can it write: `Origin` tells where a request comes from, and the path holds what it cannot know.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
LARGEST = 1_000_000
"""Bytes of a step; uploads have the limit of `ingest`."""


class Guard:
    """An ASGI application that lets through what may reach another one."""

    def __init__(self, app: App, *, token: str, port: int, forwarded: str = "") -> None:
        """`forwarded` is the one other host, of a dev container, whose proxy sends requests here."""
        self.app, self.token = app, token
        self.origins = {f"http://{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self.hosts = {origin.removeprefix("http://") for origin in self.origins}
        if forwarded:
            self.hosts.add(forwarded.lower())
            self.origins.add(f"https://{forwarded.lower()}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets here: closed before they open
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                held = [(name, value) for name, value in message["headers"] if name.decode() not in HEADERS]
                ours = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*held, *ours]
            await send(message)

        refused = self._refused(scope)
        if refused:
            answer = PlainTextResponse(refused, 403 if refused != NOT_FOUND else 404)
            await answer(scope, receive, with_headers)
            return
        scope["root_path"] = f"/{self.token}"
        whole = scope["path"] != scope["root_path"]  # else its relative addresses would lead elsewhere
        app = self.app if whole else RedirectResponse(f"/{self.token}/")
        await app(scope, receive, with_headers)

    def _refused(self, scope: Scope) -> str:
        """Return why a request goes no further, "" where it does."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host", "")] or headers["host"].lower() not in self.hosts:
            return "This desk answers under its own address alone."
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in self.origins:
            return "This request comes from another page."
        if scope["method"] not in ("GET", "HEAD") and origin is None:
            return "This request does not say where it comes from."
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return "This request comes from another page."
        given = scope["path"].split("/")[1]
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode()):
            return NOT_FOUND
        return ""


NOT_FOUND = "Not found. The address of the desk is in the window where it was started."
