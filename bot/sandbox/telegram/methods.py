"""The Bot API's methods, over the switchboard. Errors use Telegram's own words."""

from typing import Any

from bot.sandbox.telegram.chats import Chat, Draft, Keyboard, Message
from bot.sandbox.telegram.entities import (
    LONGEST_TEXT,
    BadEntities,
    Entity,
    accept,
    check_entities,
    is_blank,
    utf16_length,
)
from bot.sandbox.telegram.parameters import Parameters, Refused, keyboard_of
from bot.sandbox.telegram.sent_files import document, photo
from bot.sandbox.telegram.switchboard import Switchboard
from bot.sandbox.telegram.updates import Conflict
from bot.sandbox.telegram.webhook import Webhook

LONGEST_CAPTION = 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class BotMethods:
    """One method of this class for each method of the Bot API; `call` finds it by its name."""

    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard
        self.webhook = Webhook(switchboard.updates)
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.repaired: list[str] = []
        self._methods = {name.replace("_", ""): getattr(self, name) for name in dir(self) if name in _METHODS}

    async def call(self, method: str, parameters: Parameters) -> Any:
        """The `result` of a method; names are case-insensitive.

        Raises:
            Refused: With the status and the words of the real server.
        """
        found = self._methods.get(method.lower())
        if found is None:
            raise Refused(404, "Not Found")
        return await found(parameters)

    async def get_me(self, _: Parameters) -> dict[str, Any]:
        rights = {"can_join_groups": True, "can_read_all_group_messages": not self._switchboard.privacy_mode}
        return {**self._switchboard.bot, **rights, "supports_inline_queries": False}

    async def get_updates(self, parameters: Parameters) -> list[dict[str, Any]]:
        if self.webhook.url:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        updates = self._switchboard.updates
        if offset := parameters.number("offset"):
            updates.acknowledge(offset)
        if (allowed := parameters.json("allowed_updates")) is not None:
            updates.allow(allowed)
        try:
            return await updates.get(min(parameters.number("timeout"), 50))
        except Conflict:
            raise Refused(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            ) from None

    async def get_chat_member(self, parameters: Parameters) -> dict[str, Any]:
        chat, number = self._chat(parameters), parameters.number("user_id")
        user = {"id": number, "is_bot": False, "first_name": f"Person{number}"}
        if number not in chat.admins:
            return {"user": user, "status": "member"}
        return {"user": user, "status": "creator", "is_anonymous": False}

    async def set_webhook(self, parameters: Parameters) -> bool:
        if (allowed := parameters.json("allowed_updates")) is not None:
            self._switchboard.updates.allow(allowed)
        self.webhook.set(parameters.text("url"), parameters.text("secret_token"))
        return True

    async def delete_webhook(self, _: Parameters) -> bool:
        self.webhook.set("")
        return True

    async def send_message(self, parameters: Parameters) -> dict[str, Any]:
        chat = self._chat(parameters)
        text, entities = self._formatted(parameters, "text", "entities")
        if is_blank(text):
            raise Refused.bad("message text is empty")
        if utf16_length(text) > LONGEST_TEXT:
            raise Refused.bad("message is too long")
        return self._post(chat, parameters, text, entities, {}).to_json()

    async def send_message_draft(self, parameters: Parameters) -> bool:
        chat = self._chat(parameters)
        text, entities = self._formatted(parameters, "text", "entities")
        chat.write_draft(parameters.number("draft_id"), Draft(text, entities, self._thread(chat, parameters)))
        return True

    async def send_document(self, parameters: Parameters) -> dict[str, Any]:
        return self._send_file(parameters, "document")

    async def send_photo(self, parameters: Parameters) -> dict[str, Any]:
        return self._send_file(parameters, "photo")

    async def edit_message_text(self, parameters: Parameters) -> dict[str, Any]:
        message = self._own_message(parameters)
        text, entities = self._formatted(parameters, "text", "entities")
        if is_blank(text):
            raise Refused.bad("message text is empty")
        if utf16_length(text) > LONGEST_TEXT:
            raise Refused.bad("MESSAGE_TOO_LONG")
        return self._change(message, text, entities, keyboard_of(parameters))

    async def edit_message_reply_markup(self, parameters: Parameters) -> dict[str, Any]:
        message = self._own_message(parameters)
        return self._change(message, message.text, message.entities, keyboard_of(parameters))

    async def delete_message(self, parameters: Parameters) -> bool:
        chat = self._chat(parameters)
        message = chat.find(parameters.number("message_id"))
        if message is None:
            raise Refused.bad("message to delete not found")
        if chat.is_group and not message.from_bot:
            raise Refused.bad("message can't be deleted")
        chat.remove(message)
        return True

    async def send_chat_action(self, parameters: Parameters) -> bool:
        self._chat(parameters).act(parameters.text("action"))
        return True

    async def answer_callback_query(self, parameters: Parameters) -> bool:
        if len(parameters.text("text")) > 200:
            raise Refused.bad("MESSAGE_TOO_LONG")
        press = self._switchboard.presses.pop(parameters.text("callback_query_id"), None)
        if press is None or press[1].done():
            raise Refused.bad("query is too old and response timeout expired or query ID is invalid")
        chat, answer = press
        answer.set_result(parameters.text("text"))
        chat.announce("answered", text=parameters.text("text"))
        return True

    async def set_my_commands(self, parameters: Parameters) -> bool:
        self.commands[_scope(parameters), parameters.text("language_code")] = parameters.json("commands")
        return True

    async def get_file(self, parameters: Parameters) -> dict[str, Any]:
        file = self._switchboard.files.get(parameters.text("file_id"))
        if file is None:
            raise Refused.bad("wrong file_id or the file is temporarily unavailable")
        if file.size > LARGEST_DOWNLOAD:
            raise Refused.bad("file is too big")
        return {**file.to_json(), "file_path": file.path}

    def _chat(self, parameters: Parameters) -> Chat:
        chat = self._switchboard.chats.get(parameters.number("chat_id"))
        if chat is None or not chat.is_open:
            raise Refused.bad("chat not found")
        if chat.upgraded_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, words, migrate_to=chat.upgraded_to)
        if chat.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    def _own_message(self, parameters: Parameters) -> Message:
        message = self._chat(parameters).find(parameters.number("message_id"))
        if message is None:
            raise Refused.bad("message to edit not found")
        if not message.from_bot:
            raise Refused.bad("message can't be edited")
        return message

    def _formatted(self, parameters: Parameters, words: str, marks: str) -> tuple[str, tuple[Entity, ...]]:
        text = parameters.text(words)
        entities = [Entity.from_json(entity) for entity in parameters.json(marks) or []]
        try:
            kept = accept(text, entities)
        except BadEntities as error:
            raise Refused.bad(str(error)) from None
        self.repaired += check_entities(text, entities)
        return kept

    def _post(
        self, chat: Chat, parameters: Parameters, text: str, entities: tuple[Entity, ...], extra: dict[str, Any]
    ) -> Message:
        keyboard, thread = keyboard_of(parameters), self._thread(chat, parameters)
        reply = parameters.json("reply_parameters") or {}
        reply_to = chat.find(reply["message_id"]) if reply else None
        if reply and reply_to is None and not reply.get("allow_sending_without_reply"):
            raise Refused.bad("message to be replied not found")
        chat.drafts.clear()
        message = chat.add(
            self._switchboard.bot,
            text,
            entities,
            keyboard,
            thread=thread,
            reply_to=reply_to,
            extra=extra,
            asks_reply=bool((parameters.json("reply_markup") or {}).get("force_reply")),
        )
        if chat.is_cleaned:
            chat.remove(message)
            raise Refused(500, "Internal Server Error: sent message was immediately deleted")
        return message

    def _thread(self, chat: Chat, parameters: Parameters) -> int | None:
        thread = parameters.number("message_thread_id") or None
        if (
            thread is not None
            and thread not in chat.topics
            and (chat.is_forum or chat.kind != "supergroup" or chat.find(thread) is None)
        ):
            raise Refused.bad("message thread not found")
        return thread

    def _send_file(self, parameters: Parameters, kind: str) -> dict[str, Any]:
        chat = self._chat(parameters)
        caption, entities = self._formatted(parameters, "caption", "caption_entities")
        if utf16_length(caption) > LONGEST_CAPTION:
            raise Refused.bad("message caption is too long")
        content = (photo if kind == "photo" else document)(self._switchboard, parameters)
        return self._post(chat, parameters, caption, entities, {kind: content}).to_json()

    def _change(self, message: Message, text: str, entities: tuple[Entity, ...], keyboard: Keyboard) -> dict[str, Any]:
        if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
            raise Refused.bad(NOT_MODIFIED)
        message.chat.change(message, text, entities, keyboard)
        return message.to_json()


_METHODS = frozenset(name for name, value in vars(BotMethods).items() if not name.startswith("_") and name != "call")


def _scope(parameters: Parameters) -> str:
    scope = parameters.json("scope") or {"type": "default"}
    return ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
