"""A stand-in for Telegram: the Bot API over real HTTP on the loopback interface, and the people behind it.

    async with TelegramServer(token="7:key") as telegram:
        bot = Bot("7:key", base_url=telegram.base_url, base_file_url=telegram.base_file_url)
        anna = telegram.person(1001, "Anna", language_code="ko")
        await anna.say("/start")
        reply = await anna.chat.wait_for(lambda chat: chat.replies and chat.replies[-1])

Its limits and faults are Telegram's. Where these are not published, such as how penalties grow, it is mild. It parses
no markup, as the bot sends entities.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox.loopback import LoopbackServer
from bot.sandbox.telegram.chats import Chat, Event, Message
from bot.sandbox.telegram.entities import typed_entities
from bot.sandbox.telegram.faults import TelegramFaults
from bot.sandbox.telegram.limits import Budget, Limits
from bot.sandbox.telegram.methods import BotMethods
from bot.sandbox.telegram.parameters import Parameters, Refused
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.switchboard import Switchboard

TOKEN = "7000000001:AAF-local-stand-in-of-telegram-000000000"

# What draws on the budget. How drafts are counted is not published; here they count like messages.
_PACED = frozenset(
    ("sendmessage", "sendmessagedraft", "senddocument", "sendphoto", "editmessagetext", "editmessagereplymarkup")
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was answered; getUpdates is not kept."""

    method: str
    chat_id: int | None
    at: float
    status: int


