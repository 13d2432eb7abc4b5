"""Quiet before Rasa is imported: it phones home, and its debug log would hold residents' words."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import MutableMapping
from typing import Any

_STIL = (
    "rasa",
    "rasa_sdk",
    "apscheduler",
    "matplotlib",
    "tensorflow",
    "absl",
    "asyncio",
    "botocore",
    "sanic",
    "pykwalify",
)


def _alleen_naam(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # Rasa logs whole messages as fields of an event; only the name of the event may stay.
    return {"event": str(event.get("event", ""))[:80]}


def maak_stil(niveau: int = logging.WARNING) -> None:
    """Set the environment, log levels and warnings that Rasa reads at import; safe to call twice."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    for naam in _STIL:
        logging.getLogger(naam).setLevel(max(niveau, logging.WARNING))
    for soort in (DeprecationWarning, PendingDeprecationWarning, FutureWarning):
        warnings.simplefilter("ignore", soort)
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        processors=[_alleen_naam, structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Rasa asks its loggers a dozen times per message and never changes them.
        cache_logger_on_first_use=True,
    )
