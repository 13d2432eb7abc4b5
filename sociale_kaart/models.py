"""Tables of the sociale kaart.

The published version of an entry stands in `voorziening`; a change in the making stands in
`concept` (JSON of the changed fields) until it is approved, so the live version stays.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String, Text, UniqueConstraint, event, select, text
from sqlalchemy.orm import Mapped, SessionTransaction, mapped_column

# Re-exported, so that the other modules of this room name the session without importing the library.
from sqlalchemy.orm import Session as Session

from opslag.db import Base, now
from sociale_kaart.soort_models import EigenSoort, Soortzin, read_eigen
from sociale_kaart.soorten import Soort
from sociale_kaart.termijnen import Termijnen, termijnen_van_het_product
from taal.normaliseren import normaliseer


class Voorziening(Base):
    """One entry. `id` is the redactie's own key; `versie` guards against lost updates."""

    __tablename__ = "voorziening"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    naam: Mapped[str] = mapped_column(String(200))
    organisatie: Mapped[str] = mapped_column(String(200), default="", index=True)
    omschrijving: Mapped[str] = mapped_column(Text, default="")
    leefgebieden: Mapped[list[str]] = mapped_column(JSON, default=list)
    toegang: Mapped[str] = mapped_column(String(12), default="vrij")
    doelgroep: Mapped[str] = mapped_column(Text, default="")
    kosten: Mapped[str] = mapped_column(Text, default="")
    # Names as in the werkgebied; empty = everywhere.
    gemeenten: Mapped[list[str]] = mapped_column(JSON, default=list)
    kernen: Mapped[list[str]] = mapped_column(JSON, default=list)
    adres: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    plaats: Mapped[str] = mapped_column(String(80), default="")
    telefoon: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    # The text as written; parsed by kalender.openingstijden when read.
    openingstijden: Mapped[str] = mapped_column(Text, default="")
    trefwoorden: Mapped[list[str]] = mapped_column(JSON, default=list)
    laatst_gecontroleerd: Mapped[dt.date | None] = mapped_column()
    status: Mapped[str] = mapped_column(String(20), default="concept", index=True)
    # Columns of an import that the product has no place for, by name; given back at export.
    extra: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # Kinds of voorziening (codes of the taxonomy), with where they came from: voorgesteld or gekozen.
    soorten: Mapped[list[str]] = mapped_column(JSON, default=list)
    soorten_gekozen: Mapped[bool] = mapped_column(Boolean, default=False)
    vertrouwelijk: Mapped[bool] = mapped_column(Boolean, default=False)
    eigenaar: Mapped[str] = mapped_column(String(120), default="")
    controle_maanden: Mapped[int | None] = mapped_column(Integer)
    talen: Mapped[list[str]] = mapped_column(JSON, default=list)
    leeftijd_van: Mapped[int | None] = mapped_column(Integer)
    leeftijd_tot: Mapped[int | None] = mapped_column(Integer)
    rolstoel: Mapped[bool | None] = mapped_column(Boolean)
    route: Mapped[str] = mapped_column(Text, default="")
    tijdelijk_gesloten_tot: Mapped[dt.date | None] = mapped_column()
    bron: Mapped[str] = mapped_column(Text, default="")
    volgorde: Mapped[int] = mapped_column(Integer, default=0)
    concept: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    concept_status: Mapped[str | None] = mapped_column(String(20))
    # When a telefoon, adres, e-mail … was last checked on its own: {field: ISO date}.
    gecontroleerd_per_veld: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    versie: Mapped[int] = mapped_column(Integer, default=1)
    # The day from which its check is overdue, for lists; None when it never was checked.
    vervalt_op: Mapped[dt.date | None] = mapped_column(index=True)
    # Names, keywords and description without capitals and accents: one LIKE behaves alike on both databases.
    # Collation C: PostgreSQL sorts by bytes then, as SQLite does, and lists have one order on both.
    zoektekst: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"), default="")
    # The ids other systems know this entry and its organisation by, derived from our own keys.
    hsds_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    hsds_organisatie_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    # The number of the kaart at this entry's last change; searching reads only what is newer than it knows.
    stand: Mapped[int] = mapped_column(Integer, default=0, index=True)
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)
    gewijzigd_op: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class VoorzieningVersie(Base):
    """What an entry looked like after each change, for the history, the diff and restoring."""

    __tablename__ = "voorziening_versie"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    voorziening_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), index=True)
    versie: Mapped[int] = mapped_column(Integer)
    velden: Mapped[dict[str, Any]] = mapped_column(JSON)
    wat: Mapped[str] = mapped_column(String(40), default="gewijzigd")
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class KaartStand(Base):
    """One row: a number that rises with every change of entries, synonyms or kinds, in the same transaction.

    Each process compares it with what it holds in memory, so a change is found by the next question,
    whatever process made it. `verwijderd` is the number at the last deletion.
    """

    __tablename__ = "kaart_stand"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    nummer: Mapped[int] = mapped_column(Integer, default=0)
    verwijderd: Mapped[int] = mapped_column(Integer, default=0)


