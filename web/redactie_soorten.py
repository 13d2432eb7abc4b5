"""/redactie/soorten: the kinds of voorziening, with what the redactie adds to them and kinds of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import soortbeheer, soortbestand
from sociale_kaart.edits import Afgekeurd
from sociale_kaart.soortbestand import SoortbestandFout
from sociale_kaart.soorten import upl_uris
from sociale_kaart.velden import Veldfout
from triage.beoordeling import LEEFGEBIEDEN
from web.databank import in_db, lees_db
from web.errors import fout
from web.redactie_gemeen import RECHT, getal, melding, tekst
from web.redactie_teksten import SOORTTEKST
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from multidict import MultiDictProxy
    from sqlalchemy.orm import Session

# What stands in the forms when nothing was typed.
_LEEG: dict[str, Any] = {"naam": "", "leefgebieden": [], "definitie": "", "upl": "", "vragen": "", "woorden": ""}
_LANGSTE_VRAAG, _LANGSTE_NAAM, _LANGSTE_LIJST = 300, 200, 20_000
# A file with kinds: thousands of sentences fit in it.
_MEESTE_BYTES = 2_000_000
_MEESTE_FOUTEN = 50


async def soorten(request: web.Request) -> web.Response:
    """All kinds, a question to try, and the form for a kind of one's own."""
    return await _toon_lijst(request)


async def _toon_lijst(
    request: web.Request, ingevuld: dict[str, Any] | None = None, fouten: list[Veldfout] | None = None, *,
    vraag: str = "", zoek: str | None = None,
) -> web.Response:  # fmt: skip
    zoek = tekst(request.query, "zoek", _LANGSTE_NAAM) if zoek is None else zoek

    def lees(session: Session) -> dict[str, Any]:
        return {
            "rijen": soortbeheer.list_soorten(session, zoek),
            "gehoord": soortbeheer.hear_soorten(session, vraag) if vraag else [],
        }

    return render(
        request, "redactie/soorten.html", status=422 if fouten else 200, zoek=zoek, vraag=vraag,
        ingevuld=_LEEG | {"vragen": vraag} | (ingevuld or {}), fouten=_per_veld(fouten),
        leefgebieden=LEEFGEBIEDEN, teksten=SOORTTEKST, minste=soortbeheer.MINSTE_VRAGEN, melding=melding(request),
        upl_namen=list(upl_uris()),
        **await lees_db(request.app, lees),
    )  # fmt: skip


async def probeer(request: web.Request) -> web.Response:
    """A question tried, and a kind looked for to put it with. It may be in a resident's words: never in an address."""
    data = await request.post()
    vraag, zoek = tekst(data, "vraag", _LANGSTE_VRAAG), tekst(data, "zoek", _LANGSTE_NAAM)
    return await _toon_lijst(request, vraag=vraag, zoek=zoek)


async def terug(request: web.Request) -> web.Response:
    """Who comes back to the address of a question that was tried finds the page without it."""
    return redirect("/redactie/soorten")


def _per_veld(fouten: list[Veldfout] | None) -> dict[str, list[str]]:
    per_veld: dict[str, list[str]] = {}
    for f in fouten or []:
        per_veld.setdefault(f.veld, []).append(f.reden)
    return per_veld


def _lees_kop(data: MultiDictProxy[Any]) -> dict[str, Any]:
    return {
        "naam": tekst(data, "naam", _LANGSTE_NAAM),
        "leefgebieden": [c for c in data.getall("leefgebieden", []) if isinstance(c, str)],
        "definitie": tekst(data, "definitie", 1000),
        "upl": tekst(data, "upl", _LANGSTE_NAAM),
    }


async def maak(request: web.Request) -> web.Response:
    """Make a kind; what was wrong stands above the form with all that was typed still in it."""
    data, wie = await request.post(), request["medewerker"].naam
    velden = _lees_kop(data) | {n: tekst(data, n, _LANGSTE_LIJST) for n in ("vragen", "woorden")}
    try:
        code = await in_db(request.app, lambda s: soortbeheer.add_soort(s, **velden, wie=wie))
    except Afgekeurd as e:
        return await _toon_lijst(request, velden, e.fouten)
    return redirect(f"/redactie/soorten/{code}?gedaan=soort")


async def soort(request: web.Request) -> web.Response:
    """One kind: what it is, how people ask for it, and what was changed."""
    return await _toon(request, {})


