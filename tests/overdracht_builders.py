"""Overdrachten made by the services themselves, for tests of pages: a resident who approved, or is in danger."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import now
from overdracht import service as overdrachten
from triage.beoordeling import Beoordeling, GevondenLeefgebied
from werkgebied import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

CONTACT = {"naam": "A. Jansen", "telefoon": "072 000 0199", "email": "", "voorkeur": "chat"}
VERHAAL = "Ik heb schulden en mijn zoon gaat niet meer naar school."


@dataclass(frozen=True)
class Verhaal:
    """What a resident holds after a gesprek."""

    gesprek_id: str
    token: str
    kenmerk: str
    volgcode: str = ""


def beoordeel(leefgebieden: Sequence[str], *, zwaarte: str = "meervoudig", crisis: str | None = None) -> Beoordeling:
    """A finding of triage with these leefgebieden."""
    return Beoordeling(
        "crisis" if crisis else zwaarte,
        "vraag",
        tuple(GevondenLeefgebied(code, 0.9, ("schulden",)) for code in leefgebieden),
        crisis=crisis,
        route="crisis" if crisis else "generalist",
    )


def vertel(
    session: Session, tekst: str = VERHAAL, *, gemeente: str = "Castricum", crisis: str | None = None,
    leefgebieden: Sequence[str] = ("financien", "gezin_en_opvoeding"), zwaarte: str = "meervoudig",
) -> gesprekken.Gestart:  # fmt: skip
    """A gesprek in which the resident told this and the assistant answered."""
    gestart = gesprekken.start(session, gemeente=gemeente, welkom=(AntwoordBericht("Goedendag."),))
    ontvangen = gesprekken.receive(session, gestart.gesprek.id, client_id=str(uuid.uuid4()), tekst=tekst)
    antwoord = Antwoord(
        berichten=(AntwoordBericht("Dat klinkt zwaar."),),
        beoordeling=beoordeel(leefgebieden, zwaarte=zwaarte, crisis=crisis).as_dict(),
    )
    gesprekken.apply_antwoord(session, gestart.gesprek.id, ontvangen.bericht.volgnummer, antwoord)
    return gestart


def keur_goed(
    session: Session, werkgebied: Werkgebied, tekst: str = VERHAAL, *, nu: dt.datetime | None = None,
    contact: dict[str, str] | None = None, met_gesprek: bool = False, **anders: object,
) -> Verhaal:  # fmt: skip
    """An overdracht that waits: told, made into a verslag and approved; the gesprek goes along if so chosen."""
    nu = werkgebied.lokale_tijd(nu or now())
    gestart = vertel(session, tekst, **anders)  # type: ignore[arg-type]
    gesprek_id = gestart.gesprek.id
    overdrachten.make_concept(session, gesprek_id, werkgebied=werkgebied, nu=nu)
    goed = overdrachten.approve(
        session, gesprek_id, contact or CONTACT, toestemming=True, werkgebied=werkgebied, nu=nu,
        onderdelen=overdrachten.ALLES if met_gesprek else overdrachten.STANDAARD,
    )  # fmt: skip
    return Verhaal(gesprek_id, gestart.token, goed.kenmerk, goed.volgcode)


def in_crisis(
    session: Session,
    werkgebied: Werkgebied,
    tekst: str = "Mijn man slaat mij, hij komt zo thuis.",
    *,
    soort: str = "geweld",
) -> Verhaal:
    """A crisis that the team sees before anything was approved."""
    nu = werkgebied.lokale_tijd(now())
    gestart = vertel(session, tekst, crisis=soort, leefgebieden=("gezin_en_opvoeding",))
    uit = overdrachten.request_crisis(
        session, gestart.gesprek.id, soort=soort, wil_mens=True, werkgebied=werkgebied, nu=nu
    )
    return Verhaal(gestart.gesprek.id, gestart.token, uit.kenmerk)
