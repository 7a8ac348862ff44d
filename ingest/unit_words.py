"""The words by which books count their units, and those by which they count other things. Pure."""

import re

# Before a number: 'Lektion 3'. Longer words go before those they begin with.
BEFORE = (
    "lektionen|lektion|unterrichtseinheit|einheit|kapitel|kap|thema|etappe|modul|tag|kurstag|woche|sitzung|"
    "unit|lesson|chapter|chap|module|week|day|session|"
    "leçon|unité|chapitre|séance|semaine|jour|lección|unidad|capítulo|tema|módulo|semana|día|sesión|"
    "lezione|unità|capitolo|modulo|settimana|giorno|lição|unidade|aula|clase|"
    "hoofdstuk|les|week|lektie|leksjon|lekcja|rozdział|lekce|lekcia|kapitola|lecția|lekcija|lecke|"
    "урок|глава|раздел|модуль|тема|неделя|день|розділ|ünite|ders|bölüm|hafta|gün|dərs|dars|mavzu|sapak|сабақ|сабак|тақырып|хичээл|bài|chương|tuần|ngày|"
    "บทที่|पाठ|अध्याय|μάθημα|ενότητα|pelajaran|buổi|kappale|الدرس|الوحدة|שיעור|יחידה|レッスン|ユニット|单元|單元|"
    "유닛|레슨|챕터|모듈|마당|§"
)
# Of these and those behind a number, by what time is counted,
DAYS = frozenset(
    {"tag", "day", "jour", "día", "giorno", "день", "gün", "ngày", "일차", "日目", "天"}
    | {"woche", "week", "semaine", "semana", "settimana", "неделя", "hafta", "tuần", "주차", "週目", "周", "週"}
    | {"sitzung", "session", "séance", "sesión", "회차", "回"}
)
# and what novels, reports, guides and plans count as well.
CHAPTERS = DAYS | frozenset(
    {"kapitel", "kap", "chapter", "chap", "chapitre", "capítulo", "capitolo", "hoofdstuk", "rozdział", "kapitola"}
    | {"глава", "розділ", "bölüm", "chương", "บทที่", "अध्याय", "챕터", "장", "章", "§"}
)
# Of these, what counts groups of units, where both are counted.
GROUPS = frozenset({"modul", "module", "módulo", "modulo", "модуль", "모듈"})
INITIALS = "[LUKE]"  # of such words, right before a number: 'L3', 'U3'
ORDINAL = "제|第"  # before the number
# Behind it: '제3과', '第3課'.
AFTER = "과|강|단원|장|차시|회차|회|주차|일차|마당|課|课|章|单元|單元|週目|日目|周|週|天|讲|講"
# Numbers in letters, from one on, as books write them beside such a word: 'Chapter One', 'Lektion zwei'.
CARDINALS = (
    "one|eins?|une?|uno|um|một",
    "two|zwei|deux|dos|due|dois|hai",
    "three|drei|trois|tres|tre|três|ba",
    "four|vier|quatre|cuatro|quattro|quatro|bốn",
    "five|fünf|cinq|cinco|cinque|năm",
    "six|sechs|seis|sei|sáu",
    "seven|sieben|sept|siete|sette|sete|bảy",
    "eight|acht|huit|ocho|otto|oito|tám",
    "nine|neun|neuf|nueve|nove|chín",
    "ten|zehn|dix|diez|dieci|dez|mười",
    "eleven|elf|onze|once|undici",
    "twelve|zwölf|douze|doce|dodici|doze",
    "thirteen|dreizehn|treize|trece|tredici",
    "fourteen|vierzehn|quatorze|catorce|quattordici",
    "fifteen|fünfzehn|quinze|quince|quindici",
    "sixteen|sechzehn|seize|dieciséis|sedici",
    "seventeen|siebzehn|dix-sept|diecisiete|diciassette",
    "eighteen|achtzehn|dix-huit|dieciocho|diciotto",
    "nineteen|neunzehn|dix-neuf|diecinueve|diciannove",
    "twenty|zwanzig|vingt|veinte|venti",
)
# And before it, too: 'Erste Lektion', '두 번째 수업'.
ORDINALS = (
    "first|erste[rs]?|premi[eè]re?|primer[ao]?|primeir[ao]|prim[ao]|перв(?:ый|ая|ое)|pierwsz[ya]|birinci|الأول(?:ى)?"
    r"|첫\s?째|첫\s?번째",
    "second|zweite[rs]?|deuxième|seconde?|segund[ao]|second[ao]|втор(?:ой|ая|ое)|drug[ia]|ikinci|الثاني[ةه]?"
    r"|둘째|두\s?번째",
    "third|dritte[rs]?|troisième|tercer[ao]?|terz[ao]|terceir[ao]|трет(?:ий|ья|ье)|trzeci[a]?|üçüncü|الثالث[ةه]?"
    r"|셋째|세\s?번째",
    "fourth|vierte[rs]?|quatrième|cuart[ao]|quart[ao]|четв[её]рт(?:ый|ая|ое)|czwart[ya]|dördüncü|الرابع[ةه]?"
    r"|넷째|네\s?번째",
    r"fifth|fünfte[rs]?|cinquième|quint[ao]|пят(?:ый|ая|ое)|piąt[ya]|beşinci|الخامس[ةه]?|다섯\s?번?째",
    r"sixth|sechste[rs]?|sixième|sext[ao]|sest[ao]|шест(?:ой|ая|ое)|szóst[ya]|altıncı|السادس[ةه]?|여섯\s?번?째",
    "seventh|sieb(?:en)?te[rs]?|septième|séptim[ao]|sétim[ao]|settim[ao]|седьм(?:ой|ая|ое)|siódm[ya]|yedinci|السابع[ةه]?"
    r"|일곱\s?번?째",
    r"eighth|achte[rs]?|huitième|octav[ao]|oitav[ao]|ottav[ao]|восьм(?:ой|ая|ое)|ósm[ya]|sekizinci|الثامن[ةه]?|여덟\s?번?째",
    r"ninth|neunte[rs]?|neuvième|noven[ao]|non[ao]|девят(?:ый|ая|ое)|dziewiąt[ya]|dokuzuncu|التاسع[ةه]?|아홉\s?번?째",
    r"tenth|zehnte[rs]?|dixième|décim[ao]|decim[ao]|десят(?:ый|ая|ое)|dziesiąt[ya]|onuncu|العاشر[ةه]?|열\s?번?째",
    "eleventh|elfte[rs]?|onzième|undécim[ao]|décim[ao][ -]primeir[ao]|undicesim[ao]|одиннадцат(?:ый|ая|ое)"
    r"|jedenast[ya]|on birinci|열한\s?번?째",
    "twelfth|zwölfte[rs]?|douzième|duodécim[ao]|décim[ao][ -]segund[ao]|dodicesim[ao]|двенадцат(?:ый|ая|ое)"
    r"|dwunast[ya]|on ikinci|열두\s?번?째",
    "thirteenth|dreizehnte[rs]?|treizième|тринадцат(?:ый|ая|ое)",
    "fourteenth|vierzehnte[rs]?|quatorzième|четырнадцат(?:ый|ая|ое)",
    "fifteenth|fünfzehnte[rs]?|quinzième|пятнадцат(?:ый|ая|ое)",
    "sixteenth|sechzehnte[rs]?|seizième|шестнадцат(?:ый|ая|ое)",
    "seventeenth|siebzehnte[rs]?|семнадцат(?:ый|ая|ое)",
    "eighteenth|achtzehnte[rs]?|восемнадцат(?:ый|ая|ое)",
    "nineteenth|neunzehnte[rs]?|девятнадцат(?:ый|ая|ое)",
    "twentieth|zwanzigste[rs]?|vingtième|двадцат(?:ый|ая|ое)",
)
# What a pack of copies is counted by, at the end of a longer word as well.
SHEETS = "blatt|sheet|handout|학습지|활동지|fiche|ficha|scheda|プリント"
# This, and what books count inside their units, or count beside them, also at the end of a longer word: 'Lesetext 2'.
OTHERS = (
    f"{SHEETS}|"
    "übung|aufgabe|dialog|gespräch|text|test|prüfung|quiz|lied|spiel|beispiel|bild|foto|satz|regel|frage|"
    "situation|szene|station|gruppe|partner|person|team|runde|wiederholung|projekt|grammatik|wortschatz|"
    "transkript|lösung|antwort|folie|seite|punkt|minute|jahr|uhr|euro|"
    "platz|rang|etage|stock|tabelle|abbildung|abb|band|buch|heft|version|auflage|niveau|stufe|level|raum|zimmer|linie|bus|gleis|nummer|"
    "exercise|task|activity|practice|drill|dialogue|conversation|reading|listening|speaking|writing|passage|story|"
    "example|question|answer|review|revision|project|rule|note|song|game|picture|photo|figure|fig|table|chart|"
    "page|slide|book|volume|edition|number|room|line|track|disc|disk|audio|video|clip|file|"
    "tape|minutes|hours|years|item|option|paper|artikel|article|artículo|articolo|статья|조|조항|"
    "exercice|activité|tâche|exemple|tableau|image|piste|document|projet|bilan|diapositive|"
    "ejercicio|actividad|tarea|diálogo|texto|ejemplo|tabla|figura|imagen|página|pista|proyecto|repaso|diapositiva|"
    "esercizio|attività|compito|dialogo|testo|esempio|tabella|immagine|pagina|traccia|progetto|ripasso|"
    "упражнение|задание|диалог|текст|тест|таблица|рисунок|страница|слайд|трек|пример|вопрос|"
    "вправа|завдання|питання|ćwiczenie|zadanie|pytanie|cvičení|cvičenie|úloha|otázka|feladat|gyakorlat|kérdés|"
    "oefening|opdracht|vraag|øvelse|oppgave|övning|uppgift|harjoitus|tehtävä|kysymys|exercício|atividade|questão|"
    "soru|etkinlik|alıştırma|άσκηση|ερώτηση|latihan|soal|câu|تمرين|التمرين|السؤال|प्रश्न|अभ्यास|แบบฝึกหัด(?:ที่?)?|"
    "tipp?|kart[ey]|card|top|"
    "연습|연습문제|문제|과제|활동|대화|회화|본문|지문|듣기|읽기|말하기|쓰기|표|그림|사진|예|보기|예문|질문|트랙|슬라이드|"
    "쪽|페이지|번|명|개|시|분|월|일|년|권|호|급|점|번째|층|세|살|원|시간|교시|"
    "練習|もんだい|会話|本文|例|例文|表|図|問|問題|頁|ページ|番|月|日|年|時|分|人|回|スライド|练习|会话|课文|页|号|例句|幻灯片|题"
)
# What counts the parts of exams, of instructions or of a day, as well as those of courses.
PARTS = (
    "teil|part|section|partie|parte|sección|sezione|часть|파트|영역|부분|パート|セクション|部分|"
    "step|schritt|étape|paso|passo|스텝|단계|"
    "stunde"
)
# What chapters of a grammar are named after, beside its terms; statutes have articles, too.
WORD_CLASSES = (
    r"verb(?:en|s|es?|i|os?)?\b|nomen\b|substantiv|pronomen|nouns?\b|pronouns?\b|tenses?\b|"
    r"noms?\b|pronoms?\b|sustantivos?\b|pronombres?\b|nom[ei]\b|pronom[ei]\b|"
    r"adje[ck]?ti[fv]|aggettiv|adverb|advérbio|avverb|pr[eéä]posi[ctz]i|conjon[ck]|conjunç|conjunci|congiunzi|"
    r"существительн|глагол|прилагательн|местоимени|наречи[ея]|предлог|"
    r"(?:werk|lid|voeg)woord|(?:zelfstandig|bijvoeglijk|voor)\s?naamwoord|voorzetsel|bijwoord|"
    r"czasownik|rzeczownik|przymiotnik|zaime?k|przysłówe?k|sloves[ao]|podstatn|přídavn|zájmen|příslov|"
    r"fiil(?:ler)?\b|isim(?:ler)?\b|sıfat|zamir|zarf|danh từ|động từ|tính từ|đại từ|ρήμα|ουσιαστικ|επίθετ|αντωνυμ|"
    r"동사|명사|관사|대명사|부사|시제|動詞|名詞|形容詞|副詞|助詞|接続詞|动词|名词|形容词|副词|助词|介词"
)
# A number before one of these is a date.
MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "january|february|march|may|june|july|october|december|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|"
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|"
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
ENDINGS = "en|n|e|s|es"


def unit_name(word: str, number: str) -> str:
    """'Lektion 3' or '3과'; '' for a word that counts no units."""
    if re.fullmatch(AFTER, word):
        return f"{number}{word}"
    return f"{word} {number}" if re.fullmatch(BEFORE, word, re.IGNORECASE) else ""
