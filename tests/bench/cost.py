"""What a conversation of ten questions costs, by model and by what of the unit goes with a question."""

from rich import print
from rich.table import Table

from bot.evaluate.case import Question
from bot.sandbox.claude.messages_api import PromptCache
from bot.sandbox.sample.library import sample_library
from bot.tutor.context import Context
from bot.tutor.cost import Usage, cents
from bot.tutor.prompt import HISTORY_TURNS
from bot.tutor.turns import Learner, Place
from bot.tutor.tutor import prepare
from ingest.library import Library
from ingest.tokens import count_tokens

MODELS = ("claude-haiku-5-5", "claude-sonnet-4-6", "claude-sonnet-5-5", "claude-opus-5-5")
UNIT = "A1-3"
QUESTIONS = (
    "왜 ein Kaffee가 아니라 einen Kaffee예요?",
    "그럼 여성 명사는요?",
    "nicht랑 kein은 어떻게 구별해요?",
    "möchten은 언제 써요?",
    "대화에서 Mina는 무엇을 주문해요?",
    "Trinkgeld가 무슨 뜻이고 꼭 줘야 해요?",
    "Ich möchte ein Kuchen und ein Tee.",
    "Übung 1의 답을 알려 주세요.",
    "계산할 때는 뭐라고 해요?",
    "고마워요! 그럼 Saft는 남성이에요?",
)
ANSWER = (
    "**der Kaffee**는 남성 명사예요. **möchten**의 목적어가 되면 **Akkusativ**(4격)라서 **ein**이 **einen**이 돼요. "
    "여성과 중성, 복수는 그대로예요.\n\n- **Ich möchte einen Kaffee, bitte.** → 커피 한 잔 주세요.\n"
    "- **Mina bestellt einen Kaffee und eine Suppe.** → 미나는 커피 한 잔과 수프 하나를 주문합니다.\n\n"
    "💡 주문할 때는 짧게 **Einen Kaffee, bitte.** → 커피 한 잔 주세요. 이렇게만 말해도 돼요."
)


async def main() -> None:
    table = Table("context", "model", "tokens a question", "from the cache", "¢ for ten", "¢ the first")
    table.title = "Ten questions, at the list prices of November 2026 (ingest/prices.py)"
    async with sample_library() as library:
        for context in Context:
            asked = await _conversation(library, context)
            total = sum(asked, Usage())
            for model in MODELS:
                table.add_row(
                    *(context.value, model, f"{total.tokens_in / len(asked):,.0f}"),
                    f"{total.tokens_cached / total.tokens_in:.0%}",
                    *(f"{cents(model, usage):.2f}" for usage in (total, asked[0])),
                )
            table.add_section()
    print(table)


async def _conversation(library: Library, context: Context) -> list[Usage]:
    """A question a minute, so that the cache holds."""
    cache = PromptCache()
    past: list[tuple[str, str]] = []
    asked = []
    for minute, text in enumerate(QUESTIONS):
        question = Question("", "", UNIT, "ko", text, tuple(past[-HISTORY_TURNS:]))
        request = await prepare(library, Learner(Place(0), "ko", UNIT), question.turn, question.past, context)
        body = {"model": "any", "system": request.prompt.system, "messages": request.prompt.messages}
        counted = cache.count(body, minute * 60.0)
        tokens_in = counted.fresh + counted.read + counted.written
        asked.append(Usage(tokens_in, count_tokens(ANSWER), counted.read, counted.written))
        past.append((text, ANSWER))
    return asked
