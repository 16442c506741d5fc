"""Logs: one line an event, JSON in production, and never the values of variables.

Tracebacks name files and lines only: what a variable held may be somebody's data.
"""

from __future__ import annotations

import logging

import structlog
from structlog.types import Processor


def install(*, json: bool) -> None:
    """Configure structlog and the standard library's logging.

    Args:
        json: one JSON object a line, for machines; otherwise plain lines for people.
    """
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if json:
        processors += [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        plain = structlog.dev.plain_traceback
        processors.append(structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain))
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("huey").setLevel(logging.WARNING)
