"""Korean."""

from bot.texts.particles import Fitted
from bot.texts.texts import Texts

_CAPTIONS = (
    "• A1 – 한 과정 전체예요. 단원은 제가 찾을게요.\n"
    "• A1-13 – 이 파일 전체가 그 단원이에요.\n"
    "• A1 1:8-11 2:12-15 – 단원마다 PDF의 쪽 번호예요.\n\n"
    "과정 이름은 영문자로 시작하고, 영문자와 숫자로 16자까지 쓸 수 있어요."
)

TEXTS = Texts(
    language_name="한국어",
    welcome=(
        "안녕하세요! 저는 교재를 함께 읽는 독학 튜터예요. 📖\n\n"
        "지금 공부하는 단원을 고르고, 막히는 부분을 편하게 물어보세요. "
        "교재에서 그 단원을 찾아 읽고, 몇 쪽에 나오는지도 알려 드리면서 설명해 드려요.\n\n"
        "예: “12쪽 연습 3번이 이해가 안 돼요.”"
    ),
    help=(
        "이렇게 써 보세요.\n\n"
        "• /unit – 단원을 골라요. /unit A1-13 이나 /unit 13 처럼 바로 갈 수도 있고, 뒤에 질문을 붙여도 돼요.\n"
        "• 그다음 메시지로 질문하세요. 편한 언어로 쓰시면 돼요.\n"
        "• 직접 만든 문장을 보내면 고쳐 드려요.\n"
        "• /stop – 답변을 멈춰요.\n"
        "• /new – 이전 대화를 잊고 새로 시작해요. 뒤에 질문을 붙여도 돼요.\n"
        "• /why – 마지막 답변에 교재의 어느 부분을 썼는지 보여 드려요.\n"
        "• /language – 설명하는 언어를 바꿔요.\n"
        "• /privacy – 무엇을 저장하는지 알려 드려요.\n"
        "• /usage – 질문을 얼마나 더 할 수 있는지 보여 드려요.\n"
        "• /export – 저장된 데이터를 파일로 보내 드려요.\n"
        "• /forget – 저장된 것을 모두 지워요.\n\n"
        "질문은 글로만, 2,000자까지 받을 수 있어요. 여러 메시지로 나뉘는 긴 글은 8,000자까지 돼요."
    ),
    ask_in_group="👥 이 그룹에서는 메시지 앞에 @{bot} 을 쓰거나 제 메시지에 답장해 주세요. 다른 메시지에는 답하지 않아요.",
    privacy=(
        "저장하는 것: 이 채팅과 메시지, 질문한 사람의 텔레그램 ID, 언어, 고른 단원, 질문과 답변, "
        "👍 👎 와 그 이유, 답변에 든 시간과 비용이에요. "
        "이름과 전화번호는 저장하지 않아요.\n\n"
        "질문, 질문에서 인용하거나 답장한 글(질문과 함께 저장해요), 최근 대화는 답을 쓰는 Claude(Anthropic)에 "
        "전달돼요. 질문과 인용한 글은 교재에서 관련 부분을 찾기 위해 임베딩 서비스에 전달될 수도 있어요.\n\n"
        "👎 를 누르면 튜터를 개선하기 위해 그 질문과 답변, 찾은 교재 부분, 이유를 관리자에게 보여 줄 수 있어요. 누가 "
        "질문했는지는 알리지 않아요. 이미 보여 준 것은 관리자의 채팅에 남아요.\n\n"
        "그룹에서는 질문과 답변을 모두가 볼 수 있어요. 저에게 한 말만 질문한 사람의 ID와 함께 저장하고, "
        "같은 단원과 주제에서 다른 사람이 나눈 최근 질문과 답변도 Claude에 전달돼요.\n\n"
        "/forget 을 보내면 이 채팅에 저장된 것과 그룹에서 하신 질문을 바로 모두 지워요. /export 를 보내면 그것을 "
        "파일로 보내 드려요. 그룹에서 /forget 을 보내면 본인의 질문과 그 답변만 지우고, 그룹 관리자는 익명으로 한 "
        "질문도 지울 수 있어요. 그날 얼마나 질문했는지는 누구인지 알 수 없는 가명으로, 한도에 영향을 주는 동안만 남아 "
        "있어요."
    ),
    button_units="📚 단원 고르기",
    button_language="🌐 언어",
    button_help="❓ 사용법",
    choose_language="어떤 언어로 설명해 드릴까요?",
    language_chosen="이제 한국어로 설명할게요.",
    forget_sure="이 채팅의 질문과 답변, 설정, 그리고 그룹에서 한 질문까지 모두 지울까요? 되돌릴 수 없어요.",
    forget_sure_in_group=(
        "버튼을 누른 사람이 이 그룹에서 한 질문과 그 답변을 모두 지워요. "
        "그룹 관리자가 누르면 익명으로 한 질문도 함께 지워요. 되돌릴 수 없어요."
    ),
    button_forget="🗑 모두 지우기",
    button_keep="그대로 두기",
    forgotten="모두 지웠어요. 다시 시작하려면 /start 를 보내 주세요.",
    exported="저장된 데이터를 모두 담은 파일이에요.",
    export_in_person="저장된 데이터는 1:1 채팅에서만 보내 드려요. 저와의 1:1 채팅에서 /export 를 보내 주세요.",
    kept="그대로 두었어요.",
    commands={
        "unit": "단원 고르기",
        "new": "새 대화 시작",
        "stop": "답변 멈추기",
        "language": "설명 언어 바꾸기",
        "help": "사용법",
        "privacy": "무엇을 저장하나요",
        "usage": "남은 질문 보기",
        "why": "답변에 쓴 교재 부분 보기",
        "export": "저장된 데이터 받기",
        "forget": "저장된 것 모두 지우기",
    },
    admin_commands={
        "books": "교재 목록",
        "remove": "교재 지우기",
        "rollback": "이전 판으로 되돌리기",
        "pictures": "쪽을 그림으로 보여 줄 책 고르기",
        "invite": "수업에 초대하기",
        "stats": "최근 통계",
        "coverage": "단원별 내용 보기",
    },
    no_books="아직 등록된 교재가 없어요. 관리자가 교재를 올리면 바로 시작할 수 있어요.",
    choose_course="어떤 과정을 공부하고 있나요?",
    choose_unit="{course}의 어느 단원인가요?",
    unit_chosen="✅ {unit}\n이 단원에서 궁금한 것을 물어보세요.",
    course_chosen="✅ {course}\n이 과정은 단원으로 나뉘어 있지 않아요. 궁금한 것을 바로 물어보세요.",
    unit_unknown="{unit} 단원은 교재에 없어요. 아래에서 골라 주세요.",
    unit_not_found="‘{words}’: 제목에 이 말이 들어간 단원이 없어요. 아래에서 고르거나 /unit 3 처럼 번호를 써 주세요.",
    ask_after_unit="질문은 잘 받아 두었어요. 어느 단원인지 고르면 바로 답할게요.",
    fresh="새로 시작해요. 이전 대화는 더 이상 참고하지 않아요.",
    button_back="⬅️ 과정",
    searching="🔎 교재에서 찾아볼게요.",
    thinking="💭 답을 생각해 볼게요.",
    waiting="⏳ 앞의 질문에 답하고 나서 바로 볼게요. (대기 {count})",
    sources="📖 출처 ({count})",
    page="{pages}쪽",
    page_not_shown="이 쪽은 이제 보여 드릴 수 없어요. 책이 바뀌었거나, 그림으로 보여 드려도 되는 책이 아니에요. 가지고 계신 책에서는 그 쪽을 찾아볼 수 있어요!",
    file_not_taken=(
        "지금은 텔레그램이 이 파일을 받아 주지 않아요. 잠시 뒤에 다시 해 보세요. "
        "그룹이라면 제가 사진과 파일을 보낼 수 있는지 그룹 관리자에게 물어봐 주세요."
    ),
    why_passages="🧭 이 답변에 쓴 교재 부분 ({count})",
    why_figures="✅ 는 답변이 인용한 부분이에요. 숫자는 차례대로 검색 점수, 뜻이 비슷한 정도(1이면 같음), 단어가 겹치는 정도예요.",
    why_nothing="아직 보여 드릴 답변이 없어요. 먼저 질문해 주세요!",
    elsewhere="📍 교재의 {unit}에 있어요.",
    nowhere="📕 이 내용은 교재에서 찾지 못했어요.",
    unseen={
        "picture": "🙈 사진은 볼 수 없어서, 글로 써 주신 것에 답할게요.",
        "sound": "🙉 녹음은 들을 수 없어서, 글로 써 주신 것에 답할게요.",
        "file": "🙈 보내 주신 것은 열어 볼 수 없어서, 글로 써 주신 것에 답할게요.",
    },
    cut="✂️ 답이 길어서 여기서 끊었어요.",
    stopped="⏹ 여기서 멈췄어요.",
    refused="이 질문에는 답하기 어려워요. 공부하는 언어나 교재에 대해 다르게 물어봐 주시겠어요?",
    failed="😥 지금은 답을 받아오지 못했어요. 질문은 잘 보관했으니 잠시 뒤 🔁 버튼을 눌러 주세요.",
    broken_off="😥 답이 여기서 끊겼을 수 있어요. 🔁 버튼을 누르면 처음부터 새로 답할게요.",
    busy="😮‍💨 지금은 Claude에게 질문이 너무 많이 몰렸어요. 질문은 잘 보관했으니 몇 분 뒤에 🔁 버튼을 눌러 주세요.",
    unavailable=(
        "😥 지금은 답을 드릴 수 없어요. 질문에는 아무 문제가 없고, 관리하는 분께 이미 알렸어요. "
        "질문은 잘 보관했으니 나중에, 어쩌면 몇 시간 뒤에 🔁 버튼을 눌러 주세요."
    ),
    set_aside="🧯 이 질문에 답하다가 여러 번 멈춰서, 일단 접어 두었어요. 죄송해요! 🔁 버튼을 눌러 보거나, 다른 말로 물어봐 주시겠어요?",
    button_again="🔁 다시",
    button_more="➕ 더 자세히",
    button_there="📍 {unit}에서 물어보기",
    opened="{unit}에서 다시 답할게요.",
    button_stop="⏹ 중지",
    button_go_on="▶️ 계속",
    go_on="이어서 계속해 주세요: {question}",
    more="더 자세히 설명해 주세요: {question}",
    thanks="고마워요! 🙂",
    thanks_for_bad="알려 주셔서 고마워요. 이유도 알려 주시려면 한 번 더 눌러 주세요.",
    why="어떤 점이 아쉬웠나요?",
    reasons={"wrong": "틀려요", "hard": "어려워요", "long": "길어요", "off": "엉뚱해요"},
    button_not_yours="질문한 사람만 쓸 수 있는 버튼이에요.",
    nothing_to_stop="지금 멈출 답변이 없어요.",
    dropped="단원을 고르기 전에 하신 질문은 취소했어요.",
    button_old="이 버튼은 더 이상 쓸 수 없어요.",
    too_long=("메시지가 {length}자예요. {limit}자까지 읽을 수 있어요. 가장 궁금한 부분만 보내 주시겠어요?"),
    too_many="잠시만요, 아직 답하지 못한 질문이 {count}개 있어요. 먼저 답해 드릴게요. 이 질문부터는 그다음에 다시 보내 주세요.",
    limits={
        "questions": "🙏 조금 쉬어 갈까요? 다음 질문은 {wait} 뒤에 받을 수 있어요. 그때 다시 보내 주세요.",
        "learner_cents": "🌙 오늘 몫의 질문을 다 썼어요. {wait} 뒤에 새로 채워져요. 그때 다시 보내 주세요!",
        "cents": "🌙 오늘 모두가 함께 쓰는 몫이 다 떨어졌어요. 잘못하신 건 없어요. {wait} 뒤에 다시 보내 주세요!",
    },
    class_is_closed="🔒 초대받은 분만 쓸 수 있는 수업이에요. 초대 링크를 관리자에게 부탁해 주세요. 링크는 7일이 지나면 쓸 수 없어요.",
    class_is_open="지금은 누구나 쓸 수 있어요. 초대가 필요한 수업으로 바꾸려면 서버에서 ALLOWED_USERS를 설정해 주세요.",
    invitation="🎟 이 링크로 들어오면 수업에 참여할 수 있어요. {days}일 동안 쓸 수 있어요.\n\n{link}",
    minutes="{count}분",
    hours="{count}시간",
    usage="💬 지금 질문할 수 있는 횟수: {count}번",
    usage_next="⏱ {wait} 뒤에 한 번 더 생겨요.",
    usage_free="💬 질문은 몇 번이든 괜찮아요.",
    usage_cents="💰 오늘 답변에 든 비용: {cents} / {limit}센트",
    only_text="저는 글만 읽을 수 있어요. 막히는 문장이나 단어를 글로 써서 보내 주세요. ✍️",
    empty="메시지에 읽을 수 있는 내용이 없어요. 궁금한 것을 글로 써 주세요.",
    not_for_learners="이 명령은 관리자만 쓸 수 있어요.",
    unknown_command="모르는 명령이에요. /help 에서 쓸 수 있는 명령을 볼 수 있어요.",
    trouble="잠깐 문제가 생겼어요. 다시 한번 보내 주시겠어요?",
    unheard="🙏 텔레그램이 한동안 제 말을 전해 주지 않아서 답하지 못한 것이 있어요. 아직 답이 없는 것은 다시 보내 주시겠어요?",
    database_busy="지금은 학습 기록을 불러올 수 없어요. 잠시 후 다시 보내 주시겠어요?",
    book_how=f"교재 PDF를 파일로 보내면서 캡션(파일 설명)에 무엇인지 적어 주세요.\n\n{_CAPTIONS}",
    book_which=Fitted(f"📎 ‘{{name}}’은(는) 어떤 교재인가요? 10분 안에 여기에 이렇게 적어 주세요.\n\n{_CAPTIONS}"),
    book_which_file="아직 무엇인지 모르는 파일이 여러 개예요. 어느 파일인지 그 파일에 답장으로 적어 주세요.",
    book_not_pdf="PDF 파일만 읽을 수 있어요. 교재를 PDF로 보내 주세요.",
    book_too_big=(
        "파일이 {size}MB예요. 텔레그램에서는 {limit}MB까지 받을 수 있어요. 서버에서 이렇게 넣어 주세요:\n"
        "python -m ingest add 파일.pdf --course A1"
    ),
    book_not_given=(
        "이 파일은 너무 커서 텔레그램에서 내려받을 수 없어요. 서버에서 이렇게 넣어 주세요:\n"
        "python -m ingest add 파일.pdf --course A1"
    ),
    book_bad_caption=Fitted("캡션 ‘{caption}’을(를) 이해하지 못했어요."),
    book_has_caption="이 파일은 이미 캡션 ‘{caption}’에 맞춰 받았어요. 캡션을 바꾸려면 파일을 다시 보내 주세요.",
    book_not_in_person="교재는 관리자가 직접 올려야 해요. 전달된 파일이나 익명 게시물은 받지 않아요.",
    book_download_failed="파일을 내려받지 못했어요. 다시 보내 주세요.",
    book_received=Fitted("📥 ‘{name}’을(를) 받았어요."),
    book_known=Fitted("‘{name}’은(는) 이미 있는 교재예요. 바뀐 것은 없어요."),
    book_stages={
        "waiting": "차례를 기다리는 중",
        "pages": "쪽을 읽는 중",
        "transcripts": "Claude가 스캔한 쪽을 읽는 중",
        "passages": "내용을 나누는 중",
        "vectors": "내용을 색인하는 중",
    },
    book_done="✅ {name}\n{pages}쪽 · 부분 {passages}개 · {seconds}초",
    book_draft="📝 {name} (초안)\n{pages}쪽 · 부분 {passages}개 · {seconds}초\n공개하기 전에는 학습자에게 보이지 않아요.",
    book_about="단원을 찾은 곳: {source} · 확신도 {confidence} · 언어 {languages}",
    book_sources={
        "caption": "관리자가 적은 내용",
        "outline": "PDF 책갈피",
        "contents": "차례",
        "headings": "제목",
        "none": "못 찾음",
    },
    book_unit="{unit} · {pages}쪽{own} · 부분 {passages}개",
    book_ask="❓ 단원이 맞는지 확실하지 않아요. 위의 단원과 ⚠️ 표시를 살펴보고, 틀린 곳은 고친 다음에 공개해 주세요.",
    book_remarks={
        "no_units": "⚠️ 단원이 없어서 과정 전체에서 찾아 답할게요. 캡션에 쪽을 적어 다시 보내도 돼요. 예: A1 1:8-11 2:12-15",
        "outline_overruled": "⚠️ PDF 책갈피의 쪽이 맞지 않아 다른 단서로 단원을 찾았어요.",
        "unsure": "⚠️ 단원이라고 볼 근거가 적어요: {units}. 단원이 아니면 이렇게 답장해 주세요.\n{units}: -",
        "by_order": "⚠️ 단원에 번호가 없거나 번호가 중간에 다시 시작되어, 처음부터 차례로 번호를 매겼어요.",
        "unconfirmed": "⚠️ 첫 쪽에 제목이 보이지 않는 단원: {units}",
        "missing": "⚠️ 찾지 못한 단원: {units}",
        "workbook": "⚠️ 워크북의 쪽은 번호가 같은 단원에 넣었어요: {pages}",
        "gap": "⚠️ 어느 단원에도 들지 않은 쪽: {pages}",
        "overlap": "⚠️ 두 단원에 걸친 쪽: {pages}",
        "long": "⚠️ 유난히 긴 단원: {units}",
        "beyond_end": "⚠️ 캡션의 쪽이 책보다 많아요. 단원: {units}",
        "number_differs": "⚠️ 파일 안에는 다른 번호의 단원이라고 되어 있어요: {units}",
        "no_text": "⚠️ 그림뿐이고 글자를 찾지 못한 쪽: {pages}",
        "garbled": "⚠️ 글자가 깨져 있고 글자 인식으로도 읽지 못한 쪽: {pages}",
        "needs_ocr": "⚠️ 스캔한 쪽이라 읽지 못한 쪽: {pages}. 서버에 글자 인식 프로그램을 설치하고 다시 보내 주세요:\napt-get install {packages}",
        "misread": "⚠️ 스캔한 쪽 가운데 특수한 글자가 틀렸을 수 있는 쪽: {pages}. 서버에 그 언어를 설치하고 다시 보내 주세요:\napt-get install {packages}",
        "ocr_failed": "⚠️ 글자 인식이 끝까지 되지 않은 쪽: {pages}. 교재를 다시 보내면 한 번 더 시도해요.",
        "not_transcribed": "⚠️ Claude도 읽지 못한 쪽: {pages}. 서버 기록을 확인해 주세요.",
        "unreadable": "⚠️ 열 수 없는 쪽: {pages}",
        "lost": "⚠️ 글자를 빠뜨렸을지도 모르는 쪽(모두 {letters}자): {pages}",
        "unseen": "⚠️ 읽은 글이 눈에 보이는 글과 같은지 확인하지 못한 쪽: {pages}",
    },
    book_failures={
        "not_a_pdf": "PDF 파일이 아니에요.",
        "empty": "파일이 비어 있거나 쪽이 하나도 없어요.",
        "locked": "암호로 잠긴 PDF예요. 암호를 풀어서 다시 보내 주세요.",
        "damaged": "파일이 손상되었거나 일부가 빠졌어요. 다시 내보낸 다음 보내 주세요.",
        "wrapping": "여러 파일을 묶은 포트폴리오이거나 양식이라서 Adobe Reader에서만 내용이 보이는 PDF예요. 거기서 PDF로 인쇄하거나, 안에 든 PDF를 보내 주세요.",
        "too_many_pages": "쪽이 너무 많아요. 3,000쪽까지 읽을 수 있어요. 나눠서 보내 주세요.",
        "no_text": "읽을 글자가 하나도 없어요.",
        "needs_ocr": "스캔한 그림뿐인 책이에요. 서버에 글자 인식 프로그램을 설치하고 다시 보내 주세요:\napt-get install tesseract-ocr tesseract-ocr-deu tesseract-ocr-kor",
        "needs_languages": "스캔한 그림뿐인 책인데, 서버의 글자 인식 프로그램에 이 책의 언어가 없어요. 설치하고 다시 보내 주세요:\napt-get install tesseract-ocr-all",
        "too_costly": "이 PDF는 읽는 데 시간이나 메모리가 너무 많이 들어서 그만두었어요.",
        "set_aside": "이 책을 세 번 읽어 보았지만 끝까지 읽지 못해서 따로 치워 두었어요. 다시 보내면 한 번 더 시도해요.",
        "not_embedded": "임베딩 서비스가 받아들이지 않았어요. 서버 기록을 확인해 주세요.",
        "unexpected": "예상하지 못한 문제가 생겼어요. 서버 기록을 확인해 주세요.",
    },
    books="📚 교재",
    books_none="아직 교재가 없어요.",
    book_pages=" · {pages}쪽",
    book_states={
        "waiting": "대기 중",
        "reading": "읽는 중",
        "draft": "초안",
        "published": "공개됨",
        "replaced": "새 판으로 바뀜",
        "failed": "실패",
    },
    book_published="공개했어요!",
    pictures_which="어떤 책의 쪽을 그림으로 보여 줄까요? 🖼 는 보여 주는 책, 🚫 는 보여 주지 않는 책이에요. 누르면 바뀌어요.",
    button_publish="✅ 공개",
    button_publish_anyway="✅ 그래도 공개",
    button_correct="✏️ 단원 고치기",
    button_transcribe="👁 Claude로 {pages}쪽 읽기 ≈ ${dollars}",
    button_discard="🗑 버리기",
    correct_how="고칠 단원을 이렇게 적어 답장해 주세요.\n\n• 13: 52-55 약속하기 – 13단원의 쪽과 제목\n• 13: 약속하기 – 제목만\n• 13: - – 단원이 아님, 1-6: - 은 여러 개\n• 13:52-55 14:56-59 – 여러 단원의 쪽\n• 13: 52쪽-55쪽 – PDF의 쪽이 아니라 책에 인쇄된 쪽",
    correct_unclear=Fitted("🤔 ‘{line}’을(를) 이해하지 못했어요."),
    rollback_which="어느 과정을 이전 판으로 되돌릴까요?",
    rollback_none="되돌릴 이전 판이 없어요.",
    rolled_back="↩️ {course} 과정을 이전 판으로 되돌렸어요. 내린 책은 초안으로 남아 있어요.",
    remove_which="어떤 교재를 지울까요? 학습자는 더 이상 볼 수 없게 돼요.",
    removed=Fitted("🗑 ‘{name}’을(를) 지웠어요."),
    course_empty="⚠️ 이제 학습자는 {course} 과정을 볼 수 없어요. /rollback 으로 이전 판을 다시 보여 줄 수 있어요.",
    stats=(
        "📊 최근 {days}일\n\n질문 {questions}개 · 학습자 {learners}명\n첫 글자까지: 중앙값 {median}초, p95 {p95}초\n"
        "답하지 못함: {failures}\n토큰: 입력 {tokens_in} (캐시 {cached}), 출력 {tokens_out}\n비용: {cents} ¢\n"
        "👍 {good} · 👎 {bad}\n\n날짜와 과정 · 질문 · 토큰 · 비용\n{by_day}\n\n질문이 많은 단원 · 질문 · 답하지 못함\n{units}"
    ),
    outcomes={"refused": "거절", "failed": "실패", "busy": "혼잡", "unavailable": "이용 불가", "set_aside": "접어 둠"},
    update_set_aside=(
        "⚠️ 어떤 메시지를 처리하다가 세 번 중단되어 따로 보관했어요 (update {update}). 보낸 분께는 알렸고, 자세한 내용은 로그에 있어요."
    ),
    admins_moved=Fitted(
        "🚚 이 그룹이 슈퍼그룹이 되어 ID가 바뀌었어요. ADMIN_CHAT_IDS의 {old}을(를) {new}(으)로 바꾸고 저를 다시 시작해 주세요. 그때까지는 여기서 관리자 명령을 받지 않아요."
    ),
    claude_is_out=(
        "🚨 Claude가 답하지 않고 있어요. 관리자만 해결할 수 있는 문제예요. Claude의 설명:\n\n{reason}\n\n"
        "학습자에게는 기다려 달라고 안내하고 있어요. 다시 답하기 시작하면 알려 드릴게요."
    ),
    claude_is_back="✅ Claude가 다시 답하고 있어요.",
)
