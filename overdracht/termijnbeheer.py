"""The terms as a beheerder sets them: make, change, try out on past cases, take away, count again.

A change counts for what comes after it. What runs keeps its dates until a beheerder has them counted again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from overdracht import edits, lopend, queries, staf, termijn_queries
from overdracht.aanmaken import begonnen_op, read_regels
from overdracht.beheerfout import AndersGeworden, GeenBeheerder, InvoerFout
from overdracht.models import OPGEPAKT, WACHTEND, Medewerker, Overdracht, Termijnregel
from overdracht.routering import of_niets
from overdracht.teksten import tekst
from overdracht.termijnen import Termijnen, bereken_termijnen
from overdracht.termijnregels import (
    BESCHIKKING,
    DAGEN,
    EERSTE_CONTACT,
    EIGEN,
    ONDERZOEK,
    STAPPEN,
    UREN,
    WEKEN,
    Geval,
    Regel,
    as_geval,
    as_regel,
    kies_alle,
    standaard,
)
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Werkgebied

EENHEDEN = (UREN, DAGEN, WEKEN)
MEESTE, MAX_NAAM, CRISIS_UREN = 100, 80, 8
# The longest a term, or the warning before it, may be: a year.
_LANGSTE = {UREN: 2000, DAGEN: 260, WEKEN: 52}


class TermijnFout(InvoerFout):
    """These terms cannot be kept. `fouten`: per field a reason in plain Dutch."""


@dataclass(frozen=True)
class Invoer:
    """A term as somebody typed it; numbers still as text."""

    naam: str = ""
    stap: str = ""
    aantal: str = ""
    eenheid: str = WEKEN
    vooraf: str = ""
    vooraf_eenheid: str = DAGEN
    voorwaarden: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Raakt:
    """For how many questions of lately a term counts, and how many of those run now. None: it would point at few."""

    aantal: int | None
    lopend: int | None


# --- making and changing ------------------------------------------------------------------------------


def save_termijn(
    session: Session, invoer: Invoer, *, wie: Medewerker, nu: dt.datetime, soorten: Collection[str],
    id: int | None = None, versie: int = 0,
) -> Termijnregel:  # fmt: skip
    """Keep a new term, or change the one with this id as it was shown (`versie`).

    soorten: the codes of kinds there are. Raises TermijnFout, AndersGeworden and GeenBeheerder.
    """
    _require_beheer(wie)
    alle = termijn_queries.find_termijnregels(session)
    waarden = _keur(invoer, [r for r in alle if r.id != id], soorten=soorten) | {"wie": wie.naam, "op": nu}
    if id is None:
        if len(alle) >= MEESTE:
            raise TermijnFout({"naam": tekst("termijnregel.te_veel", aantal=MEESTE)})
        rij = Termijnregel(**waarden)
        session.add(rij)
        session.flush()
    else:
        gevonden = termijn_queries.change_termijnregel(session, id, versie=versie, **waarden)
        if gevonden is None:
            raise AndersGeworden
        rij = gevonden
    _audit(session, wie, "termijn_gemaakt" if id is None else "termijn_veranderd", rij, nu=nu)
    return rij


def switch_termijn(
    session: Session, id: int, *, versie: int, aan: bool, wie: Medewerker, nu: dt.datetime
) -> Termijnregel:
    """Let a term count, or not for now. Raises AndersGeworden and GeenBeheerder."""
    _require_beheer(wie)
    rij = termijn_queries.change_termijnregel(session, id, versie=versie, aan=aan, wie=wie.naam, op=nu)
    if rij is None:
        raise AndersGeworden
    _audit(session, wie, "termijn_aan" if aan else "termijn_uit", rij, nu=nu)
    return rij


def remove_termijn(session: Session, id: int, *, versie: int, wie: Medewerker, nu: dt.datetime) -> None:
    """Take a term away; what runs under it keeps its date. Raises AndersGeworden and GeenBeheerder."""
    _require_beheer(wie)
    rij = termijn_queries.change_termijnregel(session, id, versie=versie, aan=False)
    if rij is None:
        raise AndersGeworden
    _audit(session, wie, "termijn_weg", rij, nu=nu)
    session.delete(rij)
    session.flush()


def reset_termijnen(session: Session, *, wie: Medewerker, nu: dt.datetime) -> int:
    """Take all terms of beheer away, so that those of the product count again; how many. Raises GeenBeheerder."""
    _require_beheer(wie)
    alle = termijn_queries.find_termijnregels(session)
    for rij in alle:
        _audit(session, wie, "termijn_weg", rij, nu=nu)
        session.delete(rij)
    session.flush()
    return len(alle)


def beschrijf(rij: Termijnregel) -> str:
    """A term in one line, for the audit: what it is for and how long, and nothing of anybody."""
    als = "; ".join(f"{wat}: {', '.join(waarden)}" for wat, waarden in (rij.voorwaarden or {}).items())
    return f"{rij.stap}, {rij.aantal} {rij.eenheid}, vooraf {rij.vooraf} {rij.vooraf_eenheid}" + (als and f" ({als})")


def _audit(session: Session, wie: Medewerker, wat: str, rij: Termijnregel, *, nu: dt.datetime) -> None:
    edits.add_audit(session, wie.naam, wat, rij.naam, reden=beschrijf(rij), op=nu)


def _require_beheer(wie: Medewerker) -> None:
    if not staf.mag(wie, "beheer"):
        raise GeenBeheerder


# --- whether it can be kept ---------------------------------------------------------------------------


def _keur(invoer: Invoer, anderen: Sequence[Termijnregel], *, soorten: Collection[str]) -> dict[str, object]:
    """The columns of the row. Raises TermijnFout with all that is wrong."""
    fouten: dict[str, str] = {}
    naam = " ".join(invoer.naam.split())
    if not 1 < len(naam) <= MAX_NAAM:
        fouten["naam"] = tekst("termijnregel.naam", aantal=MAX_NAAM)
    if invoer.stap not in STAPPEN:
        fouten["stap"] = tekst("termijnregel.stap")
    als = _keur_voorwaarden(invoer.voorwaarden, fouten, soorten=soorten)
    aantal = _getal("aantal", invoer.aantal, invoer.eenheid, fouten, vanaf=1)
    vooraf = _getal("vooraf", invoer.vooraf, invoer.vooraf_eenheid, fouten, vanaf=0)
    rij = Termijnregel(naam=naam, stap=invoer.stap, voorwaarden=als, aantal=aantal, eenheid=invoer.eenheid,
                       vooraf=vooraf, vooraf_eenheid=invoer.vooraf_eenheid)  # fmt: skip
    if not fouten:
        _keur_samen(rij, anderen, fouten)
    if fouten:
        raise TermijnFout(fouten)
    velden = ("naam", "stap", "voorwaarden", "aantal", "eenheid", "vooraf", "vooraf_eenheid")
    return {veld: getattr(rij, veld) for veld in velden}


def _keur_voorwaarden(
    gegeven: Mapping[str, Iterable[str]], fouten: dict[str, str], *, soorten: Collection[str]
) -> dict[str, list[str]]:
    bekend: Mapping[str, Collection[str]] = {"zwaarte": ZWAARTES, "leefgebied": LEEFGEBIEDEN, "soort": soorten}
    schoon = {wat: sorted({w for w in gegeven.get(wat, ()) if w}) for wat in bekend}
    for wat, waarden in schoon.items():
        if onbekend := [w for w in waarden if w not in bekend[wat]]:
            fouten[wat] = tekst(f"termijnregel.{wat}", waarde=onbekend[0][:40])
    return {wat: waarden for wat, waarden in schoon.items() if waarden}


def _getal(veld: str, ruw: str, eenheid: str, fouten: dict[str, str], *, vanaf: int) -> int:
    if eenheid not in EENHEDEN:
        fouten[veld] = tekst("termijnregel.eenheid")
        return vanaf
    tot, kaal = _LANGSTE[eenheid], ruw.strip()
    if not (kaal.isascii() and kaal.isdigit() and len(kaal) < 6 and vanaf <= int(kaal) <= tot):
        fouten[veld] = tekst(f"termijnregel.{veld}", vanaf=vanaf, tot=tot, eenheid=eenheid)
        return vanaf
    return int(kaal)


def _keur_samen(rij: Termijnregel, anderen: Sequence[Termijnregel], fouten: dict[str, str]) -> None:
    """What is wrong only with the rest: a warning before the term began, danger that waits, twice the same."""
    regel = as_regel(rij)
    if regel.vooraf >= regel.lengte:
        fouten["vooraf"] = tekst("termijnregel.vooraf_te_lang")
    crisis = rij.stap == EERSTE_CONTACT and "crisis" in regel.als.get("zwaarte", ())
    if crisis and (rij.eenheid != UREN or rij.aantal > CRISIS_UREN):
        fouten["aantal"] = tekst("termijnregel.crisis", aantal=CRISIS_UREN)
    for ander in anderen:
        zelfde = (ander.stap, ander.voorwaarden) == (rij.stap, rij.voorwaarden)
        if zelfde and (rij.stap != EIGEN or ander.naam.casefold() == rij.naam.casefold()):
            fouten["naam"] = tekst("termijnregel.dubbel", naam=ander.naam)


def is_langer_dan_de_wet(regel: Regel) -> bool:
    """Whether this is longer than the Wmo 2015 gives; another law may give more."""
    wet = next((r for r in standaard() if r.stap == regel.stap), None)
    return regel.stap in (ONDERZOEK, BESCHIKKING) and wet is not None and regel.lengte > wet.lengte


# --- trying out ---------------------------------------------------------------------------------------


def try_out(session: Session, *, wie: Medewerker, na: dt.datetime) -> dict[int, Raakt]:
    """For how many questions since then each term counts, as if it were on. Raises GeenBeheerder."""
    _require_beheer(wie)
    rijen = termijn_queries.find_termijnregels(session)
    gevallen = [
        (Geval(r.zwaarte, tuple(r.leefgebieden or ()), tuple(r.soorten or ())), r.status in ("wachtend", "opgepakt"))
        for r in termijn_queries.find_gevallen(session, na=na)
    ]
    aan = [as_regel(r) for r in rijen if r.aan]
    uit: dict[int, Raakt] = {}
    for rij in rijen:
        regel = as_regel(rij)
        alle = aan if rij.aan else [*aan, regel]
        raak = [open_ for geval, open_ in gevallen if regel in kies_alle(alle, geval)]
        rest = of_niets(len(raak) - sum(raak))
        uit[rij.id] = Raakt(of_niets(len(raak)), None if rest is None else of_niets(sum(raak)))
    return uit


# --- counting again -----------------------------------------------------------------------------------


def recount(session: Session, *, wie: Medewerker, werkgebied: Werkgebied, nu: dt.datetime) -> int:
    """Count the terms of all that runs again, from when each began, by the terms of now; how many changed.

    The first contact was promised to a resident: it only comes nearer, and never into the past. Each change stands
    in the story of its overdracht. Raises GeenBeheerder.
    """
    _require_beheer(wie)
    regels, aantal = read_regels(session), 0
    for kenmerk in [o.kenmerk for o in queries.find_open_met_termijn(session) if o.toestemming]:
        # Whoever says in the meantime that a term was met goes first, or waits.
        overdracht = termijn_queries.lock_overdracht(session, kenmerk)
        if overdracht is None or not overdracht.toestemming or overdracht.status not in (WACHTEND, OPGEPAKT):
            continue
        waarden = _recounted(session, overdracht, regels, werkgebied=werkgebied, nu=nu)
        if not any(getattr(overdracht, veld) != waarde for veld, waarde in waarden.items()):
            continue
        for veld, waarde in waarden.items():
            setattr(overdracht, veld, waarde)
        overdracht.versie += 1
        edits.add_stap(session, overdracht, "termijnen_herrekend", op=nu, wie=wie.naam)
        aantal += 1
    genoemd = tekst("termijnregel.weinig") if of_niets(aantal) is None else str(aantal)
    edits.add_audit(session, wie.naam, "termijnen_herrekend", "", reden=genoemd, op=nu)
    return aantal


def _recounted(
    session: Session, o: Overdracht, regels: Sequence[Regel], *, werkgebied: Werkgebied, nu: dt.datetime
) -> dict[str, object]:
    """The columns as they would be now."""

    def tel(vanaf: dt.datetime) -> Termijnen:
        gemeente = werkgebied.zoek_gemeente(o.gemeente)
        return bereken_termijnen(vanaf, geval=as_geval(o), gemeente=gemeente, werkgebied=werkgebied, regels=regels)

    termijnen, contact = tel(begonnen_op(o)), tel(o.plek_sinds).eerste_contact_voor
    nader = o.status == WACHTEND and o.eerste_contact_voor is not None and nu < contact < o.eerste_contact_voor
    nader = nader and not queries.has_contact(session, o)
    if nader:
        termijnen = replace(termijnen, eerste_contact_voor=contact)
    return lopend.recounted(o, termijnen, contact=nader)
