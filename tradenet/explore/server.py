"""Answer a browser on this machine, and nobody else: read-only, one page, its tables as CSV."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from tradenet.domain import ConfigError, SourceError, TradenetError, lookup
from tradenet.explore import page
from tradenet.explore.choice import Choice, Pairs, parse
from tradenet.explore.scene import Scene, scene
from tradenet.explore.shelf import Shelf
from tradenet.report.export import csv

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST: Final = "127.0.0.1"
TABLES: Final = ("summary", "communities", "members", "intensities", "histories")
_PAGES = 24  # that are remembered, for the back button and a second tab
_MOST_FIELDS = 64
_CSV: Final = "text/csv; charset=utf-8"
# Drawings carry their looks in `style` attributes, which can load nothing under this policy.
_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "script-src 'self'",
        "img-src data: 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}


class Explorer:
    """Views of flows by query string; drawn one at a time, the last ones remembered.

    Parameters
    ----------
    path : Path, optional
        A store or a flow file; the embedded snapshot where not given.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.shelf = Shelf(path)
        self.default = self.shelf.default
        self._lock = Lock()  # matplotlib draws for one at a time
        self._page = lru_cache(_PAGES)(lambda choice: page.render(self.scene(choice), path))

    def choice(self, query: str) -> Choice:
        """Return what a query string asks for; see `parse`."""
        return parse(fields_of(query), self.shelf.held, self.default)

    def scene(self, choice: Choice) -> Scene:
        """Return what a choice shows."""
        return scene(choice, self.shelf)

    def page(self, choice: Choice) -> str:
        """Return the page of a choice."""
        with self._lock:
            return self._page(choice)

    def table(self, choice: Choice, name: str) -> bytes:
        """Return a table of a choice as CSV; see `TABLES`."""
        lookup(dict.fromkeys(TABLES), name, "table")
        return csv(self.scene(choice).tables[name])

    def mistake(self, message: str, choice: Choice | None = None) -> str:
        """Return the page that tells a mistake, with controls at the last choice that was read."""
        return page.mistake(message, self.shelf.held, choice or self.default)


def fields_of(query: str) -> Pairs:
    """Return the fields of a query string.

    Raises
    ------
    ConfigError
        If they are too many, or no text.
    """
    try:
        return parse_qsl(
            query.removeprefix("?"), keep_blank_values=True, errors="strict",
            max_num_fields=_MOST_FIELDS,
        )  # fmt: skip
    except ValueError as error:
        msg = f"the address cannot be read ({error}); at most {_MOST_FIELDS} fields, as UTF-8"
        raise ConfigError(msg) from None


def application(explorer: Explorer, hosts: Sequence[str]) -> Starlette:
    """Return the web application.

    Parameters
    ----------
    explorer : Explorer
        What is shown.
    hosts : sequence of str
        Values of the header ``Host`` that are answered, such as ``127.0.0.1:8321``: a page of
        another name that resolves to this machine gets nothing.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Route

    routes = [
        Route("/", partial(_view, explorer)),
        Route("/colours.css", partial(_colours, explorer)),
        Route("/style.css", partial(_text, page.style, "text/css")),
        Route("/script.js", partial(_text, page.script, "text/javascript")),
        Route("/{name}.csv", partial(_table, explorer)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=tuple(hosts))])


def _text(read: Callable[[], str], kind: str, _: Request) -> Response:
    from starlette.responses import Response as Plain

    return Plain(read(), media_type=kind)


def _colours(explorer: Explorer, request: Request) -> Response:
    """Return the colours of the page of a query; of a mistake, those of the controls alone."""
    from starlette.responses import Response as Plain

    try:
        drawn = explorer.page(explorer.choice(request.url.query))
    except TradenetError:
        drawn = ""
    return Plain(page.colours(drawn), media_type="text/css")


def _view(explorer: Explorer, request: Request) -> Response:
    """Return the page of a query; a query that is written otherwise is sent to its own address."""
    from starlette.responses import HTMLResponse, RedirectResponse

    def answer(choice: Choice) -> Response:
        if request.url.query != choice.query():
            return RedirectResponse(f"/?{choice.query()}", 303)
        return HTMLResponse(explorer.page(choice))

    return _answered(explorer, request, answer)


def _table(explorer: Explorer, request: Request) -> Response:
    """Return a table of a query as CSV."""
    from starlette.responses import PlainTextResponse
    from starlette.responses import Response as Plain

    name = request.path_params["name"]
    if name not in TABLES:
        return PlainTextResponse("not found\n", 404)
    attached = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return _answered(
        explorer, request, lambda choice: Plain(explorer.table(choice, name), 200, attached, _CSV)
    )


def _answered(
    explorer: Explorer, request: Request, answer: Callable[[Choice], Response]
) -> Response:
    """Return an answer, or the page that tells what is wrong."""
    from starlette.responses import HTMLResponse

    choice = None
    try:
        choice = explorer.choice(request.url.query)
        return answer(choice)
    except TradenetError as error:
        return HTMLResponse(explorer.mistake(str(error), choice), 400)


class Guard:
    """Refuse what is no reading from this machine, and say in every answer what a page may do."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self.app = app
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        from starlette.responses import PlainTextResponse

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if scope["method"] not in {"GET", "HEAD"}:
            refused = PlainTextResponse("read-only: GET or HEAD\n", 405, {"allow": "GET, HEAD"})
            await refused(scope, receive, guarded)
        elif len(given) != 1 or given[0] not in self.hosts:
            words = f"this page is for this machine: use http://{self.hosts[0]}/\n"
            await PlainTextResponse(words, 400)(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone.

    Parameters
    ----------
    port : int
        0 for any that is free.

    Raises
    ------
    SourceError
        If the port is taken or may not be used.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen()
    except (OSError, OverflowError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"port {port} of {HOST} cannot be used ({reason}); choose another, or --port 0"
        raise SourceError(msg) from error
    return made


def hosts_of(at: socket.socket) -> tuple[str, ...]:
    """Return the names by which a socket may be addressed, with its port."""
    port = at.getsockname()[1]
    return (f"{HOST}:{port}", f"localhost:{port}")


def serve(explorer: Explorer, at: socket.socket) -> None:
    """Answer on a socket until interrupted."""
    import uvicorn

    made = uvicorn.Config(
        application(explorer, hosts_of(at)), log_level="error", lifespan="off", ws="none",
        server_header=False, access_log=False, proxy_headers=False,
    )  # fmt: skip
    try:
        uvicorn.Server(made).run(sockets=[at])
    finally:
        at.close()


def need_server() -> None:
    """Refuse to start where the extra is not installed.

    Raises
    ------
    ConfigError
        If there is no server.
    """
    from importlib.util import find_spec

    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        msg = f"the explorer needs {' and '.join(missing)}; pip install 'tradenet[explore]'"
        raise ConfigError(msg)
