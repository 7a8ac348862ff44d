"""The demo: an opening is played in the browser and in the terminal, then anybody can chat.

Telegram and Claude are stand-ins, unless the environment has their keys.
"""

import asyncio
import fcntl
import os
import shlex
import signal
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import IO

from pydantic import SecretStr
from rich.console import Console
from rich.rule import Rule

from bot import MIGRATIONS as BOT_MIGRATIONS
from bot.records.personal_data import PersonalData
from bot.sandbox.claude import ClaudeServer
from bot.sandbox.sample import SAMPLE_BOOK
from bot.sandbox.sample.library import publish_sample
from bot.sandbox.screen import PLACEHOLDERS, Screen, is_complete
from bot.sandbox.telegram import TelegramServer
from bot.sandbox.telegram.chats import Message
from bot.sandbox.telegram.people import Person
from bot.sandbox.web.server import WebServer
from bot.settings import BotSettings
from bot.tutor.allowance import Allowance
from bot.tutor.questions import Questions
from ingest.composition import open_library
from ingest.database import MIGRATIONS, DatabaseUnavailable, migrate, open_pool, running_postgres

RunningBot = Callable[[BotSettings, str], AbstractAsyncContextManager[asyncio.Event]]

_UNIT = "A1-3"
_QUESTIONS = (
    "möchten은 언제 써요? 왜 einen Kaffee라고 해요?",
    "그럼 '차 한 잔 주세요'는 독일어로 뭐예요?",
    "deswegen과 deshalb는 어떻게 달라요?",  # nowhere in the book
    "Wie spät ist es? 시간은 어떻게 말해요?",  # in another unit
)
_PATIENCE = 120.0  # seconds for any one reply, book included
_KEYS = (
    "Type a question, or a command such as /unit, /help, /new. #1 presses the first button of the newest message, "
    "/send FILE.pdf A1-13 sends a book as the admin, /quit or Ctrl-C ends. What is asked in the browser is answered "
    "there."
)


async def play(settings: BotSettings, running_bot: RunningBot) -> None:
    """Play the opening, then stay as a chat when there is a terminal to type in."""
    console = Console()
    _cancel_on_signals()
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(own_folder(settings.data_dir))
        settings, claude = settings.model_copy(update={"data_dir": folder, "database_url": ""}), None
        if settings.anthropic_api_key is None:
            claude = await stack.enter_async_context(ClaudeServer(tokens_per_second=60))
            settings = _with_claude(settings, claude)
        url = stack.enter_context(running_postgres("", settings.data_dir))
        if settings.telegram_bot_token is not None:
            await _on_real_telegram(settings, running_bot, url, console)
            return
        telegram = await stack.enter_async_context(TelegramServer())
        # The database outlives the stand-in, which numbers each chat's messages from 1: new people have new chats.
        number = int(time.time())
        admin = telegram.person(number, "관리자", language_code="ko")
        learner = telegram.person(number + 1, "민지", language_code="ko")
        stack.push_async_callback(_forget, url, admin, learner)
        await stack.enter_async_context(running_bot(_with_telegram(settings, telegram, admin), url))
        page = await stack.enter_async_context(WebServer(telegram, [learner, admin], claude))
        await _show_page(console, page.address)
        questions = Questions(await stack.enter_async_context(await open_pool(url)))
        screen = Screen(console, questions.are_open)
        stack.callback(screen.settle)  # a message that grows has hidden the cursor
        stack.callback(telegram.listen(screen))
        try:
            await _opening(console, screen, admin, learner)
        except LookupError:
            console.print("The opening ends here: somebody is at work in the browser.", style="dim")
        except TimeoutError as error:
            console.print(f"The opening ends here: {error}.", style="red")
        if sys.stdin.isatty():
            await _chat(console, screen, admin, learner)


def _cancel_on_signals() -> None:
    """SIGTERM, and SIGHUP from a terminal that is closed, end the demo as Ctrl-C does."""
    playing = asyncio.current_task()
    assert playing is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)


def _with_claude(settings: BotSettings, claude: ClaudeServer) -> BotSettings:
    return settings.model_copy(
        update={"anthropic_api_key": SecretStr(claude.api_key), "anthropic_base_url": claude.url}
    )


def _with_telegram(settings: BotSettings, telegram: TelegramServer, admin: Person) -> BotSettings:
    return settings.model_copy(
        update={
            "telegram_bot_token": SecretStr(telegram.token),
            "telegram_base_url": telegram.base_url,
            "telegram_file_url": telegram.base_file_url,
            "admin_chat_ids": frozenset({admin.id}),
            "questions_an_hour": 0,  # the opening asks as many as a learner may at once
        }
    )


@contextmanager
def own_folder(parent: Path) -> Iterator[Path]:
    """The folder `demo` in `parent`, or `demo-2` and so on while other demos run: bots with one database would share
    the work, but each has a Telegram of its own. Raises DatabaseUnavailable."""
    for number in count(1):
        folder = parent / (f"demo-{number}" if number > 1 else "demo")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"DATA_DIR: nothing can be kept in {parent}: {error.strerror}") from error
        with (folder / "lock").open("w") as file:
            if _lock(file):
                yield folder
                return


