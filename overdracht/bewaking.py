"""Terms watched: seen coming, warned of, listed when they have passed, mailed to the team each morning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kalender.openingstijden import dag_tekst, tijd_tekst
from overdracht import edits, queries
from overdracht.gesloten import find_gesloten
from overdracht.lopend import lopende_termijnen
from overdracht.teksten import tekst
from overdracht.termijnregels import EERSTE_CONTACT
from werkgebied.model import Gemeente, Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Termijnmelding:
    """A term that has passed (`te_laat`) or is near. `wat`: the step, or `eigen` for one of the gemeente's own."""

    kenmerk: str
    gemeente: str | None
    wat: str
    voor: dt.datetime
    te_laat: bool


def find_termijnen(session: Session, nu: dt.datetime, *, gemeenten: Collection[str] = ()) -> list[Termijnmelding]:
    """What is too late or nearly so, the longest overdue first."""
    meldingen = [
        Termijnmelding(o.kenmerk, o.gemeente, t.stap, t.voor, t.voor < nu)
        for o in queries.find_open_met_termijn(session, gemeenten)
        for t in lopende_termijnen(o)
        if t.is_bijna(nu)
    ]
    return sorted(meldingen, key=lambda m: m.voor)


def queue_morning_mail(session: Session, *, werkgebied: Werkgebied, publieke_url: str, nu: dt.datetime) -> int:
    """One mail per team and day, from its opening on, only when there is something; safe to call at any time."""
    lokaal = werkgebied.lokale_tijd(nu)
    aantal = 0
    for gemeente in werkgebied.gemeenten:
        sleutel = f"T-{lokaal:%y%m%d}-{gemeente.code}"[:20]
        is_open = gemeente.team.openingstijden.is_open(lokaal, werkgebied.feestdagen)
        if is_open is False or not gemeente.contact.email or queries.find_uit_post(session, sleutel, "termijnen"):
            continue
        # What names no gemeente is everybody's, as in the queue: in nobody's mail it would be nobody's.
        meldingen = find_termijnen(session, nu, gemeenten=[gemeente.naam])
        # A promise for a day that the team is closed is not near on any day that somebody reads this.
        gesloten = find_gesloten(session, gemeente, werkgebied=werkgebied, nu=nu)
        bekend = {(m.kenmerk, m.wat) for m in meldingen}
        meldingen += [
            Termijnmelding(o.kenmerk, o.gemeente, EERSTE_CONTACT, o.eerste_contact_voor, te_laat=False)
            for o in gesloten
            if o.eerste_contact_voor is not None and (o.kenmerk, EERSTE_CONTACT) not in bekend
        ]
        if meldingen:
            dicht = {o.kenmerk for o in gesloten}
            inhoud = _mail(meldingen, gemeente, dicht, werkgebied=werkgebied, publieke_url=publieke_url, nu=nu)
            edits.add_uit_post(session, "termijnen", sleutel, op=nu, **inhoud)
            aantal += 1
    return aantal


def _mail(
    meldingen: list[Termijnmelding], gemeente: Gemeente, dicht: Collection[str], *, werkgebied: Werkgebied,
    publieke_url: str, nu: dt.datetime,
) -> dict[str, str]:  # fmt: skip
    """Kenmerken and dates only, of an own term not even its name: mail is read by more people than the werkplek.

    dicht: of which the first contact was promised for when the team is not there.
    """
    vandaag = werkgebied.lokale_tijd(nu).date()
    regels = []
    for m in meldingen:
        voor = werkgebied.lokale_tijd(m.voor)
        wat, dag = tekst(f"mail.termijnen.wat.{m.wat}"), dag_tekst(voor.date(), vandaag)
        regel = "regel_dicht" if m.wat == EERSTE_CONTACT and m.kenmerk in dicht else "regel"
        regels.append(
            tekst(f"mail.termijnen.{regel}", kenmerk=m.kenmerk, wat=wat, dag=dag, tijd=tijd_tekst(voor.time()))
        )
    return {
        "aan": gemeente.contact.email,
        "onderwerp": tekst("mail.termijnen.onderwerp", aantal=len(meldingen)),
        "tekst": tekst(
            "mail.termijnen.tekst",
            team=gemeente.team.naam,
            regels="\n".join(regels),
            adres=f"{publieke_url.rstrip('/')}/werkplek",
        ),
    }
