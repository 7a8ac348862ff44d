"""The page and what feeds it, on a random port of the loopback interface.

Everything is below a token in the address: no other page on the machine can guess it. Changes reach the page as
server-sent events, the whole state first, so that a page that was away needs nothing but to connect again.
"""

import asyncio
import hmac
import json
import mimetypes
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.sandbox.claude import ClaudeServer, Request
from bot.sandbox.loopback import LoopbackServer
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Event
from bot.sandbox.telegram.people import Person
from bot.sandbox.web.actions import ACTIONS, send
from bot.sandbox.web.measurements import measurements
from bot.sandbox.web.views import view, view_body, view_chat, view_draft, view_request
from bot.texts import LANGUAGES

PAGE = Path(__file__).parent / "page"

_SECONDS_BETWEEN_HEARTBEATS = 10.0  # so that the page notices a connection that died in silence
_MOST_WAITING = 2000  # events; a page that is so far behind begins anew
_PICTURES = ("image/jpeg", "image/png", "image/webp")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PageUpdate = dict[str, Any]


class WebServer(LoopbackServer):
    """The chats of `people` in a browser; `claude` where it is the stand-in, whose words can be watched.

    Attributes:
        address: What a browser opens.
    """

    def __init__(self, telegram: TelegramServer, people: Sequence[Person], claude: ClaudeServer | None = None) -> None:
        super().__init__()
        self.token = secrets.token_urlsafe(24)
        self._telegram, self._claude = telegram, claude
        self._people = {person.id: person for person in people}
        self._pages: set[asyncio.Queue[PageUpdate]] = set()
        self._language_chosen = False
        telegram.listen(self._pass_on)
        if claude:
            claude.listen(self._pass_on_request)

    @property
    def address(self) -> str:
        return f"{self.url}/{self.token}/"

    def _middlewares(self) -> Iterable[Middleware]:
        return (self._guard,)

    def _routes(self) -> Iterable[web.RouteDef]:
        return (
            web.get("/{token}/", self._page),
            web.get("/{token}/page/{name}", self._page),
            web.get("/{token}/events", self._events),
            web.get("/{token}/measurements", self._measurements),
            web.get(r"/{token}/requests/{number:\d+}", self._request),
            web.get("/{token}/files/{id}/{name}", self._file),
            web.post("/{token}/language", self._language),
            web.post(r"/{token}/chats/{chat:\d+}/files", self._upload),
            web.post(r"/{token}/chats/{chat:\d+}/{action}", self._act),
        )

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only this page, opened by its address, under the name that it was opened by."""
        token = request.path.split("/")[1]
        origin = request.headers.get("Origin")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            response: web.StreamResponse = web.Response(status=404)
        elif request.host not in (own := self.url.removeprefix("http://"), own.replace("127.0.0.1", "localhost")):
            response = web.Response(status=421)
        elif origin != f"http://{request.host}" and (origin or request.method != "GET"):
            response = web.Response(status=403)
        else:
            response = await _refusing(handler, request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _page(self, request: web.Request) -> web.StreamResponse:
        path = PAGE / request.match_info.get("name", "index.html")
        if path.parent != PAGE or not path.is_file():
            raise web.HTTPNotFound
        return web.Response(body=path.read_bytes(), content_type=_type_of(path.name), charset="utf-8")

    async def _file(self, request: web.Request) -> web.Response:
        file = self._telegram.files[request.match_info["id"]]
        kind = _type_of(file.path) if file.path.startswith("photos/") else ""
        if kind in _PICTURES:
            return web.Response(body=file.data, content_type=kind)
        # Never shown as a page of this origin.
        return web.Response(
            body=file.data, content_type="application/octet-stream", headers={"Content-Disposition": "attachment"}
        )

    async def _measurements(self, _: web.Request) -> web.Response:
        return web.json_response({**measurements(self._telegram), "now": time.monotonic()})

    async def _request(self, request: web.Request) -> web.Response:
        requests = self._claude.requests if self._claude else []
        return web.json_response(view_body(requests[int(request.match_info["number"])].body))

    async def _language(self, request: web.Request) -> web.Response:
        """The language of both people's clients, on which their menus depend."""
        language = (await request.json())["language"]
        if language not in LANGUAGES:
            raise ValueError("there is no such language")
        self._language_chosen = True
        for person in self._people.values():
            person.user["language_code"] = language
        self._tell({"kind": "people", "people": self._view_people()})
        return web.json_response({})

    async def _act(self, request: web.Request) -> web.Response:
        person = self._people[int(request.match_info["chat"])]
        answer = await ACTIONS[request.match_info["action"]](person, dict(await request.json()))
        return web.json_response({"answer": answer or ""})

    async def _upload(self, request: web.Request) -> web.Response:
        person = self._people[int(request.match_info["chat"])]
        name, caption = request.query["name"], request.query.get("caption", "")
        await send(person, name, request.content_type, await request.read(), caption.strip())
        return web.json_response({})

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_HEADERS})
        await response.prepare(request)
        await response.write(b"retry: 500\n\n")  # milliseconds until a page that was cut off connects again
        with self._attached() as updates, suppress(ConnectionResetError):  # the page is gone: closed or loaded again
            async for update in _with_heartbeats(updates):
                await response.write(f"data: {json.dumps(update, ensure_ascii=False)}\n\n".encode())
        return response

    @contextmanager
    def _attached(self) -> Iterator["asyncio.Queue[PageUpdate]"]:
        """A queue of what a page is told, the whole state first."""
        updates: asyncio.Queue[PageUpdate] = asyncio.Queue()
        updates.put_nowait(self._state())
        self._pages.add(updates)
        try:
            yield updates
        finally:
            self._pages.remove(updates)

    def _state(self) -> PageUpdate:
        requests = self._claude.requests if self._claude else []
        return {
            "kind": "state",
            "people": self._view_people(),
            "language_chosen": self._language_chosen,
            "chats": [view_chat(person.chat) for person in self._people.values()],
            "claude": self._claude is not None,
            "requests": [view_request(number, each) for number, each in enumerate(requests)],
        }

    def _view_people(self) -> list[dict[str, Any]]:
        return [
            {
                "id": person.id,
                "name": person.user["first_name"],
                "language": person.user.get("language_code"),
                "commands": self._telegram.menu(person),
            }
            for person in self._people.values()
        ]

    def _pass_on(self, event: Event) -> None:
        if self._pages and event.chat.id in self._people:
            self._tell({"chat": event.chat.id, **_update_of(event)})

    def _pass_on_request(self, request: Request) -> None:
        assert self._claude is not None
        number = next(n for n, each in enumerate(self._claude.requests) if each is request)
        self._tell({"kind": "claude", "request": view_request(number, request)})

    def _tell(self, update: PageUpdate) -> None:
        for updates in list(self._pages):
            updates.put_nowait(update)


def _update_of(event: Event) -> PageUpdate:
    """An event of a chat, as the page hears of it."""
    match event.kind:
        case "sent" | "edited":
            assert event.message is not None
            return {"kind": "message", "message": view(event.message)}
        case "deleted":
            assert event.message is not None
            return {"kind": "deleted", "id": event.message.id}
        case "draft":
            return {"kind": "draft", "draft": view_draft(event.chat)}
        case "action" | "answered":
            return {"kind": event.kind, "text": event.text}


async def _with_heartbeats(updates: "asyncio.Queue[PageUpdate]") -> AsyncIterator[PageUpdate]:
    while updates.qsize() < _MOST_WAITING:
        try:
            yield await asyncio.wait_for(updates.get(), _SECONDS_BETWEEN_HEARTBEATS)
        except TimeoutError:
            yield {"kind": "alive"}


async def _refusing(handler: Handler, request: web.Request) -> web.StreamResponse:
    """What cannot be done is said in a line."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"error": error.reason}, status=error.status)
    except (LookupError, TypeError, ValueError) as error:
        return web.json_response({"error": str(error)}, status=400)
    except TimeoutError:
        return web.json_response({"error": "the bot did not answer"}, status=504)


def _type_of(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
