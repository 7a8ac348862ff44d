"""Lines of Korean that end in mid-word, or between words, with nothing on the page to tell."""

from ingest.pdf.document import Block, Page
from ingest.pdf.letters.clean import SOFT_HYPHEN, join_lines
from ingest.pdf.letters.hyphens import settle_hyphens

TEXT = (
    "지난 주말에 저는 친구하고 같이 한강 공원에 가서 자전거를 타고 도시락을 먹었습니다. 날씨가 아주 맑아서 사람들이 "
    "많이 나와 있었고 아이들은 잔디밭에서 공을 차고 있었습니다. 저녁에는 시장에 들러서 과일과 채소를 사고 집에 돌아와 "
    "어머니와 함께 된장찌개를 끓였습니다. 동생은 학교에서 배운 노래를 불러 주었고 우리는 모두 크게 웃었습니다. "
)


def read(lines: list[str]) -> str:
    ends = [line if line[-1] == "." else line + SOFT_HYPHEN for line in map(str.strip, lines)]
    [page] = settle_hyphens([Page(1, (Block("paragraph", join_lines(ends), 1),))])
    return page.blocks[0].text


def test_words_that_go_on_in_the_next_line_are_whole_again() -> None:
    text = TEXT * 3
    lines = [text[at : at + 17] for at in range(0, len(text), 17)]
    wrong = sum(ours != theirs for ours, theirs in zip(read(lines).split(), text.split(), strict=False))
    assert len(lines) > 30
    assert wrong == 0


def test_words_stay_apart_in_a_book_that_breaks_its_lines_between_words() -> None:
    words = (TEXT * 3).split()
    assert read([" ".join(words[at : at + 4]) for at in range(0, len(words), 4)]) == " ".join(words)


def test_a_book_with_few_doubtful_ends_joins_what_its_own_words_leave_no_doubt_about() -> None:
    text = "저는 친구에게 편지를 썼습니다. 우리는 다른 사람에게 친절합니다. 부모님에게 이야기합니다. 동생에게 말합니다."
    cell = f"모르는 사람{SOFT_HYPHEN}에게 소개하다 | 사과{SOFT_HYPHEN}배"
    [page] = settle_hyphens([Page(1, tuple(Block("paragraph", each, 1) for each in (text, cell)))])
    assert page.blocks[1].text == "모르는 사람에게 소개하다 | 사과 배"


def test_an_ending_that_is_never_a_word_by_itself_belongs_to_the_line_before() -> None:
    assert read(["spazieren gehen: 산책하", "다"]) == "spazieren gehen: 산책하다"
    assert (
        read(["우리 할머니", "께서는 만두를 만드시", "고 음악이 시작되", "었습니다"])
        == "우리 할머니께서는 만두를 만드시고 음악이 시작되었습니다"
    )


def test_particles_behind_german_words_are_no_words_of_their_own() -> None:
    grammar = "sein는 어렵습니다. du는 친구에게 쓰고 Sie는 어른에게 씁니다. ‘wir’는 우리입니다. ihr는 너희입니다. " * 3
    assert read([grammar + "고개를 숙일 필요", "는 없습니다."]).endswith("숙일 필요는 없습니다.")
