"""Builds the traps that pages of coursebooks are: parts of a page side by side, each set in its own way."""

from collections.abc import Callable, Sequence

from tests.pdfs.build_layouts import Book, Rows

Parts = Sequence[tuple[str, Rows]]

KITCHEN: Parts = (
    ("Verben", (("kochen", "요리하다"), ("backen", "굽다"), ("schneiden", "자르다"), ("schälen", "껍질을 벗기다"))),
    ("Adjektive", (("heiß", "뜨거운"), ("scharf", "매운"), ("süß", "단"))),
)
PHRASES: Parts = (
    ("Am Tisch", (("Guten Appetit!", "맛있게 드세요!"), ("Ich bin satt.", "배불러요."))),
    ("Beim Kochen", (("Was fehlt noch?", "뭐가 더 필요해요?"), ("Probier mal!", "먹어 봐!"), ("Vorsicht!", "조심해!"))),
)
RIVERS: Parts = (
    ("Water", (("the bank", "das Ufer"), ("the bridge", "die Brücke"), ("the ferry", "die Fähre"))),
    ("Weather", (("foggy", "neblig"), ("windy", "windig"), ("mild", "mild"), ("stormy", "stürmisch"))),
)
WALKS: Parts = (
    ("Paths", (("the hedge", "die Hecke"), ("the gate", "das Tor"), ("the stile", "der Tritt"), ("the hill", "der Berg"))),
    ("Food", (("a flask", "eine Kanne"), ("a plum", "eine Pflaume"), ("some cheese", "Käse"))),
)  # fmt: skip


def lists_with_heads_side_by_side(
    parts: Sequence[Parts] = (KITCHEN, PHRASES), size: float = 9, step: float = 14, drop: float = 5
) -> bytes:
    """Two word lists beside each other, each with a head over some of its words."""
    paper = Book()
    for x, lists in zip((40, 220), parts, strict=True):
        y = 60.0
        for head, rows in lists:
            paper.put(x, y, head, size + 2, "B")
            for at, row in enumerate(rows, 1):
                for shift, text in zip((0, 78), row, strict=True):
                    paper.put(x + shift, y + step * at, text, size)
            y += step * (len(rows) + 1) + drop
    return paper.bytes()


TRAPS: dict[str, Callable[[], bytes]] = {
    "lists_with_heads_side_by_side": lists_with_heads_side_by_side,
    "lists_with_heads_side_by_side_in_english": lambda: lists_with_heads_side_by_side((RIVERS, WALKS), 10, 13, 9),
}
