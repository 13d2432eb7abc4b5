"""The concept-verslag: made from the gesprek, corrected by the resident, seen by nobody else."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gesprek import queries as gesprek_queries
from gesprek import service as gesprekken
from gesprek.berichten import INWONER
from gesprek.events import Event, gesprek_event, werkplek_event
from gesprek.status import AFGEROND, ASSISTENT, OPGEPAKT, VERSLAG_TER_GOEDKEURING
from opslag.db import now
from overdracht import edits, queries
from overdracht.aanmaken import rank
from overdracht.bijhouden import read_buiten, tell_gewijzigd
from overdracht.correctie import (
    VERWIJDER,
    ZET,
    VerslagFout,
    Wijziging,
    corrigeer,
    doet_niets,
    lees_wijzigingen,
    met_bron,
    wijziging_from_dict,
)
from overdracht.gesprekstekst import alle_regels, gesprek_regels, hide
from overdracht.lopend import drop_weggehaald
from overdracht.models import WACHTEND, ConceptVerslag, Overdracht
from overdracht.teksten import tekst
from overdracht.termijnregels import as_geval
from overdracht.toevoegen import Hoor, niets
from overdracht.verslag import bouw_verslag
from triage.beoordeling import ZWAARTES, Beoordeling
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.models import Gesprek


# Not part of what is read and corrected.
_ONGELEZEN = ("versie", "kenmerk", "aangemaakt_op", "contact", "toestemming", "gesprek")


class NietTeWijzigen(VerslagFout):
    """A medewerker already holds the verslag, or is done with it."""


@dataclass(frozen=True)
class Concept:
    """The verslag as the resident sees it, and whom to wake."""

    verslag: dict[str, Any]
    status: str
    events: tuple[Event, ...] = ()


def make_concept(
    session: Session, gesprek_id: str, *, werkgebied: Werkgebied, nu: dt.datetime, oordeel: Beoordeling | None = None
) -> Concept:
    """Make the concept-verslag, or make it again with what was said since; corrections are kept.

    What is already approved is left as it is. oordeel: triage's finding over the whole gesprek, if the
    caller has it. Raises VerslagFout (nothing said yet) and OnbekendGesprek.
    """
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = _gesprek(session, gesprek_id)
    concept = queries.get_concept(session, gesprek_id)
    if concept is not None and _approved(session, gesprek_id) is not None:
        return Concept(concept.verslag, gesprek.status)
    berichten = gesprekken.read_berichten(session, gesprek_id)
    verslag = bouw_verslag(gesprek, berichten, werkgebied=werkgebied, nu=nu, oordeel=oordeel)
    if concept is None:
        concept = ConceptVerslag(gesprek_id=gesprek_id, verslag=verslag, wijzigingen=[], versie=0)
        session.add(concept)
    concept.verslag = corrigeer(verslag, [wijziging_from_dict(w) for w in concept.wijzigingen])
    concept.versie, concept.gewijzigd_op = concept.versie + 1, nu
    events: tuple[Event, ...] = (gesprek_event(gesprek_id, "verslag"),)
    if gesprek.status == ASSISTENT:
        gesprek, meer = gesprekken.set_status(session, gesprek_id, VERSLAG_TER_GOEDKEURING)
        events += meer
    session.flush()
    return Concept(concept.verslag, gesprek.status, events)


def read_concept(session: Session, gesprek_id: str) -> dict[str, Any] | None:
    """The verslag for the resident: the approved one while it lives, else the concept; None without either."""
    overdracht = _approved(session, gesprek_id)
    if overdracht is not None and overdracht.verslag:
        return overdracht.verslag
    concept = queries.get_concept(session, gesprek_id)
    return _met_crisis(session, concept) if concept else None


def _met_crisis(session: Session, concept: ConceptVerslag) -> dict[str, Any]:
    """The concept with the crisis that the team already sees: the resident is told so beside the consent."""
    overdracht = queries.find_laatste_overdracht(session, concept.gesprek_id)
    open_ = overdracht is not None and overdracht.status in (WACHTEND, OPGEPAKT)
    crisis = overdracht.crisis if overdracht is not None and open_ else None
    crisis = concept.verslag["crisis"] or crisis
    return {**concept.verslag, "crisis": crisis, "zwaarte": "crisis" if crisis else concept.verslag["zwaarte"]}


def merk_van(verslag: Mapping[str, Any]) -> str:
    """Tells one verslag from another by what a resident reads of it; what is approved must be what was read."""
    gelezen = {naam: deel for naam, deel in verslag.items() if naam not in _ONGELEZEN}
    return hashlib.sha256(json.dumps(gelezen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def patch_concept(
    session: Session, gesprek_id: str, body: Any, *, nu: dt.datetime | None = None, hoor: Hoor = niets
) -> Concept:
    """Correct the verslag, also while it waits in the queue; whoever was told of it then hears what changed.

    Forms of the body: docs/verslag.md. hoor: what triage hears in a line for which no part was chosen.

    What is new is kept as a bericht of the resident, which is its source. Raises VerslagFout,
    NietTeWijzigen (a medewerker holds it, or has finished) and OnbekendGesprek.
    """
    nu = nu or now()
    edits.lock_overdrachten(session, gesprek_id)
    gesprek = _gesprek(session, gesprek_id)
    concept = queries.get_concept(session, gesprek_id)
    if concept is None:
        raise VerslagFout(tekst("overdracht.geen_concept"))
    overdracht = _approved(session, gesprek_id)
    if overdracht is not None and overdracht.status == OPGEPAKT:
        raise NietTeWijzigen(tekst("verslag.fout.opgepakt"))
    if gesprek.status == AFGEROND:
        raise NietTeWijzigen(tekst("verslag.fout.afgerond"))
    wijzigingen = [_masked(w) for w in lees_wijzigingen(_met_crisis(session, concept), body, hoor)]
    if not wijzigingen or doet_niets(concept.verslag, wijzigingen):
        return Concept(read_concept(session, gesprek_id) or {}, gesprek.status)
    gesprekken.count(session, gesprek, ("gecorrigeerd", ""))
    events = _with_source(session, gesprek_id, wijzigingen)
    concept.wijzigingen = [*concept.wijzigingen, *(w.as_dict() for w in wijzigingen)]
    voor, concept.verslag = concept.verslag, corrigeer(concept.verslag, wijzigingen)
    concept.versie, concept.gewijzigd_op = concept.versie + 1, nu
    _take_out(session, gesprek_id, voor, concept.verslag)
    if overdracht is not None and overdracht.verslag:
        buiten = read_buiten(overdracht)
        eerder, overdracht.verslag = overdracht.verslag, corrigeer(overdracht.verslag, wijzigingen)
        _follow_triage(session, overdracht, eerder)
        overdracht.soorten = find_soorten(session, overdracht.verslag, gesprek_id)
        drop_weggehaald(overdracht, as_geval(overdracht))
        tell_gewijzigd(session, overdracht, buiten, nu=nu)
        events += (werkplek_event(),)
    session.flush()
    return Concept(read_concept(session, gesprek_id) or {}, gesprek.status, events)


def _follow_triage(session: Session, overdracht: Overdracht, eerder: dict[str, Any]) -> None:
    """What the resident added or took away weighs for the team; what a medewerker put right stays as it is."""
    verslag = overdracht.verslag or {}
    was, codes = {g["code"] for g in eerder["leefgebieden"]}, [g["code"] for g in verslag["leefgebieden"]]
    blijft = [c for c in overdracht.leefgebieden if c in codes or c not in was]
    overdracht.leefgebieden = blijft + [c for c in codes if c not in was and c not in blijft]
    zwaarte = max(overdracht.zwaarte, verslag["zwaarte"], key=ZWAARTES.index)
    if verslag["zwaarte"] != eerder["zwaarte"] and zwaarte != overdracht.zwaarte:
        overdracht.zwaarte = zwaarte
        overdracht.route = "procesregie" if zwaarte == "multicomplex" else overdracht.route
        rank(session, overdracht, werkgebied=None, was=as_geval(overdracht))


def _masked(w: Wijziging) -> Wijziging:
    return Wijziging(w.soort, w.id, w.onderdeel, gesprekken.mask(w.tekst) if w.tekst else "")


def _with_source(session: Session, gesprek_id: str, wijzigingen: list[Wijziging]) -> tuple[Event, ...]:
    """Store what is new as a bericht and give each correction that bericht as its source."""
    gezegd = [_gezegd(w) for w in wijzigingen if w.tekst and w.soort != VERWIJDER]
    events: tuple[Event, ...] = (gesprek_event(gesprek_id, "verslag"),)
    if gezegd:
        bericht, meer = gesprekken.post_inwoner(
            session, gesprek_id, tekst=tekst("verslag.aangepast_met", wat="\n".join(gezegd))
        )
        wijzigingen[:] = met_bron(wijzigingen, bericht.volgnummer)
        events += meer
    return events


def _gezegd(w: Wijziging) -> str:
    """The correction as the resident's own words: for whom it is was chosen from a list."""
    return tekst(f"verslag.voor_wie.{w.tekst}") if w.soort == ZET and w.onderdeel == "namens" else w.tekst


