"""What books call what stands before, behind and beside their units. Pure."""

import re

from ingest.pdf.document import Page

_LISTS = (
    r"inhalt|contents|table of contents|차\s*례|목\s*차|sommaire|table des matières|índice|contenido|indice|sommario|"
    r"sumário|содержание|оглавление|spis treści|obsah|içindekiler|目\s*次|目\s*录"
)
_ORNAMENTS = r"[^\w(]{0,6}"  # '🔑 Lösungen', but '(Lösung auf S. 9)' is none
BACK_MATTER = re.compile(
    rf"{_ORNAMENTS}(?:{_LISTS}|"
    r"\w*lösung|schlüssel|answer|key\b|정답|해답|모범\s*답안|듣기\s*(?:지문|대본)|transkript|hörtext|"
    r"corrigé|solution|soluciones|soluzioni|respuestas|risposte|ответы|ключи|解答|答案|"
    r"soluções|respostas|chiavi|відповіді|ключі|klucz|rozwiązania|odpowiedzi|antwoorden|oplossingen|sleutel|klíč|řešení|"
    r"megoldás|ratkaisut|facit|đáp án|cevap|çözüm|kunci jawaban|λύσεις|απαντήσεις|เฉลย|उत्तर|"
    r"lexique|glosario|glossario|словарь|словник|słown|woordenlijst|sözlük|単語|词汇|生词|từ vựng|"
    r"wortliste|wörter(?:verzeichnis|liste)|wortschatz|vokabel|glossar|vocab|word\s?list|어휘|단어|"
    r"anhang|anhänge|annexe|anexo|apéndice|appendi|приложени|부록|付録|附[录録]|phụ lục|"
    r"grammatik(?:übersicht|anhang|tabelle)|grammar (?:reference|summary)|문법\s*(?:요약|정리|표)|"
    r"(?:liste der )?unregelmäßigen? verben|irregular verbs|verbes irréguliers|verbos irregulares|"
    r"(?:tape|audio)\s?scripts?|transcripts?|transcripciones|"
    r"quellen|register|index|indice|색인|찾아보기|索引|さくいん|bildnachweis|bildquellen|출처|"
    r"(?:literatur(?:verzeichnis)?|bibliogra(?:phy|phie|fie|fía)|참고\s*문헌|参考文献|"
    r"参考書|список литературы)$)",
    re.IGNORECASE,
)
FRONT_MATTER = re.compile(
    rf"{_ORNAMENTS}(?:cover|portada|couverture|copertina|capa\b|обложка|okładka|表紙|封面|"
    r"titel|umschlag|impressum|vorwort|einleitung|einführung|über dieses|preface|foreword|introduction|introducción|"
    r"avant-propos|prólogo|prefacio|prefazione|предисловие|введение|table of|표지|머리말|서문|서론|일러두기|はじめに|"
    r"how to use|how this book|about this|to the (?:student|teacher|learner)|scope and sequence|book map|study plan|"
    r"so (?:arbeiten|lernen|benutzen|funktioniert)|hinweise|aufbau|lernplan|symbole|"
    r"cómo (?:usar|utilizar|trabajar)|como usar|mode d['’]emploi|come usare|как пользоваться|cách sử dụng|"
    r"이 책[의을]|책의 구성|구성과|학습 ?(?:계획|방법|진도)|이렇게|この本|本書|本书|使用说明|"
    rf"{_LISTS})",
    re.IGNORECASE,
)
GRAMMAR = re.compile(r"gram[mát]|грамматик|문법|文法|语法|ngữ pháp", re.IGNORECASE)
_CONTENTS = re.compile(f"{_ORNAMENTS}(?:{_LISTS})", re.IGNORECASE)


def is_titled_contents(page: Page) -> bool:
    return any(_CONTENTS.match(block.text) for block in page.blocks[:4])


def is_headed_as_back_matter(page: Page) -> bool:
    return any(map(BACK_MATTER.match, (*page.running, *(block.text for block in page.blocks[:1]))))


def is_cover(page: Page) -> bool:
    return page.letters < 200
