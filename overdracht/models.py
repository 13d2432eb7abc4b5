"""Tables of the handover: the verslag with its consent, the queue, staff and the outbox."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from opslag.audit_slot import bewaak
from opslag.db import Base, now

# Where an overdracht is; `ingetrokken` is the fourth, which nobody sees.
WACHTEND, OPGEPAKT, AFGEROND = "wachtend", "opgepakt", "afgerond"


class Medewerker(Base):
    """A person with an account. Roles: medewerker, procesregisseur, redacteur, beheerder."""

    __tablename__ = "medewerker"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    naam: Mapped[str] = mapped_column(String(120), unique=True)
    rol: Mapped[str] = mapped_column(String(20))
    wachtwoord_hash: Mapped[str] = mapped_column(String(200), default="")
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    gemeenten: Mapped[list[str]] = mapped_column(JSON, default=list)
    leefgebieden: Mapped[list[str]] = mapped_column(JSON, default=list)
    talen: Mapped[list[str]] = mapped_column(JSON, default=list)
    email: Mapped[str] = mapped_column(String(200), default="")
    actief: Mapped[bool] = mapped_column(Boolean, default=True)
    beschikbaar: Mapped[str] = mapped_column(String(20), default="afwezig")
    # Gesprekken in the chat at the same time; 0: no maximum.
    max_gesprekken: Mapped[int] = mapped_column(Integer, default=0)
    gezien_op: Mapped[dt.datetime | None] = mapped_column()
    externe_id: Mapped[str | None] = mapped_column(String(200), unique=True)
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)


class Sessie(Base):
    """A login of a medewerker; the cookie holds a secret of which only the hash stands here."""

    __tablename__ = "sessie"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    medewerker_id: Mapped[int] = mapped_column(ForeignKey("medewerker.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    # Of a login elsewhere (OIDC): what that place wants to see to log out there too. None = a password.
    uitlog_hint: Mapped[str | None] = mapped_column(Text)
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)
    verloopt_op: Mapped[dt.datetime] = mapped_column(index=True)


class OidcPoging(Base):
    """A login elsewhere that was begun here, for one browser; taken once, gone within minutes."""

    __tablename__ = "oidc_poging"

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    naar: Mapped[str] = mapped_column(Text, default="")
    # The account that asked to be connected, if that is what this is for.
    koppel_id: Mapped[int | None] = mapped_column(ForeignKey("medewerker.id", ondelete="CASCADE"))
    op: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class LoginPoging(Base):
    """A failed login, by hash of name or address: enough to slow down guessing, no name of a person."""

    __tablename__ = "login_poging"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    sleutel: Mapped[str] = mapped_column(String(64), index=True)
    op: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class ConceptVerslag(Base):
    """The verslag while only the resident may see it: built, corrected, not yet approved."""

    __tablename__ = "concept_verslag"

    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"), primary_key=True)
    verslag: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Each correction by the resident, in order: a rebuild applies them again and loses none.
    wijzigingen: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    versie: Mapped[int] = mapped_column(Integer, default=1)
    gewijzigd_op: Mapped[dt.datetime] = mapped_column(default=now)


class Overdracht(Base):
    """One handover, from approval to its end. `status`: wachtend, opgepakt, afgerond, ingetrokken.

    A crisis stands here before approval too (`toestemming` false): staff then see that there is a
    crisis and the gesprek itself, and no verslag.
    """

    __tablename__ = "overdracht"
    __table_args__ = (Index("ix_overdracht_rij", "status", "rang", "voorrang_op"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kenmerk: Mapped[str] = mapped_column(String(20), unique=True)
    # Only of before the volgcode depended on the secret of the installation: overdracht/volgcode.py.
    volgcode_hash: Mapped[str] = mapped_column(String(64), default="")
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"), index=True)
    gemeente: Mapped[str | None] = mapped_column(String(60), index=True)
    kern: Mapped[str | None] = mapped_column(String(60))
    team: Mapped[str] = mapped_column(String(120), default="")
    status: Mapped[str] = mapped_column(String(20), default="wachtend")
    # 0 crisis, 1 multicomplex, 2 meervoudig, 3 the rest. Only 0 goes before all; the others age (voorrang_op).
    rang: Mapped[int] = mapped_column(Integer, default=3)
    zwaarte: Mapped[str] = mapped_column(String(20), default="enkelvoudig")
    crisis: Mapped[str | None] = mapped_column(String(20))
    # When danger was last heard.
    crisis_op: Mapped[dt.datetime | None] = mapped_column()
    wil_mens: Mapped[bool] = mapped_column(Boolean, default=True)
    route: Mapped[str] = mapped_column(String(20), default="generalist")
    leefgebieden: Mapped[list[str]] = mapped_column(JSON, default=list)
    voorkeur: Mapped[str] = mapped_column(String(20), default="chat")
    verslag: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    # Up to here the gesprek is read from the approved verslag, if it was shared; after it, live.
    tot_volgnummer: Mapped[int] = mapped_column(Integer, default=0)
    # Between which volgnummers the resident spoke to the team: overdracht/zicht.py.
    vensters: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    toestemming: Mapped[bool] = mapped_column(Boolean, default=False)
    medewerker_id: Mapped[int | None] = mapped_column(ForeignKey("medewerker.id"), index=True)
    vaste_medewerker_id: Mapped[int | None] = mapped_column(ForeignKey("medewerker.id"))
    # Kenmerken of earlier overdrachten that the resident opened with their code: shown by consent.
    eerdere: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Passed on to one colleague, or to a role; others still see it, so that it never waits for one person.
    toegewezen_id: Mapped[int | None] = mapped_column(ForeignKey("medewerker.id"))
    voor_rol: Mapped[str] = mapped_column(String(20), default="")
    # Medewerkers (ids) who look along at the holder's request: they read and note, they do not hold.
    meekijkers: Mapped[list[int]] = mapped_column(JSON, default=list)
    # To whom the holder wants to pass it on, as long as the resident did not answer: overdracht/doorzetten.py.
    doorzetvraag: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    taal: Mapped[str] = mapped_column(String(8), default="nl")
    # Since when this wait lasts; it begins anew when it comes back.
    wacht_sinds: Mapped[dt.datetime] = mapped_column(default=now)
    # From when the place counts, also after it came back: who waited keeps the wait.
    plek_sinds: Mapped[dt.datetime] = mapped_column(default=now)
    # The queue's order after crisis: a part of the promised term by zwaarte, so whoever waits long moves up.
    voorrang_op: Mapped[dt.datetime] = mapped_column(default=now)
    opgepakt_op: Mapped[dt.datetime | None] = mapped_column()
    # The bericht that told who picked it up; what the holder says comes after it.
    opgepakt_volgnummer: Mapped[int] = mapped_column(Integer, default=0)
    afgerond_op: Mapped[dt.datetime | None] = mapped_column()
    uitkomst: Mapped[str] = mapped_column(String(40), default="")
    toelichting: Mapped[str] = mapped_column(Text, default="")
    # Deadlines live in the database, so that a restart forgets none.
    eerste_contact_voor: Mapped[dt.datetime | None] = mapped_column(index=True)
    onderzoek_voor: Mapped[dt.datetime | None] = mapped_column()
    beschikking_voor: Mapped[dt.datetime | None] = mapped_column()
    # What else was promised with those terms, and own ones: overdracht/lopend.py.
    termijnen: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Codes of the kinds of voorziening that stand in the verslag as shown.
    soorten: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Until when the holder may be silent; then it is looked at again: overdracht/stilte.py.
    stilte_tot: Mapped[dt.datetime | None] = mapped_column(index=True)
    # Once the resident was reached outside the chat: until when the next step is. None while that is still to be done.
    vervolg_voor: Mapped[dt.datetime | None] = mapped_column()
    # Up to which bericht the deadlines follow the gesprek: overdracht/antwoordtermijn.py.
    gehoord_tot: Mapped[int] = mapped_column(Integer, default=0)
    versie: Mapped[int] = mapped_column(Integer, default=1)
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)


class OverdrachtStap(Base):
    """What happened to an overdracht, by whom and why: one story, visible, append only."""

    __tablename__ = "overdracht_stap"
    __table_args__ = (Index("ix_overdracht_stap_te_melden", "gemeld", "op"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    overdracht_id: Mapped[int] = mapped_column(ForeignKey("overdracht.id", ondelete="CASCADE"), index=True)
    op: Mapped[dt.datetime] = mapped_column(default=now)
    wat: Mapped[str] = mapped_column(String(40))
    wie: Mapped[str] = mapped_column(String(120), default="")
    naar: Mapped[str] = mapped_column(String(120), default="")
    reden: Mapped[str] = mapped_column(Text, default="")
    # An internal note is a step that the resident never sees.
    intern: Mapped[bool] = mapped_column(Boolean, default=True)
    # Whether the webhook was told of this step (it stands in the outbox then).
    gemeld: Mapped[bool] = mapped_column(Boolean, default=False)


class Toestemming(Base):
    """Each consent given or withdrawn, with the version of the text that was shown."""

    __tablename__ = "toestemming"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    gesprek_id: Mapped[str] = mapped_column(ForeignKey("gesprek.id", ondelete="CASCADE"), index=True)
    kenmerk: Mapped[str] = mapped_column(String(20), default="")
    gegeven: Mapped[bool] = mapped_column(Boolean)
    ontvanger: Mapped[str] = mapped_column(String(120), default="")
    onderdelen: Mapped[list[str]] = mapped_column(JSON, default=list)
    tekstversie: Mapped[str] = mapped_column(String(20))
    op: Mapped[dt.datetime] = mapped_column(default=now)


class TriageCorrectie(Base):
    """What triage found and what a medewerker made of it: to learn from, without whose it was or what was said."""

    __tablename__ = "triage_correctie"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    # The day only: a moment would lead back to the gesprek.
    dag: Mapped[dt.date] = mapped_column()
    zwaarte: Mapped[str] = mapped_column(String(20))
    zwaarte_beter: Mapped[str] = mapped_column(String(20))
    leefgebieden: Mapped[list[str]] = mapped_column(JSON, default=list)
    leefgebieden_beter: Mapped[list[str]] = mapped_column(JSON, default=list)


class UitPost(Base):
    """The outbox: what must reach another system, with what already did. Written in the same commit as its cause.

    status: `wacht`, `bezig` (until `volgende_op`), `klaar`, `mislukt` (a person must look), `overbodig`.
    """

    __tablename__ = "uit_post"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    soort: Mapped[str] = mapped_column(String(30))
    kenmerk: Mapped[str] = mapped_column(String(20), index=True)
    # What to send, as far as it stands nowhere else; emptied once it is sent.
    inhoud: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    stappen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[str] = mapped_column(String(20), default="wacht", index=True)
    pogingen: Mapped[int] = mapped_column(Integer, default=0)
    volgende_op: Mapped[dt.datetime] = mapped_column(default=now)
    fout: Mapped[str] = mapped_column(Text, default="")
    aangemaakt_op: Mapped[dt.datetime] = mapped_column(default=now)


class RouteRegel(Base):
    """A rule that says where an overdracht goes. The first that fits decides; a rule that is off decides nothing."""

    __tablename__ = "route_regel"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    volgorde: Mapped[int] = mapped_column(Integer, default=0)
    naam: Mapped[str] = mapped_column(String(120))
    aan: Mapped[bool] = mapped_column(Boolean, default=False)
    # {"gemeente": [...], "kern": [...], "leefgebied": [...], "taal": [...], "zwaarte": [...]}; empty = any.
    voorwaarden: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # "team", "medewerker", "rol" or "vast" (the generalist of before), and which.
    doel: Mapped[str] = mapped_column(String(20))
    naar: Mapped[str] = mapped_column(String(120), default="")


class Termijnregel(Base):
    """A term that beheer set, before those of the product. Which one counts: overdracht/termijnregels.py."""

    __tablename__ = "termijnregel"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    naam: Mapped[str] = mapped_column(String(80))
    # "eerste_contact", "onderzoek", "beschikking", or "eigen": a term of the gemeente's own.
    stap: Mapped[str] = mapped_column(String(20))
    # {"zwaarte": [...], "leefgebied": [...], "soort": [...]}; empty = any. `soort`: a kind of voorziening.
    voorwaarden: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # How long, and how long before its end is warned: a number of "uren", "dagen" or "weken".
    aantal: Mapped[int] = mapped_column(Integer)
    eenheid: Mapped[str] = mapped_column(String(10))
    vooraf: Mapped[int] = mapped_column(Integer)
    vooraf_eenheid: Mapped[str] = mapped_column(String(10))
    aan: Mapped[bool] = mapped_column(Boolean, default=True)
    versie: Mapped[int] = mapped_column(Integer, default=1)
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class Instelling(Base):
    """What a beheerder set in the place of a file or a setting: "team:castricum", "bewaren:gesprek".

    A row is never deleted: `waarde` empty is the way back to the default. So the sum of `versie` only rises, and
    tells whether anything changed: overdracht/inrichting.py.
    """

    __tablename__ = "instelling"

    sleutel: Mapped[str] = mapped_column(String(80), primary_key=True)
    waarde: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    versie: Mapped[int] = mapped_column(Integer, default=1)
    reden: Mapped[str] = mapped_column(Text, default="")
    wie: Mapped[str] = mapped_column(String(120), default="")
    op: Mapped[dt.datetime] = mapped_column(default=now)


class SnelAntwoord(Base):
    """A quick reply of the werkplek, with fields such as {medewerker}."""

    __tablename__ = "snel_antwoord"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    volgorde: Mapped[int] = mapped_column(Integer, default=0)
    naam: Mapped[str] = mapped_column(String(80))
    tekst: Mapped[str] = mapped_column(Text)


class AuditOpruiming(Base):
    """Before which moment lines of the audit may go; there only while retention deletes them: opslag/audit_slot.py."""

    __tablename__ = "audit_opruiming"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    voor: Mapped[dt.datetime] = mapped_column()


class Audit(Base):
    """Who read, claimed, changed or exported what, and why. Never a resident's words.

    Append only: the database refuses anything else (opslag/audit_slot.py).
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    op: Mapped[dt.datetime] = mapped_column(default=now, index=True)
    wie: Mapped[str] = mapped_column(String(120))
    wat: Mapped[str] = mapped_column(String(60))
    waarvan: Mapped[str] = mapped_column(String(120), default="")
    reden: Mapped[str] = mapped_column(Text, default="")


# With both tables there the one can look at the other.
_opruiming = Base.metadata.tables["audit_opruiming"]
_opruiming.add_is_dependent_on(Base.metadata.tables["audit"])
bewaak(_opruiming)