def _lock(file: IO[str]) -> bool:
    """False if another process has locked the file. The lock ends with the process."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _forget(url: str, *people: Person) -> None:
    """The next demo's bot must not go on in chats that have ended with this stand-in."""
    await migrate(url, (MIGRATIONS, BOT_MIGRATIONS))  # the demo may have been broken off before it was done
    async with await open_pool(url) as pool:
        for person in people:
            await PersonalData(pool, Allowance(pool)).forget(person.id)


async def _show_page(console: Console, address: str) -> None:
    """Print the address, and open it if there is a screen and somebody in front of it."""
    console.print(f"In the browser: [link={address}]{address}[/link]", style="bold", soft_wrap=True)
    has_screen = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    if has_screen and sys.stdin.isatty():
        await asyncio.to_thread(webbrowser.open, address)


async def _opening(console: Console, screen: Screen, admin: Person, learner: Person) -> None:
    console.print(Rule("An admin sends the textbook"))
    sent = await admin.send_document(SAMPLE_BOOK.read_bytes(), SAMPLE_BOOK.name, caption="A1")
    verdict = await screen.reply_to(sent, _PATIENCE)
    if verdict.buttons:  # a draft; the second time the book is known
        await admin.press(verdict, "✅")
        await admin.chat.wait_for(lambda _: not verdict.buttons, _PATIENCE)

    console.print(Rule("A learner opens a unit and asks"))
    await screen.reply_to(await learner.say("/start"), _PATIENCE)
    await screen.reply_to(await learner.say(f"/unit {_UNIT}"), _PATIENCE)
    for question in _QUESTIONS:
        asked = await learner.say(question)
        reply = await screen.reply_to(asked, _PATIENCE)
        _show_figures(console, reply, asked.versions[0].at)
        if question is _QUESTIONS[0]:
            await _look_up(console, screen, learner, reply)

    console.print(Rule("The button under it asks in the unit that has the answer"))
    await learner.press(reply, "📍")
    await learner.chat.wait_for(lambda chat: chat.replies[-1] is not reply, _PATIENCE)
    await screen.reply_to(reply, _PATIENCE)


async def _look_up(console: Console, screen: Screen, learner: Person, answer: Message) -> None:
    """Show the first page that the answer cites, if the book's pages may be shown."""
    if not any("📖" in button.text for button in answer.buttons):
        return
    console.print(Rule("The page that the answer rests on, its lines marked"))
    await learner.press(answer, "📖")
    await learner.chat.wait_for(lambda chat: "photo" in chat.replies[-1].extra, _PATIENCE)
    screen.settle()


async def _chat(console: Console, screen: Screen, admin: Person, learner: Person) -> None:
    """The learner says what is typed; with /send the admin sends a book."""
    console.print(Rule("Your turn"))
    console.print(_KEYS, style="dim")
    while True:
        with screen.silent():
            line = await _typed(console)
        if not line or line.strip() in ("/quit", "/exit"):
            return
        line = line.strip()
        if not line:
            continue
        begun = time.monotonic()
        try:
            sent = await _act(line, admin, learner)
            _show_figures(console, await screen.reply_to(sent, _PATIENCE), begun)
        except (LookupError, OSError, ValueError) as error:
            console.print(str(error), style="red")


async def _typed(console: Console) -> str:
    """The next line with its line feed; '' at the end of the input. It is not read in a thread, which would outlive
    Ctrl-C."""
    console.print("[yellow]❯[/] ", end="")
    loop, there = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, there.set)
    try:
        await there.wait()
    finally:
        loop.remove_reader(sys.stdin)
    return sys.stdin.readline()


async def _act(line: str, admin: Person, learner: Person) -> Message:
    """Do what a line says. Returns the message that the bot will react to."""
    if line.startswith("#"):
        shown = [(person, message) for person in (admin, learner) for message in person.chat.replies if message.buttons]
        person, newest = max(shown, key=lambda each: each[1].versions[-1].at)
        number = int(line[1:])
        if not 0 < number <= len(newest.buttons):
            raise LookupError(f"there is no button {number}")
        await person.press(newest, newest.buttons[number - 1].data)
        return newest
    if line.startswith("/send "):
        path, *caption = shlex.split(line)[1:]
        if not caption:  # the bot would ask for it, but what is typed here is the learner's
            raise ValueError(f"say what it is too: /send {path} A1, or A1-13 for one unit")
        book = await asyncio.to_thread(Path(path).read_bytes)
        return await admin.send_document(book, Path(path).name, caption=" ".join(caption))
    return await learner.say(line)


def _show_figures(console: Console, answer: Message, since: float) -> None:
    """Print how long it took, if this is an answer that has grown since then."""
    shown = [version for version in answer.versions if version.at > since]
    words = [version for version in shown if not version.text.startswith(PLACEHOLDERS)]
    if words and is_complete(answer):
        console.print(
            f"first words after {words[0].at - since:.1f} s, complete after {shown[-1].at - since:.1f} s, "
            f"{len(shown) - 1} edits",
            style="dim",
        )


async def _on_real_telegram(settings: BotSettings, running_bot: RunningBot, url: str, console: Console) -> None:
    """With a real token, the demo is the bot itself with the sample book in it."""
    await migrate(url)
    async with await open_pool(url) as pool, open_library(settings, pool) as library:
        await publish_sample(library)
    async with running_bot(settings, url) as failed:
        console.print("The bot is on Telegram with the sample book. Ctrl-C ends it.")
        if sys.stdin.isatty():
            await failed.wait()
