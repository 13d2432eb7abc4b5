"""The queue and who holds what. Taking is one conditional UPDATE: of many claimants exactly one wins.

Functions take a session, return events and never commit. Whoever may not see an overdracht gets the
same answer as for one that does not exist.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek import status as gesprek_status
from gesprek.events import Event, werkplek_event
from opslag.db import now
from overdracht import doorzetvraag, edits, queries, staf
from overdracht.bijhouden import keep_true, read_buiten
from overdracht.collegas import DOORGEZET, mail_collegas
from overdracht.inzage import (
    AlOpgepakt,
    NietVanU,
    OnbekendeOverdracht,
    WachtrijFout,
    get_overdracht,
    read_gesprek,
    read_overdracht,
    require_holder,
    team_van,
)
from overdracht.lijsten import find_overdrachten, gemeenten_van
from overdracht.models import AFGEROND, OPGEPAKT, WACHTEND, Medewerker, Overdracht
from overdracht.ongelezen import queue_bericht_wacht
from overdracht.ruimte import GeenRuimte, require_ruimte
from overdracht.stilte import STILTE, after_word, return_stale, silent_until
from overdracht.teksten import tekst
from overdracht.verloop import Geclaimd, back_in_queue, tell
from overdracht.zicht import sluit_venster

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied


__all__ = [
    "AlOpgepakt", "Geclaimd", "GeenRuimte", "NietVanU", "OnbekendeOverdracht", "WachtrijFout", "back_to_assistent",
    "claim_overdracht", "find_overdrachten", "finish", "mark_gelezen", "post_bericht", "read_gesprek",
    "read_overdracht", "release", "return_stale", "take_over", "transfer",
]  # fmt: skip


def claim_overdracht(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    nu: dt.datetime | None = None,
    stilte: dt.timedelta = STILTE,
) -> Geclaimd:
    """Pick up what waits. Raises AlOpgepakt when somebody else was first, GeenRuimte, and OnbekendeOverdracht.

    Who already holds it may ask again: the answer is the same.
    """
    nu = nu or now()
    # Most of the time one statement says it all: whether this medewerker may, and whether nobody was first.
    geclaimd = _claim(session, kenmerk, medewerker, nu=nu, van_gemeenten=gemeenten_van(medewerker))
    if geclaimd is None:
        overdracht = get_overdracht(session, kenmerk, medewerker)
        if overdracht.status == OPGEPAKT and overdracht.medewerker_id == medewerker.id:
            return Geclaimd(overdracht, ())
        geclaimd = _claim(session, kenmerk, medewerker, nu=nu) if overdracht.status == WACHTEND else None
    if geclaimd is None:
        raise AlOpgepakt(*queries.find_houder(session, kenmerk))
    return Geclaimd(geclaimd, _held(session, geclaimd, medewerker, wat="opgepakt", nu=nu, stilte=stilte))


def _claim(
    session: Session, kenmerk: str, medewerker: Medewerker, *, nu: dt.datetime, van_gemeenten: Sequence[str] = ()
) -> Overdracht | None:
    if not staf.mag(medewerker, "werkplek"):
        return None
    return edits.change_overdracht(
        session, kenmerk, van=WACHTEND, van_gemeenten=van_gemeenten, status=OPGEPAKT, medewerker_id=medewerker.id,
        opgepakt_op=nu, toegewezen_id=None, vervolg_voor=None,
    )  # fmt: skip


def _held(
    session: Session,
    overdracht: Overdracht,
    medewerker: Medewerker,
    *,
    wat: str,
    nu: dt.datetime,
    stilte: dt.timedelta,
    reden: str = "",
) -> tuple[Event, ...]:
    """From here on the assistant is silent and the resident knows who is there."""
    soort = "overgenomen" if wat == "overgenomen" else "opgepakt_chat" if overdracht.voorkeur == "chat" else "opgepakt"
    zin = tekst(f"overdracht.{soort}", naam=medewerker.naam, team=team_van(overdracht))
    _, bericht, events = gesprekken.change_and_tell(session, overdracht.gesprek_id, gesprek_status.OPGEPAKT, tekst=zin)
    overdracht.opgepakt_volgnummer = overdracht.gehoord_tot = bericht.volgnummer
    overdracht.stilte_tot = silent_until(session, overdracht, nu, stilte)
    tell(session, overdracht, wat, medewerker.naam, nu=nu, reden=reden, intern=False)
    require_ruimte(session, medewerker, overdracht, nu=nu)
    session.flush()
    return (*events, werkplek_event())


def take_over(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    reden: str,
    nu: dt.datetime | None = None,
    stilte: dt.timedelta = STILTE,
) -> Geclaimd:
    """Take what a colleague holds, openly and with a reason.

    Raises AlOpgepakt, GeenRuimte, WachtrijFout and OnbekendeOverdracht.
    """
    nu = nu or now()
    _require_reden(reden)
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if overdracht.medewerker_id == medewerker.id and overdracht.status == OPGEPAKT:
        return Geclaimd(overdracht, ())
    vorige = overdracht.medewerker_id
    genomen = edits.change_overdracht(
        session, kenmerk, van=OPGEPAKT, houder=vorige, medewerker_id=medewerker.id, doorzetvraag=None
    )
    if genomen is None:
        raise AlOpgepakt(*queries.find_houder(session, kenmerk))
    return Geclaimd(genomen, _held(session, genomen, medewerker, wat="overgenomen", nu=nu, stilte=stilte, reden=reden))


def release(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    reden: str = "",
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """Give it back to the queue, in its old place: who waited keeps the wait. Raises NietVanU."""
    nu = nu or now()
    require_holder(session, kenmerk, medewerker)
    terug = edits.change_overdracht(
        session, kenmerk, van=OPGEPAKT, houder=medewerker.id, status=WACHTEND, medewerker_id=None, stilte_tot=None,
        vervolg_voor=None, meekijkers=[], doorzetvraag=None, wacht_sinds=nu,
    )  # fmt: skip
    if terug is None:
        raise NietVanU(queries.find_houder(session, kenmerk)[0])
    zin = tekst("overdracht.vrijgegeven", team=team_van(terug))
    return back_in_queue(
        session, terug, "vrijgegeven", wie=medewerker.naam, zin=zin, nu=nu, reden=reden, werkgebied=werkgebied
    )


def transfer(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    naar: str,
    reden: str,
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
    mondeling: bool = False,
) -> Geclaimd:
    """Pass it on to a colleague, a team or gemeente, or a role, with a reason; one story, one kenmerk.

    Of another receiver than the resident said yes to they are asked first (`gevraagd`), unless they said yes to the
    holder (`mondeling`). Raises NietVanU, WachtrijFout (no reason, or nobody of that name) and OnbekendeOverdracht.
    """
    nu = nu or now()
    _require_reden(reden)
    overdracht = require_holder(session, kenmerk, medewerker)
    buiten = read_buiten(overdracht)
    waarden, naam = _bestemming(session, naar, werkgebied)
    collega = session.get(Medewerker, waarden["toegewezen_id"]) if waarden["toegewezen_id"] else None
    ontvanger = doorzetvraag.find_nieuwe_ontvanger(session, overdracht, waarden, collega)
    if ontvanger and not mondeling:
        wat = doorzetvraag.DOORZETTEN
        return doorzetvraag.ask(
            session, overdracht, medewerker, wat=wat, naar=naar, ontvanger=ontvanger, reden=reden, nu=nu
        )
    if ontvanger:
        doorzetvraag.keep_mondeling(session, overdracht, medewerker, ontvanger=ontvanger, nu=nu)
    terug = edits.change_overdracht(
        session, kenmerk, van=OPGEPAKT, houder=medewerker.id, status=WACHTEND, medewerker_id=None, stilte_tot=None,
        vervolg_voor=None, wacht_sinds=nu, meekijkers=[], doorzetvraag=None, **waarden,
    )  # fmt: skip
    if terug is None:
        raise NietVanU(queries.find_houder(session, kenmerk)[0])
    keep_true(session, terug, buiten, nu=nu)
    if "team" in waarden:
        edits.add_uit_post(session, "nieuw", terug.kenmerk, op=nu)
    wie = [waarden["toegewezen_id"]] if waarden["toegewezen_id"] else []
    mail_collegas(session, terug, DOORGEZET, wie=wie, rol=waarden["voor_rol"], door=medewerker.id, nu=nu)
    zin = tekst("overdracht.doorgezet", naar=naam)
    return back_in_queue(
        session, terug, "doorgezet", wie=medewerker.naam, zin=zin, nu=nu, reden=reden, naar=naar, werkgebied=werkgebied
    )


def _bestemming(session: Session, naar: str, werkgebied: Werkgebied | None) -> tuple[dict[str, Any], str]:
    """What changes for this destination, and how the resident hears it. Raises WachtrijFout."""
    kaal = naar.strip()
    rol = kaal.lower()
    if rol == staf.PROCESREGISSEUR:
        return {"voor_rol": rol, "toegewezen_id": None, "route": "procesregie"}, tekst(
            "overdracht.naar_procesregisseur"
        )
    collega = queries.find_medewerker(session, kaal) if kaal else None
    if collega is not None and staf.mag(collega, "werkplek"):
        return {"toegewezen_id": collega.id, "voor_rol": ""}, collega.naam
    for gemeente in werkgebied.gemeenten if werkgebied else ():
        if kaal.lower() in (gemeente.code.lower(), gemeente.naam.lower(), gemeente.team.naam.lower()):
            anders = {"gemeente": gemeente.naam, "team": gemeente.team.naam, "toegewezen_id": None, "voor_rol": ""}
            return anders, gemeente.team.naam
    raise WachtrijFout(tekst("overdracht.onbekend_naar", naar=kaal[:80]))


def finish(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    uitkomst: str,
    toelichting: str = "",
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """The question is handled. Raises NietVanU, WachtrijFout (no outcome) and OnbekendeOverdracht."""
    nu = nu or now()
    if not uitkomst.strip():
        raise WachtrijFout(tekst("overdracht.uitkomst_nodig"))
    uitkomst = gesprekken.mask(uitkomst)[:40]
    klaar = _end(session, kenmerk, medewerker, uitkomst=uitkomst, toelichting=toelichting, nu=nu)
    zin = tekst("overdracht.afgerond", naam=medewerker.naam)
    gesprek, _, events = gesprekken.change_and_tell(session, klaar.gesprek_id, gesprek_status.AFGEROND, tekst=zin)
    sluit_venster(klaar, gesprek)
    tell(session, klaar, "afgerond", medewerker.naam, nu=nu, reden=uitkomst, intern=False)
    edits.add_uit_post(session, "openklant_sluiten", klaar.kenmerk, op=nu)
    gesprekken.count(session, gesprek, *gesprekken.per_leefgebied("afgerond", klaar.leefgebieden))
    return Geclaimd(klaar, (*events, werkplek_event()))


def post_bericht(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    client_id: str,
    tekst: str,
    nu: dt.datetime | None = None,
    stilte: dt.timedelta = STILTE,
) -> gesprekken.Ontvangen:
    """A bericht of the holder to the resident, once per client_id. Raises NietVanU and BerichtFout."""
    nu = nu or now()
    overdracht = require_holder(session, kenmerk, medewerker)
    tot = after_word(session, overdracht, nu, stilte=stilte)
    if edits.change_overdracht(session, kenmerk, van=OPGEPAKT, houder=medewerker.id, **tot) is None:
        raise NietVanU(queries.find_houder(session, kenmerk)[0])
    edits.touch_medewerker(session, medewerker.id, op=nu)
    ontvangen = gesprekken.post_medewerker(
        session, overdracht.gesprek_id, client_id=client_id, naam=medewerker.naam, tekst=tekst
    )
    if ontvangen.nieuw:
        queue_bericht_wacht(session, overdracht, ontvangen.bericht.volgnummer, nu=nu)
    return ontvangen


def mark_gelezen(session: Session, kenmerk: str, medewerker: Medewerker, *, tot: int) -> tuple[Event, ...]:
    """The holder has seen the gesprek up to here; who only looks along tells the resident nothing. Raises NietVanU."""
    overdracht = require_holder(session, kenmerk, medewerker)
    return gesprekken.mark_gelezen(session, overdracht.gesprek_id, wie="medewerker", tot=tot)


def back_to_assistent(
    session: Session, kenmerk: str, medewerker: Medewerker, *, reden: str = "", nu: dt.datetime | None = None
) -> Geclaimd:
    """The resident goes on with the assistant; approving again later reuses the kenmerk. Raises NietVanU."""
    nu = nu or now()
    klaar = _end(session, kenmerk, medewerker, uitkomst="terug_naar_assistent", toelichting=reden, nu=nu)
    zin = tekst("overdracht.terug", naam=medewerker.naam)
    gesprek, _, events = gesprekken.change_and_tell(session, klaar.gesprek_id, gesprek_status.ASSISTENT, tekst=zin)
    sluit_venster(klaar, gesprek)
    tell(session, klaar, "terug_naar_assistent", medewerker.naam, nu=nu, reden=reden, intern=False)
    edits.add_uit_post(session, "openklant_sluiten", klaar.kenmerk, op=nu)
    return Geclaimd(klaar, (*events, werkplek_event()))


def _end(
    session: Session, kenmerk: str, medewerker: Medewerker, *, uitkomst: str, toelichting: str, nu: dt.datetime
) -> Overdracht:
    require_holder(session, kenmerk, medewerker)
    klaar = edits.change_overdracht(
        session, kenmerk, van=OPGEPAKT, houder=medewerker.id, status=AFGEROND, uitkomst=uitkomst,
        toelichting=gesprekken.mask(toelichting), afgerond_op=nu, stilte_tot=None, vervolg_voor=None, meekijkers=[],
        doorzetvraag=None,
    )  # fmt: skip
    if klaar is None:
        raise NietVanU(queries.find_houder(session, kenmerk)[0])
    return klaar


def _require_reden(reden: str) -> None:
    if not reden.strip():
        raise WachtrijFout(tekst("overdracht.reden_nodig"))
