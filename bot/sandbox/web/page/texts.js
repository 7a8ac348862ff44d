// What the page itself says, in three languages.

const TEXTS = {
  ko: {
    views: "보기", learner: "학습자", admin: "관리자", stream: "토큰 그대로", corner: "개발자",
    language: "언어", theme: "밝게 또는 어둡게", skip: "메시지 입력으로 건너뛰기",
    as_learner: (name) => `${name} 님으로 접속 중 · 학습자`, as_admin: (name) => `${name}로 접속 중 · 교재를 올리는 사람`,
    typing: "입력 중…", uploading: "파일을 보내는 중…", messages: "메시지", down: "맨 아래로", drop: "여기에 놓으면 첨부됩니다",
    chips: "이렇게 시작해 보세요", start_learner: "👋 아래에서 질문을 골라 눌러 보세요. 먼저 /unit으로 단원을 고르면 더 좋아요.", start_admin: "📕 교재 PDF를 여기로 끌어다 놓거나, 아래에서 샘플 교재를 보내 보세요.", commands: "명령", attach: "파일 첨부", write: "메시지 입력", caption: "설명 (예: A1)", send: "보내기",
    cancel: "취소", close: "닫기", reply: "답장", quote: "선택한 부분 인용", copy: "복사", edit: "수정", remove: "삭제",
    actions: "메시지 메뉴", editing: "메시지 수정", edited: "수정됨", growing: "쓰는 중",
    more: "펼치기", less: "접기", picture: "사진",
    lost: "연결이 끊겼습니다. 다시 연결하는 중…", not_sent: "연결이 끊겨 보내지 못했습니다. 글은 그대로 있어요.",
    refused: (why) => `되지 않았습니다: ${why}`,
    sample: "📕 샘플 교재 보내기", own: "📎 내 PDF 보내기", books: "/books",
    questions: ["möchten은 언제 써요?", "왜 einen Kaffee라고 해요?", "시간은 독일어로 어떻게 말해요?"],
    stream_how: "텔레그램의 속도 제한이 없다면: Claude가 쓰는 그대로입니다.",
    stream_real: "진짜 Claude를 쓰는 동안에는 토큰을 엿볼 수 없습니다. ANTHROPIC_API_KEY 없이 실행하면 보입니다.",
    stream_none: "아직 질문이 없습니다. 학습자 대화에서 물어보세요.",
    took: (claude) => `Claude ${claude}`, took_both: (claude, chat, edits) => `Claude ${claude} · 대화창 ${chat}, 수정 ${edits}번`,
    corner_how: "봇이 텔레그램과 Claude에 무엇을, 얼마나 자주 보냈는지 보여 줍니다.",
    sent: "보낸 메시지", edits: "수정", too_many: "429 거절", first: "첫 낱말까지", answers: "답변", question: "질문", complete: "완성까지",
    requests: "Claude에 보낸 것", calls: "텔레그램에 보낸 요청", none: "아직 없습니다.", load: "불러오는 중…",
    note: "텔레그램과 Claude는 대역입니다", note_real: "텔레그램은 대역, Claude는 진짜입니다",
    about_title: "무엇이 진짜인가요?",
    about_what: "봇, 교재 읽기, 검색, Postgres는 모두 진짜입니다. 텔레그램과 Claude만 이 컴퓨터 안의 대역이라, 답변은 찾은 교재 문장을 인용할 뿐입니다. 밖으로 나가는 것은 없습니다.",
    about_what_real: "봇, 교재 읽기, 검색, Postgres와 Claude는 진짜입니다. 텔레그램만 이 컴퓨터 안의 대역입니다. 질문과 찾은 교재 문장은 Anthropic으로 갑니다.",
    about_real: "진짜로 써 보려면",
    about_claude: "ANTHROPIC_API_KEY를 환경 변수로 두고 make demo를 실행하면 진짜 Claude가 답합니다.",
    about_telegram: "@BotFather에게서 받은 토큰은 .env의 TELEGRAM_BOT_TOKEN에, 관리자 번호는 ADMIN_CHAT_IDS에 넣습니다.",
    about_run: "make run을 실행하고 텔레그램에서 봇에게 교재 PDF를 보내세요.",
  },
  en: {
    views: "Views", learner: "Learner", admin: "Admin", stream: "Token by token", corner: "Developers",
    language: "Language", theme: "Light or dark", skip: "Skip to the message field",
    as_learner: (name) => `You are ${name}, a learner`, as_admin: (name) => `You are ${name}, who sends the books`,
    typing: "typing…", uploading: "sending a file…", messages: "Messages", down: "To the newest message", drop: "Drop it here to attach it",
    chips: "Try this", start_learner: "👋 Press one of the questions below. Better still, choose a unit first with /unit.", start_admin: "📕 Drop a textbook's PDF here, or send the sample book with the button below.", commands: "Commands", attach: "Attach a file", write: "Message", caption: "Caption, such as A1", send: "Send",
    cancel: "Cancel", close: "Close", reply: "Reply", quote: "Quote the selection", copy: "Copy", edit: "Edit", remove: "Delete",
    actions: "Message menu", editing: "Edit message", edited: "edited", growing: "being written",
    more: "Show more", less: "Show less", picture: "Picture",
    lost: "The connection is lost. Trying again…",
    not_sent: "Not sent, for the connection is lost. Your words are still here.", refused: (why) => `That did not work: ${why}`,
    sample: "📕 Send the sample book", own: "📎 Send your own PDF", books: "/books",
    questions: ["When do I use möchten?", "Why is it einen Kaffee?", "How do I tell the time in German?"],
    stream_how: "The same answer without Telegram's limits, as Claude writes it.",
    stream_real: "Claude is real, and its tokens go to the bot alone. Without ANTHROPIC_API_KEY you see them here.",
    stream_none: "Nothing has been asked yet. Ask something in the learner's chat.",
    took: (claude) => `Claude ${claude}`, took_both: (claude, chat, edits) => `Claude ${claude} · the chat ${chat}, in ${edits} edits`,
    corner_how: "What the bot sent to Telegram and to Claude, and how often.",
    sent: "messages sent", edits: "edits", too_many: "429 refusals", first: "to the first word", answers: "Answers", question: "Question", complete: "complete",
    requests: "What was sent to Claude", calls: "Requests to Telegram", none: "None yet.", load: "Loading…",
    note: "Telegram and Claude are stand-ins here", note_real: "Telegram is a stand-in here, Claude is real",
    about_title: "What is real here?",
    about_what: "The bot, the reading of books, the search and Postgres are real. Telegram and Claude are stand-ins on this machine, so answers only quote the lines that were found. Nothing leaves your computer.",
    about_what_real: "The bot, the reading of books, the search, Postgres and Claude are real. Telegram alone is a stand-in on this machine. Questions and the passages found for them go to Anthropic.",
    about_real: "To make it real",
    about_claude: "With ANTHROPIC_API_KEY in the environment, make demo asks the real Claude.",
    about_telegram: "The token from @BotFather goes into .env as TELEGRAM_BOT_TOKEN, your number as ADMIN_CHAT_IDS.",
    about_run: "Then make run, and send your textbook's PDF to the bot in Telegram.",
  },
  de: {
    views: "Ansichten", learner: "Lernende", admin: "Leitung", stream: "Token für Token", corner: "Entwickler",
    language: "Sprache", theme: "Hell oder dunkel", skip: "Zum Eingabefeld springen",
    as_learner: (name) => `Sie sind ${name} und lernen`, as_admin: (name) => `Sie sind ${name} und schicken die Bücher`,
    typing: "schreibt…", uploading: "sendet eine Datei…", messages: "Nachrichten", down: "Zur neuesten Nachricht", drop: "Hier ablegen zum Anhängen",
    chips: "Zum Ausprobieren", start_learner: "👋 Drücken Sie auf eine der Fragen unten, am besten erst auf /unit für die Lektion.", start_admin: "📕 Ziehen Sie ein Lehrbuch als PDF hierher, oder schicken Sie unten das Beispielbuch.", commands: "Befehle", attach: "Datei anhängen", write: "Nachricht", caption: "Beschreibung, etwa A1", send: "Senden",
    cancel: "Abbrechen", close: "Schließen", reply: "Antworten", quote: "Auswahl zitieren", copy: "Kopieren", edit: "Bearbeiten", remove: "Löschen",
    actions: "Nachrichtenmenü", editing: "Nachricht bearbeiten", edited: "bearbeitet", growing: "wird geschrieben",
    more: "Mehr anzeigen", less: "Weniger anzeigen", picture: "Bild",
    lost: "Die Verbindung ist weg. Neuer Versuch…",
    not_sent: "Nicht gesendet, denn die Verbindung ist weg. Ihr Text steht noch da.", refused: (why) => `Das ging nicht: ${why}`,
    sample: "📕 Das Beispielbuch schicken", own: "📎 Eigenes PDF schicken", books: "/books",
    questions: ["Wann benutze ich möchten?", "Warum heißt es einen Kaffee?", "Wie sage ich die Uhrzeit?"],
    stream_how: "Dieselbe Antwort ohne Telegrams Grenzen, wie Claude sie schreibt.",
    stream_real: "Claude ist echt, und seine Token gehen nur an den Bot. Ohne ANTHROPIC_API_KEY sind sie hier zu sehen.",
    stream_none: "Noch keine Frage. Stellen Sie eine im Chat links.",
    took: (claude) => `Claude ${claude}`, took_both: (claude, chat, edits) => `Claude ${claude} · der Chat ${chat}, mit ${edits} Änderungen`,
    corner_how: "Was der Bot an Telegram und an Claude geschickt hat, und wie oft.",
    sent: "Nachrichten gesendet", edits: "Änderungen", too_many: "429 abgelehnt", first: "bis zum ersten Wort", answers: "Antworten", question: "Frage", complete: "fertig",
    requests: "Was an Claude ging", calls: "Anfragen an Telegram", none: "Noch nichts.", load: "Wird geladen…",
    note: "Telegram und Claude sind hier Stellvertreter", note_real: "Telegram ist hier ein Stellvertreter, Claude ist echt",
    about_title: "Was ist hier echt?",
    about_what: "Echt sind der Bot, das Lesen der Bücher, die Suche und Postgres. Telegram und Claude sind Stellvertreter auf diesem Rechner; deshalb zitieren Antworten nur die gefundenen Sätze. Nichts verlässt Ihren Rechner.",
    about_what_real: "Echt sind der Bot, das Lesen der Bücher, die Suche, Postgres und Claude. Nur Telegram ist ein Stellvertreter auf diesem Rechner. Fragen und die gefundenen Stellen gehen an Anthropic.",
    about_real: "So wird es echt",
    about_claude: "Mit ANTHROPIC_API_KEY in der Umgebung fragt make demo das echte Claude.",
    about_telegram: "Das Token von @BotFather kommt als TELEGRAM_BOT_TOKEN in die .env, Ihre Nummer als ADMIN_CHAT_IDS.",
    about_run: "Dann make run, und im Telegram-Chat dem Bot das PDF Ihres Lehrbuchs schicken.",
  },
};

export { TEXTS };

let chosen = "en";

export const language = () => chosen;

/** The words for a key; `values` where they depend on something. */
export function t(key, ...values) {
  const words = TEXTS[chosen][key];
  return typeof words === "function" ? words(...values) : words;
}

/** From now on the page speaks this language, or English if it can't. */
export function choose(code) {
  chosen = code in TEXTS ? code : "en";
  document.documentElement.lang = chosen;
  translate(document);
}

/** Writes the texts that stand in the page's markup: data-text for contents, data-label for names of fields. */
export function translate(root) {
  for (const element of root.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of root.querySelectorAll("[data-label]")) {
    const words = t(element.dataset.label);
    element.setAttribute("aria-label", words);
    if (element.matches("textarea")) element.placeholder = words;
    if (element.matches("button")) element.title = words;
  }
}

export const clock = (date) =>
  new Date(date * 1000).toLocaleTimeString(chosen, { hour: "2-digit", minute: "2-digit", hour12: false });
