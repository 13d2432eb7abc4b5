"""Bringing a file of entries in: all of it or nothing, and the same file twice changes nothing.

Here within one transaction, for a dry run or a small file; `klaarzetten` does the same beside other work.

The file is read twice. The first time everything is checked and nothing is written; only a file
without any mistake is read again and written, some hundreds of entries at a time, so that the
memory needed does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from opslag.db import now
from sociale_kaart import queries
from sociale_kaart.bestand import BestandFout, Rij, RijFout, lees_rijen
from sociale_kaart.controles import controleer
from sociale_kaart.hsds_lezen import is_zelfde
from sociale_kaart.models import Session, Voorziening, VoorzieningVersie
from sociale_kaart.velden import GEHEIM, VELDEN, velden_van
from sociale_kaart.versies import record_versie
from werkgebied import Werkgebied

__all__ = ["BestandFout", "Gelezen", "ImportUitslag", "RijFout", "RijUitslag", "import_file"]

T = TypeVar("T")
Voortgang = Callable[[int], None]
PER_KEER = 250
# So many mistakes are told; a file with more was made with other columns in mind.
MEESTE_FOUTEN = 500


@dataclass(frozen=True)
class RijUitslag:
    """What a row does: nieuw, gewijzigd, gearchiveerd or ongewijzigd, and to which fields."""

    rij: int
    id: str
    wat: str
    velden: tuple[str, ...] = ()


@dataclass
class ImportUitslag:
    """What an import did, or would do. With fouten nothing was written."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    gearchiveerd: int = 0
    fouten: list[RijFout] = field(default_factory=list)
    rijen: list[RijUitslag] = field(default_factory=list)
    meer_fouten: int = 0

    def tel(self, uitslag: RijUitslag) -> None:
        setattr(self, uitslag.wat, getattr(self, uitslag.wat) + 1)
        self.rijen.append(uitslag)

    def tel_alle(self, uitslagen: Iterable[RijUitslag]) -> None:
        for uitslag in uitslagen:
            self.tel(uitslag)

    def vervang(self, uitslagen: Iterable[RijUitslag]) -> None:
        """Tell of these rows what they do now, in place of what was told before."""
        plek = {(rij.rij, rij.id): n for n, rij in enumerate(self.rijen)}
        for uitslag in uitslagen:
            oud = self.rijen[plek[uitslag.rij, uitslag.id]]
            setattr(self, oud.wat, getattr(self, oud.wat) - 1)
            setattr(self, uitslag.wat, getattr(self, uitslag.wat) + 1)
            self.rijen[plek[uitslag.rij, uitslag.id]] = uitslag

    def meld(self, fouten: Iterable[RijFout]) -> None:
        for fout in fouten:
            if len(self.fouten) < MEESTE_FOUTEN:
                self.fouten.append(fout)
            else:
                self.meer_fouten += 1


@dataclass(frozen=True)
class Gelezen:
    """A row that was checked: its values, the columns we have no place for, and whether it is of another system."""

    nummer: int
    velden: dict[str, Any]
    extra: dict[str, str]
    hsds: bool = False


def import_file(
    session: Session,
    pad: Path,
    *,
    werkgebied: Werkgebied,
    dry_run: bool = False,
    nagekeken: Voortgang | None = None,
    voortgang: Voortgang | None = None,
    archiveer_rest: bool = False,
    wie: str = "import",
) -> ImportUitslag:
    """Check the file and, unless it is a dry run or something is wrong, write it within the session's transaction.

    nagekeken and voortgang: called now and then with the number of rows checked, and then done.
    archiveer_rest: entries that are not in the file are archived.
    """
    uitslag, ids = check_file(session, pad, werkgebied, nagekeken)
    if uitslag.fouten:
        return uitslag
    _verwerk(session, pad, uitslag, werkgebied=werkgebied, dry_run=dry_run, voortgang=voortgang, wie=wie)
    if archiveer_rest:
        _archiveer(session, uitslag, ids, dry_run=dry_run, wie=wie)
    return uitslag


