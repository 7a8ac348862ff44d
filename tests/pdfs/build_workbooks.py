"""Builds workbooks: on each of their pages another thing that tasks are made of, as publishers set it.

What a page says is written as it stands there: parts with an empty line between, a line a row, '|' between cells.
"""

from collections.abc import Callable, Iterable, Sequence

from PIL import Image

from tests.pdfs.build import Paper


class Workbook(Paper):
    def __init__(self) -> None:
        super().__init__()
        self.add_font("DejaVu", "", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
        self.set_fallback_fonts(["Nanum", "DejaVu"], exact_match=False)

    def rows(self, y: float, rows: Iterable[str], places: Sequence[float], step: float = 15) -> float:
        """A table without rules; gives the height below it."""
        for row in rows:
            for place, cell in zip(places, row.split("|"), strict=False):
                if cell.strip():
                    self.put(place, y, cell.strip())
            y += step
        return y


def _parts(text: str) -> list[list[str]]:
    return [part.strip().split("\n") for part in text.split("\n\n")]


def tables_under_instructions(book: Workbook, text: str) -> None:
    """Tables whose second columns begin at different places, each under a line as short as its first column."""
    y = 60.0
    for place, (task, *rows) in zip((130, 170), _parts(text), strict=True):
        book.put(40, y, task)
        y = book.rows(y + 18, rows, (40, place)) + 14


def grids_side_by_side(book: Workbook, text: str) -> None:
    """Statements with boxes to tick behind them, in two columns."""
    (task,), (heads,), left, right = _parts(text)
    book.put(40, 60, task)
    for x, statements in ((40, left), (220, right)):
        book.rows(82, [heads], (x + 110, x + 140))
        book.rows(97, [f"{statement} | ☐ | ☐" for statement in statements], (x, x + 112, x + 142))


def questions_above_answers(book: Workbook, text: str) -> None:
    """Answers to choose from, some of them over two lines, below questions that are as short as the first answer."""
    y = 60.0
    for question, *answers in _parts(text):
        book.put(40, y, question)
        y = book.rows(y + 15, answers, (40, 160, 280), 13) + 8


def captions_of_photographs(book: Workbook, text: str) -> None:
    """Photographs two by two, each with its number and a few words below it."""
    (task,), *captions = _parts(text)
    book.put(40, 60, task)
    for at, lines in enumerate(captions):
        x, y = 40 + 180 * (at % 2), 76 + 120 * (at // 2)
        book.image(Image.new("RGB", (30, 16), (90, 130 + 20 * at, 160)), x, y, 150, 80)
        book.rows(y + 93, lines, [x], 12)


def names_of_two_lines(book: Workbook, text: str) -> None:
    """A dialogue whose speakers' column is so narrow that names take two lines, with room between the turns."""
    y = 60.0
    for turn in _parts(text):
        y = book.rows(y, turn, (40, 90), 13) + 4


def contents_between_rules(book: Workbook, text: str) -> None:
    """A contents table with a rule below each row, in some of which one cell goes over all columns but the last."""
    y = 60.0
    for row in _parts(text):
        y = book.rows(y, row, (40, 110, 225, 340), 13) + 6
        book.line(40, y - 13, 370, y - 13)


def lists_in_a_column(book: Workbook, text: str) -> None:
    """Entries about as long as each other: gaps to fill in, forms with arrows, pairs with dashes that go on."""
    y = 60.0
    for lines in _parts(text):
        y = book.rows(y, lines, [40], 13) + 12


PAGES: Sequence[Callable[[Workbook, str], None]] = (
    tables_under_instructions,
    grids_side_by_side,
    questions_above_answers,
    captions_of_photographs,
    names_of_two_lines,
    contents_between_rules,
    lists_in_a_column,
)


def workbook(texts: Sequence[str]) -> bytes:
    book = Workbook()
    for at, (page, text) in enumerate(zip(PAGES, texts, strict=True)):
        if at:
            book.add_page()
        page(book, text)
    return book.bytes()


def a_workbook() -> bytes:
    return workbook(
        (
            """Lernen Sie die Wörter.
die Miete, -n | 월세
der Flur, -e | 현관
das Bad, ¨-er | 욕실

Lesen Sie die Sätze.
Das Bad ist neu. | 욕실은 새것이에요.
Die Miete ist hoch. | 월세가 비싸요.""",
            """Was passt? Kreuzen Sie an.

Lena | Tim

Es regnet.
Das Meer ist warm.
Wir wandern.

Wir spielen Karten.
Opa schwimmt.
Es ist Sonntag.""",
            """1. Wann treffen sie sich?
a ☐ Am Montag um drei | b ☐ Am Dienstag nach | c ☐ Erst am
vor dem Kino | dem Essen | Wochenende

2. Wo sind sie?
a) im Zug | b) am See | c) zu Hause""",
            """Sehen Sie die Fotos an.

1 Am Bahnhof: Der Zug aus
Ulm kommt später.

2 Auf dem Markt: Ein Kilo
Äpfel kostet 2 Euro.

3 Im Museum: Heute ist der
Eintritt frei.

4 An der Haltestelle: Der Bus
ist schon weg.""",
            """Kellner | Guten Tag. Was darf ich Ihnen bringen?

Frau | Ich hätte gern die Suppe und danach den
Kim | Fisch mit Reis, bitte.

Kellner | Und zu trinken?

Kellner | Wir haben auch Apfelsaft und Tee. Heute
| gibt es leider keinen Kuchen.""",
            """| Sprechen | Grammatik | Seite

1 Guten | sich vorstellen; nach | Pronomen im Singular; | 8
Tag! | Namen fragen | W-Fragen

2 Meine | über Kinder sprechen; | mein und dein; Plural | 20
Familie | Fotos beschreiben | der Nomen

Station 1 Wiederholung zu den Lektionen 1 und 2 ||| 30

3 Essen | einkaufen; Preise | Nullartikel; mögen | 32
| nennen

Anhang Lösungen und Wortliste zu allen Lektionen ||| 40""",
            """____ der Kopf
____ das Bein
____ der Bauch

Akkusativ mit Artikel
der Fisch → Ich nehme den Fisch.
das Eis → Ich nehme das Eis.
die Suppe → Ich nehme die Suppe.

5a Polen – Polnisch, China – Chinesisch, Japan
– Japanisch, Türkei – Türkisch""",
        )
    )


def a_workbook_in_korean() -> bytes:
    return workbook(
        (
            """단어를 외우세요.
약속 | appointment
늦잠 | sleeping in
주말 | weekend

문장을 읽으세요.
약속이 있어요. | I have an appointment.
주말에 쉬어요. | I rest at the weekend.""",
            """알맞은 곳에 표시하세요.

민호 | 지수

비가 와요.
산에 가요.
바다가 좋아요.

수영해요.
카드를 해요.
일요일이에요.""",
            """1. 두 사람은 언제 만나요?
a ☐ 월요일 세 시에 | b ☐ 화요일 점심을 | c ☐ 이번 주말에
극장 앞에서 | 먹은 후에 | 학교에서

2. 알맞은 것을 고르십시오.
① 산에 갔습니다. | ② 바다에 갔습니다.
③ 책을 샀습니다. | ④ 밥을 먹었습니다.

3. 문장을 완성하십시오.""",
            """사진을 보세요.

1 기차역: 기차가 이십 분
늦게 옵니다.

2 시장: 사과가 아주
쌉니다.

3 박물관: 오늘은 돈을
안 냅니다.

4 정류장: 버스가 벌써
떠났습니다.""",
            """직원 | 어서 오세요. 무엇을 드릴까요?

마리아 | 저는 비빔밥을 먹고 싶어요. 그리고 물도 한
슈미트 | 잔 주세요.

직원 | 네, 잠시만 기다려 주세요.""",
            """A1 | 말하기 | 문법 | 쪽

1 인사 | 이름을 묻고 대답하기, | 이에요/예요, 은/는, | 8
| 나라 말하기 | 의문사

2 가족 | 가족을 소개하기, | 이/가 있어요, 높임말 | 20
| 사진 설명하기 | 배우기

복습 1 첫째 과와 둘째 과에서 배운 것을 다시 보기 ||| 30

3 음식 | 음식을 주문하기, | 고 싶어요, 단위를 | 32
| 값을 묻기 | 세는 말

부록 정답과 단어 목록, 그리고 문법 설명 ||| 40""",
            """____ 머리가 아파요
____ 다리가 아파요
____ 손이 아파요

과거를 말하는 방법
가다 → 어제 갔어요
먹다 → 어제 먹었어요""",
        )
    )


TRAPS = (a_workbook, a_workbook_in_korean)
