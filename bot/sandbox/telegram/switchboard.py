"""The state of the Telegram stand-in: who is there, what was said, which files exist, what waits for the bot."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath
from typing import Any

from bot.sandbox.telegram.chats import Chat, ChatType, Event, Message
from bot.sandbox.telegram.entities import cut_utf16
from bot.sandbox.telegram.updates import Updates


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server. `size` is what Telegram says it has, so that a test of a large file needs none."""

    id: str
    path: str
    data: bytes
    size: int

    def to_json(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.id[-12:], "file_size": self.size}


class Switchboard:
    def __init__(self, *, privacy_mode: bool) -> None:
        self.bot: dict[str, Any] = {
            "id": 7_000_000_001,
            "is_bot": True,
            "first_name": "LinguaRAG",
            "username": "linguarag_bot",
        }
        self.privacy_mode = privacy_mode
        self.chats: dict[int, Chat] = {}
        start = time.time_ns() // 1_000_000  # above all numbers of earlier stand-ins, which the bot may remember
        self.updates = Updates(start)
        self.files: dict[str, StoredFile] = {}
        self.presses: dict[str, tuple[Chat, asyncio.Future[str]]] = {}
        self._listeners: list[Callable[[Event], None]] = []
        self._file_numbers = count(1)
        self._albums = count(13_000_000_000_000_001)
        self._query_ids = count(start)
        self._group_ids = {"group": count(-4_000_001, -1), "supergroup": count(-1_001_000_000_001, -1)}

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Calls `listener` on every change of any screen; the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def open_chat(
        self,
        kind: ChatType,
        *,
        title: str | None = None,
        person: Mapping[str, Any] | None = None,
        is_forum: bool = False,
    ) -> Chat:
        chat_id = int(person["id"]) if person else next(self._group_ids["group" if kind == "group" else "supergroup"])
        chat = Chat(chat_id, kind, title=title, person=person, is_forum=is_forum, on_event=self._tell)
        self.chats[chat_id] = chat
        return chat

    def store(self, data: bytes, folder: str, name: str, size: int | None = None) -> StoredFile:
        number = next(self._file_numbers)
        path = f"{folder}/file_{number}{PurePath(name).suffix}"
        file = StoredFile(f"BQACAgIAAx-{number:012d}", path, data, len(data) if size is None else size)
        self.files[file.id] = file
        return file

    def new_album(self) -> str:
        """A media_group_id."""
        return str(next(self._albums))

    def deliver(self, kind: str, message: Message) -> None:
        """Queues a message for the bot, if the bot is meant to see it."""
        if not message.chat.is_group or not self.privacy_mode or self._concerns_bot(message):
            self.updates.put(kind, message.to_json())

    def pressed(self, chat: Chat, query: dict[str, Any]) -> asyncio.Future[str]:
        """Queues a press of a button; the future is the bot's answer."""
        query_id = str(next(self._query_ids))
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.presses[query_id] = (chat, answer)
        self.updates.put("callback_query", {"id": query_id, "chat_instance": str(chat.id), **query})
        return answer

    def _tell(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)

    def _concerns_bot(self, message: Message) -> bool:
        """Privacy mode, on unless BotFather is told otherwise: commands, mentions and replies only."""
        if message.reply_to is not None and message.reply_to.sender["id"] == self.bot["id"]:
            return True
        username = self.bot["username"].lower()
        for entity in message.entities:
            words = cut_utf16(message.text, entity.offset, entity.end).lower()
            if entity.type == "mention" and words == f"@{username}":
                return True
            if entity.type == "bot_command" and words.partition("@")[2] in ("", username):
                return True
        return False
