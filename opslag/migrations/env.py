"""Alembic's environment: runs inside the connection and transaction that `opslag.migreren` opened."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from alembic import context

from opslag.db import Base, UtcDateTime

# Every module with tables; needed only to compare the models with a database.
MODELLEN = ("opslag.beurt", "gesprek.models", "overdracht.models", "sociale_kaart.models", "sociale_kaart.klaargezet")


def render_item(soort: str, ding: Any, autogen_context: Any) -> str | bool:
    """Write our own type as a plain one, so that a migration does not depend on today's code."""
    if soort == "type" and isinstance(ding, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    if context.config.attributes.get("vergelijk"):
        for naam in MODELLEN:
            import_module(naam)
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=Base.metadata,
        render_item=render_item,
        # SQLite cannot alter most things in place; batch mode makes the table anew.
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run()
