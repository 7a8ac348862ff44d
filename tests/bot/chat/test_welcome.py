"""Getting to know each other: /start and what its buttons open, the menus, languages, forgetting."""

import pytest

from bot.texts import LANGUAGES
from bot.texts.de import TEXTS as DE
from bot.texts.en import TEXTS as EN
from bot.texts.ko import TEXTS as KO
from tests.bot.chat.world import World, ask, forge, keeps, say, to, words_in

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.parametrize(
    ("client", "language"), [("ko", "ko"), ("en", "en"), ("de-AT", "de"), ("ja", "en"), ("pt-BR", "en"), (None, "en")]
)
async def test_start_says_what_this_is_in_the_language_of_the_client(
    world: World, client: str | None, language: str
) -> None:
    welcome = await say(world.person(client), "/start")
    texts = LANGUAGES[language]
    assert welcome.text == texts.welcome
    assert [button.text for button in welcome.buttons] == [texts.button_units, texts.button_language, texts.button_help]


async def test_the_first_button_leads_to_a_unit(world: World) -> None:
    person = world.person()
    welcome = await say(person, "/start")
    await person.press(welcome, KO.button_units)
    await person.press(await words_in(welcome, "A1"), "3. ")
    await words_in(welcome, "✅ A1-3 Im Café")


@pytest.mark.parametrize("words", ["message can't be edited", "TOPIC_CLOSED", "nobody knows why"])
async def test_a_button_whose_message_cannot_be_changed_answers_below_it(world: World, words: str) -> None:
    person = world.person()
    welcome = await say(person, "/start")
    world.telegram.fail("editMessageText", 400, f"Bad Request: {words}", times=2, where=to(person.chat))
    assert await person.press(welcome, KO.button_help) == ""
    assert [reply.text for reply in person.chat.replies] == [KO.welcome, KO.help]


async def test_the_second_button_changes_the_language_for_good(world: World) -> None:
    person = world.person()
    welcome = await say(person, "/start")
    await person.press(welcome, KO.button_language)
    await person.press(welcome, "Deutsch")
    await words_in(welcome, DE.language_chosen)
    assert [button.text for button in welcome.buttons] == [DE.button_units, DE.button_language, DE.button_help]
    assert (await say(person, "/help")).text == DE.help


async def test_the_help_button_shows_the_help_in_its_place_once(world: World) -> None:
    person = world.person()
    welcome = await say(person, "/start")
    help = next(button.data for button in welcome.buttons if button.text == KO.button_help)
    await person.press(welcome, help)
    await words_in(welcome, KO.help)
    assert await forge(person, welcome, help) == ""  # a tap before the first has shown
    assert person.chat.replies == [welcome]


async def test_a_deep_link_opens_its_unit(world: World) -> None:
    person = world.person()
    assert (await say(person, "/start A1-3")).text.startswith("✅ A1-3")
    assert (await ask(person, "Kaffee?")).text.count("A1-3 · ") >= 1


async def test_a_deep_link_to_nowhere_says_hello(world: World) -> None:
    assert (await say(world.person(), "/start from_the_website")).text == KO.welcome


async def test_the_language_command_changes_the_language_of_answers(world: World) -> None:
    learner = await world.learner()
    question = await say(learner, "/language")
    await learner.press(question, "English")
    assert "📖 Sources" in (await ask(learner, "Kaffee?")).text
    assert "Learner's language: English" in str((await world.asked("Kaffee?")).body["system"])


async def test_privacy_says_what_is_kept_and_where_it_goes(world: World) -> None:
    text = (await say(world.person("en"), "/privacy")).text
    assert "Anthropic" in text
    assert "/forget" in text


async def test_forget_deletes_everything_but_only_when_confirmed(world: World) -> None:
    learner = await world.learner()
    await ask(learner, "Was heißt Kuchen?")
    question = await say(learner, "/forget")
    await learner.press(question, KO.button_keep)
    await words_in(question, KO.kept)
    await keeps(world, learner.id, 2)
    question = await say(learner, "/forget")
    await learner.press(question, KO.button_forget)
    await words_in(question, KO.forgotten)
    await keeps(world, learner.id, 0)


@pytest.mark.parametrize("language", ["ko", "en", "de"])
async def test_every_client_lists_the_commands_in_its_language(world: World, language: str) -> None:
    texts = LANGUAGES[language]
    menu = {entry["command"]: entry["description"] for entry in world.telegram.menu(world.person(language))}
    assert menu == dict(texts.commands)
    theirs = world.telegram.commands[f"chat:{world.admin.id}", language]
    menu = {entry["command"]: entry["description"] for entry in theirs}
    assert menu == {**texts.commands, **texts.admin_commands}


async def test_other_clients_list_the_commands_in_english(world: World) -> None:
    menu = {entry["command"]: entry["description"] for entry in world.telegram.menu(world.person("ja"))}
    assert menu == dict(EN.commands)


async def test_an_unknown_command_is_met_with_help(world: World) -> None:
    assert (await say(world.person(), "/lektion 3")).text == KO.unknown_command


async def test_help_tells_admins_how_a_book_comes_in_and_their_commands_too(world: World) -> None:
    told = (await say(world.admin, "/help")).text
    assert told.startswith(KO.help)
    assert KO.book_how in told
    assert all(f"/{command} – {meaning}" in told for command, meaning in KO.admin_commands.items())


@pytest.mark.parametrize("language", ["ko", "en", "de"])
async def test_help_names_every_command(language: str) -> None:
    texts = LANGUAGES[language]
    assert not [command for command in texts.commands if command != "help" and f"/{command}" not in texts.help]
