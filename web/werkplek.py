"""/werkplek: the queue, the verslag and the gesprek, on one page.

Everything works with plain forms. The script of the page asks for the same thing as data
(`/werkplek/stand`) after each wake-up, in pieces of HTML made by the same templates.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import MultiDict

from gesprek.events import werkplek_event
from overdracht.lijsten import MAX_RIJ, gemeenten_van, read_lijst
from overdracht.vinden import Gezocht, as_kenmerk, find_inwoner
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.zoek import find_voorzieningen
from web import keys, werkplek_stroom
from web.databank import in_db, lees_db
from web.errors import Probleem, fout
from web.kenmerk import kenmerk_uit, lees_kenmerk
from web.klok import lokaal_nu
from web.limieten import check_adres
from web.overdracht_fouten import vertaal
from web.route import Route
from web.velden import lees_getal
from web.weergave import redirect, render
from web.werkplek_acties import ACTIES, Actie, Context, as_melding, find_verborgen, melding, verborgen, zet_beschikbaar
from web.werkplek_open import Open, lees_gevraagd, lees_open
from web.werkplek_stand import Werkbeeld, is_gelezen, lees_werkbeeld, maak_rij
from web.werkplek_stukken import stukken, woorden
from web.werkplek_teksten import WOORDEN
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:werkplek"
_MAX_ZOEK, _TREFFERS, _MAX_VANAF = 200, 6, 1_000_000
STATUSSEN = ("wachtend", "opgepakt", "afgerond")
# Where a page without script stands after an action: where one was.
_BIJ = {"bericht": "gesprek", "voorziening": "gesprek", "indeling": "indeling", "termijn": "termijnen"}


@dataclass(frozen=True)
class Stand:
    """What stands in the forms and above the page, besides the werkbeeld itself."""

    melding: str = ""
    foutmelding: str = ""
    tekst: str = ""
    zoek: str = ""
    treffers: tuple[dict[str, Any], ...] = ()
    # Who was looked for, and who came up.
    gezocht: Gezocht | None = None
    vraag: str = ""


async def _lees(request: web.Request, open_: Open) -> Werkbeeld:
    """The werkplek now; opening an overdracht is written in the audit, looking again within minutes is not."""
    app, medewerker = request.app, request["medewerker"]
    gedeeld = await app[keys.WERKPLEK].lijsten.vraag(gemeenten_van(medewerker))

    def werk(session: Session) -> Werkbeeld:
        return lees_werkbeeld(session, medewerker, open_, gedeeld=gedeeld)

    def opnieuw(session: Session) -> Werkbeeld | None:
        if not all(is_gelezen(session, medewerker, k, nu=gedeeld.nu) for k in open_.kenmerken):
            return None
        # Without a flush the audit line of this reading is never sent; the first one stands.
        with session.no_autoflush:
            return werk(session)

    beeld = await lees_db(app, opnieuw)
    return beeld if beeld is not None else await in_db(app, werk)


async def pagina(request: web.Request) -> web.Response:
    """`?o=` opens an overdracht, `&naast=` others beside it, `?snel=` fills in a quick reply."""
    gemeld = (melding(request.query.get("melding", "")), verborgen(request.query.get("verborgen", "").split(",")))
    stand = Stand(melding=" ".join(deel for deel in gemeld if deel))
    return await _toon(request, lees_open(request.query), stand)


async def _toon(request: web.Request, open_: Open, stand: Stand, *, status: int = 200) -> web.Response:
    beeld = await _lees(request, open_)
    treffers = await _zoek(request, stand.zoek, beeld) if stand.zoek else []
    tekst = stand.tekst or _snel(request, beeld)
    weg = [k for k in open_.kenmerken if k not in beeld.open.kenmerken]
    return render(
        request,
        "werkplek/werkplek.html",
        status=404 if open_.actief in weg and status == 200 else status,
        beeld=beeld,
        weg=weg,
        leeg=beeld.vrij,
        stand=stand,
        treffers=treffers,
        tekst=tekst,
        client_id=str(uuid.uuid4()),
        **woorden(request),
    )


def _snel(request: web.Request, beeld: Werkbeeld) -> str:
    """The quick reply that was chosen, for the gesprek in focus."""
    p = beeld.actief
    if not p.van_mij or p.gekozen is None or "snel" not in request.query:
        return ""
    gekozen = next((s for s in beeld.snel if s.code == request.query["snel"]), None)
    velden = {"medewerker": request["medewerker"].naam, **{v: p.gekozen.o[v] for v in ("team", "kenmerk", "naam")}}
    return gekozen.vul(**velden) if gekozen else ""


# --- the same as data -------------------------------------------------------------------------


async def stand(request: web.Request) -> web.Response:
    """What the script of the page shows after each wake-up."""
    beeld = await _lees(request, lees_open(request.query))
    return web.json_response(stukken(request, beeld, lees_gevraagd(request.query)))


async def zoeken(request: web.Request) -> web.Response:
    """Search the kaart from within a gesprek, in a form and never in an address: what is typed is often the resident's.

    The results as a piece of HTML for the script, as the whole page without it.
    """
    data = await request.post()
    velden = MultiDict((naam, waarde) for naam, waarde in data.items() if isinstance(waarde, str))
    open_, zoek = lees_open(velden), velden.get("zoek", "").replace("\0", "").strip()[:_MAX_ZOEK]
    if not _wil_data(request):
        return await _toon(request, open_, Stand(zoek=zoek))
    beeld = await _lees(request, open_)
    treffers = await _zoek(request, zoek, beeld) if zoek else []
    sjabloon = request.app[keys.SJABLONEN].get_template("werkplek/_treffers.html")
    html = sjabloon.render(
        beeld=beeld, p=beeld.actief, treffers=treffers, stand=Stand(zoek=zoek), csrf=request.get("csrf") or "",
    )  # fmt: skip
    return web.json_response({"html": html, "aantal": len(treffers)})


async def lijst(request: web.Request) -> web.Response:
    """The rest of a list that is too long for the page, in parts."""
    status, vanaf = request.match_info["status"], lees_getal(request, "vanaf", 0, grens=_MAX_VANAF)
    if status not in STATUSSEN:
        raise fout("niet_gevonden")
    medewerker, nu, werkgebied = request["medewerker"], lokaal_nu(request.app), request.app[keys.WERKGEBIED]
    rijen, aantal = await lees_db(request.app, lambda s: read_lijst(s, status, medewerker=medewerker, vanaf=vanaf))
    return render(
        request, "werkplek/lijst.html", **woorden(request), lijst=status, stap=MAX_RIJ, vanaf=vanaf, aantal=aantal,
        rijen=[maak_rij(o, nu, werkgebied) for o in rijen],
    )  # fmt: skip


async def terug_van_zoeken(request: web.Request) -> web.Response:
    """Who comes back to the address of a search (a bookmark, after logging in) begins at the werkplek."""
    return redirect("/werkplek")


async def _zoek(request: web.Request, vraag: str, beeld: Werkbeeld) -> list[dict[str, Any]]:
    werkgebied, nu, zicht = request.app[keys.WERKGEBIED], beeld.nu, zicht_nu(request.app)
    o = beeld.actief.gekozen.o if beeld.actief.gekozen else {}
    triage = request.app[keys.TRIAGE]

    def werk(session: Session) -> list[dict[str, Any]]:
        gevonden = find_voorzieningen(
            session,
            vraag,
            werkgebied=werkgebied,
            gemeente=o.get("gemeente"),
            kern=o.get("kern"),
            leefgebieden=[g.code for g in triage.beoordeel(vraag).leefgebieden],
            nu=nu,
            limit=_TREFFERS,
            zicht=zicht,
        )
        return [as_kaartje(t.voorziening, nu=nu, werkgebied=werkgebied) for t in gevonden]

    return await lees_db(request.app, werk)


async def vinden(request: web.Request) -> web.Response:
    """Open a kenmerk, or look for somebody by name, number or address; in a form, since that is the resident's."""
    await check_adres(request)
    data = await _formulier(request)
    open_, vraag = lees_open(MultiDict((await request.post()).items())), data.get("vind", "").strip()[:_MAX_ZOEK]
    if kenmerk := as_kenmerk(vraag):
        if _wil_data(request):
            return web.json_response({"kenmerk": kenmerk})
        return redirect(open_.met(kenmerk).adres())
    medewerker, nu = request["medewerker"], lokaal_nu(request.app)
    gezocht = await in_db(request.app, lambda s: find_inwoner(s, vraag, medewerker=medewerker, nu=nu))
    stand = Stand(gezocht=gezocht, vraag=vraag)
    if not _wil_data(request):
        return await _toon(request, open_, stand)
    sjabloon = request.app[keys.SJABLONEN].get_template("werkplek/_gevonden.html")
    html = sjabloon.render(stand=stand, **woorden(request))
    return web.json_response({"html": html, "aantal": len(gezocht.rijen)})


