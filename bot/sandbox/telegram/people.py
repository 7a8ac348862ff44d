"""The people who use the bot: what a person can do with a Telegram client, as Python."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from bot.sandbox import patience
from bot.sandbox.telegram.chats import Button, Chat, Message
from bot.sandbox.telegram.entities import LONGEST_TEXT, typed_entities, utf16_length
from bot.sandbox.telegram.switchboard import Switchboard

# Who Telegram names as `from` when a chat speaks: an anonymous admin, a channel, an automatic forward.
_ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_SERVICE = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
# What the bot is in a chat.
_MEMBER: dict[str, Any] = {"status": "member"}
_KICKED: dict[str, Any] = {"status": "kicked", "until_date": 0}


class How(TypedDict, total=False):
    """Where something is sent, and as whom.

    Without `chat` it goes where `reply_to` is, or else to the private chat. `as_chat`: the group itself (an anonymous
    admin) or a channel. The same channel as `forwarded_from` makes it the automatic forward into the channel's
    discussion group. `quote`: the words of `reply_to` that are quoted.
    """

    chat: Chat
    reply_to: Message | None
    quote: str
    thread: int | None
    forwarded_from: "Person | Chat"
    as_chat: Chat


class Person:
    """Somebody with a Telegram account and a private chat with the bot, `chat`."""

    def __init__(self, switchboard: Switchboard, user: dict[str, Any]) -> None:
        self.id: int = user["id"]
        self.user = user
        self._switchboard = switchboard
        self.chat = switchboard.open_chat("private", person=user)

    async def say(self, text: str, **how: Unpack[How]) -> Message:
        """Sends a text. More than 4096 UTF-16 units go out as several messages, cut as the clients do.

        Returns:
            The last of them; mostly the only one.
        """
        parts = pieces(text)
        for part in parts[:-1]:
            self._send(part, {}, how)
        return self._send(parts[-1], {}, how)

    async def edit(self, message: Message, text: str) -> None:
        """Changes a message of one's own."""
        message.chat.change(message, text, typed_entities(text), message.keyboard)
        self._switchboard.deliver("edited_message", message)

    async def delete(self, message: Message) -> None:
        """Deletes a message for both sides. Telegram doesn't tell the bot."""
        message.chat.remove(message)

    async def press(self, message: Message, button: str, timeout: float | None = None) -> str:
        """Presses the button with this label or data; the first whose label contains it otherwise.

        Returns:
            The text of the bot's answer, '' for one without text.

        Raises:
            LookupError: The message has no such button.
            TimeoutError: The bot did not answer: on a phone the button would spin.
        """
        chosen = _button(message, button)
        query = {"from": self.user, "message": message.to_json(), "data": chosen.data}
        answer = self._switchboard.pressed(message.chat, query)
        return await asyncio.wait_for(answer, patience.seconds if timeout is None else timeout)

    async def send_document(
        self,
        data: bytes,
        file_name: str,
        caption: str = "",
        mime_type: str = "application/pdf",
        size: int | None = None,
        **how: Unpack[How],
    ) -> Message:
        """Sends a file; `size` makes Telegram say another size than it has."""
        file = self._switchboard.store(data, "documents", file_name, size)
        return self._send(
            caption, {"document": {**file.to_json(), "file_name": file_name, "mime_type": mime_type}}, how
        )

    async def send_photo(self, data: bytes, caption: str = "", **how: Unpack[How]) -> Message:
        return self._send(caption, self._photo(data), how)

    async def send_album(self, pictures: Sequence[tuple[bytes, str]], **how: Unpack[How]) -> Message:
        """Sends pictures with their captions at once; the bot gets a message for each. Returns the last of them."""
        album = self._switchboard.new_album()
        for data, caption in pictures:
            message = self._send(caption, {**self._photo(data), "media_group_id": album}, how)
        return message

    def _photo(self, data: bytes) -> dict[str, Any]:
        file = self._switchboard.store(data, "photos", "photo.jpg")
        return {"photo": [{**file.to_json(), "width": 800, "height": 600}]}

    async def send_voice(self, data: bytes, caption: str = "", **how: Unpack[How]) -> Message:
        file = self._switchboard.store(data, "voice", "voice.oga")
        voice = {**file.to_json(), "duration": 3, "mime_type": "audio/ogg"}
        return self._send(caption, {"voice": voice}, how)

    async def send_sticker(self, **how: Unpack[How]) -> Message:
        file = self._switchboard.store(b"", "stickers", "sticker.webp")
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send("", {"sticker": {**file.to_json(), **size, "type": "regular", "emoji": "👍"}}, how)

    async def upgrade(self, group: Chat) -> Chat:
        """Makes a supergroup of a group. The bot is told in both, and messages are numbered from 1 again."""
        new = self._switchboard.open_chat("supergroup", title=group.title)
        group.upgraded_to = new.id
        for chat, fact in ((group, {"migrate_to_chat_id": new.id}), (new, {"migrate_from_chat_id": group.id})):
            self._switchboard.updates.put("message", chat.add(self.user, "", extra=fact).to_json())
        return new

    async def block(self) -> None:
        """Blocks the bot: it is told so once, and refused from then on."""
        self._set_blocked(True)

    async def unblock(self) -> None:
        self._set_blocked(False)

    async def add_bot(self, group: Chat) -> None:
        """Adds the bot to a group: it is told so."""
        self._tell_membership(group, {"status": "left"}, _MEMBER)

    def _set_blocked(self, blocked: bool) -> None:
        self.chat.blocked = blocked
        old, new = (_MEMBER, _KICKED) if blocked else (_KICKED, _MEMBER)
        self._tell_membership(self.chat, old, new)

    def _tell_membership(self, chat: Chat, old: dict[str, Any], new: dict[str, Any]) -> None:
        change: dict[str, Any] = {"chat": chat.to_json(), "from": self.user, "date": int(time.time())}
        for key, state in (("old_chat_member", old), ("new_chat_member", new)):
            change[key] = {"user": self._switchboard.bot, **state}
        self._switchboard.updates.put("my_chat_member", change)

    def _send(self, text: str, content: dict[str, Any], how: How) -> Message:
        reply_to = how.get("reply_to")
        chat = how.get("chat") or (reply_to.chat if reply_to else self.chat)
        chat.is_open = True
        sender, guise = self._guise(chat, how)
        if reply_to is not None and "quote" in how:
            position = utf16_length(reply_to.text.partition(how["quote"])[0])
            guise["quote"] = {"text": how["quote"], "position": position, "is_manual": True}
        message = chat.add(
            sender,
            text,
            typed_entities(text),
            thread=how.get("thread") or _thread(chat, reply_to),
            reply_to=reply_to,
            extra={**content, **guise},
        )
        self._switchboard.deliver("message", message)
        return message

    def _guise(self, chat: Chat, how: How) -> tuple[dict[str, Any], dict[str, Any]]:
        """The sender as the field `from` names it, and the fields that tell who has really spoken."""
        sender, guise = self.user, dict[str, Any]()
        origin, speaker = how.get("forwarded_from"), how.get("as_chat")
        if origin is not None:
            guise["forward_origin"] = _origin(origin)
        if speaker is not None:
            guise["sender_chat"] = speaker.to_json()
            sender = _ANONYMOUS_ADMIN if speaker is chat else _CHANNEL
            if speaker is origin:
                sender, guise["is_automatic_forward"] = _SERVICE, True
        return sender, guise


