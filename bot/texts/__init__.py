"""What the bot says, one file a language."""

from bot.texts import de, en, ko
from bot.texts.texts import Count, Texts

LANGUAGES: dict[str, Texts] = {"ko": ko.TEXTS, "en": en.TEXTS, "de": de.TEXTS}


def known_language(code: str | None, default: str) -> str:
    """The language to speak with a Telegram client set to `code`, an IETF tag such as `de-AT`."""
    language = (code or default).split("-")[0].lower()
    return language if language in LANGUAGES else default


def shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def texts_in(language: str) -> Texts:
    return LANGUAGES.get(language, en.TEXTS)


__all__ = ["LANGUAGES", "Count", "Texts", "known_language", "shortened", "texts_in"]
