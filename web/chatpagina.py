"""The gesprek as an ordinary page: everything the widget does, without JavaScript.

Each step is a form and a redirect, so that reloading repeats nothing; each form carries the
`client_id` of the message it would send, so that sending it twice is sending it once.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import web

from gesprek import queries
from gesprek import service as gesprekken
from overdracht import service as overdrachten
from overdracht.bewaartermijn import GESPREK as BEWAARD
from overdracht.bewaren import delete_gesprek
from web import keys, toegang
from web.chat import read_alles, send_bericht, start_gesprek, welkom_berichten
from web.chattaal import blijf_zo, paginataal, taal_van
from web.chatverslag import lees_wijziging, leg_neer, onbewaard, veld_van
from web.chatverslag import veld as _tekst
from web.crisis_elders import hear, typed_in
from web.databank import in_db, lees_db, ververs
from web.errors import Probleem
from web.klok import lokaal_nu
from web.limieten import check_adres
from web.meetellen import save_score
from web.overdracht_fouten import vertaal
from web.route import GESPREK, IEDEREEN, Route
from web.verslagwijziging import luister, pas_verslag_aan, read_keuzes
from web.wachtstand import read_contact, read_stand
from web.weergave import redirect, render

if TYPE_CHECKING:
    from multidict import MultiDictProxy
    from sqlalchemy.orm import Session

    from werkgebied import Gemeente

_BEREIK = "/chat#laatste"
# Where the answer begins: what comes after it (who reads along) must not push a number out of sight.
_ANTWOORD = "/chat#antwoord"
# Where somebody who is watched goes at once: a page that everybody could be looking at.
_NEUTRAAL = "https://www.weeronline.nl/"
_WACHT = ("wachtend", "opgepakt")
# In the address: the verslag that is with the team is shown too.
_INZAGE = ("open", "veranderd")


async def _eigen_gesprek(request: web.Request) -> str | None:
    """The gesprek of this browser's cookie when that still opens one."""
    eigen = toegang.read_cookie(request)
    if eigen is None:
        return None
    klopt = await lees_db(request.app, lambda s: gesprekken.check_token(s, *eigen))
    return eigen[0] if klopt else None


def _gemeente(request: web.Request, naam: str | None) -> Gemeente | None:
    return request.app[keys.WERKGEBIED].zoek_gemeente(naam) if naam else None


async def pagina(request: web.Request) -> web.Response:
    """The gesprek so far with its next step; before the first message only the welcome, and nothing is stored."""
    gesprek_id = await _eigen_gesprek(request)
    gevraagd = request.query.get("gemeente")
    if gesprek_id is None:
        await ververs(request.app)
        return _toon_begin(request, _gemeente(request, gevraagd))
    return await toon_gesprek(request, gesprek_id)


def _toon_begin(request: web.Request, gemeente: Gemeente | None) -> web.Response:
    begin = welkom_berichten(request.app, gemeente)
    berichten = [
        {"afzender": "assistent", "naam": "Digitale assistent", "tekst": b.tekst, "op": None, "voorzieningen": [],
         "knoppen": [{"tekst": k.tekst, "payload": k.payload} for k in b.knoppen], "volgnummer": n}
        for n, b in enumerate(begin, 1)
    ]  # fmt: skip
    return _render(request, berichten=berichten, status="assistent", gemeente=gemeente, gesprek=False)


