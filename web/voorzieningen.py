"""Public pages of the sociale kaart: one per entry, and an overview to browse.

Without script, and to be found by search engines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from opslag.db import now
from sociale_kaart import queries
from sociale_kaart.kaartje import as_kaartje
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import lees_db
from web.errors import fout
from web.route import IEDEREEN, Route
from web.weergave import render

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PER_PAGINA = 30


async def overzicht(request: web.Request) -> web.Response:
    """Published entries by gemeente, leefgebied and word."""
    vraag = request.query
    werkgebied, nu = request.app[keys.WERKGEBIED], now()
    gemeente = werkgebied.zoek_gemeente(vraag.get("gemeente", ""))
    leefgebied = vraag.get("leefgebied", "") if vraag.get("leefgebied") in LEEFGEBIEDEN else ""
    zoek = vraag.get("zoek", "")[:200].replace("\0", "").strip()
    gevraagd = vraag.get("pagina", "1")
    pagina = min(max(int(gevraagd), 1), 10_000) if gevraagd.isascii() and gevraagd.isdigit() else 1
    waar = {"zoek": zoek, "gemeente": gemeente.naam if gemeente else "", "leefgebied": leefgebied}

    def lees(session: Session) -> tuple[list[dict[str, Any]], int]:
        gevonden = queries.find_published(session, **waar, limit=PER_PAGINA, offset=(pagina - 1) * PER_PAGINA)
        kaartjes = [as_kaartje(v, nu=nu, werkgebied=werkgebied) for v in gevonden]
        return kaartjes, queries.count_published(session, **waar)

    voorzieningen, totaal = await lees_db(request.app, lees)
    return render(
        request, "voorzieningen.html", voorzieningen=voorzieningen, totaal=totaal, pagina=pagina, gemeente=gemeente,
        leefgebied=leefgebied, zoek=zoek, leefgebieden=LEEFGEBIEDEN, per_pagina=PER_PAGINA,
    )  # fmt: skip


async def voorziening(request: web.Request) -> web.Response:
    """One published entry, with schema.org data for search engines."""
    werkgebied, nu = request.app[keys.WERKGEBIED], now()
    id_ = request.match_info["id"].replace("\0", "")[:80]

    def lees(session: Session) -> dict[str, Any] | None:
        gevonden = queries.get_published(session, id_)
        return as_kaartje(gevonden, nu=nu, werkgebied=werkgebied) if gevonden else None

    kaartje = await lees_db(request.app, lees)
    if kaartje is None:
        raise fout("niet_gevonden")
    response = render(request, "voorziening.html", v=kaartje, leefgebieden=LEEFGEBIEDEN, json_ld=_json_ld(kaartje))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _json_ld(v: dict[str, Any]) -> str:
    """The entry as schema.org Service; `<` is escaped so that no text can end the script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": v["naam"],
        "description": v["omschrijving"],
        "provider": {"@type": "Organization", "name": v["organisatie"] or v["naam"]},
        "areaServed": v["kernen"] or v["gemeenten"],
    }
    if v["telefoon"]:
        data["provider"]["telephone"] = v["telefoon"]
    if v["website"]:
        data["url"] = v["website"]
    if v["adres"]:
        data["provider"]["address"] = {
            "@type": "PostalAddress",
            "streetAddress": v["adres"],
            "postalCode": v["postcode"],
            "addressLocality": v["plaats"],
            "addressCountry": "NL",
        }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


ROUTES = (
    Route("GET", "/voorzieningen", overzicht, IEDEREEN, pagina=True),
    Route("GET", "/voorzieningen/{id}", voorziening, IEDEREEN, pagina=True),
)
