"""The werkplek as pieces of HTML with their key, made by the templates of the page itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.klok import lokaal_nu
from web.werkplek_open import MEESTE
from web.werkplek_stand import Paneel, Werkbeeld
from web.werkplek_teksten import KIESBAAR, UITKOMSTEN, WOORDEN

if TYPE_CHECKING:
    from aiohttp import web

# How many lines the lists of terms and calls show; their count is of all.
_KORTE_LIJST = 50
# Days from which a day is told with its year.
_VER = 300
# The pieces of one pane, and those of the page that change with what is open.
_VAN_PANEEL = ("verslag", "kop", "acties", "schrijven")
_VAN_PAGINA = ("rij", "tabs")


def woorden(request: web.Request) -> dict[str, Any]:
    """What the templates of the werkplek need besides the werkbeeld."""
    return {
        "woorden": WOORDEN,
        "uitkomsten": UITKOMSTEN,
        "kiesbaar": KIESBAAR,
        "leefgebieden": LEEFGEBIEDEN,
        "teams": [g.team.naam for g in request.app[keys.WERKGEBIED].gemeenten],
        "kort_hoogstens": _KORTE_LIJST,
        "meeste": MEESTE,
        "kort": lambda op: _kort(request, op),
        "kort_dag": lambda op: _kort_dag(request, op),
    }


def _kort(request: web.Request, op: dt.datetime | str) -> str:
    """A moment in few words: the time today, with the day before it on other days."""
    lokaal = request.app[keys.WERKGEBIED].lokale_tijd(dt.datetime.fromisoformat(op) if isinstance(op, str) else op)
    tijd = f"{lokaal.hour}.{lokaal.minute:02d}"
    if lokaal.date() == lokaal_nu(request.app).date():
        return tijd
    return f"{_kort_dag(request, op)} {tijd}"


def _kort_dag(request: web.Request, op: dt.datetime | str) -> str:
    """The day of a moment in few words, with the year when it is far away."""
    lokaal = request.app[keys.WERKGEBIED].lokale_tijd(dt.datetime.fromisoformat(op) if isinstance(op, str) else op)
    dag = f"{lokaal.day} {WOORDEN['maanden'][lokaal.month - 1]}"
    return dag if abs((lokaal - lokaal_nu(request.app)).days) < _VER else f"{dag} {lokaal.year}"


def stukken(request: web.Request, beeld: Werkbeeld, gevraagd: Sequence[str]) -> dict[str, Any]:
    """The gesprek in focus with the lists, under `naast` those beside it, and which of `gevraagd` are there."""
    sjablonen = request.app[keys.SJABLONEN]
    gegevens = {
        "beeld": beeld, "medewerker": request["medewerker"], "csrf": request.get("csrf") or "",
        "treffers": [], "tekst": "", **woorden(request),
    }  # fmt: skip

    def maak(naam: str, **meer: Any) -> str:
        return sjablonen.get_template(f"werkplek/_{naam}.html").render({**gegevens, **meer})

    def paneel(p: Paneel) -> dict[str, Any]:
        return {
            "van_mij": p.van_mij,
            "delen": {naam: maak(naam, p=p) for naam in _VAN_PANEEL},
            "berichten": [{"volgnummer": b["volgnummer"], "html": maak("bericht", p=p, b=b)} for b in p.berichten],
        }

    actief = paneel(beeld.actief)
    return {
        "kenmerk": beeld.open.actief,
        "open": [k if k in beeld.open.kenmerken else "" for k in gevraagd],
        "nieuw": beeld.nieuw,
        "wachtend": len(beeld.wachtend),
        "crisis": [r.o["kenmerk"] for r in beeld.wachtend if r.o["crisis"]],
        "rij": [r.o["kenmerk"] for r in beeld.wachtend],
        "voor_u": [r.o["kenmerk"] for r in beeld.lopend if _voor(request["medewerker"].naam, r.o)],
        "aanwezig": beeld.beschikbaar == "aanwezig",
        **actief,
        "delen": {**{naam: maak(naam) for naam in _VAN_PAGINA}, **actief["delen"]},
        "naast": {p.kenmerk: paneel(p) for p in beeld.panelen if p.kenmerk != beeld.open.actief},
    }


def _voor(naam: str, o: dict[str, Any]) -> bool:
    """Whether this was passed on to this medewerker, or they are asked to look along."""
    return (o["status"] == "wachtend" and o["toegewezen"] == naam) or (
        o["status"] == "opgepakt" and naam in o["meekijkers"]
    )
