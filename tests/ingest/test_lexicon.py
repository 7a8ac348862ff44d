"""Words that are known."""

from ingest.lexicon import RAREST, frequency, is_word


def test_words_with_sharp_s_are_known() -> None:
    assert all(is_word(word, "de") for word in ("heiß", "straße", "groß", "weiß"))
    assert frequency("groß", "de") > RAREST
    assert not is_word("großig", "de")