async def toon_gesprek(
    request: web.Request,
    gesprek_id: str,
    *,
    fout: Probleem | None = None,
    ingevuld: dict[str, str] | None = None,
    inzage: str = "",
    foutveld: str = "",
    bereik: dict[str, str] | None = None,
) -> web.Response:
    """The page with a gesprek in it.

    inzage: whether the verslag that is with the team is shown (`open`), and was just changed (`veranderd`).
    foutveld: the field of the verslag that `fout` is about. bereik: what was typed of how the team reaches them.
    """
    inzage = inzage or request.query.get("verslag", "")
    taal = taal_van(request)
    gegevens = await lees_db(
        request.app, lambda s: _lees(s, gesprek_id, request.app, inzage=inzage in _INZAGE, taal=taal)
    )
    if gegevens is None:
        response = _verder(request, "/chat")
        toegang.clear_gesprek_cookie(response)
        return response
    gegevens["gemeente"] = _gemeente(request, gegevens["gemeente"])
    verbetert = _te_verbeteren(request, gegevens["berichten"]) if ingevuld is None else ""
    if verbetert:
        ingevuld = {"tekst": verbetert}
    gelegd = leg_neer(ingevuld or {}, gegevens["verslag"] if gegevens["status"] != "opgepakt" else None)
    velden = {
        "fout": fout, "ingevuld": gelegd, "verbetert": bool(verbetert), "veranderd": inzage == "veranderd",
        "foutveld": foutveld if foutveld in gelegd else "", "nog_niet": inzage == "veranderd" and bool(gelegd),
        "bij_bericht": "tekst" in gelegd and "tekst" not in (ingevuld or {}), "bereik": bereik,
    }  # fmt: skip
    return _render(request, gesprek=True, http=fout.status if fout else 200, **velden, **gegevens)


def _te_verbeteren(request: web.Request, berichten: list[dict[str, Any]]) -> str:
    """The resident's own message that is to be said anew; its number is in the address, its words never are."""
    nummer = request.query.get("verbeter", "")
    eigen = (b for b in berichten if b["afzender"] == "inwoner" and str(b["volgnummer"]) == nummer)
    return next((str(b["tekst"]) for b in eigen), "")


def _lees(session: Session, gesprek_id: str, app: web.Application, *, inzage: bool, taal: str) -> dict[str, Any] | None:
    """All that the page shows of one gesprek, from one moment; None when it is gone."""
    alles, gesprek = read_alles(session, gesprek_id, 0), queries.get_gesprek(session, gesprek_id)
    if alles is None or gesprek is None:
        return None
    status = alles["status"]
    stand = read_stand(session, gesprek_id, app) if status in _WACHT else None
    toon = status == "verslag_ter_goedkeuring" or (inzage and stand is not None and stand["verslag"])
    verslag = overdrachten.read_concept(session, gesprek_id) if toon else None
    werkgebied = app[keys.WERKGEBIED]
    ontvanger = overdrachten.read_ontvanger(session, gesprek_id, werkgebied=werkgebied, taal=taal) if toon else ""
    keuzes = read_keuzes(session, gesprek_id, werkgebied) if verslag else None
    return {
        **alles, "gemeente": gesprek.gemeente, "verslag": verslag, "stand": stand, "ontvanger": ontvanger,
        "keuzes": keuzes, "merk": overdrachten.merk_van(verslag) if verslag else "",
        "contact": read_contact(session, gesprek_id) if status in _WACHT else None,
    }  # fmt: skip


def _render(request: web.Request, *, http: int = 200, **velden: Any) -> web.Response:
    vast = {
        "verslag": None, "stand": None, "fout": None, "ingevuld": None, "verbetert": False,
        "keuzes": None, "merk": "", "ontvanger": "", "veranderd": False, "nog_niet": False, "bij_bericht": False,
        "foutveld": "", "bereik": None, "contact": None, "http_vraag": request.query,
        "gewist": "weg" in request.query, "weggehaald": "los" in request.query, "bedankt": "dank" in request.query,
        "tekstversie": overdrachten.TEKSTVERSIE, **velden,
    }  # fmt: skip
    vast["fouten"] = _fouten(vast["fout"])
    vast["bewaar_dagen"] = request.app[keys.INRICHTING].dagen(BEWAARD)
    # `status` is that of the response.
    vast["fase"] = vast.pop("status")
    return render(request, "chat.html", status=http, nieuw_id=lambda: str(uuid.uuid4()), **paginataal(request), **vast)


def _verder(request: web.Request, pad: str) -> web.Response:
    """On to the next page, in the same language and form."""
    return redirect(blijf_zo(request, pad))


