"""The letters of TeX's own encodings, which a PDF does not tell of fonts that are pictures of their letters, or tells
wrongly of phonetic ones. Pure.

Old LaTeX sets such fonts (Type 3) and calls each glyph by its number: 'a255'.
"""

import re
from collections.abc import Collection

_T1 = (  # from 0 on; of 128 and more only those that Latin-1 has otherwise
    "`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u200b₀ıȷﬀﬁﬂﬃﬄ",
    "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£",
)
_OT1 = "ΓΔΘΛΞΠΣΥΦΨΩﬀﬁﬂﬃﬄıȷ`´ˇ˘¯˚¸ßæœøÆŒØ"

T1 = {**dict(enumerate(_T1[0])), **dict(enumerate(_T1[1], 128)), 215: "Œ", 247: "œ", 255: "ß"}
OT1 = {**dict(enumerate(_OT1)), 34: "”", 60: "¡", 62: "¿", 92: "“", 123: "–", 124: "—", 125: "˝", 126: "˜", 127: "¨"}

# TIPA calls its letters of the phonetic alphabet by those of Latin in their places.
_TIPA = re.compile(r"TeX-(?:tipa|xipa)")
IPA = {
    34: "ˈ", 58: "ː", 59: "ˑ", 103: "ɡ", 126: "˞", 127: "ˌ", **dict(enumerate("ʉɨʌɜɥɐɒɤɵɘ", 48)),
    **dict(enumerate("əɑβɕðɛɸɣɦɪʝʁʎɱŋɔʔʕɾʃθʊʋɯχʏʒ", 64)), **dict(enumerate("ᴀƈʗʤɚʚɞɝ", 192)),
    **dict(enumerate("ʙɓɗɖɠɢæçħɟʄɫɬɭɰɳɴɲʘɽɹɻʀœøʂʈʍʐʑþƕ", 224)),
}  # fmt: skip

_OF_OT1_ALONE = {11, 12, 13, 14, 15, 25, 127}  # ligatures, ß, and the dots of ä
_NUMBER = re.compile(r"a\d{1,3}")


def letters_of(names: Collection[str]) -> dict[int, str]:
    """What the codes of such a font mean where they do not mean Latin-1; empty if its glyphs are called otherwise."""
    names = [name for name in names if name != ".notdef"]
    if not names or not all(map(_NUMBER.fullmatch, names)):
        return {}
    codes = {int(name[1:]) for name in names}
    if not any(map(str.isalpha, map(chr, codes))):
        return {}  # but what Ghostscript has numbered: glyphs that it found in no font
    return OT1 if codes & _OF_OT1_ALONE and max(codes) < 128 else T1


def phonetic(font: str, text: str, code: int) -> str:
    """What a glyph of TIPA's fonts is; empty if it is none, or if the PDF does not call it by a letter of Latin."""
    return IPA.get(code, "") if text in (chr(code), f"(cid:{code})") and _TIPA.search(font) else ""