def check_file(
    session: Session, pad: Path, werkgebied: Werkgebied, nagekeken: Voortgang | None = None
) -> tuple[ImportUitslag, dict[str, int]]:
    """Every mistake of the file, and the ids in it with their row; nothing is written.

    nagekeken: called now and then, and at the end, with the number of rows checked.
    """
    uitslag = ImportUitslag()
    ids: dict[str, int] = {}
    aantal = 0
    try:
        for aantal, rij in enumerate(_rijen(pad, werkgebied, lambda: queries.read_hsds_ids(session)), 1):
            _, fouten = _lees_rij(rij, werkgebied, ids)
            uitslag.meld(fouten)
            if nagekeken is not None and aantal % PER_KEER == 0:
                nagekeken(aantal)
    except BestandFout as fout:
        uitslag.meld([fout.fout])
    if nagekeken is not None and aantal % PER_KEER:
        nagekeken(aantal)
    return uitslag, ids


def lees_gelezen(pad: Path, werkgebied: Werkgebied, hsds_ids: Callable[[], dict[str, str]]) -> Iterator[Gelezen]:
    """The rows of a file that was checked. hsds_ids: asked once, when the file is of another system."""
    return (_lees_rij(rij, werkgebied, {})[0] for rij in _rijen(pad, werkgebied, hsds_ids))


def _rijen(pad: Path, werkgebied: Werkgebied, hsds_ids: Callable[[], dict[str, str]]) -> Iterator[Rij]:
    """The rows of the file; a service of another system that came from here keeps its id of here."""
    eigen: dict[str, str] | None = None
    for rij in lees_rijen(pad, werkgebied):
        if not rij.hsds:
            yield rij
            continue
        if eigen is None:
            eigen = hsds_ids()
        id = str(rij.velden.get("id", ""))
        yield replace(rij, velden={**rij.velden, "id": eigen.get(id.lower(), id)})


def _lees_rij(rij: Rij, werkgebied: Werkgebied, ids: dict[str, int]) -> tuple[Gelezen, list[RijFout]]:
    """One row checked. ids: the ids seen so far with their row; this one is added."""
    if rij.fout is not None:
        return Gelezen(rij.nummer, {}, {}), [rij.fout]
    velden, veldfouten = controleer(rij.velden, werkgebied=werkgebied)
    fouten = [RijFout(rij.nummer, f.veld, f.reden) for f in veldfouten]
    id = velden.get("id", "")
    if id and id in ids:
        fouten.append(RijFout(rij.nummer, "id", f"'{id}' staat ook al in rij {ids[id]}."))
    elif id:
        ids[id] = rij.nummer
    return Gelezen(rij.nummer, velden, dict(rij.extra), rij.hsds), fouten


def stukken(rijen: Iterable[T], per_keer: int) -> Iterator[list[T]]:
    """So many at a time that asking about them together pays, and none of it weighs in memory."""
    alle = iter(rijen)
    while stuk := list(islice(alle, per_keer)):
        yield stuk


def _verwerk(
    session: Session,
    pad: Path,
    uitslag: ImportUitslag,
    *,
    werkgebied: Werkgebied,
    dry_run: bool,
    voortgang: Voortgang | None,
    wie: str,
) -> None:
    plek = queries.last_volgorde(session)
    gelezen = lees_gelezen(pad, werkgebied, lambda: queries.read_hsds_ids(session))
    for stuk in stukken(gelezen, PER_KEER):
        bestaand = queries.get_many(session, [g.velden["id"] for g in stuk])
        for g in stuk:
            voorziening = bestaand.get(g.velden["id"])
            velden = te_wijzigen(voorziening, g)
            uitslag.tel(RijUitslag(g.nummer, g.velden["id"], wat_doet(voorziening, velden), tuple(velden)))
            if velden and not dry_run:
                plek += 1
                bestaand[g.velden["id"]] = _schrijf(session, voorziening, velden, plek=plek, wie=wie)
        _laat_los(session, bestaand.values())
        if voortgang is not None:
            voortgang(len(uitslag.rijen))


