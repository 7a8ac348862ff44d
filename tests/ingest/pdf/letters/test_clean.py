"""Cleaning text and joining lines."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.document import Block, Page
from ingest.pdf.letters.clean import LEADER, clean, join_lines
from ingest.pdf.letters.hyphens import settle_hyphens

ANY = st.text(st.characters(exclude_categories=()))  # lone surrogates and NUL too


@given(ANY)
def test_clean_text_can_be_stored_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert "\0" not in once
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once.rstrip("\u00ad"))


WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöüß가나다힣", min_size=1, max_size=9)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=1))
def test_lines_without_hyphens_are_joined_by_spaces(lines: list[str]) -> None:
    assert join_lines(lines) == " ".join(lines)


@given(st.lists(ANY.map(clean)))
def test_joining_keeps_every_letter(lines: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(char for char in text if char.isalnum())

    assert letters(join_lines(lines)) == letters("".join(lines))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Donau-", "dampfschiff"], "Donau\u00addampfschiff"),  # the whole book tells
        (["GRAM-", "MATIK"], "GRAM\u00adMATIK"),
        (["eine E-", "Mail"], "eine E-Mail"),
        (["Haupt-", "und Nebensatz"], "Haupt- und Nebensatz"),
        (["die U-", "bahn"], "die U-bahn"),
        (["zu\u00ad", "frieden"], "zufrieden"),
        (["einkaufen은\u00ad", "eingekauft"], "einkaufen은 eingekauft"),
        (["Seite 10-", "12"], "Seite 10-12"),
        (["die Erfahrung, -", "en"], "die Erfahrung, -en"),
        (["mit der Endung -", "en. Andere"], "mit der Endung -en. Andere"),
        (["das ist gut -", "er kommt"], "das ist gut - er kommt"),
        (["das Gewächshaus, ¨-", "er"], "das Gewächshaus, ¨-er"),
        (["kein(-", "e) Zeit -", "er geht"], "kein(-e) Zeit - er geht"),
        (["von 10–", "12 Uhr"], "von 10–12 Uhr"),
        (["im Jahr 1984 –", "12 Gäste kamen"], "im Jahr 1984 – 12 Gäste kamen"),
        (["ein Satz –", "und noch einer"], "ein Satz – und noch einer"),
        (["저는 학생", "입니다"], "저는 학생 입니다"),
        (["저는 학\u2060", "생입니다"], "저는 학생입니다"),
        (["이때\u00ad", "eins는", "대신\u00ad", "‘다시’"], "이때 eins는 대신 ‘다시’"),
        (["家の近くの公園", "を散歩します。", "それから"], "家の近くの公園を散歩します。それから"),
        (["我们学习汉语，", "今天是", "5月"], "我们学习汉语，今天是5月"),
        (["日本 (Japan)", "und Korea"], "日本 (Japan) und Korea"),
    ],
)
def test_lines_are_joined_as_their_language_joins_words(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ﬁnden", "finden"),
        ("u\u0308ber", "über"),
        ("ｄｅｒ　Ｔｉｓｃｈ", "der Tisch"),
        ("ㄱ, ㄴ", "ㄱ, ㄴ"),
        ("x² und ½", "x² und ½"),
        ("Do\u00adnau\u200b", "Donau"),
        ("(cid:12)Hallo\0", "Hallo"),
        ("\uf0b7 Punkt", "• Punkt"),
        ("____ gehe", "____ gehe"),
        ("⼈と⽣、⺠と⻑", "人と生、民と長"),
        ("我们学习，一起吃饭！", "我们学习，一起吃饭！"),
        ("ﾃﾞﾊﾟｰﾄへ", "デパートへ"),
        ("ﾷ 과 ￂ", "ㅇ 과 ㅏ"),
        ("そして︒まず︐次︵後︶", "そして。まず，次（後）"),
        ("𝗗𝗲𝗿 𝘛𝘪𝘴𝘤𝘩", "Der Tisch"),
        ("Straβe, Fuβ, aβen, αβγ, 2β", "Straße, Fuß, aßen, αβγ, 2β"),
        ("E\u2011Mail und T\u2010Shirt", "E-Mail und T-Shirt"),
        ("\uf020Punkt", "Punkt"),
        ("daſ Haus", "das Haus"),
        ("น้ำา", "น้ำ"),
        ("΄Ασκηση ΄Ομως", "Άσκηση Όμως"),  # as TeX sets them
    ],
)
def test_only_what_is_safe_is_changed(raw: str, text: str) -> None:
    assert clean(raw) == text


def test_leaders_are_short_and_an_ellipsis_stays() -> None:
    assert join_lines(["Im Café . . . . . . . . . 12"]) == f"Im Café {LEADER} 12"
    assert join_lines(["Und dann ... nichts"]) == "Und dann ... nichts"
    assert join_lines(["3. ... du gern Krimis?"]) == "3. ... du gern Krimis?"


@pytest.mark.timeout(30)  # where the work grows with the square of the length, it takes minutes
def test_a_word_as_long_as_a_book_is_joined() -> None:
    word = "a" * 200_000
    assert join_lines([f"{word} b", "c", f"{word}-", "d"]) == f"{word} b c {word}\u00add"


def test_hyphens_at_line_ends_are_settled_in_a_time_that_grows_with_the_text() -> None:
    text = "\u00ad".join(["wort"] * 5_000) + "\u00ad" + "x" * 50_000
    (page,) = settle_hyphens([Page(1, (Block("paragraph", text, 1),))])
    assert len(page.blocks[0].text) == len(text) - 5_000


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("A well\u00adknown teach\u00ader is here.", "A well-known teacher is here."),
        ("Кто\u00adнибудь на юго\u00adзападе гово\u00adрит.", "Кто-нибудь на юго-западе говорит."),
        ("Die gut\u00adbürger\u00adliche Küche.", "Die gutbürgerliche Küche."),
    ],
)
def test_a_hyphen_stays_between_words_that_the_language_does_not_join(text: str, settled: str) -> None:
    (page,) = settle_hyphens([Page(1, (Block("paragraph", text, 1),))])
    assert page.blocks[0].text == settled


def test_japanese_with_latin_words_has_spaces_at_line_ends_if_it_has_them_elsewhere() -> None:
    assert join_lines(["JRの駅でMary", "さんに"]) == "JRの駅でMaryさんに"
    assert join_lines(["der Hund 犬 die Katze", "猫"]) == "der Hund 犬 die Katze 猫"
