"""The overdrachtsverslag, version 1 (koppelvlak §7; overdracht/verslag-1.schema.json). Pure.

Made so that a generalist need not ask again: the resident's own words, ordered, each with its source.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from overdracht import onderdelen
from overdracht.correctie import VerslagFout, Wijziging, corrigeer, lees_wijzigingen
from overdracht.gesprekstekst import gesprek_regels
from overdracht.herkennen import find_namens
from overdracht.regel import Regel
from overdracht.stof import Stof, collect
from overdracht.teksten import tekst
from triage.beoordeling import LEEFGEBIEDEN, Beoordeling

if TYPE_CHECKING:
    from gesprek.models import Bericht, Gesprek
    from werkgebied.model import Werkgebied

__all__ = ["VERSIE", "VerslagFout", "Wijziging", "bouw_verslag", "corrigeer", "lees_wijzigingen"]

VERSIE = 1


def bouw_verslag(
    gesprek: Gesprek,
    berichten: Sequence[Bericht],
    *,
    werkgebied: Werkgebied,
    nu: dt.datetime,
    oordeel: Beoordeling | None = None,
) -> dict[str, Any]:
    """The verslag of this gesprek, not yet corrected or approved.

    oordeel: triage's finding over the whole gesprek (Triage.beoordeel_gesprek), when the caller has it.
    Raises VerslagFout when the resident has said nothing yet.
    """
    stof = collect(gesprek, berichten, oordeel=oordeel)
    hulpvraag = onderdelen.make_hulpvraag(stof)
    if hulpvraag is None:
        raise VerslagFout(tekst("verslag.nog_niets"))
    namens = _namens(stof)
    geprobeerd = onderdelen.make_geprobeerd(stof)
    wens = onderdelen.make_wens(stof)
    elders = [*wens, *(r for regels in geprobeerd.values() for r in regels)]
    leefgebieden = onderdelen.make_leefgebieden(stof, elders=elders)
    gemeente, kern = _plaats(gesprek, werkgebied)
    return {
        "versie": VERSIE,
        "kenmerk": "",
        "aangemaakt_op": nu.isoformat(),
        "kanaal": "chat",
        "gemeente": gemeente,
        "kern": kern,
        "namens": namens,
        "zwaarte": stof.oordeel.zwaarte,
        "crisis": stof.oordeel.crisis,
        "reden_overdracht": _reden(stof, hulpvraag),
        "hulpvraag": hulpvraag.as_dict(),
        "urgentie": _as_dicts(onderdelen.make_urgentie(stof)),
        "leefgebieden": [
            {"code": g.code, "naam": LEEFGEBIEDEN[g.code], "score": round(g.score, 2), "regels": _as_dicts(regels)}
            for g, regels in leefgebieden
        ],
        "al_geprobeerd": {soort: _as_dicts(regels) for soort, regels in geprobeerd.items()},
        "betrokken": _as_dicts(onderdelen.make_betrokken(stof, namens=namens)),
        "huishouden": _as_dicts(onderdelen.make_huishouden(stof, namens=namens)),
        "wens": _as_dicts(wens),
        "getoonde_voorzieningen": onderdelen.make_getoond(berichten, stof),
        "contact": {"naam": "", "telefoon": "", "email": "", "voorkeur": ""},
        "toestemming": {"gegeven": False, "op": None, "tekstversie": ""},
        "gesprek": gesprek_regels(berichten, vanaf=gesprek.bevindingen_vanaf or 0),
    }


def _as_dicts(regels: Collection[Regel]) -> list[dict[str, Any]]:
    return [r.as_dict() for r in regels]


def _namens(stof: Stof) -> str:
    """The last word of the resident on who it is about counts; else what triage heard."""
    for u in reversed(stof.antwoorden("wie")):
        gezegd = find_namens(u.tekst)
        if gezegd:
            return gezegd
    if stof.oordeel.soort == "signaal":
        return "signaal"
    return stof.oordeel.namens or "zelf"


def _plaats(gesprek: Gesprek, werkgebied: Werkgebied) -> tuple[str | None, str | None]:
    gemeente = werkgebied.zoek_gemeente(gesprek.gemeente)
    if gemeente is None and gesprek.kern:
        gevonden = werkgebied.zoek_kern(gesprek.kern)
        gemeente = gevonden[0] if gevonden else None
    return (gemeente.naam if gemeente else gesprek.gemeente), gesprek.kern


def _reden(stof: Stof, hulpvraag: Regel) -> dict[str, Any]:
    """Why this goes to a person: the named rule of triage, else the zwaarte, else that it was asked for."""
    for regel in stof.oordeel.regels:
        bron = [
            u.volgnummer
            for u in stof.uitingen
            if u.beoordeling and any(r.code == regel.code for r in u.beoordeling.regels)
        ]
        return {
            "regel": regel.code,
            "uitleg": regel.uitleg,
            "bron": bron or list(hulpvraag.bron),
            "herkomst": "afgeleid",
        }
    vroeg = [u.volgnummer for u in stof.uitingen if u.intent == "medewerker"]
    zwaarte = stof.oordeel.zwaarte
    code = zwaarte if zwaarte in ("crisis", "multicomplex", "meervoudig") else "wil_mens" if vroeg else "doorvragen"
    bron = vroeg if code == "wil_mens" else [u.volgnummer for u in stof.uitingen if u.beoordeling]
    return _as_reden(code, tekst(f"verslag.reden.{code}"), bron or hulpvraag.bron)


def _as_reden(code: str, uitleg: str, bron: Sequence[int]) -> dict[str, Any]:
    return {"regel": code, "uitleg": uitleg, "bron": list(bron), "herkomst": "afgeleid"}
