"""Words of old code pages that a PDF gives as Latin-1."""

import pytest

from ingest.pdf.letters.codepages import in_letters_meant
from ingest.pdf.letters.word import Word

RUSSIAN = (
    "Сегодня утром я долго ждала автобус на остановке у вокзала. Потом пришёл мой брат и сказал, что автобус уже "
    "уехал. Мы вместе пошли домой пешком, потому что погода была хорошая. Вечером мы читали книгу и пили чай."
)
KOREAN = (
    "어제 저녁에 동생하고 같이 영화관에 갔습니다. 영화가 아주 재미있었습니다. 그래서 늦게 집에 왔습니다. 점심에는 "
    "친구하고 식당에서 비빔밥을 먹었습니다. 조금 매웠지만 정말 맛있었습니다. 내일은 도서관에서 한국어를 공부하겠습니다."
)
FRENCH = (
    "L'été a été très chaud à Québec, où la forêt brûlait. Où étaient-ils allés ? À la mer, là où l'eau est fraîche. "
)


def words(text: str) -> list[Word]:
    return [Word(each, 0, 0, 1, 1, 1, 10, False, doubtful=len(each)) for each in text.split()]


def joined(found: list[Word]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize("codec", ["cp1251", "koi8_r", "cp949"])
def test_words_of_a_code_page_are_read_in_its_letters(codec: str) -> None:
    text = KOREAN if codec == "cp949" else RUSSIAN
    found = in_letters_meant(words("LaTeX " + text.encode(codec).decode("latin-1")))
    assert joined(found) == "LaTeX " + text
    assert not any(word.doubtful for word in found[1:])


@pytest.mark.parametrize(
    "text", [FRENCH * 4, "Über Ä, ö und ü: Öl, Übung, Äpfel. " * 8, "è ÷ × ß à é ÷ " * 9], ids=["fr", "de", "signs"]
)
def test_words_with_accents_of_their_own_stay(text: str) -> None:
    assert in_letters_meant(words(text)) == words(text)


def test_a_few_strange_words_are_not_read_otherwise() -> None:
    few = " ".join(RUSSIAN.split()[:8]).encode("cp1251").decode("latin-1")
    assert joined(in_letters_meant(words(few))) == few
