"""Logging in and out of the staff pages, and choosing an own password.

Guessing is slowed down in the database (overdracht.staf), so that it holds across processes and
restarts. A password is checked on a thread: it is made to be slow.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from opslag.db import now
from overdracht import staf
from overdracht.models import Medewerker
from web import keys, toegang
from web.databank import in_db
from web.errors import fout
from web.geheim import klopt, teken
from web.route import IEDEREEN, STAF, Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_DOEL, _GELDIG = "login", 3600
_MAX = 200


def _formuliercode(request: web.Request) -> str:
    """A signed moment: shows that the form came from here, before there is a session to tie it to."""
    op = str(int(time.time()))
    return f"{op}.{teken(request.app[keys.GEHEIM], _DOEL, op)}"


def _check_code(request: web.Request, code: str) -> None:
    op, _, handtekening = code.partition(".")
    goed = op.isdigit() and klopt(request.app[keys.GEHEIM], _DOEL, op, handtekening=handtekening)
    if not goed or time.time() - int(op) > _GELDIG:
        raise fout("verlopen_formulier")


def _naar(waarde: str) -> str:
    """Where to go after logging in: a path of this server only."""
    deel = urlsplit(waarde)
    eigen = not deel.scheme and not deel.netloc and waarde.startswith("/") and not waarde.startswith(("//", "/\\"))
    return waarde if eigen and "\\" not in waarde and not any(ord(c) < 32 for c in waarde) else ""


def _begin(medewerker: Medewerker) -> str:
    """The first page this role works with."""
    for recht, pad in (("werkplek", "/werkplek"), ("redactie", "/redactie"), ("beheer", "/beheer")):
        if staf.mag(medewerker, recht):
            return pad
    return "/"


async def toon_login(request: web.Request) -> web.Response:
    medewerker = request.get("medewerker")
    if medewerker is not None:
        return redirect(_naar(request.query.get("naar", "")) or _begin(medewerker))
    return _formulier(request, naar=_naar(request.query.get("naar", "")))


def _formulier(
    request: web.Request, *, naar: str, naam: str = "", melding: str = "", status: int = 200
) -> web.Response:
    return render(
        request, "login.html", status=status, code=_formuliercode(request), naar=naar, naam=naam, melding=melding
    )


async def login(request: web.Request) -> web.Response:
    data = await request.post()
    _check_code(request, str(data.get("code", "")))
    naam, wachtwoord = str(data.get("naam", ""))[:_MAX].strip(), str(data.get("wachtwoord", ""))[:_MAX]
    naar = _naar(str(data.get("naar", "")))
    adres = request.app[keys.LIMIETEN].adres(request) or ""
    oud = request.cookies.get(toegang.COOKIE_STAF, "")

    def werk(session: Session) -> tuple[Medewerker, staf.NieuweSessie] | None:
        medewerker = staf.check_login(session, naam, wachtwoord, adres=adres, nu=now())
        if medewerker is None:
            return None
        if oud:
            # A session that existed before the login is never taken over (session fixation).
            staf.end_sessie(session, oud)
        return medewerker, staf.start_sessie(session, medewerker)

    try:
        gelukt = await in_db(request.app, werk)
    except staf.TeVaakGeprobeerd:
        return _formulier(request, naar=naar, naam=naam, melding="te_vaak", status=429)
    if gelukt is None:
        return _formulier(request, naar=naar, naam=naam, melding="onjuist", status=401)
    medewerker, sessie = gelukt
    response = redirect(naar or _begin(medewerker))
    seconden = int(staf.SESSIE_DUUR.total_seconds())
    toegang.set_staf_cookie(request, response, sessie_id=sessie.geheim, seconden=seconden)
    return response


async def logout(request: web.Request) -> web.Response:
    geheim = request.cookies.get(toegang.COOKIE_STAF, "")
    await in_db(request.app, lambda s: staf.end_sessie(s, geheim))
    response = redirect("/login")
    toegang.clear_staf_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


async def toon_wachtwoord(request: web.Request) -> web.Response:
    return render(request, "wachtwoord.html", melding="", uitleg="", gelukt=False)


async def wachtwoord(request: web.Request) -> web.Response:
    """Change one's own password; every login ends, and this browser gets a new one."""
    data = await request.post()
    oud, nieuw, nogmaals = (str(data.get(n, ""))[:_MAX] for n in ("oud", "nieuw", "nogmaals"))
    naam = request["medewerker"].naam
    if nieuw != nogmaals:
        return render(request, "wachtwoord.html", status=422, melding="ongelijk", uitleg="", gelukt=False)
    adres = request.app[keys.LIMIETEN].adres(request) or ""

    def werk(session: Session) -> staf.NieuweSessie | None:
        medewerker = staf.check_login(session, naam, oud, adres=adres, nu=now())
        if medewerker is None:
            return None
        staf.set_wachtwoord(session, medewerker, nieuw)
        return staf.start_sessie(session, medewerker)

    try:
        sessie = await in_db(request.app, werk)
    except staf.TeVaakGeprobeerd:
        return render(request, "wachtwoord.html", status=429, melding="te_vaak", uitleg="", gelukt=False)
    except staf.StafFout as e:
        return render(request, "wachtwoord.html", status=422, melding="uitleg", uitleg=str(e), gelukt=False)
    if sessie is None:
        return render(request, "wachtwoord.html", status=401, melding="onjuist", uitleg="", gelukt=False)
    request["csrf"] = sessie.csrf
    response = render(request, "wachtwoord.html", melding="", uitleg="", gelukt=True)
    seconden = int(staf.SESSIE_DUUR.total_seconds())
    toegang.set_staf_cookie(request, response, sessie_id=sessie.geheim, seconden=seconden)
    return response


ROUTES = (
    Route("GET", "/login", toon_login, IEDEREEN, pagina=True),
    Route("POST", "/login", login, IEDEREEN, pagina=True),
    Route("POST", "/logout", logout, STAF, pagina=True),
    Route("GET", "/wachtwoord", toon_wachtwoord, STAF, pagina=True),
    Route("POST", "/wachtwoord", wachtwoord, STAF, pagina=True),
)