# --- actions ----------------------------------------------------------------------------------


def _wil_data(request: web.Request) -> bool:
    return "application/json" in request.headers.get("Accept", "")


async def _formulier(request: web.Request) -> dict[str, str]:
    """The text fields of a form, fit for a database: browsers send line ends as CRLF."""
    data = await request.post()
    return {k: v.replace("\r\n", "\n").replace("\0", "") for k, v in data.items() if isinstance(v, str)}


def _maak_actie(naam: str, actie: Actie) -> Any:
    async def doe(request: web.Request) -> web.Response:
        await check_adres(request)
        return await _voer_uit(request, naam, actie, await _formulier(request))

    return doe


async def _voer_uit(request: web.Request, naam: str, actie: Actie, data: Mapping[str, str]) -> web.Response:
    app, kenmerk = request.app, kenmerk_uit(request)
    context = Context(
        kenmerk=kenmerk,
        medewerker=request["medewerker"],
        werkgebied=app[keys.WERKGEBIED],
        nu=lokaal_nu(request.app),
        stilte=dt.timedelta(minutes=app[keys.SETTINGS].stilte_minuten),
        zicht=zicht_nu(app),
        mailt=bool(app[keys.SETTINGS].smtp_url),
    )
    try:
        with vertaal():
            events, soorten = await in_db(app, lambda s: (actie.doe(s, context, data), find_verborgen(data)))
    except Probleem as probleem:
        return await _mislukt(request, kenmerk, probleem, tekst=data.get("tekst", "") if naam == "bericht" else "")
    app[keys.HUB].publish(events)
    code = context.anders[-1] if context.anders else actie.meldcode(data)
    blijft, open_ = actie.blijft or bool(context.anders), lees_open(request.query).met(kenmerk)
    if _wil_data(request):
        uitleg = verborgen(soorten)
        zin = f"{melding(code)} {uitleg}".strip()
        return web.json_response({"melding": zin, "kenmerk": kenmerk if blijft else "", "verborgen": uitleg})
    gemeld = {"melding": code, **({"verborgen": ",".join(soorten)} if soorten else {})}
    if not blijft:
        return redirect(open_.zonder(kenmerk).adres(**gemeld))
    waar = open_.adres(**gemeld)
    return redirect(f"{waar}#{_BIJ[actie.melding]}{open_.achter(kenmerk)}" if actie.melding in _BIJ else waar)


