"""Mail about the kaart: to who looks after entries, and to the provider of one. Sent by the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kalender.openingstijden import datum_tekst
from overdracht import edits as overdracht_edits
from overdracht import queries as overdracht_queries
from overdracht.staf import mag
from sociale_kaart.controles import is_email
from sociale_kaart.herinneringen import Herinnering, claim_reminders
from web.redactie_teksten import MAIL

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# So many entries are named in one mail; the list in the redactie has them all.
_MEESTE = 50


def _adressen(session: Session) -> tuple[Mapping[str, str], Sequence[str]]:
    """By name where a medewerker is mailed, and where all redacteuren are."""
    staf = [m for m in overdracht_queries.find_medewerkers(session) if mag(m, "redactie") and is_email(m.email)]
    return {m.naam: m.email for m in staf}, sorted({m.email for m in staf})


def queue_herinneringen(session: Session, *, publieke_url: str, nu: dt.datetime) -> int:
    """One mail per person with every entry that is due since the last time; returns how many mails.

    The owner of an entry is told: a medewerker by name, or an e-mail address. Without such an owner
    every redacteur is. Who cannot be reached is not ticked off and stays in the list of the redactie.
    """
    per_naam, allen = _adressen(session)

    def aan(h: Herinnering) -> Sequence[str]:
        eigen = h.eigenaar if is_email(h.eigenaar) else per_naam.get(h.eigenaar, "")
        return [eigen] if eigen else allen

    per_adres: dict[str, list[Herinnering]] = {}
    for herinnering in claim_reminders(session, nu.date(), bereikbaar=lambda h: bool(aan(h))):
        for adres in aan(herinnering):
            per_adres.setdefault(adres, []).append(herinnering)
    for adres, lijst in sorted(per_adres.items()):
        inhoud = {"aan": adres, "onderwerp": MAIL["controle"]["onderwerp"].format(aantal=len(lijst))}
        tekst = MAIL["controle"]["tekst"].format(
            regels=_regels(lijst, publieke_url), adres=_pad(publieke_url, "?let_op=te_laat")
        )
        overdracht_edits.add_uit_post(session, "controle", f"C-{nu:%y%m%d}", op=nu, **inhoud, tekst=tekst)
    return len(per_adres)


def _pad(publieke_url: str, rest: str = "") -> str:
    return f"{publieke_url.rstrip('/')}/redactie{rest}"


def _regels(lijst: Sequence[Herinnering], publieke_url: str) -> str:
    regels = []
    for h in lijst[:_MEESTE]:
        sinds = (
            MAIL["controle"]["sinds"].format(datum=datum_tekst(h.vervalt_op))
            if h.vervalt_op
            else MAIL["controle"]["nooit"]
        )
        regels.append(f"- {h.naam} ({sinds})\n  {_pad(publieke_url, '/' + h.id)}")
    if len(lijst) > _MEESTE:
        regels.append(MAIL["controle"]["meer"].format(aantal=len(lijst) - _MEESTE))
    return "\n".join(regels)


def aanbieder_adres(publieke_url: str, sleutel: str) -> str:
    """The address of the personal page of a provider."""
    return f"{publieke_url.rstrip('/')}/bijwerken/{sleutel}"


def queue_aanbieder(
    session: Session, *, aan: str, naam: str, sleutel: str, publieke_url: str, gebied: str, nu: dt.datetime,
    geldig_tot: dt.date,
) -> None:  # fmt: skip
    """Ask a provider to confirm or correct its own entry."""
    overdracht_edits.add_uit_post(
        session, "aanbieder", f"A-{nu:%y%m%d}", op=nu,
        aan=aan,
        onderwerp=MAIL["aanbieder"]["onderwerp"].format(naam=" ".join(naam.split())),
        tekst=MAIL["aanbieder"]["tekst"].format(
            naam=naam, gebied=gebied, adres=aanbieder_adres(publieke_url, sleutel), datum=datum_tekst(geldig_tot)
        ),
    )  # fmt: skip
