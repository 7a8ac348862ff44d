"""Every prefix of an answer is a sound message, and what was typed as text stays as typed."""

import pytest
from hypothesis import given

from bot.addresses import addresses
from bot.reply.render import Rendered, render, render_sources, stacked
from bot.sandbox.telegram.entities import cut_utf16
from tests.bot.reply.markdown_texts import ANSWERS, markdown, problems, raw_marks, says_all

# Marks that these answers mean as text: blanks to fill in, a power, what was escaped, and what was never closed.
RAW_ON_PURPOSE = {
    "aufgaben": {"___"},
    "escape": {"`"},
    "fehler_im_markdown": {"**", "`"},
    "lueckentext": {"___", "____", "__", "_____"},
    "mischung": {"___"},
    "rechnen": {"**"},
}


def formats(markdown: str, kind: str, known: frozenset[str] = frozenset()) -> list[str]:
    rendered = render(markdown, known)
    found = [entity for entity in rendered.entities if entity.type == kind]
    return [cut_utf16(rendered.text, entity.offset, entity.offset + entity.length) for entity in found]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_prefix_of_an_answer_is_a_sound_message_without_raw_marks(name: str) -> None:
    answer = ANSWERS[name][:900]
    allowed = RAW_ON_PURPOSE.get(name, set())
    for end in range(len(answer) + 1):
        if answer[end - 1 : end + 1].isalnum():  # within a word, as at its end, nothing begins or is over
            continue
        rendered = render(answer[:end])
        assert not problems(rendered), answer[:end]
        # A blank that is still being written is shorter than it will be.
        assert all(any(mark in one for one in allowed) for mark in raw_marks(rendered)), answer[:end]


@given(markdown)
def test_any_text_is_shown_whole_and_sound(text: str) -> None:
    rendered = render(text)
    assert not problems(rendered, most_units=1 << 20)
    assert says_all(rendered.text, text)


@pytest.mark.parametrize(
    ("source", "bold"),
    [
        ("**den(정관사)**은 쉽다", ["den(정관사)"]),
        ('이것은**"den"**이다', ['"den"']),
        ("**‘der’**와 **‘die’**는", ["‘der’", "‘die’"]),
        ("**Hallo!**는 **(비격식)**이다", ["Hallo!", "(비격식)"]),
        ("- **Akk.**은\n- **Dat.**은", ["Akk.", "Dat."]),
        ("> **Akk.**은", ["Akk."]),
    ],
)
def test_korean_next_to_asterisks_is_bold(source: str, bold: list[str]) -> None:
    assert formats(source, "bold") == bold
    assert "**" not in render(source).text


@pytest.mark.parametrize(
    "text",
    [
        "Setz <den> ein, <b>nicht</b> <!-- so --> &amp; so.",
        "Ich ___ nach Hause. Du _____ auch.",
        "___",
        "_ _ _ _",
        "5 * 3 * 2 = 30, 5*3*2 = 30, 2 ** 3 = 8",
        "lektion_13_vokabeln.txt und 학생_이름_목록",
        "Das kostet $5 & $6, etwa ~10 ~20.",
        "[1] und [2][3], [sic]",
        "[1]: S. 42",
        "3. Oktober\n5. Mai\n25. Dezember",
        "a | b || c",
        "1 < 2 > 0",
        "+49 30 12 34",
        "Fußnote* und Rest",
        "Lehrer*innen und Schüler*innen",
        "https://example.org/_a_/b__c__d?x=~1",
        "Text\n= 5",
        "#1 ist kein Titel",
        "C:\\Benutzer\\anna",
    ],
)
def test_text_stays_as_typed(text: str) -> None:
    assert render(text) == Rendered(text)


@pytest.mark.parametrize(
    ("prefix", "shown", "kinds"),
    [
        ("Das ist **fett", "Das ist fett", ["bold"]),
        ("Das ist **fett*", "Das ist fett", ["bold"]),
        ("Das ist **", "Das ist", []),
        ("Das ist *", "Das ist", []),
        ("**fett *und kursiv", "fett und kursiv", ["bold", "italic"]),
        ("Der Befehl `ls", "Der Befehl ls", ["code"]),
        ("Der Befehl `", "Der Befehl", []),
        ("Siehe [Goethe", "Siehe Goethe", []),
        ("Siehe [Goethe](https://www.goe", "Siehe Goethe", []),
        ("Das steht hier [1", "Das steht hier", []),
        ("Text\n-", "Text", []),
        ("Text\n--", "Text", []),
        ("Text\n=", "Text", []),
        ("Text\n#", "Text", []),
        ("Text\n\n- eins\n- ", "Text\n\n• eins", []),
        ("Text\n\n``", "Text", []),
        ("```python\nprint(1)\n``", "print(1)", ["pre"]),
        ("> Zitat **fe", "Zitat fe", ["blockquote", "bold"]),
        ("Text\n\n| a | b", "Text\n\na – b", ["bold"]),
        ("Text\n\n| a | b |\n|--", "Text\n\na – b", ["bold"]),
        ("Text\n\n| a | b \\|", "Text\n\na – b |", ["bold"]),
    ],
)
def test_what_is_unfinished_is_shown_as_it_will_be(prefix: str, shown: str, kinds: list[str]) -> None:
    rendered = render(prefix)
    assert rendered.text == shown
    assert [entity.type for entity in rendered.entities] == kinds


