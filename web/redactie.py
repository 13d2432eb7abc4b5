"""/redactie: the sociale kaart as a redacteur keeps it. Plain forms; everything works without script.

Looking is `redactie`, writing goes through `sociale_kaart.edits`, which guards against lost updates
and keeps the history.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from aiohttp import web
from multidict import MultiDictProxy

from opslag.db import now
from sociale_kaart import edits, queries
from sociale_kaart.dubbelen import find_dubbelen
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.models import Voorziening
from sociale_kaart.niet_gevonden import list_niet_gevonden
from sociale_kaart.synoniemen import add_synoniem, delete_synoniem, list_synoniemen
from sociale_kaart.velden import STATUSSEN, TOEGANGEN, VELDEN, Veldfout, als_tekst, lees_velden
from sociale_kaart.versies import verschillen
from sociale_kaart.zoek import find_voorzieningen, try_vraag
from taal.leesbaarheid import meet
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import in_db, lees_db
from web.errors import fout
from web.redactie_teksten import MELDINGEN, STATUS, TOEGANG, VELDTEKST
from web.route import Route
from web.weergave import redirect, render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

RECHT = "staf:redactie"
PER_PAGINA = 50
# Fields with a list of boxes of their own in the form; the others are one text each.
_VINKJES = ("leefgebieden", "gemeenten")
_NIET_IN_FORMULIER = ("id", "status", "laatst_gecontroleerd")


def _vandaag(request: web.Request) -> dt.date:
    return request.app[keys.WERKGEBIED].lokale_tijd(now()).date()


def _tekst(data: Any, naam: str, lengte: int = 8000) -> str:
    waarde = data.get(naam, "")
    return waarde.strip()[:lengte] if isinstance(waarde, str) else ""


def _filter(request: web.Request) -> queries.Filter:
    vraag = request.query
    gemeente = request.app[keys.WERKGEBIED].zoek_gemeente(vraag.get("gemeente", ""))
    return queries.Filter(
        zoek=_tekst(vraag, "zoek", 200).replace("\0", ""),
        gemeente=gemeente.naam if gemeente else "",
        leefgebied=vraag.get("leefgebied", "") if vraag.get("leefgebied") in LEEFGEBIEDEN else "",
        status=vraag.get("status", "") if vraag.get("status") in STATUSSEN else "",
        te_laat_op=_vandaag(request) if vraag.get("let_op") == "te_laat" else None,
        zonder_uren=vraag.get("let_op") == "zonder_uren",
        met_concept=vraag.get("let_op") == "concept",
    )


async def lijst(request: web.Request) -> web.Response:
    """All entries, narrowed by search and filters, with what needs attention."""
    filter_ = _filter(request)
    gevraagd = request.query.get("pagina", "1")
    pagina = min(max(int(gevraagd), 1), 10_000) if gevraagd.isascii() and gevraagd.isdigit() else 1
    vandaag = _vandaag(request)

    def lees(session: Session) -> dict[str, Any]:
        return {
            "voorzieningen": queries.find_lijst(session, filter_, limit=PER_PAGINA, offset=(pagina - 1) * PER_PAGINA),
            "totaal": queries.count_lijst(session, filter_),
            "te_laat": queries.count_lijst(session, queries.Filter(status="gepubliceerd", te_laat_op=vandaag)),
            "met_concept": queries.count_lijst(session, queries.Filter(met_concept=True)),
        }

    gegevens = await lees_db(request.app, lees)
    return render(
        request, "redactie/lijst.html", filter=filter_, pagina=pagina, per_pagina=PER_PAGINA, vandaag=vandaag,
        leefgebieden=LEEFGEBIEDEN, statussen=STATUS, let_op=request.query.get("let_op", ""),
        melding=_melding(request), **gegevens,
    )  # fmt: skip


def _melding(request: web.Request) -> str:
    aantal = request.query.get("aantal", "")
    return MELDINGEN.get(request.query.get("gedaan", ""), "").format(gedaan=aantal if aantal.isdigit() else "")


async def veel(request: web.Request) -> web.Response:
    """One action on every ticked entry."""
    data = await request.post()
    ids = [i for i in data.getall("id", []) if isinstance(i, str)][:500]
    status = _tekst(data, "status")
    wie = request["medewerker"].naam

    def werk(session: Session) -> int:
        if status == "gecontroleerd":
            for id_ in ids:
                edits.mark_gecontroleerd(session, id_, _vandaag(request), wie=wie)
            return len(ids)
        return len(edits.set_status_many(session, ids, status, wie=wie)[0])

    aantal = await in_db(request.app, werk)
    return redirect(f"/redactie?gedaan=bulk&aantal={aantal}")


# --- one entry ----------------------------------------------------------------------------------


def _form_waarden(velden: dict[str, Any]) -> dict[str, str]:
    return {n: als_tekst(n, velden.get(n)) for n in VELDEN}


async def _toon(
    request: web.Request,
    id_: str | None,
    *,
    ingevuld: dict[str, str] | None = None,
    fouten: list[Veldfout] | None = None,
    conflict: edits.Conflict | None = None,
) -> web.Response:
    werkgebied, nu = request.app[keys.WERKGEBIED], now()
    vraag = _tekst(request.query, "vraag", 300)

    def lees(session: Session) -> dict[str, Any]:
        bestaand = queries.get_voorziening(session, id_) if id_ else None
        if id_ and bestaand is None:
            raise fout("niet_gevonden")
        velden = edits.velden_met_concept(bestaand) if bestaand else {"toegang": "vrij"}
        waarden = ingevuld or _form_waarden(velden)
        voorbeeld = Voorziening(**({"status": "concept"} | lees_velden(waarden)[0] | {"id": id_ or "nieuw"}))
        return {
            "voorziening": bestaand,
            "waarden": waarden,
            "kaartje": as_kaartje(voorbeeld, nu=nu, werkgebied=werkgebied),
            "dubbelen": [d for d in find_dubbelen(session, velden | lees_velden(waarden)[0]) if d.id != id_],
            "versies": queries.read_versies(session, id_)[:20] if id_ else [],
            "plek": try_vraag(session, vraag, voorbeeld, werkgebied=werkgebied) if vraag and bestaand else None,
        }

    gegevens = await lees_db(request.app, lees)
    versie = conflict.versie if conflict else (gegevens["voorziening"].versie if gegevens["voorziening"] else None)
    return render(
        request, "redactie/voorziening.html", status=422 if fouten else 409 if conflict else 200, versie=versie,
        fouten={f.veld: f.reden for f in fouten or []}, conflict=_verschil(conflict), vraag=vraag,
        leesbaarheid=meet(gegevens["waarden"]["omschrijving"]), leefgebieden=LEEFGEBIEDEN, toegangen=TOEGANG,
        teksten=VELDTEKST, statussen=STATUS, velden=[n for n in VELDEN if n not in (*_VINKJES, *_NIET_IN_FORMULIER)],
        toegang_volgorde=TOEGANGEN, melding=_melding(request), **gegevens,
    )  # fmt: skip


def _verschil(conflict: edits.Conflict | None) -> list[Any] | None:
    if conflict is None:
        return None
    return verschillen(conflict.huidig, conflict.huidig | conflict.eigen)


async def nieuw(request: web.Request) -> web.Response:
    return await _toon(request, None)


async def bewerk(request: web.Request) -> web.Response:
    return await _toon(request, request.match_info["id"])


def _lees_formulier(data: MultiDictProxy[Any]) -> dict[str, str]:
    waarden = {n: _tekst(data, n) for n in VELDEN if n not in (*_VINKJES, *_NIET_IN_FORMULIER)}
    for naam in _VINKJES:
        waarden[naam] = "|".join(w for w in data.getall(naam, []) if isinstance(w, str))
    return waarden


async def bewaar(request: web.Request) -> web.Response:
    """Store the form, and publish, offer for review or store as concept by the button that was pressed."""
    data = await request.post()
    id_ = request.match_info.get("id")
    waarden = _lees_formulier(data)
    knop, wie = _tekst(data, "actie"), request["medewerker"].naam
    versie = int(_tekst(data, "versie")) if _tekst(data, "versie").isdigit() else None
    velden = waarden | ({"id": id_} if id_ else {})

    def werk(session: Session) -> str:
        bewaard = edits.save_voorziening(
            session, velden, wie=wie, versie=versie, werkgebied=request.app[keys.WERKGEBIED]
        )
        if knop == "publiceren":
            edits.set_status(session, bewaard.id, "gepubliceerd", wie=wie)
        elif knop == "beoordelen":
            edits.request_review(session, bewaard.id, wie=wie)
        return bewaard.id

    try:
        nieuw_id = await in_db(request.app, werk)
    except edits.Afgekeurd as e:
        return await _toon(request, id_, ingevuld=_alle(waarden), fouten=e.fouten)
    except edits.Conflict as e:
        return await _toon(request, id_, ingevuld=_alle(waarden), conflict=e)
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    gedaan = {"publiceren": "gepubliceerd", "beoordelen": "beoordelen"}.get(knop, "bewaard")
    return redirect(f"/redactie/{nieuw_id}?gedaan={gedaan}")


def _alle(waarden: dict[str, str]) -> dict[str, str]:
    return dict.fromkeys(VELDEN, "") | waarden


async def handel(request: web.Request) -> web.Response:
    """The actions beside the form: publish, withdraw, archive, checked, throw away, restore."""
    data = await request.post()
    id_, actie, wie = request.match_info["id"], _tekst(data, "actie"), request["medewerker"].naam
    vandaag = _vandaag(request)
    naar = {"publiceren": "gepubliceerd", "intrekken": "concept", "archiveren": "gearchiveerd"}

    def werk(session: Session) -> str:
        if actie in naar:
            edits.set_status(session, id_, naar[actie], wie=wie)
            return {"intrekken": "ingetrokken"}.get(actie, naar[actie])
        if actie == "gecontroleerd":
            edits.mark_gecontroleerd(session, id_, vandaag, wie=wie)
            return "gecontroleerd"
        if actie == "weggooien":
            edits.drop_concept(session, id_, wie=wie)
            return "weggegooid"
        nummer = _tekst(data, "versie")
        edits.restore_versie(session, id_, int(nummer) if nummer.isdigit() else -1, wie=wie)
        return "teruggezet"

    try:
        gedaan = await in_db(request.app, werk)
    except edits.Afgekeurd as e:
        return await _toon(request, id_, fouten=e.fouten)
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    return redirect(f"/redactie/{id_}?gedaan={gedaan}")


async def versie(request: web.Request) -> web.Response:
    """What differs between one version and the entry as it is now."""
    id_, nummer = request.match_info["id"], request.match_info["nummer"]

    def lees(session: Session) -> dict[str, Any]:
        bestaand = queries.get_voorziening(session, id_)
        oud = next((v for v in queries.read_versies(session, id_) if str(v.versie) == nummer), None)
        if bestaand is None or oud is None:
            raise fout("niet_gevonden")
        return {
            "voorziening": bestaand,
            "oud": oud,
            "verschil": verschillen(oud.velden, edits.velden_met_concept(bestaand)),
        }

    return render(request, "redactie/versie.html", teksten=VELDTEKST, **await lees_db(request.app, lees))


# --- words ----------------------------------------------------------------------------------------


async def woorden(request: web.Request) -> web.Response:
    """Everyday words with what they mean, questions that found nothing, and a question to try."""
    vraag = _tekst(request.query, "vraag", 300)
    sinds = _vandaag(request) - dt.timedelta(days=90)
    werkgebied = request.app[keys.WERKGEBIED]

    def lees(session: Session) -> dict[str, Any]:
        return {
            "synoniemen": list_synoniemen(session),
            "niet_gevonden": list_niet_gevonden(session, sinds=sinds),
            "treffers": find_voorzieningen(session, vraag, werkgebied=werkgebied, limit=10) if vraag else [],
        }

    gegevens = await lees_db(request.app, lees)
    return render(
        request, "redactie/woorden.html", vraag=vraag, fout=request.query.get("fout", ""), melding=_melding(request),
        woord=_tekst(request.query, "woord", 80), **gegevens,
    )  # fmt: skip


async def woord_erbij(request: web.Request) -> web.Response:
    data = await request.post()
    wie = request["medewerker"].naam
    try:
        await in_db(request.app, lambda s: add_synoniem(s, _tekst(data, "woord"), _tekst(data, "betekent"), wie=wie))
    except edits.Afgekeurd:
        return redirect("/redactie/woorden?fout=1")
    return redirect("/redactie/woorden?gedaan=synoniem")


async def woord_weg(request: web.Request) -> web.Response:
    nummer = _tekst(await request.post(), "id")
    if nummer.isdigit():
        await in_db(request.app, lambda s: delete_synoniem(s, int(nummer)))
    return redirect("/redactie/woorden?gedaan=synoniem_weg")


ROUTES = (
    Route("GET", "/redactie", lijst, RECHT, pagina=True),
    Route("POST", "/redactie", veel, RECHT, pagina=True),
    Route("GET", "/redactie/nieuw", nieuw, RECHT, pagina=True),
    Route("POST", "/redactie/nieuw", bewaar, RECHT, pagina=True),
    Route("GET", "/redactie/woorden", woorden, RECHT, pagina=True),
    Route("POST", "/redactie/woorden", woord_erbij, RECHT, pagina=True),
    Route("POST", "/redactie/woorden/weg", woord_weg, RECHT, pagina=True),
    Route("GET", "/redactie/{id}", bewerk, RECHT, pagina=True),
    Route("POST", "/redactie/{id}", bewaar, RECHT, pagina=True),
    Route("POST", "/redactie/{id}/status", handel, RECHT, pagina=True),
    Route("GET", "/redactie/{id}/versies/{nummer}", versie, RECHT, pagina=True),
)
