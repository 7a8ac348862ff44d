"""CJK radicals -> the characters that they look like, and that a PDF meant. Pure."""

import unicodedata

# Unicode's Equivalent_Unified_Ideograph of U+2E80 to U+2EF3, in their order; the Kangxi radicals have theirs as
# their compatibility decomposition.
_OF_SUPPLEMENT = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛"
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑"
    "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)

CHARACTERS: dict[int, str] = {
    **dict(zip(range(0x2E80, 0x2EF4), _OF_SUPPLEMENT, strict=True)),
    **{radical: unicodedata.normalize("NFKC", chr(radical)) for radical in range(0x2F00, 0x2FD6)},
}