async def _toon(request: web.Request, ingevuld: dict[str, Any], fouten: list[Veldfout] | None = None) -> web.Response:
    code = request.match_info["code"]
    blad = await lees_db(request.app, lambda s: soortbeheer.get_soort(s, code))
    if blad is None:
        raise fout("niet_gevonden")
    kop = {n: getattr(blad.soort, n) for n in ("naam", "leefgebieden", "definitie", "upl")}
    return render(
        request, "redactie/soort.html", status=422 if fouten else 200, blad=blad, ingevuld=_LEEG | kop | ingevuld,
        fouten=_per_veld(fouten), leefgebieden=LEEFGEBIEDEN, teksten=SOORTTEKST, melding=melding(request),
        upl_namen=list(upl_uris()) if blad.eigen else [],
    )  # fmt: skip


async def wijzig(request: web.Request) -> web.Response:
    """Add sentences, take one away, change what a kind of one's own is, or take it away."""
    data, code, wie = await request.post(), request.match_info["code"], request["medewerker"].naam
    actie, kop = tekst(data, "actie", 20), _lees_kop(data)
    lijst = {n: tekst(data, n, _LANGSTE_LIJST) for n in ("vragen", "woorden")}
    if actie == "vraag-erbij":
        # Only put in the field, to look at before it is kept.
        return await _toon(request, {"vragen": tekst(data, "vraag", _LANGSTE_VRAAG)})

    def werk(session: Session) -> str:
        if actie == "kop":
            soortbeheer.change_soort(session, code, **kop, wie=wie)
            return f"/{code}?gedaan=soort_gewijzigd"
        if actie == "weg":
            soortbeheer.delete_soort(session, code, wie=wie)
            return "?gedaan=soort_weg"
        if actie.startswith("zin-"):
            soortbeheer.delete_zin(session, code, getal(actie.removeprefix("zin-"), -1), wie=wie)
            return f"/{code}?gedaan=zin_weg"
        wat = soortbeheer.WOORD if actie == "woorden" else soortbeheer.VRAAG
        veld = "woorden" if actie == "woorden" else "vragen"
        aantal = soortbeheer.add_zinnen(session, code, wat, lijst[veld], wie=wie)
        return f"/{code}?gedaan={'zinnen' if aantal else 'niets_nieuws'}&aantal={aantal}"

    try:
        return redirect("/redactie/soorten" + await in_db(request.app, werk))
    except Afgekeurd as e:
        return await _toon(request, lijst | (kop if actie == "kop" else {}), e.fouten)


async def geef_bestand(request: web.Request) -> web.Response:
    """All that this redactie made of the kinds, as a file."""
    inhoud = await lees_db(request.app, soortbestand.export_soorten)
    koppen = {"Content-Disposition": 'attachment; filename="soorten.json"'}
    return web.Response(text=inhoud, content_type="application/json", headers=koppen)


async def neem_bestand(request: web.Request) -> web.Response:
    """Take over such a file, whole or not at all; what is wrong with it is told kind by kind."""
    data, wie = await request.post(), request["medewerker"].naam
    bestand = data.get("bestand")
    inhoud = await asyncio.to_thread(bestand.file.read) if isinstance(bestand, web.FileField) else b""
    if not inhoud:
        return await _toon_lijst(request, fouten=[Veldfout("bestand", "kies eerst een bestand.")])
    try:
        uitslag = await in_db(request.app, lambda s: soortbestand.import_soorten(s, inhoud, wie=wie))
    except SoortbestandFout as e:
        fouten = [Veldfout("bestand", f.als_tekst()) for f in e.fouten[:_MEESTE_FOUTEN]]
        return await _toon_lijst(request, fouten=fouten)
    anders = uitslag.nieuw + uitslag.gewijzigd
    return redirect(f"/redactie/soorten?gedaan={'soorten_in' if anders else 'niets_nieuws_in'}&aantal={anders}")


ROUTES = (
    Route("GET", "/redactie/soortenbestand", geef_bestand, RECHT, pagina=True),
    Route("POST", "/redactie/soortenbestand", neem_bestand, RECHT, pagina=True, max_body=_MEESTE_BYTES),
    Route("GET", "/redactie/soortenproef", terug, RECHT, pagina=True),
    Route("POST", "/redactie/soortenproef", probeer, RECHT, pagina=True),
    Route("GET", "/redactie/soorten", soorten, RECHT, pagina=True),
    Route("POST", "/redactie/soorten", maak, RECHT, pagina=True),
    Route("GET", "/redactie/soorten/{code}", soort, RECHT, pagina=True),
    Route("POST", "/redactie/soorten/{code}", wijzig, RECHT, pagina=True),
)