def _fouten(fout: Probleem | None) -> dict[str, str]:
    """Per field of the form what is wrong with it."""
    regels: Any = fout.extra.get("fouten", []) if fout else []
    return {str(f["veld"]).rpartition(".")[2]: str(f["reden"]) for f in regels}


async def bericht(request: web.Request) -> web.Response:
    """One message or button. Starts the gesprek when this browser has none yet."""
    data = await request.post()
    gesprek_id = await _eigen_gesprek(request)
    nieuw = None
    if gesprek_id is None:
        await check_adres(request, tekst=_tekst(data, "tekst"))
        nieuw = await start_gesprek(request.app, _tekst(data, "gemeente") or None, taal_van(request))
        gesprek_id = nieuw.gesprek.id
    try:
        if nieuw is None:
            # Here, so that what was typed still stands in the field.
            await check_adres(request, tekst=_tekst(data, "tekst"))
        await _stuur(request, gesprek_id, data)
    except Probleem as fout:
        response = await toon_gesprek(request, gesprek_id, fout=fout, ingevuld={"tekst": _tekst(data, "tekst")})
    else:
        response = _verder(request, _ANTWOORD)
    if nieuw is not None:
        toegang.set_gesprek_cookie(request, response, gesprek_id=gesprek_id, token=nieuw.token)
    return response


async def _stuur(request: web.Request, gesprek_id: str, data: MultiDictProxy[Any]) -> None:
    payload, tekst = _tekst(data, "payload"), _tekst(data, "tekst")
    client_id = _tekst(data, "client_id") or str(uuid.uuid4())
    if payload:
        await send_bericht(request.app, gesprek_id, client_id=client_id, payload=payload)
    elif tekst:
        await send_bericht(request.app, gesprek_id, client_id=client_id, tekst=tekst)


async def verslag(request: web.Request) -> web.Response:
    """Change, take away or add one line, approve, or refuse; `actie` is the button that was pressed."""
    await check_adres(request)
    data = await request.post()
    gesprek_id = request["gesprek_id"]
    actie, _, regel = _tekst(data, "actie").partition(":")
    try:
        if actie == "goedkeuren":
            await _keur_goed(request, gesprek_id, data)
        elif actie == "weigeren":
            await send_bericht(request.app, gesprek_id, client_id=str(uuid.uuid4()), payload="/verslag_weigeren")
        else:
            gevaar = await _wijzig(request, gesprek_id, lees_wijziging(actie, regel, data))
            if gevaar and not onbewaard(data, behalve=veld_van(actie, regel)):
                return _verder(request, _BEREIK)
    except Probleem as fout:
        velden = {
            n: _tekst(data, n) for n in ("naam", "telefoon", "email", "voorkeur", "eerder_kenmerk", "gesprek_mee")
        } | onbewaard(data)
        plek = veld_van(actie, regel)
        return await toon_gesprek(request, gesprek_id, fout=fout, ingevuld=velden, inzage="open", foutveld=plek)
    if actie in ("goedkeuren", "weigeren"):
        return _verder(request, _BEREIK)
    rest = onbewaard(data, behalve=veld_van(actie, regel))
    if rest:
        # Shown at once: what was typed elsewhere in the form stands nowhere but in it.
        return await toon_gesprek(request, gesprek_id, ingevuld=rest, inzage="veranderd")
    return _verder(request, "/chat?verslag=veranderd#verslag")


async def _wijzig(request: web.Request, gesprek_id: str, body: dict[str, Any]) -> bool:
    """Whether danger was heard in it: then the numbers stand in the gesprek."""
    getypt = typed_in(body.get("regels", []))
    hoor = await luister(request.app, body)
    try:
        with vertaal():
            events = await in_db(request.app, lambda s: pas_verslag_aan(request.app, s, gesprek_id, body, hoor=hoor))
    except Probleem:
        await hear(request.app, gesprek_id, getypt, bewaard=False)
        raise
    request.app[keys.HUB].publish(events)
    return bool(await hear(request.app, gesprek_id, getypt))


