"""A closed class: /invite for admins, and the check that only its members pass."""

from bot.handlers.visit import Visit
from bot.members import INVITED_DAYS, Members


class Invitations:
    def __init__(self, members: Members) -> None:
        self._members = members

    async def invite(self, visit: Visit) -> None:
        """A link for all who are to join."""
        if not self._members.is_closed:
            await visit.say(visit.texts.class_is_open)
            return
        link = f"https://t.me/{visit.context.bot.username}?start={await self._members.invite()}"
        await visit.say(visit.texts.invitation.format(link=link, days=INVITED_DAYS))

    async def admits(self, visit: Visit) -> bool:
        """Whether they are in the class, perhaps from now on by the link that they have followed."""
        if await self._members.admit(visit.place.chat, visit.person):
            return True
        payload = visit.arguments[0] if visit.update.callback_query is None and visit.arguments else ""
        return visit.person is not None and (
            self._members.is_invitation(payload) and await self._members.join(visit.person, payload)
        )

    async def turn_away(self, visit: Visit) -> str | None:
        if visit.update.callback_query:
            return visit.texts.class_is_closed
        await visit.say(visit.texts.class_is_closed)
        return None
