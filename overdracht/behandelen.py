"""What a medewerker does besides holding: look again, scale up or down, note, ask somebody to look along.

Each is a step in the one story of the overdracht, with who and why. Nothing of it is a resident's word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek import status as gesprek_status
from gesprek.events import werkplek_event
from opslag.db import now
from overdracht import doorzetvraag, edits, queries, staf
from overdracht.aanmaken import plan_heropend, plan_terug, rank
from overdracht.bijhouden import keep_true, open_taak, read_buiten
from overdracht.collegas import MEEKIJKEN, OPGESCHAALD, mail_collegas
from overdracht.contact import mailadres
from overdracht.inzage import AlOpgepakt, WachtrijFout, get_overdracht, require_holder
from overdracht.lopend import af_te_vinken, mark_gedaan, nog_bereiken
from overdracht.models import AFGEROND, OPGEPAKT, Medewerker, TriageCorrectie
from overdracht.ruimte import require_ruimte
from overdracht.stilte import STILTE, next_step, silent_until
from overdracht.teksten import tekst
from overdracht.termijnregels import as_geval
from overdracht.verloop import Geclaimd, tell
from overdracht.wachten import read_belofte
from overdracht.zicht import open_venster
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied

HEROPEN_DAGEN = 28
# As long as the onderzoek of the Wmo 2015: six weeks.
MEESTE_WERKDAGEN = 30
ROUTES = ("generalist", "procesregie")
# Somebody called, and nobody answered.
GEEN_GEHOOR = "geen_gehoor"
# The mail to who did not answer.
GEBELD = "gebeld"


def reopen(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    reden: str,
    nu: dt.datetime | None = None,
    stilte: dt.timedelta = STILTE,
    dagen: int = HEROPEN_DAGEN,
    werkgebied: Werkgebied | None = None,
) -> Geclaimd:
    """Take up again what was finished lately: same story, same kenmerk, a new term for the onderzoek is not begun.

    Raises WachtrijFout (no reason, too long ago, or something else runs in this gesprek), GeenRuimte and
    AlOpgepakt.
    """
    nu = nu or now()
    _require(reden, "reden_nodig")
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if overdracht.status == AFGEROND and overdracht.afgerond_op and overdracht.afgerond_op < nu - dt.timedelta(dagen):
        raise WachtrijFout(tekst("overdracht.te_laat_heropenen", dagen=dagen))
    laatste = queries.find_laatste_overdracht(session, overdracht.gesprek_id)
    if laatste is None or laatste.id != overdracht.id:
        raise WachtrijFout(tekst("overdracht.niet_heropenen"))
    heropend = edits.change_overdracht(
        session, kenmerk, van=AFGEROND, status=OPGEPAKT, medewerker_id=medewerker.id, opgepakt_op=nu,
        stilte_tot=None, afgerond_op=None, uitkomst="",
    )  # fmt: skip
    if heropend is None:
        raise AlOpgepakt(*queries.find_houder(session, kenmerk))
    zin = tekst("overdracht.heropend", naam=medewerker.naam)
    _, bericht, events = gesprekken.change_and_tell(session, heropend.gesprek_id, gesprek_status.OPGEPAKT, tekst=zin)
    heropend.opgepakt_volgnummer = heropend.gehoord_tot = bericht.volgnummer
    plan_heropend(session, heropend, werkgebied=werkgebied, nu=nu)
    bereikt = heropend.voorkeur != "chat" and queries.has_contact(session, heropend)
    heropend.vervolg_voor = next_step(heropend, nu, werkgebied=None) if bereikt else None
    heropend.stilte_tot = silent_until(session, heropend, nu, stilte)
    open_venster(heropend, bericht.volgnummer - 1)
    require_ruimte(session, medewerker, heropend, nu=nu)
    tell(session, heropend, "heropend", medewerker.naam, nu=nu, reden=reden, intern=False)
    open_taak(session, heropend, nu=nu)
    return Geclaimd(heropend, (*events, werkplek_event()))


def scale(
    session: Session, kenmerk: str, medewerker: Medewerker, *, route: str, reden: str, nu: dt.datetime | None = None
) -> Geclaimd:
    """Scale up to procesregie or back down while the same person goes on. Raises WachtrijFout and NietVanU."""
    _require(reden, "reden_nodig")
    if route not in ROUTES:
        raise WachtrijFout(tekst("overdracht.onbekende_route"))
    overdracht = require_holder(session, kenmerk, medewerker)
    wat = "opgeschaald" if route == "procesregie" else "afgeschaald"
    nu = nu or now()
    if route == "procesregie" and overdracht.route != route:
        mail_collegas(session, overdracht, OPGESCHAALD, rol=staf.PROCESREGISSEUR, door=medewerker.id, nu=nu)
    overdracht.route = route
    tell(session, overdracht, wat, medewerker.naam, nu=nu, reden=reden)
    return Geclaimd(overdracht, (werkplek_event(),))


def add_notitie(
    session: Session, kenmerk: str, medewerker: Medewerker, *, notitie: str, nu: dt.datetime | None = None
) -> Geclaimd:
    """A note for colleagues that the resident never sees. Raises WachtrijFout and OnbekendeOverdracht."""
    _require(notitie, "notitie_nodig")
    overdracht = get_overdracht(session, kenmerk, medewerker)
    tell(session, overdracht, "notitie", medewerker.naam, nu=nu or now(), reden=notitie)
    return Geclaimd(overdracht, (werkplek_event(),))


def register_contact(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    hoe: str,
    werkdagen: int | None = None,
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """Somebody was called, mailed or visited: the promise is kept, and from here on the next step counts.

    werkdagen: within how many working days that is; None = as usual. What the resident typed until now was answered
    by it. Raises NietVanU and WachtrijFout.
    """
    nu = nu or now()
    if werkdagen is not None and not 1 <= werkdagen <= MEESTE_WERKDAGEN:
        raise WachtrijFout(tekst("overdracht.vervolg", aantal=MEESTE_WERKDAGEN))
    overdracht = require_holder(session, kenmerk, medewerker)
    voor = next_step(overdracht, nu, werkgebied=werkgebied, werkdagen=werkdagen)
    gesprek = gesprek_queries.get_gesprek(session, overdracht.gesprek_id)
    gehoord = max(overdracht.gehoord_tot, gesprek.volgnummer if gesprek else 0)
    geraakt = edits.change_overdracht(
        session, kenmerk, van=OPGEPAKT, houder=medewerker.id, stilte_tot=voor, vervolg_voor=voor, gehoord_tot=gehoord
    )
    if geraakt is None:
        raise AlOpgepakt(*queries.find_houder(session, kenmerk))
    edits.touch_medewerker(session, medewerker.id, op=nu)
    tell(session, geraakt, "contact", medewerker.naam, nu=nu, naar=hoe[:40], intern=False)
    return Geclaimd(geraakt, (werkplek_event(),))


def register_geen_gehoor(
    session: Session, kenmerk: str, medewerker: Medewerker, *, werkgebied: Werkgebied, nu: dt.datetime,
    stilte: dt.timedelta = STILTE,
) -> Geclaimd:  # fmt: skip
    """Somebody called and nobody answered: that is no contact, so who was never reached yet stays on the callback
    list. The resident reads that we called and, when a call was still owed, until when we call again; by mail too,
    since who waits for a call does not look at the chat. Raises NietVanU.
    """
    overdracht = require_holder(session, kenmerk, medewerker)
    # Whoever reaches the resident at this moment goes first, or waits.
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    overdracht = require_holder(session, kenmerk, medewerker)
    zin = tekst("overdracht.geen_gehoor", naam=medewerker.naam)
    terug = nog_bereiken(overdracht)
    if terug:
        plan_terug(session, overdracht, werkgebied=werkgebied, nu=nu)
        overdracht.stilte_tot = silent_until(session, overdracht, nu, stilte)
        zin = f"{zin} {read_belofte(overdracht, werkgebied=werkgebied, nu=nu).tekst}"
    overdracht.versie += 1
    _, events = gesprekken.post_systeem(session, overdracht.gesprek_id, tekst=zin)
    tell(session, overdracht, GEEN_GEHOOR, medewerker.naam, nu=nu, intern=False)
    if mailadres(overdracht):
        edits.replace_uit_post(session, GEBELD, overdracht.kenmerk, op=nu, terug=terug)
    return Geclaimd(overdracht, (*events, werkplek_event()))


def mark_termijn(
    session: Session, kenmerk: str, medewerker: Medewerker, *, stap: str, naam: str = "", gedaan: bool,
    nu: dt.datetime | None = None,
) -> Geclaimd:  # fmt: skip
    """Say that a term was met before the whole is over, or that it was not after all. Raises WachtrijFout, NietVanU."""
    nu = nu or now()
    overdracht = require_holder(session, kenmerk, medewerker)
    # Two at once, or a term that beheer counts again: each begins from the one before it.
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    overdracht = require_holder(session, kenmerk, medewerker)
    termijn = {"stap": stap, "naam": naam}
    stond = [t for t in af_te_vinken(overdracht) if t | {"gedaan": False} == termijn | {"gedaan": False}]
    if not stond:
        raise WachtrijFout(tekst("overdracht.onbekende_termijn"))
    if stond[0]["gedaan"] != gedaan:
        mark_gedaan(overdracht, stap, naam, op=nu if gedaan else None)
        overdracht.versie += 1
        wat = naam or tekst(f"termijnregel.stappen.{stap}")
        tell(session, overdracht, "termijn_klaar" if gedaan else "termijn_niet_klaar", medewerker.naam, nu=nu, naar=wat)
    return Geclaimd(overdracht, (werkplek_event(),))


def invite(
    session: Session, kenmerk: str, medewerker: Medewerker, *, naam: str, reden: str, nu: dt.datetime | None = None,
    mondeling: bool = False,
) -> Geclaimd:  # fmt: skip
    """Ask a colleague to look along; who holds it goes on holding it. Of a colleague of another gemeente the resident
    is asked first, as with passing on (`wachtrij.transfer`). Raises WachtrijFout and NietVanU."""
    _require(reden, "reden_nodig")
    overdracht = require_holder(session, kenmerk, medewerker)
    collega = queries.find_medewerker(session, naam)
    if collega is None or not staf.mag(collega, "werkplek"):
        raise WachtrijFout(tekst("overdracht.onbekend_naar", naar=naam[:80]))
    nu = nu or now()
    ontvanger = doorzetvraag.find_nieuwe_ontvanger(session, overdracht, {}, collega)
    if ontvanger and not mondeling:
        wat = doorzetvraag.MEEKIJKEN
        return doorzetvraag.ask(
            session, overdracht, medewerker, wat=wat, naar=collega.naam, ontvanger=ontvanger, reden=reden, nu=nu
        )
    if ontvanger:
        doorzetvraag.keep_mondeling(session, overdracht, medewerker, ontvanger=ontvanger, nu=nu)
    overdracht.meekijkers = sorted({*(overdracht.meekijkers or ()), collega.id})
    mail_collegas(session, overdracht, MEEKIJKEN, wie=[collega.id], door=medewerker.id, nu=nu)
    tell(session, overdracht, "meekijken", medewerker.naam, nu=nu, naar=collega.naam, reden=reden)
    return Geclaimd(overdracht, (werkplek_event(),))


def stop_meekijken(
    session: Session, kenmerk: str, medewerker: Medewerker, *, naam: str = "", nu: dt.datetime | None = None
) -> Geclaimd:
    """Looking along is over: said by who looks along, or by the holder of `naam`. The step tells both.

    Raises WachtrijFout (that person does not look along), NietVanU and OnbekendeOverdracht.
    """
    overdracht = get_overdracht(session, kenmerk, medewerker)
    wie = queries.find_medewerker(session, naam) if naam else medewerker
    if wie is None or wie.id not in (overdracht.meekijkers or ()):
        raise WachtrijFout(tekst("overdracht.kijkt_niet_mee"))
    if wie.id != medewerker.id:
        require_holder(session, kenmerk, medewerker)
    overdracht.meekijkers = [id for id in overdracht.meekijkers if id != wie.id]
    overdracht.versie += 1
    tell(session, overdracht, "meekijken_klaar", medewerker.naam, nu=nu or now(), naar=wie.naam)
    return Geclaimd(overdracht, (werkplek_event(),))


def correct_triage(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    zwaarte: str,
    leefgebieden: Sequence[str],
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """Say what it is really about. The verslag stays the resident's; what was wrong is kept to learn from.

    A heavier one moves up in the queue.

    Raises WachtrijFout and OnbekendeOverdracht.
    """
    nu = nu or now()
    if zwaarte not in ZWAARTES or not set(leefgebieden) <= set(LEEFGEBIEDEN):
        raise WachtrijFout(tekst("overdracht.onbekende_zwaarte"))
    overdracht = get_overdracht(session, kenmerk, medewerker)
    if "crisis" in (zwaarte, overdracht.zwaarte) and zwaarte != overdracht.zwaarte:
        # More than a word: overdracht/gevaar.py.
        raise WachtrijFout(tekst("overdracht.crisis_apart"))
    beter = sorted(set(leefgebieden))
    session.add(
        TriageCorrectie(
            dag=nu.date(),
            zwaarte=overdracht.zwaarte,
            zwaarte_beter=zwaarte,
            leefgebieden=sorted(overdracht.leefgebieden),
            leefgebieden_beter=beter,
        )
    )
    buiten, was = read_buiten(overdracht), as_geval(overdracht)
    overdracht.zwaarte, overdracht.leefgebieden = zwaarte, beter
    rank(session, overdracht, werkgebied=werkgebied, was=was)
    keep_true(session, overdracht, buiten, nu=nu)
    tell(session, overdracht, "triage_verbeterd", medewerker.naam, nu=nu)
    session.flush()
    return Geclaimd(overdracht, (werkplek_event(),))


def correct_one(
    session: Session,
    kenmerk: str,
    medewerker: Medewerker,
    *,
    zwaarte: str = "",
    erbij: str = "",
    eraf: str = "",
    werkgebied: Werkgebied | None = None,
    nu: dt.datetime | None = None,
) -> Geclaimd:
    """Correct one thing of the triage and leave the rest: another zwaarte, a leefgebied added or taken away.

    What is so already is no correction: nothing is kept of it. Raises WachtrijFout and OnbekendeOverdracht.
    """
    gebieden = {erbij, eraf} - {""}
    if (zwaarte and zwaarte not in ZWAARTES) or not gebieden <= set(LEEFGEBIEDEN) or not (zwaarte or gebieden):
        raise WachtrijFout(tekst("overdracht.onbekende_zwaarte"))
    overdracht = get_overdracht(session, kenmerk, medewerker)
    # Two who correct at once, or one who clicks twice: each correction begins from the one before it.
    edits.lock_overdrachten(session, overdracht.gesprek_id)
    overdracht = get_overdracht(session, kenmerk, medewerker)
    was = (overdracht.zwaarte, sorted(overdracht.leefgebieden))
    beter = (zwaarte or was[0], sorted({*was[1], *({erbij} - {""})} - {eraf}))
    if beter == was:
        return Geclaimd(overdracht, ())
    return correct_triage(
        session, kenmerk, medewerker, zwaarte=beter[0], leefgebieden=beter[1], werkgebied=werkgebied, nu=nu
    )


def _require(waarde: str, fout: str) -> None:
    if not waarde.strip():
        raise WachtrijFout(tekst(f"overdracht.{fout}"))
