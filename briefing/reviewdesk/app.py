"""Requests -> pages, fragments of pages and answers of the review desk; each step goes to `desk.py`."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from briefing import __version__
from briefing.model import BriefingError, RecordError, decode_hook
from briefing.model.extras import shipped
from briefing.render import Renderer
from briefing.review.session import Progress, actions
from briefing.review.session.actions import Action, Done, OvertakenError, item_of
from briefing.review.session.edits import ChangeError
from briefing.reviewdesk import commits, forms, listing, reasons, uploads
from briefing.reviewdesk.desk import ReviewDesk
from briefing.reviewdesk.guard import LARGEST
from briefing.reviewdesk.preview import Preview
from briefing.reviewdesk.view import view_of

ASSETS = {
    "style.css": "assets/style.css", "theme.js": "assets/theme.js", "page.js": "assets/page.js",
    "icon.svg": "assets/icon.svg", "desk.css": "review/desk.css", "desk.js": "review/desk.js",
    "steps.js": "review/steps.js", "selection.js": "review/selection.js", "picker.js": "review/picker.js",
    "list.js": "review/list.js",
}  # fmt: skip
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step as a browser sends it: exactly one of the four."""

    by: str = ""
    action: Action | None = None
    accept: str = ""
    undo: bool = False
    resolve: dict[str, str] | None = None
    """The arguments of `ReviewDesk.resolve`."""


