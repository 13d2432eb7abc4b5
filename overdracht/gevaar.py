"""A medewerker who reads danger that triage missed, or none where triage heard it: said with a reason, by name.

Both change the place in the queue and what the resident was told, so the resident hears of both.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from opslag.db import now
from overdracht import edits, queries
from overdracht.aanmaken import rank
from overdracht.bijhouden import keep_true, read_buiten
from overdracht.crisis import request_crisis
from overdracht.inzage import WachtrijFout, get_overdracht, team_van
from overdracht.models import AFGEROND, OPGEPAKT, WACHTEND, Medewerker, Overdracht, TriageCorrectie
from overdracht.stilte import STILTE, silent_until
from overdracht.teksten import tekst
from overdracht.termijnregels import as_geval
from overdracht.verloop import Geclaimd, tell
from triage.beoordeling import CRISIS_SOORTEN, ZWAARTES
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# How it ended when nobody had asked for anything and there was no danger.
GEEN_CRISIS = "geen_crisis"


def raise_crisis(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    soort: str,
    reden: str,
    werkgebied: Werkgebied,
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """Say that this is a crisis: in front, mailed, with its terms. Raises WachtrijFout and OnbekendeOverdracht."""
    nu = nu or now()
    overdracht = _neem(session, kenmerk, medewerker, reden)
    laatste = queries.find_laatste_overdracht(session, overdracht.gesprek_id)
    if soort not in CRISIS_SOORTEN or overdracht.crisis is not None or laatste is None or laatste.id != overdracht.id:
        raise WachtrijFout(tekst("overdracht.crisis_kan_niet"))
    _leer(session, overdracht, "crisis", nu)
    reden = gesprekken.mask(reden)
    events = request_crisis(
        session, overdracht.gesprek_id, soort=soort, wil_mens=False, werkgebied=werkgebied, nu=nu,
        wie=medewerker.naam, reden=reden,
    ).events  # fmt: skip
    edits.add_audit(session, medewerker.naam, "crisis", overdracht.kenmerk, op=nu)
    return Geclaimd(overdracht, events)


def clear_crisis(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    zwaarte: str,
    reden: str,
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
    stilte: dt.timedelta = STILTE,
) -> Geclaimd:
    """Say that there is no danger, and how heavy it is then. What was read only because of the danger is closed again.

    What the resident was promised stays promised. Raises WachtrijFout and OnbekendeOverdracht.
    """
    nu = nu or now()
    overdracht = _neem(session, kenmerk, medewerker, reden)
    if zwaarte not in ZWAARTES or zwaarte == "crisis" or overdracht.crisis is None:
        raise WachtrijFout(tekst("overdracht.geen_crisis_kan_niet"))
    zonder = not overdracht.toestemming
    if zonder and overdracht.status == WACHTEND and overdracht.wil_mens:
        raise WachtrijFout(tekst("overdracht.geen_crisis_wil_mens"))
    _leer(session, overdracht, zwaarte, nu)
    buiten, was = read_buiten(overdracht), as_geval(overdracht)
    overdracht.crisis = overdracht.crisis_op = None
    overdracht.zwaarte = zwaarte
    overdracht.route = "procesregie" if zwaarte == "multicomplex" else "generalist"
    overdracht.versie += 1
    if overdracht.verslag:
        # Of the gesprek before the approval the danger was the only ground, unless the resident chose to share it.
        overdracht.verslag = {**overdracht.verslag, "crisis": None, "zwaarte": zwaarte}
    rank(session, overdracht, werkgebied=werkgebied, was=was)
    keep_true(session, overdracht, buiten, nu=nu)
    if zonder:
        _sluit(session, overdracht, nu)
    elif overdracht.status == OPGEPAKT:
        overdracht.stilte_tot = silent_until(session, overdracht, nu, stilte)
    tell(session, overdracht, GEEN_CRISIS, medewerker.naam, nu=nu, reden=reden)
    return Geclaimd(overdracht, (*_zeg(session, overdracht, medewerker, zonder=zonder), werkplek_event()))


def _neem(session: Session, kenmerk: str, medewerker: Medewerker, reden: str) -> Overdracht:
    """The open overdracht with its row taken: two who judge at once follow one another."""
    if not reden.strip():
        raise WachtrijFout(tekst("overdracht.reden_nodig"))
    overdracht = get_overdracht(session, kenmerk, medewerker)
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if overdracht.status not in (WACHTEND, OPGEPAKT):
        raise WachtrijFout(tekst("overdracht.crisis_kan_niet"))
    return overdracht


def _leer(session: Session, overdracht: Overdracht, zwaarte: str, nu: dt.datetime) -> None:
    """Kept to learn from, as with any correction: without whose it was."""
    gebieden = sorted(overdracht.leefgebieden or ())
    session.add(
        TriageCorrectie(
            dag=nu.date(), zwaarte=overdracht.zwaarte, zwaarte_beter=zwaarte, leefgebieden=gebieden,
            leefgebieden_beter=gebieden,
        )
    )  # fmt: skip


def _sluit(session: Session, overdracht: Overdracht, nu: dt.datetime) -> None:
    """Without danger and without consent nobody reads the gesprek, but for what is said to who holds it."""
    if overdracht.status == OPGEPAKT:
        overdracht.vensters = [[overdracht.opgepakt_volgnummer - 1, None]]
        return
    overdracht.vensters = []
    overdracht.status, overdracht.uitkomst, overdracht.afgerond_op = AFGEROND, GEEN_CRISIS, nu
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    if gesprek is not None:
        gesprekken.count(session, gesprek, ("afgerond", ""))


def _zeg(session: Session, o: Overdracht, medewerker: Medewerker, *, zonder: bool) -> tuple[Event, ...]:
    zin = "geen_crisis_dicht" if zonder and o.status == AFGEROND else "geen_crisis"
    gezegd = tekst(f"overdracht.{zin}", naam=medewerker.naam, team=team_van(o))
    return gesprekken.post_systeem(session, o.gesprek_id, tekst=gezegd)[1]
