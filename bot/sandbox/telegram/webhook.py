"""How the stand-in for Telegram brings updates to a webhook: one after the other, each until it is taken."""

import asyncio
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.telegram.updates import Updates

_PAUSE = 0.05  # seconds before a next try; Telegram's own grow to minutes
_TIMEOUT = aiohttp.ClientTimeout(total=30)


class Webhook:
    """Attributes:

    url: Where updates go; empty: nowhere.
    gateway: Where TLS ends, such as `http://127.0.0.1:8080`: it passes requests on to the bot.
    statuses: What the bot has answered.
    """

    def __init__(self, updates: Updates) -> None:
        self.url = self.gateway = ""
        self.statuses: list[int] = []
        self._updates = updates
        self._secret = ""
        self._pushing: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str = "") -> None:
        self.close()
        self.url, self._secret = url, secret
        if url and self.gateway:
            self._pushing = asyncio.create_task(self._push())

    def close(self) -> None:
        if self._pushing:
            self._pushing.cancel()

    async def _push(self) -> None:
        address = self.gateway + urlsplit(self.url).path
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret}
        async with aiohttp.ClientSession(headers=headers, timeout=_TIMEOUT) as client:
            while True:
                update = await self._updates.oldest()
                try:
                    async with client.post(address, json=update) as response:
                        self.statuses.append(response.status)
                        is_taken = response.ok
                except (aiohttp.ClientError, TimeoutError):
                    is_taken = False
                if is_taken:
                    self._updates.acknowledge(update["update_id"] + 1)
                else:
                    await asyncio.sleep(_PAUSE)
