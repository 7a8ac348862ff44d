"""Telling a page's text from a broken font's."""

import pytest

from ingest.pdf.letters.legible import are_alike, is_legible, makes_no_words, readable_share

GERMAN = "Anna wohnt seit drei Jahren in Leipzig und arbeitet in einer kleinen Bäckerei. Am Abend lernt sie. " * 3
OTHERS = {
    "fr": "Elle habite à Lyon depuis trois ans et travaille dans une petite boulangerie près de la gare. " * 3,
    "pl": "Mieszka w Krakowie od trzech lat i pracuje w małej piekarni niedaleko dworca kolejowego. " * 3,
    "tr": "Üç yıldır İzmir'de oturuyor ve istasyonun yakınındaki küçük bir fırında çalışıyor. " * 3,
    "ga": "Tá cónaí uirthi i nGaillimh le trí bliana agus tá sí ag obair i mbácús beag in aice leis an stáisiún. " * 3,
    "vi": "Cô ấy sống ở Hà Nội ba năm nay và làm việc trong một tiệm bánh nhỏ gần nhà ga. " * 4,
}


def test_glyph_numbers_and_syllables_that_do_not_exist_cannot_be_read() -> None:
    assert readable_share("(cid:3)(cid:17)(cid:5)") == 0
    assert readable_share("줮줱쥔쥅쥌") < 0.5
    assert readable_share("Guten Tag! 안녕하세요") == 1


def test_a_page_is_legible_with_a_few_unknown_glyphs_and_not_with_as_many_as_letters() -> None:
    assert is_legible("Guten Tag, Anna! (cid:3)(cid:4)")
    assert not is_legible("GutenTag" + "(cid:3)" * 8)


@pytest.mark.parametrize("shift", [-29, -3, 1, 2, 7])
def test_letters_that_a_font_has_shifted_are_no_language(shift: int) -> None:
    shifted = "".join(chr(ord(char) + shift) if char.isalpha() else char for char in GERMAN)
    assert is_legible(GERMAN)
    assert not is_legible(shifted)


def test_letters_with_their_bytes_swapped_are_not_chinese() -> None:
    assert not is_legible(GERMAN.encode("utf-16-le").decode("utf-16-be", "replace"))
    assert is_legible("我们在学校学习汉语，一起吃饭。")


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_legible(language: str) -> None:
    assert is_legible(OTHERS[language])
    assert not makes_no_words(OTHERS[language])


def test_a_font_whose_few_letters_are_mixed_up_makes_none() -> None:
    assert makes_no_words(permuted(GERMAN[:100].lower()))


def test_letters_by_ones_and_twos_between_signs_are_no_text() -> None:
    assert not is_legible("5@ã7£ à ˜”¶£ 8-!£3+<' R úu ú@ à ø à 6 å‚ à ¿ ä˘£ V?Â ˙ 2'!$' #' <632 @3<Q " * 12)


def test_few_letters_prove_nothing() -> None:
    assert is_legible("XXL, ZZ Top, QWERTZ")


KOREAN = "오늘은 친구하고 같이 시장에 갔습니다. 사과하고 바나나를 샀습니다. 과일은 아주 싸고 맛있었습니다. " * 2
JAPANESE = "わたしは毎朝六時に起きて、家の近くの公園を散歩します。学校では日本語と数学を勉強します。" * 2
CHINESE = "今天天气很好，我和朋友去公园散步。他是我的老师，他教我们中文。星期天我们一起去商店买东西。" * 2


def permuted(text: str) -> str:
    """Each letter another one of the same text, as a font's wrong table makes it."""
    letters = sorted({char for char in text if char.isalpha()})
    return text.translate({ord(char): letters[place - 3] for place, char in enumerate(letters)})


RUSSIAN = (
    "вечером мы долго гуляли по набережной, дул холодный ветер, и чайки кричали над водой. потом мы зашли в кафе. " * 2
)
GREEK = "κάθε πρωί πηγαίνω με τα πόδια στο σχολείο και μετά διαβάζω στη βιβλιοθήκη με τους φίλους μου. " * 3


@pytest.mark.parametrize("text", [KOREAN, JAPANESE, CHINESE, GERMAN.lower(), RUSSIAN, GREEK])
def test_letters_in_the_place_of_others_make_no_words(text: str) -> None:
    assert is_legible(text)
    assert not is_legible(permuted(text))


def test_hiragana_in_the_place_of_others_make_no_words_beside_characters_that_are_right() -> None:
    story = (
        "昔、ある所におじいさんとおばあさんが住んでいました。おじいさんは山へ木を取りに、おばあさんは川へせんたくに"
        "行きました。おばあさんがせんたくをしていると、大きな桃がながれてきました。"
    )
    kana = sorted({char for char in story if "ぁ" <= char <= "ゖ"})
    assert is_legible(story)
    assert not is_legible(story.translate(dict(zip(map(ord, kana), reversed(kana), strict=True))))
    assert is_legible(
        "あいうえお かきくけこ さしすせそ たちつてと なにぬねの はひふへほ まみむめも きゃきゅきょ がぎぐげご"
    )


