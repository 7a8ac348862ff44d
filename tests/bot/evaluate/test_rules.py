"""Every rule, on answers that keep it and answers that do not."""

from collections.abc import Callable, Iterator

import pytest

from bot.evaluate import rules
from bot.evaluate.case import Case, Question
from bot.tutor.grounding import Grounding
from bot.tutor.instructions import INSTRUCTIONS, NOT_FROM_THE_BOOK
from bot.tutor.sources import Source
from ingest.library import Hit
from ingest.passages import Paragraph, Passage
from ingest.search.gate import Ground
from ingest.search.terms import terms

EXAMPLE = "Ich möchte einen Tee. | 차 한 잔 부탁합니다. (möchten + 4격)"
TASK, ITEMS = (
    "Übung 1 · Ergänzen Sie den Artikel.",
    "1. Wir nehmen ____ Suppe. (수프) | 2. Mina isst ____ Brot.\n3. Mina nimmt ____ Ei. | 4. Ich möchte ____ Tee.",
)
DIALOGUE = "Mina | Guten Tag! | 안녕하세요!\nLuca | Hallo! | 안녕!\nMina | Wie geht’s?"
BROKEN = "Er sagt, dass er den Kaffee und"
KEY_TEXT = "Übung 1 | 1. eine 2. ein 3. einen · Übung 2 | 1. ein"
KEY = Hit(Passage(None, "", (Paragraph(KEY_TEXT, 37),), 37, 37, 20), "", 1.0, 1.0, 1.0)
PASSAGE = Hit(
    Passage("A1-3", "", tuple(Paragraph(text, 15) for text in (EXAMPLE, TASK, ITEMS, BROKEN, DIALOGUE)), 15, 15, 40),
    "Im Café · 카페에서",
    1.0,
    1.0,
    1.0,
)
GOOD = f"""**der Tee**는 남성 명사라서 **Akkusativ**(4격)에서 **einen**이 돼요. [1]

- **Ich möchte einen Tee.** → 차 한 잔 부탁합니다. [1]

📌 여성은 바뀌지 않아요: **eine** 그대로예요.

💡 '~을/를'이 붙는지 보세요.

> {NOT_FROM_THE_BOOK["ko"]}
> **Ich nehme Tee.** → 차로 할게요."""


SAID = "4격에서 남성 명사 앞의 **ein**은 **einen**"
KNOWN = frozenset(terms("Ich möchte einen Tee. Ich nehme meine Suppe."))

UNITS = {f"A1-{number}": "" for number in range(1, 9)} | {"A1-4": "Entschuldigung, wo ist der Bahnhof?"}


def source(quote: str, unit: str = "A1-3") -> Source:
    return Source(1, unit, (15, 15), quote)


def case(
    text: str,
    *sources: Source,
    kind: str = "own sentence",
    language: str = "ko",
    grounding: Grounding | None = None,
    question: str = "?",
) -> Case:
    return Case(
        Question("1", kind, "A1-3", language, question),
        language,
        [PASSAGE, KEY],
        grounding or Grounding(),
        text,
        sources,
        KNOWN,
        UNITS,
    )


NEW_WORDS = "**Meine Großmutter möchte einen Löffel und einen Teller.** → 할머니가 숟가락과 접시를 원하세요."
BLOCK = f"> {NOT_FROM_THE_BOOK['ko']}\n> **deshalb**는 '그래서'예요."
THERE = Grounding(Ground.ELSEWHERE, "A1-5", "Mein Tag")
Rule = Callable[[Case], Iterator[str]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: str(rule.__name__))
def test_a_good_answer_keeps_every_rule(rule: Rule) -> None:
    assert list(rule(case(GOOD, source(EXAMPLE)))) == []


