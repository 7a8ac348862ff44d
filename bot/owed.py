"""What Telegram did not take for a chat, in whatever table it is kept, to be delivered later."""

import asyncpg

from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.turns import Place


class Owed:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def show(self, chat: int) -> list[tuple[Place, str]]:
        """Queue the answers of the last week and the books' verdicts that the chat has not taken.

        Returns the places in which something else was left unsaid, with their languages, each once. Called at every
        update, so all of this is one statement.
        """
        places = await self._pool.fetchval(
            """WITH answers AS (
                   UPDATE turns SET owed = false, attempts = 0
                   WHERE chat = $1 AND owed AND asked > now() - interval '7 days' RETURNING id, chat, thread),
               verdicts AS (
                   UPDATE uploads SET shows = 'progress', wishes = wishes + 1 WHERE chat = $1 AND shows = 'owed'),
               unheard AS (UPDATE learners SET unheard = false WHERE chat = $1 AND unheard RETURNING thread, language)
               SELECT (SELECT coalesce(jsonb_agg(jsonb_build_array(thread, language)), '[]') FROM unheard),
                      (SELECT procrastinate_defer_jobs_v1(array_agg(
                           ROW($2, $3, 0, 'place:' || chat || ':' || thread, NULL, jsonb_build_object('turn', id), NULL)
                               ::procrastinate_job_to_defer_v1 ORDER BY id))
                       FROM answers HAVING count(*) > 0)""",
            chat,
            ANSWERS,
            ANSWER,
        )
        return [(Place(chat, thread), language) for thread, language in places]
