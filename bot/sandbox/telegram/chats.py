"""What the screens of the Telegram stand-in show: chats, their messages, and every version a message had."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from bot.sandbox import patience
from bot.sandbox.telegram.entities import Entity

DRAFT_SECONDS = 30.0

T = TypeVar("T")
ChatType = Literal["private", "group", "supergroup", "channel"]
Change = Literal["sent", "edited", "deleted", "draft", "action", "answered"]


@dataclass(frozen=True, slots=True)
class Button:
    """One button of an inline keyboard, and what the bot is told when it is pressed."""

    text: str
    data: str

    def to_json(self) -> dict[str, str]:
        return {"text": self.text, "callback_data": self.data}


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A message as it stood from `at` (seconds of the monotonic clock) on."""

    text: str
    entities: tuple[Entity, ...]
    keyboard: Keyboard
    at: float


@dataclass(eq=False, slots=True)
class Message:
    """A message with its whole history; `versions[-1]` is what the screen shows.

    `sender` is the Bot API's User object; `extra` holds the fields of its kind (document, sticker,
    forward_origin, sender_chat, ...). What `asks_reply` opens a reply to itself in the client.
    """

    chat: "Chat"
    id: int
    sender: Mapping[str, Any]
    date: int
    versions: list[Version]
    thread: int | None = None
    reply_to: "Message | None" = None
    extra: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    asks_reply: bool = False

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.versions[-1].entities

    @property
    def keyboard(self) -> Keyboard:
        return self.versions[-1].keyboard

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.keyboard for button in row)

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"]) and "sender_chat" not in self.extra

    @property
    def is_media(self) -> bool:
        return any(kind in self.extra for kind in ("document", "photo", "voice", "sticker"))

    def to_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The Bot API's Message object."""
        words, marks = ("caption", "caption_entities") if self.is_media else ("text", "entities")
        rows = [[button.to_json() for button in row] for row in self.keyboard]
        is_in_topic = self.thread is not None and (self.chat.is_forum or self.thread in self.chat.topics)
        optional = {
            "from": self.chat.kind != "channel" and dict(self.sender),
            words: self.text,
            marks: [entity.to_json() for entity in self.entities],
            "reply_markup": rows and {"inline_keyboard": rows},
            "edit_date": self.edit_date,
            "message_thread_id": self.thread,
            "is_topic_message": is_in_topic,
            "reply_to_message": with_reply and self.reply_to and self.reply_to.to_json(with_reply=False),
        }
        known = {key: value for key, value in optional.items() if value}
        return {"message_id": self.id, "chat": self.chat.to_json(), "date": self.date, **self.extra, **known}


