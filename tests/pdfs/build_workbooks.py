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
    """Photographs two by two, each with its number and a few words below it; the next part's head is as short."""
    (task,), *captions, (head,) = _parts(text)
    book.put(40, 60, task)
    for at, lines in enumerate(captions):
        x, y = 40 + 180 * (at % 2), 76 + 120 * (at // 2)
        book.image(Image.new("RGB", (30, 16), (90, 130 + 20 * at, 160)), x, y, 150, 80)
        book.rows(y + 93, lines, [x], 12)
    book.put(40, 330, head, 13, "B")
    book.put(40, 350, task)


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


def table_past_a_box(book: Workbook, text: str) -> None:
    """A table whose last rows stand below the box that the first ones stand beside."""
    box, rule, table = _parts(text)
    book.rect(270, 50, 120, 90)
    book.rows(66, box, [280], 14)
    y = book.rows(62, rule, [40], 14)
    book.rows(y + 8, table, (40, 110, 180), 20)


def dialogues_beside_a_box(book: Workbook, text: str) -> None:
    """Dialogues of which the second's head stands beside a box, and its first line below that."""
    box, *dialogues = _parts(text)
    book.rect(240, 50, 140, 125)
    book.rows(70, box, [250], 15)
    y = 60.0
    for head, *turns in dialogues:
        book.put(40, y, head, 10, "B")
        y = book.rows(y + 20, turns, [40], 15) + 10


def columns_begun_anew(book: Workbook, text: str) -> None:
    """Columns, an instruction with a line below it, other columns that begin where the first did, and single lines."""
    left, right, lines, below, beside, last = _parts(text)
    book.rows(60, left, [40], 14)
    book.rows(60, right, [230], 14)
    book.rows(150, lines, [40], 18)
    book.rows(190, below, [40], 14)
    book.rows(190, beside, [230], 14)
    book.rows(232, last, [40], 18)


def columns_not_level(book: Workbook, text: str) -> None:
    """A text in two columns with little room between them, the lines of which are level only at their heads."""
    left, (first, *right) = _parts(text)
    place = 50 + book.get_string_width(left[0])
    book.rows(60, left, [40], 14)
    book.put(place, 60, first)
    book.rows(79, right, [place], 14)


def texts_beside_each_other(book: Workbook, text: str) -> None:
    """Two tasks side by side that begin with letters, and answers with numbers that have no dots."""
    left, right, answers, (task,) = _parts(text)
    book.rows(60, left, [40], 14)
    book.rows(60, right, [220], 14)
    y = book.rows(140, answers, (40, 220), 16)
    book.put(40, y + 12, task)


def lines_of_a_form(book: Workbook, text: str) -> None:
    """Lines to write on, next to what is asked, two in a row, below each other far from it, and from below it on."""
    beside, below, over = _parts(text)
    for at, row in enumerate(beside):
        for x, asked in zip((40, 215), row.split("|"), strict=True):
            book.put(x, 60 + 20 * at, asked.strip())
            book.line(x + 68, 61 + 20 * at, x + 165, 61 + 20 * at)
    for at, asked in enumerate(below):
        book.put(40, 140 + 20 * at, asked)
        book.line(180, 141 + 20 * at, 340, 141 + 20 * at)
    for at, asked in enumerate(over):
        book.put(40, 210 + 20 * at, asked)
        book.line(40, 213 + 20 * at, 260, 213 + 20 * at)


def box_below_columns(book: Workbook, text: str) -> None:
    """Words to match in two columns, and a box with more words, centred and with dots between them."""
    (task,), left, right, words = _parts(text)
    book.put(40, 60, task)
    book.rows(80, left, [40], 16)
    book.rows(80, right, [160], 16)
    book.rect(40, 150, 340, 40)
    for at, line in enumerate(words):
        book.plain()
        book.put(210 - book.get_string_width(line) / 2, 167 + 14 * at, line)


def shaded_cells_below_each_other(book: Workbook, text: str) -> None:
    """A table of which one column is shaded, cell by cell, with two lines in some."""
    y = 60.0
    book.set_fill_color(230, 220, 200)
    for row in _parts(text):
        high = 13 * len(row) + 8
        book.rect(95, y - 13, 150, high, style="F")
        book.rows(y, row, (45, 100, 252), 13)
        y += high


def cells_that_nearly_touch(book: Workbook, text: str) -> None:
    """Words whose meanings begin as near to the longest of them as its own words stand."""
    book.rows(60, text.split("\n"), (40, 163, 230, 330))


def lists_below_an_instruction(book: Workbook, text: str) -> None:
    """Columns, an instruction of one line, and two lists with heads that begin where the columns did."""
    left, right, (task,), first, second = _parts(text)
    book.rows(60, left, [40], 14)
    book.rows(60, right, [220], 14)
    book.put(40, 160, task)
    for x, (head, *rest) in ((40, first), (220, second)):
        book.put(x, 184, head, 10, "B")
        book.rows(198, rest, [x], 14)


def boxes_in_a_row(book: Workbook, text: str) -> None:
    """Four shaded boxes in a row, and below them a line that ends before the last."""
    *boxes, below = _parts(text)
    book.set_fill_color(225, 240, 230)
    for at, lines in enumerate(boxes):
        book.rect(40 + 86 * at, 50, 79, 60, style="F")
        book.rows(66, lines, [45 + 86 * at], 13)
    book.rows(126, below, [40])


def letter_in_a_box(book: Workbook, text: str) -> None:
    """A letter with its date at the right, and phrases in narrow boxes that begin with small letters."""
    address, (date,), letter, *boxes = _parts(text)
    book.rect(40, 50, 340, 130)
    y = book.rows(66, address, [50], 14)
    book.plain()
    book.put(370 - book.get_string_width(date), y, date)
    book.rows(y + 14, letter, [50], 14)
    book.set_fill_color(240, 230, 220)
    for at, (head, *phrases) in enumerate(boxes):
        book.rect(40 + 115 * at, 195, 108, 50, style="F")
        book.put(46 + 115 * at, 210, head, 10, "B")
        book.rows(224, phrases, [46 + 115 * at], 13)


def words_in_columns(book: Workbook, text: str) -> None:
    """Columns of words, each in the alphabet's order, and two tasks side by side that begin with capitals."""
    (head,), *columns, left, right = _parts(text)
    book.put(40, 60, head, 11, "B")
    for x, words in zip((40, 160, 280), columns, strict=True):
        book.rows(80, words, [x], 14)
    for x, (task, *items) in ((40, left), (215, right)):
        book.put(x, 190, task)
        book.rows(204, items, [x], 14)


def answers_that_count_on(book: Workbook, text: str) -> None:
    """Answers in columns of one page, some begun in one line and given in the next; their heads are not bold."""
    (head,), *columns = _parts(text)
    book.put(40, 60, head, 14, "B")
    for at, answers in enumerate(columns):
        book.rows(80, answers, [40 + 175 * at], 12)


def boxes_behind_statements(book: Workbook, text: str) -> None:
    """Statements beside a table that has boxes with words to tick, as exams have them, and no rules at its left."""
    (task,), statements, words = _parts(text)
    book.put(40, 60, task)
    for at, statement in enumerate(statements):
        book.put(40, 86 + 20 * at, statement)
        for place, word in enumerate(words):
            book.rect(240 + 60 * place, 72 + 20 * at, 60, 20)
            book.put(246 + 60 * place, 86 + 20 * at, word)


Page = tuple[Callable[[Workbook, str], None], str]


def workbook(*pages: Page) -> bytes:
    book = Workbook()
    for at, (page, text) in enumerate(pages):
        if at:
            book.add_page()
        page(book, text)
    return book.bytes()


def a_workbook() -> bytes:
    return workbook(
        (
            tables_under_instructions,
            """Lernen Sie die Wörter.
die Miete, -n | 월세
der Flur, -e | 현관
das Bad, ¨-er | 욕실

Lesen Sie die Sätze.
Das Bad ist neu. | 욕실은 새것이에요.
Die Miete ist hoch. | 월세가 비싸요.""",
        ),
        (
            grids_side_by_side,
            """Was passt? Kreuzen Sie an.

Lena | Tim

Es regnet.
Das Meer ist warm.
Wir wandern.

Wir spielen Karten.
Opa schwimmt.
Es ist Sonntag.""",
        ),
        (
            questions_above_answers,
            """1. Wann treffen sie sich?
a ☐ Am Montag um drei | b ☐ Am Dienstag nach | c ☐ Erst am
vor dem Kino | dem Essen | Wochenende

2. Wo sind sie?
a) im Zug | b) am See | c) zu Hause""",
        ),
        (
            captions_of_photographs,
            """Sehen Sie die Fotos an.

1 Am Bahnhof: Der Zug aus
Ulm kommt später.

2 Auf dem Markt: Ein Kilo
Äpfel kostet 2 Euro.

3 Im Museum: Heute ist der
Eintritt frei.

4 An der Haltestelle: Der Bus
ist schon weg.

Hören""",
        ),
        (
            names_of_two_lines,
            """Kellner | Guten Tag. Was darf ich Ihnen bringen?

Frau | Ich hätte gern die Suppe und danach den
Kim | Fisch mit Reis, bitte.

Kellner | Und zu trinken?

Kellner | Wir haben auch Apfelsaft und Tee. Heute
| gibt es leider keinen Kuchen.""",
        ),
        (
            contents_between_rules,
            """| Sprechen | Grammatik | Seite

1 Guten | sich vorstellen; nach | Pronomen im Singular; | 8
Tag! | Namen fragen | W-Fragen

2 Meine | über Kinder sprechen; | mein und dein; Plural | 20
Familie | Fotos beschreiben | der Nomen

Station 1 Wiederholung zu den Lektionen 1 und 2 ||| 30

3 Essen | einkaufen; Preise | Nullartikel; mögen | 32
| nennen

Anhang Lösungen und Wortliste zu allen Lektionen ||| 40""",
        ),
        (
            lists_in_a_column,
            """____ der Kopf
____ das Bein
____ der Bauch

Akkusativ mit Artikel
der Fisch → Ich nehme den Fisch.
das Eis → Ich nehme das Eis.
die Suppe → Ich nehme die Suppe.

5a Polen – Polnisch, China – Chinesisch, Japan
– Japanisch, Türkei – Türkisch""",
        ),
        (
            table_past_a_box,
            """Achtung!
sich waschen, aber
sich die Hände waschen

Bei vielen Verben steht ein Pronomen, das sich
nach der Person richtet.

| sich freuen | sich ärgern
ich | freue mich | ärgere mich
du | freust dich | ärgerst dich
er, sie | freut sich | ärgert sich
wir | freuen uns | ärgern uns
ihr | freut euch | ärgert euch""",
        ),
        (
            dialogues_beside_a_box,
            """wollen
Ich will nach Hause gehen.
Willst du mit mir kommen?

Dialog 1
Was machst du am Samstag?
Ich gehe ins Museum.
Und am Sonntag?
Da schlafe ich aus.
Ich auch.

Dialog 2
Wohin fahrt ihr im Sommer?
Wir wollen ans Meer fahren.""",
        ),
        (
            columns_begun_anew,
            """Im Dativ stehen mir oder dir,
wenn einem etwas schmeckt.
Das Verb richtet sich nach der
Sache, die man gern isst.

der Löffel – la cuchara
die Gabel – el tenedor
das Messer – el cuchillo

1 Lesen Sie das Rezept.
2 Ordnen Sie die Schritte.

a) Schneiden Sie die Kartoffeln.
b) Braten Sie alles in Öl.

c) Schlagen Sie zwei Eier auf.
d) Lassen Sie es fünf Minuten stehen.

3 Was essen Sie gern?
Schreiben Sie ein Rezept auf.""",
        ),
        (
            columns_not_level,
            """Wir essen mittags um zwölf,
meist in der Kantine neben
dem Büro. Abends kochen
wir zusammen, und das

dauert eine ganze Stunde.
In Korea isst man früher,
oft schon um sechs, und
alle teilen viele Speisen.""",
        ),
        (
            texts_beside_each_other,
            """c Schreiben Sie eine Nachricht
an Eva und sagen Sie, warum
Sie nicht kommen.

d Was machen Sie diese Woche?
Erzählen Sie.

1 im Zug | 2 am Bahnhof
3 auf dem Markt | 4 zu Hause

Lesen Sie noch einmal.""",
        ),
        (
            lines_of_a_form,
            """Familienname | Vorname
Geburtsdatum | Wohnort

Straße
Telefon
E-Mail

Kurs:
Raum:""",
        ),
        (
            box_below_columns,
            """Was passt?

1 der Chor
2 der Krimi

a ein Buch
b eine Gruppe

manchmal • oft • nie • immer • jeden Tag
am Abend • im Sommer""",
        ),
        (
            shaded_cells_below_each_other,
            """in | Das Kind spielt in dem Garten | Das Kind läuft in den Garten
| hinter dem großen Haus. | hinter dem großen Haus.

auf | Die Zeitung liegt auf dem Tisch. | Leg sie auf den Tisch!

unter | Die Katze schläft unter dem | Die Katze kriecht unter das
| alten Bett. | alte Bett.""",
        ),
        (
            cells_that_nearly_touch,
            """die Miete, -n | 월세 | ruhig | 조용한
der Flur, -e | 현관 | das Bad, ¨-er | 욕실
umziehen (ist umgezogen) | 이사하다 | die Küche, -n | 부엌
das Zimmer, - | 방 | die Lampe, -n | 전등
der Stuhl, ¨-e | 의자 | der Tisch, -e | 책상""",
        ),
        (
            lists_below_an_instruction,
            """1 Complete the sentences.
a We ____ to the beach.
b She ____ the film.
c They ____ a tent.

2 Put the words in order.
a last / went / we / camping
b stay / did / where / you

3 Do the crossword.

Across
You sleep in it at night.
The opposite of arrive.

Down
You need it at a border.
A person who shows a city.""",
        ),
        (
            boxes_in_a_row,
            """Bei Husten
Trinken Sie Tee
und ruhen Sie.

Bei Fieber
Bleiben Sie im
Bett.

Bei Kopfweh
Gehen Sie an
die Luft.

Bei Stress
Schlafen Sie
mehr.

3 Lesen Sie die Tipps und geben Sie einer Freundin Rat.""",
        ),
        (
            letter_in_a_box,
            """Familie Sommer
Lindenweg 12

Köln, den 3. Mai

Lieber Herr Nachbar,
seit drei Wochen wohnen wir jetzt in der Lindenstraße, und
wir laden alle zu einem kleinen Fest im Garten ein.
Viele Grüße

Uhrzeiten
um acht Uhr
von neun bis elf

Orte
in der Küche
neben dem alten Bad

Wege
bis zum Markt
an der Post vorbei""",
        ),
        (
            words_in_columns,
            """Obst und mehr

der Apfel, Äpfel
die Banane, -n
die Birne, -n
die Kirsche, -n
die Orange, -n

die Gurke, -n
die Karotte, -n
die Kartoffel, -n
der Salat, -e
die Tomate, -n

bitter
frisch
salzig
sauer
süß

C Bilden Sie Sätze.
kommen
stehen
fragen

D Was ist das auf Englisch?
der Regenschirm
die Haltestelle
der Stock""",
        ),
        (
            answers_that_count_on,
            """Lösungen

Lektion 1
Ü1 1. Bahnhof 2. Koffer 3.
Mädchen 4. Fenster 5. Tisch
Ü2 1. Wörterbuch 2. Gleis 3.
Straße 4. Lampe
Lektion 2
Ü1 1. Schlüssel 2. Brücke 3.
Rechnung 4. Tisch

Ü2 1. Fahrkarte 2. Lampe
3. Wörterbuch 4. Koffer 5.
Gleis
Lektion 3
Ü1 1. Verspätung 2. Straße 3.
Flughafen 4. Lampe
Ü2 1. Brücke 2. Fenster""",
        ),
        (
            boxes_behind_statements,
            """2 Kreuzen Sie an.

1 Ina kommt später zum Essen.
2 Der Zug ist pünktlich.
3 Im Erdgeschoss ist eine Küche.

Richtig
Falsch""",
        ),
    )


def a_workbook_in_korean() -> bytes:
    return workbook(
        (
            tables_under_instructions,
            """단어를 외우세요.
약속 | appointment
늦잠 | sleeping in
주말 | weekend

문장을 읽으세요.
약속이 있어요. | I have an appointment.
주말에 쉬어요. | I rest at the weekend.""",
        ),
        (
            grids_side_by_side,
            """알맞은 곳에 표시하세요.

민호 | 지수

비가 와요.
산에 가요.
바다가 좋아요.

수영해요.
카드를 해요.
일요일이에요.""",
        ),
        (
            questions_above_answers,
            """1. 두 사람은 언제 만나요?
a ☐ 월요일 세 시에 | b ☐ 화요일 점심을 | c ☐ 이번 주말에
극장 앞에서 | 먹은 후에 | 학교에서

2. 알맞은 것을 고르십시오.
① 산에 갔습니다. | ② 바다에 갔습니다.
③ 책을 샀습니다. | ④ 밥을 먹었습니다.

3. 문장을 완성하십시오.""",
        ),
        (
            captions_of_photographs,
            """사진을 보세요.

1 기차역: 기차가 이십 분
늦게 옵니다.

2 시장: 사과가 아주
쌉니다.

3 박물관: 오늘은 돈을
안 냅니다.

4 정류장: 버스가 벌써
떠났습니다.

듣기""",
        ),
        (
            names_of_two_lines,
            """직원 | 어서 오세요. 무엇을 드릴까요?

마리아 | 저는 비빔밥을 먹고 싶어요. 그리고 물도 한
슈미트 | 잔 주세요.

직원 | 네, 잠시만 기다려 주세요.""",
        ),
        (
            contents_between_rules,
            """A1 | 말하기 | 문법 | 쪽

1 인사 | 이름을 묻고 대답하기, | 이에요/예요, 은/는, | 8
| 나라 말하기 | 의문사

2 가족 | 가족을 소개하기, | 이/가 있어요, 높임말 | 20
| 사진 설명하기 | 배우기

복습 1 첫째 과와 둘째 과에서 배운 것을 다시 보기 ||| 30

3 음식 | 음식을 주문하기, | 고 싶어요, 단위를 | 32
| 값을 묻기 | 세는 말

부록 정답과 단어 목록, 그리고 문법 설명 ||| 40""",
        ),
        (
            lists_in_a_column,
            """____ 머리가 아파요
____ 다리가 아파요
____ 손이 아파요

과거를 말하는 방법
가다 → 어제 갔어요
먹다 → 어제 먹었어요""",
        ),
        (
            dialogues_beside_a_box,
            """–(으)려고 하다
앞으로의 계획을 나타낸다.
예) 쉬려고 해요.

대화 1
주말에 뭐 할 거예요?
영화를 보려고 해요.
같이 갈래요?
네, 좋아요.
그럼 토요일에 만나요.

대화 2
어떤 사람을 좋아해요?
저는 성격이 밝은 사람이 좋아요.""",
        ),
        (
            columns_begun_anew,
            """아침에 일찍 일어나면 무엇이
좋은지 생각해 봅시다. 저는
매일 여섯 시에 일어나서
공원에서 운동을 합니다.

숟가락 – der Löffel
젓가락 – die Stäbchen
접시 – der Teller

1 글을 잘 읽으세요.
2 순서대로 번호를 쓰세요.

가) 감자를 작게 자르세요.
나) 기름에 볶으세요.

다) 달걀을 두 개 넣으세요.
라) 오 분 동안 기다리세요.

3 무엇을 좋아합니까?
좋아하는 음식을 쓰세요.""",
        ),
        (
            lines_of_a_form,
            """이름 | 국적
생일 | 직업

집 주소
전화번호
전자 우편

반:
교실:""",
        ),
        (
            shaded_cells_below_each_other,
            """에 | 동생이 지금 방에 혼자 있고 | 자리를 말할 때 쓰는
| 저는 부엌에 있어요. | 조사입니다.

에서 | 우리는 도서관에서 공부해요. | 하는 곳을 말해요.

까지 | 집에서 학교까지 걸어서 한 | 끝나는 곳을 말할 때
| 시간쯤 걸려요. | 씁니다.""",
        ),
        (
            letter_in_a_box,
            """Sommer family
12 Linden Road

3 May, Cologne

Dear Mr Kim,
we have lived next door to you for three weeks now, and we
want to ask all of you to a small party in the garden.
Many thanks

시간 Times
at eight o'clock
from nine to eleven

장소 Places
in the kitchen
next to the old bath

길 Ways
up to the lake
past the old inn""",
        ),
        (
            words_in_columns,
            """과일과 형용사

apple, -s
banana, -s
cherry, -s
orange, -s
pear, -s

carrot, -s
cucumber, -s
potato, -s
salad, -s
tomato, -s

bitter
fresh
salty
sour
sweet

A 문장을 만드세요.
kommen 오다
stehen 서다
fragen 묻다

B 한국어로 무슨 뜻이에요?
der Regenschirm
die Haltestelle
der Stock""",
        ),
        (
            answers_that_count_on,
            """정답

1과
연습1 1. 책상 2. 가방 3.
여자아이 4. 창문 5. 사전
연습2 1. 열쇠 2. 다리 3.
거리 4. 램프
2과
연습1 1. 계산서 2. 아침 3.
차표 4. 책상

연습2 1. 공항 2. 램프
3. 사전 4. 가방 5.
선로
3과
연습1 1. 연착 2. 거리 3.
공항 4. 램프
연습2 1. 다리 2. 창문""",
        ),
        (
            boxes_behind_statements,
            """맞는 것을 고르세요.

가) 이나는 늦게 옵니다.
나) 기차는 제시간에 옵니다.

맞음
틀림""",
        ),
    )


TRAPS = (a_workbook, a_workbook_in_korean)
