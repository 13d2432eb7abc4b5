"""Logging in elsewhere: authorisation code with PKCE. The steps, the cookie and what the person is told.

Each login is a row that is taken once and belongs to one browser, so that neither an answer that is sent again
nor one that was made for somebody else opens anything.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web
from sqlalchemy.exc import IntegrityError

from opslag.db import now
from overdracht import extern, staf
from web import keys, login, toegang
from web.databank import in_db
from web.errors import fout
from web.headers import is_https
from web.klok import lokaal_nu
from web.limieten import LOGIN_OIDC
from web.logboek import meld
from web.oidc import Oidc, OidcFout, Persoonsbewijs
from web.oidc_instelling import Toegekend
from web.route import IEDEREEN, STAF, Route
from web.weergave import redirect

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

log = logging.getLogger("web.oidc_login")
COOKIE = "voordeur_oidc"
_PAD = "/login/oidc"
_STATUS = {"weg": 503, "instelling": 503, "verlopen": 400, "ongeldig": 400, "vaak": 429}
_MAX_ANTWOORD = 4096


async def start(request: web.Request) -> web.Response:
    """Send the browser to the provider."""
    oidc = _oidc(request)
    naar = login.eigen_pad(request.query.get("naar", ""))
    if request.get("medewerker") is not None:
        return redirect(naar or login.begin(request["medewerker"]))
    try:
        await _rem(request)
        poging = extern.new_poging()
        ander = request.query.get("ander") == "1"
        adres = await oidc.begin(state=poging.state, nonce=poging.nonce, verifier=poging.verifier, ander=ander)
    except OidcFout as e:
        return _weiger(request, e.code, e.reden, naar=naar)
    await in_db(request.app, lambda s: extern.save_poging(s, poging, naar=naar, nu=now()))
    response = redirect(adres)
    _set_cookie(request, response, poging.browser)
    return response


async def koppel(request: web.Request) -> web.Response:
    """Connect the account one is logged in to; by a form, so that no other website can begin this."""
    oidc, id = _oidc(request), request["medewerker"].id
    if request["medewerker"].externe_id is not None:
        return redirect("/wachtwoord")
    try:
        await _rem(request)
        poging = extern.new_poging()
        adres = await oidc.begin(state=poging.state, nonce=poging.nonce, verifier=poging.verifier)
    except OidcFout as e:
        return _weiger(request, e.code, e.reden)
    await in_db(request.app, lambda s: extern.save_poging(s, poging, naar="/wachtwoord", koppel_id=id, nu=now()))
    response = login.verder(request, adres, soort="koppelen")
    _set_cookie(request, response, poging.browser)
    return response


async def terug(request: web.Request) -> web.Response:
    """The answer of the provider."""
    oidc, naar = _oidc(request), ""
    try:
        await _rem(request)
        poging = await _neem_poging(request)
        naar = poging.naar
        bewijs = await _haal_bewijs(request, oidc, poging)
        medewerker, sessie = await _open(request, oidc, poging, bewijs)
    except OidcFout as e:
        return _weiger(request, e.code, e.reden, naar=naar)
    request.app[keys.METINGEN].tel("voordeur_oidc_total", uitkomst="gelukt")
    response = login.met_sessie(request, login.eigen_pad(naar) or login.begin(medewerker), sessie)
    _del_cookie(response)
    return response


def _oidc(request: web.Request) -> Oidc:
    oidc = request.app[keys.OIDC]
    if oidc is None:
        raise fout("niet_gevonden")
    return oidc


async def _rem(request: web.Request) -> None:
    limieten = request.app[keys.LIMIETEN]
    adres = limieten.adres(request)
    if adres is not None and await limieten.neem(LOGIN_OIDC, adres) > 0:
        raise OidcFout("vaak", "limiet")


async def _neem_poging(request: web.Request) -> extern.Poging:
    state = request.query.get("state", "")[:_MAX_ANTWOORD]
    browser = request.cookies.get(COOKIE, "")[:_MAX_ANTWOORD]
    poging = await in_db(request.app, lambda s: extern.take_poging(s, state, browser=browser, nu=now()))
    if poging is None:
        raise OidcFout("verlopen", "state")
    return poging


async def _haal_bewijs(request: web.Request, oidc: Oidc, poging: extern.Poging) -> Persoonsbewijs:
    await oidc.check_afzender(request.query.get("iss"))
    if "error" in request.query:
        weg = request.query["error"] in ("temporarily_unavailable", "server_error")
        raise OidcFout("weg" if weg else "geweigerd", "antwoord met een fout")
    code = request.query.get("code", "")
    if not 0 < len(code) <= _MAX_ANTWOORD:
        raise OidcFout("ongeldig", "geen code")
    return await oidc.haal_bewijs(code, verifier=poging.verifier, nonce=poging.nonce)


async def _open(
    request: web.Request, oidc: Oidc, poging: extern.Poging, bewijs: Persoonsbewijs
) -> tuple[extern.Medewerker, staf.NieuweSessie]:
    """The account with what its groups give, and a new session. Raises OidcFout with why not."""
    persoon = _persoon(bewijs)
    recht = oidc.instelling.ken_toe(bewijs.groepen)
    if recht is None:
        app = request.app
        nu, werkgebied = lokaal_nu(app), app[keys.WERKGEBIED]
        app[keys.HUB].publish(await in_db(app, lambda s: extern.refuse(s, persoon, nu=nu, werkgebied=werkgebied)))
        raise OidcFout("geen_rol", "groepen")
    oud = request.cookies.get(toegang.COOKIE_STAF, "")[:_MAX_ANTWOORD]

    def werk(session: Session) -> tuple[extern.Uitkomst, staf.NieuweSessie | None]:
        return _log_in(request.app, session, persoon, recht, poging=poging, oud=oud, hint=bewijs.hint)

    try:
        uitkomst, sessie = await in_db(request.app, werk)
    except IntegrityError:
        # Two first logins of one person at the same moment: the second finds what the first made.
        uitkomst, sessie = await in_db(request.app, werk)
    request.app[keys.HUB].publish(uitkomst.events)
    if uitkomst.medewerker is None or sessie is None:
        raise OidcFout(uitkomst.reden, "account")
    return uitkomst.medewerker, sessie


def _log_in(
    app: web.Application,
    session: Session,
    persoon: extern.Persoon,
    recht: Toegekend,
    *,
    poging: extern.Poging,
    oud: str,
    hint: str,
) -> tuple[extern.Uitkomst, staf.NieuweSessie | None]:
    if poging.koppel_id is not None:
        # Whoever asked for it must still be logged in, in this browser.
        open_ = staf.find_sessie(session, oud)
        if open_ is None or open_.medewerker.id != poging.koppel_id:
            return extern.Uitkomst(None, "niet_ingelogd"), None
    uitkomst = extern.log_in(
        session, persoon, rol=recht.rol, gemeenten=recht.gemeenten, koppel_id=poging.koppel_id, nu=lokaal_nu(app),
        werkgebied=app[keys.WERKGEBIED],
    )  # fmt: skip
    if uitkomst.medewerker is None:
        return uitkomst, None
    if oud:
        # A session that existed before the login is never taken over (session fixation).
        staf.end_sessie(session, oud)
    return uitkomst, staf.start_sessie(session, uitkomst.medewerker, uitlog_hint=hint)


def _persoon(bewijs: Persoonsbewijs) -> extern.Persoon:
    """Name and address as the provider gives them; neither is used to recognise anybody."""
    claims = bewijs.claims

    def lees(*namen: str) -> str:
        return " ".join(waarde.strip() for n in namen if isinstance(waarde := claims.get(n), str) and waarde.strip())

    naam = lees("name") or lees("given_name", "family_name") or lees("preferred_username")
    email = lees("email") if claims.get("email_verified") is not False else ""
    return extern.Persoon(extern.make_externe_id(claims["iss"], bewijs.sub), naam, email)


def _weiger(request: web.Request, code: str, reden: str, *, naar: str = "") -> web.Response:
    """The login page with what happened and what to do; a password can be tried where that is allowed."""
    niveau = logging.WARNING if code in ("weg", "instelling", "ongeldig") else logging.INFO
    meld(log, "oidc niet gelukt", niveau=niveau, code=code, reden=reden)
    request.app[keys.METINGEN].tel("voordeur_oidc_total", uitkomst=code)
    status = _STATUS.get(code, 403)
    if request.get("medewerker") is not None:
        response = login.toon_account(request, status=status, koppelfout=login.zin(request.app, code))
    else:
        response = login.formulier(request, naar=login.eigen_pad(naar), oidc_melding=code, status=status)
    _del_cookie(response)
    return response


def _set_cookie(request: web.Request, response: web.StreamResponse, browser: str) -> None:
    """Ties the answer to this browser. Lax: the provider sends the browser back with an ordinary link."""
    seconden = int(extern.POGING_DUUR.total_seconds())
    response.set_cookie(
        COOKIE, browser, path=_PAD, max_age=seconden, httponly=True, samesite="Lax", secure=is_https(request)
    )


def _del_cookie(response: web.StreamResponse) -> None:
    response.del_cookie(COOKIE, path=_PAD, httponly=True, samesite="Lax")


ROUTES = (
    Route("GET", _PAD, start, IEDEREEN, pagina=True),
    Route("POST", f"{_PAD}/koppelen", koppel, STAF, pagina=True),
    Route("GET", f"{_PAD}/terug", terug, IEDEREEN, pagina=True),
)