class Samenvoeging(Base):
    """Two entries that became one: what moved, so that it can be undone."""

    __tablename__ = "samenvoeging"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    blijft_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), index=True)
    weg_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), index=True)
    # Fields of both entries as they were, and which fields moved.
    blijft_velden: Mapped[dict[str, Any]] = mapped_column(JSON)
    weg_velden: Mapped[dict[str, Any]] = mapped_column(JSON)
    verplaatst: Mapped[list[str]] = mapped_column(JSON, default=list)
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)
    teruggedraaid_op: Mapped[dt.datetime | None] = mapped_column()


class Controleherinnering(Base):
    """A reminder that was sent, once per entry and due date; a restart sends none twice."""

    __tablename__ = "controleherinnering"

    voorziening_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), primary_key=True)
    vervalt_op: Mapped[dt.date] = mapped_column(primary_key=True)
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Synoniem(Base):
    """An everyday word and what the kaart calls it; kept by redacteuren, used by the next query."""

    __tablename__ = "synoniem"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    woord: Mapped[str] = mapped_column(String(80), index=True)
    betekent: Mapped[str] = mapped_column(String(200))
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Controletermijn(Base):
    """After how many months entries of a kind must be checked again, where the redactie says so.

    soort: '' is the default for all. maanden: None = as the default, although the product has a term of its own.
    """

    __tablename__ = "controletermijn"

    soort: Mapped[str] = mapped_column(String(80), primary_key=True)
    maanden: Mapped[int | None] = mapped_column(Integer)
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Woordtelling(Base):
    """How many gesprekken used a word, per day: counted once a gesprek, without anything of the resident.

    wat: `niets` (a word of a question that found nothing), `onbekend` (a word that no entry has) or `soort`
    (the kind of a question that found nothing). sleutel: a keyed hash of the word. The word itself is
    written only when enough people used it; until then nobody can read it, not even in the database.
    """

    __tablename__ = "woordtelling"
    __table_args__ = (UniqueConstraint("wat", "sleutel", "gemeente", "dag"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    wat: Mapped[str] = mapped_column(String(10))
    sleutel: Mapped[str] = mapped_column(String(64), index=True)
    woord: Mapped[str] = mapped_column(String(80), default="", index=True)
    gemeente: Mapped[str] = mapped_column(String(60), default="")
    dag: Mapped[dt.date] = mapped_column(index=True)
    aantal: Mapped[int] = mapped_column(Integer, default=0)


class Toontelling(Base):
    """In how many gesprekken an entry was shown on a day, and in how many it proved useful."""

    __tablename__ = "toontelling"

    voorziening_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), primary_key=True)
    dag: Mapped[dt.date] = mapped_column(primary_key=True)
    getoond: Mapped[int] = mapped_column(Integer, default=0)
    nuttig: Mapped[int] = mapped_column(Integer, default=0)


class Linkcontrole(Base):
    """What the last look at the website of an entry gave. Never changes the entry itself.

    stuk: how many looks in a row failed; 0 = it worked. website: the address that was looked at.
    """

    __tablename__ = "linkcontrole"

    voorziening_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), primary_key=True)
    website: Mapped[str] = mapped_column(String(300))
    stuk: Mapped[int] = mapped_column(Integer, default=0, index=True)
    reden: Mapped[str] = mapped_column(String(40), default="")
    bekeken_op: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class Aanbiederlink(Base):
    """A personal link with which a provider confirms or corrects its own entry; only its hash is kept."""

    __tablename__ = "aanbiederlink"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    voorziening_id: Mapped[str] = mapped_column(ForeignKey("voorziening.id", ondelete="CASCADE"), index=True)
    sleutel_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(200), default="")
    wie: Mapped[str] = mapped_column(String(120), default="")
    gemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)
    geldig_tot: Mapped[dt.datetime] = mapped_column()
    gebruikt_op: Mapped[dt.datetime | None] = mapped_column()


