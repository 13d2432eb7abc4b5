"""Builders with sensible defaults, so that a test says only what it is about."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord, AntwoordBericht
from gesprek.models import Bericht, Gesprek
from opslag.db import Database
from overdracht import queries, service
from overdracht.models import Medewerker, Overdracht
from triage.beoordeling import Beoordeling, GevondenLeefgebied, Regel
from werkgebied import load_werkgebied

WERKGEBIED = load_werkgebied(Path(__file__).resolve().parents[2] / "werkgebied.yml")
# A Tuesday, half past ten: every team is there.
OPEN = dt.datetime(2026, 11, 24, 10, 30, tzinfo=WERKGEBIED.tijdzone)
# The Saturday before.
DICHT = dt.datetime(2026, 11, 21, 14, 0, tzinfo=WERKGEBIED.tijdzone)
CONTACT = {"naam": "Sanne Bakker", "telefoon": "06 12345678", "email": "sanne@example.nl", "voorkeur": "chat"}
VERHAAL = "Ik kan de huur niet betalen. Mijn man drinkt te veel."


def oordeel(*codes: str, bewijs: dict[str, list[str]] | None = None, **velden: Any) -> Beoordeling:
    """What triage would find."""
    gevonden = {**{c: [] for c in codes}, **(bewijs or {})}
    zwaarte = ("geen", "enkelvoudig", "meervoudig", "multicomplex")[min(len(gevonden), 3)]
    regels = tuple(Regel(*r) for r in velden.pop("regels", ()))
    return Beoordeling(
        zwaarte=velden.pop("zwaarte", zwaarte),
        soort=velden.pop("soort", "vraag"),
        leefgebieden=tuple(GevondenLeefgebied(c, 0.9, tuple(b)) for c, b in gevonden.items()),
        regels=regels,
        **velden,
    )


def start(database: Database, *, gemeente: str | None = "Castricum") -> str:
    with database.session_scope() as session:
        return gesprekken.start(session, gemeente=gemeente, welkom=[AntwoordBericht("Hallo")]).gesprek.id


def zeg(
    session: Session, gesprek_id: str, tekst: str, *, gehoord: Beoordeling | None = None, antwoord: str = "Dank u."
) -> Bericht:
    """A bericht of the resident with the assistant's answer to it."""
    bericht = gesprekken.receive(session, gesprek_id, client_id=str(uuid.uuid4()), tekst=tekst).bericht
    data = gehoord.as_dict() if gehoord else None
    antwoorden = (AntwoordBericht(antwoord),) if antwoord else ()
    gesprekken.apply_antwoord(session, gesprek_id, bericht.volgnummer, Antwoord(antwoorden, beoordeling=data))
    return bericht


def met_concept(
    database: Database, *, gemeente: str | None = "Castricum", tekst: str = VERHAAL, nu: dt.datetime = OPEN
) -> str:
    """A gesprek with a concept-verslag; returns its id."""
    gesprek_id = start(database, gemeente=gemeente)
    gehoord = oordeel(bewijs={"financien": ["huur"], "verslaving": ["drinkt"]})
    with database.session_scope() as session:
        zeg(session, gesprek_id, tekst, gehoord=gehoord)
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=nu)
    return gesprek_id


def goedgekeurd(
    database: Database, *, gemeente: str | None = "Castricum", tekst: str = VERHAAL, nu: dt.datetime = OPEN,
    contact: dict[str, str] | None = None,
) -> tuple[str, service.Goedgekeurd]:  # fmt: skip
    """An approved overdracht; returns the id of the gesprek and what the resident got."""
    gesprek_id = met_concept(database, gemeente=gemeente, tekst=tekst, nu=nu)
    with database.session_scope() as session:
        uit = service.approve(
            session, gesprek_id, contact or CONTACT, toestemming=True, werkgebied=WERKGEBIED, nu=nu,
            ontvanger=service.read_ontvanger(session, gesprek_id, werkgebied=WERKGEBIED),
        )  # fmt: skip
    return gesprek_id, uit


def medewerker(database: Database, naam: str = "Anna de Wit", rol: str = "medewerker", **velden: Any) -> Medewerker:
    """An account without a password: hashing one costs more than the rest of a test."""
    with database.session_scope() as session:
        gemaakt = Medewerker(naam=naam, rol=rol, **{"gemeenten": [], "actief": True, **velden})
        session.add(gemaakt)
        return gemaakt


def status_van(database: Database, gesprek_id: str) -> str:
    with database.lezen() as session:
        gesprek = session.get(Gesprek, gesprek_id)
        assert gesprek is not None
        return gesprek.status


def teksten_in(database: Database, gesprek_id: str) -> list[str]:
    with database.lezen() as session:
        return [b.tekst for b in gesprekken.read_berichten(session, gesprek_id)]


def keur_opnieuw_goed(database: Database, gesprek_id: str, contact: dict[str, str], *, nu: dt.datetime = OPEN) -> None:
    """The resident takes the verslag back and approves it again with another way to be reached."""
    with database.session_scope() as session:
        service.withdraw(session, gesprek_id, nu=nu)
        service.make_concept(session, gesprek_id, werkgebied=WERKGEBIED, nu=nu)
        service.approve(session, gesprek_id, contact, toestemming=True, werkgebied=WERKGEBIED, nu=nu)


def lees_overdracht(database: Database, kenmerk: str) -> Overdracht:
    """The overdracht as it stands in the database, which must hold it."""
    with database.lezen() as session:
        overdracht = queries.get_overdracht(session, kenmerk)
        assert overdracht is not None
        return overdracht
