"""German words that are written as they sound to Korean ears are the book's."""

import pytest

from ingest.search.sounds import sounds, sounds_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("구텐", "guten"),
        ("당케랑", "danke"),
        ("비테", "bitte"),
        ("뫼히테", "möchte"),
        ("슈팀트", "stimmt"),
        ("할프", "halb"),
        ("아흐트는", "acht"),
        ("뷔르덴", "würden"),
        ("트로츠뎀", "trotzdem"),
        ("하우스아르츠트가", "Hausarzt"),
        ("안멜둥", "Anmeldung"),
        ("팍슈타치온", "Packstation"),
        ("슐레", "Schule"),
        ("요나스는", "Jonas"),
        ("trozdem", "trotzdem"),
        ("레히츠", "rechts"),
        ("아벤츠", "abends"),
        ("게츠", "Wie geht's?"),
        ("게츠", "Wie geht es dir?"),
        ("heisen", "heißen"),
        ("Akusatif", "Akkusativ"),
        ("Geschwiester", "Geschwister"),
    ],
)
def test_a_word_that_is_written_by_ear_sounds_like_the_one_that_is_meant(written: str, meant: str) -> None:
    assert sounds_of(written) & {*sounds(meant)}


@pytest.mark.parametrize("word", ["카페에서", "여성은", "읽어요", "앉아도", "뒤에는", "인터넷도", "팁"])
def test_a_korean_word_sounds_like_none(word: str) -> None:
    assert not sounds_of(word)


@pytest.mark.parametrize(
    ("one", "other"), [("danke", "Tante"), ("Mutter", "Butter"), ("lesen", "legen"), ("Tisch", "Tag")]
)
def test_words_that_sound_otherwise_are_told_apart(one: str, other: str) -> None:
    assert {*sounds(one)}.isdisjoint(sounds(other))
