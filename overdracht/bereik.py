"""How the team reaches a resident, put right after the approval: by the resident, or by the holder at their request.

A wrong digit must not make somebody wait for a call that never comes. What was promised goes along: who wants to be
called instead is promised a call, and stands on the callback list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import Event, werkplek_event
from overdracht import edits, queries
from overdracht.aanmaken import plan_terug
from overdracht.bijhouden import WIJZIGEN
from overdracht.contact import CHAT, ContactFout, lees_contact
from overdracht.inzage import WachtrijFout, require_holder
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker, Overdracht
from overdracht.stilte import STILTE, silent_until
from overdracht.teksten import tekst
from overdracht.verloop import tell
from overdracht.wachten import read_belofte

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied

VERANDERD = "bereik_veranderd"
INWONER = "inwoner"
VELDEN = ("naam", "telefoon", "email", "voorkeur")


class BereikVast(ValueError):
    """There is nothing to change: no verslag with the team, or it is over. The text is plain Dutch."""


def change_bereik(
    session: Session, kenmerk: str, contact: Mapping[str, Any], *, werkgebied: Werkgebied, nu: dt.datetime,
    stilte: dt.timedelta = STILTE,
) -> tuple[Event, ...]:  # fmt: skip
    """The resident puts it right, while it waits and while it is held. Raises BereikVast and ContactFout."""
    overdracht = _locked(session, kenmerk)
    zin = "bereik_veranderd"
    return _change(session, overdracht, contact, wie=INWONER, zin=zin, werkgebied=werkgebied, nu=nu, stilte=stilte)


def change_bereik_for(
    session: Session, kenmerk: str, medewerker: Medewerker, contact: Mapping[str, Any], *, reden: str,
    werkgebied: Werkgebied, nu: dt.datetime, stilte: dt.timedelta = STILTE,
) -> tuple[Event, ...]:  # fmt: skip
    """The holder does it at the resident's request, who reads that it was done.

    Raises NietVanU, WachtrijFout (no reason, or what was filled in cannot be used) and BereikVast.
    """
    if not reden.strip():
        raise WachtrijFout(tekst("overdracht.reden_nodig"))
    require_holder(session, kenmerk, medewerker)
    overdracht = _locked(session, kenmerk)
    require_holder(session, kenmerk, medewerker)
    try:
        return _change(
            session, overdracht, contact, wie=medewerker.naam, zin="bereik_veranderd_door", reden=reden,
            werkgebied=werkgebied, nu=nu, stilte=stilte,
        )  # fmt: skip
    except ContactFout as e:
        raise WachtrijFout(str(e)) from None


def _locked(session: Session, kenmerk: str) -> Overdracht:
    """The overdracht, kept from here on: whoever picks it up at this moment goes first, or waits."""
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is not None:
        edits.lock_overdrachten(session, overdracht.gesprek_id)
        overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None or not overdracht.verslag or not overdracht.toestemming:
        raise BereikVast(tekst("overdracht.bereik_vast"))
    if overdracht.status not in (WACHTEND, OPGEPAKT):
        raise BereikVast(tekst("overdracht.bereik_vast"))
    return overdracht


def _change(
    session: Session, o: Overdracht, ruw: Mapping[str, Any], *, wie: str, zin: str, werkgebied: Werkgebied,
    nu: dt.datetime, stilte: dt.timedelta, reden: str = "",
) -> tuple[Event, ...]:  # fmt: skip
    verslag = o.verslag or {}
    was, nieuw = verslag["contact"], lees_contact(ruw).as_dict()
    if was == nieuw:
        return ()
    o.verslag, o.voorkeur = {**verslag, "contact": nieuw}, nieuw["voorkeur"]
    o.versie += 1
    if was["voorkeur"] != nieuw["voorkeur"]:
        _promise(session, o, werkgebied=werkgebied, nu=nu, stilte=stilte)
    # What was written to Open Klant is put right there too; addresses are no part of what is compared elsewhere.
    edits.replace_uit_post(session, WIJZIGEN, o.kenmerk, op=nu, adressen=True)
    if nieuw["email"] and nieuw["email"] != was["email"]:
        # To the address that is right: kenmerk and code stand in it.
        edits.replace_uit_post(session, "bevestiging", o.kenmerk, op=nu)
    hoe = tekst(f"overdracht.bereik.{o.voorkeur}")
    tell(session, o, VERANDERD, wie, nu=nu, reden=reden, naar=hoe, intern=False)
    belofte = f" {read_belofte(o, werkgebied=werkgebied, nu=nu).tekst}" if o.status == WACHTEND else ""
    gezegd = tekst(f"overdracht.{zin}", naam=wie, hoe=hoe) + belofte
    _, events = gesprekken.post_systeem(session, o.gesprek_id, tekst=gezegd)
    return (*events, werkplek_event())


def _promise(session: Session, o: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime, stilte: dt.timedelta) -> None:
    """Held: who now wants a call or a mail is owed one, by a moment that is still to come."""
    if o.status != OPGEPAKT:
        return
    if o.voorkeur != CHAT and (o.eerste_contact_voor is None or o.eerste_contact_voor <= nu):
        plan_terug(session, o, werkgebied=werkgebied, nu=nu)
    o.stilte_tot = silent_until(session, o, nu, stilte)