@dataclass(frozen=True, slots=True)
class Event:
    """One change of what somebody sees. `message` is None for drafts, actions and answers to buttons, whose words are
    in `text`."""

    kind: Change
    chat: "Chat"
    at: float
    message: Message | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that is being written, shown for 30 s."""

    text: str
    entities: tuple[Entity, ...]
    thread: int | None
    at: float = field(default_factory=time.monotonic)


class Chat:
    """A conversation as its screen shows it."""

    def __init__(
        self,
        chat_id: int,
        kind: ChatType,
        *,
        title: str | None = None,
        person: Mapping[str, Any] | None = None,
        is_forum: bool = False,
        on_event: Callable[[Event], None],
    ) -> None:
        self.id, self.kind, self.title, self.is_forum = chat_id, kind, title, is_forum
        self.messages: list[Message] = []
        self.is_open = kind != "private"  # a bot can't write to somebody who never wrote to it
        self.blocked = False
        self.is_cleaned = False  # another bot deletes at once what ours sends
        self.upgraded_to: int | None = None  # the supergroup that this group has become
        self.admins: set[int] = set()  # of a group: users' numbers
        self.drafts: dict[int, Draft] = {}
        self.topics: dict[int, str] = {}  # message_thread_id -> name
        self.actions: list[tuple[str, float]] = []
        self._person = person or {}
        self._on_event = on_event
        self._numbers = iter(range(1, 1 << 31))
        self._known: dict[int, Message] = {}
        self._changed = asyncio.Event()

    @property
    def is_group(self) -> bool:
        return self.kind in ("group", "supergroup")

    @property
    def replies(self) -> list[Message]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages if message.from_bot]

    @property
    def draft(self) -> Draft | None:
        """The draft on the screen now."""
        fresh = [d for d in self.drafts.values() if time.monotonic() - d.at < DRAFT_SECONDS]
        return max(fresh, key=lambda draft: draft.at, default=None)

    def find(self, message_id: int) -> Message | None:
        return self._known.get(message_id)

    def topic(self, name: str) -> int:
        """Opens a topic of a forum or of a private chat, and returns its message_thread_id."""
        thread = next(self._numbers)
        self.topics[thread] = name
        return thread

    async def wait_for(self, predicate: Callable[["Chat"], T | None], timeout: float | None = None) -> T:
        """Waits until `predicate(chat)` is truthy and returns its value; without `timeout` with all patience.

        Raises:
            TimeoutError: It never was; the text shows the screen.
        """
        timeout = patience.seconds if timeout is None else timeout
        try:
            async with asyncio.timeout(timeout):
                while not (value := predicate(self)):
                    self._changed.clear()
                    await self._changed.wait()
                return value
        except TimeoutError:
            raise TimeoutError(f"waited {timeout} s in vain; the chat shows:\n{self}") from None

    def add(
        self,
        sender: Mapping[str, Any],
        text: str,
        entities: Sequence[Entity] = (),
        keyboard: Keyboard = (),
        *,
        thread: int | None = None,
        reply_to: Message | None = None,
        extra: Mapping[str, Any] | None = None,
        asks_reply: bool = False,
    ) -> Message:
        version = Version(text, tuple(entities), keyboard, time.monotonic())
        message = Message(
            self,
            next(self._numbers),
            sender,
            int(time.time()),
            [version],
            thread,
            reply_to,
            dict(extra or {}),
            asks_reply=asks_reply,
        )
        self.messages.append(message)
        self._known[message.id] = message
        self.announce("sent", message)
        return message

    def change(self, message: Message, text: str, entities: Sequence[Entity], keyboard: Keyboard) -> None:
        message.versions.append(Version(text, tuple(entities), keyboard, time.monotonic()))
        message.edit_date = int(time.time())
        self.announce("edited", message)

    def remove(self, message: Message) -> None:
        self.messages.remove(message)
        del self._known[message.id]
        self.announce("deleted", message)

    def write_draft(self, number: int, draft: Draft) -> None:
        self.drafts[number] = draft
        self.announce("draft", text=draft.text)

    def act(self, action: str) -> None:
        """'typing' and the like, shown for a few seconds."""
        self.actions.append((action, time.monotonic()))
        self.announce("action", text=action)

    def announce(self, kind: Change, message: Message | None = None, text: str = "") -> None:
        self._changed.set()
        self._on_event(Event(kind, self, time.monotonic(), message, text))

    def to_json(self) -> dict[str, Any]:
        """The Bot API's Chat object."""
        data: dict[str, Any] = {"id": self.id, "type": self.kind}
        if self.title is not None:
            data["title"] = self.title
        if self.is_forum:
            data["is_forum"] = True
        return data | {k: v for k, v in self._person.items() if k in ("first_name", "last_name", "username")}

    def __str__(self) -> str:
        return "\n".join(self._lines()) or "(nothing)"

    def _lines(self) -> Iterator[str]:
        for message in self.messages:
            kinds = "".join(f"[{k}] " for k in ("document", "photo", "voice", "sticker") if k in message.extra)
            yield f"{message.sender['first_name']}: {kinds}{message.text}"
            for row in message.keyboard:
                yield "  " + " ".join(f"[{button.text}]" for button in row)
