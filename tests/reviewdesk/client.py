"""A browser as far as the desk sees it: requests to the application without a port."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from briefing.reviewdesk.guard import Guard
from briefing.reviewdesk.server import application

TOKEN, PORT = "t0ken", 8140
OURS = f"http://127.0.0.1:{PORT}"


class Answer(NamedTuple):
    """What a request got."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Asks one desk; `by` is the name of the person at the browser."""

    def __init__(self, root: Path, by: str = "Ada", guard: Guard | None = None, **more: Any) -> None:
        self.by = by
        self.guard = guard or application(root / "mkdocs.yml", token=TOKEN, port=PORT, **more)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        kind: str = "http",
    ) -> Answer:
        """Ask for a path from the root of the host, with `headers` in the place of those of a browser."""
        sent = {"host": f"127.0.0.1:{PORT}", "content-type": "application/json"}
        sent |= {"origin": OURS} if method == "POST" else {}
        sent |= headers or {}
        path, _, query = path.partition("?")
        scope = {
            "type": kind, "http_version": "1.1", "method": method, "scheme": "http", "path": unquote(path),
            "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items() if value],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT), "extensions": {},
        }  # fmt: skip
        got: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            got.append(message)

        with ThreadPoolExecutor(1) as pool:  # a browser of another test may have a loop in this thread
            pool.submit(asyncio.run, self.guard(scope, receive, send)).result()
        head = {name.decode(): value.decode() for name, value in got[0].get("headers", ())}
        return Answer(got[0].get("status", 0), head, b"".join(each.get("body", b"") for each in got[1:]))

    def get(self, path: str) -> Answer:
        """Ask for a page of the desk."""
        return self.ask(f"/{TOKEN}/{path}")

    def step(self, slug: str, **what: Any) -> Answer:
        """Send a step."""
        body = json.dumps({"by": self.by, **what}).encode()
        return self.ask(f"/{TOKEN}/briefs/{slug}/step", "POST", body)

    def act(self, slug: str, do: str, item: str = "", **more: Any) -> Answer:
        """Send an action, which must be done."""
        answer = self.step(slug, action={"do": do, "item": item, **more})
        assert answer.status == 200, answer.text
        return answer