def pieces(text: str) -> list[str]:
    """A long paste as Telegram's clients send it: cut at a line end or a blank near the limit."""
    parts = []
    while utf16_length(text) > LONGEST_TEXT:
        head = text[:LONGEST_TEXT]
        while (excess := utf16_length(head) - LONGEST_TEXT) > 0:
            head = head[: -((excess + 1) // 2)]
        border = max(head.rfind("\n", len(head) // 2), head.rfind(" ", len(head) // 2))
        head = head[:border] if border > 0 else head
        parts.append(head)
        text = text[len(head) :].lstrip(" \n")
    return [*parts, text] if text or not parts else parts


def _thread(chat: Chat, reply_to: Message | None) -> int | None:
    """A reply stays in its topic. In a supergroup without topics, the replies to a message form a thread."""
    if reply_to is None or chat.kind != "supergroup":
        return None
    return reply_to.thread if chat.is_forum else reply_to.thread or reply_to.id


def _button(message: Message, wanted: str) -> Button:
    exact = [b for b in message.buttons if wanted in (b.text, b.data)]
    for button in exact or [b for b in message.buttons if wanted in b.text]:
        return button
    raise LookupError(f"no button {wanted!r} among {[b.text for b in message.buttons]}")


def _origin(whose: Person | Chat) -> dict[str, Any]:
    date = int(time.time())
    if isinstance(whose, Person):
        return {"type": "user", "date": date, "sender_user": whose.user}
    return {"type": "channel", "date": date, "chat": whose.to_json(), "message_id": 1}
