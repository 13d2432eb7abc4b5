"""Fifty medewerkers and five hundred gesprekken, put in the database of a running server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gesprek import service as gesprekken
from gesprek.antwoord import Antwoord, AntwoordBericht
from opslag.db import Database, database_url, make_engine, now
from overdracht import service, staf, wachtrij
from overdracht.models import Medewerker
from settings import ROOT
from sociale_kaart import models as _kaart  # noqa: F401  (registers the tables)
from triage.beoordeling import Beoordeling, GevondenLeefgebied
from werkgebied import load_werkgebied

STAF, GESPREKKEN = 50, 500
# The rest of the gesprekken is divided over the staff: a busy day, with everybody in several gesprekken.
TE_GOEDKEUREN, WACHTEND = 40, 110
CONTACT = {"naam": "A. Jansen", "telefoon": "", "email": "", "voorkeur": "chat"}
VERHAAL = "Ik heb schulden en mijn zoon gaat niet meer naar school. Ik weet niet meer hoe het verder moet."


@dataclass(frozen=True)
class Inwoner:
    """A resident's gesprek, with its kenmerk once there is one and the number of who holds it."""

    id: str
    token: str
    kenmerk: str = ""
    houder: int = -1


@dataclass(frozen=True)
class Wereld:
    """Tokens of the staff, and the residents by how far they are."""

    staf: list[str]
    te_goedkeuren: list[Inwoner]
    wachtend: list[Inwoner]
    opgepakt: list[Inwoner]


def maak_wereld(adres: str) -> Wereld:
    """Fill the database of a server that runs; tables and kaart are there already."""
    database = Database(make_engine(database_url(adres, Path.cwd())), geheim="alleen voor de meting")
    werkgebied = load_werkgebied(ROOT / "werkgebied.yml")
    try:
        with database.session_scope() as session:
            mensen = [_medewerker(session, n) for n in range(STAF)]
        wereld = Wereld([token for _, token in mensen], [], [], [])
        for n in range(GESPREKKEN):
            with database.session_scope() as session:
                _vul(session, wereld, n, [m for m, _ in mensen], werkgebied)
        return wereld
    finally:
        database.close()


def _medewerker(session, n: int) -> tuple[Medewerker, str]:  # type: ignore[no-untyped-def]
    staf.add_medewerker(session, f"Medewerker {n}", "medewerker")
    medewerker = staf.find_by_naam(session, f"Medewerker {n}")
    assert medewerker is not None
    return medewerker, staf.make_token(session, medewerker)


def _vul(session, wereld: Wereld, n: int, mensen: list[Medewerker], werkgebied) -> None:  # type: ignore[no-untyped-def]
    nu = werkgebied.lokale_tijd(now())
    gestart = gesprekken.start(session, gemeente="Castricum", welkom=(AntwoordBericht("Goedendag."),))
    id_, token = gestart.gesprek.id, gestart.token
    ontvangen = gesprekken.receive(session, id_, client_id=f"c{n}", tekst=VERHAAL)
    oordeel = Beoordeling(
        "meervoudig", "vraag",
        (GevondenLeefgebied("financien", 0.9, ("schulden",)), GevondenLeefgebied("gezin_en_opvoeding", 0.9, ("zoon",))),
        route="generalist",
    )  # fmt: skip
    antwoord = Antwoord(berichten=(AntwoordBericht("Dat klinkt zwaar."),), beoordeling=oordeel.as_dict())
    gesprekken.apply_antwoord(session, id_, ontvangen.bericht.volgnummer, antwoord)
    service.make_concept(session, id_, werkgebied=werkgebied, nu=nu)
    if n < TE_GOEDKEUREN:
        wereld.te_goedkeuren.append(Inwoner(id_, token))
        return
    goed = service.approve(session, id_, CONTACT, toestemming=True, werkgebied=werkgebied, nu=nu)
    if n < TE_GOEDKEUREN + WACHTEND:
        wereld.wachtend.append(Inwoner(id_, token, goed.kenmerk))
        return
    houder = n % len(mensen)
    wachtrij.claim_overdracht(session, goed.kenmerk, session.merge(mensen[houder]), nu=nu)
    wereld.opgepakt.append(Inwoner(id_, token, goed.kenmerk, houder))
