"""How a line of the log looks: facts as JSON, and nothing that names a person."""

import logging
import re

import structlog
from structlog.typing import EventDict, WrappedLogger

# PostgreSQL adds to an error the row that failed, with everything that stands in it.
ROW = re.compile(r"\n(?:DETAIL|CONTEXT|QUERY):.*?(?=\n\n(?:The above exception|During handling)|\Z)", re.DOTALL)

# The address of a calendar is a key: whoever holds it reads the calendar.
FEED = re.compile(r"(/calendar/)[0-9A-Za-z_-]{20,}")


def without_feeds(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    return {name: FEED.sub(r"\1…", told) if isinstance(told, str) else told for name, told in line.items()}


def without_rows(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    return {name: ROW.sub("", told) if isinstance(told, str) else told for name, told in line.items()}


def facts() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_rows,
            without_feeds,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
    )
