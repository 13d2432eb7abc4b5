"""/redactie: the list of entries with its filters, and one action for many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from sociale_kaart import edits, goedkeuren, queries
from sociale_kaart.links import STUK_NA
from sociale_kaart.tellingen import VENSTER
from sociale_kaart.velden import STATUSSEN, Veldfout
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import in_db, lees_db
from web.redactie_gemeen import RECHT, getal, keurder, melding, tekst, vandaag
from web.redactie_teksten import STATUS
from web.route import Route
from web.weergave import redirect, render
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PER_PAGINA = 50
_MEESTE_TEGELIJK = 500
# What needs attention, in the order of the list of choices.
LET_OP = {
    "te_laat": "Opnieuw controleren",
    "verborgen": "Niemand ziet dit meer",
    "zonder_uren": "Zonder openingstijden",
    "nooit_gevonden": "Nooit gevonden (3 maanden)",
    "link_stuk": "Website doet het niet",
    "nakijken": "Wacht op nakijken",
    "concept": "Wacht op publiceren",
}
Geweigerd = dict[str, list[Veldfout]]


def _filter(request: web.Request) -> queries.Filter:
    vraag, dag = request.query, vandaag(request)
    gemeente = request.app[keys.WERKGEBIED].zoek_gemeente(vraag.get("gemeente", ""))
    let_op = vraag.get("let_op", "")
    return queries.Filter(
        zoek=tekst(vraag, "zoek", 200).replace("\0", ""),
        gemeente=gemeente.naam if gemeente else "",
        leefgebied=vraag.get("leefgebied", "") if vraag.get("leefgebied") in LEEFGEBIEDEN else "",
        status=vraag.get("status", "") if vraag.get("status") in STATUSSEN else "",
        eigenaar=tekst(vraag, "eigenaar", 120).replace("\0", ""),
        te_laat_op=dag if let_op == "te_laat" else None,
        verborgen=zicht_nu(request.app) if let_op == "verborgen" else None,
        zonder_uren=let_op == "zonder_uren",
        niet_getoond_sinds=dag - VENSTER if let_op == "nooit_gevonden" else None,
        link_stuk=STUK_NA if let_op == "link_stuk" else 0,
        met_concept=let_op == "concept",
        ter_beoordeling=let_op == "nakijken",
    )


async def lijst(request: web.Request) -> web.Response:
    """All entries, narrowed by search and filters, with what needs attention."""
    return await _toon(request)


async def _toon(request: web.Request, *, geweigerd: Geweigerd | None = None, gedaan: int = 0) -> web.Response:
    filter_ = _filter(request)
    pagina = max(getal(request.query.get("pagina", "1"), 1, grens=10_000), 1)
    dag, wie, zicht = vandaag(request), request["medewerker"].naam, zicht_nu(request.app)

    def lees(session: Session) -> dict[str, Any]:
        te_laat = queries.Filter(status="gepubliceerd", te_laat_op=dag)
        return {
            "voorzieningen": queries.find_lijst(session, filter_, limit=PER_PAGINA, offset=(pagina - 1) * PER_PAGINA),
            "totaal": queries.count_lijst(session, filter_),
            "te_laat": queries.count_lijst(session, te_laat),
            "van_mij": queries.count_lijst(
                session, queries.Filter(status="gepubliceerd", te_laat_op=dag, eigenaar=wie)
            ),
            "met_concept": queries.count_lijst(session, queries.Filter(met_concept=True)),
            "nakijken": queries.count_lijst(session, queries.Filter(ter_beoordeling=True)),
            "verborgen": queries.count_lijst(session, queries.Filter(verborgen=zicht)),
            "link_stuk": queries.count_lijst(session, queries.Filter(link_stuk=STUK_NA, status="gepubliceerd")),
            "eigenaren": queries.read_eigenaren(session),
            "geweigerd": _met_namen(session, geweigerd or {}),
        }

    gegevens = await lees_db(request.app, lees)
    return render(
        request, "redactie/lijst.html", status=422 if geweigerd else 200, filter=filter_, pagina=pagina,
        per_pagina=PER_PAGINA, vandaag=dag, leefgebieden=LEEFGEBIEDEN, statussen=STATUS, keuzes=LET_OP,
        let_op=request.query.get("let_op", ""), zicht=zicht, melding=melding(request), gedaan=gedaan, wie=wie,
        vraag=request.query_string, **gegevens,
    )  # fmt: skip


def _met_namen(session: Session, geweigerd: Geweigerd) -> list[tuple[str, str, str]]:
    """(id, name, reasons) of what could not be done."""
    namen = {id: v.naam for id, v in queries.get_many(session, list(geweigerd)).items()}
    return [(id, namen.get(id, id), " ".join(f.reden for f in fouten)) for id, fouten in geweigerd.items()]


async def veel(request: web.Request) -> web.Response:
    """One action on every ticked entry; what may not be done is told with the reason, the rest is done."""
    data = await request.post()
    ids = list(dict.fromkeys(i for i in data.getall("id", []) if isinstance(i, str)))[:_MEESTE_TEGELIJK]
    actie, eigenaar, keurt = tekst(data, "status"), tekst(data, "eigenaar", 120), keurder(request)
    dag = vandaag(request)

    def werk(session: Session) -> tuple[list[str], Geweigerd]:
        if actie == "gecontroleerd":
            return _voor_elk(ids, lambda i: edits.mark_gecontroleerd(session, i, dag, wie=keurt.naam))
        if actie == "eigenaar":
            return _voor_elk(ids, lambda i: edits.set_eigenaar(session, i, eigenaar, wie=keurt.naam))
        return goedkeuren.set_status_many(session, ids, actie, keurt)

    gedaan, geweigerd = await in_db(request.app, werk)
    if geweigerd:
        return await _toon(request, geweigerd=geweigerd, gedaan=len(gedaan))
    return redirect(f"/redactie?gedaan=bulk&aantal={len(gedaan)}")


def _voor_elk(ids: list[str], doe: Any) -> tuple[list[str], Geweigerd]:
    gedaan: list[str] = []
    geweigerd: Geweigerd = {}
    for id in ids:
        try:
            doe(id)
            gedaan.append(id)
        except edits.Afgekeurd as fout:
            geweigerd[id] = fout.fouten
        except edits.BestaatNiet:
            geweigerd[id] = [Veldfout("id", "deze voorziening bestaat niet.")]
    return gedaan, geweigerd


ROUTES = (
    Route("GET", "/redactie", lijst, RECHT, pagina=True),
    Route("POST", "/redactie", veel, RECHT, pagina=True),
)
