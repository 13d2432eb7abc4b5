"""Tables of the conversation.

A resident's words stand in `bericht` and nowhere else; everything that must go when a
gesprek goes hangs on it with ON DELETE CASCADE.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from opslag.db import Base, now


class Gesprek(Base):
    """One conversation of one resident. `status` changes only through `gesprek.status`."""

    __tablename__ = "gesprek"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    gemeente: Mapped[str | None] = mapped_column(String(60))
    kern: Mapped[str | None] = mapped_column(String(60))
    status: Mapped[str] = mapped_column(String(30), default="assistent", index=True)
    # The last volgnummer given out; raised in the same transaction that stores a bericht.
    volgnummer: Mapped[int] = mapped_column(Integer, default=0)
    taal: Mapped[str] = mapped_column(String(8), default="nl")
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)
    laatst_actief_op: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    # Volgnummer from which findings count; "opnieuw" moves it forward.
    bevindingen_vanaf: Mapped[int] = mapped_column(Integer, default=0)
    # Corrections by the resident on what was heard: {"weg": [codes], "erbij": [codes]}.
    correcties: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Moment of the last crisis text, so that it is not repeated on every following message.
    crisis_op: Mapped[dt.datetime | None] = mapped_column()
    crisis_soort: Mapped[str | None] = mapped_column(String(20))
    # Up to which volgnummer the resident and the medewerker have seen the gesprek, while a person is in it.
    inwoner_las: Mapped[int] = mapped_column(Integer, default=0)
    medewerker_las: Mapped[int] = mapped_column(Integer, default=0)
    # What was counted of this gesprek, so that a figure counts people and not how often one of them asked.
    geteld: Mapped[list[str]] = mapped_column(JSON, default=list)


class Bericht(Base):
    """One message. Unique per (gesprek, client_id): a retry is the same message."""

    __tablename__ = "bericht"
    __table_args__ = (
        # Named, because the convention would give both the same name.
        UniqueConstraint("gesprek_id", "volgnummer", name="uq_bericht_volgnummer"),
        UniqueConstraint("gesprek_id", "client_id", name="uq_bericht_client_id"),
        Index("ix_bericht_te_beantwoorden", "te_beantwoorden", "op"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"))
    volgnummer: Mapped[int] = mapped_column(Integer)
    client_id: Mapped[str | None] = mapped_column(String(64))
    afzender: Mapped[str] = mapped_column(String(12))
    naam: Mapped[str] = mapped_column(String(120), default="")
    tekst: Mapped[str] = mapped_column(Text, default="")
    payload: Mapped[str | None] = mapped_column(String(300))
    knoppen: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    voorzieningen: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    op: Mapped[dt.datetime] = mapped_column(default=now)
    # The question of the breed gesprek an assistant's message asks, or a resident's message answers.
    vraag: Mapped[str | None] = mapped_column(String(20))
    # What triage heard in a resident's message (JSON of triage.Beoordeling), for the verslag.
    beoordeling: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # The resident's message this is an answer to; lets a retry return the same answers.
    antwoord_op: Mapped[int | None] = mapped_column(Integer)
    # True from the moment a resident's message is stored until its answer is: survives kill -9.
    te_beantwoorden: Mapped[bool] = mapped_column(Boolean, default=False)


class DialoogStand(Base):
    """Where the dialogue is (slots, active form, last action): Rasa's tracker, on our own table."""

    __tablename__ = "dialoog_stand"

    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"), primary_key=True)
    stand: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    gewijzigd_op: Mapped[dt.datetime] = mapped_column(default=now)


class Feedback(Base):
    """A score of 1 to 5 for a gesprek, with the resident's own explanation if given."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"), index=True)
    score: Mapped[int] = mapped_column(Integer)
    toelichting: Mapped[str] = mapped_column(Text, default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Telling(Base):
    """Counts without persons: per day, what kind of thing, where and about what. Feeds beheer's figures."""

    __tablename__ = "telling"
    __table_args__ = (UniqueConstraint("dag", "wat", "gemeente", "kern", "leefgebied"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    dag: Mapped[dt.date] = mapped_column()
    wat: Mapped[str] = mapped_column(String(40))
    gemeente: Mapped[str] = mapped_column(String(60), default="")
    kern: Mapped[str] = mapped_column(String(60), default="")
    leefgebied: Mapped[str] = mapped_column(String(40), default="")
    aantal: Mapped[int] = mapped_column(Integer, default=0)