class Pages:
    """The pages and answers of one desk."""

    def __init__(self, desk: ReviewDesk, preview: Preview | None, reviewer: str = "") -> None:
        self.desk, self.preview, self.reviewer = desk, preview, reviewer
        self.list = listing.Listing(desk.root)
        self.reasons = reasons.Reasons(desk.root)
        self.renderer = Renderer(shipped("templates"))
        self.renderer.environment.globals.update(reviewer=reviewer, version_of_program=__version__)

    def app(self) -> Starlette:
        """Return the application; it has no way to be asked but its routes."""
        get = [
            ("/", self.index), ("/assets/{name}", self.asset), ("/briefs/{slug}", self.brief),
            ("/briefs/{slug}/main", self.main), ("/briefs/{slug}/version", self.version),
            ("/briefs/{slug}/form", self.form), ("/briefs/{slug}/why", self.why),
            ("/changes", self.changes), ("/preview/{path:path}", self.previewed),
        ]  # fmt: skip
        post = [("/briefs/{slug}/step", self.step), ("/commit", self.commit), ("/texts/{name}", self.upload)]
        routes = [Route(path, _answered(do), methods=["GET"]) for path, do in get]
        routes += [Route(path, _answered(do), methods=["POST"]) for path, do in post]
        app = Starlette(routes=routes)
        app.router.redirect_slashes = False
        return app

    # -- what is read --

    def index(self, _request: Request, _body: bytes) -> Response:
        return self._page(
            "list", root="", rows=self.list.rows(), repository=commits.is_repository(self.desk.root)
        )

    def brief(self, request: Request, _body: bytes) -> Response:
        slug = request.path_params["slug"]
        shown = self._shown(slug)
        return self._page("brief", root="../", adds=actions.ADDS, pairs=forms.pair_choices(), **shown)

    def main(self, request: Request, _body: bytes) -> Response:
        return self._now(request.path_params["slug"])

    def version(self, request: Request, _body: bytes) -> Response:
        slug = self.desk.named(request.path_params["slug"])
        return JSONResponse({"version": self.desk.version(slug)})

    def form(self, request: Request, _body: bytes) -> Response:
        record = self.desk.open(request.path_params["slug"])
        item = item_of(record.brief, request.query_params.get("item", "title"))
        fields = forms.fields_of(record.brief, item)
        html = self.renderer.template("review/form.html", fields=fields, item=item, brief=record.brief)
        return HTMLResponse(html)

    def why(self, request: Request, _body: bytes) -> Response:
        record = self.desk.open(request.path_params["slug"])
        number = request.query_params.get("sentence", "")
        if not number.isdecimal() or not 1 <= int(number[:8]) <= len(record.sentences):
            raise ChangeError("There is no such sentence.")
        return JSONResponse({"lines": self.reasons.of(record.article, int(number[:8]) - 1)})

    def asset(self, request: Request, _body: bytes) -> Response:
        path = ASSETS.get(request.path_params["name"])
        if path is None:
            return PlainTextResponse("Not found.", 404)
        data = (shipped("templates") / path).read_bytes()
        return Response(data, media_type=TYPES[path.rpartition(".")[2]])

    def previewed(self, request: Request, _body: bytes) -> Response:
        if self.preview is None:
            return PlainTextResponse("Not found.", 404)
        return self.preview.file(request.path_params["path"])

    def changes(self, _request: Request, _body: bytes) -> Response:
        found = commits.changes(self.desk.root)
        return self._page("changes", root="", found=found)

    # -- what is written --

    def step(self, request: Request, body: bytes) -> Response:
        slug, sent = request.path_params["slug"], _decoded(body, Sent)
        by = " ".join(sent.by.split())[:120]
        done = self._done(slug, sent, by)
        return self._now(slug, said=done.said, item=done.item.path if done.item else "")

    def _done(self, slug: str, sent: Sent, by: str) -> Done:
        if sent.undo:
            return self.desk.undo(slug, by)
        if sent.accept:
            return self.desk.accept(slug, sent.accept, by)
        if sent.resolve is not None:
            known = {name: sent.resolve.get(name, "") for name in ("path", "take", "restore", "give_back")}
            return self.desk.resolve(slug, by, **known)
        if sent.action is None:
            raise ChangeError("Nothing was asked for.")
        return self.desk.do(slug, sent.action, by)

    def commit(self, _request: Request, body: bytes) -> Response:
        message = _decoded(body, dict[str, str]).get("message", "")
        return JSONResponse({"said": commits.commit(self.desk.root, message)})

    def upload(self, request: Request, body: bytes) -> Response:
        return JSONResponse(uploads.bring(self.desk.root, request.path_params["name"], body))

    # -- parts --

    def _shown(self, slug: str) -> dict[str, Any]:
        slug = self.desk.named(slug)
        version = self.desk.version(slug)
        record = self.desk.open(slug)
        view = view_of(record, Progress(self.desk.root, slug))
        return {
            "slug": slug,
            "version": version,
            "view": view,
            "brief": view.brief,
            "cast": forms.cast_of(view.brief),
            "head": forms.head_of(view.brief),
        }

    def _now(self, slug: str, **more: str) -> Response:
        """Answer with a brief as it is now: the parts of its page that change."""
        shown = self._shown(slug)
        parts = {name: self.renderer.template(f"review/{name}.html", **shown) for name in ("top", "main")}
        return JSONResponse({"version": shown["version"], "cast": shown["cast"], **parts, **more})

    def _page(self, name: str, **values: Any) -> Response:
        return HTMLResponse(self.renderer.template(f"review/{name}.html", **values))


Endpoint = Callable[[Request, bytes], Response]


def _answered(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Read what a request holds, answer it in a thread, and say in words what cannot be done."""

    @functools.wraps(endpoint)
    async def answer(request: Request) -> Response:
        most = uploads.LARGEST if request.path_params.get("name") else LARGEST
        body = b""
        if request.method == "POST":
            kind = request.headers.get("content-type", "").partition(";")[0]
            if kind not in ("application/json", "application/octet-stream"):
                return PlainTextResponse("Send JSON.", 415)
            async for part in request.stream():
                body += part
                if len(body) > most:
                    return PlainTextResponse("That is too large.", 413)
        try:
            return await run_in_threadpool(endpoint, request, body)
        except OvertakenError as error:
            return JSONResponse({"error": str(error), "theirs": error.theirs}, 409)
        except ChangeError as error:
            return JSONResponse({"error": str(error)}, 409)
        except BriefingError as error:
            return JSONResponse({"error": str(error)}, 404 if isinstance(error, RecordError) else 400)

    return answer


def _decoded(body: bytes, kind: Any) -> Any:
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(body, type=kind, dec_hook=decode_hook)
    raise ChangeError("That is no step of this desk.")
