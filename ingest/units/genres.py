"""Documents that tell by themselves that they are no course: reports, manuals, statutes, novels. Pure.

Asked only of what little else speaks for: a course has its exercises, and may have a chapter called Introduction.
"""

import re
from collections.abc import Sequence

from ingest.pdf.document import Block, Document
from ingest.units.starts import Start

COUNTED_PARTS = 2  # of a report, that units are called
LONGEST_NAME = 80  # letters of a line that says what it is
ARTICLES = 2  # of a statute, in each chapter

# What reports and manuals count as chapters. Courses have some of it as well, and do not count it.
_REPORT = (
    "introduction|preface|foreword|overview|background|motivation|related work|state of the art|methods?|methodology|"
    "results?|evaluation|discussion|conclusions?|summary|outlook|references|bibliography|index|appendix|credits|"
    "acknowledge?ments?|licen[cs]e|history|change ?log|release notes|known (?:problems|issues|bugs)|limitations|faq|"
    "installation|implementation|usage|setup|configuration|troubleshooting|maintenance|safety(?: instructions)?|"
    "technical data|specifications|warranty|"
    "einleitung|einführung|vorwort|hintergrund|forschungsstand|theoretischer (?:hintergrund|rahmen)|fragestellung|"
    "methoden?|methodik|ergebnisse?|diskussion|fazit|schluss(?:folgerungen|wort)?|zusammenfassung|ausblick|"
    "literatur(?:verzeichnis)?|anhang|danksagung|sicherheit(?:shinweise)?|lieferumfang|inbetriebnahme|bedienung|"
    "wartung|störungen(?: beheben)?|technische daten|garantie|entsorgung|"
    "서론|머리말|연구 ?(?:방법|결과|배경)|이론적 ?배경|선행 ?연구|논의|결론|요약|참고 ?문헌|"
    "설치|문제 ?해결|제품 ?사양|안전(?: ?주의 ?사항)?|"
    "introducción|metodología|resultados|discusión|conclusi(?:ón|ones)|bibliografía|instalación|mantenimiento|"
    "garantía|méthode|méthodologie|résultats|bibliographie|entretien|garantie|"
    "introduzione|metodologia|risultati|discussione|conclusioni|introdução|conclusão|"
    "введение|методы|результаты|обсуждение|заключение|выводы|список литературы|установка|"
    "引言|绪论|结论|参考文献|技术参数|序論|はじめに|方法|結果|考察|結論|おわりに|giới thiệu|kết luận"
)
_IS_REPORTS = re.compile(rf"(?:{_REPORT})(?:\s(?:und|and|&|et|y|e|и|및)\s[\w ]{{3,30}})?", re.IGNORECASE)
# What documents call themselves on their first page.
_NAMES = (
    "(?:user|owner|instruction|service|reference)(?:['’]?s)? (?:manual|guide)|minutes of|thesis|dissertation|"
    "annual report|white ?paper|syllabus|conference|symposium|song ?book|catalogue|cook ?book|recipes|bylaws|a novel|"
    "(?:bedienungs|gebrauchs|betriebs|montage)an(?:leitung|weisung)|protokoll de[rs]|satzung|"
    "(?:haus|bachelor|master|diplom|magister)arbeit|(?:geschäfts|jahres|abschluss)bericht|"
    "(?:kurs|tagungs|reise)programm|tagung|liederbuch|katalog|reiseführer|kochbuch|rezepte|speisekarte|"
    "manual de(?:l)? (?:usuario|instrucciones)|tesis|recetas|acta de|mode d['’]emploi|thèse|mémoire de|recettes|"
    "procès-verbal|manuale d['’](?:uso|istruzioni)|tesi di|ricette|"
    "руководство пользователя|инструкция по эксплуатации|диссертация|протокол|устав"
)
_NAMED = re.compile(
    rf"\b(?:{_NAMES})\b|사용 ?설명서|회의록|학위 ?논문|보고서|회칙|정관|강의 ?계획서|요리책|장편 ?소설|"
    "取扱説明書|議事録|会則|论文|論文|使用说明书|会议纪要|章程|"
    "^(?:(?:ein )?roman|novell?[ea]|novel|роман|소설|小説|小说)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"제\s*\d+\s*조|第\s*[\d一二三四五六七八九十百]+\s*条|(?:artikel|article|artículo|articolo|статья)\s+\d",
    re.IGNORECASE,
)


def is_no_course(document: Document, starts: Sequence[Start], inside: Sequence[Sequence[Block]]) -> bool:
    """`inside`: each unit's blocks."""
    return _has_parts_of_reports(starts) or _says_so(document) or _is_statute(inside)


def _has_parts_of_reports(starts: Sequence[Start]) -> bool:
    return sum(_IS_REPORTS.fullmatch(start.title.strip(" .:")) is not None for start in starts) >= COUNTED_PARTS


def _says_so(document: Document) -> bool:
    first = [page for page in document.pages if page.blocks][:1]
    lines = (line for page in first for block in page.blocks for line in block.text.splitlines())
    return any(len(line) <= LONGEST_NAME and _NAMED.search(line.strip()) for line in lines)


def _is_statute(inside: Sequence[Sequence[Block]]) -> bool:
    having = sum(sum(_ARTICLE.match(block.text) is not None for block in blocks) >= ARTICLES for blocks in inside)
    return 2 * having > len(inside)
