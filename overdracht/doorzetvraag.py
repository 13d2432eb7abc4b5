"""Asking the resident before another than they said yes to reads the verslag (AVG art. 6 and 9: consent per receiver).

The consent names who gets it. Within that team, and to the procesregisseur who may see every gemeente, a medewerker
passes on as work asks. Another team, or a colleague of another gemeente, is another receiver: the resident is asked in
the chat and on /volg, and until then nothing moves. In danger nobody waits for that (art. 6 lid 1 d). What was asked
stands in `Overdracht.doorzetvraag`; it lapses when the overdracht leaves the hands of who asked.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import werkplek_event
from overdracht import queries, staf
from overdracht.models import Medewerker, Overdracht, Toestemming
from overdracht.ongelezen import queue_bericht_wacht
from overdracht.teksten import tekst
from overdracht.verloop import Geclaimd, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

GEVRAAGD, GEWEIGERD, MONDELING_STAP = "doorzetten_gevraagd", "doorzetten_geweigerd", "mondeling_akkoord"
DOORZETTEN, MEEKIJKEN = "doorzetten", "meekijken"
# The version of the text of a yes that was said to a medewerker, and of one to this question.
MONDELING, TEKSTVERSIE = "mondeling", "door-1"


def find_nieuwe_ontvanger(
    session: Session, o: Overdracht, waarden: Mapping[str, Any], collega: Medewerker | None
) -> str:
    """Who would read it without a yes to that, in the words of the resident's page; empty when nobody would.

    waarden: what passing on changes; collega: to whom, if to a person.
    """
    if not o.toestemming or o.crisis is not None:
        return ""
    naam = ""
    if waarden.get("gemeente", o.gemeente) != o.gemeente:
        naam = str(waarden["team"])
    elif collega is not None and _is_elders(o, collega):
        naam = collega.naam
    gegeven = _ontvangers(session, o)
    return "" if not naam or any(naam == g or g.endswith(f" {naam}") for g in gegeven) else naam


def _ontvangers(session: Session, o: Overdracht) -> set[str]:
    """Everybody the resident said yes to since they last took all of it back, but for whom they said no to after."""
    uit: set[str] = set()
    for t in queries.find_toestemmingen(session, o.gesprek_id):
        if t.kenmerk != o.kenmerk:
            continue
        if t.gegeven:
            uit.add(t.ontvanger)
        elif t.tekstversie == TEKSTVERSIE:
            uit.discard(t.ontvanger)
        else:
            uit.clear()
    return uit


def _is_elders(o: Overdracht, collega: Medewerker) -> bool:
    vrij = staf.mag(collega, "doorkijken") or not collega.gemeenten
    return not vrij and o.gemeente is not None and o.gemeente not in collega.gemeenten


def ask(
    session: Session, o: Overdracht, medewerker: Medewerker, *, wat: str, naar: str, ontvanger: str, reden: str,
    nu: dt.datetime,
) -> Geclaimd:  # fmt: skip
    """Ask the resident; the holder goes on holding it. A new question takes the place of an old one."""
    reden = gesprekken.mask(reden)
    o.doorzetvraag = {
        "wat": wat, "naar": naar, "ontvanger": ontvanger, "reden": reden, "door": medewerker.id, "op": nu.isoformat(),
    }  # fmt: skip
    o.versie += 1
    zin = tekst(f"overdracht.vraag_{wat}", naam=medewerker.naam, ontvanger=ontvanger)
    bericht, events = gesprekken.post_systeem(session, o.gesprek_id, tekst=zin)
    queue_bericht_wacht(session, o, bericht.volgnummer, nu=nu)
    tell(session, o, GEVRAAGD, medewerker.naam, nu=nu, naar=ontvanger, reden=reden, intern=False)
    return Geclaimd(o, (*events, werkplek_event()), gevraagd=True)


def keep_toestemming(
    session: Session, o: Overdracht, *, gegeven: bool, ontvanger: str, tekstversie: str, nu: dt.datetime
) -> None:
    """The yes or no to this receiver, for the parts that the resident said yes to before."""
    delen = ((o.verslag or {}).get("toestemming") or {}).get("onderdelen") or ["verslag", "contact"]
    session.add(
        Toestemming(
            gesprek_id=o.gesprek_id, kenmerk=o.kenmerk, gegeven=gegeven, ontvanger=ontvanger[:120],
            onderdelen=list(delen), tekstversie=tekstversie, op=nu,
        )
    )  # fmt: skip


def keep_mondeling(session: Session, o: Overdracht, medewerker: Medewerker, *, ontvanger: str, nu: dt.datetime) -> None:
    """A yes that the resident said to the holder: written down with who heard it, and the resident can read so."""
    keep_toestemming(session, o, gegeven=True, ontvanger=ontvanger, tekstversie=MONDELING, nu=nu)
    tell(session, o, MONDELING_STAP, medewerker.naam, nu=nu, naar=ontvanger, intern=False)


def read_vraag(o: Overdracht) -> dict[str, Any] | None:
    """What the resident is asked now: JSON data for their page; None when nothing is."""
    vraag = o.doorzetvraag
    if not vraag or o.status != "opgepakt" or vraag["door"] != o.medewerker_id:
        return None
    return {"wat": vraag["wat"], "ontvanger": vraag["ontvanger"]}
