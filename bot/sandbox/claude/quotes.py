"""The offline stand-in's answer: what the passages say, quoted and cited, and nothing of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.claude.messages_api import blocks_of, search_results

MOST_QUOTES = 4
LONGEST_QUOTE = 240

_LABELS = {
    "ko": "🔌 **오프라인 대역**입니다. Claude에 연결되어 있지 않아, 이 질문으로 찾은 교재 문장만 그대로 보여 드려요.",
    "en": "🔌 **Offline stand-in**: Claude is not connected, so here are only the lines found in your textbook.",
    "de": "🔌 **Offline-Ersatz**: Claude ist nicht verbunden, hier stehen nur die im Lehrbuch gefundenen Sätze.",
}
_NOTHING = {
    "ko": "ℹ️ 이 질문에 맞는 교재 문장을 받지 못해서 인용할 것이 없어요.",
    "en": "ℹ️ No passages of the textbook came with this question, so there is nothing to quote.",
    "de": "ℹ️ Zu dieser Frage kamen keine Stellen aus dem Lehrbuch mit, also gibt es nichts zu zitieren.",
}
_NAMED = re.compile(r"Learner's language: \w+ \((\w\w)\)")
_PLACE = re.compile(r"Where the book answers this: (?:perhaps )?(in this (?:unit|course)|in another unit|nowhere)")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = "A-Za-zÀ-ž"
_GERMAN = re.compile(rf"[{_LATIN}][{_LATIN}'’-]*(?:[ ,:;]+[{_LATIN}][{_LATIN}'’-]*)*[.!?]?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an answer, with the places that it cites: (search result, first block, one past the last)."""

    text: str
    places: tuple[tuple[int, int, int], ...] = ()

    @classmethod
    def cited(cls, text: str, result: int, block: int) -> "Piece":
        return cls(text, ((result, block, block + 1),))


def quote(body: Mapping[str, Any]) -> list[Piece]:
    """An answer to a request: its label, then up to four sentences of the passages in the book's order.

    Asked for the page number in a picture, which it cannot see, it answers that there is none.
    """
    if any(block["type"] == "image" for block in blocks_of(body["messages"][-1]["content"])):
        return [Piece("page: -")]
    question, language = _question(body), _language(body)
    quotes = _closest(question, list(_told(body)))
    if not quotes:
        return [Piece(f"{_LABELS[language]}\n\n{_NOTHING[language]}")]
    pieces = [Piece(_LABELS[language] + "\n")]
    for result, block, sentence in quotes:
        pieces += [Piece("\n- "), Piece.cited(_bold(sentence.lstrip("• ")), result, block)]
    return pieces


def citation(place: tuple[int, int, int], results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The API's citation object for one place."""
    number, start, end = place
    result = results[number]
    return {
        "type": "search_result_location",
        "cited_text": "".join(part["text"] for part in result["content"][start:end]),
        "search_result_index": number,
        "source": result["source"],
        "title": result["title"],
        "start_block_index": start,
        "end_block_index": end,
    }


def _question(body: Mapping[str, Any]) -> str:
    texts = [block["text"] for block in blocks_of(body["messages"][-1]["content"]) if block["type"] == "text"]
    return texts[-1] if texts else ""


def _language(body: Mapping[str, Any]) -> str:
    """The one that the request names, or else English."""
    named = _NAMED.search("\n".join(block["text"] for block in blocks_of(body.get("system"))))
    return named[1] if named and named[1] in _LABELS else "en"


def _told(body: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """The sentences to choose from: those of the unit or of other units, wherever the request says that the book
    answers it; if nowhere, those that have a word of the question."""
    texts = [block["text"] for block in blocks_of(body["messages"][-1]["content"]) if block["type"] == "text"]
    place = next((match.group(1) for match in map(_PLACE.match, texts) if match), "in this unit")
    asked, results = _long_words(_question(body)), search_results(body)
    for sentence in _sentences(results):
        is_other = results[sentence[0]]["title"].endswith("(another unit)")
        if place == "nowhere":
            if asked & _long_words(sentence[2]):
                yield sentence
        elif is_other == ("another" in place):
            yield sentence


def _long_words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 3}


def _closest(question: str, sentences: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The sentences that have most in common with the question, rare words counting more than common ones. If none has
    anything in common, the beginning of each passage."""
    found = [(place, _features(place[2])) for place in sentences]
    spread = Counter(feature for _, features in found for feature in features)
    asked = _features(question)
    scored = [(sum(1 / spread[feature] for feature in asked & features), place) for place, features in found]
    best = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1]))[:MOST_QUOTES]
    if best:
        return sorted(place for _, place in best)
    wordy = [place for place, _ in found if len(_WORD.findall(place[2])) > 3]
    return [next(p for p in wordy if p[0] == number) for number in sorted({p[0] for p in wordy})]


def _sentences(results: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for number, result in enumerate(results):
        for block, part in enumerate(result["content"]):
            if part["text"].startswith("[exercise]"):
                continue
            for sentence in re.split(r"(?<=[.!?])\s+|\n+", part["text"]):
                if _WORD.search(sentence):
                    yield number, block, sentence.strip("| ")[:LONGEST_QUOTE]


def _features(text: str) -> set[str]:
    """Words of three letters and more; of Korean words each pair of syllables, as particles are written onto words."""
    features = set()
    for word in _WORD.findall(text.lower()):
        if "가" <= word[0] <= "힣":
            features |= {word[i : i + 2] for i in range(len(word) - 1)} or {word}
        elif len(word) > 2:
            features.add(word)
    return features


def _bold(sentence: str) -> str:
    """German in bold, as the tutor writes it; markup in the book's own text stays text."""
    return _GERMAN.sub(lambda match: f"**{match.group()}**", re.sub(r"([\\*`_\[\]])", r"\\\1", sentence))
