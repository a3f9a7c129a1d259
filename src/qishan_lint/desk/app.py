"""The addresses of the desk: the queue, one item, a decision, and the clerk's page."""

from __future__ import annotations

from importlib import resources
from typing import Any, Literal
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from qishan_lint.desk import clerk, view
from qishan_lint.desk.desk import ConflictError, Desk, Wish
from qishan_lint.desk.guard import OPEN, Guard, Session
from qishan_lint.desk.pages import STATIC, Pages
from qishan_lint.desk.view import View
from qishan_lint.errors import TrustError, UsageError
from qishan_lint.textual import changes

MOST_FORM = 256 << 10
"""Bytes of a decision's form."""
VIEWS = ("text", "findings", "photos", "attachments", "changes")


class Site:
    """The pages over one ``desk``."""

    def __init__(self, desk: Desk, session: Session, uploads: clerk.Uploads) -> None:
        self._desk, self._session, self._uploads = desk, session, uploads
        self._pages = Pages(desk.lang, session.form, desk=desk, address=address)

    def open(self, request: Request) -> Response:
        """Take the one-time token and hand out the cookie."""
        if not self._session.enter(request.query_params.get("token", "")):
            return self._pages.page("message", 403, key="used")
        response = RedirectResponse("/", 303)
        response.set_cookie(self._session.name, self._session.cookie, httponly=True, samesite="strict", path="/")
        return response

    def queue(self, request: Request) -> Response:
        """The queue; on a wide screen with its first item."""
        if "again" in request.query_params:
            self._desk.refresh()
            return RedirectResponse("/", 303)
        waiting = self._desk.tabs()["waiting"]
        tab = request.query_params.get("tab", "waiting")
        if not waiting or tab != "waiting":
            return self._pages.page("empty", tab=tab, item="", home=True, done=_done(request))
        return self._item(waiting[0].item, home=True, done=_done(request))

    def item(self, request: Request) -> Response:
        """One item."""
        query = request.query_params
        return self._item(
            request.path_params["item"], shown=query.get("view", "text"), ask=query.get("ask", ""), done=_done(request)
        )

    async def decide(self, request: Request) -> Response:
        """Approve or return, then go on to the next item."""
        from starlette.concurrency import run_in_threadpool

        form = await request.form(max_files=0, max_fields=20)
        return await run_in_threadpool(self._decide, request.path_params["item"], form)

    def _decide(self, item: str, form: FormData) -> Response:
        if not self._is_ours(form) or not self._desk.has(item):
            return self._pages.page("message", 403, key="foreign")
        decision: Literal["approve", "return"] = "return" if form.get("decision") == "return" else "approve"
        digest, comment, passphrase = (str(form.get(name, "")) for name in ("digest", "comment", "passphrase"))
        wish = Wish(decision, digest, comment, "read" in form, passphrase)
        waiting = [one.item for one in self._desk.tabs()["waiting"]]
        try:
            self._desk.decide(item, wish)
        except ConflictError as conflict:
            return self._conflict(item, conflict.old)
        except UsageError as error:
            return self._item(item, status=400, ask=decision, trouble=error)
        after = waiting[waiting.index(item) + 1 :] if item in waiting else []
        following = next((one for one in after if one != item), "")
        return RedirectResponse(f"{address(following) if following else '/'}?done={decision}", 303)

    def _item(
        self, item: str, *, shown: str = "text", ask: str = "", status: int = 200,
        trouble: UsageError | None = None, home: bool = False, done: str = "",
    ) -> Response:  # fmt: skip
        if not self._desk.has(item):
            return self._pages.page("message", 404, key="unknown")
        try:
            found = self._desk.look(item)
        except TrustError as error:
            return self._pages.page("message", 409, key="untrusted", trouble=error.message.get(self._desk.lang))
        except UsageError as error:
            return self._pages.page("message", 404, key="gone", trouble=error.message.get(self._desk.lang))
        message = trouble.message.get(self._desk.lang) if trouble else ""
        known = {
            "chosen": shown if shown in VIEWS else "text",
            "ask": ask,
            "trouble": message,
            "home": home,
            "done": done,
        }
        return self._pages.page("item", status, view=found, item=item, tab="waiting", conflict=None, **known)

    def _conflict(self, item: str, old: View | None) -> Response:
        """Nothing was signed: the old text, what changed, and no way to sign before the new one was seen."""
        now = self._desk.look(item)
        rows = changes.compare(old.text, now.text) if old else ()
        known: dict[str, Any] = {
            "chosen": "text",
            "ask": "",
            "trouble": "",
            "home": False,
            "tab": "waiting",
            "done": "",
        }
        shown = view.outdated(old, now) if old else now
        return self._pages.page(
            "item", 409, view=shown, item=item, conflict={"now": now, "old": old, "rows": rows}, **known
        )

    def clerk(self, request: Request) -> Response:
        """Where a clerk tries a Word file and its photos."""
        del request
        return self._pages.page("clerk", home=True, tab="", item="", outcome=None, trouble="")

    async def check(self, request: Request) -> Response:
        """Check what a clerk sent in."""
        from starlette.concurrency import run_in_threadpool

        async with request.form(max_files=clerk.MOST_FILES, max_fields=10) as form:
            if not self._is_ours(form):
                return self._pages.page("message", 403, key="foreign")
            sent = [(one.filename or "", await one.read()) for one in form.getlist("files") if not isinstance(one, str)]
        try:
            outcome = await run_in_threadpool(self._uploads.check, sent, self._desk.office, self._desk.lang)
        except UsageError as error:
            trouble = error.message.get(self._desk.lang)
            return self._pages.page("clerk", 400, home=True, tab="", item="", outcome=None, trouble=trouble)
        return self._pages.page("clerk", home=True, tab="", item="", outcome=outcome, trouble="")

    def marked(self, request: Request) -> Response:
        """The copy with findings as comments."""
        found = self._uploads.marked(request.path_params["number"])
        if found is None:
            return self._pages.page("message", 404, key="gone", trouble="")
        name, data = found
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(data, media_type="application/octet-stream", headers=headers)

    def _is_ours(self, form: FormData) -> bool:
        import hmac

        return hmac.compare_digest(str(form.get("form", "")).encode(), self._session.form.encode())


def _done(request: Request) -> str:
    """Which decision brought the browser here; empty for none."""
    done = request.query_params.get("done", "")
    return done if done in ("approve", "return") else ""


def address(item: str) -> str:
    """The address of an item's page."""
    return f"/item/{quote(item)}"


def static(request: Request) -> Response:
    """A style sheet or the script."""
    name = request.path_params["name"]
    if name not in STATIC:
        return Response(status_code=404)
    place = (
        resources.files("qishan_lint.formats.html")
        if name == "report.css"
        else resources.files("qishan_lint.desk") / "static"
    )
    return Response((place / name).read_bytes(), media_type=STATIC[name])


def build(desk: Desk, session: Session, uploads: clerk.Uploads) -> Starlette:
    """The application, guarded."""
    site = Site(desk, session, uploads)
    routes = [
        Route("/", site.queue),
        Route(OPEN, site.open),
        Route("/clerk", site.clerk),
        Route("/clerk", site.check, methods=["POST"]),
        Route("/clerk/{number:int}", site.marked),
        Route("/static/{name}", static),
        Route("/item/{item:path}", site.item),
        Route("/item/{item:path}", site.decide, methods=["POST"]),
    ]
    guard = Middleware(Guard, session=session, most=MOST_FORM, limits=(("/clerk", clerk.MOST_BYTES),))
    return Starlette(routes=routes, middleware=[guard])
