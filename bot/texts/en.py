"""English."""

from bot.texts.texts import Texts
from ingest.books.failures import FAILURES
from ingest.units.remarks import REMARKS

_CAPTIONS = (
    "• A1 – a whole course; I will find the units.\n"
    "• A1-13 – the file is that unit.\n"
    "• A1 1:8-11 2:12-15 – the PDF's pages of each unit.\n\n"
    "A course's name begins with a letter (A-Z) and has up to 16 letters and digits."
)

TEXTS = Texts(
    language_name="English",
    welcome=(
        "Hello! I am a tutor for people who study alone, and I have read your textbook. 📖\n\n"
        "Choose the unit you are working on, then just ask what you are stuck on. "
        "I look it up in that unit of the book and explain it, with the pages it comes from.\n\n"
        "For example: “I don't understand exercise 3 on page 12.”"
    ),
    help=(
        "How it works:\n\n"
        "• /unit – choose a unit. /unit A1-13 or /unit 13 takes you straight there; you may add a question.\n"
        "• Then send your question, in your own language.\n"
        "• Send a sentence of your own and I will correct it.\n"
        "• /stop – stop an answer.\n"
        "• /new – start afresh, without the earlier conversation; you may add a question.\n"
        "• /why – shows which parts of the book the last answer was written from.\n"
        "• /language – change the language I explain in.\n"
        "• /privacy – what is stored.\n"
        "• /usage – how much you can still ask.\n"
        "• /export – get all that is stored, as a file.\n"
        "• /forget – delete all of it.\n\n"
        "Questions are text, up to 2,000 characters, or 8,000 if a long paste is split into several messages."
    ),
    ask_in_group="👥 In this group, begin your message with @{bot} or reply to one of my messages. I answer nothing else.",
    privacy=(
        "What is stored: the Telegram IDs of this chat, its messages and the people who ask; your language and unit; your "
        "questions and the answers, your 👍 and 👎 with the reason, and what the answers took in time and money. "
        "Not your name, not your phone number.\n\n"
        "Your question, the text that it quotes or replies to (stored with it) and the latest messages go to Claude "
        "(Anthropic), which writes the answer. The question and that text may also go to an embedding service, to "
        "find the right part of the book.\n\n"
        "If you press 👎, that question, its answer, what was found in the book and the reason may be shown to the "
        "admins, to make the tutor better; never who asked. What they were shown stays in their chat.\n\n"
        "In a group, everybody can read the questions and answers. Only what is addressed to me is stored, with the ID of "
        "the person who asked; Claude also gets the latest questions and answers of others in the same unit and topic.\n\n"
        "/forget at once deletes everything stored for this chat, and all you have asked in groups; /export sends it to "
        "you. In a group, /forget deletes only what you have asked yourself, and for its admins also what was asked "
        "anonymously. How much you have asked that day is then still counted, under a pseudonym, for as long as a limit "
        "needs it."
    ),
    button_units="📚 Choose a unit",
    button_language="🌐 Language",
    button_help="❓ How it works",
    choose_language="Which language should I explain in?",
    language_chosen="From now on I will explain in English.",
    forget_sure="Delete all questions, answers and settings of this chat, and what you have asked in groups? This cannot be undone.",
    forget_sure_in_group=(
        "Whoever presses the button deletes their own questions in this group, with the answers; the group's admins also "
        "delete what was asked anonymously. This cannot be undone."
    ),
    button_forget="🗑 Delete everything",
    button_keep="Keep it",
    forgotten="Everything is deleted. Send /start to begin again.",
    exported="Here is everything that is stored about you.",
    export_in_person="I send what is stored about you in our private chat only. Please send me /export there.",
    kept="Everything stays as it is.",
    commands={
        "unit": "Choose a unit",
        "new": "Start a new conversation",
        "stop": "Stop the answer",
        "language": "Change the language of explanations",
        "help": "How it works",
        "privacy": "What is stored",
        "usage": "How much you can still ask",
        "why": "What the answer was written from",
        "export": "Get all that is stored",
        "forget": "Delete all that is stored",
    },
    admin_commands={
        "books": "List the books",
        "remove": "Remove a book",
        "rollback": "Go back to the previous edition",
        "pictures": "Which books show pages as pictures",
        "invite": "Invite to the class",
        "stats": "Figures of the last week",
        "coverage": "What there is on each unit",
    },
    no_books="There is no textbook here yet. As soon as an admin sends one, we can start.",
    choose_course="Which course are you working on?",
    choose_unit="Which unit of {course}?",
    unit_chosen="✅ {unit}\nAsk whatever you want to know about it.",
    course_chosen="✅ {course}\nThis course is not divided into units. Just ask whatever you want to know.",
    unit_unknown="There is no unit {unit} in the book. Choose one below.",
    unit_not_found="No unit has “{words}” in its title. Choose one below, or write its number: /unit 3",
    ask_after_unit="I have your question. Choose the unit it belongs to and I will answer at once.",
    fresh="A new start: I no longer look at the earlier conversation.",
    button_back="⬅️ Courses",
    searching="🔎 Let me look in the book.",
    thinking="💭 Let me think.",
    waiting="⏳ I will answer this right after your earlier question. ({count} waiting)",
    sources="📖 Sources ({count})",
    page="p. {pages}",
    page_not_shown="This page can't be shown any more: the book has changed, or its pages may not be shown as pictures. You can still find it in your own copy!",
    file_not_taken=(
        "Telegram does not accept this file just now. Please try again a little later. "
        "In a group, the admins have to let me send pictures and files."
    ),
    why_passages="🧭 What this answer was written from ({count})",
    why_figures="✅ is what the answer cites. The figures: the score of the search, how close the meaning is (1: the same), how many words are shared.",
    why_nothing="There is no answer to look into yet. Ask me something first!",
    elsewhere="📍 The book has this in {unit}.",
    nowhere="📕 I found nothing about this in the book.",
    unseen={
        "picture": "🙈 I can't see pictures, so I answer what you wrote.",
        "sound": "🙉 I can't hear recordings, so I answer what you wrote.",
        "file": "🙈 I can't open what you sent, so I answer what you wrote.",
    },
    cut="✂️ The answer was getting too long and stops here.",
    stopped="⏹ Stopped here.",
    refused="I cannot answer that one. Could you put it differently, about the language or the book?",
    failed="😥 I could not get an answer just now. Your question is saved: press 🔁 in a moment.",
    broken_off="😥 The answer may have broken off here. Press 🔁 and I will answer from the start.",
    busy="😮‍💨 Too many people are asking Claude just now. Your question is saved: press 🔁 in a few minutes.",
    unavailable=(
        "😥 I cannot answer at the moment; it is nothing you did. Whoever looks after me has been told. "
        "Your question is saved: press 🔁 later, perhaps in a few hours."
    ),
    set_aside="🧯 Something in this question made me stumble more than once, so I have set it aside. I'm sorry! Press 🔁 for another try, or put it in other words.",
    button_again="🔁 Again",
    button_more="➕ More detail",
    button_there="📍 Ask in {unit}",
    opened="{unit} is open. I will answer your question there.",
    button_stop="⏹ Stop",
    button_go_on="▶️ Go on",
    go_on="Please go on: {question}",
    more="Please explain in more detail: {question}",
    thanks="Thank you! 🙂",
    thanks_for_bad="Thanks for telling me. Press once more to say why.",
    why="What was wrong with it?",
    reasons={"wrong": "wrong", "hard": "too hard", "long": "too long", "off": "off-topic"},
    button_not_yours="Only the person who asked can use this button.",
    nothing_to_stop="There is no answer to stop.",
    dropped="Done: I have dropped what you asked without a unit.",
    button_old="This button no longer works.",
    too_long=(
        "Your message has {length} characters; I can read up to {limit}. Could you send the part that matters most?"
    ),
    too_many="One moment: {count} of your questions are still waiting for an answer. Please send this one, and any after it, once I have answered them.",
    limits={
        "questions": "🙏 Let's take a short break. I can take your next question in {wait}; please send this one again then.",
        "learner_cents": "🌙 Your answers for today are used up. There will be new ones in {wait}; please ask again then!",
        "cents": "🌙 Today's answers for everybody are used up, through no fault of yours. Please ask again in {wait}!",
    },
    class_is_closed="🔒 This class is for invited learners. Please ask an admin for a link; a link works for seven days.",
    class_is_open="Everybody may use this bot. To close the class, set ALLOWED_USERS on the server.",
    invitation="🎟 Whoever follows this link joins the class. It works for {days} days.\n\n{link}",
    minutes="{count} min",
    hours="{count} h",
    usage="💬 Questions you can ask now: {count}",
    usage_next="⏱ One more comes in {wait}.",
    usage_free="💬 You can ask as much as you like.",
    usage_cents="💰 Your answers today: {cents} of {limit} cents",
    only_text="I can only read text. Type the sentence or the word you are stuck on. ✍️",
    empty="There is nothing in that message that I can read. Type what you would like to know.",
    not_for_learners="This command is for admins.",
    unknown_command="I don't know that command. /help lists those I know.",
    trouble="Something went wrong for a moment. Could you send that again?",
    unheard="🙏 For a while Telegram did not pass on what I said. If something is still unanswered, could you send it again?",
    database_busy="I can't get at my notes just now. Could you send that again in a moment?",
    book_how=f"Send the textbook as a PDF file, and say in the caption what it is:\n\n{_CAPTIONS}",
    book_which=f"📎 What is “{{name}}”? Write it here within ten minutes:\n\n{_CAPTIONS}",
    book_which_file="I have several files that I don't know yet. Please reply to the one that you mean.",
    book_not_pdf="I can only read PDF files. Please send the textbook as a PDF.",
    book_too_big=(
        "The file has {size} MB; Telegram lets me fetch up to {limit} MB. Add it on the server instead:\n"
        "python -m ingest add FILE.pdf --course A1"
    ),
    book_not_given=(
        "Telegram does not let me fetch this file, as it is too big. Add it on the server instead:\n"
        "python -m ingest add FILE.pdf --course A1"
    ),
    book_bad_caption="I don't understand the caption “{caption}”.",
    book_has_caption="I have taken this file as “{caption}”. For another caption, please send the file once more.",
    book_not_in_person="Books must be sent by an admin in person, not forwarded and not posted anonymously.",
    book_download_failed="I could not fetch the file. Please send it again.",
    book_received="📥 “{name}” has arrived.",
    book_known="“{name}” is here already. Nothing has changed.",
    book_stages={
        "waiting": "waiting for its turn",
        "pages": "reading pages",
        "transcripts": "Claude is reading the scans",
        "passages": "splitting into passages",
        "vectors": "indexing",
    },
    book_done="✅ {name}\n{pages:page|pages} · {passages:passage|passages} · {seconds} s",
    book_draft="📝 {name} (draft)\n{pages:page|pages} · {passages:passage|passages} · {seconds} s\nLearners will not see it until you publish it.",
    book_about="Units found by: {source} · confidence {confidence} · languages {languages}",
    book_sources={
        "caption": "what you wrote",
        "outline": "the PDF's outline",
        "contents": "the contents page",
        "headings": "headings",
        "none": "nothing",
    },
    book_unit="{unit} · p. {pages}{own} · {passages:passage|passages}",
    book_ask="❓ I am not sure that this is right. Please check the units and the ⚠️ above, and correct what is wrong before you publish.",
    book_remarks={code: f"⚠️ {text}" for code, text in REMARKS.items()},
    book_failures=FAILURES,
    books="📚 Books",
    books_none="There are no books yet.",
    book_pages=" · {pages:page|pages}",
    book_states={
        "waiting": "waiting",
        "reading": "being read",
        "draft": "draft",
        "published": "published",
        "replaced": "replaced by a newer edition",
        "failed": "failed",
    },
    book_published="Published!",
    pictures_which="Which books’ pages may be shown as pictures? 🖼 is shown, 🚫 is not. A tap changes it.",
    button_publish="✅ Publish",
    button_publish_anyway="✅ Publish anyway",
    button_correct="✏️ Correct units",
    button_transcribe="👁 Claude reads {pages} p. ≈ ${dollars}",
    button_discard="🗑 Discard",
    correct_how="Reply with the units to correct, like this:\n\n• 13: 52-55 Making plans – pages and title of unit 13\n• 13: Making plans – only its title\n• 13: - – no unit; 1-6: - says so of several\n• 13:52-55 14:56-59 – pages of several units\n• 13: p. 52-55 – the pages as they are printed, not as the PDF counts them",
    correct_unclear="🤔 I don't understand “{line}”.",
    rollback_which="Which course should go back to its previous edition?",
    rollback_none="There is no previous edition.",
    rolled_back="↩️ {course} is back at its previous edition. The withdrawn book is a draft again.",
    remove_which="Which book should I remove? Learners will no longer see it.",
    removed="🗑 “{name}” is removed.",
    course_empty="⚠️ Learners see nothing of {course} now. /rollback brings the previous edition back.",
    stats=(
        "📊 The last {days} days\n\n{questions:question|questions} · {learners:learner|learners}\nFirst word: {median} s median, {p95} s p95\n"
        "Without an answer: {failures}\nTokens: {tokens_in} in ({cached} from the cache), {tokens_out} out\n"
        "Cost: {cents} ¢\n👍 {good} · 👎 {bad}\n\nDay and course · questions · tokens · cost\n{by_day}\n\n"
        "Most asked units · questions · unanswered\n{units}"
    ),
    outcomes={
        "refused": "refused",
        "failed": "failed",
        "busy": "busy",
        "unavailable": "unavailable",
        "set_aside": "set aside",
    },
    update_set_aside=(
        "⚠️ Handling a message has failed three times, so it is set aside (update {update}). Its sender was told; the log says more."
    ),
    admins_moved=(
        "🚚 This group is a supergroup now and has a new ID. Please replace {old} with {new} in ADMIN_CHAT_IDS and restart me: until then I accept no admin commands here."
    ),
    claude_is_out=(
        "🚨 Claude does not answer, and only you can fix it. Claude says:\n\n{reason}\n\n"
        "Learners are asked for patience. I will tell you when it answers again."
    ),
    claude_is_back="✅ Claude is answering again.",
)
