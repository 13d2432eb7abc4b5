"""A new overdracht: its kenmerk, its team, its place and its deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gesprek import edits as gesprek_edits
from gesprek import service as gesprekken
from gesprek.status import OPGEPAKT, WACHTEND
from overdracht import lopend, queries, termijn_queries
from overdracht.kenmerk import new_kenmerk
from overdracht.models import Overdracht
from overdracht.teksten import tekst
from overdracht.termijnen import Termijnen, bereken_termijnen
from overdracht.termijnregels import Geval, Regel, as_geval, as_regel, kies_alle
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
        taal=gesprek.taal, aangemaakt_op=nu, wacht_sinds=nu, plek_sinds=nu, leefgebieden=[], versie=1,
    )  # fmt: skip
    session.add(overdracht)
    session.flush()
    return overdracht


def plan(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> None:
    """Give the overdracht its place and its deadlines, unless it already waits or is held."""
    termijnen = _termijnen(session, overdracht, werkgebied=werkgebied, nu=nu)
    overdracht.rang = RANG.get(overdracht.zwaarte, 3)
    opnieuw = overdracht.status != WACHTEND or overdracht.eerste_contact_voor is None
    lopend.begin(overdracht, termijnen, contact=opnieuw and overdracht.status != OPGEPAKT)
    if overdracht.status == OPGEPAKT:
        return
    if opnieuw:
        overdracht.wacht_sinds = overdracht.plek_sinds = nu
        overdracht.voorrang_op = termijnen.voorrang_op
    overdracht.status, overdracht.uitkomst, overdracht.afgerond_op = WACHTEND, "", None
    overdracht.medewerker_id = None


def plan_crisis(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> None:
    """The promise to somebody in danger, before all others from now on."""
    lopend.begin_contact(overdracht, _termijnen(session, overdracht, werkgebied=werkgebied, nu=nu))
    overdracht.voorrang_op = nu


def plan_terug(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> None:
    """A new promise for who spoke with a person and waits for the next one; the place stays the old one."""
    lopend.begin_contact(overdracht, _termijnen(session, overdracht, werkgebied=werkgebied, nu=nu))


def plan_heropend(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied | None, nu: dt.datetime) -> None:
    """What was over is taken up again: should it wait once more, its place and promise are those of now."""
    overdracht.wacht_sinds = overdracht.plek_sinds = nu
    if werkgebied is None:
        return
    termijnen = _termijnen(session, overdracht, werkgebied=werkgebied, nu=nu)
    lopend.begin_contact(overdracht, termijnen)
    overdracht.voorrang_op = nu if overdracht.crisis else termijnen.voorrang_op


def rank(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied | None, was: Geval) -> None:
    """Its place after the triage was corrected, from when it began to wait, and the terms that go with what it is
    really about; what the resident heard of the first contact stays."""
    # A crisis keeps its place in front until somebody is there.
    overdracht.rang = 0 if overdracht.crisis else RANG.get(overdracht.zwaarte, 3)
    if werkgebied is None:
        return
    if overdracht.toestemming:
        begin = _termijnen(session, overdracht, werkgebied=werkgebied, nu=begonnen_op(overdracht))
        eerder = kies_alle(read_regels(session), was)
        lopend.follow(overdracht, begin, eerder=eerder, geval=as_geval(overdracht))
    if not overdracht.crisis:
        termijnen = _termijnen(session, overdracht, werkgebied=werkgebied, nu=overdracht.plek_sinds)
        overdracht.voorrang_op = termijnen.voorrang_op


def begonnen_op(overdracht: Overdracht) -> dt.datetime:
    """When the resident said yes, from which the terms of an onderzoek are counted."""
    op = ((overdracht.verslag or {}).get("toestemming") or {}).get("op")
    return dt.datetime.fromisoformat(op) if op else overdracht.aangemaakt_op


def read_regels(session: Session) -> list[Regel]:
    """The terms of beheer that are on."""
    return [as_regel(r) for r in termijn_queries.find_termijnregels(session) if r.aan]


def _termijnen(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime) -> Termijnen:
    return bereken_termijnen(
        nu, geval=as_geval(overdracht), gemeente=werkgebied.zoek_gemeente(overdracht.gemeente), werkgebied=werkgebied,
        regels=read_regels(session),
    )  # fmt: skip
