"""The languages of a book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.languages import detect_languages

DE = "Guten Tag, ich heiße Anna und ich komme aus Berlin. Das ist mein Bruder, er wohnt mit uns in der Stadt."
EN = "Good morning, my name is Anna and I am from Berlin. This is my brother, and he lives with us in the city."
FR = "Bonjour, je suis Anna et je viens de Berlin. Voici mon frère, il habite avec nous dans une maison."
ES = "Buenos días, yo soy Ana y vivo en una casa con los niños. Mi hermano es muy alto, pero no está aquí."
IT = "Buongiorno, io sono Anna e non abito con mio fratello, che è molto alto. Questa è una casa della città."
KO = "안녕하세요, 저는 안나이고 베를린에서 왔어요. 이 사람은 제 동생이고 우리와 함께 살아요."
JA = "おはようございます。私はアンナです。弟は町に住んでいます。"
ZH = "早上好，我叫安娜，我来自柏林。这是我的弟弟。"


@pytest.mark.parametrize(
    ("texts", "languages"),
    [
        ([DE], ("de",)),
        ([EN], ("en",)),
        ([FR], ("fr",)),
        ([ES], ("es",)),
        ([IT], ("it",)),
        ([KO], ("ko",)),
        ([JA], ("ja",)),
        ([ZH], ("zh",)),
        (["Доброе утро, меня зовут Анна."], ("ru",)),
        (["До́брое у́тро, меня́ зову́т Ан́на, я рабо́таю в го́роде."], ("ru",)),
        (["Добрий день, мене звати Олена, я живу в місті недалеко від вокзалу."], ("uk",)),
        (["Добро утро, казвам се Анна и живея в града, а брат ми е учител."], ("bg",)),
        (["صبح بخیر، اسم من آنا است و در شهر زندگی می‌کنم."], ("fa",)),
        (["صَبَاحُ الخَيْرِ، اسمي آنا وأنا أسكن في المدينة مع عائلتي."], ("ar",)),
        (["Dobré ráno, jmenuji se Anna a jsem z Prahy, ale teď bydlím v Berlíně, který mám ráda."], ("cs",)),
        (
            ["Godmorgen, jeg hedder Anna og jeg kommer fra Berlin, hvad laver du? Jeg har ikke en bror, af og til."],
            ("da",),
        ),
        (["Pater multōs servōs et ancillās habet, sed puella nōn in vīllā est, quod cum mātre ambulat."], ("la",)),
        (["Selamat pagi, nama saya Anna dan saya tinggal di kota dengan adik saya yang tidak bisa datang."], ("id",)),
        (["Καλημέρα, με λένε Άννα."], ("el",)),
        ([DE, DE, KO], ("de", "ko")),
        ([KO, KO, DE], ("ko", "de")),
        ([DE, EN, EN], ("en", "de")),
        ([EN * 2, "das Haus"], ("en",)),
        ([KO * 30, "Seoul Books, 2026"], ("ko",)),
        ([], ()),
        (["1 2 3 …"], ()),
    ],
)
def test_languages_are_told_by_script_and_by_their_small_words(texts: list[str], languages: tuple[str, ...]) -> None:
    assert detect_languages(texts) == languages


@given(st.lists(st.text()))
def test_any_text_has_each_language_once(texts: list[str]) -> None:
    found = detect_languages(texts)
    assert len(set(found)) == len(found)


@given(st.permutations([DE, KO, DE, EN]))
def test_the_order_of_pages_does_not_matter(texts: list[str]) -> None:
    assert detect_languages(texts) == detect_languages([DE, DE, KO, EN])
