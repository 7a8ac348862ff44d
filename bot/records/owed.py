"""Messages that Telegram has refused, in whatever table they are stored, to be delivered later."""

import asyncpg

from bot.tutor.answer_jobs import ANSWER, ANSWERS
from bot.tutor.turns import Place


class Owed:
    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def show(self, place: Place) -> str | None:
        """Queue the answers of the last week and the verdicts on books that the place's chat has refused.

        Returns the place's language, once, if something else was refused there that is not stored. Called at every
        update, so it is a single statement.
        """
        language: str | None = await self._pool.fetchval(
            """WITH answers AS (
                   UPDATE turns SET owed = false, attempts = 0
                   WHERE chat = $1 AND owed AND asked > now() - interval '7 days' RETURNING id, chat, thread),
               verdicts AS (
                   UPDATE uploads SET shows = 'progress', wishes = wishes + 1 WHERE chat = $1 AND shows = 'owed'),
               unheard AS (
                   UPDATE learners SET unheard = false WHERE (chat, thread) = ($1, $4) AND unheard RETURNING language)
               SELECT (SELECT language FROM unheard),
                      (SELECT procrastinate_defer_jobs_v1(array_agg(
                           ROW($2, $3, 0, 'place:' || chat || ':' || thread, NULL, jsonb_build_object('turn', id), NULL)
                               ::procrastinate_job_to_defer_v1 ORDER BY id))
                       FROM answers HAVING count(*) > 0)""",
            place.chat,
            ANSWERS,
            ANSWER,
            place.thread,
        )
        return language
