"""Logging in and out of the staff pages, and choosing an own password.

Guessing is slowed down in the database (overdracht.staf), so that it holds across processes and
restarts. A password is checked on a thread: it is made to be slow.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from gesprek.sleutel import hash_token
from opslag.db import now
from overdracht import edits, queries, staf
from overdracht.models import Medewerker
from web import keys, toegang
from web.databank import in_db
from web.errors import fout
from web.geheim import klopt, teken
from web.route import IEDEREEN, STAF, Route
from web.teksten import read_yaml
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_DOEL, _GELDIG = "login", 3600
_MAX, _MAX_PAD = 200, 1000
# Who may log in with a password, by the setting WACHTWOORD_LOGIN.
_MET_WACHTWOORD = {"aan": staf.ROLLEN, "nood": (staf.BEHEERDER,), "uit": ()}
_MELDINGEN: dict[str, str] = read_yaml("login_teksten.yml")["meldingen"]


def _formuliercode(request: web.Request) -> str:
    """A signed moment: shows that the form came from here, before there is a session to tie it to."""
    op = str(int(time.time()))
    return f"{op}.{teken(request.app[keys.GEHEIM], _DOEL, op)}"


def _check_code(request: web.Request, code: str) -> None:
    op, _, handtekening = code.partition(".")
    goed = op.isdigit() and klopt(request.app[keys.GEHEIM], _DOEL, op, handtekening=handtekening)
    if not goed or time.time() - int(op) > _GELDIG:
        raise fout("verlopen_formulier")


def eigen_pad(waarde: str) -> str:
    """Where to go after logging in: a path of this server only, or nothing."""
    deel = urlsplit(waarde[:_MAX_PAD])
    eigen = not deel.scheme and not deel.netloc and waarde.startswith("/") and not waarde.startswith(("//", "/\\"))
    return waarde if eigen and "\\" not in waarde and not any(ord(c) < 32 for c in waarde) else ""


def begin(medewerker: Medewerker) -> str:
    """The first page this role works with."""
    for recht, pad in (("werkplek", "/werkplek"), ("redactie", "/redactie"), ("beheer", "/beheer")):
        if staf.mag(medewerker, recht):
            return pad
    return "/"


def rollen_met_wachtwoord(app: web.Application) -> tuple[str, ...]:
    """The roles that may log in with a password in this installation."""
    return tuple(_MET_WACHTWOORD[app[keys.SETTINGS].wachtwoord_login])


async def toon_login(request: web.Request) -> web.Response:
    medewerker = request.get("medewerker")
    naar = eigen_pad(request.query.get("naar", ""))
    if medewerker is not None:
        return redirect(naar or begin(medewerker))
    return formulier(request, naar=naar)


def formulier(
    request: web.Request,
    *,
    naar: str = "",
    naam: str = "",
    melding: str = "",
    oidc_melding: str = "",
    status: int = 200,
) -> web.Response:
    """The page to log in; `oidc_melding` is a code of login_teksten.yml."""
    oidc = request.app[keys.OIDC]
    return render(
        request,
        "login.html",
        status=status,
        code=_formuliercode(request),
        naar=naar,
        naam=naam,
        melding=melding,
        oidc=oidc.instelling if oidc else None,
        oidc_code=oidc_melding,
        oidc_melding=zin(request.app, oidc_melding),
        wachtwoord=request.app[keys.SETTINGS].wachtwoord_login,
    )


def zin(app: web.Application, code: str) -> str:
    """What a person is told about a login elsewhere that did not work."""
    oidc = app[keys.OIDC]
    return _MELDINGEN[code].format(naam=oidc.instelling.naam, hulp=oidc.instelling.hulp) if oidc and code else ""


def met_sessie(request: web.Request, pad: str, sessie: staf.NieuweSessie) -> web.Response:
    """Go to `pad`, logged in."""
    response = redirect(pad)
    seconden = int(staf.SESSIE_DUUR.total_seconds())
    toegang.set_staf_cookie(request, response, sessie_id=sessie.geheim, seconden=seconden)
    return response


async def login(request: web.Request) -> web.Response:
    data = await request.post()
    _check_code(request, str(data.get("code", "")))
    rollen = rollen_met_wachtwoord(request.app)
    if not rollen:
        raise fout("wachtwoord_uit")
    naam, wachtwoord = str(data.get("naam", ""))[:_MAX].strip(), str(data.get("wachtwoord", ""))[:_MAX]
    naar = eigen_pad(str(data.get("naar", "")))
    adres = request.app[keys.LIMIETEN].adres(request) or ""
    oud = request.cookies.get(toegang.COOKIE_STAF, "")
    nood = rollen != staf.ROLLEN

    def werk(session: Session) -> tuple[Medewerker, staf.NieuweSessie] | None:
        medewerker = staf.check_login(session, naam, wachtwoord, adres=adres, nu=now(), rollen=rollen)
        if medewerker is None:
            return None
        if nood:
            edits.add_audit(session, medewerker.naam, "noodtoegang", "", op=now())
        if oud:
            # A session that existed before the login is never taken over (session fixation).
            staf.end_sessie(session, oud)
        return medewerker, staf.start_sessie(session, medewerker)

    try:
        gelukt = await in_db(request.app, werk)
    except staf.TeVaakGeprobeerd:
        return formulier(request, naar=naar, naam=naam, melding="te_vaak", status=429)
    if gelukt is None:
        return formulier(request, naar=naar, naam=naam, melding="onjuist", status=401)
    medewerker, sessie = gelukt
    return met_sessie(request, naar or begin(medewerker), sessie)


async def logout(request: web.Request) -> web.Response:
    """End the session here first; then, for who logged in elsewhere, there as well."""
    geheim = request.cookies.get(toegang.COOKIE_STAF, "")

    def werk(session: Session) -> str | None:
        hint = queries.find_uitlog_hint(session, hash_token(geheim))
        staf.end_sessie(session, geheim)
        return hint

    hint, oidc = await in_db(request.app, werk), request.app[keys.OIDC]
    adres = await oidc.uitlog_adres(hint) if oidc is not None and hint is not None else None
    request["medewerker"], request["csrf"] = None, ""
    response = verder(request, adres, soort="uitloggen") if adres else redirect("/login")
    toegang.clear_staf_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def verder(request: web.Request, adres: str, *, soort: str) -> web.Response:
    """Send the browser to the provider after a form.

    By a page, not a redirect: `form-action 'self'` stops a redirect from a form to another server, and the
    provider may send the browser on to servers that nobody here knows.
    """
    oidc = request.app[keys.OIDC]
    return render(request, "verder.html", adres=adres, soort=soort, naam=oidc.instelling.naam if oidc else "")


def toon_account(request: web.Request, *, status: int = 200, **meer: object) -> web.Response:
    """The page of one's own account: the password, and connecting it to the provider."""
    medewerker, oidc = request["medewerker"], request.app[keys.OIDC]
    vast: dict[str, object] = {
        "melding": "",
        "uitleg": "",
        "gelukt": False,
        "koppelfout": "",
        "extern": medewerker.externe_id is not None,
        "mag": medewerker.rol in rollen_met_wachtwoord(request.app),
        "oidc": oidc.instelling if oidc else None,
    }
    return render(request, "wachtwoord.html", status=status, **{**vast, **meer})