def te_wijzigen(voorziening: Voorziening | None, gelezen: Gelezen) -> dict[str, Any]:
    """The fields that the row would change; for a new entry all of them."""
    if voorziening is None:
        return gelezen.velden | ({"extra": gelezen.extra} if gelezen.extra else {})
    huidig = velden_van(voorziening)
    nieuw = {n: w for n, w in gelezen.velden.items() if w != huidig[n]}
    if gelezen.hsds:
        nieuw = {n: w for n, w in nieuw.items() if not is_zelfde(n, huidig[n], w)}
        # Which ones may be shown here is for the redactie; only that something ended comes along.
        if nieuw.get("status") != "gearchiveerd":
            nieuw.pop("status", None)
    if voorziening.vertrouwelijk and nieuw.get("vertrouwelijk", True):
        # Exports leave a confidential place out; bringing one in again must not erase it.
        nieuw = {n: w for n, w in nieuw.items() if n not in GEHEIM or w}
    extra = (voorziening.extra or {}) | gelezen.extra
    return nieuw if extra == (voorziening.extra or {}) else nieuw | {"extra": extra}


def wat_doet(voorziening: Voorziening | None, velden: dict[str, Any]) -> str:
    if voorziening is None:
        return "nieuw"
    if not velden:
        return "ongewijzigd"
    return "gearchiveerd" if velden.get("status") == "gearchiveerd" else "gewijzigd"


def zet_velden(voorziening: Voorziening | None, velden: dict[str, Any]) -> Voorziening:
    """The entry with these fields: changed in place, or a new one that is part of no session yet."""
    if voorziening is None:
        voorziening = Voorziening(
            **_met_standaard(velden), versie=1, volgorde=0, gecontroleerd_per_veld={}, soorten_gekozen=False
        )
    else:
        per_veld = voorziening.gecontroleerd_per_veld or {}
        # Somebody called the old number: that says nothing about the new one.
        if velden.keys() & per_veld.keys():
            voorziening.gecontroleerd_per_veld = {n: op for n, op in per_veld.items() if n not in velden}
        for naam, waarde in velden.items():
            setattr(voorziening, naam, waarde)
        voorziening.versie += 1
        voorziening.gewijzigd_op = now()
    if velden.get("soorten"):
        voorziening.soorten_gekozen = True
    return voorziening


def _schrijf(
    session: Session, voorziening: Voorziening | None, velden: dict[str, Any], *, plek: int, wie: str
) -> Voorziening:
    nieuw = zet_velden(voorziening, velden)
    if voorziening is None:
        nieuw.volgorde = plek
        session.add(nieuw)
    record_versie(session, nieuw, "geïmporteerd", wie=wie)
    return nieuw


_STANDAARDWAARDEN: dict[str, Any] = {"lijst": list, "tekst": str}


def _met_standaard(velden: dict[str, Any]) -> dict[str, Any]:
    """Every field with a value, because the history is written before the database fills defaults in."""
    leeg = {n: _STANDAARDWAARDEN[v.soort]() if v.soort in _STANDAARDWAARDEN else None for n, v in VELDEN.items()}
    return leeg | {"toegang": "vrij", "status": "concept", "vertrouwelijk": False, "extra": {}} | velden


def add_imported(session: Session, velden: dict[str, Any], *, wie: str) -> Voorziening:
    """A new entry from values that were checked already, at the end of the order."""
    return _schrijf(session, None, velden, plek=queries.last_volgorde(session) + 1, wie=wie)


def _laat_los(session: Session, voorzieningen: Iterable[Voorziening]) -> None:
    """Write what waits and forget it, so that the memory stays bounded."""
    nieuw = [d for d in session.new if isinstance(d, Voorziening | VoorzieningVersie)]
    session.flush()
    for ding in {id(d): d for d in (*voorzieningen, *nieuw)}.values():
        if ding in session:
            session.expunge(ding)


def _archiveer(session: Session, uitslag: ImportUitslag, ids: Iterable[str], *, dry_run: bool, wie: str) -> None:
    for id in queries.read_ids_outside(session, list(ids)):
        uitslag.tel(RijUitslag(0, id, "gearchiveerd", ("status",)))
        voorziening = queries.get_voorziening(session, id)
        if voorziening is not None and not dry_run:
            _schrijf(session, voorziening, {"status": "gearchiveerd"}, plek=0, wie=wie)
