"""Public pages of the sociale kaart: one per entry, and an overview to browse.

Without script, and to be found by search engines.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from aiohttp import web

from opslag.db import now
from sociale_kaart import queries
from sociale_kaart.kaartje import as_kaartje, uren_van
from triage.beoordeling import LEEFGEBIEDEN
from web import keys
from web.databank import lees_db
from web.errors import fout
from web.route import IEDEREEN, Route
from web.weergave import render
from web.zicht import zicht_nu

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PER_PAGINA = 30
# What the protocol of sitemaps allows in one file.
MEESTE_IN_SITEMAP = 49_000
# Why a page that was there is not: it stopped, or nobody checked it for too long. A concept never was there.
_WEG = {"gearchiveerd": "voorziening_weg", "gepubliceerd": "voorziening_te_oud"}


async def overzicht(request: web.Request) -> web.Response:
    """Published entries by gemeente, leefgebied and word."""
    vraag = request.query
    werkgebied, nu, zicht = request.app[keys.WERKGEBIED], now(), zicht_nu(request.app)
    gemeente = werkgebied.zoek_gemeente(vraag.get("gemeente", ""))
    leefgebied = vraag.get("leefgebied", "") if vraag.get("leefgebied") in LEEFGEBIEDEN else ""
    zoek = vraag.get("zoek", "")[:200].replace("\0", "").strip()
    gevraagd = vraag.get("pagina", "1")
    pagina = min(max(int(gevraagd), 1), 10_000) if gevraagd.isascii() and gevraagd.isdigit() else 1
    waar = {"zoek": zoek, "gemeente": gemeente.naam if gemeente else "", "leefgebied": leefgebied}

    def lees(session: Session) -> tuple[list[dict[str, Any]], int]:
        gevonden = queries.find_published(session, zicht, **waar, limit=PER_PAGINA, offset=(pagina - 1) * PER_PAGINA)
        kaartjes = [as_kaartje(v, nu=nu, werkgebied=werkgebied) for v in gevonden]
        return kaartjes, queries.count_published(session, zicht, **waar)

    voorzieningen, totaal = await lees_db(request.app, lees)
    return render(
        request, "voorzieningen.html", voorzieningen=voorzieningen, totaal=totaal, pagina=pagina, gemeente=gemeente,
        leefgebied=leefgebied, zoek=zoek, leefgebieden=LEEFGEBIEDEN, per_pagina=PER_PAGINA,
    )  # fmt: skip


async def voorziening(request: web.Request) -> web.Response:
    """One published entry, with schema.org data for search engines."""
    werkgebied, nu, zicht = request.app[keys.WERKGEBIED], now(), zicht_nu(request.app)
    id_ = request.match_info["id"].replace("\0", "")[:80]

    def lees(session: Session) -> dict[str, Any]:
        gevonden = queries.get_voorziening(session, id_)
        if gevonden is None or not zicht.toont(gevonden):
            raise fout(_WEG.get(gevonden.status, "voorziening_onbekend") if gevonden else "voorziening_onbekend")
        return as_kaartje(gevonden, nu=nu, werkgebied=werkgebied) | {"openingstijden_ruw": gevonden.openingstijden}

    kaartje = await lees_db(request.app, lees)
    adres = f"{_basis(request)}/voorzieningen/{quote(kaartje['id'], safe='')}"
    response = render(
        request, "voorziening.html", v=kaartje, leefgebieden=LEEFGEBIEDEN, json_ld=_json_ld(kaartje, adres), adres=adres
    )
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def _basis(request: web.Request) -> str:
    return request.app[keys.SETTINGS].publieke_url.rstrip("/")


async def sitemap(request: web.Request) -> web.Response:
    """Every public page of an entry, for search engines."""
    basis = _basis(request)
    zicht = zicht_nu(request.app)
    paren = await lees_db(request.app, lambda s: queries.read_published_ids(s, zicht, limit=MEESTE_IN_SITEMAP))
    regels = [f"<url><loc>{basis}/voorzieningen</loc></url>"]
    for id_, op in paren:
        plek = escape(f"{basis}/voorzieningen/{quote(id_, safe='')}")
        regels.append(f"<url><loc>{plek}</loc><lastmod>{op:%Y-%m-%d}</lastmod></url>")
    kop = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    tekst = kop + "\n".join(regels) + "\n</urlset>\n"
    return web.Response(text=tekst, content_type="application/xml", charset="utf-8")


async def robots(request: web.Request) -> web.Response:
    """Search engines may read what is public, and need not look at what is somebody's own."""
    dicht = ("/chat", "/volg", "/werkplek", "/redactie", "/beheer", "/login", "/bijwerken", "/api/v1/gesprekken")
    regels = ["User-agent: *", *(f"Disallow: {pad}" for pad in dicht), f"Sitemap: {_basis(request)}/sitemap.xml"]
    return web.Response(text="\n".join(regels) + "\n", content_type="text/plain", charset="utf-8")


_SCHEMA_DAGEN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _uren_ld(openingstijden: str) -> list[dict[str, Any]]:
    """The weekly hours; schema.org has no word for the first Saturday of a month, so those are left out."""
    uren = uren_van(openingstijden)
    if uren.altijd:
        vast = {"opens": "00:00", "closes": "23:59"}
        return [{"@type": "OpeningHoursSpecification", "dayOfWeek": list(_SCHEMA_DAGEN), **vast}]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [_SCHEMA_DAGEN[d] for d in regel.dagen],
            "opens": f"{van:%H:%M}",
            "closes": f"{tot:%H:%M}",
        }
        for regel in uren.regels
        if not regel.rang and not regel.weken
        for van, tot in regel.blokken
    ]


def _json_ld(v: dict[str, Any], adres: str) -> str:
    """The entry as schema.org Service; `<` is escaped so that no text can end the script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": adres,
        "name": v["naam"],
        "description": v["omschrijving"],
        "provider": {"@type": "Organization", "name": v["organisatie"] or v["naam"]},
        "areaServed": v["kernen"] or v["gemeenten"],
    }
    if uren := _uren_ld(v["openingstijden_ruw"]):
        data["hoursAvailable"] = uren
    if v["talen"]:
        data["availableLanguage"] = v["talen"]
    if v["doelgroep"]:
        data["audience"] = {"@type": "Audience", "audienceType": v["doelgroep"]}
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
    Route("GET", "/sitemap.xml", sitemap, IEDEREEN),
    Route("GET", "/robots.txt", robots, IEDEREEN),
)