async def toon_wachtwoord(request: web.Request) -> web.Response:
    return toon_account(request)


async def wachtwoord(request: web.Request) -> web.Response:
    """Change one's own password; every login ends, and this browser gets a new one."""
    data = await request.post()
    oud, nieuw, nogmaals = (str(data.get(n, ""))[:_MAX] for n in ("oud", "nieuw", "nogmaals"))
    naam, rollen = request["medewerker"].naam, rollen_met_wachtwoord(request.app)
    if request["medewerker"].externe_id is not None or request["medewerker"].rol not in rollen:
        return toon_account(request, status=403)
    if nieuw != nogmaals:
        return toon_account(request, status=422, melding="ongelijk")
    adres = request.app[keys.LIMIETEN].adres(request) or ""

    def werk(session: Session) -> staf.NieuweSessie | None:
        medewerker = staf.check_login(session, naam, oud, adres=adres, nu=now(), rollen=rollen)
        if medewerker is None:
            return None
        staf.set_wachtwoord(session, medewerker, nieuw)
        return staf.start_sessie(session, medewerker)

    try:
        sessie = await in_db(request.app, werk)
    except staf.TeVaakGeprobeerd:
        return toon_account(request, status=429, melding="te_vaak")
    except staf.StafFout as e:
        return toon_account(request, status=422, melding="uitleg", uitleg=str(e))
    if sessie is None:
        return toon_account(request, status=401, melding="onjuist")
    request["csrf"] = sessie.csrf
    response = toon_account(request, gelukt=True)
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
