"""The werkplek as pieces of HTML with their key, made by the templates of the page itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kalender.openingstijden import dag_tekst, tijd_tekst
from overdracht.collegas import Collega
from overdracht.lijsten import is_opgeschaald_voor, is_voor_rol
from overdracht.models import Medewerker
from overdracht.past import talen
from overdracht.verzetten import find_keuze
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
        "mailt": bool(request.app[keys.SETTINGS].smtp_url),
        "leefgebieden": LEEFGEBIEDEN,
        "in_woorden": in_woorden,
        "teams": [g.team.naam for g in request.app[keys.WERKGEBIED].gemeenten],
        "kort_hoogstens": _KORTE_LIJST,
        "meeste": MEESTE,
        "kort": lambda op: _kort(request, op),
        "kort_dag": lambda op: _kort_dag(request, op),
        "momenten": lambda p: _momenten(request, p),
    }


def in_woorden(c: Collega) -> str:
    """A colleague in a list to choose from: name, whether they are there, and how full their hands are."""
    w = WOORDEN["collega"]
    maximum = w["van"].format(aantal=c.lopend, maximum=c.maximum) if c.maximum else w["zonder"].format(aantal=c.lopend)
    waar = ", ".join(c.gemeenten) or w["overal"]
    spreekt = [talen().get(code, code) for code in c.talen]
    return f"{c.naam} ({', '.join([WOORDEN['beschikbaar'][c.stand].lower(), maximum, waar, *spreekt])})"


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


def _momenten(request: web.Request, p: Paneel) -> list[tuple[str, str]]:
    """The moments that who holds it may choose instead of one on which the team is closed: value and words."""
    if p.gekozen is None or not p.van_mij:
        return []
    werkgebied, nu = request.app[keys.WERKGEBIED], lokaal_nu(request.app)
    mailt = bool(request.app[keys.SETTINGS].smtp_url)
    keuze = find_keuze(p.gekozen.o, p.verslag or {}, werkgebied=werkgebied, mailt=mailt, nu=nu)
    vandaag = werkgebied.lokale_tijd(nu).date()
    return [
        (m.isoformat(), WOORDEN["moment"].format(dag=dag_tekst(m.date(), vandaag), tijd=tijd_tekst(m.time())))
        for m in keuze
    ]


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
            "goedgekeurd": p.goedgekeurd,
            "delen": {naam: maak(naam, p=p) for naam in _VAN_PANEEL},
            "berichten": [{"volgnummer": b["volgnummer"], "html": maak("bericht", p=p, b=b)} for b in p.berichten],
        }

    actief = paneel(beeld.actief)
    return {
        "kenmerk": beeld.open.actief,
        "open": [k if k in beeld.open.kenmerken else "" for k in gevraagd],
        "gewist": beeld.gewist,
        "nieuw": beeld.nieuw,
        "wachtend": beeld.aantal("wachtend"),
        # Each with when it was heard: danger that is said again is heard again, also of what somebody holds.
        "crisis": [f"{r.o['kenmerk']} {r.o['crisis_op'] or ''}" for r in beeld.lopend if r.o["crisis"]],
        "rij": [r.o["kenmerk"] for r in beeld.wachtend],
        "voor_u": [r.o["kenmerk"] for r in beeld.lopend if _voor(request["medewerker"], r.o)],
        "aanwezig": beeld.beschikbaar == "aanwezig",
        **actief,
        "delen": {**{naam: maak(naam) for naam in _VAN_PAGINA}, **actief["delen"]},
        "naast": {p.kenmerk: paneel(p) for p in beeld.panelen if p.kenmerk != beeld.open.actief},
    }


def _voor(medewerker: Medewerker, o: dict[str, Any]) -> bool:
    """Whether this was passed on to this medewerker or to their role, or they are asked to look along or to take part
    in it: what a colleague scaled up stays with the colleague."""
    if o["status"] == "wachtend":
        return o["toegewezen"] == medewerker.naam or is_voor_rol(medewerker, o)
    opgeschaald = o["medewerker"] != medewerker.naam and is_opgeschaald_voor(medewerker, o)
    return o["status"] == "opgepakt" and (medewerker.naam in o["meekijkers"] or opgeschaald)
