"""What the bot says, one file a language. Korean is the default."""

from bot.texts import de, en, ko
from bot.texts.texts import Texts

DEFAULT = "ko"
LANGUAGES: dict[str, Texts] = {"ko": ko.TEXTS, "en": en.TEXTS, "de": de.TEXTS}


def known_language(code: str | None) -> str:
    """The language to speak with a Telegram client set to `code`, an IETF tag such as `de-AT`."""
    language = (code or DEFAULT).split("-")[0].lower()
    return language if language in LANGUAGES else DEFAULT


def texts_in(language: str) -> Texts:
    return LANGUAGES.get(language, LANGUAGES[DEFAULT])


__all__ = ["DEFAULT", "LANGUAGES", "Texts", "known_language", "texts_in"]