HONEST = {
    "forms of verbs": (
        "덮다 덮어요 덮으면 덮었어요 꽂다 꽂아요 꽂으면 꽂았어요 긁다 긁어요 긁으면 긁었어요 삶다 삶아요 "
        "삶으면 삶았어요 굶다 굶어요 굶으면 굶었어요 뚫다 뚫어요 뚫으면 뚫었어요 깎다 깎아요 깎으면 깎았어요"
    ),
    "rows of the alphabet": (
        "가갸거겨고교구규그기 나냐너녀노뇨누뉴느니 다댜더뎌도됴두듀드디 라랴러려로료루류르리 마먀머며모묘무뮤므미"
    ),
    "sounds said twice": (
        "반짝반짝 깡충깡충 뒤뚱뒤뚱 엉금엉금 살랑살랑 두근두근 콜록콜록 삐뽀삐뽀 째깍째깍 폴짝폴짝 꾸벅꾸벅 "
        "아장아장 방긋방긋 훌쩍훌쩍"
    ),
    "sounds of words": (
        "국물[궁물] 같이[가치] 좋아요[조아요] 읽다[익따] 앉다[안따] 학교[학꾜] 독립[동닙] 신라[실라] "
        "입니다[임니다] 밥맛[밤맏] 꽃잎[꼰닙] 굳이[구지] 닫히다[다치다] 축하[추카] 놓다[노타] 값이[갑씨] "
        "없어요[업써요] 넓다[널따]"
    ),
}


@pytest.mark.parametrize("page", HONEST)
def test_korean_that_is_no_text_is_legible(page: str) -> None:
    assert is_legible(HONEST[page])
    assert not makes_no_words(HONEST[page])


ROMANISED = {
    "Chinese": (
        "péngyǒu gōngzuò xuéxiào lǎoshī xiànzài shíhou zhīdào juéde piàoliang gāoxìng rènshi shénme míngtiān zuótiān "
        "jīntiān xīngqī shàngwǔ xiàwǔ zhōngwǔ wǎnshang fànguǎn shāngdiàn yīyuàn huǒchēzhàn chūzūchē fēijī diànnǎo"
    ),
    "Korean": (
        "toyoire jeoneun chingu-wa hamkke sijange gamnida sijangeneun gwail chaeso saengseon-i manseumnida gagyeogeun "
        "swipermaketboda ssamnida geureona saram-i aju urineun tteokbokkireul meokgo beoseureul tago jibe omnida"
    ),
    "Japanese": (
        "watashi mainichi hachiji demasu kuji kara rokuji made kaisha hatarakimasu hirugohan tomodachi tabemasu yoru "
        "terebi mite juuichiji nemasu kono jisho tanaka desu gakkou shuppatsu kippu kudasai ikura desuka ryokan ashita"
    ),
}


@pytest.mark.parametrize("language", ROMANISED)
def test_languages_of_other_scripts_are_legible_in_latin_letters(language: str) -> None:
    assert is_legible(ROMANISED[language])
    assert not is_legible(permuted(ROMANISED[language]))


def test_idioms_of_four_letters_below_each_other_are_legible() -> None:
    korean = (
        "사면초가 고진감래 일석이조 동문서답 설상가상 새옹지마 대기만성 과유불급 결초보은 고군분투 다다익선 "
        "마이동풍 막상막하 반신반의 백발백중 사필귀정 상부상조 수어지교 십중팔구 어부지리 오리무중 "
        "우왕좌왕 유비무환 이심전심 인과응보 일편단심 자업자득"
    )
    chinese = (
        "画蛇添足 守株待兔 刻舟求剑 亡羊补牢 掩耳盗铃 井底之蛙 狐假虎威 叶公好龙 买椟还珠 滥竽充数 杯弓蛇影 惊弓之鸟 "
        "愚公移山 精卫填海 夸父追日 望梅止渴 纸上谈兵 破釜沉舟"
    )
    assert is_legible(korean)
    assert is_legible(chinese)


def test_what_a_program_has_read_from_a_picture_has_to_be_words() -> None:
    bad = GERMAN.replace("n", "ri").replace("e", "c").replace("d", "cl")
    assert is_legible(GERMAN, recognised=True)
    assert not is_legible(bad, recognised=True)


def test_a_list_of_characters_to_be_learnt_is_legible() -> None:
    taught = "".join(chr(code) for code in range(0x4E00, 0x9000, 60))
    assert is_legible(taught)
    assert not is_legible(taught[:30] * 6)


def test_names_and_commands_do_not_make_a_page_of_another_script_illegible() -> None:
    strange = permuted(GERMAN.lower())
    assert not is_legible(strange)
    assert is_legible(f"{KOREAN * 4} {strange}")


def test_words_that_no_list_has_are_legible_if_they_are_spelled_like_others() -> None:
    birds = (
        "Zaunkönig Rotkehlchen Blaumeise Kohlmeise Buchfink Grünfink Stieglitz Zeisig Gimpel Kernbeißer Kleiber "
        "Mönchsgrasmücke Zilpzalp Fitis Hausrotschwanz Bachstelze Gebirgsstelze Feldlerche Mauersegler Rauchschwalbe "
        "Mehlschwalbe Eichelhäher Dohle Saatkrähe Buntspecht Grünspecht Wendehals Turteltaube Ringeltaube Waldohreule "
        "Schleiereule Steinkauz Mäusebussard Sperber Turmfalke"
    )
    assert is_legible(birds)
    assert not is_legible(permuted(birds.lower()))


def test_two_readings_of_one_page_are_alike_but_for_slips_and_accents() -> None:
    slips = GERMAN.replace("ä", "a").replace("rn", "m").replace("l", "I", 3)
    assert are_alike(GERMAN, slips)
    assert not are_alike(permuted(GERMAN.lower()), GERMAN)
    assert not are_alike("", GERMAN)
