"""Who may use the bot: everybody, or only the members of a closed class; owns the tables of invitations and members."""

import secrets

import asyncpg

INVITED_DAYS = 7


class Members:
    def __init__(self, pool: asyncpg.Pool, allowed: frozenset[int], admin_chats: frozenset[int]) -> None:
        """`allowed`: the ids of people and groups; if empty, everybody may use the bot."""
        self._pool, self._allowed, self._admin_chats = pool, allowed, admin_chats

    @property
    def is_closed(self) -> bool:
        return bool(self._allowed)

    async def admit(self, chat: int, person: int | None) -> bool:
        if not self.is_closed or not {chat, person}.isdisjoint(self._allowed | self._admin_chats):
            return True
        if person is None:
            return False
        return bool(await self._pool.fetchval("SELECT true FROM members WHERE person = $1", person))

    async def invite(self) -> str:
        """The payload of a `?start=` link, by which anybody can join within INVITED_DAYS."""
        code = secrets.token_urlsafe(16)
        await self._pool.execute("DELETE FROM invitations WHERE expires < now()")
        query = "INSERT INTO invitations (code, expires) VALUES ($1, now() + make_interval(days => $2))"
        await self._pool.execute(query, code, INVITED_DAYS)
        return f"join_{code}"

    async def join(self, person: int, payload: str) -> bool:
        """Make the person a member if the invitation is still valid; whether it is."""
        query = """WITH joined AS (
                       INSERT INTO members (person)
                       SELECT $1 FROM invitations WHERE 'join_' || code = $2 AND expires > now() ON CONFLICT DO NOTHING)
                   SELECT true FROM invitations WHERE 'join_' || code = $2 AND expires > now()"""
        return bool(await self._pool.fetchval(query, person, payload))