async def _mislukt(request: web.Request, kenmerk: str, probleem: Probleem, *, tekst: str) -> web.Response:
    uitleg = as_melding(probleem.code, probleem.extra) or probleem.detail
    if _wil_data(request):
        return web.json_response({"fout": uitleg, "door": probleem.extra.get("door", "")}, status=probleem.status)
    open_ = lees_open(request.query).met(kenmerk)
    return await _toon(request, open_, Stand(foutmelding=uitleg, tekst=tekst), status=probleem.status)


async def beschikbaar(request: web.Request) -> web.Response:
    """Aanwezig, pauze or afwezig, and how many gesprekken at once: both count for who gets what."""
    data = await _formulier(request)
    medewerker_id, nu = request["medewerker"].id, lokaal_nu(request.app)
    with vertaal():
        await in_db(request.app, lambda s: zet_beschikbaar(s, medewerker_id, data, nu))
    # Colleagues see who is there where they pass something on.
    request.app[keys.HUB].publish((werkplek_event(),))
    if _wil_data(request):
        return web.json_response({"melding": WOORDEN["melding"]["beschikbaar"]})
    kenmerk = lees_kenmerk(data.get("o", ""))
    open_ = lees_open(request.query)
    return redirect((open_.met(kenmerk) if kenmerk else open_).adres(melding="beschikbaar"))


ROUTES = (
    Route("GET", "/werkplek", pagina, RECHT, pagina=True),
    Route("GET", "/werkplek/stand", stand, RECHT),
    Route("GET", "/werkplek/lijst/{status}", lijst, RECHT, pagina=True),
    Route("GET", "/werkplek/vinden", terug_van_zoeken, RECHT, pagina=True),
    Route("POST", "/werkplek/vinden", vinden, RECHT, pagina=True),
    Route("GET", "/werkplek/zoeken", terug_van_zoeken, RECHT, pagina=True),
    Route("POST", "/werkplek/zoeken", zoeken, RECHT, pagina=True),
    Route("GET", "/werkplek/stroom", werkplek_stroom.stroom, RECHT),
    Route("POST", "/werkplek/beschikbaar", beschikbaar, RECHT, pagina=True),
    *(
        Route("POST", f"/werkplek/{{kenmerk}}/{naam}", _maak_actie(naam, actie), RECHT, pagina=True)
        for naam, actie in ACTIES.items()
    ),
)
