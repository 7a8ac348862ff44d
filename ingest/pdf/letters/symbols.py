"""The letters of fonts of symbols that no PDF explains: Symbol and ZapfDingbats, which every reader has, and those of
Windows, of which the common signs are listed and the others stand for one. Pure."""

_GREEK = (  # from 32 on, and from 161 on
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_\u203eαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…",
)
_SIGNS = (
    " ✁✂✃✄☎✆✇✈✉☛☞✌✍✎✏✐✑✒✓✔✕✖✗✘✙✚✛✜✝✞✟✠✡✢✣✤✥✦✧★✩✪✫✬✭✮✯✰✱✲✳✴✵✶✷✸✹✺✻✼✽✾✿❀❁❂❃❄❅❆❇❈❉❊❋●❍■❏❐❑❒▲▼◆❖◗❘❙❚❛❜❝❞",
    "❡❢❣❤❥❦❧♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓➔→↔↕➘➙➚➛➜➝➞➟➠➡➢➣➤➥➦➧➨➩➪➫➬➭➮➯",
)
_ADOBE = {"Symbol": _GREEK, "ZapfDingbats": _SIGNS}
_BULLETS = zip("lnoqruvwx!(*FJLàßáâûüýþ¡¨Øè", "●■□❑❒◆❖⬥☒✏☎✉☞☺☹→←↑↓✗✓☒☑○□➢➔", strict=True)
_WINDOWS = {**dict.fromkeys(range(33, 256), "▪"), **{ord(code): sign for code, sign in _BULLETS}, 32: " "}
LETTERS = {
    **{font: {**dict(enumerate(low, 32)), **dict(enumerate(high, 161))} for font, (low, high) in _ADOBE.items()},
    **dict.fromkeys(("Wingdings", "Wingdings-Regular"), _WINDOWS),
}