KNOWN = addresses("Mehr auf www.goethe.de/a1, bei @lehrerin_eva, unter tg://resolve?domain=kurs und info@goethe.de.")


@pytest.mark.parametrize(
    ("source", "shown", "kinds"),
    [
        ("[Goethe](https://www.goethe.de/a1)", "Goethe", ["text_link"]),
        ("[Goethe](http://WWW.goethe.de/a1/)", "Goethe", ["text_link"]),
        ("[Post](mailto:info@goethe.de)", "Post", ["text_link"]),
        ("[Kurs](tg://resolve?domain=kurs)", "Kurs", ["text_link"]),
        ("frag @lehrerin_eva", "frag @lehrerin_eva", []),
        ("[Goethe](https://www.goethe.de/a2)", "Goethe (https://www.goethe.de/a2)", []),
        ("[**Goethe**](https://goethe.evil)", "Goethe (https://goethe.evil)", ["bold"]),
        ("[hier](tg://user?id=7) klicken", "hier (tg://user?id=7) klicken", ["code"]),
        ("tg://resolve?domain=fremd", "tg://resolve?domain=fremd", ["code"]),
        ("schreib @fremder_mann", "schreib @fremder_mann", ["code"]),
        ("https://example.org/x", "https://example.org/x", []),
        ("anna@example.org", "anna@example.org", []),
        ("a\u202egpj.exe\u2066b\u200f", "agpj.exeb", []),
    ],
)
def test_a_link_hides_only_what_stands_in_the_book_and_nobody_else_is_mentioned(
    source: str, shown: str, kinds: list[str]
) -> None:
    rendered = render(source, KNOWN)
    assert (rendered.text, [entity.type for entity in rendered.entities]) == (shown, kinds)


def test_headings_are_bold_lines() -> None:
    assert formats("# Eins\n\n## Zwei **fett**\n\n###### Drei", "bold") == ["Eins", "Zwei fett", "Drei"]
    assert not formats("# Eins\n\n###### Drei", "underline") + formats("###### Drei", "italic")


def test_a_narrow_table_is_aligned_by_what_a_phone_draws() -> None:
    block = render("| 격 | Artikel |\n|---|---|\n| 주격 | der |\n| Akk. | **den** |").text
    assert block.split("\n") == ["격    Artikel", "────  ───────", "주격  der", "Akk.  den"]


def test_a_wide_table_becomes_one_line_a_row() -> None:
    table = "| Verb | du | 뜻 |\n|---|---|---|\n| fahren | du **fährst** nach Hause | (차를 타고) 가다 |"
    rendered = render(table)
    assert rendered.text == "fahren · du: du fährst nach Hause · 뜻: (차를 타고) 가다"
    assert formats(table, "bold") == ["fahren", "fährst"]


def test_code_keeps_its_characters() -> None:
    code = "```html\n<p>&nbsp; **x** __y__ | $5 \\* [1](2)</p>\n> zitiert\n```"
    assert formats(code, "pre") == ["<p>&nbsp; **x** __y__ | $5 \\* [1](2)</p>\n> zitiert"]
    assert formats("so: `a|b <c> **d** \\n`", "code") == ["a|b <c> **d** \\n"]


def test_a_code_block_ends_at_marks_however_far_they_are_indented() -> None:
    assert formats("```\neins\n     ```\nzwei\n```\ndrei\n```", "pre") == ["eins", "drei"]


def test_bold_makes_way_for_code_inside_it() -> None:
    rendered = render("**das Wort `der` ist kurz**")
    assert not problems(rendered)
    assert formats("**das Wort `der` ist kurz**", "bold") == ["das Wort", "ist kurz"]


def test_sources_are_a_quote_that_opens_at_a_touch() -> None:
    sources = render_sources("📖 출처 (2)", ["A1-13 · S. 42 „Ich **hätte** gern …“", "A1-13 · S. 43"])
    assert not problems(sources)
    assert [entity.type for entity in sources.entities] == ["expandable_blockquote", "bold"]
    assert "**hätte**" in sources.text


def test_pieces_are_joined_with_their_entities_in_place() -> None:
    joined = stacked(render("🙂 **eins**"), Rendered(""), render("🙂 **zwei**"))
    assert joined.text == "🙂 eins\n\n🙂 zwei"
    assert not problems(joined)
    marked = [cut_utf16(joined.text, entity.offset, entity.offset + entity.length) for entity in joined.entities]
    assert marked == ["eins", "zwei"]


def test_telegram_gets_no_more_than_a_hundred_entities() -> None:
    assert len(render(" ".join(f"**Wort{number}** und" for number in range(150))).entities) == 100