# One statement for both databases; the row lock it takes makes the numbers rise in the order of the commits.
_VOLGENDE = text(
    "INSERT INTO kaart_stand (id, nummer, verwijderd) VALUES (1, 1, 0) "
    "ON CONFLICT (id) DO UPDATE SET nummer = kaart_stand.nummer + 1 RETURNING nummer"
)
_VERWIJDERD = text("UPDATE kaart_stand SET verwijderd = nummer WHERE id = 1")
# Marks a session with changes that are not committed yet: what it sees is not for others.
ONGEPUBLICEERD = "kaart_gewijzigd"


# Fixed for ever: every id that other systems hold of us is derived from it.
_NAAMRUIMTE = uuid.UUID("6e1c2f0a-6d1f-5b0e-9a55-2f6a4a3f7c10")


def hsds_uuid(soort: str, sleutel: str) -> str:
    """The uuid of something of this kind with this key; always the same."""
    return str(uuid.uuid5(_NAAMRUIMTE, f"{soort}:{sleutel}"))


def zoektekst_van(voorziening: Voorziening) -> str:
    """What the plain text filters of lists and the API look in."""
    velden = (voorziening.naam, voorziening.organisatie, *(voorziening.trefwoorden or ()), voorziening.omschrijving)
    return normaliseer(" · ".join(v for v in velden if v))


def volgende_stand(session: Session) -> int:
    """Raise the number of the kaart within this transaction and give the new one."""
    session.info[ONGEPUBLICEERD] = True
    return int(session.connection().execute(_VOLGENDE).scalar_one())


def _propose_soorten(voorzieningen: Sequence[Voorziening], eigen: tuple[Soort, ...]) -> None:
    """Kinds for entries to which no redacteur gave any; they follow the text."""
    # Here, because who only reads entries should not wait for the taxonomy.
    from sociale_kaart.herkenner import herkenner

    zonder = [v for v in voorzieningen if not v.soorten_gekozen]
    for voorziening, voorstel in zip(zonder, herkenner(eigen).stel_alle_voor(zonder) if zonder else (), strict=True):
        if voorstel != voorziening.soorten:
            voorziening.soorten = voorstel


def work_out(voorzieningen: Sequence[Voorziening], termijnen: Termijnen, eigen: tuple[Soort, ...]) -> None:
    """Fill in what follows from the fields of entries: kinds, due date, and what they are found by.

    termijnen and eigen: what this installation made of the terms (`read_termijnen`) and the kinds (`read_eigen`).
    """
    _propose_soorten(voorzieningen, eigen)
    for voorziening in voorzieningen:
        voorziening.zoektekst = zoektekst_van(voorziening)
        # After the kinds: they may have a shorter term of their own.
        voorziening.vervalt_op = termijnen.vervalt_op(voorziening)
        voorziening.hsds_id = hsds_uuid("voorziening", voorziening.id)
        voorziening.hsds_organisatie_id = hsds_uuid("organisatie", normaliseer(voorziening.organisatie or ""))


def read_termijnen(session: Session) -> Termijnen:
    """The terms of this installation: the product's, with those of the redactie over them."""
    rijen = session.connection().execute(select(Controletermijn.soort, Controletermijn.maanden))
    return termijnen_van_het_product().met({r.soort: r.maanden for r in rijen})


@event.listens_for(Session, "before_flush")
def _number_changes(session: Session, context: object, instances: object) -> None:
    gewijzigd = [o for o in (*session.new, *session.dirty) if isinstance(o, Voorziening) and session.is_modified(o)]
    verwijderd = [o for o in session.deleted if isinstance(o, Voorziening)]
    alle = (*session.new, *session.dirty, *session.deleted)
    taal = [o for o in alle if isinstance(o, Synoniem | EigenSoort | Soortzin)]
    if not (gewijzigd or verwijderd or taal):
        return
    nummer = volgende_stand(session)
    if gewijzigd:
        work_out(gewijzigd, read_termijnen(session), read_eigen(session))
    for voorziening in gewijzigd:
        voorziening.stand = nummer
    if verwijderd:
        session.connection().execute(_VERWIJDERD)


@event.listens_for(Session, "after_transaction_end")
def _forget_mark(session: Session, transaction: SessionTransaction) -> None:
    # A savepoint ends too; only the end of the whole transaction makes its changes everybody's or nobody's.
    if transaction.parent is None:
        session.info.pop(ONGEPUBLICEERD, None)