async def _keur_goed(request: web.Request, gesprek_id: str, data: MultiDictProxy[Any]) -> None:
    contact = {n: _tekst(data, n) for n in ("naam", "telefoon", "email", "voorkeur")}
    werkgebied = request.app[keys.WERKGEBIED]
    with vertaal():
        goed = await in_db(
            request.app,
            lambda s: overdrachten.approve(
                s,
                gesprek_id,
                contact,
                toestemming=_tekst(data, "toestemming") == "ja",
                werkgebied=werkgebied,
                nu=lokaal_nu(request.app),
                tekstversie=_tekst(data, "tekstversie")[:20] or overdrachten.TEKSTVERSIE,
                onderdelen=overdrachten.ALLES if _tekst(data, "gesprek_mee") == "ja" else overdrachten.STANDAARD,
                ontvanger=_tekst(data, "ontvanger")[:300] or None,
                taal=taal_van(request),
                gelezen=_tekst(data, "gelezen")[:64] or None,
                eerder={"kenmerk": _tekst(data, "eerder_kenmerk")[:20], "volgcode": _tekst(data, "eerder_code")[:20]},
            ),
        )
    request.app[keys.HUB].publish(goed.events)


async def intrekken(request: web.Request) -> web.Response:
    """Withdraw consent while the verslag waits."""
    nu = lokaal_nu(request.app)
    with vertaal():
        uit = await in_db(request.app, lambda s: overdrachten.withdraw(s, request["gesprek_id"], nu=nu))
    request.app[keys.HUB].publish(uit.events)
    return _verder(request, _BEREIK)


async def wissen(request: web.Request) -> web.Response:
    """Stop and delete the gesprek, here and on the server."""
    events = await in_db(request.app, lambda s: delete_gesprek(s, request["gesprek_id"]))
    request.app[keys.HUB].publish(events)
    response = _verder(request, "/chat?weg=1")
    toegang.clear_gesprek_cookie(response)
    return response


async def weghalen(request: web.Request) -> web.Response:
    """Away from this browser alone: the question stays with the team, and kenmerk and code open it."""
    response = _verder(request, "/chat?los=1")
    toegang.clear_gesprek_cookie(response)
    return response


async def oordeel(request: web.Request) -> web.Response:
    """How it went, from 1 to 5."""
    await check_adres(request)
    score = _tekst(await request.post(), "score")
    if score in ("1", "2", "3", "4", "5"):
        await in_db(
            request.app,
            lambda s: save_score(request.app, s, request["gesprek_id"], score=int(score), toelichting=""),
        )
    return _verder(request, "/chat?dank=1#oordeel")


async def bewaar(request: web.Request) -> web.Response:
    """The gesprek as a text file, for its holder."""
    alles = await lees_db(request.app, lambda s: read_alles(s, request["gesprek_id"], 0))
    regels = (
        request.app[keys.SJABLONEN].get_template("gesprek.txt").render(berichten=(alles or {}).get("berichten", []))
    )
    kop = {"Content-Disposition": 'attachment; filename="gesprek.txt"'}
    return web.Response(text=regels, content_type="text/plain", charset="utf-8", headers=kop)


async def snel_weg(request: web.Request) -> web.Response:
    """Away at once; this browser no longer opens the gesprek. By GET: a form may not lead to another website."""
    response = redirect(_NEUTRAAL)
    toegang.clear_gesprek_cookie(response)
    return response


ROUTES = (
    Route("GET", "/chat", pagina, IEDEREEN, pagina=True),
    Route("POST", "/chat/bericht", bericht, IEDEREEN, pagina=True),
    Route("POST", "/chat/verslag", verslag, GESPREK, pagina=True),
    Route("POST", "/chat/intrekken", intrekken, GESPREK, pagina=True),
    Route("POST", "/chat/wissen", wissen, GESPREK, pagina=True),
    Route("POST", "/chat/weghalen", weghalen, GESPREK, pagina=True),
    Route("POST", "/chat/oordeel", oordeel, GESPREK, pagina=True),
    Route("GET", "/chat/gesprek.txt", bewaar, GESPREK, pagina=True),
    Route("GET", "/chat/snel-weg", snel_weg, IEDEREEN, pagina=True),
)
