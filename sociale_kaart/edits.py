"""Every change of an entry by a redacteur, with its history; nothing is lost and nothing is overwritten unseen.

A published entry stays as it is while somebody works on it: the change stands in `concept`
until it is approved. Nothing here commits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

from opslag.db import now
from sociale_kaart import queries
from sociale_kaart.controles import controleer, controleer_publicatie
from sociale_kaart.models import Session, Voorziening
from sociale_kaart.velden import STATUSSEN, VELDEN, Veldfout, als_json, lees_velden, velden_van
from sociale_kaart.versies import record_versie
from taal.normaliseren import normaliseer
from werkgebied import Werkgebied

# What a concept goes through before it is shown to residents.
CONCEPT_STATUSSEN = ("concept", "ter_beoordeling")
# Addresses of pages of the redactie, which an entry of that name would hide behind.
_BEZET = frozenset({"nieuw", "woorden", "voorbeeld", "inlezen", "uitvoer", "termijnen", "soorten"})
_LEGE_WAARDEN: dict[str, Any] = {"tekst": "", "lijst": []}


class Afgekeurd(Exception):
    """The fields may not be stored (or shown) like this; each fault has a plain Dutch reason."""

    def __init__(self, fouten: list[Veldfout]) -> None:
        super().__init__("; ".join(f"{f.veld}: {f.reden}" for f in fouten))
        self.fouten = fouten


class Conflict(Exception):
    """Somebody else changed the entry meanwhile.

    eigen: the fields this redacteur wanted to store. huidig: the fields as they now are (concept
    included). begin: the fields as this redacteur found them, when that version is still known.
    versie: the number to store with, after choosing.
    """

    def __init__(
        self, id: str, *, eigen: dict[str, Any], huidig: dict[str, Any], versie: int, begin: dict[str, Any] | None
    ) -> None:
        super().__init__(f"{id} is intussen gewijzigd")
        self.id = id
        self.eigen = eigen
        self.huidig = huidig
        self.begin = begin
        self.versie = versie

    @property
    def zelf_gewijzigd(self) -> dict[str, Any]:
        """Only what this redacteur changed; a field left alone is no opinion about it."""
        begin = self.begin if self.begin is not None else self.huidig
        return {n: w for n, w in self.eigen.items() if n not in begin or w != begin[n]}

    @property
    def botsing(self) -> dict[str, Any]:
        """The fields that both changed, with the value of this redacteur: somebody must choose."""
        begin = self.begin if self.begin is not None else {}
        return {n: w for n, w in self.zelf_gewijzigd.items() if w != self.huidig[n] and begin.get(n) != self.huidig[n]}

    @property
    def samen(self) -> dict[str, Any]:
        """The two changes together: what the other changed, with what this redacteur changed over it."""
        return self.huidig | self.zelf_gewijzigd


class BestaatNiet(LookupError):
    """There is no entry with this id."""


def lock_voorziening(session: Session, id: str) -> Voorziening:
    """The entry as it is now in the database, held until the transaction ends.

    Raises BestaatNiet.
    """
    voorziening = session.get(Voorziening, id, with_for_update=True, populate_existing=True)
    if voorziening is None:
        raise BestaatNiet(id)
    return voorziening


def velden_met_concept(voorziening: Voorziening) -> dict[str, Any]:
    """The fields as the redactie sees them: the live ones with the concept over them."""
    return velden_van(voorziening) | lees_velden(voorziening.concept or {})[0]


def save_voorziening(
    session: Session,
    velden: Mapping[str, object],
    *,
    wie: str,
    versie: int | None,
    werkgebied: Werkgebied | None = None,
) -> Voorziening:
    """Store what a redacteur filled in; fields that are not given stay as they are.

    versie: the number the redacteur started from; None = a new entry, whose id is made from its name when
    not given. A published entry keeps its live fields: the change becomes its concept. `status` in velden
    publishes, archives or withdraws in the same go.
    Raises Afgekeurd, and Conflict when the entry is not the version the redacteur started from.
    """
    id = str(velden.get("id") or "").strip()
    bestaand = session.get(Voorziening, id, with_for_update=True, populate_existing=True) if id else None
    if bestaand is None:
        if versie is not None:
            raise BestaatNiet(id)
        return _save_new(session, velden, wie=wie, werkgebied=werkgebied)
    gelezen, fouten = controleer(velden_met_concept(bestaand) | dict(velden), werkgebied=werkgebied)
    if versie != bestaand.versie:
        eigen = {n: w for n, w in lees_velden(velden)[0].items() if n != "status"}
        begin = _found_velden(session, id, versie)
        raise Conflict(id, eigen=eigen, huidig=velden_met_concept(bestaand), versie=bestaand.versie, begin=begin)
    if fouten:
        raise Afgekeurd(fouten)
    naar = str(velden["status"]) if "status" in velden else None
    _store(session, bestaand, gelezen, wie=wie)
    if naar is not None and (naar != bestaand.status or naar == "gepubliceerd"):
        set_status(session, id, naar, wie=wie)
    return bestaand


def _found_velden(session: Session, id: str, versie: int | None) -> dict[str, Any] | None:
    """The fields at this version, as the redacteur who started from it saw them."""
    oud = next((v for v in queries.read_versies(session, id) if v.versie == versie), None)
    return lees_velden(oud.velden)[0] if oud is not None else None


def _save_new(
    session: Session, velden: Mapping[str, object], *, wie: str, werkgebied: Werkgebied | None
) -> Voorziening:
    ruw = {"toegang": "vrij", "status": "concept"} | dict(velden)
    ruw["id"] = str(ruw.get("id") or "").strip() or _new_id(session, str(ruw.get("naam") or ""))
    gelezen, fouten = controleer({n: ruw.get(n) for n in VELDEN}, werkgebied=werkgebied)
    if gelezen.get("status") == "gepubliceerd":
        fouten += controleer_publicatie(gelezen)
    if fouten:
        raise Afgekeurd(fouten)
    plek = queries.last_volgorde(session) + 1
    voorziening = Voorziening(**gelezen, versie=1, volgorde=plek, soorten_gekozen=bool(gelezen["soorten"]))
    session.add(voorziening)
    session.flush()
    record_versie(session, voorziening, "gemaakt", wie=wie)
    return voorziening


def _new_id(session: Session, naam: str) -> str:
    basis = "-".join(re.findall(r"[a-z0-9]+", normaliseer(naam)))[:60].strip("-") or "voorziening"
    nummer = 2 if basis in _BEZET else 1
    while True:
        id = basis if nummer == 1 else f"{basis}-{nummer}"
        if queries.get_voorziening(session, id) is None:
            return id
        nummer += 1


def _store(session: Session, voorziening: Voorziening, gelezen: dict[str, Any], *, wie: str) -> None:
    """Put the fields in the entry, or in its concept when the entry is live."""
    gelezen = {n: w for n, w in gelezen.items() if n not in ("id", "status")}
    huidig = velden_met_concept(voorziening)
    gewijzigd = {n: w for n, w in gelezen.items() if w != huidig[n]}
    if not gewijzigd:
        return
    if voorziening.status == "gepubliceerd":
        live = velden_van(voorziening)
        anders = {n: w for n, w in (huidig | gewijzigd).items() if n in live and w != live[n]}
        voorziening.concept = als_json(anders) or None
        voorziening.concept_status = "concept" if anders else None
        _changed(session, voorziening, "concept", wie=wie, velden=huidig | gewijzigd)
    else:
        _set_velden(voorziening, gewijzigd)
        _changed(session, voorziening, "gewijzigd", wie=wie)


def _set_velden(voorziening: Voorziening, velden: Mapping[str, Any]) -> None:
    per_veld = voorziening.gecontroleerd_per_veld or {}
    # Somebody called the old number: that says nothing about the new one.
    over = {n: op for n, op in per_veld.items() if n not in velden or velden[n] == getattr(voorziening, n)}
    if over != per_veld:
        voorziening.gecontroleerd_per_veld = over
    for naam, waarde in velden.items():
        setattr(voorziening, naam, waarde)
    if "soorten" in velden:
        voorziening.soorten_gekozen = bool(velden["soorten"])


def _changed(
    session: Session, voorziening: Voorziening, wat: str, *, wie: str, velden: Mapping[str, Any] | None = None
) -> None:
    voorziening.versie += 1
    if wat != "gecontroleerd":
        voorziening.gewijzigd_op = now()
    record_versie(session, voorziening, wat, wie=wie, velden=velden)
    session.flush()


def request_review(session: Session, id: str, *, wie: str) -> Voorziening:
    """Say that the concept is ready to be looked at by who may approve it."""
    voorziening = lock_voorziening(session, id)
    fouten = controleer_publicatie(velden_met_concept(voorziening))
    if fouten:
        raise Afgekeurd(fouten)
    voorziening.concept_status = "ter_beoordeling"
    _changed(session, voorziening, "ter beoordeling", wie=wie, velden=velden_met_concept(voorziening))
    return voorziening


def set_status(session: Session, id: str, status: str, *, wie: str) -> Voorziening:
    """Publish (which approves the concept), withdraw to concept, or archive.

    Raises BestaatNiet, and Afgekeurd when residents may not be shown it yet.
    """
    if status not in STATUSSEN:
        raise Afgekeurd([Veldfout("status", f"'{status}' kan niet. Kies uit: {', '.join(STATUSSEN)}.")])
    voorziening = lock_voorziening(session, id)
    if status == "gepubliceerd":
        _publish(session, voorziening, wie=wie)
    elif status != voorziening.status:
        voorziening.status = status
        _changed(session, voorziening, "gearchiveerd" if status == "gearchiveerd" else "ingetrokken", wie=wie)
    return voorziening


def _publish(session: Session, voorziening: Voorziening, *, wie: str) -> None:
    if voorziening.status == "gepubliceerd" and not voorziening.concept:
        return
    velden = velden_met_concept(voorziening)
    fouten = controleer_publicatie(velden)
    if fouten:
        raise Afgekeurd(fouten)
    _set_velden(voorziening, {n: w for n, w in velden.items() if w != getattr(voorziening, n)})
    voorziening.status = "gepubliceerd"
    voorziening.concept = voorziening.concept_status = None
    _changed(session, voorziening, "gepubliceerd", wie=wie)


def drop_concept(session: Session, id: str, *, wie: str) -> Voorziening:
    """Throw the concept away; the live version stays as it is, and the history keeps what was thrown away."""
    voorziening = lock_voorziening(session, id)
    if voorziening.concept_status is not None:
        voorziening.concept = voorziening.concept_status = None
        _changed(session, voorziening, "concept weggegooid", wie=wie)
    return voorziening


def mark_gecontroleerd(
    session: Session, id: str, op: dt.date, *, wie: str, velden: Collection[str] = ()
) -> Voorziening:
    """Say that somebody checked it on this day and it is right; this is no change of the entry.

    velden: only these (`telefoon`, `adres` …) were checked, not the whole.
    """
    voorziening = lock_voorziening(session, id)
    if op > now().date() + dt.timedelta(days=1):
        raise Afgekeurd([Veldfout("laatst_gecontroleerd", "deze dag is nog niet geweest.")])
    if onbekend := set(velden) - set(VELDEN):
        raise Afgekeurd([Veldfout(n, "dit veld bestaat niet.") for n in sorted(onbekend)])
    per_veld = dict(voorziening.gecontroleerd_per_veld or {})
    for naam in velden or [n for n in ("telefoon", "email", "website", "adres") if getattr(voorziening, n)]:
        per_veld[naam] = op.isoformat()
    voorziening.gecontroleerd_per_veld = per_veld
    if not velden:
        voorziening.laatst_gecontroleerd = op
        if voorziening.concept and "laatst_gecontroleerd" in voorziening.concept:
            voorziening.concept = {n: w for n, w in voorziening.concept.items() if n != "laatst_gecontroleerd"}
    _changed(session, voorziening, "gecontroleerd", wie=wie)
    return voorziening


def set_eigenaar(session: Session, id: str, eigenaar: str, *, wie: str) -> Voorziening:
    """Say who looks after the entry; nothing that residents see, so it needs no approval."""
    voorziening = lock_voorziening(session, id)
    gelezen, fouten = lees_velden({"eigenaar": eigenaar})
    if fouten:
        raise Afgekeurd(fouten)
    if gelezen["eigenaar"] != voorziening.eigenaar:
        voorziening.eigenaar = gelezen["eigenaar"]
        _changed(session, voorziening, "eigenaar", wie=wie)
    return voorziening


def restore_versie(session: Session, id: str, nummer: int, *, wie: str) -> Voorziening:
    """Make the entry as it was at this version; a live entry gets it as its concept.

    Raises BestaatNiet when there is no such version.
    """
    voorziening = lock_voorziening(session, id)
    oud = next((v for v in queries.read_versies(session, id) if v.versie == nummer), None)
    if oud is None:
        raise BestaatNiet(f"{id} versie {nummer}")
    leeg = {n: _LEGE_WAARDEN.get(v.soort) for n, v in VELDEN.items()}
    toen = leeg | {"vertrouwelijk": False} | lees_velden(oud.velden)[0]
    # When it was checked is a fact about the world, not about the text: it does not go back.
    _store(session, voorziening, {n: w for n, w in toen.items() if n != "laatst_gecontroleerd"}, wie=wie)
    return voorziening


def set_status_many(
    session: Session, ids: Collection[str], status: str, *, wie: str
) -> tuple[list[str], dict[str, list[Veldfout]]]:
    """Give many entries a status; those that may not get it are told with their reasons, the others are done."""
    gedaan: list[str] = []
    geweigerd: dict[str, list[Veldfout]] = {}
    for id in ids:
        try:
            set_status(session, id, status, wie=wie)
            gedaan.append(id)
        except Afgekeurd as fout:
            geweigerd[id] = fout.fouten
        except BestaatNiet:
            geweigerd[id] = [Veldfout("id", "deze voorziening bestaat niet.")]
    return gedaan, geweigerd
