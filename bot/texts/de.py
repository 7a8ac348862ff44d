"""German."""

from bot.texts.texts import Texts

_CAPTIONS = (
    "• A1 – ein ganzer Kurs; die Lektionen finde ich.\n"
    "• A1-13 – die Datei ist diese Lektion.\n"
    "• A1 1:8-11 2:12-15 – die PDF-Seiten jeder Lektion.\n\n"
    "Der Name eines Kurses beginnt mit einem Buchstaben (A-Z) und hat höchstens 16 Buchstaben und Ziffern."
)

TEXTS = Texts(
    language_name="Deutsch",
    welcome=(
        "Hallo! Ich helfe dir, wenn du allein lernst, und ich habe dein Lehrbuch gelesen. 📖\n\n"
        "Wähle die Lektion, an der du arbeitest, und frag einfach, wo du nicht weiterkommst. "
        "Ich schlage im Buch nach und erkläre es dir, mit den Seiten, auf denen es steht.\n\n"
        "Zum Beispiel: „Ich verstehe Übung 3 auf Seite 12 nicht.“"
    ),
    help=(
        "So geht es:\n\n"
        "• /unit – eine Lektion wählen. Mit /unit A1-13 oder /unit 13 kommst du direkt hin, auch mit einer Frage dahinter.\n"
        "• Dann schreib deine Frage, in deiner Sprache.\n"
        "• Schick mir einen eigenen Satz, und ich verbessere ihn.\n"
        "• /stop – eine Antwort anhalten.\n"
        "• /new – neu anfangen, ohne das bisherige Gespräch, auch mit einer Frage dahinter.\n"
        "• /why – zeigt, auf welchen Stellen des Buchs die letzte Antwort beruht.\n"
        "• /language – die Sprache der Erklärungen ändern.\n"
        "• /privacy – was gespeichert wird.\n"
        "• /usage – wie viel du noch fragen kannst.\n"
        "• /export – alles Gespeicherte als Datei bekommen.\n"
        "• /forget – alles davon löschen.\n\n"
        "Fragen bitte als Text mit höchstens 2.000 Zeichen; ein langer Text, der als mehrere Nachrichten ankommt, darf "
        "8.000 haben."
    ),
    ask_in_group="👥 In dieser Gruppe beginne deine Nachricht mit @{bot} oder antworte auf eine Nachricht von mir. Auf anderes antworte ich nicht.",
    privacy=(
        "Gespeichert werden: die Telegram-IDs dieses Chats, seiner Nachrichten und der Fragenden, deine Sprache und "
        "Lektion, deine Fragen und die Antworten, dein 👍 oder 👎 mit dem Grund und was die Antworten an Zeit und "
        "Geld gekostet haben. Nicht dein Name, nicht deine Telefonnummer.\n\n"
        "Deine Frage, die Worte, die sie zitiert oder auf die sie antwortet (sie werden mit ihr gespeichert), und die "
        "letzten Nachrichten gehen an Claude (Anthropic), der die Antwort schreibt. Die Frage und diese Worte können "
        "auch an einen Embedding-Dienst gehen, um die richtige Stelle im Buch zu finden.\n\n"
        "Wenn du 👎 drückst, können diese Frage, ihre Antwort, die gefundenen Stellen und der Grund den Admins gezeigt "
        "werden, damit der Tutor besser wird; nie, wer gefragt hat. Was sie gesehen haben, bleibt in ihrem Chat.\n\n"
        "In einer Gruppe lesen alle die Fragen und Antworten mit. Gespeichert wird nur, was an mich gerichtet ist, mit der "
        "ID der Fragenden; Claude bekommt auch die letzten Fragen und Antworten der anderen in derselben Lektion und "
        "demselben Thema.\n\n"
        "/forget löscht sofort alles, was zu diesem Chat gespeichert ist, und was du in Gruppen gefragt hast; /export "
        "schickt es dir. In einer Gruppe löscht /forget nur, was du selbst gefragt hast, bei ihren Admins auch, was anonym "
        "gefragt wurde. Wie viel du an dem Tag gefragt hast, bleibt unter einem Pseudonym gezählt, solange es für ein "
        "Limit zählt."
    ),
    button_units="📚 Lektion wählen",
    button_language="🌐 Sprache",
    button_help="❓ So geht es",
    choose_language="In welcher Sprache soll ich erklären?",
    language_chosen="Ab jetzt erkläre ich auf Deutsch.",
    forget_sure=(
        "Alle Fragen, Antworten und Einstellungen dieses Chats löschen, und was du in Gruppen gefragt hast? Das lässt sich nicht rückgängig machen."
    ),
    forget_sure_in_group=(
        "Wer den Knopf drückt, löscht die eigenen Fragen in dieser Gruppe samt den Antworten; Admins der Gruppe löschen "
        "auch, was anonym gefragt wurde. Das lässt sich nicht rückgängig machen."
    ),
    button_forget="🗑 Alles löschen",
    button_keep="Behalten",
    forgotten="Alles ist gelöscht. Mit /start fängst du neu an.",
    exported="Hier ist alles, was über dich gespeichert ist.",
    export_in_person="Was über dich gespeichert ist, schicke ich nur in unserem privaten Chat. Schreib mir dort /export.",
    kept="Alles bleibt, wie es ist.",
    commands={
        "unit": "Lektion wählen",
        "new": "Neues Gespräch beginnen",
        "stop": "Antwort anhalten",
        "language": "Sprache der Erklärungen ändern",
        "help": "So geht es",
        "privacy": "Was gespeichert wird",
        "usage": "Wie viel du noch fragen kannst",
        "why": "Worauf die Antwort beruht",
        "export": "Alles Gespeicherte bekommen",
        "forget": "Alles Gespeicherte löschen",
    },
    admin_commands={
        "books": "Bücher auflisten",
        "remove": "Ein Buch entfernen",
        "rollback": "Zur vorigen Ausgabe zurück",
        "pictures": "Von welchen Büchern Seiten als Bild gezeigt werden",
        "invite": "In den Kurs einladen",
        "stats": "Zahlen der letzten Woche",
        "coverage": "Was es zu jeder Lektion gibt",
    },
    no_books="Hier gibt es noch kein Lehrbuch. Sobald ein Admin eines geschickt hat, geht es los.",
    choose_course="An welchem Kurs arbeitest du?",
    choose_unit="Welche Lektion von {course}?",
    unit_chosen="✅ {unit}\nFrag alles, was du dazu wissen möchtest.",
    course_chosen="✅ {course}\nDieser Kurs ist nicht in Lektionen geteilt. Frag einfach, was du wissen möchtest.",
    unit_unknown="Die Lektion {unit} gibt es im Buch nicht. Wähle unten eine aus.",
    unit_not_found="Keine Lektion hat „{words}“ im Titel. Wähle unten eine aus, oder schreib ihre Nummer: /unit 3",
    ask_after_unit="Deine Frage ist da. Wähle die Lektion, zu der sie gehört, dann antworte ich sofort.",
    fresh="Ein neuer Anfang: Das bisherige Gespräch berücksichtige ich nicht mehr.",
    button_back="⬅️ Kurse",
    searching="🔎 Ich sehe im Buch nach.",
    thinking="💭 Ich denke kurz nach.",
    waiting="⏳ Das beantworte ich gleich nach deiner vorigen Frage. ({count} in der Warteschlange)",
    sources="📖 Quellen ({count})",
    page="S. {pages}",
    page_not_shown="Diese Seite kann ich nicht mehr zeigen: Das Buch hat sich geändert, oder seine Seiten dürfen nicht als Bild gezeigt werden. In deinem Buch findest du sie noch!",
    file_not_taken=(
        "Telegram nimmt diese Datei gerade nicht an. Versuch es etwas später noch einmal. "
        "In einer Gruppe müssen die Admins mir erlauben, Bilder und Dateien zu senden."
    ),
    why_passages="🧭 Worauf diese Antwort beruht ({count})",
    why_figures="✅ ist, was die Antwort zitiert. Die Zahlen: wie gut die Suche es fand, wie nah die Bedeutung ist (1: gleich), wie viele Wörter sich decken.",
    why_nothing="Es gibt noch keine Antwort zum Nachsehen. Frag mich erst etwas!",
    elsewhere="📍 Im Buch steht das in {unit}.",
    nowhere="📕 Dazu habe ich im Buch nichts gefunden.",
    unseen={
        "picture": "🙈 Bilder kann ich nicht sehen; ich antworte auf das, was du geschrieben hast.",
        "sound": "🙉 Aufnahmen kann ich nicht hören; ich antworte auf das, was du geschrieben hast.",
        "file": "🙈 Öffnen kann ich das nicht; ich antworte auf das, was du geschrieben hast.",
    },
    cut="✂️ Die Antwort war zu lang und endet hier.",
    stopped="⏹ Hier angehalten.",
    refused="Darauf kann ich nicht antworten. Magst du es anders fragen, zur Sprache oder zum Buch?",
    failed=("😥 Gerade habe ich keine Antwort bekommen. Deine Frage ist gespeichert: Drück gleich auf 🔁."),
    broken_off="😥 Die Antwort ist hier vielleicht abgebrochen. Drück auf 🔁, dann antworte ich von vorn.",
    busy=(
        "😮‍💨 Gerade fragen zu viele gleichzeitig bei Claude an. Deine Frage ist gespeichert: Drück in ein paar Minuten auf 🔁."
    ),
    unavailable=(
        "😥 Im Moment kann ich nicht antworten, und das liegt nicht an dir. Wer sich um mich kümmert, weiß Bescheid. "
        "Deine Frage ist gespeichert: Drück später auf 🔁, vielleicht in ein paar Stunden."
    ),
    set_aside="🧯 Über diese Frage bin ich mehrmals gestolpert, deshalb lege ich sie beiseite. Es tut mir leid! Drück auf 🔁, dann versuche ich es noch einmal, oder stell sie anders.",
    button_again="🔁 Noch einmal",
    button_more="➕ Genauer",
    button_there="📍 In {unit} fragen",
    opened="{unit} ist offen. Ich beantworte die Frage dort.",
    button_stop="⏹ Stopp",
    button_go_on="▶️ Weiter",
    go_on="Bitte mach weiter: {question}",
    more="Bitte erkläre genauer: {question}",
    thanks="Danke! 🙂",
    thanks_for_bad="Danke für den Hinweis. Drück noch einmal, um zu sagen, warum.",
    why="Woran lag es?",
    reasons={"wrong": "falsch", "hard": "zu schwer", "long": "zu lang", "off": "daneben"},
    button_not_yours="Diesen Knopf kann nur benutzen, wer gefragt hat.",
    nothing_to_stop="Es gibt gerade keine Antwort zum Anhalten.",
    dropped="Gut, was noch auf eine Lektion gewartet hat, habe ich verworfen.",
    button_old="Dieser Knopf funktioniert nicht mehr.",
    too_long=(
        "Deine Nachricht hat {length} Zeichen; ich kann höchstens {limit} lesen. "
        "Schickst du mir den Teil, der dir am wichtigsten ist?"
    ),
    too_many="Einen Moment: {count} deiner Fragen warten noch auf eine Antwort. Schick mir diese und die danach bitte noch einmal, wenn ich sie beantwortet habe.",
    limits={
        "questions": "🙏 Machen wir eine kleine Pause. Deine nächste Frage nehme ich in {wait} an; schick sie mir dann noch einmal.",
        "learner_cents": "🌙 Deine Antworten für heute sind aufgebraucht. In {wait} gibt es neue; frag dann gern noch einmal!",
        "cents": "🌙 Die Antworten für heute sind für alle aufgebraucht, und es liegt nicht an dir. Frag in {wait} noch einmal!",
    },
    class_is_closed="🔒 Dieser Kurs ist für Eingeladene. Bitte einen Admin um einen Link; ein Link gilt sieben Tage.",
    class_is_open="Diesen Bot dürfen alle benutzen. Mit ALLOWED_USERS auf dem Server wird der Kurs geschlossen.",
    invitation="🎟 Wer diesem Link folgt, ist im Kurs. Er gilt {days} Tage.\n\n{link}",
    minutes="{count} Min.",
    hours="{count} Std.",
    usage="💬 So viele Fragen kannst du jetzt stellen: {count}",
    usage_next="⏱ Eine weitere kommt in {wait} dazu.",
    usage_free="💬 Du kannst fragen, so viel du magst.",
    usage_cents="💰 Deine Antworten heute: {cents} von {limit} Cent",
    only_text="Ich kann nur Text lesen. Tipp den Satz oder das Wort ab, an dem du hängst. ✍️",
    empty="In der Nachricht steht nichts, was ich lesen kann. Schreib, was du wissen möchtest.",
    not_for_learners="Dieser Befehl ist nur für Admins.",
    unknown_command="Diesen Befehl kenne ich nicht. /help zeigt, welche es gibt.",
    trouble="Da ist kurz etwas schiefgegangen. Schickst du es noch einmal?",
    unheard=(
        "🙏 Telegram hat eine Weile nicht weitergegeben, was ich gesagt habe. Wenn noch etwas ohne Antwort ist, schick es mir bitte noch einmal."
    ),
    database_busy="An meine Notizen komme ich gerade nicht heran. Schickst du es gleich noch einmal?",
    book_how=f"Schick das Lehrbuch als PDF-Datei und schreib in die Beschriftung, was es ist:\n\n{_CAPTIONS}",
    book_which=f"📎 Was ist „{{name}}“? Schreib es in den nächsten zehn Minuten hier:\n\n{_CAPTIONS}",
    book_which_file="Ich habe mehrere Dateien, die ich noch nicht kenne. Antworte bitte auf die, die du meinst.",
    book_not_pdf="Ich kann nur PDF-Dateien lesen. Bitte schick das Lehrbuch als PDF.",
    book_too_big=(
        "Die Datei hat {size} MB; über Telegram kann ich höchstens {limit} MB holen. Auf dem Server geht es so:\n"
        "python -m ingest add DATEI.pdf --course A1"
    ),
    book_not_given=(
        "Telegram gibt mir diese Datei nicht, weil sie zu groß ist. Auf dem Server geht es so:\n"
        "python -m ingest add DATEI.pdf --course A1"
    ),
    book_bad_caption="Die Beschriftung „{caption}“ verstehe ich nicht.",
    book_has_caption="Diese Datei habe ich schon als „{caption}“ angenommen. Für eine andere Beschriftung schick sie bitte noch einmal.",
    book_not_in_person=("Bücher muss ein Admin selbst schicken, nicht weiterleiten und nicht anonym veröffentlichen."),
    book_download_failed="Ich konnte die Datei nicht herunterladen. Bitte schick sie noch einmal.",
    book_received="📥 „{name}“ ist da.",
    book_known="„{name}“ gibt es hier schon. Es hat sich nichts geändert.",
    book_stages={
        "waiting": "wartet, bis es an der Reihe ist",
        "pages": "Seiten lesen",
        "transcripts": "Claude liest die Scans",
        "passages": "in Abschnitte teilen",
        "vectors": "Inhalt erschließen",
    },
    book_done="✅ {name}\n{pages:Seite|Seiten} · {passages:Abschnitt|Abschnitte} · {seconds} s",
    book_draft="📝 {name} (Entwurf)\n{pages:Seite|Seiten} · {passages:Abschnitt|Abschnitte} · {seconds} s\nLernende sehen es erst, wenn du es veröffentlichst.",
    book_about="Lektionen gefunden durch: {source} · Sicherheit {confidence} · Sprachen {languages}",
    book_sources={
        "caption": "deine Angaben",
        "outline": "die Lesezeichen",
        "contents": "das Inhaltsverzeichnis",
        "headings": "Überschriften",
        "none": "nichts",
    },
    book_unit="{unit} · S. {pages}{own} · {passages:Abschnitt|Abschnitte}",
    book_ask="❓ Ich bin nicht sicher, ob das stimmt. Sieh dir bitte die Lektionen und die ⚠️ oben an und korrigiere, was falsch ist, bevor du veröffentlichst.",
    book_remarks={
        "no_units": "⚠️ Es gibt keine Lektionen; ich suche im ganzen Kurs. Schick es gern noch einmal mit den Seiten, etwa: A1 1:8-11 2:12-15",
        "outline_overruled": "⚠️ Die Lesezeichen des PDF zeigen auf falsche Seiten; ich habe die Lektionen anders gefunden.",
        "unsure": "⚠️ Wenig spricht dafür, dass das Lektionen sind: {units}. Sind es keine, antworte so:\n{units}: -",
        "by_order": "⚠️ Die Lektionen haben keine Nummern, oder diese beginnen neu; ich habe sie durchgezählt.",
        "unconfirmed": "⚠️ Lektionen, deren erste Seite keinen Titel zeigt: {units}",
        "missing": "⚠️ Nicht gefundene Lektionen: {units}",
        "workbook": "⚠️ Seiten eines Arbeitsbuchs, jede in der Lektion mit ihrer Nummer: {pages}",
        "gap": "⚠️ Seiten, die zu keiner Lektion gehören: {pages}",
        "overlap": "⚠️ Seiten in zwei Lektionen: {pages}",
        "long": "⚠️ Ungewöhnlich lange Lektionen: {units}",
        "beyond_end": "⚠️ Die Beschriftung nennt Seiten, die das Buch nicht hat. Lektionen: {units}",
        "number_differs": "⚠️ Die Datei selbst nennt sich eine andere Lektion: {units}",
        "no_text": "⚠️ Bilder, in denen ich keinen Text gefunden habe: {pages}",
        "garbled": "⚠️ Seiten mit unlesbarem Text, an denen auch die Texterkennung gescheitert ist: {pages}",
        "needs_ocr": "⚠️ Gescannte Seiten, die ich nicht lesen konnte: {pages}. Installiere auf dem Server die Texterkennung und schick das Buch noch einmal:\napt-get install {packages}",
        "misread": "⚠️ Gescannte Seiten, deren besondere Buchstaben falsch sein können: {pages}. Installiere ihre Sprache auf dem Server und schick das Buch noch einmal:\napt-get install {packages}",
        "ocr_failed": "⚠️ Gescannte Seiten, mit denen die Texterkennung nicht fertig wurde: {pages}. Schick das Buch für einen neuen Versuch noch einmal.",
        "not_transcribed": "⚠️ Seiten, die Claude nicht lesen konnte: {pages}. Der Grund steht im Protokoll des Servers.",
        "unreadable": "⚠️ Seiten, die sich nicht öffnen ließen: {pages}",
        "lost": "⚠️ Seiten, von denen mir etwas entgangen sein kann, zusammen {letters} Buchstaben: {pages}",
        "unseen": "⚠️ Seiten, deren Text ich nicht mit dem vergleichen konnte, was auf ihnen zu sehen ist: {pages}",
    },
    book_failures={
        "not_a_pdf": "Das ist kein PDF.",
        "empty": "Die Datei ist leer oder hat keine Seiten.",
        "locked": "Das PDF ist mit einem Passwort geschützt. Bitte schick es ohne Passwort.",
        "damaged": "Die Datei ist beschädigt oder unvollständig. Bitte exportiere sie neu und schick sie noch einmal.",
        "wrapping": "Was in diesem PDF steckt, zeigt nur Adobe Reader: Es ist ein Portfolio aus anderen Dateien oder ein Formular. Bitte drucke es dort als PDF, oder schick mir die PDFs, die darin sind.",
        "too_many_pages": "Das Buch hat zu viele Seiten: Ich kann höchstens 3.000 lesen. Bitte schick es in Teilen.",
        "no_text": "Es enthält überhaupt keinen Text.",
        "needs_ocr": "Das Buch besteht nur aus Scans. Installiere auf dem Server die Texterkennung und schick es noch einmal:\napt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-kor",
        "needs_languages": "Das Buch besteht nur aus Scans in einer Sprache, deren Daten der Texterkennung fehlen. Installiere sie auf dem Server und schick es noch einmal:\napt-get install tesseract-ocr-all",
        "too_costly": "Dieses PDF zu lesen kostet zu viel Zeit oder Speicher; ich habe aufgegeben.",
        "set_aside": "Drei Versuche, dieses Buch zu lesen, sind abgebrochen; es ist beiseitegelegt. Schick es für einen neuen Versuch noch einmal.",
        "not_embedded": "Der Embedding-Dienst hat es nicht angenommen. Bitte sieh ins Protokoll des Servers.",
        "unexpected": "Etwas Unerwartetes ist schiefgegangen. Bitte sieh ins Protokoll des Servers.",
    },
    books="📚 Bücher",
    books_none="Es gibt noch keine Bücher.",
    book_pages=" · {pages:Seite|Seiten}",
    book_states={
        "waiting": "wartet",
        "reading": "wird gelesen",
        "draft": "Entwurf",
        "published": "veröffentlicht",
        "replaced": "durch ein neueres ersetzt",
        "failed": "gescheitert",
    },
    book_published="Veröffentlicht!",
    pictures_which="Von welchen Büchern dürfen Seiten als Bild gezeigt werden? 🖼 wird gezeigt, 🚫 nicht. Ein Tippen ändert es.",
    button_publish="✅ Veröffentlichen",
    button_publish_anyway="✅ Trotzdem veröffentlichen",
    button_correct="✏️ Lektionen ändern",
    button_transcribe="👁 Claude liest {pages} S. ≈ ${dollars}",
    button_discard="🗑 Verwerfen",
    correct_how="Antworte mit den Lektionen, die du ändern willst:\n\n• 13: 52-55 Sich verabreden – Seiten und Titel von Lektion 13\n• 13: Sich verabreden – nur ihr Titel\n• 13: - – keine Lektion; 1-6: - sagt es von mehreren\n• 13:52-55 14:56-59 – Seiten mehrerer Lektionen\n• 13: S. 52-55 – die Seiten, wie sie gedruckt sind, nicht wie das PDF sie zählt",
    correct_unclear="🤔 „{line}“ verstehe ich nicht.",
    rollback_which="Welcher Kurs soll zur vorigen Ausgabe zurück?",
    rollback_none="Es gibt keine vorige Ausgabe.",
    rolled_back="↩️ {course} ist wieder auf der vorigen Ausgabe. Das zurückgezogene Buch ist wieder ein Entwurf.",
    remove_which="Welches Buch soll ich entfernen? Lernende sehen es dann nicht mehr.",
    removed="🗑 „{name}“ ist entfernt.",
    course_empty="⚠️ Lernende sehen von {course} jetzt nichts mehr. /rollback holt die vorige Ausgabe zurück.",
    stats=(
        "📊 Die letzten {days} Tage\n\n{questions:Frage|Fragen} · {learners:Lernender|Lernende}\nErstes Wort: Median {median} s, p95 {p95} s\n"
        "Ohne Antwort: {failures}\nTokens: {tokens_in} hinein ({cached} aus dem Cache), {tokens_out} heraus\n"
        "Kosten: {cents} ¢\n👍 {good} · 👎 {bad}\n\nTag und Kurs · Fragen · Tokens · Kosten\n{by_day}\n\n"
        "Meistgefragte Lektionen · Fragen · ohne Antwort\n{units}"
    ),
    outcomes={
        "refused": "abgelehnt",
        "failed": "gescheitert",
        "busy": "überlastet",
        "unavailable": "nicht verfügbar",
        "set_aside": "beiseite",
    },
    update_set_aside=(
        "⚠️ Die Bearbeitung einer Nachricht ist dreimal abgebrochen; sie ist beiseitegelegt (Update {update}). Wer sie geschickt hat, weiß Bescheid; mehr steht im Protokoll."
    ),
    admins_moved=(
        "🚚 Diese Gruppe ist jetzt eine Supergruppe und hat eine neue ID. Trag bitte in ADMIN_CHAT_IDS {new} statt {old} ein und starte mich neu: Bis dahin nehme ich hier keine Aufträge an."
    ),
    claude_is_out=(
        "🚨 Claude antwortet nicht, und nur du kannst das beheben. Claude sagt:\n\n{reason}\n\n"
        "Die Lernenden werden um Geduld gebeten. Ich melde mich, wenn Claude wieder antwortet."
    ),
    claude_is_back="✅ Claude antwortet wieder.",
)
