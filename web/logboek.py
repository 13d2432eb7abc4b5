"""Logging as JSON lines that cannot hold a resident's words.

What libraries write (an SQL error with its parameters, Rasa's parse of a message) may quote a
message. So of a foreign logger only the place and the kind of error are kept, and of an exception
only its class and the lines of code, never its text.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
import traceback
from types import TracebackType
from typing import Any

# Rooms whose own log lines are fixed texts with counts and codes.
EIGEN = ("web", "gesprek", "overdracht", "sociale_kaart", "triage", "bot", "actions", "opslag", "cli", "taal")
_MAX_REGELS = 30


class JsonRegels(logging.Formatter):
    """One line per event."""

    def format(self, record: logging.LogRecord) -> str:
        regel: dict[str, Any] = {
            "tijd": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "wie": record.name,
        }
        if record.name.split(".")[0] in EIGEN:
            regel["wat"] = record.getMessage()
            regel |= getattr(record, "gegevens", {})
        else:
            regel["waar"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0] is not None:
            regel["fout"] = record.exc_info[0].__name__
            regel["regels"] = _regels(record.exc_info[2])
        return json.dumps(regel, ensure_ascii=False, default=str)


def _regels(spoor: TracebackType | None) -> list[str]:
    stappen = traceback.extract_tb(spoor)[-_MAX_REGELS:]
    return [f"{s.filename}:{s.lineno} {s.name}" for s in stappen]


def zet_logboek(niveau: str = "INFO") -> None:
    """Send every logger through the formatter above, to stderr."""
    uitgang = logging.StreamHandler(sys.stderr)
    uitgang.setFormatter(JsonRegels())
    wortel = logging.getLogger()
    wortel.handlers[:] = [uitgang]
    wortel.setLevel("WARNING")
    for naam in EIGEN:
        logging.getLogger(naam).setLevel(niveau)
    for naam in ("rasa", "rasa_sdk", "matplotlib", "tensorflow", "apscheduler", "pykwalify"):
        logging.getLogger(naam).setLevel("ERROR")
    _zet_structlog()


def _zet_structlog() -> None:
    """Rasa logs by structlog, which prints to stdout, words included, unless it is told otherwise."""
    import structlog

    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, lambda _l, _m, event: str(event.get("event", ""))],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def meld(log: logging.Logger, wat: str, *, niveau: int = logging.INFO, **gegevens: object) -> None:
    """A log line with fields."""
    log.log(niveau, wat, extra={"gegevens": gegevens})