def _take_out(session: Session, gesprek_id: str, voor: dict[str, Any], na: dict[str, Any]) -> None:
    """A line that was changed or added and is now taken out also leaves the bericht that told so.

    The team reads that bericht beside the verslag. What the resident typed in the chat itself stays.
    """
    blijft = [str(r["tekst"]) for r in alle_regels(na)]
    weg = [r["tekst"] for r in alle_regels(voor) if r["tekst"] not in blijft]
    begin = tekst("verslag.aangepast_met", wat="")
    for bericht in gesprekken.read_berichten(session, gesprek_id) if weg else ():
        if bericht.afzender == INWONER and bericht.tekst.startswith(begin):
            bericht.tekst = begin + hide(bericht.tekst.removeprefix(begin), weg, blijft)


def with_gesprek(session: Session, concept: ConceptVerslag, *, vanaf: int) -> dict[str, Any]:
    """The concept with the gesprek as it is now, without what the resident took out of the verslag."""
    wijzigingen = [wijziging_from_dict(w) for w in concept.wijzigingen]
    verslag: dict[str, Any] = corrigeer(concept.verslag, [])
    if any(w.onderdeel == "gesprek" for w in wijzigingen):
        return verslag
    berichten = gesprekken.read_berichten(session, concept.gesprek_id)
    eerder = {r["volgnummer"]: r["tekst"] for r in verslag["gesprek"]}
    verslag["gesprek"] = gesprek_regels(berichten, vanaf=vanaf)
    for regel in verslag["gesprek"]:
        regel["tekst"] = eerder.get(regel["volgnummer"], regel["tekst"])
    return verslag


def find_soorten(session: Session, verslag: dict[str, Any], gesprek_id: str) -> list[str]:
    """Codes of the kinds of voorziening that this verslag says were shown."""
    getoond = {v["id"] for v in verslag.get("getoonde_voorzieningen", ())}
    gezien = (v for b in gesprekken.read_berichten(session, gesprek_id) for v in b.voorzieningen or ())
    return sorted({str(code) for v in gezien if v.get("id") in getoond for code in v.get("soorten") or ()})


def _approved(session: Session, gesprek_id: str) -> Overdracht | None:
    """The overdracht of this gesprek that the resident approved and that is not over."""
    overdracht = queries.find_laatste_overdracht(session, gesprek_id)
    if overdracht is None or not overdracht.toestemming or overdracht.status not in ("wachtend", "opgepakt"):
        return None
    return overdracht


def _gesprek(session: Session, gesprek_id: str) -> Gesprek:
    gesprek = gesprek_queries.get_gesprek(session, gesprek_id)
    if gesprek is None:
        raise gesprekken.OnbekendGesprek(gesprek_id)
    return gesprek