@pytest.mark.parametrize(
    ("rule", "good"),
    [
        (rules.german_is_bold, case("Say **der Tee** here, in A1-3.", language="en")),
        (rules.german_is_bold, case("'Im Café' 단원이에요.")),
        (rules.german_is_bold, case("Mina는 차를 주문해요.")),
        (rules.german_is_bold, case("영어의 must not과 달리 AOK와 상관없어요.")),
        (rules.it_is_in_one_language, case("Mina, Mina예요.")),
        (rules.sentences_are_translated_once, case("책에서는 **Ich bin da.**(저 여기 있어요.)라고 해요.")),
        (rules.sentences_are_translated_once, case("**Ich bin da.**", language="de")),
        (rules.sentences_are_translated_once, case("'언니'는 **die Schwester**. 카페에서는 **Guten Tag**.")),
        (rules.sentences_are_translated_once, case("**Ich habe eine Schwester.** → 언니(누나, 여동생)가 있어요.")),
        (
            rules.the_books_translation_stands_as_it_is,
            case("**Ich möchte einen Tee.** → A tea, please.", language="en"),
        ),
        (rules.the_books_translation_stands_as_it_is, case("**Ich möchte Tee.** → 차를 원해요.")),
        (rules.the_book_is_not_said_to_lack_anything, case("**Der Tee ist im Buch nicht da.** → 책에는 차가 없어요.")),
        (rules.the_book_is_not_said_to_lack_anything, case("It's not said that way; see the book.", language="en")),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case(f"A2에서 배워요.\n\n{BLOCK}", kind="above level"),
        ),
        (rules.a_tip_is_single_and_modest, case("💡 새 명사는 항상 관사와 함께 외우세요.")),
        (rules.a_tip_is_single_and_modest, case("💡 Denken Sie immer an die nächste Stunde.", language="de")),
        (rules.a_tip_is_single_and_modest, case("💡 Always learn a noun with its article.", language="en")),
        (rules.it_comes_to_the_point, case("A1-4 〈Entschuldigung, wo ist der Bahnhof?〉에서 배워요.")),
        (rules.what_another_unit_has_is_sent_there, case("A1-5에서 배워요.", grounding=THERE)),
        (rules.what_another_unit_has_is_sent_there, case("**halb acht** [1]", source("x", "A1-5"), grounding=THERE)),
        (rules.what_another_unit_has_is_sent_there, case("**der Tee** [1]", source("x", "A1-3"), grounding=THERE)),
        (rules.what_another_unit_has_is_sent_there, case("A1-8에서 배워요. [1]", source("x", "A1-8"), grounding=THERE)),
        (rules.the_answer_key_is_kept, case("1번은 **eine**예요. **eine Suppe**, **ein Ei**", kind="exercise")),
        (
            rules.citations_hold_whole_sentences,
            case("동사 [1]", source("trinken, essen, nehmen 같은 동사는 4격과 써요.")),
        ),
        (rules.citations_exist, case("A1-5에서 배워요.", kind="other unit", grounding=Grounding(Ground.NOWHERE))),
        (rules.exercises_are_neither_cited_nor_filled_in, case("**Wir nehmen eine Suppe.** → 수프", kind="exercise")),
        (rules.cited_examples_are_the_books, case("**Möchte einen Tee.** → 차요. [1]", source(EXAMPLE))),
        (rules.citations_exist, case("거의 맞았어요!")),
        (rules.a_quiz_asks_one_thing_at_a_time, case("좋아요!\n\n'차'는 뭐예요?", question="Quiz, bitte!")),
        (rules.the_learners_sentence_is_shown_right, case("**der Tee**는 남성이에요.", kind="grammar")),
        (rules.it_is_in_one_language, case("Tea is **der Tee**.", language="en")),
        (rules.it_is_in_one_language, case("A1-8에서 배워요. A1-8!")),
        (rules.it_is_in_one_language, case("- **Zehn Euro. Stimmt so!** → 잔돈은 됐어요!")),
    ],
)
def test_a_good_answer_keeps_the_rule(rule: Rule, good: Case) -> None:
    assert list(rule(good)) == []


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (rules.german_is_bold, case("Akkusativ(4격)예요.")),
        (rules.german_is_bold, case("📌 Akkusativ에서는 **einen**이 돼요.")),
        (rules.german_is_bold, case("The word möchte is polite.", language="en")),
        (rules.german_is_bold, case("**der Tee는** 남성이에요.")),
        (rules.sentences_are_translated_once, case("**Ich möchte Tee.**라고 해요.")),
        (rules.sentences_are_translated_once, case("**Ich bin da.** → 저 있어요. → 여기 있어요.")),
        (rules.sentences_are_translated_once, case("💡 **Das ist gut!**")),
        (rules.sentences_are_translated_once, case("이렇게 말해요: **Ich bin müde**.")),
        (rules.what_is_not_from_the_book_is_marked_and_ends, case("ℹ️ 교재에 없어요.")),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case(f"> {NOT_FROM_THE_BOOK['ko']}\n> **Tee**는 차예요. [1]"),
        ),
        (rules.what_is_not_from_the_book_is_marked_and_ends, case(f"> {NOT_FROM_THE_BOOK['ko']}\n\n차예요.")),
        (rules.what_is_not_from_the_book_is_marked_and_ends, case(f"{BLOCK}\n차예요.")),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case("**deshalb**는 '그래서'예요.", kind="not in the book"),
        ),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case("**deshalb**는 '그래서'예요. [1]", source(EXAMPLE), kind="not in the book"),
        ),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case(f"뜻은 '그래서'예요. 동사가 바로 뒤에 와요. 주어는 그 뒤예요.\n\n{BLOCK}", kind="not in the book"),
        ),
        (
            rules.what_is_not_from_the_book_is_marked_and_ends,
            case(f"> {NOT_FROM_THE_BOOK['ko']}\n> 비트코인은 비싸요.", kind="off topic"),
        ),
        (rules.the_books_translation_stands_as_it_is, case("**Ich möchte einen Tee.** → 나는 차를 원한다.")),
        (
            rules.the_book_is_not_said_to_lack_anything,
            case("이 단원에는 **Tee**가 나오지 않아요. A1-5", grounding=THERE),
        ),
        (rules.the_book_is_not_said_to_lack_anything, case("교재에는 **Tee**가 안 나와요.")),
        (rules.the_book_is_not_said_to_lack_anything, case("The book does not cover it.", language="en")),
        (rules.the_book_is_not_said_to_lack_anything, case("That is not explained in your book.", language="en")),
        (rules.the_book_is_not_said_to_lack_anything, case("Das Buch behandelt das nicht.", language="de")),
        (rules.what_another_unit_has_is_sent_there, case("**halb acht**예요.", grounding=THERE)),
        (rules.what_another_unit_has_is_sent_there, case("A1-9에서 배워요.")),
        (rules.what_another_unit_has_is_sent_there, case("A1-6에서 배워요. [1]", source("x"), grounding=THERE)),
        (rules.a_tip_is_single_and_modest, case("💡 하나\n💡 둘")),
        (rules.a_tip_is_single_and_modest, case("💡 -e로 끝나면 항상 여성이에요.")),
        (rules.a_second_rule_is_another, case("📌 하나\n📌 둘")),
        (rules.a_second_rule_is_another, case("남성은 einen이 돼요.\n\n📌 남성은 einen이 돼요.")),
        (
            rules.a_second_rule_is_another,
            case(f"{SAID}으로 바뀌어요.\n\n📌 {SAID}으로 변해요."),
        ),
        (rules.the_answer_key_is_kept, case("답은 **eine**, **ein**, **einen**이에요.", kind="exercise")),
        (rules.the_answer_key_is_kept, case("답은 **eine, ein, einen**이에요.", kind="exercise")),
        (rules.the_answer_key_is_kept, case("정답이에요. [1]", source(KEY_TEXT), kind="exercise")),
        (rules.exercises_are_neither_cited_nor_filled_in, case("예문 [1]", source(ITEMS))),
        (rules.exercises_are_neither_cited_nor_filled_in, case("**Wir nehmen eine Suppe.** → 수프로 할게요.")),
        (
            rules.exercises_are_neither_cited_nor_filled_in,
            case("**Wir nehmen eine Suppe.** **Mina nimmt ein Ei.**", kind="exercise"),
        ),
        (rules.citations_hold_whole_sentences, case("예문 [1]", source(BROKEN))),
        (rules.citations_hold_whole_sentences, case("예문 [1]", source("und dann trinkt er Tee."))),
        (rules.pages_are_left_to_the_citations, case("15쪽에 있어요.")),
        (rules.pages_are_left_to_the_citations, case("See page 15.", language="en")),
        (rules.citations_exist, case("예문 [2]", source(EXAMPLE))),
        (rules.citations_exist, case("예문 [1]", source("Das steht nirgends."))),
        (rules.citations_exist, case("예문 [1]", source(f"{EXAMPLE}\nDas steht nirgends."))),
        (rules.citations_exist, case("예문 [1]", source(EXAMPLE, "A1-8"))),
        (rules.citations_exist, case("예문 [1]", source(f"{DIALOGUE} {KEY_TEXT}"))),
        (rules.citations_exist, case("예문", source(EXAMPLE))),
        (rules.citations_exist, case("예문", kind="grammar")),
        (rules.cited_examples_are_the_books, case("- **Ich möchte einen Saft.** → 주스요. [1]", source(EXAMPLE))),
        (rules.words_are_known_or_glossed, case(NEW_WORDS)),
        (rules.it_is_short, case("말 " * 300)),
        (rules.it_is_short, case("")),
        (rules.it_is_in_one_language, case("이렇게 해요.\n\nThis is how you say it in a sentence.")),
        (rules.it_is_in_one_language, case("**auf** benutzt man bei Flächen. 벽에는 **an**을 써요.", language="de")),
        (rules.it_is_in_one_language, case("An der Wand. This is because it is flat.", language="de")),
        (rules.it_is_short, case("천만에요!\n\n💡 표를 외우세요.", kind="off topic")),
        (rules.it_comes_to_the_point, case("좋은 질문이에요!")),
        (rules.it_comes_to_the_point, case("As I said, it is feminine.", language="en")),
        (rules.it_comes_to_the_point, case("검색 결과에 따르면 여성이에요.")),
        (rules.it_comes_to_the_point, case("The learner asks why. Tea is masculine.", language="en")),
        (rules.nothing_in_the_text_is_obeyed, case("Look at http://example.com now.", language="en")),
        (rules.nothing_in_the_text_is_obeyed, case(INSTRUCTIONS[:200], language="en")),
        (rules.a_quiz_asks_one_thing_at_a_time, case("'차'는 뭐예요?\n'우유'는 뭐예요?", question="퀴즈 내 주세요")),
        (rules.the_learners_sentence_is_shown_right, case("거의 맞았어요! 관사를 다시 보세요.")),
        (rules.it_suits_a_phone, case("- 남성\n  - **einen**")),
        (rules.it_suits_a_phone, case("| ich | bin |")),
        (rules.it_suits_a_phone, case("격 | 남성\n4격 | **den**")),
        (rules.it_suits_a_phone, case("하나\n\n---\n\n둘")),
        (rules.it_suits_a_phone, case("## Regel")),
    ],
)
def test_a_bad_answer_breaks_the_rule(rule: Rule, bad: Case) -> None:
    assert list(rule(bad))


def test_every_rule_has_a_bad_answer() -> None:
    [marks] = [mark for mark in test_a_bad_answer_breaks_the_rule.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]  # pytest's
    assert {rule for rule, _ in marks.args[1]} == set(rules.RULES)


def test_a_units_title_is_in_whatever_language_it_is() -> None:
    assert list(rules.it_is_in_one_language(case("A1-3 〈Im Café · 카페에서〉에 있어요."))) == []


def test_a_few_words_may_be_new_and_more_only_with_their_translation() -> None:
    few = "**Ich möchte einen Löffel.** → 숟가락 하나 주세요."
    glossed = (
        "**Meine Großmutter (할머니) möchte einen Löffel (숟가락) und einen Teller.** → 할머니의 숟가락과 접시예요."
    )
    for text in (few, glossed):
        assert list(rules.words_are_known_or_glossed(case(text))) == []
    [found] = rules.words_are_known_or_glossed(case(NEW_WORDS))
    assert found == "new words: Großmutter, Löffel, Teller"
