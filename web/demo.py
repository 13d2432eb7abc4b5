"""The demo page: a plausible page of a gemeente with the widget on it, as a web editor would place it."""

from __future__ import annotations

from aiohttp import web

from web import keys
from web.databank import ververs
from web.route import IEDEREEN, Route
from web.weergave import render

# Languages of the widget's fixed texts, each by its own name.
TALEN = {
    "nl": "Nederlands", "en": "English", "uk": "Українська", "tr": "Türkçe", "pl": "Polski", "ar": "العربية",
}  # fmt: skip


async def demo(request: web.Request) -> web.Response:
    """`?gemeente=` chooses whose page it is; the first gemeente of the werkgebied otherwise."""
    await ververs(request.app)
    werkgebied = request.app[keys.WERKGEBIED]
    gekozen = werkgebied.zoek_gemeente(request.query.get("gemeente", "")) or werkgebied.gemeenten[0]
    return render(request, "demo.html", gemeente=gekozen)


async def proberen(request: web.Request) -> web.Response:
    """For web editors: choose how the widget stands on a page, see it, and take the line to place it."""
    werkgebied, vraag = request.app[keys.WERKGEBIED], request.query
    gekozen = {
        "gemeente": werkgebied.zoek_gemeente(vraag.get("gemeente", "")) or werkgebied.gemeenten[0],
        "taal": vraag["taal"] if vraag.get("taal") in TALEN else "nl",
        "positie": "links" if vraag.get("positie") == "links" else "rechts",
    }
    adres = request.app[keys.SETTINGS].publieke_url.rstrip("/")
    return render(request, "proberen.html", talen=TALEN, adres=adres, **gekozen)


ROUTES = (
    Route("GET", "/", demo, IEDEREEN, pagina=True),
    Route("GET", "/widget/proberen", proberen, IEDEREEN, pagina=True),
)
