"""Where it plays, put right by the resident: the gemeente decides whose team gets the verslag.

Before the approval any place of the werkgebied can be chosen, and who gets it follows. Once a team has the verslag the
consent is for that team: then only another kern of the same gemeente.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gesprek import service as gesprekken
from gesprek.events import Event, gesprek_event, werkplek_event
from gesprek.status import AFGEROND
from overdracht import edits, queries
from overdracht.aanmaken import lock_gesprek, team_van_gesprek
from overdracht.bijhouden import read_buiten, tell_gewijzigd
from overdracht.concept import NietTeWijzigen
from overdracht.correctie import VerslagFout
from overdracht.models import OPGEPAKT, WACHTEND, ConceptVerslag, Overdracht
from overdracht.ontvanger import is_dezelfde
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied


def change_plaats(
    session: Session, gesprek_id: str, plaats: Any, *, werkgebied: Werkgebied, nu: dt.datetime
) -> tuple[Event, ...]:
    """`plaats`: {"gemeente", "kern"}; the kern may be empty. What was so already is no change.

    Raises VerslagFout (a place that is not ours, or no verslag), NietTeWijzigen and OnbekendGesprek.
    """
    gemeente, kern = _lees(plaats, werkgebied)
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = lock_gesprek(session, gesprek_id, nu)
    concept = queries.get_concept(session, gesprek_id)
    if concept is None:
        raise VerslagFout(tekst("overdracht.geen_concept"))
    o = queries.find_laatste_overdracht(session, gesprek_id)
    bij_team = o is not None and o.toestemming and o.status in (WACHTEND, OPGEPAKT)
    _check(o if bij_team else None, gesprek.status, gemeente)
    if (concept.verslag["gemeente"], concept.verslag["kern"]) == (gemeente, kern):
        return ()
    gesprek.gemeente, gesprek.kern = gemeente, kern
    gesprekken.count(session, gesprek, ("gecorrigeerd", ""))
    naam = f"{kern} ({gemeente})" if kern else gemeente
    events = gesprekken.post_inwoner(session, gesprek_id, tekst=tekst("verslag.aangepast_met", wat=naam))[1]
    _set(concept, gemeente, kern, nu=nu)
    if o is not None and bij_team:
        buiten = read_buiten(o)
        o.verslag, o.kern, o.versie = {**(o.verslag or {}), "kern": kern}, kern, o.versie + 1
        tell_gewijzigd(session, o, buiten, nu=nu)
        events += (werkplek_event(),)
    elif o is not None and o.status not in (WACHTEND, OPGEPAKT) and is_dezelfde(o):
        # The next approval goes on with this one: to the team of the place as it is now.
        o.kern = kern
        o.gemeente, o.team = team_van_gesprek(gesprek, werkgebied)
    session.flush()
    return (gesprek_event(gesprek_id, "verslag"), *events)


def _lees(plaats: Any, werkgebied: Werkgebied) -> tuple[str, str | None]:
    ruw = plaats if isinstance(plaats, Mapping) else {}
    gemeente = werkgebied.zoek_gemeente(str(ruw.get("gemeente") or "")[:60])
    kern = str(ruw.get("kern") or "")[:60]
    gevonden = next((k for k in gemeente.kernen if k.casefold() == kern.casefold()), None) if gemeente else None
    if gemeente is None or (kern and gevonden is None):
        raise VerslagFout(tekst("verslag.fout.plaats"))
    return gemeente.naam, gevonden


def _check(bij_team: Overdracht | None, status: str, gemeente: str) -> None:
    if bij_team is not None and bij_team.status == OPGEPAKT:
        raise NietTeWijzigen(tekst("verslag.fout.opgepakt"))
    if status == AFGEROND:
        raise NietTeWijzigen(tekst("verslag.fout.afgerond"))
    if bij_team is not None and bij_team.gemeente != gemeente:
        raise NietTeWijzigen(tekst("verslag.fout.andere_gemeente", team=bij_team.team))


def _set(concept: ConceptVerslag, gemeente: str, kern: str | None, *, nu: dt.datetime) -> None:
    concept.verslag = {**concept.verslag, "gemeente": gemeente, "kern": kern}
    concept.versie, concept.gewijzigd_op = concept.versie + 1, nu
