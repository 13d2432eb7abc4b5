"""/redactie/…: one entry as a redacteur keeps it. Plain forms; everything works without script.

Looking is `redactie`, writing goes through `sociale_kaart.edits`, which guards against lost updates
and keeps the history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from actions.voorbeeld import voorbeeld_antwoord
from opslag.db import now
from sociale_kaart import aanbieder, edits, goedkeuren, queries
from sociale_kaart.dubbelen import find_dubbelen
from sociale_kaart.kaartje import as_kaartje
from sociale_kaart.links import STUK_NA
from sociale_kaart.models import Voorziening
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.velden import TOEGANGEN, VELDEN, Veldfout, lees_velden
from sociale_kaart.versies import Verschil, verschillen
from sociale_kaart.zoek import try_vraag
from taal.leesbaarheid import meet
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import in_db, lees_db
from web.errors import fout
from web.markeren import markeer
from web.redactie_formulier import (
    GETYPTE_LIJSTEN,
    VOLGORDE,
    aangevuld,
    as_voorbeeld,
    form_waarden,
    geen_soort,
    kernen_keuze,
    lees_formulier,
    lees_uren_fout,
    soorten_keuze,
    uren_vorm,
)  # fmt: skip
from web.redactie_gemeen import RECHT, getal, keurder, melding, tekst, vandaag
from web.redactie_teksten import LINKREDEN, REDENEN, STATUS, TOEGANG, VELDTEKST
from web.route import Route
from web.weergave import redirect, render
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


# What may be checked on its own, by telephone or on the spot.
PER_VELD = ("telefoon", "adres", "email", "website")


def _zijkant(
    request: web.Request, session: Session, waarden: dict[str, str], bestaand: Voorziening | None, vraag: str
) -> dict[str, Any]:
    """What stands beside the form and changes with it: the answer, how it reads, where it would rank."""
    werkgebied, nu = request.app[keys.WERKGEBIED], now()
    voorbeeld = as_voorbeeld(waarden, bestaand)
    kaartje = as_kaartje(voorbeeld, nu=nu, werkgebied=werkgebied)
    leesbaarheid = meet(waarden["omschrijving"])
    return {
        "kaartje": kaartje,
        "antwoord": voorbeeld_antwoord(
            kaartje, database=request.app[keys.DATABASE], werkgebied=werkgebied, nu=werkgebied.lokale_tijd(nu)
        ),
        "leesbaarheid": leesbaarheid,
        "uren_fout": lees_uren_fout(waarden["openingstijden"]),
        "uren_vorm": uren_vorm(waarden["openingstijden"]),
        "gemarkeerd": markeer(waarden["omschrijving"], leesbaarheid),
        "vraag": vraag,
        "plek": try_vraag(session, vraag, voorbeeld, werkgebied=werkgebied, zicht=zicht_nu(request.app))
        if vraag
        else None,
    }


async def _toon(
    request: web.Request,
    id_: str | None,
    *,
    ingevuld: dict[str, str] | None = None,
    fouten: list[Veldfout] | None = None,
    conflict: edits.Conflict | None = None,
    vraag: str = "",
    **erbij: Any,
) -> web.Response:
    keurt, zicht = keurder(request), zicht_nu(request.app)

    def lees(session: Session) -> dict[str, Any]:
        bestaand = queries.get_voorziening(session, id_) if id_ else None
        if id_ and bestaand is None:
            raise fout("niet_gevonden")
        velden = edits.velden_met_concept(bestaand) if bestaand else {"toegang": "vrij"}
        waarden = ingevuld or form_waarden(velden)
        schrijvers = goedkeuren.read_schrijvers(session, id_) if id_ else set()
        dubbel = find_dubbelen(session, velden | lees_velden(waarden)[0])
        return _zijkant(request, session, waarden, bestaand, vraag) | {
            "voorziening": bestaand,
            "waarden": waarden,
            "dubbelen": [d for d in dubbel if d.id != id_],
            "versies": queries.read_versies(session, id_)[:20] if id_ else [],
            "samenvoegingen": queries.read_samenvoegingen(session, id_) if id_ else [],
            "link": _link(session, bestaand),
            "aanbiederlink": aanbieder.read_linkstand(session, id_) if id_ else None,
            "mag_publiceren": keurt.mag_direct and not (keurt.regel == "ander" and keurt.naam in schrijvers),
            "verschil_live": _verschil_live(bestaand),
            "soorten": soorten_keuze(waarden, bestaand, read_eigen(session)),
            "kernen": kernen_keuze(request.app[keys.WERKGEBIED], waarden["kernen"]),
            "verborgen": bool(bestaand and bestaand.status == "gepubliceerd" and not zicht.toont(bestaand)),
        }

    gegevens = await lees_db(request.app, lees)
    versie = conflict.versie if conflict else (gegevens["voorziening"].versie if gegevens["voorziening"] else None)
    return render(
        request, "redactie/voorziening.html", status=422 if fouten else 409 if conflict else 200, versie=versie,
        fouten={f.veld: f.reden for f in fouten or []}, botsing=_botsing(conflict), conflict=conflict is not None,
        leefgebieden=LEEFGEBIEDEN, toegangen=TOEGANG, teksten=VELDTEKST, statussen=STATUS,
        velden=VOLGORDE, per_veld=PER_VELD,
        getypte_lijsten=GETYPTE_LIJSTEN,
        toegang_volgorde=TOEGANGEN, melding=melding(request), mag_zelf=keurt.regel == "iedereen" or keurt.beheerder,
        mail=bool(request.app[keys.SETTINGS].smtp_url), redenen=REDENEN, keurt=keurt,
        **({"aanbieder_adres": ""} | gegevens | erbij),
    )  # fmt: skip


async def toon_met(request: web.Request, id_: str, **erbij: Any) -> web.Response:
    """The page of an entry with something more on it, or with mistakes (`fouten`); for the modules beside this one."""
    return await _toon(request, id_, **erbij)


def _link(session: Session, bestaand: Voorziening | None) -> dict[str, Any] | None:
    """What is known of the website, when it is about the address that stands there now and it fails."""
    rij = queries.get_linkcontrole(session, bestaand.id) if bestaand else None
    if rij is None or bestaand is None or rij.website != bestaand.website or rij.stuk < 1:
        return None
    reden = LINKREDEN.get(rij.reden) or LINKREDEN["anders"].format(code=rij.reden)
    return {"stuk": rij.stuk, "reden": reden, "op": rij.bekeken_op, "zeker": rij.stuk >= STUK_NA}


def _verschil_live(bestaand: Voorziening | None) -> list[Verschil]:
    """What would change for residents when the waiting change is published."""
    if bestaand is None or not bestaand.concept:
        return []
    live = {n: getattr(bestaand, n) for n in bestaand.concept if n in VELDEN}
    return verschillen(live, bestaand.concept)


def _botsing(conflict: edits.Conflict | None) -> list[Verschil]:
    if conflict is None:
        return []
    return verschillen({n: conflict.huidig[n] for n in conflict.botsing}, conflict.botsing)


async def nieuw(request: web.Request) -> web.Response:
    """An empty form, or one that begins with a word residents used."""
    begin = {n: tekst(request.query, n, 200) for n in ("naam", "trefwoorden", "soorten") if request.query.get(n)}
    return await _toon(request, None, ingevuld=aangevuld({"toegang": "vrij"} | begin) if begin else None)


async def bewerk(request: web.Request) -> web.Response:
    return await _toon(request, request.match_info["id"])


async def bewaar(request: web.Request) -> web.Response:
    """Store the form, and publish, offer for review, try or store as concept by the button that was pressed."""
    data = await request.post()
    id_ = request.match_info.get("id")
    eigen = await lees_db(request.app, read_eigen)
    waarden = lees_formulier(data, eigen)
    knop, keurt, vraag = tekst(data, "actie"), keurder(request), tekst(data, "vraag", 300)
    if knop == "proberen":
        return await _toon(request, id_, ingevuld=aangevuld(waarden), vraag=vraag)
    if fouten := geen_soort(data, eigen):
        return await _toon(request, id_, ingevuld=aangevuld(waarden), fouten=fouten)
    versie = getal(tekst(data, "versie"), -1) if tekst(data, "versie") else None
    velden = waarden | ({"id": id_} if id_ else {})

    def werk(session: Session) -> str:
        bewaard = edits.save_voorziening(
            session, velden, wie=keurt.naam, versie=versie, werkgebied=request.app[keys.WERKGEBIED]
        )
        if knop == "publiceren":
            goedkeuren.publish(session, bewaard.id, keurt, dubbel_gezien="dubbel_gezien" in data)
        elif knop == "beoordelen":
            edits.request_review(session, bewaard.id, wie=keurt.naam)
        return bewaard.id

    try:
        nieuw_id = await in_db(request.app, werk)
    except edits.Afgekeurd as e:
        return await _toon(request, id_, ingevuld=aangevuld(waarden), fouten=e.fouten)
    except edits.Conflict as e:
        return await _toon(request, id_, ingevuld=form_waarden(e.samen), conflict=e)
    except edits.BestaatNiet:
        raise fout("niet_gevonden") from None
    gedaan = {"publiceren": "gepubliceerd", "beoordelen": "beoordelen"}.get(knop, "bewaard")
    return redirect(f"/redactie/{nieuw_id}?gedaan={gedaan}")


async def voorbeeld(request: web.Request) -> web.Response:
    """What stands beside the form, for the form as it is now; asked by the script while somebody types."""
    data = await request.post()
    id_ = tekst(data, "voorziening_id", 80)

    def lees(session: Session) -> dict[str, Any]:
        waarden = aangevuld(lees_formulier(data, read_eigen(session)))
        bestaand = queries.get_voorziening(session, id_.replace("\0", "")) if id_ else None
        return _zijkant(request, session, waarden, bestaand, tekst(data, "vraag", 300))

    return render(request, "redactie/_zijkant.html", **await lees_db(request.app, lees))


async def handel(request: web.Request) -> web.Response:
    """The actions beside the form: publish, withdraw, archive, checked, throw away, restore."""
    data = await request.post()
    id_, actie, keurt = request.match_info["id"], tekst(data, "actie"), keurder(request)
    naar = {"intrekken": "concept", "archiveren": "gearchiveerd"}
    veld = tekst(data, "veld")

    def werk(session: Session) -> str:
        if actie == "publiceren":
            goedkeuren.publish(session, id_, keurt, dubbel_gezien="dubbel_gezien" in data)
            return "gepubliceerd"
        if actie in naar:
            edits.set_status(session, id_, naar[actie], wie=keurt.naam)
            return {"intrekken": "ingetrokken"}.get(actie, naar[actie])
        if actie == "gecontroleerd":
            welke = (veld,) if veld in PER_VELD else ()
            edits.mark_gecontroleerd(session, id_, vandaag(request), wie=keurt.naam, velden=welke)
            return "veld_gecontroleerd" if welke else "gecontroleerd"
        if actie == "weggooien":
            edits.drop_concept(session, id_, wie=keurt.naam)
            return "weggegooid"
        edits.restore_versie(session, id_, getal(tekst(data, "versie"), -1), wie=keurt.naam)
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


ROUTES = (
    Route("GET", "/redactie/nieuw", nieuw, RECHT, pagina=True),
    Route("POST", "/redactie/nieuw", bewaar, RECHT, pagina=True),
    Route("POST", "/redactie/voorbeeld", voorbeeld, RECHT, pagina=True),
    Route("GET", "/redactie/{id}", bewerk, RECHT, pagina=True),
    Route("POST", "/redactie/{id}", bewaar, RECHT, pagina=True),
    Route("POST", "/redactie/{id}/status", handel, RECHT, pagina=True),
    Route("GET", "/redactie/{id}/versies/{nummer}", versie, RECHT, pagina=True),
)
