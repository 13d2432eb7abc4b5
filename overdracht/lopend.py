"""The terms that run for an overdracht: the fixed ones, with their own columns, and those of the gemeente.

`Overdracht.termijnen` keeps what was promised when they began, so that a change in beheer moves none of them:
{"stap", "regel", "vooraf", "gedaan_op"}, and for an own one {"naam", "voor", "als"} besides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from overdracht.models import AFGEROND, OPGEPAKT, WACHTEND, Overdracht
from overdracht.termijnregels import (
    BESCHIKKING,
    EERSTE_CONTACT,
    EIGEN,
    ONDERZOEK,
    VAST,
    Geval,
    Regel,
    standaard,
    voldoet,
)

if TYPE_CHECKING:
    from overdracht.termijnen import Termijnen

# The next step after the resident was reached: no rule of beheer, but of who called.
VERVOLG = "vervolg"


@dataclass(frozen=True)
class Lopend:
    """A term that counts now. naam: only of an own one; vooraf: how long before its end it is called soon."""

    stap: str
    naam: str
    voor: dt.datetime
    vooraf: dt.timedelta

    def is_bijna(self, nu: dt.datetime) -> bool:
        """Whether it is near, or has passed."""
        return self.voor - self.vooraf <= nu

    def as_dict(self) -> dict[str, Any]:
        """JSON data."""
        return {**asdict(self), "voor": self.voor.isoformat(), "vooraf": int(self.vooraf.total_seconds())}


def nog_bereiken(o: Any) -> bool:
    """Whether somebody must still call or mail this resident: nobody did since it was picked up, if it was."""
    wacht = o.status == WACHTEND or (o.status == OPGEPAKT and o.vervolg_voor is None)
    return wacht and o.voorkeur in ("telefoon", "email")


def lopende_termijnen(o: Any) -> list[Lopend]:
    """The terms that count for this overdracht (or a row with its columns), the fixed ones first.

    The first contact counts until it is picked up and, who waits for a call, called;
    from then on the next step counts. The others, which need the
    resident's consent, until they are done or it is over.
    """
    bekend = {t["stap"]: t for t in o.termijnen or () if t["stap"] != EIGEN}
    uit = [
        Lopend(stap, "", voor, _vooraf(bekend.get(stap), stap))
        for stap in VAST
        if (voor := getattr(o, f"{stap}_voor")) is not None and _telt(o, stap, bekend.get(stap))
    ]
    if o.status == OPGEPAKT and o.vervolg_voor is not None:
        uit.append(Lopend(VERVOLG, "", o.vervolg_voor, dt.timedelta(0)))
    eigen = [t for t in o.termijnen or () if t["stap"] == EIGEN and _telt(o, EIGEN, t)]
    return uit + [Lopend(EIGEN, t["naam"], _moment(t["voor"]), dt.timedelta(seconds=t["vooraf"])) for t in eigen]


def _telt(o: Any, stap: str, bewaard: Mapping[str, Any] | None) -> bool:
    if stap == EERSTE_CONTACT:
        return bool(o.status == WACHTEND or nog_bereiken(o))
    klaar = bewaard is not None and bewaard["gedaan_op"] is not None
    return bool(o.toestemming and o.status != AFGEROND and not klaar)


def _vooraf(bewaard: Mapping[str, Any] | None, stap: str) -> dt.timedelta:
    """What was promised with it; of before that was kept, as the product has it."""
    if bewaard is not None:
        return dt.timedelta(seconds=bewaard["vooraf"])
    return next(r.vooraf for r in standaard() if r.stap == stap)


def _moment(tekst: str) -> dt.datetime:
    return dt.datetime.fromisoformat(tekst)


# --- keeping them -------------------------------------------------------------------------------------


def begin(overdracht: Overdracht, termijnen: Termijnen, *, contact: bool) -> None:
    """Keep the terms that begin now. contact: also that of the first contact."""
    for veld, waarde in _waarden(overdracht, termijnen, contact=contact).items():
        setattr(overdracht, veld, waarde)


def recounted(overdracht: Overdracht, termijnen: Termijnen, *, contact: bool) -> dict[str, Any]:
    """The columns when these terms are counted again; what was done stays done."""
    oud = {_sleutel(t): t for t in overdracht.termijnen or ()}
    waarden = _waarden(overdracht, termijnen, contact=contact)
    waarden["termijnen"] = [{**t, "gedaan_op": oud.get(_sleutel(t), t)["gedaan_op"]} for t in waarden["termijnen"]]
    return waarden


def _waarden(overdracht: Overdracht, termijnen: Termijnen, *, contact: bool) -> dict[str, Any]:
    nieuw = [_bewaard(r) for stap, r in termijnen.vast.items() if contact or stap != EERSTE_CONTACT]
    nieuw += [_bewaard(r, voor=voor) for r, voor in termijnen.eigen]
    blijft = [t for t in overdracht.termijnen or () if t["stap"] == EERSTE_CONTACT and not contact]
    velden = (*(("eerste_contact_voor",) if contact else ()), "onderzoek_voor", "beschikking_voor")
    return {"termijnen": blijft + nieuw, **{veld: getattr(termijnen, veld) for veld in velden}}


def begin_contact(overdracht: Overdracht, termijnen: Termijnen) -> None:
    """A (new) promise for the first contact; the other terms go on."""
    anders = [t for t in overdracht.termijnen or () if t["stap"] != EERSTE_CONTACT]
    overdracht.termijnen = [_bewaard(termijnen.vast[EERSTE_CONTACT]), *anders]
    overdracht.eerste_contact_voor = termijnen.eerste_contact_voor


def follow(overdracht: Overdracht, termijnen: Termijnen, *, eerder: Sequence[Regel], geval: Geval) -> None:
    """After the triage was corrected into this case: another term than before the correction (`eerder`) begins to
    count. What stays the same term keeps the date that was promised, also when beheer changed it since."""
    was = {_naam_van(r) for r in eerder}
    bewaard = {
        sleutel: t
        for t in overdracht.termijnen or ()
        if (sleutel := _sleutel(t))[0] != EIGEN or t["gedaan_op"] or voldoet(t["als"], geval)
    }
    for stap in (ONDERZOEK, BESCHIKKING):
        if _naam_van(termijnen.vast[stap]) not in was:
            setattr(overdracht, f"{stap}_voor", getattr(termijnen, f"{stap}_voor"))
            bewaard[(stap, "")] = _bewaard(termijnen.vast[stap])
    for regel, voor in termijnen.eigen:
        if _naam_van(regel) not in was:
            bewaard[(EIGEN, regel.naam.casefold())] = _bewaard(regel, voor=voor)
    overdracht.termijnen = list(bewaard.values())


def _naam_van(regel: Regel) -> tuple[object, ...]:
    """Tells one term from another; those of the product have no number."""
    return (regel.id,) if regel.id else (regel.stap, regel.aantal, regel.eenheid)


def drop_weggehaald(overdracht: Overdracht, geval: Geval) -> None:
    """A resident took something out of the verslag: a term of the gemeente's own may not go on telling of it."""
    overdracht.termijnen = [t for t in overdracht.termijnen or () if t["stap"] != EIGEN or voldoet(t["als"], geval)]


