"""/volg: a resident follows an overdracht with its kenmerk and the second secret, the volgcode.

The code is asked once and then remembered in a signed cookie for half an hour; it never stands in
an address. Nothing the resident told is shown here: only how it stands, who helps and what is next. The verslag
has a page of its own (volg_verslag.py).
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from overdracht import bereik, queries, staf
from overdracht import intrekken as toestemmingen
from overdracht.doorzetvraag import read_vraag
from overdracht.lopend import nog_bereiken
from overdracht.models import Medewerker, Overdracht, OverdrachtStap
from overdracht.volgcode import check_volgcode, is_verlopen_code
from overdracht.wachten import read_belofte, read_positie, read_wachttijd
from overdracht.zicht import deelt_gesprek
from web import keys
from web.chattaal import STANDAARD, TEKSTEN
from web.crisis_elders import hear
from web.databank import in_db, lees_db
from web.errors import Probleem, fout
from web.geheim import klopt, teken
from web.headers import is_https
from web.kenmerk import kenmerk_uit, lees_kenmerk
from web.klok import lokaal_nu
from web.limieten import Limiet, check_adres
from web.meetellen import save_score
from web.overdracht_fouten import vertaal
from web.route import IEDEREEN, Route
from web.teksten import VELDFOUTEN
from web.volg_aanvulling import add_aanvulling
from web.volg_berichten import mark_gezien, read_berichten
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from gesprek.events import Event
    from werkgebied import Gemeente

# Seconds: how long the page is shown without asking the code again, and how long what is being typed may still be sent.
_COOKIE, _DOEL, _GELDIG, _SCHRIJVEN = "voordeur_volg", "volg", 1800, 86_400
# Wrong codes, per kenmerk and per address.
_PER_KENMERK = Limiet("volg-kenmerk", 10 / 15, 10)
_PER_ADRES = Limiet("volg-adres", 2, 20)
_MAX_CODE, _MAX_TEKST = 20, 4000
_GEDAAN = ("aangevuld", "geantwoord", "bereik", "ingetrokken", "geoordeeld", "veranderd")
# What ended in another way was not handled by a person.
_GEEN_OORDEEL = ("terug_naar_assistent", "ingetrokken")


@dataclass(frozen=True)
class Volgbeeld:
    """What the page tells."""

    overdracht: Overdracht
    contactpersoon: str
    positie: int
    wachttijd: str
    belofte: str
    stappen: list[OverdrachtStap] = field(default_factory=list)
    # Whether staff read what was said before the approval; None without a verslag with them.
    gesprek_gedeeld: bool | None = None
    # What was said between the resident and the team.
    berichten: list[dict[str, Any]] = field(default_factory=list)
    # Whether another may read it too, as long as that is asked.
    doorzetvraag: dict[str, Any] | None = None


# --- the cookie -------------------------------------------------------------------------------


def is_geopend(request: web.Request, kenmerk: str, *, binnen: int = _GELDIG) -> bool:
    """Whether this browser gave the code of this kenmerk a short while ago."""
    voor, _, rest = request.cookies.get(_COOKIE, "").partition("|")
    op, _, handtekening = rest.partition("|")
    if voor != kenmerk or not op.isdigit() or time.time() - int(op) > binnen:
        return False
    return klopt(request.app[keys.GEHEIM], _DOEL, f"{voor}|{op}", handtekening=handtekening)


def _onthoud(request: web.Request, response: web.StreamResponse, kenmerk: str) -> None:
    waarde = f"{kenmerk}|{int(time.time())}"
    handtekening = teken(request.app[keys.GEHEIM], _DOEL, waarde)
    response.set_cookie(
        _COOKIE, f"{waarde}|{handtekening}", path="/volg", max_age=_SCHRIJVEN, httponly=True, samesite="Lax",
        secure=is_https(request),
    )  # fmt: skip


# --- asking for the code ----------------------------------------------------------------------


async def vraag_kenmerk(request: web.Request) -> web.Response:
    return vraag_code(request, kenmerk="")


def vraag_code(
    request: web.Request, *, kenmerk: str, melding: str = "", status: int = 200, gevaar: str = ""
) -> web.Response:
    """The form for kenmerk and code: what everybody gets who did not give them."""
    return render(
        request, "volg/code.html", status=status, kenmerk=kenmerk, melding=melding, gevaar=gevaar,
        mailt=_mailt(request),
    )  # fmt: skip


def _mailt(request: web.Request) -> bool:
    """Whether mail goes out here at all; what is never sent is not spoken of."""
    return bool(request.app[keys.SETTINGS].smtp_url)


async def open_met_code(request: web.Request) -> web.Response:
    """Check kenmerk and code; the same answer for a kenmerk that does not exist and a wrong code."""
    data = await request.post()
    kenmerk = lees_kenmerk(str(data.get("kenmerk", "")))
    code = str(data.get("code", ""))[:_MAX_CODE].replace("\0", "")
    wacht = await _te_vaak(request, kenmerk)
    if wacht:
        return vraag_code(request, kenmerk=kenmerk, melding="te_vaak", status=429)
    gevonden = await lees_db(request.app, lambda s: check_volgcode(s, kenmerk, code))
    if gevonden is None:
        verlopen = await lees_db(request.app, lambda s: is_verlopen_code(s, kenmerk, code))
        return vraag_code(request, kenmerk=kenmerk, melding="verlopen" if verlopen else "onjuist", status=403)
    # Who has the code does not guess: thirty people in one library may each open their own.
    await request.app[keys.LIMIETEN].geef_terug(_PER_KENMERK, kenmerk)
    if (adres := request.app[keys.LIMIETEN].adres(request)) is not None:
        await request.app[keys.LIMIETEN].geef_terug(_PER_ADRES, adres)
    response = redirect(f"/volg/{gevonden.kenmerk}")
    _onthoud(request, response, gevonden.kenmerk)
    return response


async def _te_vaak(request: web.Request, kenmerk: str) -> float:
    limieten = request.app[keys.LIMIETEN]
    adres = limieten.adres(request)
    if adres is not None and (wacht := await limieten.neem(_PER_ADRES, adres)):
        return wacht
    return await limieten.neem(_PER_KENMERK, kenmerk)


# --- the page ---------------------------------------------------------------------------------


def _lees(session: Session, kenmerk: str, app: web.Application) -> Volgbeeld | None:
    overdracht = queries.get_overdracht(session, kenmerk)
    if overdracht is None:
        return None
    werkgebied, nu = app[keys.WERKGEBIED], lokaal_nu(app)
    wie = overdracht.medewerker_id or overdracht.vaste_medewerker_id
    medewerker = session.get(Medewerker, wie) if wie else None
    if medewerker is not None and not overdracht.medewerker_id and not staf.mag(medewerker, "werkplek"):
        # Who helped before is gone: nobody is promised who cannot come.
        medewerker = None
    wachttijd, belofte = "", ""
    if overdracht.status == "wachtend":
        wachttijd = read_wachttijd(session, overdracht, werkgebied=werkgebied, nu=nu).tekst
    if overdracht.status == "wachtend" or nog_bereiken(overdracht):
        belofte = read_belofte(overdracht, werkgebied=werkgebied, nu=nu).tekst
    return Volgbeeld(
        overdracht=overdracht,
        contactpersoon=medewerker.naam if medewerker else "",
        positie=read_positie(session, overdracht),
        wachttijd=wachttijd if wachttijd != belofte else "",
        belofte=belofte,
        stappen=[s for s in queries.find_stappen(session, overdracht.id) if not s.intern],
        gesprek_gedeeld=_gedeeld(overdracht),
        berichten=read_berichten(session, overdracht),
        doorzetvraag=read_vraag(overdracht),
    )


def _gedeeld(overdracht: Overdracht) -> bool | None:
    return deelt_gesprek(overdracht.verslag) if overdracht.toestemming and overdracht.verslag else None


async def volg(request: web.Request) -> web.Response:
    return await toon_volg(request, kenmerk_uit(request), gedaan=request.query.get("gedaan", ""))


async def toon_volg(
    request: web.Request,
    kenmerk: str,
    *,
    gedaan: str = "",
    probleem: Probleem | None = None,
    tekst: str = "",
    gevaar: str = "",
    bereik: dict[str, str] | None = None,
) -> web.Response:
    """The page itself. gevaar: the text of a crisis in what was just typed, also for who must give the code again."""
    if not is_geopend(request, kenmerk):
        return vraag_code(request, kenmerk=kenmerk, melding=gedaan if gedaan in _GEDAAN else "", gevaar=gevaar)
    beeld = await lees_db(request.app, lambda s: _lees(s, kenmerk, request.app))
    if beeld is None:
        return vraag_code(request, kenmerk=kenmerk, melding="weg", status=404)
    if beeld.overdracht.status == "opgepakt" and beeld.berichten:
        request.app[keys.HUB].publish(
            await in_db(request.app, lambda s: mark_gezien(s, beeld.overdracht, beeld.berichten))
        )
    return render(
        request,
        "volg/volg.html",
        status=probleem.status if probleem else 200,
        beeld=beeld,
        o=beeld.overdracht,
        gemeente=_gemeente(request, beeld.overdracht.gemeente),
        gedaan=gedaan if gedaan in _GEDAAN else "",
        oordeel=TEKSTEN[STANDAARD]["oordeel"],
        keuze=TEKSTEN[STANDAARD]["keuze"],
        probleem=probleem,
        tekst=tekst,
        gevaar=gevaar,
        bereik=bereik,
    )


def _gemeente(request: web.Request, naam: str | None) -> Gemeente | None:
    return request.app[keys.WERKGEBIED].zoek_gemeente(naam) if naam else None


# --- what a resident can do here --------------------------------------------------------------


async def vul_aan(request: web.Request) -> web.Response:
    """Add something to the story; whoever helps sees it in the gesprek."""
    kenmerk = require_open(request)
    tekst = str((await request.post()).get("tekst", "")).strip()
    await check_adres(request, tekst=tekst[:_MAX_TEKST])

    stilte = dt.timedelta(minutes=request.app[keys.SETTINGS].stilte_minuten)
    werkgebied = request.app[keys.WERKGEBIED]

    def werk(session: Session) -> tuple[Event, ...]:
        nu = lokaal_nu(request.app)
        return add_aanvulling(session, kenmerk, tekst=tekst, nu=nu, werkgebied=werkgebied, stilte=stilte)

    if not tekst:
        return await toon_volg(request, kenmerk, probleem=fout("klopt_niet").met(VELDFOUTEN["te_kort"]))
    if len(tekst) > _MAX_TEKST:
        te_lang = fout("klopt_niet").met(VELDFOUTEN["te_lang"].format(grens=f"{_MAX_TEKST:,}".replace(",", ".")))
        gevaar = await _hoor(request, kenmerk, tekst, bewaard=False)
        return await toon_volg(request, kenmerk, probleem=te_lang, tekst=tekst, gevaar=gevaar)
    uit = await _doe(request, kenmerk, werk, gedaan="aangevuld", tekst=tekst)
    bewaard = uit.status == web.HTTPSeeOther.status_code
    if gevaar := await _hoor(request, kenmerk, tekst, bewaard=bewaard):
        # Shown at once: the numbers do not wait for another page.
        return await toon_volg(request, kenmerk, gedaan="aangevuld" if bewaard else "", gevaar=gevaar)
    return uit


async def _hoor(request: web.Request, kenmerk: str, tekst: str, *, bewaard: bool) -> str:
    """The text of a crisis in what was typed; the team was told then."""
    o = await lees_db(request.app, lambda s: queries.get_overdracht(s, kenmerk))
    return await hear(request.app, o.gesprek_id if o else "", tekst, bewaard=bewaard)


async def verander_bereik(request: web.Request) -> web.Response:
    """Put right how the team reaches the resident; what was typed stays in the form when it cannot be used."""
    kenmerk, data = require_open(request), await request.post()
    await check_adres(request)
    contact = {naam: str(data.get(naam, "")).strip()[:300].replace("\0", "") for naam in bereik.VELDEN}
    werkgebied, nu = request.app[keys.WERKGEBIED], lokaal_nu(request.app)

    def werk(session: Session) -> tuple[Event, ...]:
        return bereik.change_bereik(session, kenmerk, contact, werkgebied=werkgebied, nu=nu)

    return await _doe(request, kenmerk, werk, gedaan="bereik", bereik=contact)


async def trek_in(request: web.Request) -> web.Response:
    """Withdraw the consent while it waits."""
    kenmerk = require_open(request)
    data = await request.post()
    if data.get("zeker") != "ja":
        return await toon_volg(request, kenmerk, probleem=fout("klopt_niet"))
    nu = lokaal_nu(request.app)

    def werk(session: Session) -> tuple[Event, ...]:
        overdracht = queries.get_overdracht(session, kenmerk)
        laatste = queries.find_laatste_overdracht(session, overdracht.gesprek_id) if overdracht else None
        if overdracht is None or laatste is None or laatste.id != overdracht.id:
            # The same gesprek was handed over again since, under another kenmerk: that one is not opened here.
            raise fout("kan_nu_niet")
        return toestemmingen.withdraw(session, overdracht.gesprek_id, nu=nu).events

    return await _doe(request, kenmerk, werk, gedaan="ingetrokken")


async def oordeel(request: web.Request) -> web.Response:
    """How it went, from 1 to 5: who was called or mailed is asked nowhere else."""
    kenmerk = require_open(request)
    await check_adres(request)
    score = str((await request.post()).get("score", ""))
    if score not in ("1", "2", "3", "4", "5"):
        return await toon_volg(request, kenmerk, probleem=fout("klopt_niet"))

    def werk(session: Session) -> tuple[Event, ...]:
        overdracht = queries.get_overdracht(session, kenmerk)
        if overdracht is None or overdracht.status != "afgerond" or overdracht.uitkomst in _GEEN_OORDEEL:
            raise fout("kan_nu_niet")
        save_score(request.app, session, overdracht.gesprek_id, score=int(score), toelichting="")
        return ()

    return await _doe(request, kenmerk, werk, gedaan="geoordeeld")


async def _doe(request: web.Request, kenmerk: str, werk: Any, *, gedaan: str, **ingevuld: Any) -> web.Response:
    """ingevuld: what was typed, to stand there again when it cannot be done."""
    try:
        with vertaal():
            events = await in_db(request.app, werk)
    except Probleem as probleem:
        return await toon_volg(request, kenmerk, probleem=probleem, **ingevuld)
    request.app[keys.HUB].publish(events)
    return redirect(f"/volg/{kenmerk}?gedaan={gedaan}")


async def sluit(request: web.Request) -> web.Response:
    """Forget the code in this browser, for who uses the computer of somebody else."""
    response = redirect("/volg")
    response.del_cookie(_COOKIE, path="/volg", httponly=True, samesite="Lax")
    return response


def require_open(request: web.Request) -> str:
    """Who types slowly loses nothing: a form that was opened may be sent for a day, though nothing more is shown."""
    kenmerk = kenmerk_uit(request)
    if not is_geopend(request, kenmerk, binnen=_SCHRIJVEN):
        raise fout("verlopen_formulier")
    return kenmerk


ROUTES = (
    Route("GET", "/volg", vraag_kenmerk, IEDEREEN, pagina=True),
    Route("POST", "/volg", open_met_code, IEDEREEN, pagina=True),
    Route("POST", "/volg/sluiten", sluit, IEDEREEN, pagina=True),
    Route("GET", "/volg/{kenmerk}", volg, IEDEREEN, pagina=True),
    Route("POST", "/volg/{kenmerk}/aanvullen", vul_aan, IEDEREEN, pagina=True),
    Route("POST", "/volg/{kenmerk}/bereik", verander_bereik, IEDEREEN, pagina=True),
    Route("POST", "/volg/{kenmerk}/oordeel", oordeel, IEDEREEN, pagina=True),
    Route("POST", "/volg/{kenmerk}/intrekken", trek_in, IEDEREEN, pagina=True),
)