class TelegramServer(TelegramFaults, LoopbackServer):
    """Keeps everything over `stop()` and `start()`, as Telegram does while a bot can't reach it.

    Attributes:
        requests: Number of requests by method.
        calls: Every request with its time and status.
        chats: By their numbers.
        files: Every file that was sent, by its file_id.
        budget: What the bot may still send, and `budget.refused`, the 429s by chat; None: no limits.
        resumes: Whether a part of a file can be asked for.
        downloads: From which byte on files were asked for.
        commands: The command lists by (scope, language code).
        webhook: Where updates are delivered; set its `gateway` before the bot sets the webhook.
        repaired: What Telegram silently repaired in the bot's entities; a clean bot leaves it empty.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        limits: Limits | None = Limits(),  # noqa: B008 - frozen
        privacy_mode: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.token = token
        self.budget = Budget(limits) if limits is not None else None
        self.requests: Counter[str] = Counter()
        self.calls: list[Call] = []
        self.resumes = True
        self.downloads: list[int] = []
        self._switchboard = Switchboard(privacy_mode=privacy_mode)
        self.chats, self.files = self._switchboard.chats, self._switchboard.files
        self._methods = BotMethods(self._switchboard)
        self.webhook = self._methods.webhook
        self.commands = self._methods.commands
        self.repaired = self._methods.repaired
        self._clock = clock

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`; the token follows it directly."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def username(self) -> str:
        return str(self._switchboard.bot["username"])

    async def stop(self) -> None:
        self.webhook.close()
        await super().stop()

    def file(self, message: Message) -> bytes:
        """The content of a message's document or photo."""
        kept = message.extra["photo"][-1] if "photo" in message.extra else message.extra["document"]
        return self._switchboard.files[kept["file_id"]].data

    @property
    def pending_updates(self) -> list[dict[str, Any]]:
        """Updates that the bot has not acknowledged."""
        return self._switchboard.updates.pending

    def person(self, person_id: int, first_name: str, *, language_code: str | None = None) -> Person:
        """Somebody with an account. The bot may write once they wrote, or `private_chat` was called."""
        language = {"language_code": language_code} if language_code else {}
        return Person(self._switchboard, {"id": person_id, "is_bot": False, "first_name": first_name, **language})

    def private_chat(self, person: Person) -> Chat:
        """The chat, opened without a word."""
        person.chat.is_open = True
        return person.chat

    def group(self, title: str, *, forum: bool = False) -> Chat:
        """A supergroup with the bot in it; `group.topic(name)` opens a topic of a forum."""
        return self._switchboard.open_chat("supergroup", title=title, is_forum=forum)

    def basic_group(self, title: str) -> Chat:
        """A group that has not become a supergroup yet."""
        return self._switchboard.open_chat("group", title=title)

    def channel(self, title: str) -> Chat:
        return self._switchboard.open_chat("channel", title=title)

    def post(self, channel: Chat, text: str) -> Message:
        """A post in a channel in which the bot is an admin."""
        sender = {"id": 0, "is_bot": False, "first_name": channel.title}
        message = channel.add(sender, text, typed_entities(text), extra={"sender_chat": channel.to_json()})
        self._switchboard.deliver("channel_post", message)
        return message

    def put(self, kind: str, content: object) -> None:
        """Queues an update as it is, such as one of a shape that no library knows yet."""
        self._switchboard.updates.put(kind, content)

    def deliver_again(self, message: Message) -> None:
        """The same message once more, as another update."""
        self._switchboard.deliver("message", message)

    def menu(self, person: Person) -> list[dict[str, str]]:
        """The commands that the person's client lists in the private chat: the nearest scope and language."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.user.get("language_code", ""), ""):
                if found := self.commands.get((scope, language)):
                    return found
        return []

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `listener` on every change of any chat; call the result to end that."""
        return self._switchboard.listen(listener)

    def _routes(self) -> Iterable[web.RouteDef]:
        return (
            web.route("*", r"/bot{token:[^/]+}/{method}", self._answer),
            web.get(r"/file/bot{token:[^/]+}/{path:.+}", self._download),
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _error(Refused(401, "Unauthorized"))
        name = request.match_info["method"]
        parameters = await _parameters(request)
        self.requests[name] += 1

        async def carry_out(refusal: Refused | None = None) -> web.Response:
            response = await self._carry_out(name, parameters, refusal)
            if name.lower() != "getupdates":
                chat_id = parameters.number("chat_id") or None
                self.calls.append(Call(name, chat_id, time.monotonic(), response.status))
            return response

        return await self._answer_or_fail(name, parameters, request, carry_out)

    async def _carry_out(self, name: str, parameters: Parameters, refusal: Refused | None) -> web.Response:
        try:
            if refusal is not None:
                raise refusal
            self._charge(name, parameters)
            return web.json_response({"ok": True, "result": await self._methods.call(name, parameters)})
        except Refused as refused:
            return _error(refused)

    def _charge(self, name: str, parameters: Parameters) -> None:
        chat = self.chats.get(parameters.number("chat_id"))
        if self.budget is None or chat is None or name.lower() not in _PACED:
            return
        if wait := self.budget.take(chat.id, group=chat.is_group, now=self._clock()):
            raise Refused(429, f"Too Many Requests: retry after {wait}", wait)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _error(Refused(401, "Unauthorized"))
        self.requests["download"] += 1
        start = (request.http_range.start or 0) if self.resumes else 0
        self.downloads.append(start)

        async def carry_out(refusal: Refused | None = None) -> web.Response:
            file = next((f for f in self._switchboard.files.values() if f.path == request.match_info["path"]), None)
            if refusal or file is None:
                return _error(refusal or Refused(404, "Not Found"))
            rest = {"Content-Range": f"bytes {start}-{len(file.data) - 1}/{len(file.data)}"} if start else None
            return web.Response(body=file.data[start:], status=206 if start else 200, headers=rest)

        return await self._answer_or_fail("download", Parameters({}, {}), request, carry_out)


async def _parameters(request: web.Request) -> Parameters:
    """Query string, form, multipart or JSON: the Bot API takes them all."""
    values: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        values |= await request.json()
    else:
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as file:
                    files[key] = (value.filename, file.read())
            else:
                values[key] = value
    return Parameters(values, files)


def _error(refusal: Refused) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    parameters = {"retry_after": refusal.retry_after, "migrate_to_chat_id": refusal.migrate_to}
    if known := {key: value for key, value in parameters.items() if value is not None}:
        body["parameters"] = known
    return web.json_response(body, status=refusal.status)
