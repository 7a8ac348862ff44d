"""A closed class: /invite for admins, and the check of membership before every update."""

from bot.handlers.interaction import Interaction
from bot.records.members import INVITED_DAYS, Members


class Invitations:
    def __init__(self, members: Members) -> None:
        self._members = members

    async def invite(self, interaction: Interaction) -> None:
        """Reply with a link by which anybody can join."""
        if not self._members.is_closed:
            await interaction.say(interaction.texts.class_is_open)
            return
        link = f"https://t.me/{interaction.context.bot.username}?start={await self._members.invite()}"
        await interaction.say(interaction.texts.invitation.format(link=link, days=INVITED_DAYS))

    async def admits(self, interaction: Interaction) -> bool:
        """Whether the person is in the class; an invitation link in /start makes them a member."""
        if await self._members.admit(interaction.place.chat, interaction.person):
            return True
        return interaction.person is not None and await self._members.join(interaction.person, interaction.argument)

    async def turn_away(self, interaction: Interaction) -> str | None:
        return await interaction.refuse(interaction.texts.class_is_closed)
