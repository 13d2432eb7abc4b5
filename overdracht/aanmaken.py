"""A new overdracht: its kenmerk, its team, its place and its deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gesprek import edits as gesprek_edits
from gesprek import service as gesprekken
from gesprek.sleutel import hash_token
from gesprek.status import OPGEPAKT, WACHTEND
from overdracht import queries
from overdracht.kenmerk import make_volgcode, new_kenmerk
from overdracht.models import Overdracht
from overdracht.teksten import tekst
from overdracht.termijnen import bereken_termijnen
from werkgebied.model import Gemeente, Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Gesprek

RANG: Mapping[str, int] = {"crisis": 0, "multicomplex": 1, "meervoudig": 2}


def lock_gesprek(session: Session, gesprek_id: str, nu: dt.datetime) -> Gesprek:
    """Take the row of the gesprek. Raises OnbekendGesprek."""
    gesprek = gesprek_edits.lock_gesprek(session, gesprek_id, op=nu)
    if gesprek is None:
        raise gesprekken.OnbekendGesprek(gesprek_id)
    return gesprek


def find_gemeente(gesprek: Gesprek, werkgebied: Werkgebied) -> Gemeente | None:
    """The gemeente whose team this goes to: the one of the gesprek, else that of the kern."""
    gemeente = werkgebied.zoek_gemeente(gesprek.gemeente)
    if gemeente is None and gesprek.kern:
        gevonden = werkgebied.zoek_kern(gesprek.kern)
        gemeente = gevonden[0] if gevonden else None
    return gemeente


def team_van_gesprek(gesprek: Gesprek, werkgebied: Werkgebied) -> tuple[str | None, str]:
    """The gemeente and the team that this gesprek goes to when no rule says otherwise."""
    gemeente = find_gemeente(gesprek, werkgebied)
    if gemeente is None:
        return gesprek.gemeente, tekst("overdracht.team_onbekend")
    return gemeente.naam, gemeente.team.naam


def new_overdracht(session: Session, gesprek: Gesprek, *, werkgebied: Werkgebied, nu: dt.datetime) -> Overdracht:
    """An empty overdracht of this gesprek under a new kenmerk."""
    kenmerk = new_kenmerk()
    while queries.has_kenmerk(session, kenmerk):
        kenmerk = new_kenmerk()
    gemeente, team = team_van_gesprek(gesprek, werkgebied)
    overdracht = Overdracht(
        kenmerk=kenmerk, gesprek_id=gesprek.id, gemeente=gemeente, kern=gesprek.kern, team=team,
        taal=gesprek.taal, aangemaakt_op=nu, wacht_sinds=nu, leefgebieden=[], versie=1,
        volgcode_hash=hash_token(make_volgcode(kenmerk, gesprek.token_hash)),
    )  # fmt: skip
    session.add(overdracht)
    session.flush()
    return overdracht


def plan(overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> None:
    """Give the overdracht its place and its deadlines, unless it already waits or is held."""
    gemeente = werkgebied.zoek_gemeente(overdracht.gemeente)
    termijnen = bereken_termijnen(nu, zwaarte=overdracht.zwaarte, gemeente=gemeente, werkgebied=werkgebied)
    overdracht.rang = RANG.get(overdracht.zwaarte, 3)
    overdracht.onderzoek_voor = termijnen.onderzoek_voor
    overdracht.beschikking_voor = termijnen.beschikking_voor
    if overdracht.status == OPGEPAKT:
        return
    if overdracht.status != WACHTEND or overdracht.eerste_contact_voor is None:
        overdracht.wacht_sinds = nu
        overdracht.eerste_contact_voor = termijnen.eerste_contact_voor
        overdracht.voorrang_op = termijnen.voorrang_op
    overdracht.status, overdracht.uitkomst, overdracht.afgerond_op = WACHTEND, "", None
    overdracht.medewerker_id = None


def plan_terug(overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> None:
    """A new promise for who spoke with a person and waits for the next one; the place stays the old one."""
    gemeente = werkgebied.zoek_gemeente(overdracht.gemeente)
    termijnen = bereken_termijnen(nu, zwaarte=overdracht.zwaarte, gemeente=gemeente, werkgebied=werkgebied)
    overdracht.eerste_contact_voor = termijnen.eerste_contact_voor


def rank(overdracht: Overdracht, *, werkgebied: Werkgebied | None) -> None:
    """Its place after the zwaarte changed, from when it began to wait; the promise stays what the resident heard."""
    # A crisis keeps its place in front until somebody is there.
    overdracht.rang = 0 if overdracht.crisis else RANG.get(overdracht.zwaarte, 3)
    if werkgebied is None or overdracht.crisis:
        return
    gemeente = werkgebied.zoek_gemeente(overdracht.gemeente)
    termijnen = bereken_termijnen(
        overdracht.wacht_sinds, zwaarte=overdracht.zwaarte, gemeente=gemeente, werkgebied=werkgebied
    )
    overdracht.voorrang_op = termijnen.voorrang_op