def af_te_vinken(o: Overdracht) -> list[dict[str, Any]]:
    """The terms that somebody may say are met, and whether that was said; JSON data."""
    if not o.toestemming:
        return []
    bewaard = {_sleutel(t): t for t in o.termijnen or ()}
    vast = [(stap, "") for stap in (ONDERZOEK, BESCHIKKING) if getattr(o, f"{stap}_voor") is not None]
    eigen = [(EIGEN, t["naam"]) for t in bewaard.values() if t["stap"] == EIGEN]
    klaar = {sleutel for sleutel, t in bewaard.items() if t["gedaan_op"]}
    return [{"stap": s, "naam": naam, "gedaan": (s, naam.casefold()) in klaar} for s, naam in vast + eigen]


def mark_gedaan(overdracht: Overdracht, stap: str, naam: str, *, op: dt.datetime | None) -> bool:
    """Say that a term was met, or (None) that it was not after all; False when there is no such term."""
    termijnen = [dict(t) for t in overdracht.termijnen or ()]
    if stap in (ONDERZOEK, BESCHIKKING) and not any(t["stap"] == stap for t in termijnen):
        # Of before this was kept.
        termijnen.append(_bewaard(next(r for r in standaard() if r.stap == stap)))
    raak = [t for t in termijnen if t["stap"] != EERSTE_CONTACT and _sleutel(t) == (stap, naam.casefold())]
    for t in raak:
        t["gedaan_op"] = op.isoformat() if op else None
    overdracht.termijnen = termijnen
    return bool(raak)


def _sleutel(t: Mapping[str, Any]) -> tuple[str, str]:
    return (t["stap"], str(t.get("naam", "")).casefold())


def _bewaard(regel: Regel, *, voor: dt.datetime | None = None) -> dict[str, Any]:
    vast = {"stap": regel.stap, "regel": regel.id, "vooraf": int(regel.vooraf.total_seconds()), "gedaan_op": None}
    if voor is None:
        return vast
    als = {wat: list(waarden) for wat, waarden in regel.als.items()}
    return {**vast, "naam": regel.naam, "voor": voor.isoformat(), "als": als}
